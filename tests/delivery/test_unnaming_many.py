"""Taking back more people than an officer waits for: batch by batch, by a worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from karamad.cycle.delivery import tasks
from karamad.cycle.delivery.actions import nominating, telling, unnaming
from karamad.cycle.delivery.actions.nominating import SILENCE, nominate_people, resume
from karamad.cycle.delivery.actions.recalling import come_back
from karamad.cycle.delivery.actions.refusing import NotTakenBack, TooLate
from karamad.cycle.delivery.actions.seating import withdraw
from karamad.cycle.delivery.actions.unnaming import take_back
from karamad.cycle.delivery.models import Admission, Enrolment, Nomination, Run
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.rules.unnaming import Stays
from karamad.cycle.outbox.models import Message
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery import campus as made_of
from tests.delivery.campus import Campus, campus, enrolment, servant
from tests.nation import user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def now() -> datetime:
    return timezone.now()


def ahead(at: Campus, **facts: Any) -> Run:
    facts = {"admission": Admission.NOMINATION, **facts}
    return made_of.run(at, day=localdate() + 14 * DAY, **facts)


@pytest.fixture
def made(at: Campus, officer: User, monkeypatch: pytest.MonkeyPatch) -> Nomination:
    """Five named, of whom three have a place; somebody waits who came otherwise."""
    row = ahead(at, capacity=3)
    people = [servant(at).pk for _number in range(5)]
    act = nominate_people(run=row, people=people, by=officer, at=now())
    other = servant(at, last_name="دیگری")
    enrolment(row, other, "waiting", in_line_since=now())
    monkeypatch.setattr(nominating, "BATCH", 2)
    return act


def begun(made: Nomination, officer: User) -> None:
    take_back(nomination=made, reason="پروندهٔ اشتباه", by=officer, at=now())
    made.refresh_from_db()


def states(made: Nomination) -> list[str]:
    mine = Enrolment.objects.filter(nomination=made)
    return sorted(mine.values_list("state", flat=True))


def other() -> str:
    return Enrolment.objects.get(person__last_name="دیگری").state


def test_nobody_comes_back_to_what_is_being_taken_back(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    gone = servant(at, account=user(Role.LEARNER, at.office))
    people = [gone.pk, *(servant(at).pk for _number in range(3))]
    act = nominate_people(run=row, people=people, by=officer, at=now())
    his = Enrolment.objects.get(person=gone)
    withdraw(enrolment=his, by=gone.account, at=now())
    Nomination.objects.filter(pk=act.pk).update(progress=Progress.UNDOING)

    with pytest.raises(TooLate):
        come_back(enrolment=his, by=gone.account, at=now())


class Dead(BaseException):
    """The worker is killed: nobody catches this."""


def dies_at_batch(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker die within a batch, after its people were told."""
    told, real = [0], unnaming.tell

    def tell(*given: Any, **facts: Any) -> Any:
        real(*given, **facts)
        told[0] += 1
        if told[0] >= number:
            raise Dead

    monkeypatch.setattr(unnaming, "tell", tell)


def test_many_leave_by_a_worker_and_nobody_before(made, officer):
    done = take_back(nomination=made, reason="اشتباه", by=officer, at=now())

    assert (done.placed, done.waiting, done.people, done.risen) == (3, 2, 5, None)
    made.refresh_from_db()
    assert made.is_undoing
    assert states(made) == ["placed"] * 3 + ["waiting"] * 2

    assert unnaming.run(made.pk, clock=now).progress == Progress.UNDONE
    assert states(made) == ["unnamed"] * 5
    assert other() == "placed"
    told = Message.objects.filter(template="naming-taken-back")
    assert len(set(told.values_list("person", flat=True))) == 5
    assert told.count() == 5
    assert Entry.objects.get(act="delivery:nomination:take-back").actor == officer


def test_who_waits_leaves_first_and_places_are_given_at_the_end(
    made, officer, monkeypatch
):
    begun(made, officer)
    dies_at_batch(2, monkeypatch)

    with pytest.raises(Dead):
        unnaming.run(made.pk, clock=now)

    # One batch is whole, the second is not there at all.
    assert states(made) == ["placed"] * 3 + ["unnamed"] * 2
    assert other() == "waiting"
    monkeypatch.setattr(unnaming, "tell", telling.tell)
    assert unnaming.run(made.pk, clock=now).progress == Progress.UNDONE
    assert (states(made), other()) == (["unnamed"] * 5, "placed")
    assert Message.objects.filter(template="naming-taken-back").count() == 5
    assert not Entry.objects.filter(act="delivery:enrolment:promote").exclude(
        after__enrolments=[Enrolment.objects.get(person__last_name="دیگری").pk]
    )


def test_who_gives_up_a_place_meanwhile_lets_nobody_of_the_act_move_up(
    made, officer, monkeypatch
):
    begun(made, officer)
    dies_at_batch(2, monkeypatch)
    with pytest.raises(Dead):
        unnaming.run(made.pk, clock=now)
    monkeypatch.setattr(unnaming, "tell", telling.tell)

    first = Enrolment.objects.filter(nomination=made).placed().earliest("pk")
    withdraw(enrolment=first, by=officer, at=now())

    assert other() == "placed"
    unnaming.run(made.pk, clock=now)
    assert states(made) == ["unnamed"] * 4 + ["withdrawn"]


def test_it_is_taken_back_once_and_names_nobody_meanwhile(made, officer):
    begun(made, officer)

    with pytest.raises(NotTakenBack) as twice:
        begun(made, officer)

    assert twice.value.why == Stays.UNDONE
    assert nominating.run(made.pk, clock=now).is_undoing
    unnaming.run(made.pk, clock=now)
    assert unnaming.run(made.pk, clock=now).progress == Progress.UNDONE
    assert Entry.objects.filter(act="delivery:nomination:take-back").count() == 1


def test_what_a_dead_worker_left_is_taken_up_and_after_three_lives_asked_for(
    made, officer, monkeypatch
):
    begun(made, officer)
    dies_at_batch(1, monkeypatch)
    for _life in range(tasks.MOST_TRIES):
        DBTaskResult.objects.all().delete()
        assert tasks.take_up() == 1
        with pytest.raises(Dead):
            unnaming.run(made.pk, clock=now)
    assert tasks.take_up() == 0
    made.refresh_from_db()
    assert nominating.is_silent(made, now() + 2 * SILENCE)

    resume(nomination=made, by=officer, at=now())
    assert tasks.take_up() == 1


def test_the_page_shows_how_many_have_left(
    made, officer, monkeypatch, django_capture_on_commit_callbacks
):
    client = Client()
    client.force_login(officer)
    page = f"/runs/{made.run_id}/nominate/{made.pk}/"
    said = {"reason": "اشتباه"}
    shown = client.post(f"{page}take-back/", {**said, "look": "1"}).content.decode()
    assert "دسته‌دسته می‌روند" in shown
    assert "از دیگران جا می‌گیرند" not in shown

    seen = {**said, "seen": "reason=اشتباه", "do": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}take-back/", seen)
    assert DBTaskResult.objects.get().task_path.endswith("run_unnaming")
    dies_at_batch(2, monkeypatch)
    with pytest.raises(Dead):
        unnaming.run(made.pk, clock=now)
    monkeypatch.setattr(unnaming, "tell", telling.tell)
    under_way = client.get(page).content.decode()
    assert "این معرفی پس گرفته می‌شود" in under_way
    assert "۲ نفر از ۵ نفر بیرون رفته‌اند" in under_way
    assert "/take-back/" not in under_way
    bar = client.get(f"{page}progress/")
    assert "HX-Refresh" not in bar.headers

    unnaming.run(made.pk, clock=now)
    assert client.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    over = client.get(page).content.decode()
    assert "این معرفی پس گرفته شد" in over
    assert "بیرون رفته‌اند" not in over
