"""How long one person against one profile takes, `until` included.

A profile that asks every kind once, a record of twenty-five completions; nothing is
kept between judgements but the profile and the catalogue. Each judgement is timed alone
and the quickest tenth is looked at: that is what the rules cost, the rest is what the
neighbours on the machine do. Prints microseconds; exits 1 over the bound.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import timedelta
from decimal import Decimal

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

BOUND = 200.0  # microseconds, of the quickest tenth
JUDGEMENTS = 6000
ON = parse_day("1404-08-15")

PROFILE = profile_from_yaml(
    """
profile: benchmark
title: {fa: سنجش سرعت}
criteria:
  - {id: course, kind: course, courses: [C-03, C-07], window: {years: 5},
     source: {document: "1"}}
  - {id: hours, kind: hours, minimum: 60, classes: [job, general, managers],
     window: {years: 4}, yearly_cap: 60, source: {document: "1"}}
  - {id: assessed, kind: assessment, assessment: CENTRE, minimum: 60,
     window: {years: 3}, source: {document: "1"}, in_force: {from: 1397-01-01}}
  - {id: able, kind: competency, competency: LEADING, level: 2,
     window: {years: 5}, source: {document: "1"}}
  - {id: card, kind: credential, credential: ICDL, source: {document: "1"}}
  - {id: served, kind: service, years: 7, source: {document: "1"}}
  - {id: taught, kind: degree, degree: bachelor, source: {document: "1"}}
  - {id: aged, kind: age, minimum: 25, maximum: 50, source: {document: "1"}}
  - {id: praised, kind: appraisal, minimum: 75, years: 3, source: {document: "1"}}
  - {id: examined, kind: exam, exam: LAW, minimum: 60, window: {months: 30},
     source: {document: "1"}}
  - {id: ranked, kind: rank, rank: base, source: {document: "1"}}
verdict: {all: [course, hours, {any: [assessed, able]}, card, served, taught, aged,
  {at_least: 2, of: [praised, examined, ranked]}]}
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


def microseconds(record: Facts, courses: Catalogue) -> list[float]:
    """Return what each judgement took, the quickest first."""
    taken = []
    for _ in range(JUDGEMENTS):
        began = time.perf_counter()
        judge(PROFILE, record, courses, post="CHIEF", on=ON)
        taken.append((time.perf_counter() - began) * 1e6)
    return sorted(taken)


def main() -> int:
    record, courses = person(), catalogue()
    judgement = judge(PROFILE, record, courses, post="CHIEF", on=ON)
    assert judgement.verdict == "eligible", judgement
    assert judgement.until is not None
    taken = microseconds(record, courses)
    tenth = taken[JUDGEMENTS // 10]
    print(
        f"one person, one profile of {len(PROFILE.criteria)} criteria, "
        f"{len(record.completions)} completions, with until: quickest tenth "
        f"{tenth:.0f} µs (bound {BOUND:.0f} µs), "
        f"median {statistics.median(taken):.0f} µs"
    )
    return 0 if tenth < BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
