"""Two editions asked of the same people, and what would bring back who loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from karamad.cycle.eligibility.measures import (
    Shelf,
    ask_seats,
    credited_sql,
    judge,
    prepare,
)
from karamad.insight.whatif.actions.texts import text
from karamad.insight.whatif.rules import Way, ways
from karamad.kernel.logic import Truth
from karamad.lake.engines import Source, engine
from karamad.registers.competencies.rules import (
    CourseTerms,
    Criterion,
    HoursTerms,
    Profile,
)

FINE: Final = 10_000  # parts of an hour
_WAY: Final = {
    "force": pa.int64(),
    "yes": pa.int64(),
    "unknown": pa.int64(),
    "way": pa.int32(),
    "place": pa.int32(),
    "hours": pa.int64(),
    "minimum": pa.int64(),
}


def compare(
    tables: Mapping[str, Source],
    base: Profile,
    changed: Profile,
    *,
    on: date,
    into: Path,
) -> None:
    """Judge everybody in a post by both editions, and write what comes of it.

    into: a Parquet file, a row a person and post: person, post, unit, province, before,
    after, need, hours (ten-thousandths).
    """
    laws = (base, changed)
    with engine().session(tables) as session:
        shelf = prepare(session)
        ask_seats(session, laws, on=on)
        judge(session, shelf, laws, on=on)
        session.keep("change", text("change"))
        lost = session.run(text("lost"))
        session.add("lost", lost)
        signatures = session.run("SELECT DISTINCT force, yes, unknown FROM lost")
        session.add("way", _ways(signatures, changed, shelf))
        session.keep("credited", credited_sql(on))
        session.keep("needed", text("need"))
        session.write(text("rows"), into)


def _ways(signatures: pa.Table, law: Profile, shelf: Shelf) -> pa.Table:
    """Ask of each distinct set of findings once what would mend it."""
    rows: list[tuple[Any, ...]] = []
    for signature in zip(*(c.to_pylist() for c in signatures.columns), strict=True):
        truths = dict(_truths(law, *signature))
        for number, way in enumerate(ways(law, truths)):
            rows += [
                (*signature, number, place, *_asked(criterion, truths, shelf))
                for place, criterion in _of(law, way)
            ]
    columns = list(zip(*rows, strict=True)) or [()] * len(_WAY)
    return pa.table(
        {
            name: pa.array(column, kind)
            for (name, kind), column in zip(_WAY.items(), columns, strict=True)
        }
    )


def _truths(
    law: Profile, force: int, yes: int, unknown: int
) -> Iterator[tuple[str, Truth]]:
    for place, criterion in enumerate(law.criteria):
        bit = 1 << place
        if force & bit:
            truth = Truth.UNKNOWN if unknown & bit else Truth.NO
            yield criterion.id, Truth.YES if yes & bit else truth


def _of(law: Profile, way: Way) -> Iterator[tuple[int, Criterion]]:
    for place, criterion in enumerate(law.criteria):
        if criterion.id in way:
            yield place, criterion


def _asked(
    criterion: Criterion, truths: Mapping[str, Truth], shelf: Shelf
) -> tuple[int | None, int | None]:
    """Return the hours to take, or the minimum to reach; neither where nobody knows."""
    if truths[criterion.id] is Truth.UNKNOWN:
        return None, None
    match criterion.terms:
        case CourseTerms(courses):
            hours = (shelf.catalogue.courses.get(code) for code in courses)
            known = [each.hours for each in hours if each and each.hours is not None]
            return (_fine(min(known)) if known else None), None
        case HoursTerms(minimum=Decimal() as minimum):
            return None, _fine(minimum)
    return None, None


def _fine(hours: Decimal) -> int:
    return int(hours * FINE)
