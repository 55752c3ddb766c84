"""The names of what findings speak of: courses, instruments, documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.rules import EvidenceKind, Judgement
from karamad.kernel.text import document_key
from karamad.registers.competencies.letters import Names, names_for
from karamad.registers.competencies.rules import Profile, Source
from karamad.registers.courses.models import Course
from karamad.registers.regulations.models import Document, DocumentKind
from karamad.web.display import said
from karamad.web.templatetags.words import code


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by code. course_keys: for links; documents: by their key."""

    names: Names
    course_keys: Mapping[str, int]
    documents: Mapping[str, Document]

    def course(self, course_code: str) -> str:
        return self.names.courses.get(course_code, course_code)

    def instrument(self, instrument_code: str) -> str:
        return self.names.instruments.get(instrument_code, instrument_code)

    def document(self, number: str) -> Document | None:
        return self.documents.get(document_key(number))


def titles_for(profiles: Iterable[Profile], judgements: Iterable[Judgement]) -> Titles:
    """Return the titles of all that these findings name, in four queries."""
    profiles = tuple(profiles)
    names = names_for(*profiles)
    proofs = [
        proof
        for judgement in judgements
        for finding in judgement.findings
        for proof in finding.evidence
    ]
    codes = {
        proof.code for proof in proofs if proof.kind is EvidenceKind.COMPLETION
    } | set(names.courses)
    courses = Course.objects.filter(code__in=codes)
    titles = dict(names.courses)
    keys: dict[str, int] = {}
    for row in courses:
        titles[row.code] = said(row, "title")
        keys[row.code] = row.pk
    numbers = {c.source.document for profile in profiles for c in profile.criteria}
    numbers |= {proof.code for proof in proofs if proof.kind is EvidenceKind.EXEMPTION}
    found = Document.objects.filter(number_key__in=map(document_key, numbers))
    documents = {row.number_key: row for row in found.order_by("issued_on", "pk")}
    return Titles(Names(titles, names.instruments), keys, documents)


def document_words(source: Source, titles: Titles) -> SafeString:
    """Return «بخشنامهٔ 226725», with the article where one is named."""
    document = titles.document(source.document)
    words = _numbered(source.document, document)
    if source.article:
        article = _("، %(article)s") % {"article": source.article}
        return format_html("{}{}", words, article)
    return words


def document_url(number: str, titles: Titles) -> str:
    """Return where the register shows a document; empty when it does not hold it."""
    document = titles.document(number)
    return reverse("regulations:document", args=[document.pk]) if document else ""


def _numbered(number: str, document: Document | None) -> SafeString:
    if not any(letter.isdigit() for letter in number):
        return format_html("{}", number)
    kinds = {
        DocumentKind.CIRCULAR: _("بخشنامهٔ"),
        DocumentKind.DECREE: _("تصویب‌نامهٔ"),
        DocumentKind.BYLAW: _("آیین‌نامهٔ"),
        DocumentKind.INSTRUCTION: _("دستورالعمل شمارهٔ"),
        DocumentKind.LAW: _("قانون"),
        DocumentKind.RULING: _("رأی"),
    }
    kind = DocumentKind(document.kind) if document else DocumentKind.OTHER
    return format_html("{} {}", kinds.get(kind, _("سند")), code(number))
