"""From a profile to plain mappings, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal

from karamad.kernel.jalali import jalali_iso
from karamad.kernel.period import Period
from karamad.registers.competencies.rules.nouns import (
    AgeTerms,
    AllOf,
    AnyOf,
    AppliesTo,
    AtLeast,
    Criterion,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Leaf,
    Profile,
    ReachBack,
    SinceEvent,
    Source,
    Terms,
    Tree,
    Window,
)

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def write_profile(profile: Profile) -> dict[str, Plain]:
    """Return `profile` as text, numbers, lists and mappings, ready for YAML or JSON.

    Days are Jalali text; what is not set is written as null; what asks nothing is left
    out. `read_profile` gives the same profile back.
    Source: docs/judgement.md, "A profile".
    """
    written: dict[str, Plain] = {"profile": profile.code}
    title: dict[str, Plain] = {"fa": profile.title_fa}
    if profile.title_en:
        title["en"] = profile.title_en
    written["title"] = title
    applies_to = write_applies_to(profile.applies_to)
    if applies_to:
        written["applies_to"] = applies_to
    written["criteria"] = [write_criterion(each) for each in profile.criteria]
    if profile.verdict is not None:
        written["verdict"] = write_tree(profile.verdict)
    return written


def write_applies_to(applies_to: AppliesTo) -> dict[str, Plain]:
    """Return the mapping under `applies_to`, empty when it asks nothing.

    Source: docs/judgement.md, "Applies to".
    """
    written: dict[str, Plain] = {}
    if applies_to.posts:
        written["posts"] = _words(applies_to.posts)
    if applies_to.level is not None:
        written["level"] = str(applies_to.level)
    if applies_to.managerial is not None:
        written["managerial"] = int(applies_to.managerial)
    if applies_to.employment:
        written["employment"] = _words(applies_to.employment)
    if applies_to.unit_kind:
        written["unit_kind"] = _words(applies_to.unit_kind)
    if applies_to.unit_grade:
        written["unit_grade"] = list(applies_to.unit_grade)
    return written


def write_criterion(criterion: Criterion) -> dict[str, Plain]:
    """Return one criterion as its mapping under `criteria`.

    Source: docs/judgement.md, "Kinds of criteria".
    """
    written: dict[str, Plain] = {"id": criterion.id, "kind": str(criterion.kind)}
    written |= _terms(criterion.terms)
    if criterion.window is not None:
        written["window"] = write_window(criterion.window)
    written["source"] = _source(criterion.source)
    in_force = _period(criterion.in_force)
    if in_force:
        written["in_force"] = in_force
    return written


def write_window(window: Window) -> dict[str, Plain]:
    """Return the mapping under `window`.

    Source: docs/judgement.md, "Windows".
    """
    match window:
        case ReachBack(unit, count):
            return {str(unit): count}
        case JalaliYear(turn):
            return {"jalali_year": str(turn)}
        case SinceEvent(event):
            return {"since": str(event)}
        case FixedDays(period):
            return _period(period)


def write_tree(tree: Tree) -> Plain:
    """Return the tree as ids and mappings.

    Source: docs/judgement.md, "Tree".
    """
    match tree:
        case Leaf(criterion):
            return criterion
        case AllOf(branches):
            return {"all": [write_tree(branch) for branch in branches]}
        case AnyOf(branches):
            return {"any": [write_tree(branch) for branch in branches]}
        case AtLeast(count, branches):
            of: list[Plain] = [write_tree(branch) for branch in branches]
            return {"at_least": count, "of": of}


def _terms(terms: Terms) -> dict[str, Plain]:
    match terms:
        case HoursTerms():
            return _hours(terms)
        case AgeTerms():
            return _age(terms)
    # The fields of every other kind are written under their own names, set or not.
    return {field.name: _value(getattr(terms, field.name)) for field in fields(terms)}


def _value(value: str | int | Decimal | tuple[str, ...] | None) -> Plain:
    match value:
        case tuple():
            return _words(value)
        case Decimal():
            return _number(value)
        case str():
            return str(value)
    return value


def _hours(terms: HoursTerms) -> dict[str, Plain]:
    written: dict[str, Plain] = {"minimum": _number(terms.minimum)}
    if terms.classes:
        written["classes"] = _words(terms.classes)
    if terms.yearly_cap is not None:
        written["yearly_cap"] = _number(terms.yearly_cap)
    if terms.class_caps:
        written["class_caps"] = {
            str(course_class): _number(cap) for course_class, cap in terms.class_caps
        }
    return written


def _age(terms: AgeTerms) -> dict[str, Plain]:
    written: dict[str, Plain] = {"minimum": terms.minimum, "maximum": terms.maximum}
    if terms.minimum is None and terms.maximum is None:
        return written
    return {name: bound for name, bound in written.items() if bound is not None}


def _source(source: Source) -> dict[str, Plain]:
    written: dict[str, Plain] = {"document": source.document}
    if source.article is not None:
        written["article"] = source.article
    written["status"] = str(source.status)
    return written


def _period(period: Period) -> dict[str, Plain]:
    written: dict[str, Plain] = {}
    if period.start is not None:
        written["from"] = _day(period.start)
    if period.end is not None:
        written["until"] = _day(period.end)
    return written


def _day(day: date) -> str:
    return jalali_iso(day)


def _words(words: Iterable[str]) -> list[Plain]:
    return [str(word) for word in words]


def _number(number: Decimal | None) -> int | float | None:
    # At most four decimals and seven digits before them: a float tells them all apart.
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
