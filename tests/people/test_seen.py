"""The derived days say what the definition says, whatever was recorded.

Source: docs/architecture.md, rules 3 (explain and recompute), 4 (scope at the door).
"""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Exists, OuterRef
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from karamad.registers.people import actions
from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.registers.people.models.persons import seen_in
from karamad.registers.people.models.seen import EVER, NEVER, derive_seen
from tests.people.nation import NOW, Nation, found_nation, person, seat

FIRST = date(2020, 1, 1)
NEXT = FIRST + timedelta(1)
DAYS = st.integers(0, 6).map(lambda n: FIRST + timedelta(n))


def by_definition(unit: Unit, on: date) -> set[int]:
    """Return who is seen from the unit, asked of each assignment beside the others."""
    below = Unit.objects.below([unit.path])
    placed = Assignment.objects.current_or_last(on).filter(unit__in=below)
    begun = Assignment.objects.current().filter(from_day__lte=on)
    at_home = (
        Person.objects.filter(home_unit__in=below)
        .exclude(Exists(begun.filter(person=OuterRef("pk"))))
        .exclude(Exists(begun.filter(person__merged_into=OuterRef("pk"))))
    )
    seen = set(at_home.values_list("pk", flat=True))
    for keys in placed.holders():
        seen.update(key for (key,) in keys)
    return seen


def by_the_derived_days(unit: Unit, on: date) -> set[int]:
    below = Unit.objects.below([unit.path])
    return {key for keys in Person.objects.seen_from(below, on) for (key,) in keys}


def along_the_list(unit: Unit, on: date) -> set[int]:
    seen = seen_in(Unit.objects.below([unit.path]), on)
    return set(Person.objects.along_seen(seen).values_list("pk", flat=True))


WHOSE, WHERE = st.integers(0, 2), st.integers(0, 1)
LENGTHS = st.none() | st.integers(1, 4)  # days; none: until further notice
SEATS = st.lists(
    st.tuples(WHOSE, WHERE, DAYS, LENGTHS),
    min_size=1,
    max_size=7,
    unique_by=lambda drawn: drawn[:3],
)
# Into whose record the second and third are merged: nobody's, or the first's.
MERGES = st.tuples(st.booleans(), st.booleans())


class WhateverIsOnRecord(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.nation = found_nation()
        cls.units = (cls.nation.rasht, cls.nation.city_hall)
        homes = (*cls.units, None)
        cls.people = [person(home_unit=home) for home in homes]

    @example([(0, 0, FIRST, 2), (0, 1, NEXT, 1)], (False, False))
    @example([(0, 0, FIRST, 2), (1, 1, NEXT, 1)], (True, False))
    @example([(0, 0, FIRST, 1), (2, 1, FIRST + timedelta(3), None)], (False, True))
    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(SEATS, MERGES)
    def test_the_same_people_are_seen_from_the_same_units(self, seats, merges):
        first, *others = self.people
        entry = first.entry
        Assignment.objects.bulk_create(
            Assignment(
                person=self.people[who],
                post=self.nation.mayor,
                unit=self.units[where],
                from_day=day,
                until_day=None if days is None else day + timedelta(days),
                recorded_at=NOW,
                entry=entry,
            )
            for who, where, day, days in seats
        )
        for other, merged in zip(others, merges, strict=True):
            if merged:
                Person.objects.filter(pk=other.pk).update(merged_into=first)

        derive_seen(each.pk for each in self.people)

        for unit in self.units:
            for day in (FIRST + timedelta(n) for n in range(-1, 9)):
                seen = by_definition(unit, day)
                assert by_the_derived_days(unit, day) == seen
                assert along_the_list(unit, day) == seen
        assert derive_seen() == 0


@pytest.mark.django_db
def test_every_act_derives_what_it_changes(nation: Nation):
    """After each, deriving everybody's days anew finds nothing to change."""
    one, other = person(home_unit=nation.gilan), person(home_unit=nation.khorasan)
    told: dict[str, Any] = {"by": None, "at": NOW}

    held = seat(one, nation.mayor, nation.rasht, FIRST, FIRST + timedelta(2))
    assert derive_seen() == 0
    longer = Seat(nation.mayor, nation.rasht, FIRST, FIRST + timedelta(3))
    actions.correct_assignment(assignment=held, seat=longer, **told)
    assert derive_seen() == 0
    later = seat(other, nation.governor, nation.birjand, FIRST + timedelta(4))
    assert derive_seen() == 0
    later = actions.end_assignment(
        assignment=later, until_day=FIRST + timedelta(9), **told
    )
    assert derive_seen() == 0
    actions.merge_persons(person=one, into=other, **told)
    assert seen_untils(one) == [FIRST + timedelta(4)]
    assert derive_seen() == 0
    actions.take_apart(person=one, **told)
    assert seen_untils(one) == [EVER]
    assert derive_seen() == 0
    actions.merge_persons(person=one, into=other, **told)
    actions.record_death(person=other, on=FIRST + timedelta(6), **told)
    assert derive_seen() == 0
    current = Assignment.objects.current().get(person=other)
    actions.withdraw_assignment(assignment=current, **told)
    assert seen_untils(one) == [EVER]
    assert derive_seen() == 0


def seen_untils(who: Person) -> list[date]:
    held = Assignment.objects.current().filter(person=who)
    return list(held.values_list("seen_until", flat=True))


@pytest.mark.django_db
def test_an_assignment_shows_until_a_longer_one_begins():
    nation = found_nation()
    who = person(home_unit=nation.khorasan)
    first = seat(who, nation.mayor, nation.rasht, FIRST, FIRST + timedelta(2))
    second = seat(who, nation.mayor, nation.city_hall, FIRST + timedelta(5))

    for row in (first, second, who):
        row.refresh_from_db()

    assert first.seen_until == FIRST + timedelta(5)
    assert second.seen_until == EVER
    assert who.home_until == FIRST


@pytest.mark.django_db
def test_what_is_not_derived_yet_is_seen_by_nobody():
    nation = found_nation()
    held = seat(person(), nation.mayor, nation.rasht, FIRST)

    Assignment.objects.filter(pk=held.pk).update(seen_until=NEVER)
    said = StringIO()

    assert not by_the_derived_days(nation.rasht, FIRST)
    call_command("refresh", seen=True, stdout=said)
    assert "۱ ردیف از جای دیگری دیده می‌شود" in said.getvalue()
    assert by_the_derived_days(nation.rasht, FIRST) == {held.person_id}


@pytest.mark.django_db
def test_nobody_asked_for_nothing_derived(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert derive_seen([]) == 0


@pytest.mark.django_db
def test_merged_units_carry_what_is_seen():
    nation = found_nation()
    held = seat(person(), nation.mayor, nation.rasht, FIRST)

    actions.merge_units(
        unit=nation.rasht, into=nation.city_hall, on=date(2022, 1, 1), by=None, at=NOW
    )

    for day in (FIRST, date(2021, 12, 31), date(2022, 1, 1)):
        for unit in (nation.rasht, nation.city_hall):
            assert by_the_derived_days(unit, day) == by_definition(unit, day)
    seen = by_the_derived_days(nation.city_hall, date(2022, 1, 1))
    assert seen == {held.person_id}
    assert derive_seen() == 0
