"""The measures as text: one file a relation, put together where one needs another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from karamad.cycle.eligibility.measures.looks import EVER, NEVER
from karamad.cycle.eligibility.rules.judge import YEARS_AHEAD
from karamad.kernel.jalali import (
    FIRST_YEAR,
    add_years,
    jalali_year,
    year_starts,
)

SLOTS: Final = 8  # sums of hours that a tally has columns for
_WORD: Final = re.compile(r":(\w+)")
_FROM_EVER: Final = (date(1970, 1, 1) - EVER).days  # from the first day to that of zero
# The greatest is the latest result, of one day the highest: the day as a number above
# zero, then twice the value in hundredths, moved above zero, and 1 where it is stated.
_LATEST: Final = (
    f"(CAST(unix_date(r.taken_on) + {_FROM_EVER} AS BIGINT) * 100000000"
    " + CASE WHEN r.value IS NULL THEN 19999800"
    " ELSE CAST(r.value * 200 AS BIGINT) + 20000001 END)"
)
_LATEST_DAY: Final = (
    f"date_from_unix_date(CAST(floor(latest / 100000000) AS INTEGER) - {_FROM_EVER})"
)
_LATEST_VALUE: Final = (
    "CASE WHEN latest % 2 = 1"
    " THEN CAST((latest % 100000000 - 20000001) / 2 AS BIGINT) END"
)
_LACKING: Final = (
    "CASE WHEN c.rank_since IS NULL THEN l.needs_rank ELSE 0 END"
    " | CASE WHEN c.appointed_on IS NULL THEN l.needs_appointment ELSE 0 END"
)


def _slot_words(used: int) -> dict[str, str]:
    """Return what the columns of a tally are called wherever they stand in a text.

    used: how many of them any law needs; the others are summed of nothing.
    """
    each = [(nth, 1 << nth) for nth in range(SLOTS)]
    needed = each[:used]
    lacking = "CASE WHEN (t.lacking & {1}) <> 0 THEN coalesce(s.bit{0}, 0) ELSE 0 END"
    terms = "max(CASE WHEN nth = {0} THEN {1} END) AS {2}{0}"
    amount = "CASE WHEN (slots & {1}) <> 0 THEN amount ELSE 0 END"
    sums = f"CAST(coalesce(sum({amount}), 0) AS BIGINT) AS hours{{0}}"
    nothing = "CAST(0 AS BIGINT) AS hours{0}"
    met = "CASE WHEN t.hours{0} >= s.least{0} THEN s.bit{0} ELSE 0 END"
    return {
        "slots": str(SLOTS),
        "slot_bits": " ".join(f"WHEN {nth + 1} THEN {bit}" for nth, bit in each),
        "slot_hours": " ".join(f"WHEN {nth} THEN t.hours{nth}" for nth, _ in each),
        "slot_sums": ",\n    ".join(
            (sums if one in needed else nothing).format(*one) for one in each
        ),
        "slots_met": "".join(f"\n        | {met.format(nth)}" for nth, _ in needed),
        "slots_lacking": "".join(
            f"\n        | {lacking.format(*one)}" for one in needed
        ),
        "slot_terms": ",\n        ".join(
            terms.format(nth, column, name)
            for nth, _ in each
            for column, name in (("minimum", "least"), ("bit", "bit"))
        ),
    }


class Keys(NamedTuple):
    """How laws ask for completions.

    edges: days, in order, that part the past. capped_since: the first day of which the
    Jalali year is asked. stride: above every key and code by which a law asks.
    is_ahead: the future is asked for. slots: sums of hours that a law needs, at most.
    """

    edges: Sequence[date] = ()
    capped_since: date = EVER
    stride: int = 1
    is_ahead: bool = False
    slots: int = SLOTS


class Texts:
    """The measures as of a day.

    anybody, anywhere: no person, no unit is left out. cases: the first and the last
    that are shown.
    """

    def __init__(
        self,
        on: date | None = None,
        keys: Keys | None = None,
        *,
        anybody: bool = True,
        anywhere: bool = True,
        cases: tuple[int, int] = (0, 0),
    ) -> None:
        keys = keys or Keys()
        self._words = {
            "never": _day(NEVER),
            "stride": str(keys.stride),
            "ahead": "true" if keys.is_ahead else "false",
            **_slot_words(keys.slots),
            "none": "CAST(0 AS BIGINT)",
            "lacking": _LACKING,
            "first": str(cases[0]),
            "last": str(cases[1]),
            "anybody": "true" if anybody else "false",
            "anywhere": "true" if anywhere else "false",
            "latest": _LATEST,
            "latest_day": _LATEST_DAY,
            "latest_value": _LATEST_VALUE,
            "from_ever": str(_FROM_EVER),
        }
        if on is not None:
            self._words["on"] = _day(on)
            self._words["year"] = _stretch("t.day", year_edges(keys.capped_since, on))
            self._words["stretch"] = _stretch("c.completed_on", keys.edges)
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
    """Return the number of the stretch that a day lies in; before all is 0.

    Most completions are old: the first stretch is asked of first.
    """
    whens = [f"WHEN {day} < {_day(edge)} THEN {nth}" for nth, edge in enumerate(edges)]
    return f"CASE {' '.join(whens)} ELSE {len(edges)} END" if whens else "0"


@cache
def year_edges(since: date, on: date) -> tuple[date, ...]:
    """Return the first days of the Jalali years from `since` to `on`."""
    first = FIRST_YEAR if since < year_starts(FIRST_YEAR) else jalali_year(since)
    return tuple(year_starts(year) for year in range(first, jalali_year(on) + 1))


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
