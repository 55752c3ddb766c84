"""Making two runs of one, and one of two."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import parting
from karamad.cycle.delivery.actions.parting import Apart, Parted
from karamad.cycle.delivery.forms.moving import MergingForm, SplittingForm
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Enrolment, Run
from karamad.cycle.delivery.views import foretelling, loading
from karamad.cycle.delivery.views.foretelling import Act, Foretold
from karamad.cycle.delivery.views.moving import posted
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count
from karamad.web.display import jalali_short, number

EDIT = Permission.DELIVERY_RUN_EDIT
LISTED = 200  # people who are chosen one by one; more are chosen by their unit


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def split(request: SignedRequest, pk: int) -> HttpResponse:
    """Make two runs of one: who goes, when, and how many places both have."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    today = timezone.localdate()
    form = SplittingForm(
        posted(request),
        initial={"left": run.capacity, "keep": ["instructors"]},
        enrolments=_listed(run),
        units=Unit.objects.visible_to(request.user, on=today, permission=EDIT),
    )

    def finish(done: Parted) -> HttpResponse:
        # Whoever thinks better of it merges the new run into the old one.
        notices.say(request, _told(_("اجرا دو بخش شد"), done))
        return redirect("delivery:run", pk=done.run.pk)

    act = Act(
        run,
        form,
        do=lambda: parting.split(
            run=run, apart=_apart(run, form), by=request.user, at=timezone.now()
        ),
        foretell=lambda done: Foretold(
            _counts(done), [_("برای برگرداندن، دو اجرا را دوباره یکی کنید.")]
        ),
        finish=finish,
    )
    return foretelling.page(
        request,
        act,
        title=_("دو بخش کردن «%(title)s»") % {"title": title_of(run)},
        note=_("هر که می‌رود جا یا نوبت خود را به اجرای تازه می‌برد."),
        here=_("دو بخش کردن"),
        button=_("دو بخش کن"),
    )


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def merge(request: SignedRequest, pk: int) -> HttpResponse:
    """Bring everybody of a run into another run of its course."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    others = _others(request, run)
    start = others[0][0].capacity + run.capacity if others else run.capacity
    form = MergingForm(posted(request), initial={"places": start}, runs=others)

    def finish(done: Parted) -> HttpResponse:
        notices.say(request, _told(_("دو اجرا یکی شد"), done))
        return redirect("delivery:run", pk=done.run.pk)

    act = Act(
        run,
        form,
        do=lambda: parting.merge(
            run=run,
            into=form.other,
            places=form.cleaned_data["places"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        foretell=lambda done: Foretold(
            _counts(done), [_("یکی کردن برگشت ندارد؛ اجرای کنونی لغو می‌شود.")]
        ),
        finish=finish,
    )
    empty = _("اجرای دیگری از این دوره که آغاز نشده باشد در محدودهٔ شما نیست.")
    return foretelling.page(
        request,
        act,
        title=_("یکی کردن «%(title)s» با اجرایی دیگر") % {"title": title_of(run)},
        note=_("فهرست‌های انتظار به ترتیب زمان درخواست یکی می‌شوند.")
        if others
        else empty,
        here=_("یکی کردن"),
        button=_("یکی کن"),
        danger=True,
    )


def _apart(run: Run, form: SplittingForm) -> Apart:
    typed: dict[str, Any] = form.cleaned_data
    chosen = {int(key) for key in typed.get("people", [])}
    if unit := typed["unit"]:
        living = Enrolment.objects.filter(run=run).living()
        of_unit = living.of_unit(unit, on=timezone.localdate())
        chosen |= set(of_unit.values_list("pk", flat=True))
    return Apart(
        people=frozenset(chosen),
        first=typed["first"],
        places=typed["places"],
        left=typed["left"],
        same_rooms="rooms" in typed["keep"],
        same_instructors="instructors" in typed["keep"],
    )


def _listed(run: Run) -> list[Enrolment]:
    """Return those who are chosen one by one; none of more than fit a page."""
    rows = Enrolment.objects.filter(run=run).living().select_related("person")
    found = list(rows.order_by("in_line_since", "pk")[: LISTED + 1])
    return found if len(found) <= LISTED else []


def _others(request: SignedRequest, run: Run) -> list[tuple[Run, str]]:
    """Return the runs of the same course in reach that have not begun."""
    today = timezone.localdate()
    seen = Run.objects.visible_to(request.user, on=today, permission=EDIT)
    rows = seen.filter(course=run.course, closed_on=None).standing().exclude(pk=run.pk)
    coming = rows.exclude(first_day__lte=today).coming_first()[:LISTED]
    return [(each, _called(each)) for each in coming.select_related("course", "unit")]


def _called(run: Run) -> str:
    day = jalali_short(run.first_day) if run.first_day else "—"
    return f"{run.code}، {title_of(run)}، {day}، {run.unit.name}"


def _counts(done: Parted) -> list[Count]:
    return [
        Count(_("با جا می‌روند"), done.placed),
        Count(_("با نوبت می‌روند"), done.waiting),
        Count(_("در انتظار موافقت می‌روند"), done.asked),
        Count(_("از فهرست انتظار جا می‌گیرند"), done.risen),
        Count(_("خبردار می‌شوند"), done.told.people, is_sum=True),
    ]


def _told(act: str, done: Parted) -> str:
    people = done.told.people
    words = ngettext(
        "%(act)s؛ به %(n)s نفر خبر داده می‌شود.",
        "%(act)s؛ به %(n)s نفر خبر داده می‌شود.",
        people,
    )
    return words % {"act": act, "n": number(people)}
