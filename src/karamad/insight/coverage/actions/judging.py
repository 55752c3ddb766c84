"""The one seam to the judge of everyone: what is judged, of which moment, by what.

The counts know nothing of criteria or facts; whatever they count comes through here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from karamad.cycle.eligibility.actions.laws import laws
from karamad.cycle.eligibility.measures import ask_seats, judge, prepare
from karamad.insight.coverage.actions.making import Judged
from karamad.insight.coverage.rules import is_of_post
from karamad.lake.engines import engine
from karamad.lake.extracting import AtWork, Busy, extract
from karamad.lake.shelf import Lake, newest
from karamad.registers.competencies.models import Edition

PATIENCE: Final = 5.0  # seconds to wait for another copying
PAUSE: Final = 0.1
COLUMNS: Final = ("person", "post", "unit", "verdict", "until", "unmet", "unknown")


def bring_up(*, clock: Callable[[], datetime], hear: Callable[[], None]) -> Lake:
    """Copy what changed in the registers since the last time.

    hear: called while the work goes on. Where another copies for longer than PATIENCE,
    the copy in force is taken. Errors: as `lake.extracting.extract`.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return extract(clock=clock, tell=lambda _table, _rows: hear()).lake
        except (AtWork, Busy):
            lake = newest()
            if time.monotonic() < until:
                time.sleep(PAUSE)
            elif lake is None:
                raise
            else:
                return lake


def standing(
    lake: Lake, on: date, *, people: Collection[int] | None = None, ahead: bool = True
) -> Judged:
    """Judge who holds a post on the day, in every post by every profile that applies.

    people: only these, by their own records; see `owners`.
    ahead: also until when the eligible are so.
    """
    known = list(laws().values())
    keys = dict(
        Edition.objects.filter(pk__in=[law.edition_id for law in known]).values_list(
            "pk", "profile"
        )
    )
    profiles = [keys[law.edition_id] for law in known]
    tables = lake.tables()
    with engine().session(tables) as session:
        shelf = prepare(session)
        ask_seats(session, [law.profile for law in known], on=on, people=people)
        rows = judge(
            session, shelf, [law.profile for law in known], on=on, with_until=ahead
        )
    verdict = rows.select(COLUMNS).append_column(
        "profile", pc.take(pa.array(profiles, pa.int64()), rows.column("law"))
    )
    return Judged(
        verdict=verdict,
        tables={name: tables[name] for name in ("person", "unit")},
        editions=dict(zip(profiles, (law.edition_id for law in known), strict=True)),
        of_post=frozenset(
            key
            for key, law in zip(profiles, known, strict=True)
            if is_of_post(law.profile.applies_to)
        ),
    )


def owners(lake: Lake, records: Collection[int]) -> frozenset[int]:
    """Return these records and those they were merged into, to the end of the way."""
    away = engine().run(
        "SELECT person, merged_into FROM person WHERE merged_into IS NOT NULL",
        {"person": lake.paths("person")},
    )
    into = dict(zip(*(column.to_pylist() for column in away.columns), strict=True))
    found, waiting = set(records), list(records)
    while waiting:
        owner = into.get(waiting.pop())
        if owner is not None and owner not in found:
            found.add(owner)
            waiting.append(owner)
    return frozenset(found)


def newest_extract() -> Lake | None:
    """Return the copy of the registers in force."""
    return newest()


def editions() -> dict[int, int]:
    """Return the newest edition of every profile, by keys."""
    newest_ones = Edition.objects.newest().order_by("profile", "pk")
    return dict(newest_ones.values_list("profile", "pk"))
