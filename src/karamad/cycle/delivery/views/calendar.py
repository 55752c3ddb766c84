"""The calendar of a Jalali month: sessions in reach or one's own, and holidays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Enrolment, Holiday, Room, Run, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.views import loading
from karamad.kernel.jalali import (
    FIRST_YEAR,
    LAST_YEAR,
    days_in_month,
    jalali_day,
    jalali_parts,
)
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Chip, Choice, Crumb
from karamad.web.display import month_name, number, plain_digits

VIEW = Permission.DELIVERY_RUN_VIEW
DAY = timedelta(days=1)
MONTHS = 12
MOST = 500  # sessions of one month shown


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session, and what it is called."""

    session: Session
    title: str


@dataclass(slots=True)
class Shown:
    """A day of the month: its holiday, if it is one, and its sessions."""

    day: date
    is_today: bool
    holiday: str = ""
    meetings: list[Meeting] = field(default_factory=list)


@require_GET
@never_cache
@requires(VIEW)
def calendar(request: SignedRequest) -> HttpResponse:
    """Show the sessions of a month: those in reach, of a room, or one's own."""
    today = timezone.localdate()
    year, month = _asked(request, today)
    first = jalali_day(year, month, 1)
    end = first + DAY * days_in_month(year, month)
    found = _sessions(request, today).filter(
        begins_at__gte=_midnight(first), begins_at__lt=_midnight(end)
    )
    rows = found.select_related("run__course", "room", "instructor").in_order()[:MOST]
    days = _days(list(rows), first, end, today)
    count = sum(len(each.meetings) for each in days)
    context = {
        "title": _title(count, year, month),
        "crumbs": [*loading.crumbs(), Crumb(_("تقویم"))],
        "days": days,
        "months": _around(request, year, month),
        "chips": _chips(request, today),
        "own": request.GET.get("of") == "me",
    }
    return render(request, "delivery/calendar.html", context)


def _title(count: int, year: int, month: int) -> str:
    shown = {"month": month_name(month), "year": plain_digits(year)}
    if not count:
        return _("%(month)s %(year)s: جلسه‌ای نیست") % shown
    words = ngettext(
        "%(month)s %(year)s: %(n)s جلسه", "%(month)s %(year)s: %(n)s جلسه", count
    )
    return words % {**shown, "n": number(count)}


def _asked(request: SignedRequest, today: date) -> tuple[int, int]:
    """Return the year and month asked for as «1405-03»; this month for nonsense."""
    year, _dash, month = request.GET.get("month", "").partition("-")
    if year.isdecimal() and month.isdecimal():
        asked = int(year[:4]), int(month[:2])
        if FIRST_YEAR <= asked[0] < LAST_YEAR and 1 <= asked[1] <= MONTHS:
            return asked
    now = jalali_parts(today)
    return now[0], now[1]


def _sessions(request: SignedRequest, today: date) -> SessionQuerySet:
    runs = Run.objects.visible_to(request.user, on=today)
    found = Session.objects.standing().filter(run__in=runs.values("pk"))
    if request.GET.get("of") == "me":
        himself = Person.objects.filter(account=request.user)
        sits = Enrolment.objects.placed().filter(person__in=himself.values("pk"))
        found = found.filter(
            Q(run__in=sits.values("run"))
            | Q(instructor__person__in=himself.values("pk"))
        )
    if (room := request.GET.get("room", "")).isdecimal():
        found = found.filter(room=int(room[:12]))
    return found


def _days(sessions: list[Session], first: date, end: date, today: date) -> list[Shown]:
    """Return the days of the month on which there is something to show."""
    rest = dict(
        Holiday.objects.filter(day__gte=first, day__lt=end).values_list("day", "name")
    )
    by_day: dict[date, list[Meeting]] = defaultdict(list)
    for each in sessions:
        by_day[localdate(each.begins_at)].append(Meeting(each, title_of(each.run)))
    return [
        Shown(day, day == today, rest.get(day, ""), by_day.get(day, []))
        for day in sorted({*rest, *by_day})
    ]


def _around(request: SignedRequest, year: int, month: int) -> list[Choice]:
    """Return the month before, this one and the month after, as links."""
    choices = []
    for step in (-1, 0, 1):
        place = year * MONTHS + month - 1 + step
        that_year, that_month = place // MONTHS, place % MONTHS + 1
        query = request.GET.copy()
        query["month"] = f"{that_year}-{that_month:02}"
        label = f"{month_name(that_month)} {plain_digits(that_year)}"
        choices.append(Choice(label, f"?{query.urlencode()}", step == 0))
    return choices


def _chips(request: SignedRequest, today: date) -> list[Chip]:
    chips = []
    if request.GET.get("of") == "me":
        chips.append(Chip("of", "me", _("جلسه‌های"), _("من")))
    room = request.GET.get("room", "")
    if room.isdecimal():
        seen = Room.objects.visible_to(request.user, on=today)
        named = seen.filter(pk=int(room[:12])).first()
        if named:
            chips.append(Chip("room", room, _("کلاس"), named.name))
    return chips


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())
