"""Who has completed a run, and why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.completing import (
    Facts,
    Law,
    News,
    Result,
    Stage,
    Why,
    judge,
    news,
)

LAW = Law(least_share=Decimal(80), least_score=Decimal(70))
DONE = Facts(over=True, share=Decimal(90), exam=Decimal(75))


def why(facts: Facts, law: Law | None) -> list[Why]:
    return [reason.why for reason in judge(facts, law).reasons]


def facts(**changed: object) -> Facts:
    return Facts(**{"over": True, "share": Decimal(90), "exam": Decimal(75), **changed})  # type: ignore[arg-type]


def test_all_that_is_asked_is_passed() -> None:
    assert judge(DONE, LAW).result is Result.PASSED


@pytest.mark.parametrize(
    ("share", "result"),
    [("79.99", Result.FAILED), ("80", Result.PASSED), ("80.01", Result.PASSED)],
)
def test_the_least_share(share: str, result: Result) -> None:
    assert judge(facts(share=Decimal(share)), LAW).result is result


@pytest.mark.parametrize(
    ("exam", "result"),
    [("69.99", Result.FAILED), ("70", Result.PASSED), ("70.01", Result.PASSED)],
)
def test_the_least_score(exam: str, result: Result) -> None:
    assert judge(facts(exam=Decimal(exam)), LAW).result is result


def test_away_too_long_fails_whatever_the_exam_says() -> None:
    judged = judge(facts(share=Decimal(10), exam=None), LAW)
    assert judged.result is Result.FAILED
    assert [reason.why for reason in judged.reasons] == [
        Why.ABSENT_TOO_MUCH,
        Why.EXAM_MISSING,
    ]


def test_absence_is_no_reason_while_sessions_are_to_come() -> None:
    judged = judge(facts(over=False, share=Decimal(10)), LAW)
    assert judged.result is Result.OPEN
    assert [reason.why for reason in judged.reasons] == [Why.NOT_OVER]


def test_without_a_rule_nothing_follows() -> None:
    assert why(DONE, None) == [Why.NO_RULE]
    assert judge(DONE, None).result is Result.OPEN


def test_numbers_nobody_has_set_leave_it_open() -> None:
    assert why(DONE, Law(None, None)) == [Why.SHARE_NOT_SET, Why.SCORE_NOT_SET]
    assert judge(DONE, Law(None, None)).result is Result.OPEN


def test_an_exam_that_is_not_asked_is_not_missed() -> None:
    law = Law(Decimal(80), None, asks_exam=False)
    assert judge(facts(exam=None), law).result is Result.PASSED


def test_an_assignment_that_is_asked_is_missed() -> None:
    law = Law(Decimal(80), Decimal(70), asks_assignment=True)
    assert why(DONE, law) == [Why.ASSIGNMENT_MISSING]
    assert judge(facts(assignment=Decimal(1)), law).result is Result.PASSED


def test_what_was_reached_and_asked_is_told() -> None:
    (reason,) = judge(facts(exam=Decimal(60)), LAW).reasons
    assert (reason.reached, reason.asked) == ("60", "70")


HUNDRED = st.decimals(0, 100, places=2)


@given(HUNDRED, HUNDRED, HUNDRED, HUNDRED)
def test_more_is_never_worse(
    share: Decimal, exam: Decimal, more: Decimal, higher: Decimal
) -> None:
    """Who passes would pass with more attendance and a better score."""
    now = judge(facts(share=share, exam=exam), LAW).result
    better = facts(share=max(share, more), exam=max(exam, higher))
    if now is Result.PASSED:
        assert judge(better, LAW).result is Result.PASSED


@pytest.mark.parametrize(
    ("was", "now", "stage", "told"),
    [
        (None, Result.PASSED, Stage.GOING_ON, News.COMPLETED),
        (Result.OPEN, Result.PASSED, Stage.CLOSED, News.COMPLETED),
        (Result.PASSED, Result.PASSED, Stage.CLOSING, None),
        (Result.PASSED, Result.FAILED, Stage.GOING_ON, News.NOT_COMPLETED),
        (Result.PASSED, Result.OPEN, Stage.GOING_ON, News.NOT_COMPLETED),
        (None, Result.FAILED, Stage.GOING_ON, None),
        (Result.FAILED, Result.FAILED, Stage.CLOSING, News.NOT_COMPLETED),
        (Result.FAILED, Result.FAILED, Stage.CLOSED, None),
        (Result.OPEN, Result.FAILED, Stage.CLOSED, News.NOT_COMPLETED),
        (None, Result.OPEN, Stage.CLOSING, None),
    ],
)
def test_what_there_is_to_tell(
    was: Result | None, now: Result, stage: Stage, told: News | None
) -> None:
    assert news(was, now, stage) is told
