"""One question put to both judges."""

from __future__ import annotations

from karamad.cycle.eligibility.rules import Judgement, judge
from karamad.cycle.eligibility.rules.asking import asked_by
from tests.eligibility.cases import Question
from tests.eligibility.slow_judge import SlowCase


def ask(question: Question) -> tuple[Judgement, SlowCase]:
    # All generated profiles have one code, and so one hash: looked up among those kept,
    # each is compared with 256 others, which takes nine tenths of the judge's time.
    asked_by.cache_clear()
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
