"""What a criterion asks, as a sentence of the page's language.

The wording stands in `templates/competencies/criteria` and `…/windows`, one file a
kind, where translators and lawyers find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from karamad.registers.competencies.models import Instrument
from karamad.registers.competencies.rules import (
    AssessmentTerms,
    CompetencyTerms,
    CourseTerms,
    CredentialTerms,
    Criterion,
    ExamTerms,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Profile,
    ReachBack,
    SinceEvent,
    Window,
)
from karamad.registers.courses.models import Course, CourseClass
from karamad.web.templatetags.words import said


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by code, of what criteria name; a code without a title names itself."""

    courses: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)


def names_for(*profiles: Profile) -> Names:
    """Return the titles of everything these profiles name, in two queries."""
    courses: set[str] = set()
    instruments: set[str] = set()
    for profile in profiles:
        for criterion in profile.criteria:
            match criterion.terms:
                case CourseTerms(codes):
                    courses.update(codes)
                case (
                    AssessmentTerms(assessment=code)
                    | ExamTerms(exam=code)
                    | CompetencyTerms(competency=code)
                    | CredentialTerms(credential=code)
                ):
                    instruments.add(code)
    return Names(
        courses={
            row.code: str(said(row, "title"))
            for row in Course.objects.filter(code__in=courses)
        },
        instruments={
            row.code: str(said(row, "title"))
            for row in Instrument.objects.filter(code__in=instruments)
        },
    )


def sentence(criterion: Criterion, names: Names) -> str:
    """Return what the criterion asks, with its window, escaped for HTML."""
    main = _render(f"criteria/{criterion.kind}", _terms(criterion, names))
    when = "" if criterion.window is None else window_words(criterion.window)
    caps: str = ""
    if isinstance(criterion.terms, HoursTerms):
        caps = _render("criteria/_caps", _terms(criterion, names))
    return _render("criteria/_sentence", {"main": main, "when": when, "caps": caps})


def window_words(window: Window) -> str:
    """Return which days a window counts, in words."""
    match window:
        case ReachBack(unit, count):
            return _render(f"windows/{unit}", {"count": count})
        case JalaliYear(turn):
            return _render(f"windows/{turn}", {})
        case SinceEvent(event):
            return _render(f"windows/{event}", {})
        case FixedDays(period):
            days = {"start": period.start, "end": period.end}
            return _render("windows/fixed", days)


def _terms(criterion: Criterion, names: Names) -> dict[str, Any]:
    terms = criterion.terms
    match terms:
        case CourseTerms(codes):
            titles = [names.courses.get(code, code) for code in codes]
            return {"names": titles, "one": len(titles) == 1}
        case HoursTerms():
            return {
                "terms": terms,
                "classes": [CourseClass(each).label for each in terms.classes],
                "caps": [(CourseClass(c).label, cap) for c, cap in terms.class_caps],
            }
        case (
            AssessmentTerms(assessment=code)
            | ExamTerms(exam=code)
            | CompetencyTerms(competency=code)
            | CredentialTerms(credential=code)
        ):
            return {"terms": terms, "names": [names.instruments.get(code, code)]}
    return {"terms": terms}


def _render(template: str, context: dict[str, Any]) -> str:
    # Escaped by the template; stripping must not make it plain text again.
    return SafeString(
        render_to_string(f"competencies/{template}.html", context).strip()
    )
