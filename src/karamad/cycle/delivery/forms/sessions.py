"""What is typed to set sessions: one, or a series of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.models import Room, Session
from karamad.registers.courses.forms import InstructorField
from karamad.web.fields import (
    ChoiceField,
    ChoicesField,
    ClockField,
    JalaliDateField,
    NumberField,
    TextField,
)

# Of `date.weekday`, in the order of our week.
WEEKDAYS = [
    ("5", _("شنبه")),
    ("6", _("یکشنبه")),
    ("0", _("دوشنبه")),
    ("1", _("سه‌شنبه")),
    ("2", _("چهارشنبه")),
    ("3", _("پنجشنبه")),
    ("4", _("جمعه")),
]
WORKDAYS = ["5", "6", "0", "1", "2"]
BOUNDS = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("یک‌باره بیش از این نمی‌شود؛ در چند نوبت بیفزایید."),
}


class PlaceForm(forms.Form):
    """The hours of a day, where, by whom, on what."""

    begins = ClockField(label=_("از ساعت"), max_length=8)
    ends = ClockField(label=_("تا ساعت"), max_length=8)
    room = ChoiceField(label=_("کلاس"), choices=[], required=False)
    link = forms.URLField(
        label=_("نشانی برخط"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("اگر جلسه در کلاس نیست."),
        error_messages={"invalid": _("این نوشته نشانی وب نیست.")},
    )
    instructor = InstructorField(
        label=_("مدرس"),
        max_length=160,
        required=False,
        help_text=_("کد یا نام."),
    )
    topic = TextField(label=_("موضوع"), max_length=200, required=False)

    def __init__(self, *args: Any, rooms: Iterable[Room], **options: Any) -> None:
        super().__init__(*args, **options)
        self._rooms = {str(room.pk): room for room in rooms}
        chosen: Any = self.fields["room"]
        chosen.choices = [
            ("", _("هیچ کدام")),
            *((key, room.name) for key, room in self._rooms.items()),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        begins, ends = typed.get("begins"), typed.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("پایان باید پس از آغاز باشد."))
        return typed

    def slot_on(self, day: date) -> Slot:
        """Return the session of a day; the form is valid."""
        typed = self.cleaned_data
        return Slot(
            begins_at=_moment(day, typed["begins"]),
            ends_at=_moment(day, typed["ends"]),
            room=self._rooms.get(typed["room"]),
            instructor=typed["instructor"],
            link=typed["link"],
            topic=typed["topic"],
        )


class SessionForm(PlaceForm):
    """One session."""

    day = JalaliDateField(label=_("روز"))
    field_order = ("day",)

    def slot(self) -> Slot:
        return self.slot_on(self.cleaned_data["day"])


class SeriesForm(PlaceForm):
    """A series of sessions at the same hours."""

    first = JalaliDateField(label=_("نخستین روز"))
    times = NumberField(
        label=_("چند جلسه"), min_value=1, max_value=60, error_messages=BOUNDS
    )
    weekdays = ChoicesField(
        label=_("در کدام روزهای هفته"), choices=WEEKDAYS, initial=WORKDAYS
    )
    field_order = ("first", "times", "weekdays")


def initial_of(session: Session) -> dict[str, Any]:
    """Return what the form of a session starts with."""
    begins, ends = localtime(session.begins_at), localtime(session.ends_at)
    return {
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "room": str(session.room_id or ""),
        "link": session.link,
        "instructor": session.instructor,
        "topic": session.topic,
    }


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, get_default_timezone())
