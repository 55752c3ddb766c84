"""The catalogue on pages: courses and providers, found, read, corrected."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.kernel.period import Period
from karamad.kernel.text import fold_digits, search_key
from karamad.registers.courses import actions, letters
from karamad.registers.courses.actions.authority import offer_of
from karamad.registers.courses.forms import (
    AccreditationForm,
    CourseForm,
    ProviderForm,
)
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    CourseClass,
    CourseQuerySet,
    Equivalence,
    Provider,
)
from karamad.registers.courses.rules import refusals
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import asked_day
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

PAGE = 50
SORTS = {"title": "sort_key", "code": "code", "hours": "hours"}


def _crumbs(course: Course | None = None) -> list[Crumb]:
    crumbs = [Crumb(_("دوره‌ها"), reverse("courses:courses"))]
    if course is not None:
        crumbs.append(Crumb(course.title, reverse("courses:course", args=[course.pk])))
    return crumbs


def _provider_crumbs(provider: Provider | None = None) -> list[Crumb]:
    crumbs = [*_crumbs(), Crumb(_("مجری‌ها"), reverse("courses:providers"))]
    if provider is not None:
        address = reverse("courses:provider", args=[provider.pk])
        crumbs.append(Crumb(provider.name, address))
    return crumbs


def _asked(request: HttpRequest, on: Any) -> CourseQuerySet:
    found = Course.objects.select_related("provider")
    if words := request.GET.get("q", "").strip():
        by_code = Q(code__istartswith=fold_digits(words))
        found = found.filter(by_code | Q(search_key__contains=search_key(words)))
    if request.GET.get("class") in CourseClass.values:
        found = found.filter(course_class=request.GET["class"])
    if request.GET.get("hours") == "unset":
        found = found.filter(hours=None, degree_programme=False)
    if request.GET.get("creditable") == "1":
        found = found.creditable_on(on)
    return found


def _chips(request: HttpRequest) -> list[Chip]:
    chips = []
    if words := request.GET.get("q", "").strip():
        chips.append(Chip("q", words, _("جست‌وجو"), words))
    if (value := request.GET.get("class")) in CourseClass.values:
        chips.append(Chip("class", value or "", _("طبقه"), CourseClass(value).label))
    if request.GET.get("hours") == "unset":
        chips.append(Chip("hours", "unset", _("ساعت"), _("تعیین‌نشده")))
    if request.GET.get("creditable") == "1":
        chips.append(Chip("creditable", "1", _("در این روز"), _("قابل احتساب")))
    return chips


@require_GET
@requires(Permission.COURSES_COURSE_VIEW)
def courses(request: HttpRequest) -> HttpResponse:
    """List the catalogue."""
    as_of = asked_day(request, today=timezone.localdate())
    sort = request.GET.get("sort", "title")
    column = SORTS.get(sort.lstrip("-"), "sort_key")
    order = f"-{column}" if sort.startswith("-") else column
    found = _asked(request, as_of.day).order_by(order, "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    title = ngettext(
        "%(count)s دوره در فهرست", "%(count)s دوره در فهرست", page.paginator.count
    ) % {"count": number(page.paginator.count)}
    return render(
        request,
        "courses/courses.html",
        {
            "title": title,
            "page": page,
            "chips": _chips(request),
            "as_of": as_of,
            "classes": CourseClass.choices,
        },
    )


def _doubts(course: Course, on: Any) -> list[str]:
    """Why the provider's authority does not cover the course on the day, in words."""
    if course.provider is None:
        return []
    held = Accreditation.objects.current().filter(provider=course.provider)
    offer = offer_of(course, course.provider, held)
    return [letters.ground_words(refusal.ground) for refusal in refusals(offer, on)]


@require_GET
@requires(Permission.COURSES_COURSE_VIEW)
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course: what it is, what it counts for, what it said before."""
    row = get_object_or_404(Course.objects.select_related("provider"), pk=pk)
    as_of = asked_day(request, today=timezone.localdate())
    current = Equivalence.objects.current()
    return render(
        request,
        "courses/course.html",
        {
            "title": row.title,
            "crumbs": _crumbs(),
            "course": row,
            "as_of": as_of,
            "creditable": as_of.day
            in Period(row.creditable_from, row.creditable_until),
            "counts_for": current.filter(course=row).select_related("of"),
            "counted_by": current.filter(of=row).select_related("course"),
            "doubts": _doubts(row, as_of.day),
            "former": row.former.order_by("-superseded_at", "pk"),
        },
    )


def _initial(row: Course) -> dict[str, Any]:
    own = {
        name: getattr(row, name)
        for name in CourseForm.base_fields
        if name not in ("provider", "equivalent_to")
    }
    of = Equivalence.objects.current().filter(course=row).order_by("of__code")
    return {
        **own,
        "provider": row.provider.code if row.provider else "",
        "equivalent_to": "|".join(of.values_list("of__code", flat=True)),
    }


@require_http_methods(["GET", "POST"])
@requires(Permission.COURSES_COURSE_EDIT)
def edit_course(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Add a course, or correct one."""
    row = None
    if pk is not None:
        row = get_object_or_404(Course.objects.select_related("provider"), pk=pk)
    initial = _initial(row) if row else None
    form = CourseForm(request.POST or None, initial=initial, new=row is None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save_course(request, row, form.cleaned_data)
        except actions.CodeTaken:
            form.add_error("code", _("همین حالا دوره‌ای با این کد ثبت شد."))
        else:
            notices.say(request, _("دوره ثبت شد."))
            return redirect("courses:course", pk=saved.pk)
    title = _("تصحیح دوره") if row else _("دورهٔ تازه")
    back = row and reverse("courses:course", args=[row.pk])
    context = {
        "title": title,
        "form": form,
        "crumbs": _crumbs(row),
        "back": back or reverse("courses:courses"),
    }
    status = 422 if form.errors else 200
    return render(request, "courses/edit.html", context, status=status)


def _save_course(
    request: SignedRequest, row: Course | None, said: dict[str, Any]
) -> Course:
    facts = dict(said)
    of = facts.pop("equivalent_to")
    by, at = request.user, timezone.now()
    return actions.save_course(course=row, facts=facts, of=of, by=by, at=at)


@require_GET
@requires(Permission.COURSES_COURSE_VIEW)
def providers(request: HttpRequest) -> HttpResponse:
    """List who runs courses."""
    found = Provider.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        by_code = Q(code__istartswith=fold_digits(words))
        found = found.filter(by_code | Q(search_key__contains=search_key(words)))
    page = Paginator(found.order_by("sort_key", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    title = ngettext("%(count)s مجری", "%(count)s مجری", page.paginator.count) % {
        "count": number(page.paginator.count)
    }
    chips = [Chip("q", words, _("جست‌وجو"), words)] if words else []
    context = {"title": title, "page": page, "chips": chips, "crumbs": _crumbs()}
    return render(request, "courses/providers.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.COURSES_COURSE_VIEW)
def provider(request: SignedRequest, pk: int) -> HttpResponse:
    """One provider with its accreditation; a POST adds one to those who may."""
    row = get_object_or_404(Provider, pk=pk)
    as_of = asked_day(request, today=timezone.localdate())
    may_edit = Permission.COURSES_COURSE_EDIT in request.user.permissions_on(
        timezone.localdate()
    )
    form = AccreditationForm(request.POST or None) if may_edit else None
    if form and request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        actions.accredit(provider=row, **facts, by=request.user, at=timezone.now())
        notices.say(request, _("اعتبارنامه ثبت شد."))
        return redirect("courses:provider", pk=pk)
    accreditations = Accreditation.objects.current().filter(provider=row)
    context = {
        "title": row.name,
        "crumbs": _provider_crumbs(),
        "provider": row,
        "as_of": as_of,
        "form": form,
        "rows": [
            (one, as_of.day in Period(one.from_day, one.until_day))
            for one in accreditations.order_by("domain", "from_day", "pk")
        ],
        "courses": Course.objects.filter(provider=row).order_by("sort_key", "pk")[:100],
        "former": row.former.order_by("-superseded_at", "pk"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "courses/provider.html", context, status=status)


@require_POST
@requires(Permission.COURSES_COURSE_EDIT)
def end_accreditation(
    request: SignedRequest, pk: int, accreditation_id: int
) -> HttpResponse:
    """Let an accreditation end today."""
    current = Accreditation.objects.current()
    row = get_object_or_404(current, pk=accreditation_id, provider_id=pk)
    try:
        actions.end_accreditation(
            accreditation=row,
            until_day=timezone.localdate(),
            by=request.user,
            at=timezone.now(),
        )
    except actions.EndsBeforeItStarts:
        words = _("این اعتبارنامه هنوز آغاز نشده است؛ پایانش پیش از آغاز می‌افتد.")
        notices.say(request, words, tone="warn")
    else:
        notices.say(request, _("اعتبارنامه از امروز پایان یافت."))
    return redirect("courses:provider", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.COURSES_COURSE_EDIT)
def edit_provider(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Add a provider, or correct one."""
    row = None if pk is None else get_object_or_404(Provider, pk=pk)
    names = ("name", "name_en", "kind")
    initial = {name: getattr(row, name) for name in names} if row else None
    form = ProviderForm(request.POST or None, initial=initial, new=row is None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        new_code, by, at = facts.pop("code", ""), request.user, timezone.now()
        if row is None:
            row = actions.add_provider(code=new_code, facts=facts, by=by, at=at)
        else:
            actions.correct_provider(provider=row, facts=facts, by=by, at=at)
        notices.say(request, _("مجری ثبت شد."))
        return redirect("courses:provider", pk=row.pk)
    title = _("تصحیح مجری") if row else _("مجری تازه")
    back = row and reverse("courses:provider", args=[row.pk])
    context = {
        "title": title,
        "form": form,
        "crumbs": _provider_crumbs(row),
        "back": back or reverse("courses:providers"),
    }
    status = 422 if form.errors else 200
    return render(request, "courses/edit.html", context, status=status)
