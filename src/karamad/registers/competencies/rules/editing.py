"""A profile as written, with a criterion put in or taken out, its tree kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from karamad.registers.competencies.rules.writing import Plain

Written = dict[str, Any]


def with_criterion(
    written: Mapping[str, Any], criterion: Mapping[str, Plain]
) -> Written:
    """Return the profile with a criterion put in its place, or added at the end.

    Added to a profile whose tree asks for all of a list, it joins that list.
    Source: docs/judgement.md, "Editions".
    """
    old = written["criteria"]
    ids = [each["id"] for each in old]
    if criterion["id"] in ids:
        new = [criterion if each["id"] == criterion["id"] else each for each in old]
        return {**written, "criteria": new}
    tree = written.get("verdict")
    if isinstance(tree, dict) and "all" in tree:
        tree = {"all": [*tree["all"], criterion["id"]]}
    kept = {**written, "criteria": [*old, criterion]}
    return kept if tree is None else {**kept, "verdict": tree}


def without_criterion(written: Mapping[str, Any], criterion_id: str) -> Written:
    """Return the profile without a criterion; branches left empty fall away.

    Source: docs/judgement.md, "Editions".
    """
    kept = [each for each in written["criteria"] if each["id"] != criterion_id]
    new = {**written, "criteria": kept}
    if "verdict" in written:
        tree = _pruned(written["verdict"], criterion_id)
        new.pop("verdict")
        if tree is not None:
            new["verdict"] = tree
    return new


def _pruned(tree: Any, criterion_id: str) -> Any:
    if isinstance(tree, str):
        return None if tree == criterion_id else tree
    name = next(n for n in ("all", "any", "of") if n in tree)
    under = [_pruned(branch, criterion_id) for branch in tree[name]]
    under = [branch for branch in under if branch is not None]
    if not under:
        return None
    if name == "of":
        return {"at_least": min(tree["at_least"], len(under)), "of": under}
    return {name: under}
