"""A plan and its version within the reader's reach, or 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.planning.letters.plans import plan_name
from karamad.cycle.planning.models import Plan, Version
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.components import Crumb

VIEW = Permission.PLANNING_PLAN_VIEW


@dataclass(frozen=True, slots=True)
class Open:
    """A plan that was asked for, and one of its versions."""

    plan: Plan
    version: Version
    versions: list[Version]

    @property
    def address(self) -> str:
        return reverse("planning:plan", args=[self.plan.pk])

    @property
    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("برنامه‌ها"), reverse("planning:plans")),
            Crumb(plan_name(self.plan), self.address),
        ]


def open_plan(request: SignedRequest, pk: int, permission: Permission = VIEW) -> Open:
    """Return a plan and the version the address names, or its newest."""
    today = timezone.localdate()
    seen = Plan.objects.visible_to(request.user, on=today, permission=permission)
    plan = get_object_or_404(seen.select_related("unit"), pk=pk)
    related = ("noted__actor", "submitted__actor", "decided__actor")
    versions = list(plan.versions.select_related(*related).latest_first())
    for version in versions:
        version.plan = plan
    asked = request.GET.get("version", "")
    if not asked:
        return Open(plan, versions[0], versions)
    for version in versions:
        if str(version.number) == asked:
            return Open(plan, version, versions)
    raise Http404


def may(request: SignedRequest, plan: Plan, permission: Permission) -> bool:
    """Test whether the reader may do so to a plan."""
    today = timezone.localdate()
    if permission not in request.user.permissions_on(today):
        return False
    reach = Plan.objects.visible_to(request.user, on=today, permission=permission)
    return reach.filter(pk=plan.pk).exists()
