"""Small nations made by seed: many people and laws at once, as tables of the lake.

The rows of a person lie in one record or, where one key would stand twice or by chance,
in several that were merged into his, some by way of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa

from karamad.cycle.eligibility.rules import Catalogue, Course, Facts
from karamad.registers.competencies.rules import Employment, HoursTerms, Profile
from tests.eligibility import cases

KEYS_APART = 20  # records a person may have
POST_KEYS = {code: key for key, code in enumerate(cases.POSTS, 1)}
UNKNOWN_COURSE = "NOT-IN-CATALOGUE"


@dataclass(frozen=True, slots=True)
class Population:
    """people: facts by person key. tables: the same, as the lake has them."""

    on: date
    laws: tuple[Profile, ...]
    people: dict[int, Facts]
    catalogue: Catalogue
    tables: dict[str, pa.Table]


def population(seed: int, people: int, laws: int) -> Population:
    """Return a population, always the same one for a seed."""
    dice = Random(seed)  # noqa: S311 - nothing secret
    on = dice.choice(cases.EDGES)
    if dice.random() < 0.3:
        on = cases.some_day(dice, cases.EDGES[0])
    asked = tuple(
        replace(law(dice, on, capped=seed % 3 == 0), code=f"p{number}")
        for number in range(laws)
    )
    known = cases.catalogue(dice, on)
    everyone = {
        KEYS_APART * (1 + number): exempted(dice, asked, cases.facts(dice, on))
        for number in range(people)
    }
    return Population(on, asked, everyone, known, tables(dice, everyone, known))


def law(dice: Random, on: date, *, capped: bool) -> Profile:
    """Return a profile. capped: most of what it asks is hours under both caps."""
    made = cases.profile(dice, on)
    if not capped:
        return made
    return replace(
        made,
        criteria=tuple(
            replace(each, terms=capped_hours(dice), window=cases.window(dice, on))
            if dice.random() < 0.7
            else each
            for each in made.criteria
        ),
    )


def capped_hours(dice: Random) -> HoursTerms:
    classes = tuple(dice.sample(cases.CLASSES, dice.randrange(4)))
    return HoursTerms(
        Decimal(dice.choice((8, 20, 28, 40, 60))),
        classes,
        yearly_cap=dice.choice((None, Decimal(20), Decimal(30), Decimal("42.5"))),
        class_caps=tuple(
            (each, dice.choice(cases.HOURS))
            for each in classes or cases.CLASSES
            if dice.random() < 0.5
        ),
    )


def exempted(dice: Random, laws: Sequence[Profile], facts: Facts) -> Facts:
    """Spread the exemptions over the laws asked."""
    exemptions = tuple(
        replace(each, profile=dice.choice(laws).code)
        if each.profile != "other"
        else each
        for each in facts.exemptions
        for _ in range(1 + len(laws) // 8)
    )
    return replace(
        facts,
        exemptions=tuple(dict.fromkeys(exemptions)),
        employment=dice.choice((None, *Employment)),
    )


# ---- as the lake has them --------------------------------------------------------

DAY, KEY, TEXT, NUMBER = pa.date32(), pa.int64(), pa.string(), pa.decimal128(7, 2)
SHAPES: dict[str, dict[str, pa.DataType]] = {
    "person": {
        "person": KEY,
        "birth_date": DAY,
        "service_start": DAY,
        "degree": TEXT,
        "employment": TEXT,
        "gender": TEXT,
        "home_unit": KEY,
        "retired_on": DAY,
        "died_on": DAY,
        "merged_into": KEY,
    },
    "assignment": {
        "person": KEY,
        "post": KEY,
        "unit": KEY,
        "from_day": DAY,
        "until_day": DAY,
        "kind": TEXT,
    },
    "completion": {
        "person": KEY,
        "course": KEY,
        "completed_on": DAY,
        "hours": NUMBER,
        "passed": pa.bool_(),
        "revoked_on": DAY,
    },
    "result": {
        "person": KEY,
        "instrument": TEXT,
        "kind": TEXT,
        "taken_on": DAY,
        "value": NUMBER,
    },
    "credential": {
        "person": KEY,
        "credential_type": TEXT,
        "issued_on": DAY,
        "expires_on": DAY,
        "revoked_on": DAY,
    },
    "exemption": {
        "person": KEY,
        "profile": TEXT,
        "criterion": TEXT,
        "document": TEXT,
        "from_day": DAY,
        "until_day": DAY,
    },
    "course": {
        "course": KEY,
        "code": TEXT,
        "course_class": TEXT,
        "hours": NUMBER,
        "creditable_from": DAY,
        "creditable_until": DAY,
        "degree_programme": pa.bool_(),
    },
    "equivalence": {"course": KEY, "of": KEY},
}


def tables(
    dice: Random, people: dict[int, Facts], catalogue: Catalogue
) -> dict[str, pa.Table]:
    courses = {**catalogue.courses, UNKNOWN_COURSE: Course(UNKNOWN_COURSE)}
    keys = {code: 100 + place for place, code in enumerate(courses)}
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SHAPES}
    for course in courses.values():
        rows["course"].append(
            (
                keys[course.code],
                course.code,
                course.course_class,
                course.hours,
                course.creditable_from,
                course.creditable_until,
                course.degree_programme,
            )
        )
        rows["equivalence"] += [
            (keys[course.code], keys[of]) for of in sorted(course.equivalent_to)
        ]
    for person, facts in people.items():
        Records(dice, person, rows).take(facts, keys)
    return {name: as_table(name, found) for name, found in rows.items()}


def as_table(name: str, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    shape = SHAPES[name]
    columns = list(zip(*rows, strict=True)) or [()] * len(shape)
    arrays = [
        pa.array(list(column), type=type_)
        for column, type_ in zip(columns, shape.values(), strict=True)
    ]
    return pa.table(arrays, names=list(shape))


class Records:
    """The records of one person, as many as his rows need."""

    def __init__(
        self, dice: Random, person: int, rows: dict[str, list[tuple[Any, ...]]]
    ) -> None:
        self.dice, self.person, self.rows = dice, person, rows
        self.most = dice.choice((1, 1, 1, 2, 3))
        self.used: dict[int, set[Any]] = {person: set()}

    def take(self, facts: Facts, keys: dict[str, int]) -> None:
        for each in facts.completions:
            self.put(
                "completion",
                (each.course, each.day),
                keys[each.course],
                each.day,
                each.hours,
                each.passed,
                each.revoked_on,
            )
        for each in facts.results:
            key = (each.instrument, each.day, "result")
            row = (each.instrument, each.kind.value, each.day, each.value)
            self.put("result", key, *row)
        for each in facts.credentials:
            row = (each.type, each.issued_on, each.expires_on, each.revoked_on)
            self.put("credential", (each.type, each.issued_on), *row)
        for each in facts.exemptions:
            key = (each.profile, each.criterion, each.start)
            row = (each.profile, each.criterion, each.document, each.start, each.until)
            self.put("exemption", key, *row)
        for each in facts.assignments:
            row = (POST_KEYS[each.post], 1, each.start, each.until, each.kind)
            self.put("assignment", each, *row)
        self.persons(facts)

    def put(self, name: str, key: Any, *row: Any) -> None:
        records = list(self.used)
        if len(records) < self.most and self.dice.random() < 0.5:
            records.append(self.another())
        self.dice.shuffle(records)
        free = [each for each in records if (name, key) not in self.used[each]]
        record = free[0] if free else self.another()
        self.used[record].add((name, key))
        self.rows[name].append((record, *row))

    def another(self) -> int:
        record = self.person + len(self.used) * self.dice.choice((1, -1))
        self.used[record] = set()
        return record

    def persons(self, facts: Facts) -> None:
        stated = [
            facts.birth_date,
            facts.service_start,
            facts.degree and facts.degree.value,
            facts.employment and facts.employment.value,
        ]
        records = list(self.used)
        # What counts is said by the first that says it: his own, else by their keys.
        order = [self.person, *sorted(records[1:])]
        says = [self.dice.randrange(len(order)) for _ in stated]
        for place, record in enumerate(order):
            attributes = [
                value if place >= first else None
                for value, first in zip(stated, says, strict=True)
            ]
            earlier = records[: records.index(record)]
            into = self.dice.choice(earlier) if earlier else None
            self.rows["person"].append(
                (record, *attributes, "", None, None, None, into)
            )
