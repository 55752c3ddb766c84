"""Naming more people than an officer waits for: batch by batch, by a worker."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from karamad.cycle.delivery import tasks
from karamad.cycle.delivery.actions import nominating, seating
from karamad.cycle.delivery.actions.listed import Typed
from karamad.cycle.delivery.actions.nominating import (
    SILENCE,
    break_off,
    is_silent,
    nominate_typed,
    resume,
    run,
    stop,
)
from karamad.cycle.delivery.models import Admission, Enrolment, Nomination, Run, Source
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.outbox.models import Message
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from tests.delivery import campus as made_of
from tests.delivery.campus import Campus, campus, servant
from tests.nation import entry, signed_in, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nominating, "BATCH", 2)


@pytest.fixture
def five(at: Campus) -> list[Person]:
    return [servant(at) for _number in range(5)]


def ahead(at: Campus, **facts: Any) -> Run:
    facts = {"admission": Admission.NOMINATION, **facts}
    return made_of.run(at, day=localdate() + 14 * DAY, **facts)


def begun(row: Run, officer: User, people: list[Person], **facts: Any) -> Nomination:
    typed = [Typed(n, each.national_id) for n, each in enumerate(people, start=1)]
    return nominate_typed(
        run=row,
        typed=typed,
        source=Source.LIST,
        by=officer,
        at=timezone.now(),
        **facts,
    )


def now() -> datetime:
    return timezone.now()


class Dead(BaseException):
    """The worker is killed: nobody catches this."""


def dies_at_batch(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever names people die within a batch, after its people were seated."""
    named, real = [0], seating.nominate

    def nominate(**given: Any) -> Any:
        seated = real(**given)
        named[0] += 1
        if named[0] == number:
            raise Dead
        return seated

    monkeypatch.setattr(seating, "nominate", nominate)


def told() -> list[int]:
    keys = Message.objects.order_by("person").values_list("person", flat=True)
    return list(keys)


# ---- in the background ------------------------------------------------------


def test_many_are_named_by_a_worker_and_nobody_before(at, officer, five):
    made = begun(ahead(at), officer, five)

    assert (made.progress, made.reached) == (Progress.WAITING, 0)
    assert not Enrolment.objects.exists()
    assert run(made.pk, clock=now).placed == 5
    assert Enrolment.objects.placed().count() == 5


def test_as_many_as_a_batch_are_named_while_the_officer_waits(at, officer, five):
    made = begun(ahead(at), officer, five[:2])

    assert (made.progress, made.placed) == (Progress.DONE, 2)


def test_places_go_in_the_order_of_the_list_across_batches(at, officer, five):
    row = ahead(at, capacity=3)

    run(begun(row, officer, five[::-1]).pk, clock=now)

    placed = Enrolment.objects.placed().values_list("person", flat=True)
    assert set(placed) == {each.pk for each in five[2:]}
    line = Enrolment.objects.waiting().in_line().values_list("person", flat=True)
    assert list(line) == [five[1].pk, five[0].pk]


def test_reasons_of_all_batches_are_kept_by_their_rows(at, officer, five):
    made = begun(ahead(at), officer, [*five, five[0], five[3]])

    done = run(made.pk, clock=now)

    assert (done.placed, done.named, done.reached) == (5, 7, 7)
    assert [(number, why) for number, _masked, why in done.refused] == [
        (6, [["twice", "1"]]),
        (7, [["twice", "4"]]),
    ]
    assert done.typed.split("\n") == [five[0].national_id, five[3].national_id]


def test_what_was_given_is_forgotten_when_the_last_row_is_over(at, officer, five):
    made = begun(ahead(at), officer, five)
    assert five[4].national_id in made.given

    assert run(made.pk, clock=now).given == ""


def test_a_substitute_names_in_the_seat_also_by_a_worker(at, officer, five):
    substitute = user()
    Grant.objects.create(
        user=substitute,
        role=Role.PROVINCIAL_EXPERT,
        unit_code=Grant.objects.get(user=officer).unit_code,
        from_day=localdate(),
        until_day=localdate() + DAY,
        substitutes=officer,
        recorded_at=timezone.now(),
        entry=entry(),
    )
    substitute.acting_for = officer

    made = begun(ahead(at), substitute, five)

    assert run(made.pk, clock=now).placed == 5


def test_who_lost_his_reach_meanwhile_names_nobody(at, officer, five):
    made = begun(ahead(at), officer, five)
    officer.grants.all().delete()

    done = run(made.pk, clock=now)

    assert not Enrolment.objects.exists()
    assert {why[0][0] for _row, _masked, why in done.refused} == {"not_in_reach"}


# ---- once -------------------------------------------------------------------


def test_a_second_click_finds_what_the_first_began(at, officer, five):
    row, form = ahead(at), uuid4()

    first = begun(row, officer, five, once=form)
    second = begun(row, officer, five, once=form)

    assert first == second
    assert Nomination.objects.count() == 1


def test_two_forms_are_two_acts(at, officer, five):
    row = ahead(at)

    first = begun(row, officer, five, once=uuid4())
    second = begun(row, officer, five, once=uuid4())
    run(first.pk, clock=now)
    run(second.pk, clock=now)

    assert Enrolment.objects.count() == 5
    assert len(told()) == len(set(told())) == 5


def test_a_page_sent_twice_leads_to_one_act(at, five):
    expert = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    row = ahead(at)
    page = expert.get(f"/runs/{row.pk}/nominate/")
    form = page.context["form"]
    sent = {
        "ids": "\n".join(each.national_id for each in five),
        "once": str(form["once"].value()),
    }

    first, second = (expert.post(f"/runs/{row.pk}/nominate/", sent) for _click in "12")

    assert first.status_code == 302
    assert first["Location"] == second["Location"]


def test_handed_over_twice_nobody_is_named_twice(at, officer, five):
    made = begun(ahead(at), officer, five)

    run(made.pk, clock=now)
    again = run(made.pk, clock=now)

    assert (again.placed, again.refused) == (5, [])
    assert len(told()) == 5


def test_whoever_finds_that_another_went_on_leaves_it_to_him(
    at, officer, five, monkeypatch
):
    made = begun(ahead(at), officer, five)
    real, inner = nominating._name, []

    def name(*given: Any) -> None:
        if not inner:
            inner.append(True)
            # Another worker took the whole over while this one looked away.
            real(*given)
            run(made.pk, clock=now)
            return
        real(*given)

    monkeypatch.setattr(nominating, "_name", name)
    run(made.pk, clock=now)

    assert Enrolment.objects.count() == 5
    assert len(told()) == 5


# ---- broken off -------------------------------------------------------------


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_killed_within_a_batch_nobody_is_half_told_and_the_rest_is_taken_up(
    at, officer, five, monkeypatch, batch
):
    made = begun(ahead(at), officer, five)
    with monkeypatch.context() as patched:
        dies_at_batch(batch, patched)
        with pytest.raises(Dead):
            run(made.pk, clock=now)

    over = 2 * (batch - 1)
    made.refresh_from_db()
    assert (made.progress, made.reached) == (Progress.RUNNING, over)
    named = Enrolment.objects.order_by("person").values_list("person", flat=True)
    assert list(named) == told() == [each.pk for each in five[:over]]

    done = run(made.pk, clock=now)

    assert (done.progress, done.placed, done.refused) == (Progress.DONE, 5, [])
    assert told() == [each.pk for each in five]


def test_the_worker_that_starts_takes_up_what_was_left(at, officer, five):
    made = begun(ahead(at), officer, five)
    over = begun(ahead(at), officer, five[:1])

    assert tasks.take_up() == 1
    asked = DBTaskResult.objects.filter(task_path=tasks.run_nomination.module_path)
    assert [each.args_kwargs["args"] for each in asked] == [[made.pk]]
    assert over.is_over


def test_what_kills_the_worker_is_not_taken_up_for_ever(at, officer, five, monkeypatch):
    made = begun(ahead(at), officer, five)
    dies_at_batch(1, monkeypatch)
    for _life in range(tasks.MOST_TRIES):
        assert tasks.take_up() == 1
        monkeypatch.undo()
        monkeypatch.setattr(nominating, "BATCH", 2)
        dies_at_batch(1, monkeypatch)
        with pytest.raises(Dead):
            run(made.pk, clock=now)

    assert tasks.take_up() == 0


def test_an_error_is_written_on_the_act_and_can_be_tried_again(
    at, officer, five, monkeypatch
):
    made = begun(ahead(at), officer, five)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(seating, "nominate", broken)
        with pytest.raises(RuntimeError):
            tasks.run_nomination.func(made.pk)
    made.refresh_from_db()
    assert made.progress == Progress.BROKEN

    resume(nomination=made, by=officer, at=now())

    assert run(made.pk, clock=now).placed == 5


def test_a_stopped_act_keeps_whom_it_named_and_goes_on(at, officer, five, monkeypatch):
    made = begun(ahead(at), officer, five)
    real = nominating._name

    def name(*given: Any) -> None:
        real(*given)
        Nomination.objects.filter(pk=made.pk).update(progress=Progress.STOPPED)

    with monkeypatch.context() as patched:
        patched.setattr(nominating, "_name", name)
        run(made.pk, clock=now)
    made.refresh_from_db()
    assert (made.progress, made.reached, made.placed) == (Progress.STOPPED, 2, 2)

    resume(nomination=made, by=officer, at=now())

    assert run(made.pk, clock=now).placed == 5


def test_what_is_over_is_neither_stopped_nor_broken_off(at, officer, five):
    made = begun(ahead(at), officer, five[:1])

    stop(nomination=made, by=officer, at=now())
    break_off(made.pk)

    made.refresh_from_db()
    assert made.progress == Progress.DONE


@pytest.mark.parametrize(("after", "silent"), [(SILENCE, False), (2 * SILENCE, True)])
def test_a_worker_of_whom_nothing_is_heard_is_taken_for_dead(
    at, officer, five, after, silent
):
    made = begun(ahead(at), officer, five)
    made.progress = Progress.RUNNING

    assert is_silent(made, made.heard_at + after) is silent


# ---- pages ------------------------------------------------------------------


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def sent(client: Client, row: Run, people: list[Person]) -> Nomination:
    ids = "\n".join(each.national_id for each in people)
    client.post(f"/runs/{row.pk}/nominate/", {"ids": ids})
    return Nomination.objects.get()


def test_the_page_says_how_far_it_is_and_then_what_came_of_it(at, expert, five):
    row = ahead(at)
    made = sent(expert, row, five)
    address = f"/runs/{row.pk}/nominate/{made.pk}/"

    before = expert.get(address).content.decode()
    assert "در صف است؛ ۵ ردیف بررسی می‌شود." in before
    assert "HX-Refresh" not in expert.get(f"{address}progress/")

    run(made.pk, clock=now)

    assert expert.get(f"{address}progress/")["HX-Refresh"] == "true"
    assert "۵ نفر معرفی شدند" in expert.get(address).content.decode()


def test_it_is_stopped_and_taken_up_on_its_page(at, expert, five):
    row = ahead(at)
    made = sent(expert, row, five)
    address = f"/runs/{row.pk}/nominate/{made.pk}/"

    stopped = expert.post(f"{address}stop/", follow=True).content.decode()
    assert "پیش از پایان ایستاد؛ ۵ ردیف مانده است" in stopped
    run(made.pk, clock=now)
    assert not Enrolment.objects.exists()

    expert.post(f"{address}resume/")

    assert run(made.pk, clock=now).placed == 5


def test_the_run_leads_back_to_what_is_being_named(at, expert, five):
    row = ahead(at)
    made = sent(expert, row, five)

    page = expert.get(f"/runs/{row.pk}/").content.decode()

    assert f"/runs/{row.pk}/nominate/{made.pk}/" in page
