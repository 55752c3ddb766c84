"""Who sits in a run, who waits and at which turn, and who is no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.letters.seating import kept_back
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.models.enrolments import LIVING
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Chip
from karamad.web.display import number

EDIT = Permission.DELIVERY_RUN_EDIT
PAGE = 50
ORDER = {
    EnrolmentState.WAITING: ("in_line_since", "pk"),
    EnrolmentState.ASKED: ("asked_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody of the roster. turn: his place in line, when he waits.

    kept_back: why he did not move up when a place was free.
    """

    enrolment: Enrolment
    turn: int | None
    tone: str
    kept_back: str

    @property
    def is_living(self) -> bool:
        return self.enrolment.state in LIVING


TONES = {EnrolmentState.PLACED: "yes", EnrolmentState.DECLINED: "no"}


@require_GET
@never_cache
@requires(Permission.DELIVERY_RUN_VIEW)
def roster(request: SignedRequest, pk: int) -> HttpResponse:
    """List the people of a run whom the reader may see, by state."""
    run = loading.run_in_reach(request.user, pk)
    seen = Enrolment.objects.visible_to(request.user, on=timezone.localdate())
    found = seen.filter(run=run).select_related("person")
    state = request.GET.get("state", "")
    if state in EnrolmentState.values:
        found = found.filter(state=state)
    else:
        state = ""
    order = ORDER.get(EnrolmentState(state)) if state else None
    rows = found.order_by(*(order or ("person__sort_key", "pk")))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    turns, told = _turns(run), kept_back(page.object_list)
    today = timezone.localdate()
    editable = Run.objects.visible_to(request.user, on=today, permission=EDIT)
    context = {
        "title": _title(page.paginator.count),
        "run": run,
        "name": title_of(run),
        "crumbs": loading.crumbs(run, here=_("افراد")),
        "lines": [
            Line(
                row,
                turns.get(row.pk),
                TONES.get(EnrolmentState(row.state), "open"),
                told.get(row.pk, ""),
            )
            for row in page.object_list
        ],
        "page": page,
        "may_edit": editable.filter(pk=run.pk).exists(),
        "states": EnrolmentState.choices,
        "chips": [Chip("state", state, _("وضع"), EnrolmentState(state).label)]
        if state
        else [],
    }
    return render(request, "delivery/roster.html", context)


def _title(count: int) -> str:
    if not count:
        return _("کسی در این فهرست نیست")
    return ngettext("%(n)s نفر", "%(n)s نفر", count) % {"n": number(count)}


def _turns(run: Run) -> dict[int, int]:
    """Return the place in line of each who waits; the first is 1."""
    waiting = Enrolment.objects.filter(run=run).waiting().in_line()
    keys = waiting.values_list("pk", flat=True)
    return {key: turn for turn, key in enumerate(keys, start=1)}
