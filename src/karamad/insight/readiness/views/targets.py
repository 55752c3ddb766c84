"""The list of targets; setting one, correcting it, closing and opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.eligibility.actions.laws import laws
from karamad.cycle.eligibility.views.asking import profile_choices
from karamad.insight.readiness import letters
from karamad.insight.readiness.actions import setting
from karamad.insight.readiness.actions.standing import Reader, Standing, standing
from karamad.insight.readiness.forms import ClosingForm, TargetForm, initial_of
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import Answer, Ground
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number

VIEW = Permission.READINESS_TARGET_VIEW
EDIT = Permission.READINESS_TARGET_EDIT
PAGE = 20
FIELDS = {
    Ground.ENDS_BEFORE_START: "deadline",
    Ground.TOO_LONG: "deadline",
    Ground.ASKS_NOTHING: "course",
    Ground.ASKS_TWICE: "profile",
    Ground.NO_POSTS: "posts",
}
LATE = {Answer.WILL_NOT, Answer.MAY, Answer.LAST_DAY}


@dataclass(frozen=True, slots=True)
class Line:
    """A target of the list, and how it stands."""

    target: Target
    standing: Standing
    words: Any
    tone: str
    countdown: str
    chance: str
    band: str


@require_GET
@requires(VIEW)
def targets(request: SignedRequest) -> HttpResponse:
    """List the targets, the most urgent first, each with its answer."""
    today = timezone.localdate()
    seen = Target.objects.visible_to(request.user, on=today)
    rows = seen.select_related("course", "profile", "unit").most_urgent_first(today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    reader = Reader.of(request.user, today)
    shown = [_line(each, reader, today) for each in page.object_list]
    late = sum(line.standing.total.answer in LATE for line in shown)
    running = sum(
        not (line.standing.is_over or line.target.is_closed) for line in shown
    )
    may = request.user.permissions_on(today)
    context = {
        "title": _title(late, running, page.paginator.count),
        "lines": shown,
        "page": page,
        "may_edit": EDIT in may,
    }
    return render(request, "readiness/targets.html", context)


def _title(late: int, running: int, ever: int) -> str:
    if not ever:
        return _("هنوز هدفی گذاشته نشده است")
    if not running:
        return _("امروز هدفی در راه نیست")
    if not late:
        return _("هیچ هدفی از مهلت عقب نیست")
    words = ngettext("%(n)s هدف شاید به مهلت نرسد", "%(n)s هدف شاید به مهلت نرسد", late)
    return words % {"n": number(late)}


def _line(target: Target, reader: Reader, today: date) -> Line:
    stands = standing(target, to=reader, on=today, today=today)
    row = stands.total
    return Line(
        target=target,
        standing=stands,
        words=letters.WORDS[row.answer],
        tone=letters.TONES.get(row.answer, "open"),
        countdown=letters.countdown(target, today),
        chance=letters.chance_words(row),
        band=letters.between(row.band.low, row.band.high) if row.band else "",
    )


# ---- setting ------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Set a target."""
    form = _form(request, {"from_day": timezone.localdate(), "share": 100})
    if request.method == "POST" and form.is_valid():
        try:
            made = setting.set_target(
                wish=form.wish(), by=request.user, at=timezone.now()
            )
        except setting.Refused as refused:
            _refuse(form, refused)
        except setting.IsSet as twin:
            notices.say(request, _("همین هدف پیش از این گذاشته شده است."))
            return redirect("readiness:target", pk=twin.target.pk)
        else:
            notices.say(request, _("هدف گذاشته شد."))
            return redirect("readiness:target", pk=made.pk)
    return _page(request, form, title=_("هدف تازه"), button=_("ثبت هدف"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Correct a target; what it said before is kept."""
    target = _own(request, pk)
    form = _form(request, initial_of(target))
    if request.method == "POST" and form.is_valid():
        try:
            changed = setting.correct_target(
                target=target, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except setting.Refused as refused:
            _refuse(form, refused)
        else:
            words = _("هدف اصلاح شد.") if changed else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect("readiness:target", pk=target.pk)
    title = _("اصلاح هدف «%(title)s»") % {"title": letters.title_of(target)}
    return _page(request, form, title=title, button=_("ثبت اصلاح"), target=target)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def close(request: SignedRequest, pk: int) -> HttpResponse:
    """Close a target: it is followed no more."""
    target = _own(request, pk)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closed = setting.close_target(
            target=target,
            note=form.cleaned_data["note"],
            on=timezone.localdate(),
            by=request.user,
            at=timezone.now(),
        )
        undo = reverse("readiness:open", args=[target.pk])
        words = _("هدف بسته شد.") if closed else _("هدف پیش از این بسته شده بود.")
        notices.say(request, words, undo=undo)
        return redirect("readiness:target", pk=target.pk)
    title = _("بستن هدف «%(title)s»") % {"title": letters.title_of(target)}
    lede = _(
        "از دیوار و شمار عقب‌مانده‌ها بیرون می‌رود؛ پیشینه‌اش می‌ماند و می‌توان بازش کرد."
    )
    return _page(request, form, title=title, lede=lede, button=_("ببند"), target=target)


@require_POST
@requires(EDIT)
def reopen(request: SignedRequest, pk: int) -> HttpResponse:
    """Follow a closed target again."""
    target = _own(request, pk)
    setting.reopen_target(target=target, by=request.user, at=timezone.now())
    notices.say(request, _("هدف دوباره باز شد."))
    return redirect("readiness:target", pk=target.pk)


def _own(request: SignedRequest, pk: int) -> Target:
    mine = Target.objects.editable_by(request.user, on=timezone.localdate())
    return get_object_or_404(mine.select_related("course", "profile", "unit"), pk=pk)


def _form(request: SignedRequest, initial: dict[str, Any]) -> TargetForm:
    today = timezone.localdate()
    return TargetForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        units=Unit.objects.visible_to(request.user, on=today, permission=EDIT),
        profiles=profile_choices(laws()),
        everywhere=request.user.reach(EDIT, on=today).everywhere,
    )


def _refuse(form: TargetForm, refused: setting.Refused) -> None:
    for ground in refused.grounds:
        form.add_error(FIELDS.get(ground), letters.ground_words(ground))


def _page(
    request: SignedRequest, form: Any, *, target: Target | None = None, **words: str
) -> HttpResponse:
    crumbs = [Crumb(_("آمادگی"), reverse("readiness:targets"))]
    back = crumbs[0].url
    if target is not None:
        back = reverse("readiness:target", args=[target.pk])
        crumbs.append(Crumb(letters.title_of(target), back))
    context = {"crumbs": crumbs, "form": form, "back": back, **words}
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)
