"""A verdict as a sentence, its findings as the tree groups them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from karamad.cycle.eligibility.rules import (
    Judgement,
    Outcome,
    Verdict,
    fold,
)
from karamad.cycle.eligibility.rules.remaining import remaining
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import AllOf, AnyOf, Leaf, Profile, Tree
from karamad.web import components
from karamad.web.display import jalali_long, number

_WORDS: Final = (
    gettext_lazy("صفر"),
    gettext_lazy("یک"),
    gettext_lazy("دو"),
    gettext_lazy("سه"),
    gettext_lazy("چهار"),
    gettext_lazy("پنج"),
    gettext_lazy("شش"),
    gettext_lazy("هفت"),
    gettext_lazy("هشت"),
    pgettext_lazy("عدد", "نه"),
    gettext_lazy("ده"),
)


def counted(count: int) -> str:
    """Return a small number as a word, a larger one in digits."""
    return str(_WORDS[count]) if count < len(_WORDS) else number(count)


def answer_words(profile: Profile, judgement: Judgement) -> str:
    """Return the verdict as the second half of a title."""
    if judgement.is_empty:
        return _("در این روز شرطی در اجرا نیست")
    left = remaining(profile, judgement)
    match judgement.verdict:
        case Verdict.ELIGIBLE if judgement.until is not None:
            words = {"day": jalali_long(judgement.until)}
            return _("واجد شرایط است، تا %(day)s") % words
        case Verdict.ELIGIBLE:
            return _("واجد شرایط است")
        case Verdict.NOT_ELIGIBLE:
            words = {"count": counted(left)}
            sentence = ngettext(
                "واجد شرایط نیست — %(count)s شرط مانده",
                "واجد شرایط نیست — %(count)s شرط مانده",
                left,
            )
            return sentence % words
    sentence = ngettext(
        "نامشخص — %(count)s شرط نامعلوم است",
        "نامشخص — %(count)s شرط نامعلوم است",
        left,
    )
    return sentence % {"count": counted(left)}


def lede_words(profile: Profile, judgement: Judgement, deeds: int) -> str:
    """Return the sentence that leads to what would help; empty when nothing is left."""
    left = remaining(profile, judgement)
    if not left or not deeds:
        return ""
    if judgement.verdict is Verdict.UNDETERMINED:
        return _("تا این‌ها روشن نشود، نتیجه معلوم نیست:")
    if left < deeds:
        return _("از این کارها دست‌کم %(count)s تا باید انجام شود:") % {
            "count": counted(left)
        }
    sentence = ngettext(
        "اگر این کار انجام شود، واجد شرایط می‌شود:",
        "اگر این %(count)s کار انجام شود، واجد شرایط می‌شود:",
        deeds,
    )
    return sentence % {"count": counted(deeds)}


Rows = Iterator[components.Finding | components.Group]


def in_groups(
    profile: Profile, judgement: Judgement, shown: Mapping[str, components.Finding]
) -> Rows:
    """Yield findings as the tree groups them, what lacks first in each group.

    shown: by criterion id. What the tree leaves out comes last under its own heading.
    """
    truths = {each.criterion.id: each.outcome.truth for each in judgement.findings}
    tree = profile.tree
    branches = tree.branches if isinstance(tree, AllOf) else (tree,)
    yield from _rows(branches, truths, shown)
    outside = [
        shown[each.criterion.id]
        for each in judgement.findings
        if each.criterion.id not in profile.in_tree
    ]
    if outside:
        yield components.Group(_("بیرون از نتیجه، برای آگاهی:"))
        yield from sorted(outside, key=_lacking_first)


def _rows(
    branches: tuple[Tree, ...],
    truths: Mapping[str, Truth],
    shown: Mapping[str, components.Finding],
) -> Rows:
    single = {b.criterion: None for b in branches if isinstance(b, Leaf)}
    own = [shown[name] for name in single if name in shown]
    yield from sorted(own, key=_lacking_first)
    for branch in branches:
        truth = fold(branch, truths)
        if isinstance(branch, Leaf) or truth is None:
            continue
        yield components.Group(_group_words(branch), _ANSWERS[truth])
        yield from _rows(branch.branches, truths, shown)


def _group_words(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return ""
    words = {"all": counted(len(tree.branches))}
    if isinstance(tree, AllOf):
        return _("هر %(all)s شرط زیر:") % words
    if isinstance(tree, AnyOf):
        return _("یکی از %(all)s شرط زیر:") % words
    words["count"] = counted(tree.count)
    return _("دست‌کم %(count)s شرط از %(all)s شرط زیر:") % words


_ANSWERS: Final = {
    Truth.YES: gettext_lazy("برآورده است"),
    Truth.UNKNOWN: gettext_lazy("نامعلوم است"),
    Truth.NO: gettext_lazy("برآورده نیست"),
}
_ORDER: Final = {
    Outcome.UNMET.value: 0,
    Outcome.UNKNOWN.value: 1,
    Outcome.MET.value: 2,
    Outcome.WAIVED.value: 3,
}


def _lacking_first(finding: components.Finding) -> int:
    return _ORDER[finding.state]


def left_words(before: int, now: int) -> str:
    """Return how many criteria were to be met, and how many still are."""
    if before == now:
        return ""
    if not now:
        return _("شرطی نمانده است")
    words = {"before": counted(before), "now": counted(now)}
    return _("%(before)s شرط مانده بود و %(now)s شرط مانده است") % words
