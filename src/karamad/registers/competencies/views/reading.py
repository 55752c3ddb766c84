"""Reading profiles: the list, one edition, two editions, the text on disk."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from karamad.kernel.text import document_key, search_key
from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.models import Draft, Edition
from karamad.registers.competencies.rules import Kind
from karamad.registers.competencies.views.compared import changes
from karamad.registers.competencies.views.shown import edition_or_404, show
from karamad.trust.accounts.permissions import Permission, requires
from karamad.web.asof import asked_day
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

PAGE = 50


def crumbs(edition: Edition | None = None) -> list[Crumb]:
    """Lead from a page below back to the list, and to the profile."""
    found = [Crumb(_("نمایه‌ها"), reverse("competencies:profiles"))]
    if edition is not None:
        address = reverse("competencies:profile", args=[edition.profile.code])
        found.append(Crumb(edition.title, address))
    return found


def kind_words() -> dict[Kind, str]:
    """Return the name of each kind of criterion."""
    return {
        Kind.COURSE: _("دوره"),
        Kind.HOURS: _("ساعت آموزش"),
        Kind.ASSESSMENT: _("کانون ارزیابی"),
        Kind.COMPETENCY: _("شایستگی"),
        Kind.CREDENTIAL: _("گواهینامه"),
        Kind.SERVICE: _("سابقهٔ خدمت"),
        Kind.DEGREE: _("مدرک تحصیلی"),
        Kind.AGE: _("سن"),
        Kind.APPRAISAL: _("ارزشیابی سالانه"),
        Kind.EXAM: _("آزمون"),
        Kind.RANK: _("رتبه"),
    }


def _wanted(edition: Edition, words: str, document: str) -> bool:
    """Match in memory: there are dozens of profiles, never thousands."""
    key = search_key(words)
    said = search_key(f"{edition.profile.code} {edition.title} {edition.title_en}")
    documents = {document_key(row.document) for row in edition.criteria.all()}
    return key in said and (not document or document_key(document) in documents)


def _unset(editions: Iterable[Edition]) -> dict[int, int]:
    return {
        edition.pk: sum(c.is_unset for c in actions.profile_of(edition).criteria)
        for edition in editions
    }


@require_GET
@requires(Permission.COMPETENCIES_PROFILE_VIEW)
def profiles(request: HttpRequest) -> HttpResponse:
    """List the newest edition of every profile."""
    words = request.GET.get("q", "").strip()
    document = request.GET.get("document", "").strip()
    newest = Edition.objects.newest().with_criteria().order_by("profile__code")
    found = [row for row in newest if _wanted(row, words, document)]
    unset = _unset(found)
    if request.GET.get("unset") == "1":
        found = [row for row in found if unset[row.pk]]
    chips = []
    if words:
        chips.append(Chip("q", words, _("جست‌وجو"), words))
    if document:
        chips.append(Chip("document", document, _("سند"), document))
    if request.GET.get("unset") == "1":
        chips.append(Chip("unset", "1", _("شرط‌ها"), _("دارای تعیین‌نشده")))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": ngettext("%(count)s نمایه", "%(count)s نمایه", len(found))
        % {"count": number(len(found))},
        "page": page,
        "rows": [(row, len(row.criteria.all()), unset[row.pk]) for row in page],
        "chips": chips,
    }
    return render(request, "competencies/profiles.html", context)


@require_GET
@requires(Permission.COMPETENCIES_PROFILE_VIEW)
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """One edition, read as sentences, each with its document."""
    as_of = asked_day(request, today=timezone.localdate())
    edition = edition_or_404(code, request.GET.get("edition", ""))
    shown = show(actions.profile_of(edition), on=as_of.day)
    editions = list(
        Edition.objects.of(code).select_related("entry__actor").order_by("-number")
    )
    context = {
        "crumbs": crumbs(),
        "shown": shown,
        "edition": edition,
        "editions": editions,
        "is_newest": edition.number == editions[0].number,
        "as_of": as_of,
        "unset": sum(line.unset for line in shown.lines),
        "kinds": kind_words(),
        "drafts": Draft.objects.waiting().of(code).latest_first()[:PAGE],
    }
    return render(request, "competencies/profile.html", context)


@require_GET
@requires(Permission.COMPETENCIES_PROFILE_VIEW)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two editions side by side: `?before=1&after=2`; the last two by default."""
    after = edition_or_404(code, request.GET.get("after", ""))
    earlier = str(max(after.number - 1, 1))
    before = edition_or_404(code, request.GET.get("before", "") or earlier)
    rows = changes(actions.profile_of(before), actions.profile_of(after))
    if rows:
        title = _("%(count)s دگرگونی از ویرایش %(before)s تا %(after)s") % {
            "count": number(len(rows)),
            "before": number(before.number),
            "after": number(after.number),
        }
    else:
        title = _("این دو ویرایش یک چیز می‌گویند")
    context = {
        "title": title,
        "crumbs": crumbs(after),
        "rows": rows,
        "before": before,
        "after": after,
        "editions": Edition.objects.of(code).order_by("number"),
    }
    return render(request, "competencies/compare.html", context)


@require_GET
@requires(Permission.COMPETENCIES_PROFILE_VIEW)
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The profile as it lies on disk."""
    edition = edition_or_404(code, request.GET.get("edition", ""))
    text = rules.profile_to_yaml(actions.profile_of(edition))
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return answer
