"""An act of naming is taken back as one, until the run begins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.actions.cancelling import cancel
from karamad.cycle.delivery.actions.nominating import nominate_people, resume, stop
from karamad.cycle.delivery.actions.parting import merge
from karamad.cycle.delivery.actions.recalling import come_back, recall
from karamad.cycle.delivery.actions.refusing import (
    NotTakenBack,
    ReasonMissing,
    TooLate,
)
from karamad.cycle.delivery.actions.seating import decline, withdraw
from karamad.cycle.delivery.actions.unnaming import TakenBack, take_back
from karamad.cycle.delivery.models import Admission, Enrolment, Nomination, Run
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.rules.unnaming import Naming, Stays, why_they_stay
from karamad.cycle.outbox.models import Message
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.nation import NOW, entry, signed_in, user

DAY = timedelta(days=1)
FIRST = date(2026, 5, 16)


# ---- the rule -------------------------------------------------------------------


def naming(**facts: Any) -> Naming:
    said = {
        "at_work": False,
        "undone": False,
        "standing": True,
        "first_day": FIRST,
        "people": 1,
        **facts,
    }
    return Naming(**said)


@pytest.mark.parametrize(
    ("on", "why"),
    [(FIRST - DAY, None), (FIRST, Stays.BEGUN), (FIRST + DAY, Stays.BEGUN)],
)
def test_people_may_go_until_the_day_before_the_run_begins(
    on: date, why: Stays | None
) -> None:
    assert why_they_stay(naming(), on) == why


def test_a_run_without_sessions_has_not_begun() -> None:
    assert why_they_stay(naming(first_day=None), FIRST + 900 * DAY) is None


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"at_work": True}, Stays.AT_WORK),
        ({"undone": True}, Stays.UNDONE),
        ({"standing": False}, Stays.NOT_STANDING),
        ({"people": 0}, Stays.NOBODY),
    ],
)
def test_each_hindrance_is_named(facts: dict[str, Any], why: Stays) -> None:
    assert why_they_stay(naming(**facts), FIRST - DAY) == why


@given(
    st.builds(
        Naming,
        at_work=st.booleans(),
        undone=st.booleans(),
        standing=st.booleans(),
        first_day=st.none() | st.dates(),
        people=st.integers(0, 3),
    ),
    st.dates(),
)
def test_people_go_only_where_nothing_is_against_it(made: Naming, on: date) -> None:
    free = not made.at_work and not made.undone and made.standing and made.people > 0
    begun = made.first_day is not None and made.first_day <= on
    assert (why_they_stay(made, on) is None) == (free and not begun)


# ---- the act --------------------------------------------------------------------


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def ahead(at: Campus, **facts: Any) -> Run:
    facts = {"admission": Admission.NOMINATION, **facts}
    return run(at, day=localdate(NOW) + 14 * DAY, **facts)


def named(row: Run, officer: User, *people: Person) -> Nomination:
    keys = [each.pk for each in people]
    return nominate_people(run=row, people=keys, by=officer, at=NOW)


def back(made: Nomination, officer: User, reason: str = "اشتباه بود") -> TakenBack:
    return take_back(nomination=made, reason=reason, by=officer, at=NOW + DAY)


def states(row: Run) -> dict[int, str]:
    return dict(Enrolment.objects.filter(run=row).values_list("person", "state"))


def test_all_it_brought_in_leave_and_nobody_else(at: Campus, officer: User) -> None:
    row = ahead(at, capacity=2)
    before, first, second = servant(at), servant(at), servant(at)
    enrolment(row, before)
    made = named(row, officer, first, second)
    later = servant(at)
    named(row, officer, later)
    assert states(row)[later.pk] == "waiting"

    done = back(made, officer)

    assert (done.placed, done.waiting, done.left, done.risen) == (1, 1, 0, 1)
    assert states(row) == {
        before.pk: "placed",
        first.pk: "unnamed",
        second.pk: "unnamed",
        later.pk: "placed",
    }
    made.refresh_from_db()
    assert made.progress == Progress.UNDONE
    assert Entry.objects.get(act="delivery:nomination:take-back").after == {
        "people": 2,
        "reason": "اشتباه بود",
    }


def test_who_gave_up_his_place_before_is_counted_and_left_alone(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    gone, there = servant(at), servant(at)
    made = named(row, officer, gone, there)
    his = Enrolment.objects.get(person=gone)
    withdraw(enrolment=his, by=officer, at=NOW)

    done = back(made, officer)

    assert (done.people, done.left) == (1, 1)
    assert states(row) == {gone.pk: "withdrawn", there.pk: "unnamed"}


def test_who_comes_again_by_another_act_is_of_that_one(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    who = servant(at)
    first = named(row, officer, who)
    withdraw(enrolment=Enrolment.objects.get(person=who), by=officer, at=NOW)
    named(row, officer, who)

    with pytest.raises(NotTakenBack) as refused:
        back(first, officer)

    assert refused.value.why == Stays.NOBODY
    assert states(row) == {who.pk: "placed"}


def test_whom_it_brought_in_may_be_named_again(at: Campus, officer: User) -> None:
    row = ahead(at)
    who = servant(at)
    back(named(row, officer, who), officer)

    again = named(row, officer, who)

    assert again.placed == 1
    assert states(row) == {who.pk: "placed"}
    assert Enrolment.objects.get().reason == ""


def test_who_had_a_place_or_a_turn_is_told_and_who_was_asked_for_is_not(
    at: Campus, officer: User
) -> None:
    open_run = ahead(at, capacity=1)
    chained = ahead(at, chain=["hr_officer"], hour=14)
    first, second, third = (servant(at, mobile=f"0915000000{n}") for n in range(3))
    back(named(open_run, officer, first, second), officer, "نام‌ها جابه‌جا بود")
    done = back(named(chained, officer, third), officer)

    assert done.asked == 1
    told = Message.objects.filter(template="naming-taken-back")
    assert set(told.values_list("person", flat=True)) == {first.pk, second.pk}
    assert all("نام‌ها جابه‌جا بود" in row.text for row in told)


def test_who_gave_up_his_place_does_not_come_back_to_a_naming_taken_back(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    gone, there = servant(at, account=user(Role.LEARNER, at.office)), servant(at)
    made = named(row, officer, gone, there)
    his = Enrolment.objects.get(person=gone)
    withdraw(enrolment=his, by=gone.account, at=NOW + DAY)
    back(made, officer)

    with pytest.raises(TooLate):
        come_back(enrolment=his, by=gone.account, at=NOW + DAY)

    assert states(row)[gone.pk] == "withdrawn"


def test_who_was_declined_does_not_stand_again_in_a_naming_taken_back(
    at: Campus, officer: User
) -> None:
    row = ahead(at, chain=["provincial_expert"])
    refused, there = servant(at), servant(at)
    made = named(row, officer, refused, there)
    his = Enrolment.objects.get(person=refused)
    decline(
        enrolment=his, role="provincial_expert", reason="پر است", by=officer, at=NOW
    )
    back(made, officer)

    with pytest.raises(TooLate):
        recall(enrolment=his, by=officer, at=NOW)

    assert states(row)[refused.pk] == "declined"


def test_who_came_with_another_run_stays(at: Campus, officer: User) -> None:
    row, other = ahead(at), ahead(at)
    who, beside = servant(at), servant(at)
    made = named(row, officer, who, beside)
    withdraw(enrolment=Enrolment.objects.get(person=who), by=officer, at=NOW)
    enrolment(other, who)
    merge(run=other, into=row, places=10, reason="", by=officer, at=NOW)

    back(made, officer)

    assert states(row) == {who.pk: "placed", beside.pk: "unnamed"}


def test_whom_its_place_kept_from_another_run_moves_up_there(
    at: Campus, officer: User
) -> None:
    here, there = ahead(at), ahead(at, capacity=1)
    who, other = servant(at), servant(at)
    enrolment(there, other)
    waits = enrolment(there, who, state="waiting")
    Enrolment.objects.filter(pk=waits.pk).update(held_back=[["session_clash", ""]])
    made = Nomination.objects.create(
        run=here,
        source="list",
        made_by=officer,
        named=1,
        reached=1,
        progress=Progress.DONE,
        heard_at=NOW,
        placed=1,
        typed="",
        given="",
        recorded_at=NOW,
        entry=entry(),
    )
    enrolment(here, who, nomination=made)
    Enrolment.objects.filter(run=there, person=other).update(state="withdrawn")

    back(made, officer)

    assert states(there)[who.pk] == "placed"


def test_it_is_refused_once_it_is_done_or_the_run_is_off(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    made = named(row, officer, servant(at))
    with pytest.raises(ReasonMissing):
        back(made, officer, " ")
    back(made, officer)
    with pytest.raises(NotTakenBack) as twice:
        back(made, officer)
    assert twice.value.why == Stays.UNDONE
    other = ahead(at)
    off = named(other, officer, servant(at))
    cancel(run=other, reason="سیل", by=officer, at=NOW)
    with pytest.raises(NotTakenBack) as called_off:
        back(off, officer)
    assert called_off.value.why == Stays.NOT_STANDING


def test_what_stopped_half_way_is_taken_back_and_does_not_go_on(
    at: Campus, officer: User
) -> None:
    row = ahead(at)
    made = named(row, officer, servant(at))
    Nomination.objects.update(progress=Progress.RUNNING, named=9)
    with pytest.raises(NotTakenBack) as at_work:
        back(made, officer)
    assert at_work.value.why == Stays.AT_WORK
    stop(nomination=made, by=officer, at=NOW)
    back(made, officer)
    assert resume(nomination=made, by=officer, at=NOW).progress == Progress.UNDONE


# ---- the page -------------------------------------------------------------------


def test_the_page_shows_first_and_then_does(at: Campus) -> None:
    client = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    officer = User.objects.get(pk=client.session["_auth_user_id"])
    row = run(at, day=localdate() + 14 * DAY, admission=Admission.NOMINATION)
    who = servant(at)
    made = nominate_people(run=row, people=[who.pk], by=officer, at=NOW)
    page = reverse("delivery:nomination", args=[row.pk, made.pk])
    address = reverse("delivery:nomination-take-back", args=[row.pk, made.pk])
    assert address in client.get(page).content.decode()

    said = {"reason": "نام‌ها جابه‌جا بود"}
    shown = client.post(address, {**said, "look": "1"}).content.decode()
    assert "جایشان آزاد می‌شود" in shown
    assert states(row) == {who.pk: "placed"}

    seen = {**said, "seen": "reason=نام‌ها جابه‌جا بود", "do": "1"}
    after = client.post(address, seen, follow=True).content.decode()
    assert "معرفی ۱ نفر پس گرفته شد." in after
    assert "این معرفی پس گرفته شد" in after
    assert address not in after
    assert states(row) == {who.pk: "unnamed"}
    again = client.post(address, seen)
    assert again.status_code == 422
    assert "پیش‌تر پس گرفته شده است" in again.content.decode()


def test_only_the_seat_it_was_made_from_takes_it_back(at: Campus) -> None:
    officer = user(Role.PROVINCIAL_EXPERT, at.province)
    row = run(at, day=localdate() + 14 * DAY, admission=Admission.NOMINATION)
    made = nominate_people(run=row, people=[servant(at).pk], by=officer, at=NOW)
    colleague = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    address = reverse("delivery:nomination-take-back", args=[row.pk, made.pk])
    assert colleague.get(address).status_code == 404
    assert colleague.post(address, {"reason": "x", "do": "1"}).status_code == 404


@pytest.mark.django_db
def test_hundreds_leave_in_few_queries(
    at: Campus, officer: User, django_assert_max_num_queries: Any
) -> None:
    row = ahead(at, capacity=500)
    made = named(row, officer, *(servant(at) for _ in range(60)))
    with django_assert_max_num_queries(30):
        assert back(made, officer).people == 60
