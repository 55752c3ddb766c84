"""Scenarios at the door: a reader's, and a maker's own."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.insight.whatif.models import Scenario
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.components import Crumb

ASK = Permission.WHATIF_SCENARIO_ASK


def readable(request: SignedRequest, pk: int) -> Scenario:
    """Return a scenario that the reader made, or that was shared with him; else 404."""
    seen = Scenario.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(seen.select_related("base__profile", "maker"), pk=pk)


def own(request: SignedRequest, pk: int) -> Scenario:
    """Return a scenario of the reader's own; nobody else changes it."""
    mine = Scenario.objects.kept().of(request.user)
    return get_object_or_404(mine.select_related("base__profile", "maker"), pk=pk)


def crumbs(scenario: Scenario | None = None) -> list[Crumb]:
    """Lead back to the list, and to the scenario."""
    found = [Crumb(_("سناریوها"), reverse("whatif:scenarios"))]
    if scenario is not None:
        address = reverse("whatif:scenario", args=[scenario.pk])
        found.append(Crumb(scenario.name, address))
    return found
