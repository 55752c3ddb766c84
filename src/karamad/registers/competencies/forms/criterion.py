"""The form of one criterion, whichever its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.kernel.jalali import jalali_iso, parse_day
from karamad.registers.competencies.rules import (
    WINDOWED,
    Kind,
    Plain,
    Rank,
    Sureness,
)
from karamad.registers.courses.models import CourseClass
from karamad.registers.people.models import Degree
from karamad.registers.regulations.models import Status
from karamad.web.fields import (
    AmountField,
    CodeField,
    JalaliDateField,
    NumberField,
    TextField,
)

UNSET = [("", _("تعیین‌نشده"))]
RANKS = [
    (Rank.BASE, _("پایه")),
    (Rank.SENIOR, _("ارشد")),
    (Rank.EXPERT, _("خبره")),
    (Rank.DISTINGUISHED, _("عالی")),
]
WINDOWS = [
    ("", _("هر روزی تا روز پرسش")),
    ("years", _("چند سال گذشته")),
    ("months", _("چند ماه گذشته")),
    ("days", _("چند روز گذشته")),
    ("current", _("سال جاری")),
    ("previous", _("سال پیش")),
    ("fixed", _("از روزی تا روزی")),
    ("appointment", _("از روز انتصاب")),
    ("rank", _("از روز اعطای رتبهٔ کنونی")),
]
REACHES = ("years", "months", "days")


def codes_in(text: str) -> list[str]:
    return [code for code in re.split(r"[|،,\s]+", text) if code]


def _number(value: Decimal | int | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _amount(label: Any, **options: Any) -> AmountField:
    return AmountField(
        label=label, required=False, min_value=0, decimal_places=2, **options
    )


class CriterionForm(forms.Form):
    """One criterion; which terms are asked hangs on its kind.

    `written` gives the mapping that `read_profile` reads. A number left empty is not
    set yet, and stands as such.
    """

    id = CodeField(label=_("شناسهٔ شرط"), max_length=60)

    def __init__(self, *args: Any, kind: Kind, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if not new:
            del self.fields["id"]
        self.fields |= _term_fields(kind)
        if kind in WINDOWED:
            self.fields |= _window_fields()
        self.fields |= _source_fields()

    def written(self, criterion_id: str) -> dict[str, Plain]:
        """Return the criterion as a profile writes it. The form is to be valid."""
        said = self.cleaned_data
        written: dict[str, Plain] = {"id": criterion_id, "kind": str(self.kind)}
        written |= _write_terms(self.kind, said)
        if window := _write_window(said):
            written["window"] = window
        source: dict[str, Plain] = {
            "document": said["document"],
            "status": said["status"],
        }
        if said["article"]:
            source["article"] = said["article"]
        written["source"] = source
        in_force = _write_days(said.get("from_day"), said.get("until_day"))
        if in_force:
            written["in_force"] = in_force
        return written

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        window = said.get("window")
        if window == "fixed" and not (
            said.get("window_from") or said.get("window_until")
        ):
            self.add_error("window_from", _("دست‌کم یک سر بازه را بنویسید."))
        for start, end in (
            ("from_day", "until_day"),
            ("window_from", "window_until"),
        ):
            if said.get(start) and said.get(end) and said[end] <= said[start]:
                self.add_error(end, _("پایان باید پس از آغاز باشد."))
        return said


def _term_fields(kind: Kind) -> dict[str, forms.Field]:
    return _TERM_FIELDS[kind]()


def _course_fields() -> dict[str, forms.Field]:
    words = _("کد هر دوره‌ای که گذراندنش بس است، با «|».")
    return {"courses": TextField(label=_("کد دوره‌ها"), help_text=words)}


def _scored_fields() -> dict[str, forms.Field]:
    return {
        "instrument": CodeField(label=_("کد ابزار سنجش")),
        "minimum": _amount(_("دست‌کم")),
    }


def _competency_fields() -> dict[str, forms.Field]:
    return {
        "instrument": CodeField(label=_("کد شایستگی")),
        "level": _amount(_("سطح، دست‌کم")),
    }


def _age_fields() -> dict[str, forms.Field]:
    return {
        "minimum": _whole(_("سن، دست‌کم")),
        "maximum": _whole(_("سن، حداکثر")),
    }


def _appraisal_fields() -> dict[str, forms.Field]:
    return {
        "years": _whole(_("میانگین چند سال کامل")),
        "minimum": _amount(_("دست‌کم")),
    }


def _hours_fields() -> dict[str, forms.Field]:
    caps = {
        f"cap_{value}": _amount(_("حداکثر ساعت %(class)s روی هم") % {"class": label})
        for value, label in CourseClass.choices
    }
    return {
        "minimum": _amount(_("ساعت، دست‌کم")),
        "classes": forms.MultipleChoiceField(
            label=_("طبقه‌ها"),
            choices=CourseClass,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("هیچ‌کدام: همهٔ طبقه‌ها."),
        ),
        "yearly_cap": _amount(_("حداکثر ساعت پذیرفته در هر سال")),
        **caps,
    }


def _window_fields() -> dict[str, forms.Field]:
    return {
        "window": forms.ChoiceField(
            label=_("روزهای پذیرفته"), choices=WINDOWS, required=False
        ),
        "window_count": _whole(_("چند سال، ماه یا روز")),
        "window_from": JalaliDateField(label=_("از روز"), required=False),
        "window_until": JalaliDateField(label=_("تا پیش از روز"), required=False),
    }


def _source_fields() -> dict[str, forms.Field]:
    return {
        "document": TextField(label=_("شمارهٔ سند"), max_length=500),
        "article": TextField(label=_("ماده یا بند"), max_length=500, required=False),
        "status": forms.ChoiceField(
            label=_("وضع تأیید"), choices=Status, initial=Sureness.UNCONFIRMED
        ),
        "from_day": JalaliDateField(label=_("برقرار از"), required=False),
        "until_day": JalaliDateField(label=_("برقرار تا پیش از"), required=False),
    }


def _whole(label: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_value=40_000)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*UNSET, *choices], required=False)


_TERM_FIELDS: dict[Kind, Callable[[], dict[str, forms.Field]]] = {
    Kind.COURSE: _course_fields,
    Kind.HOURS: _hours_fields,
    Kind.ASSESSMENT: _scored_fields,
    Kind.EXAM: _scored_fields,
    Kind.COMPETENCY: _competency_fields,
    Kind.CREDENTIAL: lambda: {"instrument": CodeField(label=_("نوع گواهینامه"))},
    Kind.SERVICE: lambda: {"years": _whole(_("سال سابقه، دست‌کم"))},
    Kind.DEGREE: lambda: {"degree": _choice(_("مدرک، دست‌کم"), Degree.choices)},
    Kind.AGE: _age_fields,
    Kind.APPRAISAL: _appraisal_fields,
    Kind.RANK: lambda: {"rank": _choice(_("رتبه، دست‌کم"), RANKS)},
}

_INSTRUMENTS = {
    Kind.ASSESSMENT: "assessment",
    Kind.EXAM: "exam",
    Kind.COMPETENCY: "competency",
    Kind.CREDENTIAL: "credential",
}


def _write_terms(kind: Kind, said: dict[str, Any]) -> dict[str, Plain]:
    if kind is Kind.COURSE:
        return {"courses": list(codes_in(said["courses"]))}
    if kind is Kind.HOURS:
        return _write_hours(said)
    written: dict[str, Plain] = {}
    if kind in _INSTRUMENTS:
        written[_INSTRUMENTS[kind]] = said["instrument"]
    for name in ("minimum", "maximum", "years", "level"):
        if name in said:
            written[name] = _number(said[name])
    for name in ("degree", "rank"):
        if name in said:
            written[name] = said[name] or None
    return written


def _write_hours(said: dict[str, Any]) -> dict[str, Plain]:
    classes = said["classes"]
    written: dict[str, Plain] = {"minimum": _number(said["minimum"])}
    if classes:
        written["classes"] = list(classes)
    if said["yearly_cap"] is not None:
        written["yearly_cap"] = _number(said["yearly_cap"])
    caps: dict[str, Plain] = {
        value: _number(said[f"cap_{value}"])
        for value in CourseClass.values
        if said[f"cap_{value}"] is not None
    }
    if caps:
        written["class_caps"] = caps
    return written


def _write_window(said: dict[str, Any]) -> dict[str, Plain]:
    window = said.get("window")
    if window in REACHES:
        return {window: said["window_count"]}
    if window in ("current", "previous"):
        return {"jalali_year": window}
    if window in ("appointment", "rank"):
        return {"since": window}
    if window == "fixed":
        return _write_days(said["window_from"], said["window_until"])
    return {}


def _write_days(start: date | None, end: date | None) -> dict[str, Plain]:
    written: dict[str, Plain] = {}
    if start:
        written["from"] = jalali_iso(start)
    if end:
        written["until"] = jalali_iso(end)
    return written


def criterion_values(written: dict[str, Any]) -> dict[str, Any]:
    """Return what `CriterionForm` shows of a criterion that `write_criterion` wrote."""
    source, days = written["source"], written.get("in_force", {})
    values = {
        **{n: written.get(n) for n in ("minimum", "maximum", "years", "level")},
        **{n: written.get(n) or "" for n in ("degree", "rank")},
        "courses": "|".join(written.get("courses", [])),
        "classes": written.get("classes", []),
        "yearly_cap": written.get("yearly_cap"),
        "document": source["document"],
        "article": source.get("article", ""),
        "status": source["status"],
        "from_day": _day(days.get("from")),
        "until_day": _day(days.get("until")),
    }
    for name in _INSTRUMENTS.values():
        if name in written:
            values["instrument"] = written[name]
    caps = written.get("class_caps", {})
    values |= {f"cap_{name}": cap for name, cap in caps.items()}
    return values | _window_values(written.get("window", {}))


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _window_values(window: dict[str, Any]) -> dict[str, Any]:
    for unit in REACHES:
        if unit in window:
            return {"window": unit, "window_count": window[unit]}
    for name in ("jalali_year", "since"):
        if name in window:
            return {"window": window[name]}
    if not window:
        return {"window": ""}
    return {
        "window": "fixed",
        "window_from": _day(window.get("from")),
        "window_until": _day(window.get("until")),
    }
