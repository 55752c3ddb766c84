"""What must hold of every judgement, whoever is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.eligibility.rules import (
    Facts,
    Judgement,
    Outcome,
    Verdict,
    fold,
    judge,
)
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    CourseTerms,
    CredentialTerms,
    Criterion,
    ExamTerms,
    HoursTerms,
    Leaf,
    ServiceTerms,
    Tree,
)
from tests.eligibility.cases import Question, facts, question
from tests.eligibility.rules.trees import NAMES, trees, truths

ONE_DAY = timedelta(days=1)
dice = st.integers(0, 2**32).map(Random)
questions = dice.map(question)


def answer(asked: Question, on: date | None = None) -> Judgement:
    return judge(
        asked.profile,
        asked.facts,
        asked.catalogue,
        post=asked.post,
        on=asked.on if on is None else on,
    )


def outcomes(judgement: Judgement) -> dict[str, Outcome]:
    return {each.criterion.id: each.outcome for each in judgement.findings}


# ---- more evidence ---------------------------------------------------------


def gains_only(criterion: Criterion) -> bool:
    """Tell whether the judgement calls this kind one that evidence never harms."""
    match criterion.terms:
        case CourseTerms() | ExamTerms() | CredentialTerms() | ServiceTerms():
            return True
        case HoursTerms(class_caps=()):
            return True
    return False


@given(questions, dice)
def test_more_evidence_never_turns_met_into_unmet(asked: Question, more: Random):
    added = facts(more, asked.on)
    richer = replace(
        asked,
        facts=replace(
            asked.facts,
            completions=asked.facts.completions + added.completions,
            results=asked.facts.results
            + tuple(each for each in added.results if each.kind == "exam"),
            credentials=asked.facts.credentials + added.credentials,
        ),
    )

    before, after = outcomes(answer(asked)), outcomes(answer(richer))

    for criterion in asked.profile.criteria:
        if gains_only(criterion) and before.get(criterion.id) is Outcome.MET:
            assert after[criterion.id] is Outcome.MET


# ---- nothing after the day asked -------------------------------------------


def until_then(record: Facts, on: date) -> Facts:
    """Return the record without what begins or happens after `on`."""
    return replace(
        record,
        assignments=tuple(a for a in record.assignments if a.start <= on),
        completions=tuple(c for c in record.completions if c.day <= on),
        results=tuple(r for r in record.results if r.day <= on),
        credentials=tuple(c for c in record.credentials if c.issued_on <= on),
        exemptions=tuple(e for e in record.exemptions if e.start <= on),
    )


@given(questions)
def test_judging_on_a_day_never_looks_past_it(asked: Question):
    cut = replace(asked, facts=until_then(asked.facts, asked.on))

    assert answer(cut) == answer(asked)


@given(questions, dice)
def test_the_order_of_rows_changes_nothing(asked: Question, shuffle: Random):
    def turned(rows: tuple) -> tuple:
        return tuple(shuffle.sample(rows, len(rows)))

    record = asked.facts
    shuffled = replace(
        record,
        assignments=turned(record.assignments),
        completions=turned(record.completions),
        results=turned(record.results),
        credentials=turned(record.credentials),
        exemptions=turned(record.exemptions),
    )

    assert answer(replace(asked, facts=shuffled)) == answer(asked)


# ---- until -----------------------------------------------------------------


@given(questions)
def test_nothing_changes_the_day_before_until_and_something_does_on_it(asked: Question):
    known = replace(asked, facts=until_then(asked.facts, asked.on))
    judgement = answer(known)

    for finding in judgement.findings:
        if finding.until is not None:
            code = finding.criterion.id
            eve = outcomes(answer(known, finding.until - ONE_DAY))
            assert eve[code] is finding.outcome
            assert outcomes(answer(known, finding.until)).get(code) is finding.then
            assert finding.then is not finding.outcome
    if judgement.until is not None:
        assert judgement.verdict is Verdict.ELIGIBLE
        eve = answer(known, judgement.until - ONE_DAY)
        assert eve.verdict is Verdict.ELIGIBLE
        assert answer(known, judgement.until).verdict is not Verdict.ELIGIBLE


# ---- reasons ---------------------------------------------------------------


@given(questions)
def test_an_unknown_says_what_is_lacking_and_nothing_else_does(asked: Question):
    for finding in answer(asked).findings:
        assert bool(finding.lacks) is (finding.outcome is Outcome.UNKNOWN)


@given(questions)
def test_every_criterion_in_force_yields_one_finding_in_order(asked: Question):
    in_force = [each.id for each in asked.profile.criteria if asked.on in each.in_force]

    assert [each.criterion.id for each in answer(asked).findings] == in_force


# ---- the fold --------------------------------------------------------------


def turned_over(tree: Tree, left: Callable[[Tree], bool]) -> Tree:
    """Return the tree that says no where `tree` says yes, of what is left of it."""
    if isinstance(tree, Leaf):
        return tree
    kept = tuple(branch for branch in tree.branches if left(branch))
    branches = tuple(turned_over(branch, left) for branch in kept)
    if isinstance(tree, AllOf):
        return AnyOf(branches)
    if isinstance(tree, AnyOf):
        return AllOf(branches)
    count = min(tree.count, len(kept))
    return AtLeast(len(kept) - count + 1, branches)


@given(trees, truths)
def test_the_fold_obeys_de_morgan(tree: Tree, known: dict[str, Truth]):
    folded = fold(tree, known)
    opposite = {name: Truth(2 - truth) for name, truth in known.items()}

    if folded is not None:
        other = turned_over(tree, lambda branch: fold(branch, known) is not None)
        assert fold(other, opposite) is Truth(2 - folded)


@given(trees, truths)
def test_a_certain_fold_is_the_same_however_the_unknown_turn_out(
    tree: Tree, known: dict[str, Truth]
):
    folded = fold(tree, known)

    for turn in (Truth.NO, Truth.YES):
        settled = {n: turn if t is Truth.UNKNOWN else t for n, t in known.items()}
        if folded in (Truth.NO, Truth.YES):
            assert fold(tree, settled) is folded


@given(trees, truths, st.sampled_from(NAMES))
def test_a_better_finding_never_makes_a_verdict_worse(
    tree: Tree, known: dict[str, Truth], name: str
):
    folded = fold(tree, known)

    if name in known and folded is not None:
        better = fold(tree, known | {name: Truth.YES})
        assert better is not None
        assert better >= folded
