"""What came of naming people for a run: how far it is, and why who was refused."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.cycle.delivery import tasks
from karamad.cycle.delivery.actions import nominating, unnaming
from karamad.cycle.delivery.letters import nominating as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Nomination, Run
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.views import loading
from karamad.kernel.tables import harmless
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import components
from karamad.web.components import Count

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
PAGE = 100


@require_GET
@never_cache
@requires(NAME)
def nomination(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Show what an act of naming came to, and why each of the refused was refused."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = own(request, run, nomination_id)
    page = Paginator(made.refused, PAGE).get_page(request.GET.get("page"))
    silent = nominating.is_silent(made, timezone.now())
    context = {
        "title": letters.headline(made),
        "run": run,
        "name": title_of(run),
        "made": made,
        "crumbs": loading.crumbs(run, here=_("معرفی")),
        "progress": _progress(made) if made.is_undoing or not made.is_over else None,
        "left": letters.left_words(made),
        "may_resume": silent or made.progress in (Progress.STOPPED, Progress.BROKEN),
        "may_take_back": unnaming.why_stay(made, run, timezone.localdate()) is None,
        "counts": [
            Count(_("جا گرفتند"), made.placed),
            Count(_("در فهرست انتظار"), made.waiting),
            Count(_("در انتظار موافقت"), made.asked),
            Count(_("نپذیرفته"), len(made.refused), tone="bad" if made.refused else ""),
            Count(_("همه"), made.reached, is_sum=True),
        ],
        "whys": letters.whys(made.refused),
        "rows": letters.refused_rows(page.object_list),
        "page": page,
    }
    return render(request, "delivery/nomination.html", context)


def _progress(made: Nomination) -> components.Progress:
    where = {"pk": made.run_id, "nomination_id": made.pk}
    if said := made.said_at_taking_back():
        people = said["people"]
        left = unnaming.still_in(made).count()
        return components.Progress(
            done=people - left,
            total=people,
            words=letters.leaving_words(left, people),
            url=reverse("delivery:nomination-progress", kwargs=where),
            running=made.is_undoing,
        )
    return components.Progress(
        done=made.reached,
        total=made.named,
        words=letters.progress_words(made),
        url=reverse("delivery:nomination-progress", kwargs=where),
        running=not made.is_over,
        cancel_url=reverse("delivery:nomination-stop", kwargs=where),
        in_batches=True,
    )


@require_GET
@never_cache
@requires(NAME)
def progress(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Answer the bar that asks; when it is over, have the page read anew."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = own(request, run, nomination_id)
    shown = {"progress": _progress(made)}
    answer = render(request, "delivery/_nomination_progress.html", shown)
    if (made.is_over and not made.is_undoing) or nominating.is_silent(
        made, timezone.now()
    ):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires(NAME)
def stop(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Stop after the batch under way; who was named by then stays named."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = own(request, run, nomination_id)
    nominating.stop(nomination=made, by=request.user, at=timezone.now())
    return redirect("delivery:nomination", pk=run.pk, nomination_id=made.pk)


@require_POST
@requires(NAME)
def resume(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Go on with the rows that are left."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = own(request, run, nomination_id)
    tasks.start(nominating.resume(nomination=made, by=request.user, at=timezone.now()))
    return redirect("delivery:nomination", pk=run.pk, nomination_id=made.pk)


@require_GET
@never_cache
@requires(NAME)
def refused_file(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Hand back the refused rows as they were typed, each with its reason, to mend."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = own(request, run, nomination_id)
    taken = nominating.take_refused(nomination=made, by=request.user, at=timezone.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{made.pk}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(["کد ملی", "خطا"])
    told = letters.refused_rows(refused for _typed, refused in taken)
    for (text, _refused), row in zip(taken, told, strict=True):
        writer.writerow([harmless(text), harmless(str(row.reason))])
    return response


def own(request: SignedRequest, run: Run, key: int) -> Nomination:
    """Only the seat from which people were named reads what was typed there."""
    made = Nomination.objects.of_seat(request.user).filter(run=run)
    return get_object_or_404(made, pk=key)
