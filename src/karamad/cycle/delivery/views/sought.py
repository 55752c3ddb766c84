"""Which sessions a calendar shows: asked in the address, within the reader's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.delivery.actions.feeding import own_sessions
from karamad.cycle.delivery.models import Room, Run, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.kernel.text import fold_digits, search_key
from karamad.registers.courses.models import Course, Instructor
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.components import Chip
from karamad.web.display import said
from karamad.web.keys import whole_number

VIEW = Permission.DELIVERY_RUN_VIEW
MOST = 200  # rooms or instructors offered to choose from
STATES = {
    "announced": gettext_lazy("اعلام شده"),
    "draft": gettext_lazy("اعلام نشده"),
    "off": gettext_lazy("لغو شده"),
}
NOBODY = -1  # the key of a row that there is not


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """Sessions as they are asked for, before a month or a day is."""

    sessions: SessionQuerySet
    chips: list[Chip]


def sought(request: SignedRequest, today: date) -> Sought:
    """Return the sessions in reach that the filters let through, and the filters.

    A unit or course that nobody in reach knows lets nothing through; its chip says so.
    """
    runs = Run.objects.visible_to(request.user, on=today)
    found = Session.objects.filter(run__in=runs.values("pk"))
    chips: list[Chip] = []
    for narrow in (_state, _own, _unit, _course, _room, _instructor):
        found, chip = narrow(request, found, today)
        if chip is not None:
            chips.append(chip)
    return Sought(found, chips)


def rooms_of(request: SignedRequest, sessions: SessionQuerySet) -> list[Option]:
    """Offer the rooms in which these sessions meet."""
    met = Room.objects.filter(pk__in=sessions.values("room"))
    named = met.order_by("name", "pk").values_list("pk", "name")[:MOST]
    chosen = request.GET.get("room", "")
    return [Option(str(pk), name, str(pk) == chosen) for pk, name in named]


def instructors_of(request: SignedRequest, sessions: SessionQuerySet) -> list[Option]:
    """Offer those who teach these sessions."""
    teach = Instructor.objects.filter(pk__in=sessions.values("instructor"))
    chosen = request.GET.get("instructor", "")
    return [
        Option(str(row.pk), said(row, "name"), str(row.pk) == chosen)
        for row in teach.order_by("sort_key", "pk")[:MOST]
    ]


# ---- the filters, one by one ------------------------------------------------------

Narrowed = tuple[SessionQuerySet, Chip | None]


def _state(request: SignedRequest, found: SessionQuerySet, _today: date) -> Narrowed:
    asked = request.GET.get("state", "")
    if asked not in STATES:
        return found.standing(), None
    chip = Chip("state", asked, _("وضع"), STATES[asked])
    if asked == "off":
        return found.called_off(), chip
    return found.standing().filter(run__published_at__isnull=asked == "draft"), chip


def _own(request: SignedRequest, found: SessionQuerySet, _today: date) -> Narrowed:
    if request.GET.get("of") != "me":
        return found, None
    own = own_sessions(request.user)
    chip = Chip("of", "me", _("جلسه‌های"), _("من"))
    return found.filter(pk__in=own.values("pk")), chip


def _unit(request: SignedRequest, found: SessionQuerySet, today: date) -> Narrowed:
    asked = request.GET.get("unit", "").strip()
    if not asked:
        return found, None
    seen = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    unit = seen.called(asked).first()
    if unit is None:
        return found.none(), Chip("unit", asked, _("واحدی نیست"), asked)
    chip = Chip("unit", asked, _("واحد"), unit.name)
    return found.filter(run__unit__path__begins=unit.path), chip


def _course(request: SignedRequest, found: SessionQuerySet, _today: date) -> Narrowed:
    asked = request.GET.get("course", "").strip()
    if not asked:
        return found, None
    chip = Chip("course", asked, _("دوره"), asked)
    by_code = Course.objects.filter(code=fold_digits(asked))
    by_title = Course.objects.filter(search_key__contains=search_key(asked))
    courses = by_code if by_code.exists() else by_title
    return found.filter(run__course__in=courses.values("pk")), chip


def _room(request: SignedRequest, found: SessionQuerySet, today: date) -> Narrowed:
    asked = request.GET.get("room", "")
    if not asked:
        return found, None
    seen = Room.objects.visible_to(request.user, on=today)
    met = Room.objects.filter(pk__in=found.values("room"))
    room = (seen | met).filter(pk=_key(asked)).first()
    chip = Chip("room", asked, _("کلاس"), room.name if room else _("نیست"))
    return found.filter(room=room.pk if room else NOBODY), chip


def _instructor(
    request: SignedRequest, found: SessionQuerySet, _today: date
) -> Narrowed:
    asked = request.GET.get("instructor", "")
    if not asked:
        return found, None
    teach = Instructor.objects.filter(pk__in=found.values("instructor"))
    row = teach.filter(pk=_key(asked)).first()
    words = said(row, "name") if row else _("نیست")
    chip = Chip("instructor", asked, _("مدرس"), words)
    return found.filter(instructor=row.pk if row else NOBODY), chip


def _key(asked: str) -> int:
    key = whole_number(asked)
    return NOBODY if key is None else key
