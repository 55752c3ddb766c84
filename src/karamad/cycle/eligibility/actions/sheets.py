"""Answers as the rows of the files that go out.

Source: docs/formats.md, "Out".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from django.db import connections

from karamad.cycle.eligibility.actions.judging import (
    Answer,
    Question,
    batched,
    judge_batch,
)
from karamad.cycle.eligibility.actions.standing import Standing
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, Value
from karamad.registers.people.models import Person, Post, Unit

_AHEAD = 3  # batches in hand for each worker

VERDICTS: Columns = {
    "national_id": str,
    "post": str,
    "unit": str,
    "profile": str,
    "edition": int,
    "as_of": str,
    "verdict": str,
    "until": str,
}
FINDINGS: Columns = {
    "national_id": str,
    "post": str,
    "unit": str,
    "profile": str,
    "edition": int,
    "as_of": str,
    "criterion": str,
    "finding": str,
    "reached": str,
    "asked": str,
    "until": str,
    "evidence": str,
    "document": str,
}
Row = tuple[Value, ...]
Spelling = Callable[[date], str]


def spelling(*, gregorian: bool) -> Spelling:
    """Return how days are written: Jalali unless Gregorian is asked."""
    return date.isoformat if gregorian else jalali_iso


def verdict_row(answer: Answer, national_id: str, spell: Spelling) -> Row:
    """Return one row of the verdicts."""
    judgement = answer.judgement
    until = judgement.until
    return (
        *_head(answer, national_id, spell),
        judgement.verdict.value,
        "" if until is None else spell(until),
    )


def finding_rows(answer: Answer, national_id: str, spell: Spelling) -> list[Row]:
    """Return a row for each criterion in force."""
    head = _head(answer, national_id, spell)
    jalali = spell is jalali_iso
    return [
        (
            *head,
            finding.criterion.id,
            finding.outcome.value,
            finding.reached_text,
            finding.asked_text,
            "" if finding.until is None else spell(finding.until),
            "|".join(e.id if jalali else e.gregorian_id for e in finding.evidence),
            finding.source.document,
        )
        for finding in answer.judgement.findings
    ]


def _head(answer: Answer, national_id: str, spell: Spelling) -> Row:
    return (
        national_id,
        answer.seat.post,
        answer.seat.unit,
        answer.law.code,
        answer.law.number,
        spell(answer.judgement.on),
    )


def standing_rows(standing: Standing, *, gregorian: bool) -> Iterator[Rows]:
    """Yield the rows of a standing, a batch of people at a time, by person and seat."""
    spell = spelling(gregorian=gregorian)
    on = spell(standing.on)
    posts: dict[int | None, str] = dict(Post.objects.values_list("pk", "code"))
    units: dict[int | None, str] = dict(Unit.objects.values_list("pk", "code"))
    columns = ("person", "post", "unit", "profile", "edition", "verdict", "until")
    rows = zip(*(standing.verdict[name].to_pylist() for name in columns), strict=True)
    named = sorted(
        (person, posts.get(post, ""), units.get(unit, ""), profile, *rest)
        for person, post, unit, profile, *rest in rows
    )
    for batch in batched(named):
        ids = _national_ids({row[0] for row in batch})
        verdicts = [
            (ids[person], *seat, on, verdict, "" if until is None else spell(until))
            for person, *seat, verdict, until in batch
        ]
        yield Rows(len(ids), verdicts, [])


def _national_ids(people: set[int]) -> dict[int, str]:
    found = Person.objects.filter(pk__in=people)
    return dict(found.values_list("pk", "national_id"))


# ---- batch by batch, side by side -------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker needs to know. units: as from `units_asked`."""

    question: Question
    units: frozenset[int] | None
    gregorian: bool
    findings: bool


class Rows(NamedTuple):
    """people: how many were looked at. findings: empty where not asked for."""

    people: int
    verdicts: list[Row]
    findings: list[Row]


def rows_of(job: Job, people: Sequence[int], *, workers: int = 1) -> Iterator[Rows]:
    """Judge people batch by batch, in their order, and yield the rows of each batch.

    workers: processes at work side by side; one judges in this process.
    """
    batches = batched(people)
    if workers == 1:
        yield from (_rows(job, batch) for batch in batches)
        return
    # A database connection is not to be shared with a child.
    connections.close_all()
    pool = ProcessPoolExecutor(workers, get_context("fork"))
    with pool:
        waiting = deque(
            pool.submit(_rows, job, batch)
            for batch in islice(batches, workers * _AHEAD)
        )
        try:
            while waiting:
                yield waiting.popleft().result()
                for batch in islice(batches, 1):
                    waiting.append(pool.submit(_rows, job, batch))
        finally:
            pool.shutdown(cancel_futures=True)


def _rows(job: Job, batch: Sequence[int]) -> Rows:
    spell = spelling(gregorian=job.gregorian)
    found = judge_batch(job.question, batch, job.units)
    ids = _national_ids({answer.person_id for answer in found})
    verdicts = [verdict_row(each, ids[each.person_id], spell) for each in found]
    findings: list[Row] = []
    if job.findings:
        for each in found:
            findings += finding_rows(each, ids[each.person_id], spell)
    return Rows(len(batch), verdicts, findings)
