"""The findings of everyone with their evidence, some people after others.

A nation's evidence is more than memory should hold: it is fetched as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from karamad.cycle.eligibility.measures.texts import Texts
from karamad.lake.engines import Session

PEOPLE_AT_A_TIME: Final = 10_000


class Shown(NamedTuple):
    """Some people. verdict, finding, evidence: rows that name laws by their place.

    verdict: id, person, post, unit, law, verdict, until. finding: id, person, post,
    unit, law, place, outcome, until, amount (ten-thousandths) or word.
    evidence: id, place, register, code, day; in order.
    """

    verdict: pa.Table
    finding: pa.Table
    evidence: pa.Table


def show(
    session: Session, verdict: pa.Table, *, at_a_time: int = PEOPLE_AT_A_TIME
) -> Iterator[Shown]:
    """Yield everyone judged, so many people at a time, each whole.

    To be asked of the session in which `judge` brought the evidence and the answer of
    `findings_sql` is kept as `found`. verdict: what `judge` returned, of cases numbered
    so that those of a person follow each other.
    """
    verdict = verdict.sort_by("id")
    for offset, length in _stretches(verdict["person"].to_numpy(), at_a_time):
        some = verdict.slice(offset, length)
        texts = Texts(cases=(some["id"][0].as_py(), some["id"][-1].as_py()))
        yield Shown(
            some,
            session.run(texts.of("shown_findings")),
            session.run(texts.of("shown_evidence")),
        )


def _stretches(person: np.ndarray, at_a_time: int) -> Iterator[tuple[int, int]]:
    """Yield where the rows of so many people begin, and how many they are."""
    begins = np.flatnonzero(np.diff(person, prepend=-1))[::at_a_time].tolist()
    for begin, end in pairwise([*begins, len(person)]):
        yield begin, end - begin
