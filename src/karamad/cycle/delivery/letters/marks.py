"""Why a mark or a score is not taken, and what marks deny each other, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models import Attendance, AttendanceMark
from karamad.registers.exchange import wording
from karamad.web.components import RefusedRow

MARKS = {
    "himself": _("کسی حضور خودش را ثبت نمی‌کند؛ این را کارشناس ثبت می‌کند."),
    "in_future": _("زمان این علامت هنوز نرسیده است؛ ساعت دستگاه را درست کنید."),
    "key_taken": _("این علامت پیش‌تر با مقدار دیگری رسیده است."),
    "made_too_early": _("این علامت پیش از آغاز جلسه زده شده است."),
    "made_too_late": _("این علامت بیش از ۱۲ ساعت پس از جلسه زده شده است."),
    "not_in_run": _("این کس دیگر در این اجرا جا ندارد."),
    "session_off": _("این جلسه لغو شده است."),
    "too_late_to_be_late": _("تأخیر از درازای جلسه بیشتر است."),
}
SCORES = {
    "himself": _("کسی نمرهٔ خودش را ثبت نمی‌کند؛ این را کارشناس ثبت می‌کند."),
    "not_in_run": _("این کس در این اجرا جا ندارد."),
    "out_of_bounds": _("نمره از ۰ تا ۱۰۰ است."),
    "too_fine": _("نمره با دو رقم اعشار نوشته می‌شود."),
}


def mark_words(fault: str) -> str:
    return str(MARKS[fault])


def score_words(fault: str) -> str:
    return str(SCORES[fault])


class Bad(Protocol):
    """What is wrong with a cell of a file."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def about(self) -> str: ...


def bad_row(bad: Bad) -> RefusedRow:
    """Return a bad row of a file of scores as the page lists it."""
    return RefusedRow(bad.row, bad.column, bad.value, _why(bad), str(bad.code))


def bad_cell(bad: Bad) -> str:
    """Return what stands of it in the file that is handed back."""
    return f"{bad.column}: {_why(bad)}"


def _why(bad: Bad) -> str:
    if bad.code in SCORES:
        return str(SCORES[bad.code])
    return wording.advice(bad.code, bad.about)


def disputes(rows: Iterable[Attendance]) -> dict[tuple[int, int], str]:
    """Return what the marks of the disputed say, by session and enrolment.

    The last word of each way and of each who marked.
    """
    asked = {(row.session_id, row.enrolment_id) for row in rows}
    marks = AttendanceMark.objects.filter(
        session__in={session for session, _row in asked},
        enrolment__in={enrolment for _session, enrolment in asked},
    ).order_by("marked_at", "received_at", "pk")
    last: dict[tuple[int, int], dict[tuple[str, int], str]] = {}
    for mark in marks:
        place = (mark.session_id, mark.enrolment_id)
        words = f"{mark.get_way_display()}: {mark.get_presence_display()}"
        last.setdefault(place, {})[mark.way, mark.marked_by_id] = words
    return {
        place: translated("؛ ").join(said.values())
        for place, said in last.items()
        if place in asked
    }
