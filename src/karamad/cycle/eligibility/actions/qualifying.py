"""Who qualifies for a seat, many people at once: by the judge of everyone."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.cycle.eligibility.measures import TooManyCriteria
from karamad.cycle.eligibility.models import Inquiry
from karamad.cycle.eligibility.rules import (
    Finding,
    Judgement,
    Outcome,
    Verdict,
    nearness,
)
from karamad.lake.extracting import AtWork, Busy, extract
from karamad.lake.following import is_up_to_date
from karamad.lake.shelf import Lake, newest

PATIENCE: Final = 120  # times that a copy is looked for that is up to date
PAUSE: Final = 0.25  # seconds, where another program is at work on it
_INSERT: Final = """
INSERT INTO eligibility_inquiryrow
    (inquiry_id, person_id, "group", nearness, until, lacks, missing)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""

Clock: TypeAlias = Callable[[], datetime]


class Nearness(NamedTuple):
    """How near somebody stands: the criteria he lacks, and those nobody could tell."""

    group: nearness.Group
    lacks: tuple[str, ...]
    missing: tuple[str, ...]


def nearness_of(law: Law, judgement: Judgement) -> Nearness:
    """Return how near a judgement by the law comes to being eligible."""
    return Nearness(
        nearness.group_of(law.profile, judgement),
        nearness.lacking(law.profile, judgement),
        nearness.unknown(judgement),
    )


class Said(NamedTuple):
    """What an answer says of a person: the columns of `InquiryRow`, in this order."""

    person: int
    group: str
    nearness: int
    until: date | None
    lacks: str
    missing: str


def said_of(person: int, near: Nearness, until: date | None) -> Said:
    """Return what an answer says of a person who stands so near."""
    return Said(
        person,
        near.group.value,
        near.group.nearness,
        until,
        _barred(near.lacks),
        _barred(near.missing),
    )


def write(inquiry: Inquiry, said: Sequence[Said]) -> None:
    """Write rows of an answer; half a million of them, so not one object a row."""
    written = connection.ops.adapt_datefield_value
    rows = [(inquiry.pk, *each[:3], written(each.until), *each[4:]) for each in said]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


class Everyone:
    """The answer of the judge of everyone to one inquiry, batch by batch."""

    def __init__(self, inquiry: Inquiry, law: Law, verdict: pa.Table) -> None:
        self._inquiry = inquiry
        self._verdict = verdict  # in the order of the people, as they are asked
        self._people = verdict["person"].to_numpy()
        # Many stand alike: each way to stand is asked of the rules once.
        self._near = cache(_Signatures(law, inquiry.judged_on).near)

    def rows(self, batch: Sequence[int]) -> list[Said]:
        """Return the rows of these people, as the rules would have them."""
        first, last = np.searchsorted(self._people, (min(batch), max(batch) + 1))
        near_by = self._verdict.slice(first, last - first)
        found = pc.is_in(near_by["person"], pa.array(batch, pa.int64()))
        return [
            said_of(person, self._near(*signature), until)
            for person, until, *signature in _tuples(near_by.filter(found))
        ]


def everyone(
    inquiry: Inquiry, law: Law, people: Collection[int], *, clock: Clock
) -> Everyone | None:
    """Judge these people for the inquiry's seat at once, as the registers stand now.

    None where there is no copy of the registers, or none as new as they are, or the law
    has more criteria than can be judged at once: then the rules judge one by one.
    """
    lake = _up_to_date(clock)
    if lake is None:
        return None
    seat = inquiry.post_id, inquiry.unit_id
    asked = Asked(inquiry.judged_on, laws=[law], people=people, seat=seat)
    try:
        verdict = stand(asked, lake=lake).verdict
    except TooManyCriteria:
        return None
    return Everyone(inquiry, law, verdict.select(_COLUMNS).sort_by("person"))


def _up_to_date(clock: Clock) -> Lake | None:
    """Return a copy of the registers as they stand; it is brought up to date first.

    That an inquiry was asked is itself recorded, and another program may be following.
    """
    for _ in range(PATIENCE):
        lake = newest()
        if lake is None or is_up_to_date(lake):
            return lake
        try:
            extract(clock=clock)
        except (AtWork, Busy):
            time.sleep(PAUSE)
    return None


_COLUMNS = ["person", "until", "verdict", "met", "unmet", "unknown", "waived"]


class _Signatures:
    """Sets of findings by a law, as bits by the place of the criterion."""

    def __init__(self, law: Law, on: date) -> None:
        self._law, self._on = law, on

    def near(
        self, verdict: str, met: int, unmet: int, unknown: int, waived: int
    ) -> Nearness:
        bits = {
            Outcome.MET: met,
            Outcome.UNMET: unmet,
            Outcome.UNKNOWN: unknown,
            Outcome.WAIVED: waived,
        }
        profile = self._law.profile
        findings = tuple(
            Finding(criterion, outcome, None, None)
            for place, criterion in enumerate(profile.criteria)
            for outcome, mask in bits.items()
            if mask >> place & 1
        )
        judgement = rules.Judgement(
            profile.code, None, self._on, Verdict(verdict), findings
        )
        return nearness_of(self._law, judgement)


def _tuples(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _barred(codes: Sequence[str]) -> str:
    return f"|{'|'.join(codes)}|" if codes else ""
