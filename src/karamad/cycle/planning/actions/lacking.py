"""Who lacks a course that a profile asks for: straight from the judge of everyone.

Nothing is stored here and nobody is judged one by one: the judge's columns are asked
once, and the findings that occur, of which there are few, are folded once each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from karamad.cycle.eligibility.actions.laws import Law, judged_at_once
from karamad.cycle.eligibility.actions.standing import Asked, Standing, stand
from karamad.cycle.planning import measures
from karamad.cycle.planning.rules import wanted
from karamad.kernel.logic import Truth
from karamad.lake.engines import engine
from karamad.registers.competencies.rules import Criterion, Kind, Profile
from karamad.registers.people.models import Unit

MASKS = ("met", "unmet", "unknown", "waived")


@dataclass(frozen=True, slots=True)
class Area:
    """A unit and all below it. each: counted under the units directly below it."""

    unit: Unit
    each: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """So many people under a unit lack what a criterion asks.

    unit: its key. courses: codes; any one of them would do.
    """

    unit: int
    profile: str
    criterion: str
    courses: tuple[str, ...]
    heads: int


@dataclass(frozen=True, slots=True)
class Lacks:
    """What was found as of a day, on a copy of the registers of a moment."""

    on: date
    moment: datetime
    rows: tuple[Lack, ...]


def lacks(area: Area, on: date) -> Lacks:
    """Return how many lack which course, most first.

    Errors: NoExtract, from the judge, before the registers were copied.
    """
    heads = _heads(area)
    standing = _stand(area, on, list(heads))
    by_code = {law.code: law for law in standing.laws}
    found = _asked(standing, _wants(standing), heads, "lacking")
    rows = tuple(
        Lack(
            row["head"],
            row["profile"],
            row["criterion"],
            _courses(by_code[row["profile"]].profile, row["criterion"]),
            row["heads"],
        )
        for row in found.to_pylist()
    )
    return Lacks(on, standing.moment, rows)


def who_lacks(area: Area, *, profile: str, criterion: str, on: date) -> list[int]:
    """Return the keys of the people of a unit who lack what one criterion asks.

    Asked of the judge anew each time; nobody is kept. Errors: NoExtract.
    """
    heads = _heads(area)
    standing = _stand(area, on, list(heads))
    wants = [
        want
        for want in _wants(standing)
        if (want["profile"], want["criterion"]) == (profile, criterion)
    ]
    found = _asked(standing, wants, heads, "who")
    people: list[int] = found["person"].to_pylist()
    return people


def _stand(area: Area, on: date, units: list[int]) -> Standing:
    # The whole tree is asked as everybody asks, so that the answer is kept.
    whole = len(units) == Unit.objects.count()
    asked = None if whole else units
    return stand(Asked(on, laws=judged_at_once(), units=asked, with_until=False))


def _heads(area: Area) -> dict[int, int]:
    """Return under which unit the people of each are counted, by keys."""
    below = Unit.objects.below([area.unit.path]).order_by("pk")
    depth = area.unit.path.count(".")
    heads = {}
    for key, path in below.values_list("pk", "path"):
        steps = path.split(".")
        heads[key] = area.unit.pk
        if area.each and len(steps) > depth + 1:
            heads[key] = int(steps[depth])
    return heads


def _wants(standing: Standing) -> list[dict[str, object]]:
    """Return which findings want which course, each combination that occurs once."""
    laws = {law.code: law for law in standing.laws}
    masks = engine().run(measures.text("masks"), {"verdict": standing.verdict})
    return [
        {**mask, "criterion": criterion}
        for mask in masks.to_pylist()
        for criterion in sorted(_wanted(laws[mask["profile"]], mask))
    ]


def _wanted(law: Law, mask: Mapping[str, int]) -> Iterator[str]:
    tree = law.profile.tree
    truths = dict(_truths(law.profile, mask))
    courses = {each.id for each in law.profile.criteria if each.kind is Kind.COURSE}
    yield from wanted(tree, truths) & courses


def _truths(profile: Profile, mask: Mapping[str, int]) -> Iterator[tuple[str, Truth]]:
    """Yield what was found of each criterion in force."""
    for place, criterion in enumerate(profile.criteria):
        bit = 1 << place
        if (mask["met"] | mask["waived"]) & bit:
            yield criterion.id, Truth.YES
        elif mask["unmet"] & bit:
            yield criterion.id, Truth.NO
        elif mask["unknown"] & bit:
            yield criterion.id, Truth.UNKNOWN


def _asked(
    standing: Standing,
    wants: list[dict[str, object]],
    heads: Mapping[int, int],
    measure: str,
) -> pa.Table:
    numbers = [(name, pa.int64()) for name in MASKS]
    words = [("profile", pa.string()), ("criterion", pa.string())]
    tables = {
        "verdict": standing.verdict,
        "wants": pa.Table.from_pylist(wants, schema=pa.schema([*numbers, *words])),
        "area": pa.table(
            {
                "unit": pa.array(list(heads), pa.int64()),
                "head": pa.array(list(heads.values()), pa.int64()),
            }
        ),
    }
    return engine().run(measures.text(measure), tables)


def _courses(profile: Profile, criterion: str) -> tuple[str, ...]:
    asked: Criterion = profile.criterion(criterion)
    return tuple(getattr(asked.terms, "courses", ()))
