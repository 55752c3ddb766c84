"""Asking, being named, agreeing, withdrawing, moving up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from karamad.cycle.delivery.actions import announcing, approving, promoting, seating
from karamad.cycle.delivery.actions.refusing import NotLiving, ReasonMissing, Refused
from karamad.cycle.delivery.models import Admission, Enrolment, Run
from karamad.cycle.delivery.rules.seating import Ground
from karamad.cycle.outbox.models import Message
from karamad.registers.courses.models import Equivalence, Prerequisite
from karamad.registers.credentials.models import Completion
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import Campus, campus, instructor, run, servant, session
from tests.nation import NOW, TODAY, assignment, course, entry, person, unit, user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


def ask(who: Person, what: Run, minute: int = 0) -> Enrolment:
    return seating.ask(person=who, run=what, by=user(), at=NOW + minute * MINUTE)


def passed(who: Person, what: object, **facts: object) -> None:
    facts = {"completed_on": TODAY, "passed": True, **facts}
    Completion.objects.create(
        person=who, course=what, recorded_at=NOW, entry=entry(), **facts
    )


def grounds(who: Person, what: Run) -> set[Ground]:
    with pytest.raises(Refused) as caught:
        ask(who, what)
    return {refusal.ground for refusal in caught.value.refusals}


def states(of: Run) -> list[str]:
    return list(
        Enrolment.objects.filter(run=of).order_by("pk").values_list("state", flat=True)
    )


# ---- asking -----------------------------------------------------------------


def test_who_asks_gets_a_place_then_a_turn(at: Campus) -> None:
    full = run(at, capacity=1)
    first, second = ask(servant(at), full), ask(servant(at), full, 1)
    assert (first.state, second.state) == ("placed", "waiting")


def test_who_asks_twice_is_told(at: Campus) -> None:
    someone, what = servant(at), run(at)
    ask(someone, what)
    assert grounds(someone, what) == {Ground.ALREADY_ENROLLED}


def test_who_works_elsewhere_is_told(at: Campus) -> None:
    stranger = person()
    assignment(stranger, at.post, unit())
    assert grounds(stranger, run(at)) == {Ground.NOT_OF_THE_UNIT}


def test_the_same_hour_is_refused_and_the_next_is_not(at: Campus) -> None:
    someone = servant(at)
    ask(someone, run(at, course=course(), hour=8))
    assert grounds(someone, run(at, hour=9)) == {Ground.SESSIONS_CLASH}
    assert ask(someone, run(at, course=course(), hour=10)).state == "placed"


def test_a_session_called_off_keeps_nobody(at: Campus) -> None:
    someone, other = servant(at), run(at, course=course())
    ask(someone, other)
    other.sessions.update(cancelled_at=NOW)
    assert ask(someone, run(at)).state == "placed"


def test_a_place_under_a_merged_record_keeps_him_too(at: Campus) -> None:
    someone, double = servant(at), servant(at)
    ask(double, run(at, course=course()))
    people.merge_persons(person=double, into=someone, by=None, at=NOW)
    assert grounds(someone, run(at)) == {Ground.SESSIONS_CLASH}


def test_who_teaches_then_does_not_sit_elsewhere(at: Campus) -> None:
    someone = servant(at)
    session(run(at, hour=14), hour=8, instructor=instructor(someone))
    assert grounds(someone, run(at)) == {Ground.SESSIONS_CLASH}


def test_a_prerequisite_and_what_counts_for_it(at: Campus) -> None:
    needed, other = course(), course()
    written = {"recorded_at": NOW, "entry": entry()}
    Prerequisite.objects.create(course=at.course, needs=needed, **written)
    Equivalence.objects.create(course=other, of=needed, **written)
    someone, what = servant(at), run(at)
    assert grounds(someone, what) == {Ground.PREREQUISITE_MISSING}
    passed(someone, other)
    assert ask(someone, what).state == "placed"


def test_a_course_that_lapsed_may_be_taken_again(at: Campus) -> None:
    at.course.valid_years = 1
    at.course.save()
    someone, what = servant(at), run(at)
    passed(someone, at.course, completed_on=TODAY.replace(year=TODAY.year - 2))
    assert ask(someone, what).state == "placed"


def test_a_course_that_one_has_is_not_taken_again(at: Campus) -> None:
    someone = servant(at)
    passed(someone, at.course)
    assert grounds(someone, run(at)) == {Ground.ALREADY_HAS_COURSE}


# ---- naming -----------------------------------------------------------------


def test_naming_many_keeps_the_order_and_tells_each_refusal(at: Campus) -> None:
    what = run(at, capacity=2, admission=Admission.NOMINATION)
    good = [servant(at) for _ in range(3)]
    stranger = person()
    keys = [good[2].pk, stranger.pk, good[0].pk, good[1].pk, good[2].pk]
    seated = seating.nominate(people=keys, run=what, by=user(), at=NOW)
    assert [row.person_id for row in seated.enrolled] == [
        good[2].pk,
        good[0].pk,
        good[1].pk,
    ]
    assert [row.state for row in seated.enrolled] == ["placed", "placed", "waiting"]
    assert [each.ground for each in seated.refused[stranger.pk]] == [
        Ground.NOT_OF_THE_UNIT
    ]


def test_naming_is_one_act_in_the_audit(at: Campus) -> None:
    what = run(at, admission=Admission.NOMINATION)
    keys = [servant(at).pk for _ in range(4)]
    before = Entry.objects.count()
    seating.nominate(people=keys, run=what, by=user(), at=NOW)
    assert Entry.objects.count() == before + 1


def test_naming_asks_the_same_however_many(
    at: Campus, django_assert_max_num_queries: object
) -> None:
    what = run(at, capacity=200, admission=Admission.NOMINATION)
    keys = [servant(at).pk for _ in range(60)]
    someone = user()
    with django_assert_max_num_queries(28):  # type: ignore[operator]
        seating.nominate(people=keys, run=what, by=someone, at=NOW)
    assert Enrolment.objects.filter(run=what).placed().count() == 60


def test_an_order_goes_through_no_chain(at: Campus) -> None:
    what = run(at, admission=Admission.ORDER, chain=["hr_officer"])
    seating.nominate(people=[servant(at).pk], run=what, by=user(), at=NOW)
    assert states(what) == ["placed"]


# ---- the chain --------------------------------------------------------------


def test_the_last_of_the_chain_gives_the_place(at: Campus) -> None:
    what = run(at, chain=["hr_officer", "provincial_expert"])
    row = ask(servant(at), what)
    assert row.state == "asked"
    officer = user()
    row = seating.agree(enrolment=row, role="hr_officer", by=officer, at=NOW)
    assert row.state == "asked"
    with pytest.raises(seating.NotHisStep):
        seating.agree(enrolment=row, role="hr_officer", by=officer, at=NOW)
    row = seating.agree(enrolment=row, role="provincial_expert", by=officer, at=NOW)
    assert row.state == "placed"


def test_who_asked_first_is_first_in_line_whoever_is_agreed_to_first(
    at: Campus,
) -> None:
    what = run(at, capacity=1, chain=["hr_officer"])
    taken = ask(servant(at), what)
    seating.agree(enrolment=taken, role="hr_officer", by=user(), at=NOW)
    early, late = ask(servant(at), what, 1), ask(servant(at), what, 2)
    for row in (late, early):
        seating.agree(enrolment=row, role="hr_officer", by=user(), at=NOW + 5 * MINUTE)
    moved = seating.withdraw(enrolment=taken, by=user(), at=NOW + 6 * MINUTE)
    assert [row.pk for row in moved] == [early.pk]


def test_a_second_click_is_not_the_agreement_of_the_next_role(at: Campus) -> None:
    """Both clicks saw the first step; the second waited for the lock of the first."""
    row = ask(servant(at), run(at, chain=["hr_officer", "provincial_expert"]))
    clerk = user(Role.HR_OFFICER, at.office)
    seen = {row.pk: 0}

    first = approving.agree_to_all(steps=seen, by=clerk, at=NOW)
    second = approving.agree_to_all(steps=seen, by=clerk, at=NOW)

    row.refresh_from_db()
    assert (first.asked, second.people, second.passed_by) == (1, 0, 1)
    assert (row.state, row.steps_agreed) == ("asked", 1)


@pytest.mark.parametrize(
    ("chain", "state", "steps"),
    [
        (("hr_officer",), "placed", 1),
        (("provincial_expert",), "asked", 0),
        ((), "placed", 0),
        (("national_deputy", "hr_officer"), "asked", 0),
    ],
)
def test_who_asked_through_another_chain_stands_where_his_agreements_bring_him(
    at: Campus, chain: tuple[str, ...], state: str, steps: int
) -> None:
    what = run(at, chain=["hr_officer", "provincial_expert"])
    row = ask(servant(at), what)
    seating.agree(enrolment=row, role="hr_officer", by=user(), at=NOW)

    wish = replace(announcing.wish_of(what), chain=chain)
    announcing.correct(run=what, wish=wish, by=user(), at=NOW)

    row.refresh_from_db()
    assert (row.state, row.steps_agreed) == (state, steps)
    if row.state == "asked":
        row = seating.agree(enrolment=row, role=chain[0], by=user(), at=NOW)
        assert row.steps_agreed == 1


def test_declining_needs_a_reason_and_ends_it(at: Campus) -> None:
    what = run(at, chain=["hr_officer"])
    row = ask(servant(at), what)
    with pytest.raises(ReasonMissing):
        seating.decline(enrolment=row, role="hr_officer", reason=" ", by=user(), at=NOW)
    row = seating.decline(
        enrolment=row, role="hr_officer", reason="در مرخصی است", by=user(), at=NOW
    )
    assert (row.state, row.reason) == ("declined", "در مرخصی است")


# ---- going and moving up ----------------------------------------------------


def test_a_place_given_up_goes_to_who_waits_longest(at: Campus) -> None:
    what = run(at, capacity=1)
    placed = ask(servant(at), what)
    first, second = ask(servant(at), what, 1), ask(servant(at), what, 2)
    moved = seating.withdraw(enrolment=placed, by=user(), at=NOW + 3 * MINUTE)
    assert [row.pk for row in moved] == [first.pk]
    assert states(what) == ["withdrawn", "placed", "waiting"]
    assert second.state == "waiting"


def test_who_sits_elsewhere_meanwhile_keeps_his_turn(at: Campus) -> None:
    what, other = run(at, capacity=1), run(at, course=course())
    placed, busy, next_one = servant(at), servant(at), servant(at)
    rows = [
        ask(each, what, minute) for minute, each in enumerate((placed, busy, next_one))
    ]
    ask(busy, other)
    moved = seating.withdraw(enrolment=rows[0], by=user(), at=NOW + 3 * MINUTE)
    assert [row.person_id for row in moved] == [next_one.pk]
    assert states(what) == ["withdrawn", "waiting", "placed"]
    told = Entry.objects.get(act="delivery:enrolment:promote")
    assert told.after is not None
    assert told.after["kept_elsewhere"] == [rows[1].pk]


def test_who_withdrew_may_come_again_and_stands_last(at: Campus) -> None:
    what = run(at, capacity=1)
    someone = servant(at)
    row = ask(someone, what)
    ask(servant(at), what, 1)
    seating.withdraw(enrolment=row, by=user(), at=NOW + 2 * MINUTE)
    again = ask(someone, what, 3)
    assert (again.pk, again.state) == (row.pk, "waiting")


def test_nobody_gives_up_twice(at: Campus) -> None:
    row = ask(servant(at), run(at))
    seating.withdraw(enrolment=row, by=user(), at=NOW)
    with pytest.raises(NotLiving):
        seating.withdraw(enrolment=row, by=user(), at=NOW)


def test_before_his_turn_only_with_a_reason(at: Campus) -> None:
    what = run(at, capacity=1)
    ask(servant(at), what)
    first, second = ask(servant(at), what, 1), ask(servant(at), what, 2)
    with pytest.raises(Refused):
        promoting.let_in(enrolment=second, reason="فوری", by=user(), at=NOW)
    what.capacity = 2
    what.save()
    with pytest.raises(ReasonMissing):
        promoting.let_in(enrolment=second, reason="", by=user(), at=NOW)
    row = promoting.let_in(enrolment=second, reason="انتصاب فردا", by=user(), at=NOW)
    assert (row.state, row.jumped) == ("placed", "انتصاب فردا")
    first.refresh_from_db()
    assert first.state == "waiting"


# ---- telling ----------------------------------------------------------------


def told(of: Person) -> list[str]:
    rows = Message.objects.filter(person=of).order_by("pk")
    return list(rows.values_list("template", flat=True))


def test_each_is_told_how_he_stands(at: Campus) -> None:
    what = run(at, capacity=1)
    first, second = servant(at, mobile="09150000001"), servant(at, mobile="09150000002")
    row = ask(first, what)
    ask(second, what, 1)
    seating.withdraw(enrolment=row, by=user(), at=NOW + 2 * MINUTE)
    assert told(first) == ["place-given"]
    assert told(second) == ["place-waited-for", "place-given"]


def test_who_only_asked_hears_nothing_until_somebody_decides(at: Campus) -> None:
    what = run(at, chain=["hr_officer"])
    someone = servant(at, mobile="09150000001")
    row = ask(someone, what)
    assert told(someone) == []
    seating.decline(
        enrolment=row, role="hr_officer", reason="در مرخصی است", by=user(), at=NOW
    )
    assert told(someone) == ["place-declined"]
    assert "در مرخصی است" in Message.objects.get().text


def test_english_readers_are_told_in_english(at: Campus) -> None:
    at.course.title_en = "Crisis management"
    at.course.save()
    someone = servant(at, mobile="09150000001", account=user(language="en"))
    ask(someone, run(at))
    assert "“Crisis management”" in Message.objects.get().text
