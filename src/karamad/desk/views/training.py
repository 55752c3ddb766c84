"""What of training waits for this reader; a learner's next sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from karamad.cycle.delivery.models import Enrolment, Outcome, Run, Session
from karamad.cycle.delivery.rules.phases import Phase
from karamad.cycle.outbox.models import STUCK, Message
from karamad.cycle.planning.models import (
    Need,
    Plan,
    PlanQuerySet,
    Version,
    VersionQuerySet,
)
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.components import Count

NEXT = 5  # sessions


def waits(user: User, on: date) -> list[Count]:
    """Count what waits for a reader, of what is his to do; each leads to its rows."""
    may = user.permissions_on(on)
    counts: list[Count] = []
    if Permission.DELIVERY_ENROLMENT_DECIDE in may:
        counts.append(awaiting(user, on))
    if Permission.PLANNING_PLAN_APPROVE in may:
        counts.append(_plans(user, on))
    if Permission.PLANNING_PLAN_EDIT in may:
        counts.extend(_given_back(user, on))
    if Permission.PLANNING_NEED_EDIT in may:
        needs = Need.objects.visible_to(user, on=on).open().count()
        counts.append(Count(_("نیاز باز"), needs, url=reverse("planning:needs")))
    if Permission.DELIVERY_RUN_EDIT in may:
        counts.extend(_runs(user, on))
    if Permission.OUTBOX_MESSAGE_SEND in may:
        counts.append(_messages(user, on))
    return counts


def awaiting(user: User, on: date) -> Count:
    """Count the requests for a place that wait for the reader's agreement."""
    asked = Enrolment.objects.awaiting(user, on=on).count()
    return _pressing(_("در انتظار موافقت شما"), asked, reverse("delivery:approvals"))


def _plans(user: User, on: date) -> Count:
    """Count the plans to review; leads to those of the year that is due first."""
    plans = Plan.objects.visible_to(
        user, on=on, permission=Permission.PLANNING_PLAN_APPROVE
    )
    years = _years(Version.objects.under_review(), plans)
    address = reverse("planning:plans")
    if years:
        address = f"{address}?show=work&year={years[0]}"
    return _pressing(_("برنامه برای بررسی"), len(years), address)


def _given_back(user: User, on: date) -> Iterator[Count]:
    """Count the plans that came back with a note, where there are any."""
    plans = Plan.objects.visible_to(
        user, on=on, permission=Permission.PLANNING_PLAN_EDIT
    )
    if years := _years(Version.objects.given_back(), plans):
        address = f"{reverse('planning:plans')}?show=work&year={years[0]}"
        yield _pressing(_("برنامهٔ بازگشته از کارگروه"), len(years), address)


def _years(versions: VersionQuerySet, plans: PlanQuerySet) -> list[int]:
    """Return the year of each of these versions of the plans, the first first."""
    found = versions.filter(plan__in=plans.values("pk"))
    return sorted(found.values_list("plan__year", flat=True))


def _runs(user: User, on: date) -> Iterator[Count]:
    """Count runs not announced yet, and those that ended and are not closed."""
    runs = Run.objects.visible_to(user, on=on, permission=Permission.DELIVERY_RUN_EDIT)
    address = reverse("delivery:runs")
    for phase, words in (
        (Phase.DRAFT, _("اجرای اعلام‌نشده")),
        (Phase.ENDED, _("برگزارشده و نبسته")),
    ):
        found = runs.in_phase(phase, on).count()
        yield _pressing(words, found, f"{address}?phase={phase}")


def _messages(user: User, on: date) -> Count:
    seen = Message.objects.visible_to(
        user, on=on, permission=Permission.OUTBOX_MESSAGE_SEND
    )
    stuck = seen.filter(state__in=STUCK).count()
    return _pressing(_("پیام نرسیده"), stuck, reverse("outbox:messages"))


def _pressing(words: str, found: int, address: str) -> Count:
    tone = "warn" if found else ""
    return Count(words, found, tone=tone, url=address if found else "")


def next_sessions(person: Person, at: datetime) -> list[Session]:
    """Return the next sessions that somebody sits in or teaches, with their runs."""
    records = person.record_ids()
    placed = Enrolment.objects.of(records).placed()
    found = Session.objects.standing().filter(
        Q(run__in=placed.values("run")) | Q(instructor__person__in=records),
        run__published_at__isnull=False,
        ends_at__gte=at,
    )
    return list(found.select_related("run__course", "room").in_order()[:NEXT])


def completed_since(person: Person, moment: datetime) -> list[Outcome]:
    """Return the runs that somebody completed since a moment, the latest first."""
    found = Outcome.objects.in_the_register().of(person.record_ids())
    lately = found.filter(recorded_at__gte=moment).select_related(
        "enrolment__run__course", "completion"
    )
    return list(lately.order_by("-recorded_at", "-pk"))
