"""Forms that record, correct, end and withdraw assignments."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karamad.registers.people import actions
from karamad.registers.people.forms.persons import (
    AssignmentForm,
    EmptyForm,
    EndForm,
)
from karamad.registers.people.models import Assignment, Person
from karamad.registers.people.views.acting import Act, Facts, perform
from karamad.registers.people.views.person_acts import record_of, way_to
from karamad.registers.people.views.persons import loaded
from karamad.registers.people.views.units import in_reach
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires

EDIT = Permission.PEOPLE_PERSON_EDIT


def _seat(person: Person, seat: int, request: SignedRequest) -> Assignment:
    """Return an assignment of the person, in a unit within reach; 404 otherwise."""
    seats = Assignment.objects.current().filter(person__in=person.record_ids())
    reached = seats.filter(unit__in=in_reach(request, EDIT))
    return get_object_or_404(reached.select_related("post", "unit"), pk=seat)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def add(request: SignedRequest, pk: int) -> HttpResponse:
    """Record that a person holds a post in a unit within reach."""
    row = loaded(request, pk, EDIT)
    form = AssignmentForm(request.POST or None, units=in_reach(request, EDIT))

    def do(_facts: Facts) -> str:
        actions.record_assignment(
            person=row, seat=form.seat(), by=request.user, at=timezone.now()
        )
        return _("حکم ثبت شد.")

    act = Act(_("ثبت حکم"), way_to(row), record_of(row), do)
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int, seat: int) -> HttpResponse:
    """Correct an assignment."""
    row = loaded(request, pk, EDIT)
    old = _seat(row, seat, request)
    initial = {name: getattr(old, name) for name in AssignmentForm.base_fields}
    form = AssignmentForm(
        request.POST or None, initial=initial, units=in_reach(request, EDIT)
    )

    def do(_facts: Facts) -> str:
        actions.correct_assignment(
            assignment=old, seat=form.seat(), by=request.user, at=timezone.now()
        )
        return _("حکم تصحیح شد؛ آنچه پیش‌تر ثبت بود نگه داشته شد.")

    act = Act(_("تصحیح حکم"), way_to(row), record_of(row), do)
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def end(request: SignedRequest, pk: int, seat: int) -> HttpResponse:
    """Record the day from which a post is no longer held."""
    row = loaded(request, pk, EDIT)
    old = _seat(row, seat, request)
    form = EndForm(request.POST or None)

    def do(facts: Facts) -> str:
        actions.end_assignment(
            assignment=old,
            until_day=facts["until_day"],
            by=request.user,
            at=timezone.now(),
        )
        return _("پایان حکم ثبت شد.")

    act = Act(
        title=_("پایان حکم"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        lede=f"{old.post.title}، {old.unit.name}",
    )
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def withdraw(request: SignedRequest, pk: int, seat: int) -> HttpResponse:
    """Take an assignment that never was off the record."""
    row = loaded(request, pk, EDIT)
    old = _seat(row, seat, request)

    def do(_facts: Facts) -> str:
        actions.withdraw_assignment(assignment=old, by=request.user, at=timezone.now())
        return _("حکم برداشته شد؛ پیشینهٔ آن می‌ماند.")

    act = Act(
        title=_("برداشتن حکمی که نبوده است"),
        crumbs=way_to(row),
        back=record_of(row),
        do=do,
        lede=f"{old.post.title}، {old.unit.name}",
        button=_("بردار"),
        grave=True,
    )
    form = EmptyForm(request.POST if request.method == "POST" else None)
    return perform(request, form, act)
