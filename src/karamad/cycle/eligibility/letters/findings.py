"""A finding as the page draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.letters.amounts import (
    asked_words,
    reached_words,
    scale,
)
from karamad.cycle.eligibility.letters.remedies import gap_words
from karamad.cycle.eligibility.letters.titles import (
    Titles,
    document_url,
    document_words,
)
from karamad.cycle.eligibility.rules import (
    Evidence,
    EvidenceKind,
    Finding,
    Outcome,
    Remedy,
)
from karamad.kernel.jalali import jalali_year
from karamad.registers.competencies.letters import sentence
from karamad.registers.competencies.rules import Kind, Sureness
from karamad.registers.regulations.models import Status
from karamad.web import components
from karamad.web.display import number
from karamad.web.templatetags.words import code, year


@dataclass(frozen=True, slots=True)
class Marks:
    """What a page adds to a finding: its place, and the way to object to it."""

    anchor: str = ""
    objection_url: str = ""


def shown(
    finding: Finding, remedies: Sequence[Remedy], titles: Titles, marks: Marks
) -> components.Finding:
    """Return a finding in words."""
    criterion = finding.criterion
    place = scale(finding)
    source = criterion.source
    status = ""
    if source.status is not Sureness.CONFIRMED:
        status = str(Status(source.status).label)
    return components.Finding(
        state=finding.outcome.value,
        what=sentence(criterion, titles.names),
        document=document_words(source, titles),
        document_url=document_url(source.document, titles),
        status=status,
        gap=gap_words(finding, remedies, titles),
        reached=_reached(finding, titles),
        asked=asked_words(finding),
        share=place[0] if place else None,
        mark=place[1] if place else None,
        evidence=[proof(each, titles) for each in finding.evidence],
        until=finding.until,
        until_text=until_words(finding),
        anchor=marks.anchor,
        objection_url=marks.objection_url,
    )


def _reached(finding: Finding, titles: Titles) -> str:
    """Return what was reached; the asked follows it after a comma, as in a sentence."""
    words = reached_words(finding, titles)
    return _("%(reached)s،") % {"reached": words} if asked_words(finding) else words


def until_words(finding: Finding) -> str:
    """Return until when a finding stands that no day ends: what would end it."""
    if finding.outcome in (Outcome.MET, Outcome.WAIVED):
        return _("همیشه")
    if finding.criterion.is_unset:
        return _("تعیین عدد")
    if finding.outcome is Outcome.UNKNOWN:
        return _("ثبت داده")
    if finding.criterion.kind is Kind.HOURS and finding.asked is not None:
        return _("رسیدن به %(amount)s") % {"amount": number(finding.asked)}  # type: ignore[arg-type]
    return {
        Kind.COURSE: _("گذراندن دوره"),
        Kind.ASSESSMENT: _("نتیجهٔ تازه"),
        Kind.COMPETENCY: _("نتیجهٔ تازه"),
        Kind.EXAM: _("نتیجهٔ تازه"),
        Kind.CREDENTIAL: _("گرفتن گواهینامه"),
        Kind.DEGREE: _("مدرک تازه"),
        Kind.RANK: _("رتبهٔ تازه"),
        Kind.APPRAISAL: _("ارزشیابی تازه"),
    }.get(finding.criterion.kind, _("همیشه"))


def proof(evidence: Evidence, titles: Titles) -> components.Evidence:
    """Return a proof by its title and day; the id is behind it."""
    url = ""
    match evidence.kind:
        case EvidenceKind.COMPLETION:
            title = titles.course(evidence.code)
            key = titles.course_keys.get(evidence.code)
            url = reverse("courses:course", args=[key]) if key else ""
        case EvidenceKind.EXEMPTION:
            title = format_html("{} {}", _("معافیت به نامهٔ"), code(evidence.code))
            url = document_url(evidence.code, titles)
        case EvidenceKind.APPRAISAL:
            words = {"year": year(jalali_year(evidence.day))}
            title = _("ارزشیابی سال %(year)s") % words
        case EvidenceKind.RANK:
            title = _("حکم رتبه")
        case _:
            title = titles.instrument(evidence.code)
    return components.Evidence(title, evidence.day, evidence.id, url)
