"""Plans, prices and the reasons against them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.planning.models import (
    CustomerWord,
    Line,
    Plan,
    Tariff,
    TariffFactor,
    VenueWord,
    VersionState,
)
from karamad.cycle.planning.rules import FactorGround, Fit, Missing, PlanGround, Refusal
from karamad.registers.courses import letters as courses
from karamad.registers.courses.models import Mode
from karamad.registers.courses.rules import Ground as CourseGround
from karamad.web.display import number, plain_digits, said

GROUNDS = {
    PlanGround.THERE_ALREADY: gettext_lazy(
        "همین دوره برای همین کسان و از همین ماه در پیش‌نویس هست."
    ),
    PlanGround.NOT_A_DRAFT: gettext_lazy(
        "این نسخه دیگر پیش‌نویس نیست؛ برای دگرگونی نسخهٔ تازه بسازید."
    ),
    PlanGround.NOT_IN_REVIEW: gettext_lazy("این نسخه در بررسی نیست."),
    PlanGround.NOT_APPROVED: gettext_lazy("این نسخه مصوب نیست."),
    PlanGround.UNDER_WORK: gettext_lazy("نسخهٔ دیگری از این برنامه در دست است."),
    PlanGround.GONE: gettext_lazy(
        "در این میان کسی آن را برداشته است؛ برگه را تازه کنید."
    ),
    PlanGround.NO_LINES: gettext_lazy("برنامه هنوز ردیفی ندارد."),
    PlanGround.OWN_PLAN: gettext_lazy(
        "کسی که برنامه را به بررسی فرستاده است خود آن را تصویب نمی‌کند."
    ),
    PlanGround.UNPRICED: gettext_lazy(
        "بهای آن روشن نیست: نرخ تعرفه را بگذارید یا مبلغ توافقی بنویسید."
    ),
    PlanGround.OVER_BUDGET: gettext_lazy("هزینهٔ برنامه بیش از بودجهٔ آن است."),
    PlanGround.REASON_MISSING: gettext_lazy("دلیل را بنویسید."),
    PlanGround.NO_HEADS: gettext_lazy("دست‌کم یک نفر لازم است."),
    PlanGround.NO_HOURS: gettext_lazy("ساعت هر نفر باید بیش از صفر باشد."),
    PlanGround.NO_RUNS: gettext_lazy("دست‌کم یک بار برگزار می‌شود."),
    PlanGround.RUNS_OVER_HEADS: gettext_lazy("شمار برگزاری بیش از شمار نفرهاست."),
    PlanGround.AUDIENCE_MISSING: gettext_lazy("بنویسید برای چه کسانی است."),
    PlanGround.DEGREE_PROGRAMME: gettext_lazy(
        "دوره‌ای که به مدرک دانشگاهی می‌انجامد آموزش ضمن خدمت نیست "
        "(مادهٔ ۶۱ قانون مدیریت خدمات کشوری)."
    ),
    PlanGround.NOT_CREDITABLE: gettext_lazy("ساعت این دوره در آن ماه به شمار نمی‌آید."),
    PlanGround.PRICE_WITHOUT_DOCUMENT: gettext_lazy(
        "شمارهٔ سند مبلغ توافقی را بنویسید."
    ),
}
MISSING = {
    Missing.NO_TARIFF: gettext_lazy("تعرفه‌ای ثبت نشده است"),
    Missing.BASE_UNSET: gettext_lazy("نرخ پایهٔ تعرفه تعیین نشده است"),
    Missing.BY_DECISION: gettext_lazy(
        "تعرفه بهای این شیوه را به تصمیم واگذاشته است؛ مبلغ توافقی بنویسید"
    ),
}
TONES = {
    VersionState.APPROVED: "yes",
    VersionState.CLOSED: "yes",
    VersionState.REPLACED: "no",
}


FACTOR_GROUNDS = {
    PlanGround.THERE_ALREADY: gettext_lazy(
        "همین دوره برای همین کسان و از همین ماه در پیش‌نویس هست."
    ),
    FactorGround.NOT_POSITIVE: gettext_lazy("ضریب باید بیش از صفر باشد."),
    FactorGround.AGAIN: gettext_lazy("برای همین حال ضریبی هست؛ همان را اصلاح کنید."),
    FactorGround.GONE: gettext_lazy(
        "در این میان کسی آن را برداشته است؛ برگه را تازه کنید."
    ),
}


def factor_ground_words(ground: str) -> str:
    """Return a reason against a factor, in a sentence."""
    return str(FACTOR_GROUNDS[FactorGround(ground)])


def refusal_words(refusal: Refusal) -> str:
    """Return a reason against, in a sentence; of which line, where it is of one."""
    if refusal.ground is PlanGround.PROVIDER:
        words = courses.ground_words(CourseGround(refusal.about))
    else:
        words = str(GROUNDS[refusal.ground])
    if refusal.line is None:
        return words
    line = {"line": number(refusal.line), "words": words}
    return _("ردیف %(line)s: %(words)s") % line


def plan_name(plan: Plan) -> str:
    """Return «برنامهٔ ۱۴۰۵ خراسان جنوبی»."""
    words = {"year": plain_digits(plan.year), "unit": said(plan.unit, "name")}
    return _("برنامهٔ %(year)s %(unit)s") % words


def rials(amount: int) -> str:
    return _("%(amount)s ریال") % {"amount": number(amount)}


def money_words(money: Fit) -> str:
    """Answer whether the cost fits the budget."""
    words = {
        "cost": rials(money.cost),
        "budget": rials(money.budget),
        "left": rials(abs(money.left)),
        "n": number(money.unpriced),
    }
    if not (money.cost or money.budget or money.unpriced):
        return _("هنوز هزینه و بودجه‌ای ندارد")
    if money.fits is False:
        return _("هزینه %(left)s بیش از بودجه است") % words
    if money.unpriced:
        return _("بهای %(n)s ردیف روشن نیست؛ بقیه %(cost)s است") % words
    return _("هزینه در بودجه می‌گنجد و %(left)s می‌ماند") % words


def missing_words(line: Line) -> str:
    """Say why a line has no price."""
    missing = line.working.get("missing", [])
    return "؛ ".join(str(MISSING[Missing(each)]) for each in missing)


def working_words(line: Line) -> str:
    """Say how a cost came about, factor by factor."""
    if line.working.get("by") == "agreed":
        words = {"document": line.working["document"]}
        return _("مبلغ توافقی، سند %(document)s") % words
    if line.cost is None:
        return missing_words(line)
    return " × ".join(_factors(line.working))


def _factors(working: dict[str, Any]) -> Iterator[str]:
    words = {
        "base": rials(working["base"]),
        "year": plain_digits(working["year"]),
        "document": working["document"],
    }
    yield _("%(base)s برای هر نفرساعت (تعرفهٔ %(year)s)") % words
    for factor in working["factors"]:
        value = number(Decimal(factor["value"]))
        yield f"{value} ({condition_words(factor)})"
    heads = working["heads"]
    yield ngettext("%(n)s نفر", "%(n)s نفر", heads) % {"n": number(heads)}
    yield _("%(n)s ساعت") % {"n": number(Decimal(working["hours"]))}


def condition_words(factor: dict[str, Any]) -> str:
    """Say in which cases a factor holds."""
    kinds = ((CustomerWord, "customer"), (VenueWord, "venue"), (Mode, "mode"))
    found = [str(kind(factor[name]).label) for kind, name in kinds if factor[name]]
    if factor["at_most"]:
        found.append(_("دست بالا"))
    return "، ".join(found)


def factor_words(row: TariffFactor) -> str:
    """Say in which cases a factor of a tariff holds."""
    names = ("customer", "venue", "mode", "at_most")
    return condition_words({name: getattr(row, name) for name in names})


def tariff_title(tariff: Tariff | None) -> str:
    """Answer by which rate plans are priced."""
    if tariff is None:
        return _("هنوز تعرفه‌ای ثبت نشده است")
    words = {"year": plain_digits(tariff.year)}
    if tariff.base is None:
        return _("نرخ پایهٔ تعرفهٔ %(year)s تعیین نشده است") % words
    words["base"] = rials(tariff.base)
    return _("تعرفهٔ %(year)s: هر نفرساعت %(base)s") % words
