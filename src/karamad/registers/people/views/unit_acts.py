"""Forms that open, correct, move, close and merge units."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karamad.registers.people import actions
from karamad.registers.people.actions.units import seats_from
from karamad.registers.people.forms.units import (
    CloseForm,
    MergeUnitsForm,
    MoveForm,
    NewUnitForm,
    UnitForm,
)
from karamad.registers.people.models import Person, Unit
from karamad.registers.people.models.tree import children_on
from karamad.registers.people.views.acting import Act, Facts, perform
from karamad.registers.people.views.units import in_reach, loaded
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number
from karamad.web.paging import count_up_to

EDIT = Permission.PEOPLE_UNIT_EDIT


def _crumbs(unit: Unit | None = None) -> list[Crumb]:
    crumbs = [Crumb(_("واحدها"), reverse("people:units"))]
    if unit is not None:
        crumbs.append(Crumb(unit.name, _page(unit)))
    return crumbs


def _page(unit: Unit) -> str:
    return reverse("people:unit", args=[unit.pk])


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Open a unit under one within reach."""
    initial = {"parent": request.GET.get("parent", "")}
    form = NewUnitForm(
        request.POST or None, initial=initial, units=in_reach(request, EDIT)
    )

    def do(facts: Facts) -> str:
        actions.open_unit(
            code=facts["code"],
            details=form.details(),
            parent=facts["parent"],
            by=request.user,
            at=timezone.now(),
        )
        return _("واحد ثبت شد.")

    act = Act(_("واحد تازه"), _crumbs(), reverse("people:units"), do)
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Rename a unit or correct what is said of it."""
    row = loaded(request, pk, EDIT)
    initial = {name: getattr(row, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST or None, initial=initial)

    def do(_facts: Facts) -> str:
        actions.correct_unit(
            unit=row, details=form.details(), by=request.user, at=timezone.now()
        )
        return _("تصحیح شد؛ آنچه پیش‌تر ثبت بود نگه داشته شد.")

    return perform(request, form, Act(_("تصحیح واحد"), _crumbs(row), _page(row), do))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def move(request: SignedRequest, pk: int) -> HttpResponse:
    """Put a unit under another from a day on; first say what follows."""
    row = loaded(request, pk, EDIT)
    form = MoveForm(request.POST or None, units=in_reach(request, EDIT))

    def do(facts: Facts) -> str:
        actions.move_unit(
            unit=row,
            parent=facts["parent"],
            from_day=facts["from_day"],
            by=request.user,
            at=timezone.now(),
        )
        return _("انتقال ثبت شد.")

    def foresee(facts: Facts) -> list[str]:
        below = Unit.objects.below([row.path]).exclude(pk=row.pk).count()
        shown = {
            "unit": row.name,
            "parent": facts["parent"].name,
            "day": jalali_long(facts["from_day"]),
            "count": number(below),
        }
        return [
            _("از %(day)s، «%(unit)s» زیر «%(parent)s» خواهد بود.") % shown,
            _("%(count)s واحد زیر آن با آن می‌روند.") % shown,
            _people_words(row),
            _("درخت روزهای پیش از آن همان می‌ماند."),
        ]

    act = Act(
        title=_("انتقال به زیر واحدی دیگر"),
        crumbs=_crumbs(row),
        back=_page(row),
        do=do,
        foresee=foresee,
        button=_("منتقل کن"),
    )
    return perform(request, form, act)


def _people_words(unit: Unit) -> str:
    """Say how many people another office will see from then on."""
    today = timezone.localdate()
    units = Unit.objects.below([unit.path])
    people = Person.objects.among(tuple(Person.objects.seen_from(units, today)))
    counted = count_up_to(people)
    if counted.more:
        return _("بیش از %(count)s نفر را بالادست تازه می‌بیند.") % {
            "count": number(counted.number)
        }
    return _("%(count)s نفر را بالادست تازه می‌بیند.") % {
        "count": number(counted.number)
    }


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def close(request: SignedRequest, pk: int) -> HttpResponse:
    """Close an empty unit from a day on."""
    row = loaded(request, pk, EDIT)
    form = CloseForm(request.POST or None)

    def do(facts: Facts) -> str:
        actions.close_unit(unit=row, on=facts["on"], by=request.user, at=timezone.now())
        return _("بستن واحد ثبت شد.")

    def foresee(facts: Facts) -> list[str]:
        shown = {"unit": row.name, "day": jalali_long(facts["on"])}
        return [_("از %(day)s، «%(unit)s» در درخت نخواهد بود.") % shown]

    act = Act(
        title=_("بستن واحد"),
        crumbs=_crumbs(row),
        back=_page(row),
        do=do,
        foresee=foresee,
        button=_("ببند"),
        grave=True,
    )
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def merge(request: SignedRequest, pk: int) -> HttpResponse:
    """Merge a unit into another from a day on; first say what moves."""
    row = loaded(request, pk, EDIT)
    form = MergeUnitsForm(request.POST or None, units=in_reach(request, EDIT))

    def do(facts: Facts) -> str:
        moved = actions.merge_units(
            unit=row,
            into=facts["into"],
            on=facts["on"],
            by=request.user,
            at=timezone.now(),
        )
        words = ngettext(
            "ادغام ثبت شد و %(count)s حکم منتقل شد.",
            "ادغام ثبت شد و %(count)s حکم منتقل شد.",
            moved,
        )
        return words % {"count": number(moved)}

    def foresee(facts: Facts) -> list[str]:
        seats = seats_from(row, facts["on"])
        shown = {
            "unit": row.name,
            "into": facts["into"].name,
            "day": jalali_long(facts["on"]),
            "seats": number(seats.count()),
            "people": number(seats.values("person").distinct().count()),
            "children": number(
                children_on(row, facts["on"]).open_on(facts["on"]).count()
            ),
        }
        return [
            _("از %(day)s، «%(unit)s» بسته است و جای آن «%(into)s» است.") % shown,
            _("%(seats)s حکم از آنِ %(people)s نفر از آن روز در واحد تازه است.") % shown,
            _("%(children)s واحد زیر آن به زیر واحد تازه می‌رود.") % shown,
            _("آنچه پیش از آن روز بوده است، همان می‌ماند."),
        ]

    act = Act(
        title=_("ادغام در واحدی دیگر"),
        crumbs=_crumbs(row),
        back=_page(row),
        do=do,
        foresee=foresee,
        button=_("ادغام کن"),
        grave=True,
    )
    return perform(request, form, act)
