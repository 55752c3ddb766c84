"""Instructors: who teaches, what each is approved for, and how much he has taught."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.kernel.jalali import jalali_year
from karamad.kernel.period import Period
from karamad.kernel.text import fold_digits, search_key
from karamad.registers.courses.actions import CodeTaken
from karamad.registers.courses.actions import instructors as acts
from karamad.registers.courses.forms import ApprovalForm, InstructorForm, LeaveForm
from karamad.registers.courses.models import (
    Instructor,
    InstructorKind,
    InstructorLeave,
    InstructorQuerySet,
    InstructorSubject,
)
from karamad.registers.people.models import (
    Person,
    PersonQuerySet,
    Unit,
    UnitQuerySet,
)
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

VIEW = Permission.PEOPLE_PERSON_LIST
EDIT = Permission.COURSES_INSTRUCTOR_EDIT
PAGE = 50
LATEST = 20  # sessions shown on a card
SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Load:
    """What an instructor taught in a Jalali year, within the reader's reach."""

    year: int
    sessions: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Taught:
    session: Session
    title: str


@require_GET
@requires(VIEW)
def instructors(request: SignedRequest) -> HttpResponse:
    """List instructors, found by name, code or subject."""
    today = timezone.localdate()
    found, chips = Instructor.objects.all(), []
    if words := request.GET.get("q", "").strip():
        by_code = Q(code__istartswith=fold_digits(words))
        found = found.filter(by_code | Q(search_key__contains=search_key(words)))
        chips.append(Chip("q", words, _("جست‌وجو"), words))
    if (kind := request.GET.get("kind", "")) in InstructorKind.values:
        found = found.filter(kind=kind)
        chips.append(Chip("kind", kind, _("نوع"), InstructorKind(kind).label))
    page = Paginator(found.order_by("sort_key", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    count = page.paginator.count
    words = ngettext("%(n)s مدرس", "%(n)s مدرس", count) % {"n": number(count)}
    approved = _approved([row.pk for row in page], today)
    context = {
        "title": words if count else _("مدرسی نیست"),
        "crumbs": _crumbs(),
        "page": page,
        "rows": [(row, approved[row.pk]) for row in page],
        "kinds": InstructorKind.choices,
        "chips": chips,
        "may_edit": EDIT in request.user.permissions_on(today),
    }
    return render(request, "delivery/instructors.html", context)


@require_GET
@requires(VIEW)
def instructor(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one instructor: what he may teach, when he is away, what he taught."""
    row = get_object_or_404(Instructor.objects.select_related("unit"), pk=pk)
    today = timezone.localdate()
    taught = _taught(request, row, today)
    latest = taught.select_related("run__course", "room").order_by("-begins_at", "pk")
    subjects = InstructorSubject.objects.current().filter(instructor=row)
    leaves = InstructorLeave.objects.current().filter(instructor=row)
    context = {
        "title": row.name,
        "crumbs": _crumbs(here=row.name),
        "instructor": row,
        "subjects": [
            (each, today in Period(each.from_day, each.until_day))
            for each in subjects.select_related("course").order_by("-from_day", "pk")
        ],
        "leaves": leaves.filter(until_day__gt=today).order_by("from_day", "pk"),
        "loads": _loads(taught),
        "latest": [Taught(each, title_of(each.run)) for each in latest[:LATEST]],
        "former": row.former.order_by("-superseded_at", "pk"),
        "person": _people(request).filter(pk=row.person_id or 0).first(),
        "may_edit": _kept(request).filter(pk=row.pk).exists(),
    }
    return render(request, "delivery/instructor.html", context)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Add an instructor, or correct one."""
    kept = _kept(request).select_related("person", "unit")
    row = None if pk is None else get_object_or_404(kept, pk=pk)
    names = ("name", "name_en", "kind", "unit", "note")
    form = InstructorForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names} if row else None,
        of=row,
        people=_people(request),
        units=_units(request),
        everywhere=_everywhere(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = acts.save_instructor(
                instructor=row,
                facts=_facts(request, form),
                by=request.user,
                at=timezone.now(),
            )
        except CodeTaken:
            form.add_error("code", _("مدرسی با این کد هست."))
        else:
            notices.say(request, _("مدرس ثبت شد."))
            return redirect("delivery:instructor", pk=saved.pk)
    title = _("تصحیح مدرس") if row else _("مدرس تازه")
    return _page(request, row, form, title=title, button=_("ثبت"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def approve(request: SignedRequest, pk: int) -> HttpResponse:
    """Approve an instructor for a course, or for a class of courses."""
    row = get_object_or_404(_kept(request), pk=pk)
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.approve(
                instructor=row,
                approval=acts.Approval(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except acts.ApprovedAlready:
            words = _("در این روزها تأییدی برای همین موضوع برقرار است.")
            form.add_error(None, words)
        else:
            notices.say(request, _("تأیید ثبت شد."))
            return redirect("delivery:instructor", pk=row.pk)
    return _page(request, row, form, title=_("تأیید موضوع تدریس"), button=_("تأیید کن"))


@require_POST
@requires(EDIT)
def withdraw(request: SignedRequest, pk: int, subject_id: int) -> HttpResponse:
    """Let an approval end today."""
    kept = get_object_or_404(_kept(request), pk=pk)
    rows = InstructorSubject.objects.current().filter(instructor=kept)
    acts.withdraw_approval(
        subject=get_object_or_404(rows, pk=subject_id),
        on=timezone.localdate(),
        by=request.user,
        at=timezone.now(),
    )
    words = _("تأیید از امروز برداشته شد؛ جلسه‌هایی که گذاشته‌اید می‌مانند.")
    notices.say(request, words)
    return redirect("delivery:instructor", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def leave(request: SignedRequest, pk: int) -> HttpResponse:
    """Record days on which an instructor does not teach."""
    row = get_object_or_404(_kept(request), pk=pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        acts.add_leave(instructor=row, **said, by=request.user, at=timezone.now())
        met = Session.objects.standing().filter(instructor=row)
        count = met.between(said["from_day"], said["until_day"]).count()
        words = ngettext(
            "ثبت شد؛ %(n)s جلسهٔ او در این روزهاست و می‌ماند.",
            "ثبت شد؛ %(n)s جلسهٔ او در این روزهاست و می‌ماند.",
            count,
        )
        notices.say(request, words % {"n": number(count)} if count else _("ثبت شد."))
        return redirect("delivery:instructor", pk=row.pk)
    return _page(request, row, form, title=_("نبودن مدرس"), button=_("ثبت"))


@require_POST
@requires(EDIT)
def withdraw_leave(request: SignedRequest, pk: int, leave_id: int) -> HttpResponse:
    """Let a leave be no more."""
    kept = get_object_or_404(_kept(request), pk=pk)
    rows = InstructorLeave.objects.current().filter(instructor=kept)
    acts.withdraw_leave(
        leave=get_object_or_404(rows, pk=leave_id), by=request.user, at=timezone.now()
    )
    notices.say(request, _("برداشته شد؛ در آن روزها درس می‌دهد."))
    return redirect("delivery:instructor", pk=pk)


# ---- common -------------------------------------------------------------------------


def _kept(request: SignedRequest) -> InstructorQuerySet:
    return Instructor.objects.kept_by(request.user, on=timezone.localdate())


def _people(request: SignedRequest) -> PersonQuerySet:
    seen = Person.objects.visible_to(
        request.user, on=timezone.localdate(), permission=VIEW
    )
    return seen.unmerged()


def _units(request: SignedRequest) -> UnitQuerySet:
    today = timezone.localdate()
    return Unit.objects.visible_to(request.user, on=today, permission=EDIT)


def _everywhere(request: SignedRequest) -> bool:
    return request.user.reach(EDIT, on=timezone.localdate()).everywhere


def _facts(request: SignedRequest, form: InstructorForm) -> dict[str, Any]:
    """Return what was typed; who keeps him is the officer's own unit if unsaid."""
    facts = form.facts()
    if facts["unit"] is None and not _everywhere(request):
        facts["unit"] = _units(request).order_by("path", "pk").first()
    return facts


def _taught(request: SignedRequest, row: Instructor, today: date) -> SessionQuerySet:
    runs = Run.objects.visible_to(request.user, on=today)
    standing = Session.objects.standing().filter(run__in=runs.values("pk"))
    return standing.filter(instructor=row, run__published_at__isnull=False)


def _loads(taught: SessionQuerySet) -> list[Load]:
    """Add the hours up by Jalali year, the latest first."""
    hours: defaultdict[int, list[Decimal]] = defaultdict(list)
    for begins_at, ends_at in taught.values_list("begins_at", "ends_at"):
        seconds = Decimal((ends_at - begins_at).total_seconds())
        hours[jalali_year(localdate(begins_at))].append(seconds / SECONDS)
    return [
        Load(year, len(each), sum(each, Decimal()).quantize(Decimal("0.1")))
        for year, each in sorted(hours.items(), reverse=True)
    ]


def _approved(
    keys: list[int], today: date
) -> defaultdict[int, list[InstructorSubject]]:
    """Return what each may teach today."""
    rows = InstructorSubject.objects.current().held_on(today)
    found: defaultdict[int, list[InstructorSubject]] = defaultdict(list)
    chosen = rows.filter(instructor__in=keys).select_related("course")
    for row in chosen.order_by("course__sort_key", "pk"):
        found[row.instructor_id].append(row)
    return found


def _crumbs(row: Instructor | None = None, here: str = "") -> list[Crumb]:
    listed = reverse("delivery:instructors")
    way = [Crumb(_("مدرسان"), listed if row or here else "")]
    if row is not None:
        way.append(Crumb(row.name, reverse("delivery:instructor", args=[row.pk])))
    return [*way, Crumb(here)] if here else way


def _page(
    request: SignedRequest, row: Instructor | None, form: Any, **words: str
) -> HttpResponse:
    back = reverse("delivery:instructors")
    if row is not None:
        back = reverse("delivery:instructor", args=[row.pk])
    context = {
        "crumbs": _crumbs(row, words["title"]),
        "form": form,
        "lede": row.name if row else "",
        "back": back,
        **words,
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/act.html", context, status=status)
