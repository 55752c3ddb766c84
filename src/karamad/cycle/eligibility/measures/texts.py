"""The measures as text: one file a relation, put together where one needs another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from karamad.cycle.eligibility.measures.looks import EVER, NEVER
from karamad.cycle.eligibility.rules.judge import YEARS_AHEAD
from karamad.kernel.jalali import (
    FIRST_YEAR,
    add_years,
    jalali_year,
    year_starts,
)

STRIDE: Final = 1 << 32  # more than the keys of courses, or codes, of any register
_WORD: Final = re.compile(r":(\w+)")
# The greatest is the latest result, of one day the highest: the day as eight digits,
# then twice the value in hundredths, moved above zero, and 1 where it is stated.
_LATEST: Final = (
    "(CAST(year(r.taken_on) * 10000 + month(r.taken_on) * 100 + day(r.taken_on)"
    " AS BIGINT) * 100000000 + CASE WHEN r.value IS NULL THEN 19999800"
    " ELSE CAST(r.value * 200 AS BIGINT) + 20000001 END)"
)
_LATEST_DAY: Final = (
    "make_date(CAST(floor(latest / 1000000000000) AS INTEGER),"
    " CAST(floor(latest % 1000000000000 / 10000000000) AS INTEGER),"
    " CAST(floor(latest % 10000000000 / 100000000) AS INTEGER))"
)
_LATEST_VALUE: Final = (
    "CASE WHEN latest % 2 = 1"
    " THEN CAST((latest % 100000000 - 20000001) / 2 AS BIGINT) END"
)
_LACKING: Final = (
    "CASE WHEN c.rank_since IS NULL THEN l.needs_rank ELSE 0 END"
    " | CASE WHEN c.appointed_on IS NULL THEN l.needs_appointment ELSE 0 END"
)


class Texts:
    """The measures as of a day.

    stretches: days, in order, that part the past. capped_since: the first day of which
    the Jalali year is asked. anybody, anywhere: no person, no unit
    is left out.
    """

    def __init__(
        self,
        on: date | None = None,
        *,
        stretches: Sequence[date] = (),
        capped_since: date = EVER,
        anybody: bool = True,
        anywhere: bool = True,
    ) -> None:
        self._words = {
            "never": _day(NEVER),
            "stride": str(STRIDE),
            "none": "CAST(0 AS BIGINT)",
            "lacking": _LACKING,
            "anybody": "true" if anybody else "false",
            "anywhere": "true" if anywhere else "false",
            "latest": _LATEST,
            "latest_day": _LATEST_DAY,
            "latest_value": _LATEST_VALUE,
        }
        if on is not None:
            self._words["on"] = _day(on)
            self._words["year"] = _years(capped_since, jalali_year(on))
            self._words["stretch"] = _stretch("c.completed_on", stretches)
            self._words["limit"] = _day(add_years(on, YEARS_AHEAD))

    def of(self, name: str, *needs: str) -> str:
        """Return the measure `name`, with those it needs, each before who needs it.

        `known=file`: the measure of that file goes by the name `known` here.
        """
        text = self._filled(name)
        if not needs:
            return text
        parts = []
        for need in needs:
            known, _, file = need.partition("=")
            parts.append(f"{known} AS (\n{self._filled(file or known)}\n)")
        return "WITH " + ",\n".join(parts) + f"\n{text}"

    def _filled(self, name: str) -> str:
        words: Mapping[str, str] = self._words
        return _WORD.sub(lambda found: words[found[1]], _read(name))


@cache
def _read(name: str) -> str:
    text = files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return "\n".join(lines)


def _stretch(day: str, edges: Sequence[date]) -> str:
    """Return the number of the stretch that a day lies in; before all is 0."""
    whens = [
        f"WHEN {day} >= {_day(edge)} THEN {nth}"
        for nth, edge in reversed(list(enumerate(edges, 1)))
    ]
    return f"CASE {' '.join(whens)} ELSE 0 END" if whens else "0"


@cache
def _years(since: date, last: int) -> str:
    """Return the Jalali year of a completion; that of `since` is 1."""
    first = FIRST_YEAR if since < year_starts(FIRST_YEAR) else jalali_year(since)
    return _stretch("c.completed_on", [year_starts(y) for y in range(first, last + 1)])


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
