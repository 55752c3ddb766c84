"""Forms that record, correct, retire, merge and take apart persons."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karamad.kernel.identifiers import FOREIGN_LENGTH, NationalId, mask
from karamad.registers.people import actions
from karamad.registers.people.forms.persons import (
    EmptyForm,
    LeaveForm,
    MergeForm,
    NationalIdForm,
    NewPersonForm,
    PersonForm,
)
from karamad.registers.people.models import Assignment, Person
from karamad.registers.people.views.acting import Act, Facts, perform
from karamad.registers.people.views.persons import loaded
from karamad.registers.people.views.units import in_reach
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number, plain_digits

EDIT = Permission.PEOPLE_PERSON_EDIT
MERGE = Permission.PEOPLE_PERSON_MERGE


def record_of(person: Person) -> str:
    """Return the address of a person's record."""
    return reverse("people:person", args=[person.pk])


def way_to(person: Person | None = None) -> list[Crumb]:
    """Return the way to a form about a person."""
    crumbs = [Crumb(_("افراد"), reverse("people:people"))]
    if person is not None:
        crumbs.append(Crumb(person.name, record_of(person)))
    return crumbs


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Record a person whom no file has brought; his record is where one goes on."""
    made: list[Person] = []
    form = NewPersonForm(
        request.POST or None,
        today=timezone.localdate(),
        units=in_reach(request, EDIT),
    )

    def do(facts: Facts) -> str:
        person = actions.create_person(
            national_id=NationalId(facts["national_id"]),
            details=form.details(),
            home_unit=facts["home_unit"],
            by=request.user,
            at=timezone.now(),
        )
        made.append(person)
        return _("%(name)s ثبت شد.") % {"name": person.name}

    act = Act(_("فرد تازه"), way_to(), reverse("people:people"), do)
    answer = perform(request, form, act)
    return redirect("people:person", made[0].pk) if made else answer


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Correct what is said of a person."""
    row = loaded(request, pk, EDIT)
    initial = {name: getattr(row, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=initial, today=timezone.localdate())

    def do(_facts: Facts) -> str:
        actions.correct_person(
            person=row, details=form.details(), by=request.user, at=timezone.now()
        )
        return _("تصحیح شد؛ آنچه پیش‌تر ثبت بود نگه داشته شد.")

    act = Act(_("تصحیح مشخصات"), way_to(row), record_of(row), do)
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def national_id(request: SignedRequest, pk: int) -> HttpResponse:
    """Give a person the national id that is really his."""
    row = loaded(request, pk, EDIT)
    form = NationalIdForm(request.POST or None)

    def do(facts: Facts) -> str:
        digits = facts["national_id"]
        actions.correct_national_id(
            person=row,
            national_id=NationalId(digits),
            by=request.user,
            at=timezone.now(),
        )
        return _("کد ملی تصحیح شد.")

    def foresee(facts: Facts) -> list[str]:
        lines = [
            _("کد ملی %(name)s از %(old)s به %(new)s برمی‌گردد.")
            % {
                "name": row.name,
                "old": plain_digits(mask(row.national_id)),
                "new": plain_digits(mask(facts["national_id"])),
            },
            _("کد پیشین در تاریخچه می‌ماند و دیگر کسی با آن یافت نمی‌شود."),
        ]
        if len(facts["national_id"]) == FOREIGN_LENGTH:
            lines.append(_("این شناسهٔ دوازده‌رقمی از آنِ بیگانگان است."))
        return lines

    act = Act(
        title=_("تصحیح کد ملی"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        foresee=foresee,
    )
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def leave(request: SignedRequest, pk: int) -> HttpResponse:
    """Record a retirement or a death; first say which posts end."""
    row = loaded(request, pk, EDIT)
    form = LeaveForm(request.POST or None)

    def do(facts: Facts) -> str:
        if facts["how"] == "die":
            ended = actions.record_death(
                person=row, on=facts["on"], by=request.user, at=timezone.now()
            )
        else:
            ended = actions.retire(
                person=row,
                on=facts["on"],
                with_seats=facts["with_seats"],
                by=request.user,
                at=timezone.now(),
            )
        words = ngettext(
            "ثبت شد و %(count)s پست پایان یافت.",
            "ثبت شد و %(count)s پست پایان یافت.",
            ended,
        )
        return words % {"count": number(ended)}

    def foresee(facts: Facts) -> list[str]:
        day = jalali_long(facts["on"])
        lines = [
            _("از %(day)s، %(name)s در شمارش‌ها و فهرست در خدمت‌ها نیست.")
            % {"day": day, "name": row.name}
        ]
        if facts["with_seats"] or facts["how"] == "die":
            lines += [
                _("پایان می‌یابد: %(post)s، %(unit)s")
                % {"post": seat.post.title, "unit": seat.unit.name}
                for seat in _held(row, facts)
            ]
        lines.append(_("می‌توان آن را پس گرفت؛ پست‌ها جداگانه تصحیح می‌شوند."))
        return lines

    act = Act(
        title=_("بازنشستگی یا درگذشت"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        foresee=foresee,
        grave=True,
    )
    return perform(request, form, act)


def _held(person: Person, facts: Facts) -> list[Assignment]:
    seats = Assignment.objects.current().held_on(facts["on"])
    mine = seats.filter(person__in=person.record_ids())
    return list(mine.select_related("post", "unit").order_by("-from_day", "pk"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def stay(request: SignedRequest, pk: int) -> HttpResponse:
    """Take back a retirement or a death recorded by mistake."""
    row = loaded(request, pk, EDIT)

    def do(_facts: Facts) -> str:
        actions.retract_end(person=row, by=request.user, at=timezone.now())
        return _("پس گرفته شد.")

    act = Act(
        title=_("پس گرفتن بازنشستگی یا درگذشت"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        lede=_("پست‌هایی که با آن پایان یافت، جداگانه تصحیح می‌شوند."),
        button=_("پس بگیر"),
    )
    return perform(request, _bare(request), act)


@require_http_methods(["GET", "POST"])
@requires(MERGE)
def merge(request: SignedRequest, pk: int) -> HttpResponse:
    """Merge another record into this one; first show both."""
    row = loaded(request, pk, MERGE)
    form = MergeForm(request.POST or None)

    def do(facts: Facts) -> str:
        actions.merge_persons(
            person=_other(request, facts), into=row, by=request.user, at=timezone.now()
        )
        return _("دو پرونده یکی شد. از همین صفحه می‌توان جدایشان کرد.")

    def foresee(facts: Facts) -> list[str]:
        other = _other(request, facts)
        seats = Assignment.objects.current().filter(person__in=other.record_ids())
        return [
            _("این پرونده می‌ماند: %(name)s، %(id)s") % _named(row),
            _("این یکی در آن ادغام می‌شود: %(name)s، %(id)s") % _named(other),
            _("%(count)s حکم و همهٔ سوابق او با این پرونده خوانده می‌شود.")
            % {"count": number(seats.count())},
            _("هیچ سطری جابه‌جا نمی‌شود و می‌توان دو پرونده را دوباره جدا کرد."),
        ]

    act = Act(
        title=_("ادغام پرونده‌ای دیگر در این پرونده"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        foresee=foresee,
        button=_("ادغام کن"),
        grave=True,
        lede=_("وقتی یک نفر دو بار ثبت شده است."),
    )
    if request.method == "POST" and form.is_valid() and not _known(request, form):
        form.add_error("national_id", _("کسی با این کد ملی در دسترس شما نیست."))
    return perform(request, form, act)


def _known(request: SignedRequest, form: forms.Form) -> bool:
    try:
        _other(request, form.cleaned_data)
    except Http404:
        return False
    return True


def _other(request: SignedRequest, facts: Facts) -> Person:
    people = Person.objects.visible_to(
        request.user, on=timezone.localdate(), permission=MERGE
    )
    found = people.identified_by(facts["national_id"]).first()
    if found is None:
        raise Http404
    return found


def _named(person: Person) -> dict[str, str]:
    return {"name": person.name, "id": mask(person.national_id)}


@require_http_methods(["GET", "POST"])
@requires(MERGE)
def take_apart(request: SignedRequest, pk: int, other: int) -> HttpResponse:
    """Take a merged record out again."""
    row = loaded(request, pk, MERGE)
    merged = row.merged.filter(pk=other).first()
    if merged is None:
        raise Http404

    def do(_facts: Facts) -> str:
        actions.take_apart(person=merged, by=request.user, at=timezone.now())
        return _("دو پرونده جدا شد.")

    act = Act(
        title=_("جدا کردن دو پرونده"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        lede=_("%(name)s، %(id)s، دوباره پرونده‌ای جدا می‌شود.") % _named(merged),
        button=_("جدا کن"),
    )
    return perform(request, _bare(request), act)


def _bare(request: SignedRequest) -> EmptyForm:
    # A form without fields is valid once it is bound.
    return EmptyForm(request.POST if request.method == "POST" else None)
