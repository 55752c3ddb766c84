"""A frozen record in words: what a decision saw, and what differs today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.letters.amounts import stored_words
from karamad.cycle.eligibility.models.decisions import VerdictWord
from karamad.cycle.eligibility.models.objections import OutcomeWord
from karamad.cycle.eligibility.rules.deciding import Difference
from karamad.registers.competencies.rules import Kind
from karamad.registers.regulations.models import Status
from karamad.web import components
from karamad.web.display import jalali, jalali_long, plain_digits
from karamad.web.templatetags.words import code

Words = Mapping[str, str]


def frozen_findings(
    record: Mapping[str, Any], sentences: Words
) -> list[components.Finding]:
    """Return the findings as they were frozen. sentences: by criterion id."""
    return [_finding(each, sentences) for each in record["findings"]]


def _finding(each: Mapping[str, Any], sentences: Words) -> components.Finding:
    status, kind = each["status"], Kind(each["kind"])
    reached = stored_words(kind, each["reached"]) or "—"
    asked = _asked(kind, each["asked"])
    if asked:
        reached = _("%(reached)s،") % {"reached": reached}
    return components.Finding(
        state=each["finding"],
        what=sentences.get(each["criterion"], each["criterion"]),
        document=_document(each),
        status="" if status == Status.CONFIRMED else str(Status(status).label),
        reached=reached,
        asked=asked,
        evidence=[_proof(proof) for proof in each["evidence"]],
        until=_day(each["until"]),
        until_text=_("همیشه") if each["finding"] in ("met", "waived") else "",
    )


def _asked(kind: Kind, text: str) -> str:
    if not text or kind in (Kind.COURSE, Kind.CREDENTIAL):
        return ""
    return _("خواسته: %(asked)s") % {"asked": stored_words(kind, text)}


def _document(each: Mapping[str, Any]) -> SafeString:
    if not each["article"]:
        return format_html("{} {}", _("سند"), code(each["document"]))
    return format_html(
        "{} {}{}{}", _("سند"), code(each["document"]), _("، "), each["article"]
    )


def _proof(proof: str) -> components.Evidence:
    """Read `kind:code@1404-..` back into its parts; the id stands behind."""
    named, _at, day = proof.rpartition("@")
    return components.Evidence(named.partition(":")[2], _day(day), proof)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str) -> str:
    return plain_digits(text) if text.replace(".", "").isdigit() else text


# ---- what differs ------------------------------------------------------------------


def difference_rows(
    found: Iterable[Difference], sentences: Words
) -> list[components.DiffRow]:
    """Return what today's record says otherwise, line by line."""
    return [_row(each, sentences) for each in found]


def _row(each: Difference, sentences: Words) -> components.DiffRow:
    fields = {
        "verdict": _("نتیجه"),
        "until": _("پابرجا تا"),
        "finding": _("یافته"),
        "reached": _("رسیده"),
        "asked": _("خواسته"),
        "then": _("پس از آن"),
        "evidence": _("شاهد"),
        "lacks": _("ثبت‌نشده"),
        "document": _("سند"),
        "article": _("ماده"),
        "status": _("وضع سند"),
        "kind": _("گونه"),
    }
    field = fields.get(each.field, each.field)
    label = field
    if each.criterion:
        what = sentences.get(each.criterion, each.criterion)
        label = format_html("{}{} {}", what, _(":"), field)
    change = "changed"
    if each.old is None:
        change = "added"
    elif each.new is None:
        change = "removed"
    return components.DiffRow(
        label, _said(each, each.old), _said(each, each.new), change
    )


def _said(each: Difference, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if each.field == "verdict":
        return str(VerdictWord(value).label)
    if each.field in ("finding", "then"):
        return str(OutcomeWord(value).label)
    if each.field == "until":
        return jalali_long(date.fromisoformat(value))
    if isinstance(value, list):
        return _("، ").join(_item(item) for item in value)
    return _amount(str(value))


def _item(item: Any) -> str:
    if isinstance(item, Mapping):
        return str(item.get("code") or item.get("what"))
    named, _at, day = str(item).rpartition("@")
    shown = _day(day)
    return f"{named} {jalali(shown)}" if shown else str(item)
