"""Who had no address is told once he has one, as long as it still matters."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from karamad.cycle.outbox import tasks
from karamad.cycle.outbox.actions.addressing import address
from karamad.cycle.outbox.models import Message
from karamad.cycle.outbox.rules import USEFUL_FOR
from karamad.registers.people.models import Person
from tests.outbox.conftest import Centre
from tests.outbox.test_sending import NOON, over, say, send, someone, states

pytestmark = pytest.mark.django_db
MOBILE = {"mobile": "09150000001"}


def unreached() -> Person:
    return someone(mobile="")


def gets(who: Person, **addresses: str) -> None:
    Person.objects.filter(pk=who.pk).update(**addresses)


def test_a_kept_message_goes_out_once_there_is_a_mobile(centre: Centre) -> None:
    who = unreached()
    say(who)
    gets(who, **MOBILE)

    assert address(at=NOON) == 1
    assert address(at=NOON) == 0
    send(over(centre))

    assert centre.texts == ["مریم کریمی، دورهٔ بهداشت"]
    assert states() == ["sent"]


def test_without_an_address_it_is_kept_on() -> None:
    say(unreached())

    assert address(at=NOON) == 0
    assert states() == ["unaddressed"]


@pytest.mark.parametrize(
    ("late", "state"),
    [(timedelta(), "queued"), (timedelta(seconds=1), "unaddressed")],
)
def test_what_is_of_the_past_by_then_is_not_sent(late: timedelta, state: str) -> None:
    who = unreached()
    say(who)
    gets(who, **MOBILE)

    address(at=NOON + USEFUL_FOR + late)

    assert states() == [state]


def test_who_has_only_mail_gets_it_there_under_a_subject() -> None:
    who = unreached()
    say(who)
    gets(who, email="m@example.ir")

    address(at=NOON)

    row = Message.objects.get()
    assert (row.channel, row.address) == ("email", "m@example.ir")
    assert row.subject == "پیامی از کارآمد"


def test_the_same_said_anew_is_not_said_twice() -> None:
    who = unreached()
    say(who)
    gets(who, email="m@example.ir")
    address(at=NOON)

    who.refresh_from_db()

    assert say(who) == 0


def test_nobody_is_woken_by_an_address_that_is_added_at_night() -> None:
    who = unreached()
    say(who)
    gets(who, **MOBILE)
    night = NOON.replace(hour=20)  # 23:30 in Iran

    address(at=night)

    assert Message.objects.get().next_at > night


def test_a_worker_looks_again_while_somebody_has_no_address() -> None:
    say(unreached(), at=timezone.now())

    tasks.send.func()

    waiting = DBTaskResult.objects.get(task_path=tasks.send.module_path)
    assert waiting.run_after > timezone.now()


def test_what_is_said_at_night_waits_also_where_tasks_are_done_at_once(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    settings.QUIET_FROM, settings.QUIET_UNTIL = time(0), time(23, 59, 59, 999999)

    with django_capture_on_commit_callbacks(execute=True) as called:
        say(someone(), at=timezone.now())

    assert called

    assert Message.objects.get().state == "queued"


def test_a_worker_does_not_look_for_ever() -> None:
    say(unreached(), at=timezone.now() - USEFUL_FOR - timedelta(minutes=1))

    tasks.send.func()

    assert not DBTaskResult.objects.filter(task_path=tasks.send.module_path).exists()
