"""The first page of the day: what waits for this reader, in his scope."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_tasks_db.models import DBTaskResult

from karamad.cycle.eligibility.models import Decision, Objection
from karamad.cycle.eligibility.models.objections import ObjectionQuerySet
from karamad.desk.views import figures, learner, training
from karamad.registers.exchange.models import Load, State
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import (
    Permission,
    Role,
    SignedRequest,
    requires,
)
from karamad.trust.audit.models import Entry
from karamad.web.components import Count, Tile
from karamad.web.display import clock, number

SHOWN = 6
SOON = timedelta(days=30)
LATELY = timedelta(days=7)
STEPS = (0.6, 0.8, 0.9, 0.97)  # where the map's five steps part


@require_GET
@requires(Permission.DESK_HOME_VIEW)
def home(request: SignedRequest) -> HttpResponse:
    """Show what waits: for a learner his own record, for an office its work."""
    today = localdate()
    roles = {Role(grant.role) for grant in request.user.roles_on(today)}
    if roles <= {Role.LEARNER}:
        return learner.page(request, today)
    if roles <= {Role.OBSERVER}:
        return redirect("readiness:targets")
    user = request.user
    may = user.permissions_on(today)
    asked = _asked(user, today)
    parts: dict[str, Any] = {
        "loads": _loads(user, today) if Permission.EXCHANGE_LOAD_VIEW in may else None,
        "objections": _objections(asked) if asked is not None else None,
        "decisions": _decisions(user, today)
        if Permission.ELIGIBILITY_DECISION_VIEW in may
        else None,
        "grants": _grants(today) if Permission.ACCOUNTS_USER_VIEW in may else None,
        "entries": _entries(user, today)
        if Permission.AUDIT_ENTRY_VIEW in may
        else None,
    }
    everywhere = user.reach(Permission.PEOPLE_PERSON_LIST, on=today).everywhere
    overdue = asked.overdue_on(today).count() if asked is not None else 0
    waits = training.waits(user, today)
    return render(
        request,
        "desk/home.html",
        {
            "title": _waiting(overdue, parts["loads"], waits),
            "overdue": overdue,
            "nation": everywhere,
            "counts": _counts(user, today),
            "waits": waits,
            "officers": () if user.acting_for else user.officers_on(today),
            "today": today,
            "units": _places(user, today),
            **parts,
            "tasks": _tasks() if Role.ADMINISTRATOR in roles else None,
        },
    )


def _waiting(overdue: int, loads: list[Load] | None, waits: list[Count]) -> str:
    """Say in the title what is most pressing."""
    if overdue:
        words = ngettext(
            "%(n)s اعتراض از مهلت پاسخ گذشته است",
            "%(n)s اعتراض از مهلت پاسخ گذشته است",
            overdue,
        )
        return words % {"n": number(overdue)}
    mend = sum(1 for load in loads or () if load.state in {State.FAILED, State.CHECKED})
    if mend:
        words = ngettext(
            "%(n)s بارگذاری چشم‌به‌راه شماست",
            "%(n)s بارگذاری چشم‌به‌راه شماست",
            mend,
        )
        return words % {"n": number(mend)}
    if any(each.tone for each in waits):
        return _("در آموزش کارهایی چشم‌به‌راه شماست")
    return _("کاری از مهلت نگذشته است")


# ---- the parts ---------------------------------------------------------------


def _counts(user: User, on: date) -> list[Count]:
    people = figures.people(user, on)
    as_of = _("تا ساعت %(clock)s") % {"clock": clock(people.at)}
    units = Unit.objects.visible_to(user, on=on).open_on(on).count()
    missing = _("بی این نشانی داوری نامشخص می‌ماند")
    address = reverse("people:people")
    return [
        Count(_("کارکنان در خدمت"), people.serving, as_of, url=address),
        Count(_("واحدهای باز"), units, url=reverse("people:units")),
        Count(
            _("بی تاریخ تولد"),
            people.no_birth_date,
            missing if people.no_birth_date else "",
            tone="warn" if people.no_birth_date else "",
        ),
        Count(
            _("بی شروع خدمت"),
            people.no_service_start,
            missing if people.no_service_start else "",
            tone="warn" if people.no_service_start else "",
        ),
        Count(
            _("بی مدرک"),
            people.no_degree,
            missing if people.no_degree else "",
            tone="warn" if people.no_degree else "",
        ),
    ]


def _loads(user: User, on: date) -> list[Load]:
    """Return what is under way or wants mending, then the last ones done."""
    visible = Load.objects.visible_to(user, on=on).select_related("by", "unit")
    pressing = visible.exclude(state__in=[State.DONE, State.TAKEN_BACK])
    rows = list(pressing.latest_first()[:SHOWN])
    if len(rows) < SHOWN:
        done = visible.filter(state=State.DONE).latest_first()
        rows += list(done[: SHOWN - len(rows)])
    return rows


def _asked(user: User, on: date) -> ObjectionQuerySet | None:
    """Return the open objections that reach a reader who answers some."""
    if Permission.ELIGIBILITY_OBJECTION_ANSWER not in user.permissions_on(on):
        return None
    return Objection.objects.visible_to(user, on=on).open()


def _objections(asked: ObjectionQuerySet) -> list[Objection]:
    rows = asked.select_related("person", "post", "unit", "edition")
    rows = rows.most_urgent_first()
    return list(rows[:SHOWN])


def _decisions(user: User, on: date) -> list[Decision]:
    visible = Decision.objects.visible_to(user, on=on).standing()
    rows = visible.select_related("person", "post", "unit").latest_first()
    return list(rows.defer("content")[:SHOWN])


def _grants(on: date) -> list[Grant]:
    """Return roles that end soon, so that nobody is locked out by surprise."""
    soon = Grant.objects.unrevoked().filter(until_day__gt=on, until_day__lte=on + SOON)
    rows = soon.filter(user__is_program=False).select_related("user", "substitutes")
    return list(rows.order_by("until_day", "pk")[:SHOWN])


def _entries(user: User, on: date) -> list[Entry]:
    if not user.reach(Permission.AUDIT_ENTRY_VIEW, on=on).everywhere:
        return []
    rows = Entry.objects.select_related("actor", "acting_for").latest_first()
    return list(rows[:SHOWN])


def _tasks() -> list[Any]:
    """Return background tasks that failed lately."""
    failed = DBTaskResult.objects.failed()
    recent = failed.filter(finished_at__gte=timezone.now() - LATELY)
    return list(recent.order_by("-finished_at")[:SHOWN])


def _places(user: User, on: date) -> list[Unit]:
    """Return the units of the reader's own roles: where he is."""
    codes = {grant.unit_code for grant in user.roles_on(on) if grant.unit_code}
    return list(Unit.objects.filter(code__in=codes).order_by("path", "pk"))


# ---- the nation, after the page ----------------------------------------------


@require_GET
@requires(Permission.DESK_HOME_VIEW)
def nation(request: SignedRequest) -> HttpResponse:
    """Show how complete the records are, province by province."""
    today = localdate()
    reach = request.user.reach(Permission.PEOPLE_PERSON_LIST, on=today)
    rows = figures.provinces(today) if reach.everywhere else []
    units = dict(
        Unit.objects.filter(kind="province", province__in=[row.code for row in rows])
        .order_by("pk")
        .values_list("province", "pk")
    )
    tiles = [
        Tile(
            row.code,
            round(100 * (row.share or 0)),
            1 + sum((row.share or 0) >= edge for edge in STEPS),
            _("%(complete)s از %(seats)s نفر با نشانی کامل")
            % {"complete": number(row.complete), "seats": number(row.seats)},
            reverse("people:unit", args=[units[row.code]]) if row.code in units else "",
        )
        for row in rows
    ]
    edges = [number(round(100 * edge)) for edge in STEPS]
    scale = [
        _("کمتر از %(edge)s٪") % {"edge": edges[0]},
        *(_("%(edge)s٪ و بیشتر") % {"edge": edge} for edge in edges),
    ]
    seats = sum(row.seats for row in rows)
    complete = sum(row.complete for row in rows)
    context = {
        "title": _("پروندهٔ %(share)s٪ شاغلان کامل است")
        % {"share": number(100 * complete / seats, 1) if seats else "—"},
        "tiles": tiles,
        "scale": scale,
    }
    template = "desk/nation.html"
    if request.headers.get("HX-Request"):
        template += "#map"
    return render(request, template, context)
