"""The calendar: the sessions and holidays of a Jalali month, and of one day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Holiday, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.views import loading
from karamad.cycle.delivery.views.sought import (
    STATES,
    instructors_of,
    rooms_of,
    sought,
)
from karamad.kernel.jalali import (
    FIRST_YEAR,
    LAST_YEAR,
    BadDay,
    days_in_month,
    jalali_day,
    jalali_iso,
    jalali_parts,
    jalali_year,
    parse_day,
)
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import (
    clock,
    jalali_long,
    month_name,
    number,
    plain_digits,
    weekday_name,
)
from karamad.web.keys import whole_number

VIEW = Permission.DELIVERY_RUN_VIEW
DAY = timedelta(days=1)
MONTHS = 12
WEEK = 7
FRIDAY = 6  # counted from Saturday
SHOWN = 3  # sessions of a day on the page of its month
PAGE = 100  # sessions on a page of one day


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session, what it is called, and its hours in words."""

    session: Session
    title: str
    begins: str
    ends: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the month: its place in the week, its rest, its first sessions."""

    day: date
    weekday: int
    number: str
    words: str
    url: str
    is_today: bool
    holiday: str
    meetings: list[Meeting]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.meetings)

    @property
    def is_rest(self) -> bool:
        return self.weekday == FRIDAY or bool(self.holiday)

    @property
    def is_bare(self) -> bool:
        """A list on a phone passes over it."""
        return not (self.count or self.holiday or self.is_today)


@dataclass(frozen=True, slots=True)
class Step:
    """A way to the page before, after, or of today."""

    words: str
    url: str


@require_GET
@never_cache
@requires(VIEW)
def calendar(request: SignedRequest) -> HttpResponse:
    """Show the sessions of a month: those in reach, or those asked for."""
    today = timezone.localdate()
    year, month = _asked(request, today)
    first = jalali_day(year, month, 1)
    end = first + DAY * days_in_month(year, month)
    found = sought(request, today)
    within = found.sessions.between(first, end)
    squares = _squares(request, within, first, end)
    count = sum(square.count for square in squares)
    context = {
        "title": _title(count, year, month),
        "crumbs": [*loading.crumbs(), Crumb(_("تقویم"))],
        "squares": squares,
        "weekdays": [weekday_name(day) for day in range(WEEK)],
        "count": count,
        "on_rest": sum(square.count for square in squares if square.holiday),
        "before": _month_step(request, year, month, -1),
        "after": _month_step(request, year, month, +1),
        "this_month": _with(request, month=""),
        "is_now": first <= today < end,
        "own": request.GET.get("of") == "me",
        "chips": found.chips,
        **_choices(request, within),
    }
    return render(request, "delivery/calendar.html", context)


@require_GET
@never_cache
@requires(VIEW)
def day(request: SignedRequest, day: str) -> HttpResponse:
    """Show every session of a day, as the filters of its month let them through."""
    today = timezone.localdate()
    shown = _day_asked(day)
    found = sought(request, today)
    rows = found.sessions.between(shown, shown + DAY).select_related(
        "run__course", "run__unit", "room", "instructor"
    )
    page = Paginator(rows.in_order(), PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    words = ngettext("%(n)s جلسه در %(day)s", "%(n)s جلسه در %(day)s", count)
    named = {"n": number(count), "day": _day_words(shown)}
    rest = Holiday.objects.filter(day=shown).first()
    context = {
        "title": words % named if count else _("%(day)s جلسه‌ای ندارد") % named,
        "crumbs": [
            *loading.crumbs(),
            Crumb(_("تقویم"), _month_address(request, shown)),
            Crumb(jalali_long(shown)),
        ],
        "holiday": rest.name if rest else "",
        "is_friday": _weekday(shown) == FRIDAY,
        "is_today": shown == today,
        "meetings": [_meeting(session) for session in page],
        "page": page,
        "before": _day_step(request, shown - DAY),
        "after": _day_step(request, shown + DAY),
        "today": _day_address(request, today),
        "chips": found.chips,
    }
    return render(request, "delivery/calendar_day.html", context)


# ---- the month ----------------------------------------------------------------------


def _squares(
    request: SignedRequest, within: SessionQuerySet, first: date, end: date
) -> list[Square]:
    rest = Holiday.objects.filter(day__gte=first, day__lt=end)
    holidays = dict(rest.values_list("day", "name"))
    begins_on = TruncDate("begins_at", tzinfo=get_default_timezone())
    by_day = within.annotate(on=begins_on).values_list("on")
    counts = dict(by_day.annotate(sessions=Count("pk")).order_by())
    earliest = _earliest(within, begins_on)
    today = timezone.localdate()
    return [
        Square(
            day=each,
            weekday=_weekday(each),
            number=plain_digits(jalali_parts(each)[2]),
            words=_day_words(each),
            url=_day_address(request, each),
            is_today=each == today,
            holiday=holidays.get(each, ""),
            meetings=earliest[each],
            count=counts.get(each, 0),
        )
        for each in _days(first, end)
    ]


def _earliest(
    within: SessionQuerySet, begins_on: TruncDate
) -> defaultdict[date, list[Meeting]]:
    """Return the first sessions of each day: a nation's month has thousands."""
    place = Window(RowNumber(), partition_by=[begins_on], order_by=["begins_at", "pk"])
    rows = within.annotate(place=place).filter(place__lte=SHOWN)
    by_day: defaultdict[date, list[Meeting]] = defaultdict(list)
    for session in rows.select_related("run__course").in_order():
        by_day[localdate(session.begins_at)].append(_meeting(session))
    return by_day


def _meeting(session: Session) -> Meeting:
    return Meeting(
        session=session,
        title=title_of(session.run),
        begins=clock(session.begins_at),
        ends=clock(session.ends_at),
        is_off=session.cancelled_at is not None or session.run.is_cancelled,
    )


def _title(count: int, year: int, month: int) -> str:
    shown = {"month": month_name(month), "year": plain_digits(year)}
    if not count:
        return _("%(month)s %(year)s: جلسه‌ای نیست") % shown
    words = ngettext(
        "%(month)s %(year)s: %(n)s جلسه", "%(month)s %(year)s: %(n)s جلسه", count
    )
    return words % {**shown, "n": number(count)}


def _choices(request: SignedRequest, within: SessionQuerySet) -> dict[str, object]:
    return {
        "states": STATES.items(),
        "rooms": rooms_of(request, within),
        "instructors": instructors_of(request, within),
    }


def _asked(request: SignedRequest, today: date) -> tuple[int, int]:
    """Return the year and month asked for as «1405-03»; this month for nonsense."""
    year, _dash, month = request.GET.get("month", "").partition("-")
    asked = whole_number(year) or 0, whole_number(month) or 0
    if FIRST_YEAR <= asked[0] < LAST_YEAR and 1 <= asked[1] <= MONTHS:
        return asked
    now = jalali_parts(today)
    return now[0], now[1]


def _month_step(request: SignedRequest, year: int, month: int, step: int) -> Step:
    place = year * MONTHS + month - 1 + step
    that_year, that_month = place // MONTHS, place % MONTHS + 1
    words = f"{month_name(that_month)} {plain_digits(that_year)}"
    return Step(words, _with(request, month=f"{that_year}-{that_month:02}"))


# ---- days and addresses -------------------------------------------------------------


def _day_asked(text: str) -> date:
    """Return the day of an address; 404 for what is none or lies at the world's end."""
    try:
        found = parse_day(text)
    except BadDay:
        raise Http404 from None
    if not FIRST_YEAR < jalali_year(found) < LAST_YEAR:
        raise Http404
    return found


def _days(first: date, end: date) -> list[date]:
    return [first + DAY * place for place in range((end - first).days)]


def _weekday(day: date) -> int:
    """Return the place of a day in its week; 0 is Saturday."""
    return (day.weekday() + 2) % WEEK


def _day_words(day: date) -> str:
    return f"{weekday_name(_weekday(day))} {jalali_long(day)}"


def _with(request: SignedRequest, **changes: str) -> str:
    return f"?{_query(request, **changes).urlencode()}"


def _query(request: SignedRequest, **changes: str) -> QueryDict:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return query


def _day_address(request: SignedRequest, day: date) -> str:
    address = reverse("delivery:calendar-day", args=[jalali_iso(day)])
    query = _query(request, month="").urlencode()
    return f"{address}?{query}" if query else address


def _month_address(request: SignedRequest, day: date) -> str:
    query = _query(request, month=jalali_iso(day)[:7]).urlencode()
    return f"{reverse('delivery:calendar')}?{query}"


def _day_step(request: SignedRequest, day: date) -> Step:
    return Step(jalali_long(day), _day_address(request, day))
