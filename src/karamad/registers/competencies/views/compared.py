"""Two editions of a profile, sentence beside sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from karamad.kernel.jalali import parse_day
from karamad.registers.competencies import rules
from karamad.registers.competencies.letters import Names, names_for, sentence
from karamad.registers.competencies.views.shown import asked_of
from karamad.registers.regulations.models import Status
from karamad.web.components import DiffRow
from karamad.web.display import jalali_long, number, plain_digits

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNSAID = ("source.", "in_force.")  # fields of which the sentence says nothing


def changes(old: rules.Profile, new: rules.Profile) -> list[DiffRow]:
    """Return what differs between two editions, each in the words of the page."""
    found = rules.differences(old, new)
    rows = list(_of_head(old, new, found.profile))
    names = names_for(old, new)
    for change in found.criteria:
        rows += _of_criterion(old, new, change, names)
    if found.tree is not None:
        folds = _tree(found.tree.old), _tree(found.tree.new)
        rows.append(DiffRow(_("ترکیب شرط‌ها"), *folds, "changed"))
    return rows


def _of_head(
    old: rules.Profile, new: rules.Profile, fields: Iterable[rules.FieldChange]
) -> Iterator[DiffRow]:
    said = [each for each in fields if not each.field.startswith("applies_to")]
    yield from (_row(each) for each in said)
    if old.applies_to != new.applies_to:
        was, now = ("؛ ".join(asked_of(each)) for each in (old, new))
        yield DiffRow(_("از چه کسی پرسیده می‌شود"), was, now, "changed")


def _of_criterion(
    old: rules.Profile, new: rules.Profile, change: rules.CriterionChange, names: Names
) -> Iterator[DiffRow]:
    was, now = (_said(each, change.criterion, names) for each in (old, new))
    yield DiffRow(change.criterion, was, now, str(change.change))
    if change.change is not rules.Change.CHANGED:
        return
    for each in change.fields:
        if was == now or each.field.startswith(_UNSAID):
            yield _row(each)


def _said(profile: rules.Profile, criterion_id: str, names: Names) -> str:
    try:
        return sentence(profile.criterion(criterion_id), names)
    except KeyError:
        return "—"


def _row(change: rules.FieldChange) -> DiffRow:
    words = {
        "title.fa": _("عنوان"),
        "title.en": _("عنوان به انگلیسی"),
        "source.document": _("شمارهٔ سند"),
        "source.article": _("ماده یا بند"),
        "source.status": _("وضع تأیید"),
        "in_force.from": _("برقرار از"),
        "in_force.until": _("برقرار تا پیش از"),
    }
    label = words.get(change.field, change.field)
    return DiffRow(label, _plain(change.old), _plain(change.new), "changed")


def _plain(value: rules.Plain) -> str:
    match value:
        case None:
            return "—"
        case list():
            return "، ".join(_plain(each) for each in value)
        case str() if value in Status.values:
            return str(Status(value).label)
        case str() if _DAY.fullmatch(value):
            return jalali_long(parse_day(value))
        case int() | float():
            return plain_digits(value)
    return str(value)


def _tree(value: rules.Plain) -> str:
    """Return how criteria fold, by their names: «همهٔ (a، یکی از (b، c))»."""
    match value:
        case {"all": list(branches)}:
            words = _("همهٔ")
        case {"any": list(branches)}:
            words = _("یکی از")
        case {"at_least": int(count), "of": list(branches)}:
            words = _("دست‌کم %(count)s از") % {"count": number(count)}
        case _:
            return str(value)
    return f"{words} ({'، '.join(_tree(each) for each in branches)})"
