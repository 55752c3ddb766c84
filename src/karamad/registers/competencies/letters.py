"""What a criterion asks, as a sentence of the page's language.

The wording stands in `templates/competencies/criteria` and `…/windows`, one file a
kind, where translators and lawyers find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karamad.registers.competencies.models import Instrument
from karamad.registers.competencies.rules import (
    AppliesTo,
    AssessmentTerms,
    CompetencyTerms,
    CourseTerms,
    CredentialTerms,
    Criterion,
    ExamTerms,
    Fault,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Profile,
    ReachBack,
    Refusal,
    SinceEvent,
    Window,
)
from karamad.registers.courses.models import Course, CourseClass
from karamad.registers.people.models import Employment, Level, UnitKind
from karamad.web.display import is_persian, plain_digits, said

SENTENCES = 4096  # kept in the process: every criterion of a nation, in two languages


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by code, of what criteria name; a code without a title names itself."""

    courses: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)


def title_of(profile: Profile) -> str:
    """Return a profile's title as plain text, in the page's language if it has one."""
    return profile.title_fa if is_persian() else profile.title_en or profile.title_fa


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
            row.code: said(row, "title")
            for row in Course.objects.filter(code__in=courses)
        },
        instruments={
            row.code: said(row, "title")
            for row in Instrument.objects.filter(code__in=instruments)
        },
    )


def sentence(criterion: Criterion, names: Names) -> str:
    """Return what the criterion asks, with its window, escaped for HTML."""
    titles = tuple(_named(criterion, names))
    return _sentence(criterion, titles, get_language() or "")


@lru_cache(maxsize=SENTENCES)
def _sentence(criterion: Criterion, titles: tuple[str, ...], _language: str) -> str:
    """Render a sentence once for a criterion, the titles in it and a language."""
    terms = _terms(criterion, titles)
    main = _render(f"criteria/{criterion.kind}", terms)
    when = "" if criterion.window is None else window_words(criterion.window)
    caps: str = ""
    if isinstance(criterion.terms, HoursTerms):
        caps = _render("criteria/_caps", terms)
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


def applies_words(applies_to: AppliesTo, posts: Mapping[str, str]) -> list[str]:
    """Return whom a profile is asked of, a phrase each; posts: titles by code."""
    wanted = applies_to
    choices = [posts.get(code, code) for code in wanted.posts]
    if wanted.level is not None:
        level = Level(wanted.level).label
        choices.append(_("پست‌های مدیریتی سطح %(level)s") % {"level": level})
    words = ["، ".join(choices) if choices else _("همهٔ پست‌ها")]
    if wanted.managerial is not None:
        only = _("تنها پست‌های مدیریتی"), _("تنها پست‌های نامدیریتی")
        words.append(only[not wanted.managerial])
    for codes, labels in (
        (wanted.employment, Employment),
        (wanted.unit_kind, UnitKind),
    ):
        if codes:
            words.append("، ".join(str(labels(code).label) for code in codes))
    if wanted.unit_grade:
        grades = "، ".join(plain_digits(grade) for grade in wanted.unit_grade)
        words.append(_("شهرداری درجهٔ %(grades)s") % {"grades": grades})
    return words


FAULTS = {
    Fault.TOO_LARGE: gettext_lazy("متن از اندازه بزرگ‌تر است."),
    Fault.YAML_UNREADABLE: gettext_lazy("این متن را نمی‌شود خواند."),
    Fault.YAML_ALIAS: gettext_lazy("ارجاع درونی (& و *) پذیرفته نیست."),
    Fault.YAML_KEY_TWICE: gettext_lazy("این کلید دو بار آمده است."),
    Fault.NOT_A_MAPPING: gettext_lazy("این‌جا باید نام‌ها و مقدارها بیایند."),
    Fault.NOT_A_LIST: gettext_lazy("این‌جا باید فهرستی بیاید."),
    Fault.NOT_TEXT: gettext_lazy("این‌جا باید نوشته‌ای بیاید."),
    Fault.FIELD_MISSING: gettext_lazy("این بخش نوشته نشده است."),
    Fault.FIELD_UNKNOWN: gettext_lazy("چنین بخشی در کار نیست."),
    Fault.CODE_MALFORMED: gettext_lazy("این کد درست نیست."),
    Fault.VALUE_TWICE: gettext_lazy("این مقدار دو بار آمده است."),
    Fault.NOT_A_NUMBER: gettext_lazy("این‌جا باید عددی بیاید."),
    Fault.NOT_WHOLE: gettext_lazy("این عدد باید بی‌اعشار باشد."),
    Fault.TOO_PRECISE: gettext_lazy("رقم‌های اعشار زیاد است."),
    Fault.OUT_OF_RANGE: gettext_lazy("این عدد بیرون از دامنه است."),
    Fault.BOUNDS_CROSSED: gettext_lazy("کمینه از بیشینه بزرگ‌تر است."),
    Fault.WORD_UNKNOWN: gettext_lazy("این واژه از واژه‌های پذیرفته نیست."),
    Fault.BAD_DAY: gettext_lazy("این روز درست نیست؛ مانند ۱۴۰۴-۰۲-۱۱ بنویسید."),
    Fault.PERIOD_EMPTY: gettext_lazy("پایان باید پس از آغاز باشد."),
    Fault.KIND_UNKNOWN: gettext_lazy("چنین نوعی از شرط نیست."),
    Fault.WINDOW_UNKNOWN: gettext_lazy("چنین بازه‌ای نیست."),
    Fault.CLASS_UNLISTED: gettext_lazy("برای طبقه‌ای سقف آمده که در طبقه‌ها نیست."),
    Fault.TOO_MANY_CRITERIA: gettext_lazy(
        "شمار شرط‌ها از بیشینه بیشتر است؛ آن‌ها را در دو نمایه بنویسید."
    ),
    Fault.CRITERION_TWICE: gettext_lazy("این شناسه دو بار به کار رفته است."),
    Fault.TREE_MALFORMED: gettext_lazy("ترکیب شرط‌ها درست نوشته نشده است."),
    Fault.TREE_EMPTY: gettext_lazy("این شاخه از ترکیب خالی است."),
    Fault.TREE_TOO_DEEP: gettext_lazy("ترکیب شرط‌ها بیش از اندازه تودرتوست."),
    Fault.TREE_UNKNOWN_ID: gettext_lazy("شرطی با این شناسه نیست."),
}


def fault_words(refusal: Refusal) -> str:
    """Return why a text is no profile: the reason, what stood there, what could."""
    words = str(FAULTS[refusal.fault])
    if refusal.stood:
        words = f"{words} «{refusal.stood}»"
    if refusal.allowed:
        allowed = "، ".join(refusal.allowed)
        words = f"{words} ({allowed})"
    return words


def _named(criterion: Criterion, names: Names) -> list[str]:
    """Return the titles of what a criterion names."""
    match criterion.terms:
        case CourseTerms(codes):
            return [names.courses.get(code, code) for code in codes]
        case (
            AssessmentTerms(assessment=code)
            | ExamTerms(exam=code)
            | CompetencyTerms(competency=code)
            | CredentialTerms(credential=code)
        ):
            return [names.instruments.get(code, code)]
    return []


def _terms(criterion: Criterion, titles: tuple[str, ...]) -> dict[str, Any]:
    terms = criterion.terms
    match terms:
        case CourseTerms():
            return {"names": titles, "one": len(titles) == 1}
        case HoursTerms():
            return {
                "terms": terms,
                "classes": [CourseClass(each).label for each in terms.classes],
                "caps": [(CourseClass(c).label, cap) for c, cap in terms.class_caps],
            }
    return {"terms": terms, "names": titles}


def _render(template: str, context: dict[str, Any]) -> str:
    # Escaped by the template; stripping must not make it plain text again.
    return SafeString(
        render_to_string(f"competencies/{template}.html", context).strip()
    )
