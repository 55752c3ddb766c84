"""`until` is the first change, by stepping day after day with the slow judge."""

from __future__ import annotations

from datetime import date

import pytest

from karamad.kernel.jalali import add_years
from tests.eligibility.both import ask
from tests.eligibility.cases import Question, questions
from tests.eligibility.slow_calendar import days_after
from tests.eligibility.slow_judge import SlowCase

SEEDS = range(40)
STEPPED_PER_SEED = 12  # 40 × 12 = 480, day by day for YEARS_STEPPED
YEARS_STEPPED = 4
WHOLE_STEPPED = 20  # day by day through all fifty years


def stepped(
    slow: SlowCase, on: date, last: date
) -> tuple[dict[str, tuple[date, str | None]], date | None]:
    """Return the first day each finding changes and to what, and the verdict's."""
    today = slow.findings(on)
    before = {code: found[0] for code, found in today.items()}
    eligible = slow.verdict(today) == "eligible"
    changes: dict[str, tuple[date, str | None]] = {}
    verdict_until = None
    for day in days_after(on, last):
        found = slow.findings(day)
        for code in before.keys() - changes.keys():
            then = found[code][0] if code in found else None
            if then != before[code]:
                changes[code] = day, then
        if eligible and verdict_until is None and slow.verdict(found) != "eligible":
            verdict_until = day
        if len(changes) == len(before) and (verdict_until or not eligible):
            break
    return changes, verdict_until


def assert_until_agrees(question: Question, years: int) -> None:
    last = add_years(question.on, years)
    judgement, slow = ask(question)

    changes, verdict_until = stepped(slow, question.on, last)

    found = {
        each.criterion.id: (each.until, each.then)
        for each in judgement.findings
        if each.until is not None and each.until <= last
    }
    assert found == changes, question
    until = judgement.until
    assert (until if until and until <= last else None) == verdict_until, question


@pytest.mark.parametrize("seed", SEEDS)
def test_until_is_the_first_change_day_by_day(seed: int) -> None:
    for question in questions(1_000 + seed, STEPPED_PER_SEED):
        assert_until_agrees(question, YEARS_STEPPED)


def test_until_is_the_first_change_within_fifty_years() -> None:
    for question in questions(2_000, WHOLE_STEPPED):
        assert_until_agrees(question, 50)
