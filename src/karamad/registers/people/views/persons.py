"""A person's record: what the register says, what it said, and who corrects it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.kernel.identifiers import mask
from karamad.registers.people.models import Assignment, FormerPerson, Person, Unit
from karamad.registers.people.views.rows import may
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web.components import Crumb, Fact
from karamad.web.display import jalali_long, plain_digits
from karamad.web.templatetags.words import code


def loaded(
    request: SignedRequest,
    pk: int,
    permission: Permission = Permission.PEOPLE_PERSON_VIEW,
) -> Person:
    """Return the person if the reader may do this to him; 404 otherwise."""
    today = timezone.localdate()
    people = Person.objects.visible_to(request.user, on=today, permission=permission)
    return get_object_or_404(people, pk=pk)


@require_GET
@never_cache
@requires(Permission.PEOPLE_PERSON_VIEW)
def person(request: SignedRequest, pk: int) -> HttpResponse:
    """Show a person's record and its history. The reading is written down."""
    row = loaded(request, pk)
    if row.merged_into_id:
        return redirect("people:person", pk=row.merged_into_id)
    audit.record(
        act="people:person:read",
        subject=("person", row.pk),
        by=request.user,
        at=timezone.now(),
    )
    seats = Assignment.objects.filter(person__in=row.record_ids())
    seats = seats.select_related("post", "unit")
    current = list(seats.current().order_by("-from_day", "pk"))
    former_seats = seats.exclude(superseded_at=None)
    context = {
        "title": row.name,
        "person": row,
        "crumbs": [Crumb(_("افراد"), reverse("people:people"))],
        "facts": facts(row, request),
        "seats": current,
        "reached": _reached(request, current),
        "former_seats": former_seats.order_by("-superseded_at", "pk"),
        "former": _former(row),
        "former_identities": row.former_identities.order_by("-superseded_at", "pk"),
        "merged": row.merged.order_by("pk"),
        "may_edit": _may(request, row, Permission.PEOPLE_PERSON_EDIT),
        "may_merge": _may(request, row, Permission.PEOPLE_PERSON_MERGE),
    }
    return render(request, "people/person.html", context)


def _may(request: SignedRequest, row: Person, permission: Permission) -> bool:
    """Test whether the reader's permission reaches this person."""
    today = timezone.localdate()
    if not may(request.user, permission, today):
        return False
    reached = Person.objects.visible_to(request.user, on=today, permission=permission)
    return reached.filter(pk=row.pk).exists()


def _reached(request: SignedRequest, seats: list[Assignment]) -> set[int]:
    """The units of these seats in which the reader may correct assignments."""
    units = Unit.objects.visible_to(
        request.user,
        on=timezone.localdate(),
        permission=Permission.PEOPLE_PERSON_EDIT,
    ).filter(pk__in={seat.unit_id for seat in seats})
    return set(units.values_list("pk", flat=True))


def _former(row: Person) -> list[str]:
    """Say what the row said before each correction, the latest first.

    Each state is set against the one that followed it.
    """
    lines = []
    following: Person | FormerPerson = row
    for state in row.former.order_by("-superseded_at", "pk"):
        said = [
            f"{label}: {_shown(state, name) or '—'}"
            for name, label in _labels().items()
            if getattr(state, name) != getattr(following, name)
        ]
        if said:
            day = jalali_long(state.superseded_at)
            lines.append(
                _("تا %(day)s چنین ثبت بود: %(facts)s")
                % {"day": day, "facts": _("، ").join(said)}
            )
        following = state
    return lines


def _labels() -> dict[str, str]:
    return {
        "first_name": _("نام"),
        "last_name": _("نام خانوادگی"),
        "father_name": _("نام پدر"),
        "birth_date": _("زادروز"),
        "gender": _("جنسیت"),
        "degree": _("مدرک"),
        "service_start": _("شروع خدمت"),
        "employment": _("استخدام"),
        "mobile": _("همراه"),
        "email": _("رایانامه"),
        "retired_on": _("بازنشستگی"),
        "died_on": _("درگذشت"),
    }


def _shown(state: FormerPerson, name: str) -> str:
    value = getattr(state, name)
    if isinstance(value, date):
        return jalali_long(value)
    display = getattr(state, f"get_{name}_display", None)
    return str(display() if display else value)


def facts(row: Person, request: SignedRequest) -> list[Fact]:
    """Return what stands on the row, worded."""
    today = timezone.localdate()
    plain = Person.objects.plain_to(request.user, [row.pk], on=today)
    digits = row.national_id if plain else mask(row.national_id)
    national_id = code(plain_digits(digits))
    shown = [
        Fact(_("شناسهٔ بیگانه") if row.foreigner else _("کد ملی"), national_id),
        Fact(_("نام پدر"), row.father_name),
        Fact(_("زادروز"), jalali_long(row.birth_date) if row.birth_date else ""),
        Fact(_("جنسیت"), row.get_gender_display()),
        Fact(_("مدرک"), row.get_degree_display()),
        Fact(_("استخدام"), row.get_employment_display()),
        Fact(
            _("شروع خدمت"), jalali_long(row.service_start) if row.service_start else ""
        ),
        Fact(_("همراه"), code(row.mobile)),
        Fact(_("رایانامه"), code(row.email)),
    ]
    if row.retired_on:
        shown.append(Fact(_("بازنشستگی"), jalali_long(row.retired_on)))
    if row.died_on:
        shown.append(Fact(_("درگذشت"), jalali_long(row.died_on)))
    return shown
