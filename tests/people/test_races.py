"""Two who act at once: one is served, the other is told why not.

On PostgreSQL rows and constraints decide. On SQLite a writing transaction is alone
from its beginning (`IMMEDIATE`), so there two acts are two acts in a row; the tests'
database in memory knows no waiting, and they are done in a row.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from karamad.registers.people import actions
from karamad.registers.people.actions import Refused
from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.actions.persons import PersonDetails
from karamad.registers.people.models import Assignment, Person, PersonMerge, Unit
from karamad.registers.people.models.tree import ancestors_on
from karamad.registers.people.rules import Ground
from tests.people.nation import (
    NOW,
    START,
    TODAY,
    Nation,
    found_nation,
    national_id,
    person,
    seat,
)

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds


@pytest.fixture
def nation(transactional_db: None) -> Nation:
    return found_nation()


def at_once(*acts: Callable[[], object]) -> list[Ground]:
    """Do all at the same moment; return the grounds of those refused."""
    if connection.vendor != "postgresql":
        return [ground for act in acts for ground in tried(act)]
    found: list[Ground | BaseException] = []
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait(PATIENCE)
        try:
            found.extend(tried(act))
        except BaseException as error:  # noqa: BLE001 - the test shows it
            found.append(error)
        connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found  # type: ignore[return-value]


def tried(act: Callable[[], object]) -> list[Ground]:
    try:
        act()
    except Refused as refused:
        return [refusal.ground for refusal in refused.refusals]
    return []


def test_two_merges_of_one_record(nation: Nation):
    double, first, second = person(), person(), person()

    refused = at_once(
        lambda: actions.merge_persons(person=double, into=first, by=None, at=NOW),
        lambda: actions.merge_persons(person=double, into=second, by=None, at=NOW),
    )

    assert refused == [Ground.ALREADY_MERGED]
    assert PersonMerge.objects.current().count() == 1


def test_two_records_merged_into_each_other(nation: Nation):
    first, second = person(), person()

    refused = at_once(
        lambda: actions.merge_persons(person=first, into=second, by=None, at=NOW),
        lambda: actions.merge_persons(person=second, into=first, by=None, at=NOW),
    )

    assert refused == [Ground.ALREADY_MERGED]
    assert Person.objects.unmerged().count() == 1


def test_two_take_one_record_apart(nation: Nation):
    double, first = person(), person()
    actions.merge_persons(person=double, into=first, by=None, at=NOW)

    refused = at_once(
        lambda: actions.take_apart(person=double, by=None, at=NOW),
        lambda: actions.take_apart(person=double, by=None, at=NOW),
    )

    assert refused == [Ground.NOT_MERGED]


def test_two_record_one_assignment(nation: Nation):
    who = person()

    def record() -> object:
        return actions.record_assignment(
            person=who, seat=Seat(nation.mayor, nation.rasht, START), by=None, at=NOW
        )

    assert at_once(record, record) == [Ground.ALREADY_RECORDED]
    assert Assignment.objects.current().count() == 1


def test_two_correct_one_assignment(nation: Nation):
    held = seat(person(), nation.mayor, nation.rasht)

    refused = at_once(
        *(
            lambda kind=kind: actions.correct_assignment(
                assignment=held,
                seat=Seat(nation.mayor, nation.rasht, START, kind=kind),
                by=None,
                at=NOW,
            )
            for kind in ("acting", "elected")
        )
    )

    assert refused == [Ground.ALREADY_RECORDED]
    assert Assignment.objects.current().count() == 1


def test_two_record_one_national_id(nation: Nation):
    known = national_id()

    def create() -> object:
        return actions.create_person(
            national_id=known,
            details=PersonDetails("زهرا", "احمدی"),
            home_unit=None,
            by=None,
            at=NOW,
        )

    assert at_once(create, create) == [Ground.ID_TAKEN]
    assert Person.objects.count() == 1


def test_two_units_are_not_put_under_each_other(nation: Nation):
    refused = at_once(
        lambda: actions.move_unit(
            unit=nation.gilan, parent=nation.birjand, from_day=TODAY, by=None, at=NOW
        ),
        lambda: actions.move_unit(
            unit=nation.khorasan, parent=nation.rasht, from_day=TODAY, by=None, at=NOW
        ),
    )

    assert refused == [Ground.PARENT_BELOW_ITSELF]
    for unit in Unit.objects.all():
        above = ancestors_on(unit, TODAY)
        assert unit.pk == nation.ministry.pk or above[0] == nation.ministry


def test_a_unit_is_merged_once(nation: Nation):
    seat(person(), nation.mayor, nation.rasht)

    refused = at_once(
        *(
            lambda into=into: actions.merge_units(
                unit=nation.rasht, into=into, on=TODAY, by=None, at=NOW
            )
            for into in (nation.city_hall, nation.birjand)
        )
    )

    assert refused == [Ground.ALREADY_CLOSED]
    assert Assignment.objects.current().held_on(TODAY).count() == 1


def test_nobody_is_seated_in_a_unit_while_it_closes(nation: Nation):
    who = person()

    refused = at_once(
        lambda: actions.close_unit(unit=nation.rasht, on=TODAY, by=None, at=NOW),
        lambda: actions.record_assignment(
            person=who, seat=Seat(nation.mayor, nation.rasht, TODAY), by=None, at=NOW
        ),
    )

    assert refused in ([Ground.HOLDS_PEOPLE], [Ground.UNIT_CLOSED])
