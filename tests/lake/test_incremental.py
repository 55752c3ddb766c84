"""Whatever happens to the registers: what changed, copied, is what is there, copied."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from karamad.cycle.eligibility.actions import candidacies
from karamad.cycle.eligibility.actions.refusing import Refused as NotConsidered
from karamad.kernel.identifiers import read_national_id, synthetic
from karamad.lake.extracting import extract
from karamad.lake.shelf import Lake
from karamad.registers.courses import actions as courses
from karamad.registers.courses.models import Course
from karamad.registers.exchange import actions as exchange
from karamad.registers.exchange.models import Load
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people import actions as people
from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.actions.persons import PersonDetails
from karamad.registers.people.actions.units import UnitDetails
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.trust.accounts.models import User
from tests.exchange.bringing import NOON, PROFILE, TODAY, Clock, Folder

REFUSALS = (
    people.Refused,
    NotConsidered,
    courses.EndsBeforeItStarts,
    exchange.NotNow,
    exchange.Decided,
)


class Life:
    """The registers of a small nation, to which things happen by chance."""

    def __init__(self, seed: int, folder: Folder) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.folder = folder
        self.now = NOON
        self.officer = User.objects.create(username=f"officer-{seed}")
        self.born = 10

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def by(self) -> dict[str, Any]:
        return {"by": None, "at": self.clock()}

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def day(self) -> date:
        return date(2020, 1, 1) + timedelta(self.chance.randrange(2_000))

    def ids(self) -> list[str]:
        return [synthetic(n) for n in (1, 2, 3, *range(10, self.born + 1))]

    def happen(self) -> str:
        event = self.chance.choice(EVENTS)
        with suppress(*REFUSALS):
            event(self)
        return event.__name__


def a_person_comes(life: Life) -> None:
    life.born += 1
    people.create_person(
        national_id=read_national_id(synthetic(life.born)),
        details=PersonDetails("نو", "تازه", birth_date=life.day()),
        home_unit=life.one(Unit.objects.all()),
        **life.by(),
    )


def a_person_is_corrected(life: Life) -> None:
    degree = life.chance.choice(("", "none", "master"))
    details = PersonDetails("نام", "دیگر", degree=degree, gender="f")
    people.correct_person(
        person=life.one(Person.objects.all()), details=details, **life.by()
    )


def a_person_retires(life: Life) -> None:
    person = life.one(Person.objects.all())
    people.retire(person=person, on=life.day(), with_seats=True, **life.by())


def an_end_is_retracted(life: Life) -> None:
    people.retract_end(person=life.one(Person.objects.all()), **life.by())


def two_records_merge(life: Life) -> None:
    rows = Person.objects.all()
    people.merge_persons(person=life.one(rows), into=life.one(rows), **life.by())


def a_merge_is_taken_apart(life: Life) -> None:
    person = life.one(Person.objects.exclude(merged_into=None))
    if person:
        people.take_apart(person=person, **life.by())


def a_seat_is_taken(life: Life) -> None:
    seat = Seat(life.one(Post.objects.all()), life.one(Unit.objects.all()), life.day())
    people.record_assignment(
        person=life.one(Person.objects.all()), seat=seat, **life.by()
    )


def a_seat_ends(life: Life) -> None:
    seat = life.one(Assignment.objects.current())
    if seat:
        people.end_assignment(assignment=seat, until_day=life.day(), **life.by())


def a_seat_never_was(life: Life) -> None:
    seat = life.one(Assignment.objects.current())
    if seat:
        people.withdraw_assignment(assignment=seat, **life.by())


def somebody_is_considered(life: Life) -> None:
    candidacies.consider(
        person=life.one(Person.objects.all()),
        proposal=candidacies.Proposal(
            life.one(Post.objects.all()), life.one(Unit.objects.all()), life.day()
        ),
        by=life.officer,
        at=life.clock(),
    )


def a_file_is_loaded(life: Life) -> None:
    kind, head, row = life.chance.choice(FILES)
    rows = {row(life) for _ in range(life.chance.randrange(1, 6))}
    life.folder.load(kind, "\n".join([head, *sorted(rows)]) + "\n", clock=life.clock)


def a_load_is_taken_back(life: Life) -> None:
    load = life.one(Load.objects.all())
    exchange.take_back(load=load, by=None, at=life.clock())


def a_course_is_corrected(life: Life) -> None:
    hours = life.chance.choice((None, "12.10", "0.05"))
    courses.correct_course(
        course=life.one(Course.objects.all()), facts={"hours": hours}, **life.by()
    )


def a_course_counts_elsewhere(life: Life) -> None:
    rows = Course.objects.all()
    courses.set_equivalents(course=life.one(rows), of=[life.one(rows)], **life.by())


def a_unit_moves(life: Life) -> None:
    rows = Unit.objects.all()
    people.move_unit(
        unit=life.one(rows), parent=life.one(rows), from_day=life.day(), **life.by()
    )


def a_unit_opens(life: Life) -> None:
    details = UnitDetails("ادارهٔ نو", kind="office", grade=3)
    parent = life.one(Unit.objects.all())
    code = f"NEW{life.chance.randrange(10**6)}"
    people.open_unit(code=code, details=details, parent=parent, **life.by())


EVENTS: tuple[Callable[[Life], None], ...] = (
    a_person_comes,
    a_person_is_corrected,
    a_person_retires,
    an_end_is_retracted,
    two_records_merge,
    two_records_merge,
    a_merge_is_taken_apart,
    a_seat_is_taken,
    a_seat_is_taken,
    a_seat_ends,
    a_seat_never_was,
    somebody_is_considered,
    a_file_is_loaded,
    a_file_is_loaded,
    a_file_is_loaded,
    a_file_is_loaded,
    a_load_is_taken_back,
    a_load_is_taken_back,
    a_course_is_corrected,
    a_course_counts_elsewhere,
    a_unit_moves,
    a_unit_opens,
)


def cells(*words: Any) -> str:
    return ",".join(str(word) for word in words)


FILES: tuple[tuple[str, str, Callable[[Life], str]], ...] = (
    (
        "completions",
        "national_id,course,completed_on,passed,hours,revoked_on",
        lambda life: cells(
            life.chance.choice(life.ids()),
            life.chance.choice(("EL-204", "EL-205")),
            life.chance.choice(("1403-01-01", "1404-02-11")),
            life.chance.choice("01"),
            life.chance.choice(("", "12.10", "0.05", "12")),
            life.chance.choice(("", "1404-08-01")),
        ),
    ),
    (
        "results",
        "national_id,instrument,kind,taken_on,value",
        lambda life: cells(
            life.chance.choice(life.ids()),
            "GENERAL,assessment",
            life.chance.choice(("1403-01-01", "1404-02-11")),
            life.chance.choice(("", "71.25", "99999.99")),
        ),
    ),
    (
        "credentials",
        "national_id,type,issued_on,expires_on",
        lambda life: cells(
            life.chance.choice(life.ids()), "DRIVING,1400-01-01", "1410-01-01"
        ),
    ),
    (
        "exemptions",
        "national_id,profile,criterion,document,from",
        lambda life: cells(
            life.chance.choice(life.ids()),
            "base-manager,assessed",
            life.chance.choice(("A/1", "B/2")),
            "1404-01-01",
        ),
    ),
    (
        "people",
        "national_id,first_name,last_name,degree",
        lambda life: cells(
            life.chance.choice((*life.ids(), synthetic(life.chance.randrange(50, 90)))),
            "علی,ژاله",
            life.chance.choice(("", "دیپلم")),
        ),
    ),
    (
        "courses",
        "code,title,class,hours",
        lambda life: cells(
            life.chance.choice(("EL-204", "N1", "N2")),
            "عنوان,job",
            life.chance.choice(("", "8.5")),
        ),
    ),
    (
        "units",
        "code,name,kind,parent,province",
        lambda life: cells(
            life.chance.choice(("M1", "M4", "M5")), "شهرداری,municipality,C1,10"
        ),
    ),
)


def content(lake: Lake) -> dict[str, list[tuple[Any, ...]]]:
    """Return every table's rows, in one order, with no file of its own for nothing."""
    return {
        name: sorted(
            map(tuple, (row.values() for row in read(paths).to_pylist())), key=repr
        )
        for name, paths in lake.tables().items()
    }


def read(paths: list[Path]) -> pa.Table:
    return pa.concat_tables([pq.read_table(p, partitioning=None) for p in paths])


OF_PEOPLE = ("person", "assignment", "completion", "result", "credential")


def owners_of_differences(
    old: dict[str, list[tuple[Any, ...]]], new: dict[str, list[tuple[Any, ...]]]
) -> set[int]:
    return {
        row[0]
        for name in (*OF_PEOPLE, "exemption", "candidacy")
        for row in set(old[name]) ^ set(new[name])
    }


@pytest.mark.parametrize("seed", range(6))
def test_what_changed_and_everything_come_to_the_same(
    seed: int, nation: Folder, settings: Any, small_parts: Callable[[str, int], None]
):
    small_parts("MANY", (0, 2, 1_000)[seed % 3])
    small_parts("ROOM", (0, 2**20)[seed % 2])
    load_profile(nation)
    life = Life(seed, nation)
    home = settings.HOME
    lake = extract(clock=life.clock).lake
    old = content(lake)
    happened = []
    for _ in range(12):
        happened += [life.happen() for _ in range(life.chance.randrange(1, 5))]

        brought_up = extract(clock=life.clock)
        settings.HOME = home / "whole"
        whole = extract(clock=life.clock, whole=True)
        settings.HOME = home

        new = content(brought_up.lake)
        assert not brought_up.whole, happened
        assert new == content(whole.lake), happened
        changed = brought_up.lake.since(lake.number)
        assert changed == brought_up.change
        assert changed.people is not None
        assert owners_of_differences(old, new) <= changed.people, happened
        assert {n for n in new if old[n] != new[n]} - changed.tables <= {
            *OF_PEOPLE,
            "exemption",
            "candidacy",
        }
        lake, old = brought_up.lake, new


def load_profile(folder: Folder) -> None:
    order = exchange.Order("profiles", Scope(TODAY), Clock())
    exchange.load_files(order, [folder.text(PROFILE, suffix=".yaml")])
