"""On which day so many Jalali years since a day are complete, for many days at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa

from karamad.kernel.jalali import FIRST_YEAR, LAST_YEAR, add_years, year_starts

Days: TypeAlias = np.ndarray[Any, np.dtype[np.datetime64]]

_SHAPE: Final = {"years": pa.int32(), "day": pa.date32(), "falls_on": pa.date32()}
_AHEAD: Final = 200  # years that are added at most to a day of the table


def anniversaries(days: pa.Array, years: Iterable[int]) -> pa.Table:
    """Return years, day, falls_on for each of these days and each number of years."""
    schema = pa.schema(_SHAPE)
    tables = [
        pa.table(
            [
                pa.array(np.full(len(days), count), pa.int32()),
                days,
                pa.array(_fall_on(days.to_numpy(zero_copy_only=False), count)),
            ],
            schema=schema,
        )
        for count in sorted(years)
    ]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _fall_on(days: Days, years: int) -> Days:
    """Return the anniversaries, as `add_years` has them.

    A day keeps its distance from the new year; 30 Esfand falls on 29 in a common year.
    """
    starts = _starts()
    known = (days >= starts[0]) & (days < starts[-_AHEAD]) & (0 <= years < _AHEAD - 1)
    nth = np.searchsorted(starts, np.where(known, days, starts[0]), "right") - 1
    then = np.minimum(nth + years, len(starts) - 2)
    longest = starts[then + 1] - starts[then] - 1
    falls: Days = starts[then] + np.minimum(days - starts[nth], longest)
    for place in np.flatnonzero(~known):
        falls[place] = add_years(days[place].item(), years)
    return falls


@cache
def _starts() -> Days:
    return np.array(
        [year_starts(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
        dtype="datetime64[D]",
    )
