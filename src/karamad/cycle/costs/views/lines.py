"""Runs of a line of a plan: opened for it, tied to it, shown under it."""

from __future__ import annotations

from math import ceil

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from karamad.cycle.costs.actions import carrying
from karamad.cycle.costs.actions.refusing import Refused
from karamad.cycle.costs.forms import CarryForm, OpenForm
from karamad.cycle.costs.models import Costing
from karamad.cycle.costs.views import acting, loading
from karamad.cycle.delivery.actions.refusing import NotAuthorised, Objected
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Admission, Run
from karamad.cycle.delivery.views.announcing import against
from karamad.cycle.planning.letters.plans import plan_name
from karamad.cycle.planning.models import Line, Plan
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import month_name, number, plain_digits, said

EDIT = Permission.DELIVERY_RUN_EDIT
PLAN = Permission.PLANNING_PLAN_VIEW


@require_GET
@never_cache
@requires(PLAN)
def runs(request: SignedRequest, pk: int, line_number: int) -> HttpResponse:
    """Show the runs that carry out a line of a plan within reach."""
    plan, line = _line(request, pk, line_number)
    today = timezone.localdate()
    tied = Costing.objects.filter(plan=plan, line=line_number).values("run")
    seen = Run.objects.visible_to(request.user, on=today).filter(pk__in=tied)
    rows = list(seen.with_placed().coming_first())
    context = {
        "title": _title(line, len(rows)),
        "crumbs": loading.plan_crumbs(plan, said(line.course, "title")),
        "plan": plan,
        "line": line,
        "runs": [(run, title_of(run)) for run in rows],
        "may_open": EDIT in request.user.permissions_on(today),
    }
    return render(request, "costs/line.html", context)


def _title(line: Line, count: int) -> str:
    words = {
        "course": said(line.course, "title"),
        "n": number(count),
        "runs": number(line.runs),
    }
    if not count:
        return _("برای «%(course)s» هنوز اجرایی باز نشده است") % words
    return _("«%(course)s»: %(n)s اجرا از %(runs)s برگزاریِ برنامه") % words


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def open_run(request: SignedRequest, pk: int, line_number: int) -> HttpResponse:
    """Draft a run for a line of an approved plan within reach."""
    plan, line = _line(request, pk, line_number)
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    start = {
        "unit": plan.unit,
        "capacity": ceil(line.heads / line.runs),
        "admission": Admission.NOMINATION,
    }
    form = OpenForm(
        request.POST if request.method == "POST" else None, initial=start, units=units
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = carrying.open_run(
                plan=plan,
                line=line.number,
                opening=form.opening(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused)
        except (Objected, NotAuthorised) as refused:
            for reason in against(refused):
                form.add_error(None, reason.what)
        else:
            words = _("پیش‌نویس اجرا ثبت شد؛ اکنون جلسه‌هایش را بیفزایید.")
            notices.say(request, words)
            return redirect("delivery:run", pk=made.pk)
    named = {"n": plain_digits(line.number), "course": said(line.course, "title")}
    return acting.page(
        request,
        form,
        back=reverse("costs:line-runs", args=[plan.pk, line.number]),
        crumbs=loading.plan_crumbs(plan, _("اجرای تازه")),
        title=_("اجرایی برای ردیف %(n)s: %(course)s") % named,
        lede=_("دوره، مجری، شیوه و ساعت از همان ردیف است."),
        button=_("پیش‌نویس اجرا را بساز"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def carry(request: SignedRequest, pk: int) -> HttpResponse:
    """Say which line of a plan in reach a run carries out."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    lines = {str(line.pk): line for line in _candidates(request, run)}
    choices = [(key, _words(line)) for key, line in lines.items()]
    form = CarryForm(request.POST if request.method == "POST" else None, lines=choices)
    if request.method == "POST" and form.is_valid():
        line = lines[form.cleaned_data["line"]]
        try:
            carrying.carry_out(
                run=run,
                plan=line.version.plan,
                line=line.number,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            notices.say(request, _("این اجرا به ردیف برنامه بسته شد."))
            return redirect("costs:run", pk=run.pk)
    words = _("ردیف‌های مصوب همین دوره در برنامهٔ همین واحد یا واحدهای بالاتر.")
    if not lines:
        words = _("در برنامه‌های مصوب این واحد و بالاتر ردیفی از این دوره نیست.")
    return acting.page(
        request,
        form,
        back=reverse("costs:run", args=[run.pk]),
        crumbs=loading.run_crumbs(run, _("ردیف برنامه")),
        title=_("این اجرا کدام ردیف برنامه است؟"),
        lede=words,
        button=_("به همین ردیف ببند"),
    )


@require_POST
@never_cache
@requires(EDIT)
def untie(request: SignedRequest, pk: int) -> HttpResponse:
    """Say that a run carries out no line of a plan."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    carrying.untie(run=run, by=request.user, at=timezone.now())
    notices.say(request, _("این اجرا دیگر به ردیفی از برنامه بسته نیست."))
    return redirect("costs:run", pk=run.pk)


def _line(request: SignedRequest, pk: int, key: int) -> tuple[Plan, Line]:
    plan = loading.plan_in_reach(request.user, pk)
    line = carrying.line_in_force(plan, key)
    if line is None:
        raise Http404
    return plan, line


def _candidates(request: SignedRequest, run: Run) -> list[Line]:
    """Return the approved lines of the run's course, of its unit or of units above."""
    today = timezone.localdate()
    above = [int(step) for step in run.unit.path.split(".") if step]
    plans = Plan.objects.visible_to(request.user, on=today).filter(unit__in=above)
    lines = Line.objects.of(plans).in_force().filter(course=run.course)
    related = lines.select_related("course", "version__plan__unit")
    return list(related.order_by("-version__plan__year", "month", "number", "pk"))


def _words(line: Line) -> str:
    plan = line.version.plan
    words = {
        "plan": plan_name(plan),
        "n": plain_digits(line.number),
        "month": month_name(line.month),
        "heads": ngettext("%(n)s نفر", "%(n)s نفر", line.heads)
        % {"n": number(line.heads)},
    }
    return _("%(plan)s، ردیف %(n)s: %(heads)s، از %(month)s") % words
