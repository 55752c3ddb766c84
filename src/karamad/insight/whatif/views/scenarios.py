"""Keeping scenarios: the list, a new one, its plan, its readers, its end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.eligibility.actions.laws import judged_at_once
from karamad.insight.whatif.actions import scenarios as acts
from karamad.insight.whatif.forms import NewForm, PlanForm, ShareForm, plan_values
from karamad.insight.whatif.models import Scenario, Share
from karamad.insight.whatif.views.loading import ASK, crumbs, own, readable
from karamad.registers.competencies.models import Edition
from karamad.trust.accounts.permissions import Permission, Role, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number, said
from karamad.web.keys import key_or_404

SHOWN = 100


@require_GET
@requires(ASK)
def scenarios(request: SignedRequest) -> HttpResponse:
    """List one's own and those shared with one, the latest changed first."""
    today = timezone.localdate()
    found = Scenario.objects.visible_to(request.user, on=today).latest_first()
    rows = list(found.select_related("base__profile", "maker")[:SHOWN])
    put_away = Scenario.objects.of(request.user).exclude(deleted_at=None)
    context = {
        "title": ngettext("%(n)s سناریو", "%(n)s سناریو", len(rows))
        % {"n": number(len(rows))},
        "rows": rows,
        "deleted": put_away.order_by("-deleted_at", "-pk")[:SHOWN],
    }
    return render(request, "whatif/scenarios.html", context)


@require_http_methods(["GET", "POST"])
@requires(ASK)
def new(request: SignedRequest) -> HttpResponse:
    """Begin a scenario: `?profile=` names the profile, `?like=` another scenario."""
    # By more criteria nobody asks everyone at once, nor reads what he would change.
    newest = Edition.objects.newest().select_related("profile")
    newest = newest.filter(pk__in=[law.edition_id for law in judged_at_once()])
    editions = {row.profile.code: row for row in newest.order_by("profile__code")}
    like = _like(request)
    initial = {
        "profile": request.GET.get("profile", ""),
        "day": timezone.localdate(),
        **(plan_values(like) if like else {}),
    }
    if like:
        editions = {like.base.profile.code: like.base}
        initial["name"] = _("رونوشت %(name)s") % {"name": like.name}
    choices = [(code, said(row, "title")) for code, row in editions.items()]
    form = NewForm(request.POST or None, profiles=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        scenario = acts.make(
            base=editions[form.cleaned_data["profile"]],
            plan=form.plan(),
            by=request.user,
            at=timezone.now(),
            like=like,
        )
        return redirect("whatif:conditions", pk=scenario.pk)
    context = {
        "title": _("سناریوی تازه"),
        "crumbs": crumbs(),
        "form": form,
        "button": _("بساز و شرط‌ها را دگرگون کن"),
        "back": reverse("whatif:scenarios"),
        "lede": _(
            "پیش از امضای بخشنامه: رونوشتی از نمایه که در آن شرط‌ها را دگرگون می‌کنید."
            " کسی با آن سنجیده نمی‌شود."
        ),
    }
    return _act(request, form, context)


def _like(request: SignedRequest) -> Scenario | None:
    asked = request.GET.get("like", "")
    return readable(request, key_or_404(asked)) if asked else None


@require_http_methods(["GET", "POST"])
@requires(ASK)
def plan(request: SignedRequest, pk: int) -> HttpResponse:
    """Ask for another day, price or capacity."""
    scenario = own(request, pk)
    form = PlanForm(request.POST or None, initial=plan_values(scenario))
    if request.method == "POST" and form.is_valid():
        acts.replan(
            scenario=scenario, plan=form.plan(), by=request.user, at=timezone.now()
        )
        return redirect("whatif:scenario", pk=pk)
    context = {
        "title": _("روز، بها و ظرفیت"),
        "crumbs": crumbs(scenario),
        "form": form,
        "button": _("ذخیره کن"),
        "back": reverse("whatif:scenario", args=[pk]),
    }
    return _act(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(ASK)
def readers(request: SignedRequest, pk: int) -> HttpResponse:
    """Say who reads the scenario, and let others read it."""
    scenario = own(request, pk)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            acts.share(
                scenario=scenario,
                user=form.cleaned_data.get("user"),
                role=Role(role) if role else None,
                by=request.user,
                at=timezone.now(),
            )
        except acts.MayNotAsk:
            form.add_error(None, _("نقش این همکار پرسیدن سناریو را در بر نمی‌گیرد."))
        except acts.IsOwn:
            form.add_error("username", _("این سناریو از خود شماست."))
        else:
            return redirect("whatif:readers", pk=pk)
    shares = scenario.shares.select_related("user").order_by("pk")
    context = {
        "title": _("خوانندگان سناریو"),
        "crumbs": crumbs(scenario),
        "form": form,
        "scenario": scenario,
        "shares": [
            (each, Role(each.role).label if each.role else each.user) for each in shares
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "whatif/readers.html", context, status=status)


@require_POST
@requires(ASK)
def unshare(request: SignedRequest, pk: int, share_id: int) -> HttpResponse:
    """Let a reader go."""
    scenario = own(request, pk)
    # A second click finds him gone already.
    if share := Share.objects.filter(scenario=scenario, pk=share_id).first():
        acts.unshare(share=share, by=request.user, at=timezone.now())
    return redirect("whatif:readers", pk=pk)


@require_POST
@requires(ASK)
def delete(request: SignedRequest, pk: int) -> HttpResponse:
    """Put a scenario away, with a way back."""
    scenario = get_object_or_404(Scenario.objects.of(request.user), pk=pk)
    acts.delete(scenario=scenario, by=request.user, at=timezone.now())
    notices.say(
        request,
        _("سناریوی «%(name)s» حذف شد.") % {"name": scenario.name},
        undo=reverse("whatif:restore", args=[pk]),
    )
    return redirect("whatif:scenarios")


@require_POST
@requires(ASK)
def restore(request: SignedRequest, pk: int) -> HttpResponse:
    """Bring back what was put away."""
    scenario = get_object_or_404(Scenario.objects.of(request.user), pk=pk)
    acts.restore(scenario=scenario, by=request.user, at=timezone.now())
    return redirect("whatif:scenario", pk=pk)


@require_POST
@requires(ASK)
def propose(request: SignedRequest, pk: int) -> HttpResponse:
    """Turn the scenario into a draft edition of its profile."""
    scenario = own(request, pk)
    try:
        draft = acts.propose(scenario=scenario, by=request.user, at=timezone.now())
    except acts.Unchanged:
        notices.say(
            request,
            _("سناریو همان را می‌گوید که نمایه؛ پیش‌نویسی ساخته نشد."),
            tone="warn",
        )
        return redirect("whatif:scenario", pk=pk)
    code = scenario.base.profile.code
    may = request.user.permissions_on(timezone.localdate())
    if Permission.COMPETENCIES_PROFILE_EDIT in may:
        return redirect(f"{reverse('competencies:text', args=[code])}?draft={draft.pk}")
    notices.say(
        request,
        _("پیش‌نویس نزد نمایه گذاشته شد؛ ثبتش با کسی است که نمایه‌ها را می‌نویسد."),
    )
    return redirect("whatif:scenario", pk=pk)


def _act(
    request: HttpRequest, form: PlanForm, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)
