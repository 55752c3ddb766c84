"""Figures as pages show them: rows with a name, the strip, the chart of months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from karamad.cycle.costs.actions.adding import Months
from karamad.cycle.costs.rules import Figures
from karamad.cycle.planning.letters.plans import rials
from karamad.web.components import Bar, Count, Multiple
from karamad.web.display import number, plain_digits

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of plan beside actual. figures: None where they are hidden."""

    name: str
    figures: Figures | None
    url: str = ""
    code: str = ""
    note: str = ""


def counts(whole: Figures) -> list[Count]:
    """Return the strip of figures above the table."""
    held, planned = whole.held, whole.planned
    hour, effective = held.hour, held.effective_hour
    return [
        Count(
            _("نفر آموزش‌دیده"),
            held.heads,
            _("از %(n)s نفرِ برنامه") % {"n": number(planned.heads)},
        ),
        Count(
            _("نفرساعت"),
            int(held.hours),
            _("از %(n)s نفرساعتِ برنامه") % {"n": number(int(planned.hours))},
        ),
        Count(
            _("هزینه‌شده، ریال"),
            held.spent,
            _("هر نفرساعت %(amount)s") % {"amount": rials(hour)} if hour else "",
        ),
        Count(
            _("گذرانده"),
            held.passed,
            _("هر ساعت مؤثر %(amount)s") % {"amount": rials(effective)}
            if effective
            else "",
        ),
    ]


def months(found: Months) -> list[Multiple]:
    """Return the two small charts of the year: planned, and held."""
    return [
        _chart(_("نفرِ برنامه"), found.planned),
        _chart(_("نفر آموزش‌دیده"), found.held),
    ]


def _chart(title: str, heads: Mapping[int, int]) -> Multiple:
    # By number: twelve names do not stand beside each other.
    bars = [Bar(plain_digits(month), heads.get(month, 0)) for month in MONTHS]
    return Multiple(title, number(sum(heads.values())), bars)
