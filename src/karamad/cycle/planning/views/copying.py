"""Taking lines of the year before into a draft: chosen one by one, priced anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.planning.actions import copying
from karamad.cycle.planning.actions.copying import Candidate, Copied
from karamad.cycle.planning.actions.refusing import PlanRefused
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import Version
from karamad.cycle.planning.views.reaching import open_plan
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import month_name, number, plain_digits
from karamad.web.templatetags.words import said

EDIT = Permission.PLANNING_PLAN_EDIT


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that may be taken, or why it may not."""

    each: Candidate
    month: str
    against: str


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def copy(request: SignedRequest, pk: int) -> HttpResponse:
    """Choose among the lines of the year before; none is left out in silence."""
    opened = open_plan(request, pk, EDIT)
    source = copying.year_before(opened.plan)
    if not opened.version.is_draft:
        raise Http404
    if source is not None and request.method == "POST":
        ticked = {int(each) for each in request.POST.getlist("line") if each.isdigit()}
        try:
            done = copying.copy_lines(
                version=opened.version,
                source=source,
                numbers=ticked,
                by=request.user,
                at=timezone.now(),
            )
        except PlanRefused as refused:
            words = " ".join(letters.refusal_words(each) for each in refused.refusals)
            notices.say(request, words, tone="bad")
        else:
            _say(request, done)
        return redirect("planning:plan", pk=opened.plan.pk)
    found = copying.candidates(version=opened.version, source=source) if source else []
    rows = [_shown(each) for each in found]
    context = {
        "title": _title(source, len(rows)),
        "crumbs": [*opened.crumbs, Crumb(_("ردیف‌های سال پیش"))],
        "plan": opened.plan,
        "source": source,
        "rows": rows,
        "refused": sum(bool(row.against) for row in rows),
    }
    return render(request, "planning/copy.html", context)


def _title(source: Version | None, lines: int) -> str:
    if source is None:
        return _("این واحد پیش از این سال برنامه‌ای نداشته است")
    words = ngettext("%(n)s ردیف برنامهٔ %(year)s", "%(n)s ردیف برنامهٔ %(year)s", lines)
    return words % {"year": plain_digits(source.plan.year), "n": number(lines)}


def _shown(each: Candidate) -> Shown:
    return Shown(each, month_name(each.old.month), _reasons(each))


def _reasons(each: Candidate) -> str:
    return " ".join(letters.refusal_words(refusal) for refusal in each.against)


def _say(request: SignedRequest, done: Copied) -> None:
    """Say how many were taken, and name each that was chosen and left."""
    words = ngettext("%(n)s ردیف آمد.", "%(n)s ردیف آمد.", len(done.taken))
    notices.say(request, words % {"n": number(len(done.taken))})
    for each in done.left:
        left = _("«%(course)s» نیامد: %(why)s") % {
            "course": said(each.old.course, "title"),
            "why": _reasons(each),
        }
        notices.say(request, left, tone="warn")
