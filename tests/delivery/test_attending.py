"""Marks taken from devices, twice and out of order; what they come to."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from karamad.cycle.delivery.actions import attending, completing
from karamad.cycle.delivery.actions.attending import Fault, NewMark, Taken
from karamad.cycle.delivery.models import (
    Attendance,
    AttendanceMark,
    Enrolment,
    Outcome,
    Session,
    Way,
)
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    moment,
    rule,
    run,
    score,
    servant,
)
from tests.delivery.test_seating_races import at_once
from tests.nation import NOW, user

MINUTE = timedelta(minutes=1)
BEGINS = moment(FIRST_DAY, 8)
ENDED = moment(FIRST_DAY, 18)


def mark(
    of: Enrolment,
    presence: str = "present",
    *,
    minutes: int = 0,
    at: datetime = BEGINS,
    key: UUID | None = None,
) -> NewMark:
    return NewMark(key or uuid4(), of.pk, presence, minutes, at)


def take(
    session: Session,
    *marks: NewMark,
    way: Way = Way.LIST,
    by: User | None = None,
    at: datetime = BEGINS,
) -> Taken:
    return attending.take(session=session, marks=marks, way=way, by=by or user(), at=at)


def standing(session: Session) -> dict[int, tuple[str, int, bool]]:
    rows = Attendance.objects.filter(session=session)
    return {row.enrolment_id: (row.presence, row.minutes, row.disputed) for row in rows}


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


def test_a_list_is_taken_in_one_act(at: Campus) -> None:
    what = run(at)
    session = what.sessions.get()
    first, second = (enrolment(what, servant(at)) for _ in range(2))
    before = Entry.objects.count()

    taken = take(session, mark(first), mark(second, "late", minutes=20))

    assert len(taken.new) == 2
    assert standing(session) == {
        first.pk: ("present", 0, False),
        second.pk: ("late", 20, False),
    }
    assert Entry.objects.count() == before + 1


def test_the_same_key_comes_once(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session, one = what.sessions.get(), mark(row)
    take(session, one)
    again = take(session, one, one, at=BEGINS + MINUTE)
    assert (again.new, again.known) == ((), (one.key,))
    assert AttendanceMark.objects.count() == 1


def test_a_key_that_stands_for_another_mark_is_refused(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session, one = what.sessions.get(), mark(row)
    take(session, one)
    other = one._replace(presence="absent")
    assert take(session, other).refused == {one.key: Fault.KEY_TAKEN}
    assert standing(session)[row.pk][0] == "present"


def test_one_refused_mark_holds_up_no_other(at: Campus) -> None:
    what = run(at)
    session = what.sessions.get()
    row, stranger = enrolment(what, servant(at)), enrolment(run(at), servant(at))
    waiting = enrolment(what, servant(at), "waiting")
    bad = [mark(stranger), mark(waiting), mark(row, "late", minutes=121)]
    taken = take(session, *bad, mark(row, "late", minutes=120))
    assert list(taken.refused.values()) == [
        Fault.NOT_IN_RUN,
        Fault.NOT_IN_RUN,
        Fault.TOO_LATE_TO_BE_LATE,
    ]
    assert standing(session) == {row.pk: ("late", 120, False)}


def test_nobody_has_come_before_it_begins_but_leave_is_known(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    early = BEGINS - timedelta(hours=1, minutes=1)
    assert list(take(session, mark(row, at=early), at=early).refused.values()) == [
        Fault.MADE_TOO_EARLY
    ]
    assert take(session, mark(row, "leave", at=early), at=early).new
    soon = early + MINUTE
    assert take(session, mark(row, at=soon), at=soon).new


def test_a_session_called_off_takes_no_marks(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    Session.objects.update(cancelled_at=NOW)
    assert list(take(session, mark(row)).refused.values()) == [Fault.SESSION_OFF]


def test_a_clock_a_little_ahead_does_not_win_for_ever(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    take(session, mark(row, "absent", at=BEGINS + 2 * MINUTE))
    take(session, mark(row, at=BEGINS + MINUTE), at=BEGINS + MINUTE)
    assert standing(session)[row.pk][0] == "present"
    assert AttendanceMark.objects.earliest("pk").marked_at == BEGINS


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (ENDED + 3 * MINUTE, Fault.IN_FUTURE),
        (BEGINS - timedelta(hours=1, seconds=1), Fault.MADE_TOO_EARLY),
        (BEGINS - timedelta(hours=1), None),
        (ENDED, None),
    ],
)
def test_a_phone_is_believed_within_the_session_and_its_grace(
    at: Campus, made: datetime, fault: Fault | None
) -> None:
    row = enrolment(what := run(at), servant(at))
    session, one = what.sessions.get(), mark(row, at=made)
    taken = take(session, one, way=Way.OFFLINE, at=ENDED)
    assert taken.refused.get(one.key) == fault


def test_half_a_day_after_a_session_a_phone_has_no_names_but_the_list_has(
    at: Campus,
) -> None:
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    after = session.ends_at + timedelta(hours=12)
    late = mark(row, "absent", at=after + timedelta(seconds=1))
    week = after + timedelta(days=7)
    taken = take(session, mark(row, at=after), late, way=Way.OFFLINE, at=week)
    assert taken.refused == {late.key: Fault.MADE_TOO_LATE}
    assert take(session, mark(row, "absent", at=week), at=week).new
    assert standing(session)[row.pk][0] == "absent"


def test_nobody_marks_himself_but_with_the_code_and_with_it_nobody_else(
    at: Campus,
) -> None:
    someone = user(Role.LEARNER)
    own = enrolment(what := run(at), servant(at, account=someone))
    other = enrolment(what, servant(at))
    session = what.sessions.get()
    for way in (Way.LIST, Way.SHEET, Way.OFFLINE):
        taken = take(session, mark(own), way=way, by=someone)
        assert list(taken.refused.values()) == [Fault.HIMSELF]
    by_code = take(session, mark(own), mark(other), way=Way.CODE, by=someone)
    assert list(by_code.refused.values()) == [Fault.NOT_IN_RUN]
    assert standing(session) == {own.pk: ("present", 0, False)}


def test_a_place_under_a_record_merged_into_his_is_his_own(at: Campus) -> None:
    someone = user(Role.LEARNER)
    who, twin = servant(at, account=someone), servant(at)
    twin.merged_into = who
    twin.save()
    own = enrolment(what := run(at), twin)
    taken = take(what.sessions.get(), mark(own), by=someone)
    assert list(taken.refused.values()) == [Fault.HIMSELF]
    assert take(what.sessions.get(), mark(own), way=Way.CODE, by=someone).new


def test_two_teachers_who_deny_each_other_are_disputed(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    session, first, second = what.sessions.get(), user(), user()
    take(session, mark(row), way=Way.OFFLINE, by=first)
    taken = take(
        session, mark(row, "absent", at=ENDED), way=Way.OFFLINE, by=second, at=ENDED
    )
    assert taken.disputed == {row.pk}


def test_a_wall_code_denied_by_a_sheet_is_disputed_until_the_list_settles(
    at: Campus,
) -> None:
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    row.person.account = learner = user(Role.LEARNER)
    row.person.save()
    take(session, mark(row), way=Way.CODE, by=learner)
    taken = take(session, mark(row, "absent"), way=Way.SHEET, at=ENDED)
    assert taken.disputed == {row.pk}
    later = ENDED + MINUTE
    take(session, mark(row, "absent", at=later), way=Way.LIST, at=later)
    assert standing(session)[row.pk] == ("absent", 0, False)


def test_what_comes_late_for_a_closed_run_settles_it_again(at: Campus) -> None:
    rule()
    row = enrolment(what := run(at), servant(at))
    session = what.sessions.get()
    score(row, 90)
    take(session, mark(row, "absent"), way=Way.OFFLINE)
    completing.close(run=what, by=None, at=ENDED)
    assert Outcome.objects.get().result == "failed"
    take(session, mark(row, at=ENDED), way=Way.LIST, at=ENDED + MINUTE)
    assert Outcome.objects.get().result == "passed"
    assert Completion.objects.current().count() == 1


class Synced(TestCase):
    """However a phone sends its marks, in parts, twice, in any order: the same list."""

    @settings(max_examples=30)
    @given(data=st.data())
    def test_twice_and_in_any_order_is_once(self, data: st.DataObject) -> None:
        at = campus()
        what = run(at)
        session = what.sessions.get()
        rows = [enrolment(what, servant(at)) for _ in range(3)]
        presences = st.sampled_from(["present", "late", "leave", "absent"])
        made = [
            mark(
                data.draw(st.sampled_from(rows)),
                data.draw(presences),
                minutes=data.draw(st.integers(0, 30)),
                at=BEGINS + data.draw(st.integers(0, 90)) * MINUTE,
            )
            for _ in range(data.draw(st.integers(1, 6)))
        ]
        by = user()
        take(session, *made, way=Way.OFFLINE, by=by, at=ENDED)
        once = standing(session)
        sent = st.lists(st.lists(st.sampled_from(made), max_size=4), max_size=4)
        for some in data.draw(sent):
            take(session, *some, way=Way.OFFLINE, by=by, at=ENDED)
        assert standing(session) == once
        assert AttendanceMark.objects.count() == len(made)
        Attendance.objects.all().delete()
        attending.derive(session, {each.enrolment for each in made})
        assert standing(session) == once


# ---- at the same moment ------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_devices_sync_at_once() -> None:
    at = campus()
    what = run(at)
    session = what.sessions.get()
    rows = [enrolment(what, servant(at)) for _ in range(8)]
    marks, by = [mark(row) for row in rows], user()

    def sync(some: list[NewMark]) -> None:
        attending.take(session=session, marks=some, way=Way.OFFLINE, by=by, at=ENDED)

    at_once(*(lambda some=some: sync(some) for some in (marks, marks[::-1]) * 4))  # type: ignore[misc]
    assert AttendanceMark.objects.count() == len(rows)
    assert set(standing(session).values()) == {("present", 0, False)}


@pytest.mark.django_db(transaction=True)
def test_outcomes_are_computed_while_marks_come() -> None:
    rule()
    at = campus()
    what = run(at)
    session, by = what.sessions.get(), user()
    rows = [enrolment(what, servant(at)) for _ in range(6)]
    for row in rows:
        score(row, 90)
    completing.close(run=what, by=by, at=ENDED)
    later = ENDED + MINUTE

    def come(row: Enrolment) -> None:
        take(session, mark(row, at=later), way=Way.LIST, by=by, at=later)

    def compute() -> None:
        completing.compute(run=what, by=by, at=later)

    at_once(*(lambda row=row: come(row) for row in rows), *[compute] * 4)  # type: ignore[misc]
    assert Completion.objects.current().count() == len(rows)
    assert Completion.objects.count() == len(rows)
    assert set(Outcome.objects.values_list("result", flat=True)) == {"passed"}
