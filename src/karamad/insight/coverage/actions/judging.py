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

from karamad.cycle.eligibility.actions.laws import judged_at_once
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.insight.coverage.actions.making import Judged
from karamad.insight.coverage.rules import is_of_post
from karamad.lake.extracting import AtWork, Busy, Stopped, extract
from karamad.lake.kinship import kin
from karamad.lake.shelf import Lake, newest
from karamad.registers.competencies.models import Edition

PATIENCE: Final = 5.0  # seconds to wait for another copying
FIRST: Final = 900.0  # the same while there is no copy yet: the first copies everything
PAUSE: Final = 0.1
COLUMNS: Final = ("person", "post", "unit", "verdict", "until", "unmet", "unknown")


def bring_up(
    *,
    clock: Callable[[], datetime],
    hear: Callable[[], None],
    stop: Callable[[], bool] = lambda: False,
) -> Lake:
    """Copy what changed in the registers since the last time.

    hear: called while the work goes on. stop: tells whether it is to. Where another
    copies for longer than PATIENCE, the copy in force is taken; the first copy is
    waited for, up to FIRST.
    Errors: Stopped; as `lake.extracting.extract`.
    """
    began = time.monotonic()
    while True:
        try:
            return extract(
                clock=clock, tell=lambda _table, _rows: hear(), stop=stop
            ).lake
        except (AtWork, Busy):
            lake, waited = newest(), time.monotonic() - began
            if lake is not None and waited >= PATIENCE:
                return lake
            if waited >= FIRST:
                raise
            hear()
            if stop():
                raise Stopped from None
            time.sleep(PAUSE)


def standing(
    lake: Lake,
    on: date,
    *,
    people: Collection[int] | None = None,
    ahead: bool = True,
    once: bool = False,
) -> Judged:
    """Return how who holds a post stands, in every post by every profile that applies.

    people: only these, by their own records; see `lake.kinship.owners`.
    ahead: also until when the eligible are so. once: nobody asks of this day again.
    """
    by = judged_at_once()
    asked = Asked(on, laws=by, people=people, with_until=ahead, once=once)
    stood = stand(asked, lake=lake)
    keys = dict(
        Edition.objects.filter(pk__in=[law.edition_id for law in stood.laws])
        .order_by("pk")
        .values_list("pk", "profile")
    )
    profiles = [keys[law.edition_id] for law in stood.laws]
    codes = pa.array([law.code for law in stood.laws], pa.string())
    place = pc.index_in(stood.verdict["profile"], value_set=codes)
    verdict = stood.verdict.select(COLUMNS).append_column(
        "profile", pc.take(pa.array(profiles, pa.int64()), place)
    )
    tables = lake.tables(None if people is None else kin(lake, people))
    return Judged(
        verdict=verdict,
        tables={name: tables[name] for name in ("person", "unit")},
        editions=dict(
            zip(profiles, (law.edition_id for law in stood.laws), strict=True)
        ),
        of_post=frozenset(
            key
            for key, law in zip(profiles, stood.laws, strict=True)
            if is_of_post(law.profile.applies_to)
        ),
        left_out={
            key: edition for key, edition in editions().items() if edition not in keys
        },
    )


def newest_extract() -> Lake | None:
    """Return the copy of the registers in force."""
    return newest()


def editions() -> dict[int, int]:
    """Return the newest edition of every profile, by keys."""
    newest_ones = Edition.objects.newest().order_by("profile", "pk")
    return dict(newest_ones.values_list("profile", "pk"))
