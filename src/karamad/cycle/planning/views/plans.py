"""The plans of a year under a place: what they come to, and the plans themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.planning.actions import drafting
from karamad.cycle.planning.actions.totals import Sums, Totals, totals
from karamad.cycle.planning.forms.plans import PlanForm
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import Line, Plan, PlanQuerySet, Version
from karamad.cycle.planning.views import acting
from karamad.kernel.jalali import jalali_year
from karamad.registers.courses.models import CourseClass
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import asked_year
from karamad.web.components import Choice, Count, Crumb
from karamad.web.display import number, plain_digits, said

VIEW = Permission.PLANNING_PLAN_VIEW
EDIT = Permission.PLANNING_PLAN_EDIT
PAGE = 30
UNITS = 100  # with most heads; those with fewer are added up in one row
SHOWN = ("approved", "work")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: a year, a place, approved plans or those under work."""

    year: int
    place: Unit | None
    show: str

    def address(self, **changes: object) -> str:
        asked = {
            "year": self.year,
            "unit": self.place.code if self.place else "",
            "show": self.show,
            **changes,
        }
        return "?" + urlencode(
            {key: str(value) for key, value in asked.items() if value}
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the roll-up: what it is, its sums, where it leads."""

    name: str
    sums: Sums
    url: str = ""


@require_GET
@never_cache
@requires(VIEW)
def plans(request: SignedRequest) -> HttpResponse:
    """Add up the plans of a year under a place, and list them."""
    today = timezone.localdate()
    asked = _asked(request, today)
    seen = Plan.objects.visible_to(request.user, on=today).of_year(asked.year)
    if asked.place is not None:
        seen = seen.at_or_below([asked.place.path])
    lines = Line.objects.of(seen)
    approved, work = lines.in_force(), lines.under_work()
    found = totals(approved if asked.show == "approved" else work, asked.place)
    page = Paginator(_listed(seen), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _title(asked, found.whole),
        "asked": asked,
        "crumbs": _crumbs(request.user, asked, today),
        "counts": _counts(found.whole),
        "units": _unit_rows(found, asked),
        "classes": _class_rows(found),
        "whole": found.whole,
        "page": page,
        "plans": [(plan, *_versions(plan)) for plan in page.object_list],
        "tabs": [
            Choice(_("مصوب"), asked.address(show="approved"), asked.show == "approved"),
            Choice(_("در دست"), asked.address(show="work"), asked.show == "work"),
        ],
        "years": [
            Choice(plain_digits(year), asked.address(year=year), year == asked.year)
            for year in range(jalali_year(today) - 1, jalali_year(today) + 2)
        ],
        "may_edit": EDIT in request.user.permissions_on(today),
    }
    return render(request, "planning/plans.html", context)


def _asked(request: SignedRequest, today: date) -> Asked:
    """Read the address; noise in it is this year, and the reader's own reach."""
    units = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    place = units.filter(code=request.GET.get("unit", "")).first()
    show = request.GET.get("show", "")
    return Asked(
        asked_year(request, today=today),
        place or _top(request.user, today),
        show if show in SHOWN else SHOWN[0],
    )


def _top(user: User, today: date) -> Unit | None:
    """Return the one unit over all the reader sees; None where there are several."""
    reach = user.reach(VIEW, on=today)
    if reach.everywhere:
        tops = list(Unit.objects.roots()[:2])
    else:
        tops = list(Unit.objects.filter(code__in=reach.unit_codes)[:2])
    return tops[0] if len(tops) == 1 else None


def _title(asked: Asked, whole: Sums) -> str:
    words = {
        "year": plain_digits(asked.year),
        "heads": number(whole.heads),
        "hours": number(whole.hours),
    }
    if not whole.lines:
        if asked.show == "work":
            return _("برای %(year)s برنامه‌ای در دست نیست") % words
        return _("برای %(year)s هنوز برنامه‌ای مصوب نشده است") % words
    if asked.show == "work":
        return _("برنامه‌های در دست %(year)s: %(heads)s نفر، %(hours)s نفرساعت") % words
    return _("برنامهٔ مصوب %(year)s: %(heads)s نفر، %(hours)s نفرساعت") % words


def _crumbs(user: User, asked: Asked, today: date) -> list[Crumb]:
    """Return the way down to the place, as far as the reader sees it."""
    if asked.place is None:
        return []
    keys = [int(key) for key in asked.place.path.split(".") if key]
    seen = Unit.objects.visible_to(user, on=today, permission=VIEW)
    units = seen.in_bulk(keys)
    way = [units[key] for key in keys if key in units]
    return [
        Crumb(
            said(unit, "name"),
            asked.address(unit=unit.code) if unit != asked.place else "",
        )
        for unit in way
    ]


def _counts(whole: Sums) -> list[Count]:
    unpriced = _("بهای %(n)s ردیف روشن نیست") % {"n": number(whole.unpriced)}
    hour = whole.cost_of_an_hour
    note = _("هر نفرساعت %(amount)s") % {"amount": letters.rials(hour)} if hour else ""
    return [
        Count(_("ردیف برنامه"), whole.lines),
        Count(_("نفر"), whole.heads, _("یک نفر شاید در چند ردیف باشد")),
        Count(_("نفرساعت"), int(whole.hours)),
        Count(
            _("هزینه، ریال"),
            whole.cost,
            unpriced if whole.unpriced else note,
            tone="warn" if whole.unpriced else "",
        ),
    ]


def _unit_rows(found: Totals, asked: Asked) -> list[Row]:
    most = sorted(found.by_unit.items(), key=lambda each: (-each[1].heads, each[0]))
    shown, others = dict(most[:UNITS]), dict(most[UNITS:])
    units = Unit.objects.in_bulk(list(shown))
    rows = []
    for key, sums in shown.items():
        unit = units[key]
        own = asked.place is not None and key == asked.place.pk
        name = said(unit, "name")
        if own:
            name = _("خود %(unit)s") % {"unit": name}
        url = "" if own else asked.address(unit=unit.code)
        rows.append(Row(name, sums, url))
    rows.sort(key=lambda row: (-row.sums.heads, row.name))
    if others:
        name = _("%(n)s واحد دیگر") % {"n": number(len(others))}
        rows.append(Row(name, sum(others.values(), Sums())))
    return rows


def _class_rows(found: Totals) -> list[Row]:
    labels = dict(CourseClass.choices)
    rows = [
        Row(str(labels.get(kind, _("بی‌طبقه"))), sums)
        for kind, sums in found.by_class.items()
    ]
    return sorted(rows, key=lambda row: (-row.sums.heads, row.name))


def _listed(seen: PlanQuerySet) -> PlanQuerySet:
    newest = Prefetch("versions", Version.objects.latest_first())
    return (
        seen.select_related("unit")
        .prefetch_related(newest)
        .order_by("unit__sort_key", "pk")
    )


def _versions(plan: Plan) -> tuple[Version | None, Version | None]:
    """Return what is in force of a plan, and what is under work."""
    rows: Iterable[Version] = plan.versions.all()
    in_force = [row for row in rows if row.state in {"approved", "closed"}]
    work = [row for row in rows if row.state in {"draft", "review"}]
    return next(iter(in_force), None), next(iter(work), None)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Begin the plan of a unit within reach, or lead to the one there is."""
    today = timezone.localdate()
    this = jalali_year(today)
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={
            "unit": Unit.objects.office_of(request.user, on=today, permission=EDIT)
        },
        units=units,
        years=[this, this + 1],
    )
    if request.method == "POST" and form.is_valid():
        version, begun = drafting.start_plan(
            unit=form.cleaned_data["unit"],
            year=int(form.cleaned_data["year"]),
            by=request.user,
            at=timezone.now(),
        )
        words = _("پیش‌نویس آغاز شد.") if begun else _("این برنامه از پیش هست.")
        notices.say(request, words, tone="good" if begun else "info")
        return redirect("planning:plan", pk=version.plan_id)
    back = reverse("planning:plans")
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(_("برنامه‌ها"), back)],
        title=_("برنامهٔ سال کدام واحد؟"),
        lede=_("هر واحد برای هر سال یک برنامه دارد؛ دگرگونی‌ها نسخه‌های آن‌اند."),
        button=_("پیش‌نویس را آغاز کن"),
    )
