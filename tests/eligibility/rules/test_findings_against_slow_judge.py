"""The judge and a slow, obvious one agree on a hundred thousand generated cases."""

from __future__ import annotations

import pytest

from tests.eligibility.both import ask
from tests.eligibility.cases import questions

SEEDS = range(40)
CASES_PER_SEED = 2_500  # 40 × 2,500 = 100,000


@pytest.mark.parametrize("seed", SEEDS)
def test_findings_and_verdicts_agree(seed: int) -> None:
    for question in questions(seed, CASES_PER_SEED):
        judgement, slow = ask(question)

        found = {
            each.criterion.id: (
                str(each.outcome),
                each.reached,
                tuple(evidence.id for evidence in each.evidence),
            )
            for each in judgement.findings
        }
        expected = slow.findings(question.on)
        assert found == expected, question
        assert judgement.verdict == slow.verdict(expected), question
