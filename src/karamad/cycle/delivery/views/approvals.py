"""What waits for an officer's agreement: agreeing to many, declining with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.actions import approving, recalling, seating
from karamad.cycle.delivery.actions.refusing import (
    NotHisStep,
    NotLiving,
    Refused,
    TooLate,
)
from karamad.cycle.delivery.forms.seating import DecliningForm
from karamad.cycle.delivery.letters import refusals as words_of
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.letters.seating import agreed_words
from karamad.cycle.delivery.models import Enrolment
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import (
    NAMES,
    Permission,
    Role,
    SignedRequest,
    requires,
)
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number
from karamad.web.keys import row_keys

DECIDE = Permission.DELIVERY_ENROLMENT_DECIDE
PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who asked. step, steps: which agreement it is, of how many."""

    enrolment: Enrolment
    run: str
    role: str
    step: int
    steps: int


@require_GET
@never_cache
@requires(DECIDE)
def approvals(request: SignedRequest) -> HttpResponse:
    """List who waits for the reader's agreement, who asked first on top."""
    waiting = Enrolment.objects.awaiting(request.user, on=timezone.localdate())
    rows = waiting.select_related("person", "run__course", "run__unit")
    page = Paginator(rows.order_by("asked_at", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": _title(page.paginator.count),
        "crumbs": [*loading.crumbs(), Crumb(_("موافقت‌ها"))],
        "lines": [_line(row) for row in page.object_list],
        "page": page,
    }
    return render(request, "delivery/approvals.html", context)


def _title(count: int) -> str:
    if not count:
        return _("هیچ درخواستی در انتظار موافقت شما نیست")
    words = ngettext(
        "%(n)s درخواست در انتظار موافقت شماست",
        "%(n)s درخواست در انتظار موافقت شماست",
        count,
    )
    return words % {"n": number(count)}


def _line(row: Enrolment) -> Line:
    chain, step = row.run.chain, row.steps_agreed
    return Line(
        row, title_of(row.run), str(NAMES[Role(chain[step])]), step + 1, len(chain)
    )


@require_POST
@requires(DECIDE)
def agree(request: SignedRequest) -> HttpResponse:
    """Agree to those chosen; whoever was decided on meanwhile is passed by."""
    keys = row_keys(request.POST.getlist("pk"), most=PAGE)
    waiting = Enrolment.objects.awaiting(request.user, on=timezone.localdate())
    his = dict(waiting.filter(pk__in=keys).values_list("pk", "steps_agreed"))
    if not his:
        notices.say(request, _("درخواستی برگزیده نشد."), tone="info")
        return redirect("delivery:approvals")
    agreed = approving.agree_to_all(steps=his, by=request.user, at=timezone.now())
    notices.say(request, agreed_words(agreed.placed, agreed.waiting, agreed.asked))
    return redirect("delivery:approvals")


@require_http_methods(["GET", "POST"])
@requires(DECIDE)
def decline(request: SignedRequest, pk: int) -> HttpResponse:
    """Decline one, with a reason he reads."""
    waiting = Enrolment.objects.awaiting(request.user, on=timezone.localdate())
    row = get_object_or_404(waiting.select_related("run__course", "person"), pk=pk)
    form = DecliningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seating.decline(
                enrolment=row,
                role=row.run.chain[row.steps_agreed],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except (NotHisStep, NotLiving):
            words = _("در این میان دربارهٔ این درخواست تصمیم گرفته شده است.")
            notices.say(request, words, tone="warn")
        else:
            undo = reverse("delivery:recall", args=[row.pk])
            notices.say(request, _("درخواست رد شد."), undo=undo)
        return redirect("delivery:approvals")
    address = reverse("delivery:approvals")
    context = {
        "title": _("رد درخواست %(name)s") % {"name": row.person.name},
        "lede": title_of(row.run),
        "crumbs": [
            *loading.crumbs(),
            Crumb(_("موافقت‌ها"), address),
            Crumb(_("رد درخواست")),
        ],
        "form": form,
        "button": _("رد کن"),
        "danger": True,
        "back": address,
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)


@require_POST
@requires(DECIDE)
def recall(request: SignedRequest, pk: int) -> HttpResponse:
    """Take back that one declined somebody a moment ago; he is told of it."""
    seen = Enrolment.objects.visible_to(
        request.user, on=timezone.localdate(), permission=DECIDE
    )
    row = get_object_or_404(seen.select_related("person"), pk=pk)
    try:
        recalling.recall(enrolment=row, by=request.user, at=timezone.now())
    except TooLate:
        words = _(
            "این رد دیگر پس گرفته نمی‌شود؛ اگر لازم است، دوباره درخواست یا معرفی شود."
        )
        notices.say(request, words, tone="warn")
    except Refused as refused:
        context = {
            "title": _("این درخواست دیگر پابرجا نمی‌شود"),
            "crumbs": [
                *loading.crumbs(),
                Crumb(_("موافقت‌ها"), reverse("delivery:approvals")),
                Crumb(_("پس گرفتن رد")),
            ],
            "reasons": words_of.reasons(refused.refusals),
            "back": reverse("delivery:approvals"),
        }
        return render(request, "delivery/refused.html", context, status=422)
    else:
        words = _("درخواست %(name)s دوباره پابرجاست.")
        notices.say(request, words % {"name": row.person.name})
    return redirect("delivery:approvals")
