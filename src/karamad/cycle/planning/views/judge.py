"""Needs straight from the judge: who lacks this, counted, looked at, confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions.lacking import Area, Lack, Lacks, lacks, who_lacks
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.forms.needs import DerivedForm, JudgeForm
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.models import Need
from karamad.cycle.planning.models.sources import VERDICT
from karamad.registers.competencies.models import Edition, Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number, said

EDIT = Permission.PLANNING_NEED_EDIT
LIST = Permission.PEOPLE_PERSON_LIST
PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A lack as it is shown: by whom, of what, and what was counted before."""

    key: str
    unit: Unit
    profile: str
    courses: list[Course]
    heads: int
    before: Need | None
    planned: int


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def judge(request: SignedRequest) -> HttpResponse:
    """Ask the judge who lacks what under a unit, and keep what is chosen of it."""
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    asked = JudgeForm(request.GET or None, units=units)
    context: dict[str, Any] = {
        "title": _("چه کسانی چه دوره‌ای کم دارند؟"),
        "crumbs": [Crumb(_("نیازها"), reverse("planning:needs"))],
        "asked": asked,
        "day": today,
    }
    if not (request.GET and asked.is_valid()):
        return _page(request, context, asked)
    area = Area(asked.cleaned_data["unit"], each=asked.cleaned_data["each"])
    try:
        found = lacks(area, today)
    except NoExtract:
        return _page(request, {**context, "no_extract": True}, asked)
    lines = _lines(found)
    form = DerivedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _derive(request, lines, form, found.on)
        if done is not None:
            return done
    context |= {
        "title": _title(found, area),
        "found": found,
        "lines": lines,
        "area": area,
        "form": form,
    }
    return _page(request, context, form)


def _page(request: SignedRequest, context: dict[str, Any], form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "planning/judge.html", context, status=status)


def _title(found: Lacks, area: Area) -> str:
    unit = {"unit": said(area.unit, "name")}
    if not found.rows:
        return _("در %(unit)s کسی دوره‌ای کم ندارد") % unit
    courses = len({(row.profile, row.criterion) for row in found.rows})
    words = ngettext(
        "در %(unit)s شرط %(n)s دوره برای کسانی برآورده نیست",
        "در %(unit)s شرط %(n)s دوره برای کسانی برآورده نیست",
        courses,
    )
    return words % {**unit, "n": number(courses)}


def _lines(found: Lacks) -> list[Line]:
    """Return the lacks with the rows they speak of; those without a course drop out."""
    units = Unit.objects.in_bulk({row.unit for row in found.rows})
    codes = {code for row in found.rows for code in row.courses}
    courses = Course.objects.in_bulk(codes, field_name="code")
    titles = _titles({row.profile for row in found.rows})
    open_ones = Need.objects.of_the_judge().open().filter(unit__in=units)
    before = {_key_of(need): need for need in open_ones.select_related("profile")}
    covered = Need.objects.of_the_judge().planned().filter(unit__in=units)
    planned: Counter[tuple[int, str, str]] = Counter()
    for need in covered.select_related("profile"):
        planned[_key_of(need)] += need.heads
    return [
        Line(
            key=_key(row),
            unit=units[row.unit],
            profile=titles.get(row.profile, row.profile),
            courses=[courses[code] for code in row.courses if code in courses],
            heads=row.heads,
            before=before.get((row.unit, row.profile, row.criterion)),
            planned=planned[row.unit, row.profile, row.criterion],
        )
        for row in found.rows
        if any(code in courses for code in row.courses)
    ]


def _key_of(need: Need) -> tuple[int, str, str]:
    return need.unit_id, need.profile.code if need.profile else "", need.criterion


def _key(row: Lack) -> str:
    return f"{row.unit}|{row.profile}|{row.criterion}"


def _titles(codes: set[str]) -> dict[str, str]:
    editions = Edition.objects.newest().filter(profile__code__in=codes)
    return {
        edition.profile.code: said(edition, "title")
        for edition in editions.select_related("profile")
    }


def _derive(
    request: SignedRequest, lines: list[Line], form: DerivedForm, on: date
) -> HttpResponse | None:
    try:
        done = deriving.derive(
            findings=deriving.Findings(list(_chosen(request, lines)), on),
            urgency=deriving.Urgency(**form.cleaned_data),
            by=request.user,
            at=timezone.now(),
        )
    except Refused:
        form.add_error(None, _("دست‌کم یک ردیف را برگزینید."))
        return None
    words = _("%(added)s نیاز ثبت شد و %(renewed)s نیاز از نو شمرده شد.")
    counts = {"added": number(done.added), "renewed": number(done.renewed)}
    notices.say(request, words % counts)
    if done.planned:
        more = _("برای %(n)s ردیف دیگر از پیش در برنامه جا هست؛ دوباره ثبت نشد.")
        notices.say(request, more % {"n": number(done.planned)}, tone="info")
    return redirect("planning:needs")


def _chosen(request: SignedRequest, lines: list[Line]) -> Iterator[deriving.Found]:
    """Yield what was ticked, of what the judge says now."""
    ticked = set(request.POST.getlist("row"))
    profiles = Profile.objects.in_bulk(
        {line.key.split("|")[1] for line in lines if line.key in ticked},
        field_name="code",
    )
    for line in lines:
        if line.key not in ticked:
            continue
        _unit, profile, criterion = line.key.split("|")
        wished = request.POST.get(f"course-{line.key}", "")
        course = next((c for c in line.courses if c.code == wished), line.courses[0])
        yield deriving.Found(
            line.unit, profiles[profile], criterion, course, line.heads
        )


@require_GET
@never_cache
@requires(LIST)
def people(request: SignedRequest, pk: int) -> HttpResponse:
    """Name who of those in reach lacks what a need asks for, judged anew."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today).filter(source=VERDICT)
    need = get_object_or_404(seen.select_related("unit", "course", "profile"), pk=pk)
    if need.profile is None:
        raise Http404
    try:
        keys = who_lacks(
            Area(need.unit),
            profile=need.profile.code,
            criterion=need.criterion,
            on=today,
        )
    except NoExtract:
        keys = []
    reach = Person.objects.visible_to(request.user, on=today, permission=LIST)
    rows = reach.filter(pk__in=keys).order_by("sort_key", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = {"n": number(page.paginator.count), "what": letters.what(need)}
    back = reverse("planning:need", args=[need.pk])
    context = {
        "title": _("%(n)s نفر امروز «%(what)s» کم دارند") % words,
        "crumbs": [
            Crumb(_("نیازها"), reverse("planning:needs")),
            Crumb(letters.what(need), back),
        ],
        "need": need,
        "page": page,
        "day": today,
    }
    return render(request, "planning/people.html", context)
