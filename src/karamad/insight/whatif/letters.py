"""What a scenario comes to, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.insight.whatif.models import Measure, Scenario
from karamad.insight.whatif.rules import Figures, Need, Standing
from karamad.web.display import is_persian, jalali_long, number
from karamad.web.provinces import NAMES

STANDINGS: Mapping[Standing, Any] = {
    Standing.ELIGIBLE: gettext_lazy("واجد شرایط"),
    Standing.UNDETERMINED: gettext_lazy("نامشخص"),
    Standing.NOT_ELIGIBLE: gettext_lazy("فاقد شرایط"),
    Standing.NOT_ASKED: gettext_lazy("مشمول نیست"),
}
NEEDS: Mapping[Need, Any] = {
    Need.HOURS: gettext_lazy("با آموزشی که ساعتش معلوم است"),
    Need.UNKNOWN: gettext_lazy("با آموزشی که ساعتش معلوم نیست"),
    Need.BEYOND: gettext_lazy("آموزش به‌تنهایی بس نیست"),
}


def headline(figures: Figures) -> str:
    """Return the answer in one sentence."""
    lost, gained = figures.total.lost, figures.total.gained
    if not figures.total.count:
        return _("هیچ شاغلی مشمول این نمایه نیست")
    if not lost and not gained:
        return _("نتیجهٔ هیچ شاغلی میان واجد و ناواجد دگرگون نمی‌شود")
    numbers = {"lost": number(lost), "gained": number(gained)}
    if not gained:
        words = ngettext(
            "%(lost)s شاغل شرایط پست خود را از دست می‌دهد",
            "%(lost)s شاغل شرایط پست خود را از دست می‌دهند",
            lost,
        )
    elif not lost:
        words = ngettext(
            "%(gained)s شاغل دارای شرایط پست خود می‌شود",
            "%(gained)s شاغل دارای شرایط پست خود می‌شوند",
            gained,
        )
    else:
        words = _(
            "%(lost)s شاغل شرایط پست خود را از دست می‌دهند و %(gained)s شاغل آن را"
            " به دست می‌آورند"
        )
    return words % numbers


def share_words(figures: Figures) -> str:
    """Return of how many that is, and what is needed to bring everyone back."""
    words = _("از %(all)s شاغلی که این نمایه از آنان پرسیده می‌شود.") % {
        "all": number(figures.total.count)
    }
    if figures.hours:
        words += " " + _("بازگرداندنشان دست‌کم %(hours)s ساعت آموزش می‌خواهد.") % {
            "hours": hours_words(figures.hours)
        }
    return words


def hours_words(hours: Decimal) -> str:
    """Return hours with no idle decimals."""
    if hours == hours.to_integral_value():
        return number(int(hours))
    return number(hours, 2)


def ready_words(scenario: Scenario, day: date | None) -> str:
    """Return by when it can be done, at the yearly capacity."""
    named = {
        "capacity": number(scenario.capacity or 0),
        "measure": Measure(scenario.measure).label,
    }
    if day is None:
        return _("با سالی %(capacity)s %(measure)s تا صد سال دیگر هم نمی‌رسد.") % named
    named["day"] = jalali_long(day)
    return _("تا %(day)s، با سالی %(capacity)s %(measure)s") % named


def province_words(code: str) -> str:
    """Return a province's name; what lies in none is said so."""
    if code not in NAMES:
        return _("بیرون از استان‌ها")
    return NAMES[code][0 if is_persian() else 1].replace("|", " ")
