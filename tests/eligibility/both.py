"""One question put to both judges."""

from __future__ import annotations

from karamad.cycle.eligibility.rules import Judgement, judge
from tests.eligibility.cases import Question
from tests.eligibility.slow_judge import SlowCase


def ask(question: Question) -> tuple[Judgement, SlowCase]:
    judgement = judge(
        question.profile,
        question.facts,
        question.catalogue,
        post=question.post,
        on=question.on,
    )
    slow = SlowCase(
        question.profile,
        question.facts,
        question.catalogue,
        question.post,
        question.on,
    )
    return judgement, slow
