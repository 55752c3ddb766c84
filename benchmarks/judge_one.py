"""How long one person against one profile takes, `until` included.

A profile of ten criteria, a record of twenty-five completions; nothing is kept between
rounds but the profile and the catalogue. Prints microseconds; exits 1 over the bound.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from karamad.cycle.eligibility.rules import (
    Assignment,
    Catalogue,
    Completion,
    Course,
    Credential,
    Facts,
    Result,
    ResultKind,
    judge,
    rank_value,
)
from karamad.kernel.jalali import parse_day
from karamad.registers.competencies.rules import (
    CourseClass,
    Degree,
    Rank,
    profile_from_yaml,
)

BOUND = 200.0  # microseconds, median
ROUNDS = 15
PER_ROUND = 200
ON = parse_day("1404-08-15")

PROFILE = profile_from_yaml(
    """
profile: benchmark
title: {fa: سنجش سرعت}
criteria:
  - {id: course, kind: course, courses: [C-03, C-07], window: {years: 5},
     source: {document: "1"}}
  - {id: hours-year, kind: hours, minimum: 20, classes: [managers, job],
     window: {jalali_year: previous}, source: {document: "1"}}
  - {id: hours-rank, kind: hours, minimum: 100, window: {since: rank},
     source: {document: "1"}}
  - {id: hours-reach, kind: hours, minimum: 60, classes: [job, general, managers],
     window: {years: 4}, yearly_cap: 60, source: {document: "1"}}
  - {id: assessed, kind: assessment, assessment: CENTRE, minimum: 60,
     window: {years: 3}, source: {document: "1"}, in_force: {from: 1397-01-01}}
  - {id: card, kind: credential, credential: ICDL, source: {document: "1"}}
  - {id: served, kind: service, years: 7, source: {document: "1"}}
  - {id: taught, kind: degree, degree: bachelor, source: {document: "1"}}
  - {id: aged, kind: age, minimum: 25, maximum: 50, source: {document: "1"}}
  - {id: praised, kind: appraisal, minimum: 75, years: 3, source: {document: "1"}}
verdict: {all: [course, hours-year, hours-rank, hours-reach, {any: [assessed, card]},
  served, taught, aged, {at_least: 1, of: [praised, card]}]}
"""
)


def catalogue() -> Catalogue:
    classes = (CourseClass.JOB, CourseClass.GENERAL, CourseClass.MANAGERS)
    return Catalogue.of(
        Course(
            code=f"C-{number:02}",
            course_class=classes[number % 3],
            hours=Decimal(8 + number % 5 * 4),
            equivalent_to=frozenset({"C-03"}) if number == 11 else frozenset(),
        )
        for number in range(20)
    )


def person() -> Facts:
    return Facts(
        birth_date=parse_day("1360-03-20"),
        service_start=parse_day("1388-07-01"),
        degree=Degree.MASTER,
        assignments=(
            Assignment(
                "CLERK", "U-1", parse_day("1388-07-01"), parse_day("1399-01-01")
            ),
            Assignment("CHIEF", "U-1", parse_day("1399-01-01")),
        ),
        completions=tuple(
            Completion(
                course=f"C-{number % 20:02}",
                day=ON - timedelta(days=20 + 75 * number),
                hours=None if number % 4 else Decimal(16),
            )
            for number in range(25)
        ),
        results=(
            Result(
                "CENTRE", ResultKind.ASSESSMENT, parse_day("1403-02-01"), Decimal(71)
            ),
            Result(
                "RANK", ResultKind.RANK, parse_day("1398-01-01"), rank_value(Rank.BASE)
            ),
            *(
                Result(
                    "APPRAISAL",
                    ResultKind.APPRAISAL,
                    parse_day(f"{year}-12-01"),
                    Decimal(80),
                )
                for year in range(1399, 1404)
            ),
        ),
        credentials=(
            Credential("ICDL", parse_day("1401-01-01"), parse_day("1406-01-01")),
        ),
    )


def microseconds(record: Facts, courses: Catalogue, on: date) -> float:
    """Return the mean of one round, per judgement."""
    began = time.thread_time()
    for _ in range(PER_ROUND):
        judge(PROFILE, record, courses, post="CHIEF", on=on)
    return (time.thread_time() - began) / PER_ROUND * 1e6


def main() -> int:
    record, courses = person(), catalogue()
    judgement = judge(PROFILE, record, courses, post="CHIEF", on=ON)
    assert judgement.verdict == "eligible", judgement
    assert judgement.until is not None
    rounds = [
        microseconds(record, courses, ON - timedelta(days=back))
        for back, _ in product((0,), range(ROUNDS))
    ]
    median = statistics.median(rounds)
    print(
        f"one person, one profile of {len(PROFILE.criteria)} criteria, "
        f"{len(record.completions)} completions, with until: "
        f"median {median:.0f} µs, fastest round {min(rounds):.0f} µs "
        f"(bound {BOUND:.0f} µs)"
    )
    return 0 if median < BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
