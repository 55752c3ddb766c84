"""Many who apply at once: no place is given twice, and nobody sits in two rooms.

On PostgreSQL they come at the same moment. SQLite lets one writer in at a time; there
they come one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from karamad.cycle.delivery.actions import seating
from karamad.cycle.delivery.actions.nominating import nominate_people
from karamad.cycle.delivery.actions.refusing import NotLiving, NotTakenBack, Refused
from karamad.cycle.delivery.actions.unnaming import take_back
from karamad.cycle.delivery.models import Admission, Enrolment, EnrolmentState
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import campus, run, servant
from tests.nation import NOW, course, user

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120  # seconds
CROWD = 50


def at_once(*acts: Callable[[], object]) -> int:
    """Do all at the same moment; return how many were refused."""
    refused: list[bool | BaseException] = []

    def tried(act: Callable[[], object]) -> bool:
        try:
            act()
        except (Refused, NotLiving, NotTakenBack):
            return True
        return False

    if connection.vendor != "postgresql":
        return sum(tried(act) for act in acts)
    barrier = Barrier(len(acts))

    def go(act: Callable[[], object]) -> None:
        barrier.wait(PATIENCE)
        try:
            refused.append(tried(act))
        except BaseException as error:  # noqa: BLE001 - the test shows it
            refused.append(error)
        connection.close()

    threads = [Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    errors = [each for each in refused if isinstance(each, BaseException)]
    assert not errors
    assert len(refused) == len(acts)
    return sum(bool(each) for each in refused)


def test_fifty_apply_for_ten_places() -> None:
    at = campus()
    what, someone = run(at, capacity=10), user()
    crowd = [servant(at) for _ in range(CROWD)]
    refused = at_once(
        *(
            lambda who=who: seating.ask(person=who, run=what, by=someone, at=NOW)  # type: ignore[misc]
            for who in crowd
        )
    )
    rows = Enrolment.objects.filter(run=what)
    assert refused == 0
    assert (rows.placed().count(), rows.waiting().count()) == (10, 40)


def test_one_person_asks_for_two_runs_of_the_same_hour() -> None:
    at = campus()
    runs = [run(at, course=course()) for _ in range(8)]
    who, someone = servant(at), user()
    refused = at_once(
        *(
            lambda what=what: seating.ask(person=who, run=what, by=someone, at=NOW)  # type: ignore[misc]
            for what in runs
        )
    )
    assert refused == len(runs) - 1
    assert Enrolment.objects.placed().filter(person=who).count() == 1


def test_two_officers_name_the_same_people_for_runs_of_the_same_hour() -> None:
    at = campus()
    runs = [
        run(at, course=course(), capacity=20, admission=Admission.NOMINATION)
        for _ in range(2)
    ]
    crowd, someone = [servant(at).pk for _ in range(12)], user()
    at_once(
        lambda: seating.nominate(people=crowd, run=runs[0], by=someone, at=NOW),
        lambda: seating.nominate(people=crowd[::-1], run=runs[1], by=someone, at=NOW),
    )
    assert Enrolment.objects.placed().count() == len(crowd)


def test_as_many_move_up_as_withdraw_while_others_ask() -> None:
    at = campus()
    what, someone = run(at, capacity=10), user()
    placed = [
        seating.ask(person=servant(at), run=what, by=someone, at=NOW) for _ in range(10)
    ]
    for _ in range(5):
        seating.ask(person=servant(at), run=what, by=someone, at=NOW)
    late = [servant(at) for _ in range(10)]
    at_once(
        *(
            lambda row=row: seating.withdraw(enrolment=row, by=someone, at=NOW)  # type: ignore[misc]
            for row in placed
        ),
        *(
            lambda who=who: seating.ask(person=who, run=what, by=someone, at=NOW)  # type: ignore[misc]
            for who in late
        ),
    )
    rows = Enrolment.objects.filter(run=what)
    assert (rows.placed().count(), rows.waiting().count()) == (10, 5)


def test_two_officers_take_the_same_naming_back() -> None:
    at = campus()
    what = run(at, capacity=5, admission=Admission.NOMINATION)
    someone = user(Role.PROVINCIAL_EXPERT, at.province)
    named = [servant(at).pk for _ in range(5)]
    waiting = [servant(at).pk for _ in range(3)]
    made = nominate_people(run=what, people=named, by=someone, at=NOW)
    nominate_people(run=what, people=waiting, by=someone, at=NOW)
    back = partial(take_back, nomination=made, reason="اشتباه", by=someone, at=NOW)

    assert at_once(back, back) == 1

    rows = Enrolment.objects.filter(run=what)
    assert set(rows.placed().values_list("person", flat=True)) == set(waiting)
    assert rows.filter(state=EnrolmentState.UNNAMED).count() == len(named)


def test_some_give_up_their_places_while_their_naming_is_taken_back() -> None:
    at = campus()
    what = run(at, capacity=10, admission=Admission.NOMINATION)
    someone = user(Role.PROVINCIAL_EXPERT, at.province)
    people = [servant(at).pk for _ in range(10)]
    made = nominate_people(run=what, people=people, by=someone, at=NOW)
    going = list(Enrolment.objects.filter(run=what)[:5])

    at_once(
        partial(take_back, nomination=made, reason="اشتباه", by=someone, at=NOW),
        *(
            partial(seating.withdraw, enrolment=row, by=someone, at=NOW)
            for row in going
        ),
    )

    rows = Enrolment.objects.filter(run=what)
    assert not rows.living().exists()
    assert rows.filter(state=EnrolmentState.UNNAMED).count() >= 5
