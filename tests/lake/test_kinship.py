"""Whose a record is, and which files hold somebody's rows."""

from __future__ import annotations

from collections.abc import Callable

from karamad.kernel.identifiers import synthetic
from karamad.lake.extracting import extract
from karamad.lake.kinship import kin, owners
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from tests.exchange.bringing import NOON, Clock, Folder


def born(folder: Folder, number: int) -> Person:
    row = f"{synthetic(number)},الف,ب\n"
    folder.load("people", f"national_id,first_name,last_name\n{row}")
    return Person.objects.latest("pk")


def test_all_records_of_a_human_being_are_found_from_any(nation: Folder):
    first, second, other = (born(nation, number) for number in (50, 51, 52))
    people.merge_persons(person=first, into=second, by=None, at=NOON)
    lake = extract(clock=Clock()).lake

    assert owners(lake, [first.pk]) == {first.pk, second.pk}
    assert owners(lake, [second.pk, other.pk]) == {second.pk, other.pk}
    assert kin(lake, [second.pk]) == {first.pk, second.pk}
    assert kin(lake, [other.pk]) == {other.pk}


def test_a_later_extract_knows_a_later_merge(nation: Folder):
    first, second = born(nation, 50), born(nation, 51)
    before = extract(clock=Clock()).lake
    alone = kin(before, [second.pk])
    people.merge_persons(person=first, into=second, by=None, at=NOON)

    after = extract(clock=Clock()).lake

    assert alone == {second.pk}
    assert kin(after, [second.pk]) == {first.pk, second.pk}
    assert kin(before, [second.pk]) == {second.pk}


def test_only_the_files_with_somebody_are_named(
    nation: Folder, small_parts: Callable[[str, int], None]
):
    for number in range(50, 60):
        born(nation, number)
    lake = extract(clock=Clock()).lake
    who = Person.objects.latest("pk").pk

    tables = lake.tables([who])

    (part,) = tables["person"]
    assert len(lake.tables()["person"]) > 1
    assert part.name.startswith(f"part-{who // 4:05}-")
    assert tables["unit"] == lake.paths("unit")
    assert tables["completion"] == lake.paths("completion")[:1]  # he has none
