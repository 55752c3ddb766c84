"""All people, some after others: nobody twice, nobody in halves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from karamad.kernel.identifiers import synthetic
from karamad.lake.extracting import extract
from karamad.lake.slices import Slice, slices
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from tests.exchange.bringing import NOON, Clock, Folder


def born(folder: Folder, count: int) -> list[Person]:
    rows = "".join(f"{synthetic(50 + n)},الف,ب\n" for n in range(count))
    folder.load("people", f"national_id,first_name,last_name\n{rows}")
    return list(Person.objects.order_by("pk"))[-count:]


def records(tables: Mapping[str, Sequence[Path]]) -> list[int]:
    """The records whose rows a slice has of the people's table."""
    return [row for path in tables["person"] for row in keys(path)]


def keys(path: Path) -> list[int]:
    return pq.read_table(path, columns=["person"])["person"].to_pylist()


def test_a_nation_that_fits_is_one(nation: Folder) -> None:
    born(nation, 10)
    lake = extract(clock=Clock()).lake

    for most in (None, 524_288):
        assert list(slices(lake, most)) == [Slice(0, 1, lake.tables())]


def test_everybody_is_in_one_slice_with_all_his_records(
    nation: Folder, small_parts: Callable[[str, int], None]
) -> None:
    crew = born(nation, 24)
    chain = (crew[2], crew[12], crew[22], crew[5])  # each into the next
    for one, other in pairwise(chain):
        people.merge_persons(person=one, into=other, by=None, at=NOON)
    lake = extract(clock=Clock()).lake
    owners = set(Person.objects.filter(merged_into=None).values_list("pk", flat=True))

    seen: list[set[int]] = []
    whole = []
    for some in slices(lake, 8):
        there = records(some.tables)
        assert len(there) == len(set(there))
        assert some.number == len(seen) < some.among
        assert some.tables["unit"] == lake.paths("unit")
        seen.append(set(there))
        whole += [each for each in there if each in owners]

    assert sorted(whole) == sorted(owners)
    (his,) = [there for there in seen if chain[-1].pk in there]
    assert {each.pk for each in chain} <= his


def test_a_table_without_rows_of_theirs_has_its_columns(
    nation: Folder, small_parts: Callable[[str, int], None]
) -> None:
    born(nation, 12)
    lake = extract(clock=Clock()).lake

    for some in slices(lake, 4):
        (path,) = some.tables["exemption"]
        assert (
            pq.read_schema(path).names
            == pq.read_schema(lake.paths("exemption")[0]).names
        )
