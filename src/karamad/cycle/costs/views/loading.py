"""A run or a plan within the reader's reach, or 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.costs.models import Costing
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run
from karamad.cycle.planning.letters.plans import plan_name
from karamad.cycle.planning.models import Plan
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.components import Crumb

READ = Permission.COSTS_INVOICE_VIEW
VIEW = Permission.PLANNING_PLAN_VIEW


def run_in_reach(user: User, pk: int, permission: Permission = READ) -> Run:
    """Return a run of a unit in reach, or 404."""
    runs = Run.objects.visible_to(user, on=timezone.localdate(), permission=permission)
    return get_object_or_404(runs.select_related("course", "provider", "unit"), pk=pk)


def plan_in_reach(user: User, pk: int, permission: Permission = VIEW) -> Plan:
    """Return a plan of a unit in reach, or 404."""
    seen = Plan.objects.visible_to(user, on=timezone.localdate(), permission=permission)
    return get_object_or_404(seen.select_related("unit"), pk=pk)


def costing_of(run: Run) -> Costing | None:
    """Return the run's row among the costs, if it has one."""
    related = Costing.objects.select_related("plan__unit", "run__course")
    return related.filter(run=run).first()


def reaches(request: SignedRequest, run: Run, permission: Permission) -> bool:
    """Test whether the reader may do so to a run."""
    today = timezone.localdate()
    if permission not in request.user.permissions_on(today):
        return False
    seen = Run.objects.visible_to(request.user, on=today, permission=permission)
    return seen.filter(pk=run.pk).exists()


def run_crumbs(run: Run, here: str = "") -> list[Crumb]:
    """Return the way to the page of a run's cost."""
    address = reverse("costs:run", args=[run.pk])
    way = [
        Crumb(_("اجرای دوره‌ها"), reverse("delivery:runs")),
        Crumb(title_of(run), reverse("delivery:run", args=[run.pk])),
        Crumb(_("هزینه"), address if here else ""),
    ]
    return [*way, Crumb(here)] if here else way


def plan_crumbs(plan: Plan, here: str = "") -> list[Crumb]:
    """Return the way to the page of a plan beside its actual."""
    address = reverse("costs:plan", args=[plan.pk])
    way = [
        Crumb(_("برنامه‌ها"), reverse("planning:plans")),
        Crumb(plan_name(plan), reverse("planning:plan", args=[plan.pk])),
        Crumb(_("برنامه در برابر عملکرد"), address if here else ""),
    ]
    return [*way, Crumb(here)] if here else way
