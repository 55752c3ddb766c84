"""Who qualifies for a post on a day: asked, answered, filtered, taken away."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.eligibility import tasks
from karamad.cycle.eligibility.actions import answering, inquiring
from karamad.cycle.eligibility.actions.laws import Law, law_of, laws
from karamad.cycle.eligibility.actions.seats import seat_of
from karamad.cycle.eligibility.forms import VacancyForm
from karamad.cycle.eligibility.models import Inquiry, InquiryRow
from karamad.cycle.eligibility.models.inquiries import (
    Group,
    InquiryRowQuerySet,
    Progress,
)
from karamad.cycle.eligibility.views.asking import profile_choices
from karamad.registers.competencies.letters import names_for, sentence, title_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import applies
from karamad.registers.people.models import Assignment, Post, Unit, UnitQuerySet
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web import components
from karamad.web.components import Chip, Count, Crumb
from karamad.web.display import jalali, number, said

LIST = Permission.ELIGIBILITY_VERDICT_LIST
PAGE = 50
ENDINGS = ("csv", "xlsx")
SORTS = {
    "near": ("nearness", "person__sort_key", "person_id"),
    "name": ("person__sort_key", "person_id"),
    "until": ("until", "person__sort_key", "person_id"),
}


@require_http_methods(["GET", "POST"])
@requires(LIST)
def who(request: SignedRequest) -> HttpResponse:
    """Ask who qualifies; show what was asked before."""
    today = timezone.localdate()
    form = VacancyForm(
        request.POST or None,
        initial={"day": today},
        units=_units(request.user),
        profiles=profile_choices(laws()),
    )
    if request.method == "POST" and form.is_valid():
        law = _law(form.cleaned_data["profile"], form.cleaned_data["post"])
        if law is None:
            form.add_error("profile", _("نمایه‌ای این پست را نمی‌سنجد؛ یکی را برگزینید."))
        else:
            vacancy = inquiring.Vacancy(
                post=form.cleaned_data["post"],
                law=law,
                on=form.cleaned_data["day"],
                among_unit=form.cleaned_data["unit"],
            )
            now = timezone.now()
            inquiry = inquiring.inquire(vacancy=vacancy, by=request.user, at=now)
            tasks.start(inquiry)
            return redirect("eligibility:inquiry", pk=inquiry.pk)
    asked = Inquiry.objects.visible_to(request.user).latest_first()
    context = {
        "title": _("چه کسانی واجد شرایط‌اند"),
        "form": form,
        "asked": asked.select_related("post", "among_unit")[: inquiring.KEPT],
    }
    status = 422 if form.errors else 200
    return render(request, "eligibility/who.html", context, status=status)


def _units(user: User) -> UnitQuerySet:
    return Unit.objects.visible_to(user, on=timezone.localdate(), permission=LIST)


def _law(code: str, post: Post) -> Law | None:
    """Return the profile chosen, else the first that is about the post."""
    known = laws()
    if code:
        return known.get(code)
    place = seat_of(post).place(None)
    about = [
        law
        for law in known.values()
        if applies(law.profile, place) or post.code in law.profile.applies_to.posts
    ]
    about.sort(key=_distance)
    return about[0] if about else None


def _distance(law: Law) -> int:
    asked = law.profile.applies_to
    return 0 if asked.posts else 1 if asked.level else 2


# ---- the answer ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the answer. lacks: in words, what is unmet or unknown.

    considered: he is a candidate for the post.
    """

    row: InquiryRow
    seat: Assignment | None
    lacks: list[str]
    missing: list[str]
    passport: str
    considered: bool

    @property
    def verdict(self) -> str:
        nearly = self.row.group == Group.NEARLY
        return "not_eligible" if nearly else self.row.group


@require_GET
@requires(LIST)
def inquiry(request: SignedRequest, pk: int) -> HttpResponse:
    """Show an answer, or how far it has got."""
    asked = _asked(request, pk)
    edition = Edition.objects.with_criteria().get(pk=asked.edition_id)
    law = law_of(edition)
    names = names_for(law.profile)
    words = {each.id: sentence(each, names) for each in law.profile.criteria}
    asks = _asks(request.GET, words)
    seen = asked.rows.visible_to(request.user, on=timezone.localdate())
    considered = seen.of_candidates(inquiring.considered(asked))
    rows = _narrowed(asked, seen, asks)
    sort = request.GET.get("sort", "")
    order = SORTS.get(sort.lstrip("-"), SORTS["near"])
    sign = "-" if sort.startswith("-") else ""
    rows = rows.order_by(f"{sign}{order[0]}", *order[1:]).select_related("person")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _title(asked),
        "crumbs": [Crumb(_("چه کسانی واجد شرایط‌اند"), reverse("eligibility:who"))],
        "inquiry": asked,
        "law": law,
        "profile_title": title_of(law.profile),
        "counts": _counts(asked, considered.count()),
        "chips": _chips(asks, words),
        "page": page,
        "rows": _rows(page.object_list, asked, law.code, words),
        "progress": progress_of(asked) if _goes_on(asked) else None,
        "stopped": not _goes_on(asked) and asked.progress != Progress.DONE,
        "exports": Permission.EXCHANGE_EXPORT_MAKE
        in request.user.permissions_on(timezone.localdate()),
    }
    return render(request, "eligibility/inquiry.html", context)


def _goes_on(asked: Inquiry) -> bool:
    return not asked.is_over and not asked.is_silent(timezone.now())


def _asked(request: SignedRequest, pk: int) -> Inquiry:
    mine = Inquiry.objects.visible_to(request.user)
    return get_object_or_404(mine.select_related("post", "unit", "among_unit"), pk=pk)


def _title(asked: Inquiry) -> str:
    words = {
        "eligible": number(asked.eligible),
        "nearly": number(asked.nearly),
        "post": said(asked.post, "title"),
    }
    if not asked.judged:
        return _("هنوز کسی برای پست %(post)s سنجیده نشده است") % words
    first = ngettext(
        "%(eligible)s نفر واجد شرایط پست %(post)s است",
        "%(eligible)s نفر واجد شرایط پست %(post)s هستند",
        asked.eligible,
    )
    if not asked.nearly:
        return first % words
    second = ngettext(
        "%(nearly)s نفر یک شرط کم دارد",
        "%(nearly)s نفر یک شرط کم دارند",
        asked.nearly,
    )
    return _("%(first)s؛ %(second)s") % {
        "first": first % words,
        "second": second % words,
    }


def _counts(asked: Inquiry, considered: int) -> list[Count]:
    tones = {Group.ELIGIBLE: "good", Group.NEARLY: "warn"}
    counts = [
        Count(
            label=str(group.label),
            value=getattr(asked, group.value),
            tone=tones.get(group, ""),
            url="?" + urlencode({"group": group.value}),
        )
        for group in Group
    ]
    counts.append(Count(_("سنجیده"), asked.judged, is_sum=True, url="?"))
    if considered:
        counts.append(Count(_("نامزد"), considered, _("از آنان"), url="?considered=1"))
    return counts


@dataclass(frozen=True, slots=True)
class Asks:
    """Which rows of an answer are asked for. group, lacks: empty for any.

    lacks: a criterion, by its id. considered: candidates for the post alone.
    """

    group: str
    lacks: str
    considered: bool


def _asks(query: QueryDict, criteria: Collection[str]) -> Asks:
    group, lacks = query.get("group", ""), query.get("lacks", "")
    return Asks(
        group if group in Group.values else "",
        lacks if lacks in criteria else "",
        query.get("considered") == "1",
    )


def _narrowed(
    asked: Inquiry, rows: InquiryRowQuerySet, asks: Asks
) -> InquiryRowQuerySet:
    if asks.considered:
        rows = rows.of_candidates(inquiring.considered(asked))
    if asks.group:
        rows = rows.in_group(Group(asks.group))
    if asks.lacks:
        rows = rows.lacking(asks.lacks)
    return rows


def _chips(asks: Asks, words: Mapping[str, str]) -> list[Chip]:
    chips = []
    if asks.group:
        chips.append(Chip("group", asks.group, _("گروه"), str(Group(asks.group).label)))
    if asks.lacks:
        chips.append(Chip("lacks", asks.lacks, _("کم دارد"), words[asks.lacks]))
    if asks.considered:
        chips.append(Chip("considered", "1", _("تنها"), _("نامزدهای این پست")))
    return chips


def _rows(
    found: Iterable[InquiryRow],
    asked: Inquiry,
    profile: str,
    words: Mapping[str, str],
) -> list[Row]:
    return [
        Row(
            each.row,
            each.seat,
            [words.get(criterion, criterion) for criterion in each.row.lacked],
            [words.get(criterion, criterion) for criterion in each.row.unknown],
            _passport(each.row, asked, profile),
            each.considered,
        )
        for each in answering.standing(asked, found)
    ]


def _passport(row: InquiryRow, asked: Inquiry, profile: str) -> str:
    query = {
        "profile": profile,
        "post": asked.post.code,
        "as_of": jalali(asked.judged_on),
    }
    address = reverse("eligibility:passport", args=[row.person_id])
    return f"{address}?{urlencode(query)}"


# ---- how far it has got ----------------------------------------------------


def progress_of(asked: Inquiry) -> components.Progress:
    """Return the bar of an inquiry that runs."""
    words = {"done": number(asked.judged), "all": number(asked.people)}
    if asked.progress == Progress.WAITING:
        text = _("در صف است؛ %(all)s نفر سنجیده می‌شوند.") % words
    else:
        text = _("%(done)s نفر از %(all)s نفر سنجیده شده است.") % words
    return components.Progress(
        done=asked.judged,
        total=asked.people,
        words=text,
        url=reverse("eligibility:inquiry-progress", args=[asked.pk]),
        running=_goes_on(asked),
        cancel_url=reverse("eligibility:inquiry-cancel", args=[asked.pk]),
    )


@require_GET
@requires(LIST)
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """Answer the bar that asks; when it is over, have the page read anew."""
    asked = _asked(request, pk)
    bar = progress_of(asked)
    answer = render(request, "eligibility/_progress.html", {"progress": bar})
    if not _goes_on(asked):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires(LIST)
def cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """Stop after the batch under way; what is answered stays."""
    asked = _asked(request, pk)
    inquiring.cancel(inquiry=asked, by=request.user, at=timezone.now())
    return redirect("eligibility:inquiry", pk=asked.pk)


@require_POST
@requires(LIST)
def resume(request: SignedRequest, pk: int) -> HttpResponse:
    """Go on where it stopped."""
    asked = _asked(request, pk)
    tasks.start(inquiring.resume(inquiry=asked, by=request.user, at=timezone.now()))
    return redirect("eligibility:inquiry", pk=asked.pk)


@require_GET
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def export(request: SignedRequest, pk: int, ending: str) -> FileResponse:
    """Hand the rows that are asked for over as a file; who took what is on record."""
    if ending not in ENDINGS:
        raise Http404
    asked = _asked(request, pk)
    on = timezone.localdate()
    edition = Edition.objects.with_criteria().get(pk=asked.edition_id)
    criteria = {each.id for each in law_of(edition).profile.criteria}
    wanted = _narrowed(asked, asked.rows.all(), _asks(request.GET, criteria))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"who-qualifies.{ending}"
        rows = answering.export_rows(asked, wanted, path, by=request.user, on=on)
        stream = path.open("rb")  # stays readable when the folder is gone
    audit.record(
        act="eligibility:inquiry:export",
        subject=("inquiry", asked.pk),
        by=request.user,
        at=timezone.now(),
        after={"rows": rows, "form": ending},
    )
    name = f"who-qualifies-{asked.post.code}.{ending}"
    return FileResponse(stream, as_attachment=True, filename=name)
