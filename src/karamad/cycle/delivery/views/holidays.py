"""The official holidays of each year: shown, loaded after a dry run, taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.actions import holidays as acts
from karamad.cycle.delivery.forms.holidays import HolidaysForm, lines_of
from karamad.cycle.delivery.models import Holiday, HolidayList, Run, Session
from karamad.cycle.delivery.views import loading
from karamad.kernel.jalali import jalali_iso, jalali_year
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count, Crumb
from karamad.web.display import number, plain_digits

VIEW = Permission.DELIVERY_RUN_VIEW
SET = Permission.DELIVERY_RULE_SET
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A holiday, and how many sessions in reach fall on it."""

    holiday: Holiday
    sessions: int
    url: str


@require_GET
@requires(VIEW)
def holidays(request: SignedRequest) -> HttpResponse:
    """List the official holidays that an officer loaded, the newest year first."""
    today = timezone.localdate()
    page = Paginator(Holiday.objects.order_by("-day"), PAGE).get_page(
        request.GET.get("page")
    )
    shown = {row.day for row in page}
    years = {jalali_year(day) for day in shown}
    context = {
        "title": _("تعطیل‌های رسمی"),
        "crumbs": [
            *loading.crumbs(),
            Crumb(_("تقویم"), reverse("delivery:calendar")),
            Crumb(_("تعطیل‌های رسمی")),
        ],
        "page": page,
        "lines": _lines(request, list(page), today),
        "years": HolidayList.objects.filter(year__in=years).order_by("-year"),
        "may_set": SET in request.user.permissions_on(today),
    }
    return render(request, "delivery/holidays.html", context)


@require_http_methods(["GET", "POST"])
@requires(SET)
def load(request: SignedRequest) -> HttpResponse:
    """Show what a list would do, and load it when that was seen."""
    posted = request.method == "POST"
    form = HolidaysForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        days, document = form.cleaned_data["days"], form.cleaned_data["document"]
        if "load" not in request.POST:
            return _dry_run(request, days, document)
        change = acts.load(
            days=days, document=document, by=request.user, at=timezone.now()
        )
        undo = reverse("delivery:holidays-take-back", args=[change.year])
        notices.say(request, _said(change), undo="" if change.is_nothing else undo)
        return redirect("delivery:holidays")
    title = _("بارگذاری تعطیل‌های یک سال")
    context = {
        "title": title,
        "form": form,
        "files": True,
        "note": _("نخست نشان داده می‌شود چه می‌شود؛ هنوز چیزی نوشته نمی‌شود."),
        "crumbs": _crumbs(title),
        "button": _("بخوان و نشان بده"),
        "back": reverse("delivery:holidays"),
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/act.html", context, status=status)


@require_POST
@requires(SET)
def take_back(request: SignedRequest, year: int) -> HttpResponse:
    """Bring a year back to what it was before its last load."""
    try:
        acts.take_back(year=year, by=request.user, at=timezone.now())
    except acts.NothingToTakeBack:
        words = _("از این سال چیزی برای برگرداندن نیست.")
        notices.say(request, words, tone="warn")
    else:
        words = _("سال %(year)s به حال پیش از آخرین بارگذاری برگشت.")
        undo = reverse("delivery:holidays-take-back", args=[year])
        notices.say(request, words % {"year": plain_digits(year)}, undo=undo)
    return redirect("delivery:holidays")


def _dry_run(
    request: SignedRequest, days: dict[date, str], document: str
) -> HttpResponse:
    change = acts.compare(days)
    year = {"year": plain_digits(change.year)}
    context = {
        "title": _("با این بارگذاری، سال %(year)s چنین می‌شود") % year,
        "crumbs": _crumbs(_("پیش از بارگذاری")),
        "change": change,
        "counts": [
            Count(_("افزوده می‌شود"), len(change.added)),
            Count(_("نامش عوض می‌شود"), len(change.renamed)),
            Count(
                _("برداشته می‌شود"),
                len(change.dropped),
                tone="warn" if change.dropped else "",
            ),
            Count(_("بی‌تغییر می‌ماند"), change.same),
        ],
        "lines": lines_of(days),
        "document": document,
    }
    return render(request, "delivery/holidays_dry_run.html", context)


def _lines(request: SignedRequest, rows: list[Holiday], today: date) -> list[Line]:
    """Say of each holiday how many sessions in reach fall on it."""
    if not rows:
        return []
    first, last = rows[-1].day, rows[0].day
    runs = Run.objects.visible_to(request.user, on=today)
    within = Session.objects.standing().filter(run__in=runs.values("pk"))
    days = {row.day for row in rows}
    begun = within.between(first, date.fromordinal(last.toordinal() + 1))
    met = Counter(
        day
        for day in map(localdate, begun.values_list("begins_at", flat=True))
        if day in days
    )
    return [
        Line(row, met[row.day], reverse("delivery:calendar-day", args=[_iso(row)]))
        for row in rows
    ]


def _iso(row: Holiday) -> str:
    return jalali_iso(row.day)


def _said(change: acts.Change) -> str:
    if change.is_nothing:
        return _("این سال همین بود؛ چیزی تغییر نکرد.")
    words = _("سال %(year)s: %(added)s روز افزوده، %(dropped)s روز برداشته شد.")
    return words % {
        "year": plain_digits(change.year),
        "added": number(len(change.added)),
        "dropped": number(len(change.dropped)),
    }


def _crumbs(here: str) -> list[Crumb]:
    return [
        *loading.crumbs(),
        Crumb(_("تقویم"), reverse("delivery:calendar")),
        Crumb(_("تعطیل‌های رسمی"), reverse("delivery:holidays")),
        Crumb(here),
    ]
