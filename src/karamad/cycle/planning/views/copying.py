"""Taking lines of the year before into a draft: chosen one by one, priced anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
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
from karamad.web.display import month_name, number, plain_digits, said
from karamad.web.keys import row_keys

EDIT = Permission.PLANNING_PLAN_EDIT
PAGE = 100  # lines shown, and ticked, at a time
NAMED = 10  # of those left, in the words of a notice


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
    found = copying.candidates(version=opened.version, source=source) if source else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if source is not None and request.method == "POST":
        _take(request, opened.version, source, found)
        address = opened.address
        if page.has_next() and "all" not in request.POST:
            address = f"{request.path}?page={page.next_page_number()}"
        return redirect(address)
    refused = sum(bool(each.against) for each in found)
    context = {
        "title": _title(source, len(found)),
        "crumbs": [*opened.crumbs, Crumb(_("ردیف‌های سال پیش"))],
        "plan": opened.plan,
        "page": page,
        "rows": [_shown(each) for each in page.object_list],
        "refused": refused,
        "able": len(found) - refused,
    }
    return render(request, "planning/copy.html", context)


def _take(
    request: SignedRequest, version: Version, source: Version, found: list[Candidate]
) -> None:
    """Take the ticked lines, or every one that may come; say what became of them."""
    numbers = row_keys(request.POST.getlist("line"), most=PAGE)
    if "all" in request.POST:
        numbers = [each.old.number for each in found if not each.against]
    try:
        done = copying.copy_lines(
            version=version,
            source=source,
            numbers=set(numbers),
            by=request.user,
            at=timezone.now(),
        )
    except PlanRefused as refused:
        words = " ".join(letters.refusal_words(each) for each in refused.refusals)
        notices.say(request, words, tone="bad")
    else:
        _say(request, done)


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
    """Say how many were taken; name some of those chosen and left, count the rest."""
    words = ngettext("%(n)s ردیف آمد.", "%(n)s ردیف آمد.", len(done.taken))
    tone = "good" if done.taken else "info"
    notices.say(request, words % {"n": number(len(done.taken))}, tone=tone)
    named: dict[str, list[str]] = {}
    for each in done.left[:NAMED]:
        named.setdefault(_reasons(each), []).append(said(each.old.course, "title"))
    for why, titles in named.items():
        courses = _("، ").join(_("«%s»") % title for title in dict.fromkeys(titles))
        left = _("%(courses)s نیامد: %(why)s") % {"courses": courses, "why": why}
        notices.say(request, left, tone="warn")
    rest = len(done.left) - NAMED
    if rest > 0:
        words = ngettext(
            "%(n)s ردیف دیگر هم نیامد؛ دلیلش در فهرست ردیف‌های سال پیش است.",
            "%(n)s ردیف دیگر هم نیامد؛ دلیل هر یک در فهرست ردیف‌های سال پیش است.",
            rest,
        )
        notices.say(request, words % {"n": number(rest)}, tone="warn")
