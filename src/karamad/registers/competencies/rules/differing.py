"""What changed between two editions of a profile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from karamad.registers.competencies.rules.nouns import Profile
from karamad.registers.competencies.rules.writing import (
    Plain,
    write_applies_to,
    write_criterion,
    write_tree,
)


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """field: its name as written, `source.document` inside. None: not written there."""

    field: str
    old: Plain
    new: Plain


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """fields: what changed; of a criterion added or removed, all of it."""

    criterion: str
    change: Change
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """profile: title and posts. tree: None when the verdict folds as before."""

    profile: tuple[FieldChange, ...] = ()
    criteria: tuple[CriterionChange, ...] = ()
    tree: FieldChange | None = None

    def __bool__(self) -> bool:
        return bool(self.profile or self.criteria or self.tree)


def differences(old: Profile, new: Profile) -> Differences:
    """Return what an editor changed from `old` to `new`, field by field.

    Criteria come in the order of `new`, those removed last. Their order alone is a
    change only where it is seen: in the tree.
    Source: docs/judgement.md, "Editions".
    """
    return Differences(
        profile=_fields(_head(old), _head(new)),
        criteria=_criteria(old, new),
        tree=_tree(old, new),
    )


def _head(profile: Profile) -> dict[str, Plain]:
    title: dict[str, Plain] = {"fa": profile.title_fa, "en": profile.title_en or None}
    return {
        "profile": profile.code,
        "title": title,
        "applies_to": write_applies_to(profile.applies_to),
    }


def _criteria(old: Profile, new: Profile) -> tuple[CriterionChange, ...]:
    before = {each.id: write_criterion(each) for each in old.criteria}
    after = {each.id: write_criterion(each) for each in new.criteria}
    changes = []
    for criterion, written in after.items():
        change = Change.CHANGED if criterion in before else Change.ADDED
        fields = _fields(before.get(criterion, {}), written)
        if fields:
            changes.append(CriterionChange(criterion, change, fields))
    changes.extend(
        CriterionChange(criterion, Change.REMOVED, _fields(written, {}))
        for criterion, written in before.items()
        if criterion not in after
    )
    return tuple(changes)


def _tree(old: Profile, new: Profile) -> FieldChange | None:
    if old.verdict is None and new.verdict is None:
        return None  # all before, all after: the criteria say what changed
    before, after = write_tree(old.tree), write_tree(new.tree)
    return None if before == after else FieldChange("verdict", before, after)


def _fields(old: dict[str, Plain], new: dict[str, Plain]) -> tuple[FieldChange, ...]:
    before, after = _flat(old), _flat(new)
    return tuple(
        FieldChange(field, before.get(field), after.get(field))
        for field in dict.fromkeys((*before, *after))
        if before.get(field) != after.get(field)
        or (field in before) is not (field in after)
    )


def _flat(written: dict[str, Plain], above: str = "") -> dict[str, Plain]:
    flat: dict[str, Plain] = {}
    for name, value in written.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{above}{name}.")
        else:
            flat[f"{above}{name}"] = value
    return flat
