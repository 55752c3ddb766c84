"""What sets of findings come to, each asked of the rules once."""

from __future__ import annotations

from collections.abc import Sequence

from karamad.cycle.eligibility.rules import Verdict, fold, verdict_of
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Profile


class Folds:
    """The trees of laws, over findings as bits by the place of the criterion.

    Kleene's logic is asked in two halves: whether it holds with the unknown as unmet,
    and, where not, whether it could hold with the unknown as met. A half is a set of
    bits, and far fewer of those occur than findings.
    """

    def __init__(self, laws: Sequence[Profile]) -> None:
        self._laws = laws
        self._in_tree = [
            sum(
                1 << place
                for place, criterion in enumerate(law.criteria)
                if criterion.id in law.in_tree
            )
            for law in laws
        ]
        self._names = [
            [(1 << place, each.id) for place, each in enumerate(law.criteria)]
            for law in laws
        ]
        self._known: dict[tuple[int, int, int], bool] = {}

    def verdict(self, law: int, force: int, yes: int, unknown: int) -> Verdict:
        """Return the verdict; `force` are the criteria in force."""
        if self.holds(law, force, yes):
            return Verdict.ELIGIBLE
        if self.holds(law, force, yes | unknown):
            return Verdict.UNDETERMINED
        return Verdict.NOT_ELIGIBLE

    def holds(self, law: int, force: int, yes: int) -> bool:
        """Test whether one is eligible where just these criteria are met or waived."""
        force &= self._in_tree[law]
        key = law, force, yes & force
        if key not in self._known:
            truths = {
                name: Truth.YES if yes & bit else Truth.NO
                for bit, name in self._names[law]
                if force & bit
            }
            truth = fold(self._laws[law].tree, truths)
            self._known[key] = verdict_of(truth) is Verdict.ELIGIBLE
        return self._known[key]
