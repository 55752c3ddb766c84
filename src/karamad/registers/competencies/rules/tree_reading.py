"""Reading the verdict: how the criteria hang together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from karamad.registers.competencies.rules.nouns import (
    AllOf,
    AnyOf,
    AtLeast,
    Leaf,
    Tree,
)
from karamad.registers.competencies.rules.refusals import Fault, Refusal
from karamad.registers.competencies.rules.taking import Sheet

_DEEPEST: Final = 12
_NOTHING: Final = AllOf(())
_SHAPES: Final = ("all", "any", "at_least, of")


def read_tree(
    written: object, ids: frozenset[str], refusals: list[Refusal]
) -> Tree | None:
    """Return the tree over criteria `ids`; what is wrong is added to `refusals`.

    An id, `{all: […]}`, `{any: […]}` or `{at_least: n, of: […]}`, nested.
    Source: docs/judgement.md, "Tree".
    """
    return _node(written, "verdict", ids, refusals)


def _node(
    written: object, where: str, ids: frozenset[str], refusals: list[Refusal]
) -> Tree:
    if isinstance(written, str | int) and not isinstance(written, bool):
        return _leaf(str(written), where, ids, refusals)
    if where.count(".") >= _DEEPEST:
        refusals.append(Refusal(Fault.TREE_TOO_DEEP, where, "", (str(_DEEPEST),)))
        return _NOTHING
    if not isinstance(written, Mapping):
        shown = str(written)[:80]
        refusals.append(Refusal(Fault.TREE_MALFORMED, where, shown, _SHAPES))
        return _NOTHING
    return _branching(Sheet(written, where, refusals), ids)


def _leaf(
    written: str, where: str, ids: frozenset[str], refusals: list[Refusal]
) -> Tree:
    if written not in ids:
        known = tuple(sorted(ids))
        refusals.append(Refusal(Fault.TREE_UNKNOWN_ID, where, written[:80], known))
    return Leaf(written)


def _branching(sheet: Sheet, ids: frozenset[str]) -> Tree:
    match sheet.names():
        case ("all",):
            return AllOf(_branches(sheet, "all", ids))
        case ("any",):
            return AnyOf(_branches(sheet, "any", ids))
        case ("at_least", "of") | ("of", "at_least"):
            return _at_least(sheet, ids)
    sheet.refuse(Fault.TREE_MALFORMED, "", ", ".join(sheet.names()), _SHAPES)
    return _NOTHING


def _branches(sheet: Sheet, name: str, ids: frozenset[str]) -> tuple[Tree, ...]:
    written = sheet.take(name)
    if not isinstance(written, list | tuple):
        sheet.refuse(Fault.NOT_A_LIST, name, written)
        return ()
    if not written:
        sheet.refuse(Fault.TREE_EMPTY, name)
    return tuple(
        _node(each, f"{sheet.path(name)}[{place}]", ids, sheet.refusals)
        for place, each in enumerate(written)
    )


def _at_least(sheet: Sheet, ids: frozenset[str]) -> Tree:
    branches = _branches(sheet, "of", ids)
    faults = len(sheet.refusals)
    count = sheet.whole("at_least", low=1, high=max(1, len(branches)))
    if count is not None:
        return AtLeast(count, branches)
    if len(sheet.refusals) == faults:
        sheet.refuse(Fault.FIELD_MISSING, "at_least")
    return _NOTHING
