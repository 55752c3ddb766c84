"""A counting is stopped by who reads the nation, and begun again by who asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.insight.coverage import tasks
from karamad.insight.coverage.actions import counting, judging
from karamad.insight.coverage.models import Stage, Tally
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.insight.coverage.registers import Registers, reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the names of what is handed to the worker, and do none of it."""
    names: list[str] = []
    for task in {type(tasks.count), type(tasks.count_months)}:
        monkeypatch.setattr(
            task, "enqueue", lambda self, _day: names.append(self.func.__name__)
        )
    return names


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Have something done while everybody is judged."""

    def put(act: Callable[[], Any]) -> None:
        judge = judging.standing

        def judged(*asked: Any, **how: Any) -> Any:
            act()
            return judge(*asked, **how)

        monkeypatch.setattr(judging, "standing", judged)

    return put


def text(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_ends_at_its_next_step_and_waits_to_be_asked(
    registers: Registers, handed: list[str], meanwhile: Any
) -> None:
    client = reader()
    under_way = text(client, "/coverage/")
    meanwhile(lambda: client.post("/coverage/stop/"))

    tasks.count.func(localdate().isoformat())
    told = text(client, "/coverage/")

    assert "/coverage/stop/" in under_way
    assert Tally.objects.get().stage == Stage.STOPPED
    assert Tally.objects.get().book is None
    assert "شمارش می‌ایستد" in told
    assert "شمارش را کسی بازداشته است" in told
    assert Entry.objects.filter(act="coverage:tally:stop").count() == 1
    assert handed == ["count"]

    client.post("/coverage/again/")
    assert len(handed) == 2


def test_what_was_counted_before_stays_and_the_page_says_it_is_old(
    registers: Registers, handed: list[str]
) -> None:
    client = reader()
    registers.count()
    Completion.objects.all().delete()
    nation.entry()
    text(client, "/coverage/")
    client.post("/coverage/stop/")

    page = text(client, "/coverage/")

    assert "از ۲۴ نفر" in page
    assert "شمارش را کسی بازداشته است" in page
    assert len(handed) == 1


def test_who_began_anew_meanwhile_is_not_overtaken_by_what_was_stopped(
    registers: Registers, meanwhile: Any
) -> None:
    client = reader()
    day = localdate()
    text(client, "/coverage/")

    def again() -> None:
        client.post("/coverage/stop/")
        client.post("/coverage/again/")

    meanwhile(again)
    counting.run(day, clock=timezone.now)
    taken = Tally.objects.get()
    assert (taken.stage, taken.book) == (Stage.WAITING, None)
    assert taken.making == 1  # the number of the stopped book is used up


def test_a_second_click_and_nothing_under_way_are_said(registers: Registers) -> None:
    client = reader()
    client.post("/coverage/stop/")
    assert "شمارشی در کار نیست" in text(client, "/coverage/")


def test_a_failure_after_the_stop_is_no_failure(registers: Registers) -> None:
    client = reader()
    text(client, "/coverage/")
    client.post("/coverage/stop/")

    counting.fail(localdate(), "MemoryError", at=timezone.now())

    assert Tally.objects.get().stage == Stage.STOPPED


def test_months_stop_where_they_are(
    registers: Registers, handed: list[str], meanwhile: Any
) -> None:
    client = reader()
    registers.count()
    under_way = text(client, "/coverage/trend/")
    done: list[int] = []

    def stop_at_the_third() -> None:
        done.append(1)
        if len(done) == 3:
            client.post("/coverage/stop/", {"of": "months"})

    meanwhile(stop_at_the_third)
    counting.run_months(localdate(), clock=timezone.now)
    page = text(client, "/coverage/trend/")

    assert 'value="months"' in under_way
    assert len(done) == 3
    assert len(counting.missing_months(localdate(), at=timezone.now())) == 10
    assert "شمارش را کسی بازداشته است" in page
    assert handed.count("count_months") == 1

    client.post("/coverage/again/", {"of": "months"})
    assert handed.count("count_months") == 2
    meanwhile(lambda: None)
    counting.run_months(localdate(), clock=timezone.now)
    assert counting.missing_months(localdate(), at=timezone.now()) == []
    assert "بازداشته" not in text(client, "/coverage/trend/")


def test_who_reads_a_province_stops_nobody(registers: Registers) -> None:
    client = Client()
    client.force_login(nation.user(Role.PROVINCIAL_EXPERT, registers.khorasan))
    page = text(client, "/coverage/")

    assert "گام ۱ از ۳" in page
    assert "/coverage/stop/" not in page
    assert client.post("/coverage/stop/").status_code == 404
    assert Tally.objects.get().stage == Stage.WAITING
