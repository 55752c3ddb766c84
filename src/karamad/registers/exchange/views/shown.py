"""A load in words: its title, its counts, its reasons, its refused rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from karamad.kernel.identifiers import mask
from karamad.registers.exchange import wording
from karamad.registers.exchange.actions.working import is_silent
from karamad.registers.exchange.models import AT_WORK, RESUMABLE, Load, Refused, State
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.people.forms import looks_like_id
from karamad.web.components import Count, Progress, RefusedRow
from karamad.web.display import is_persian, number
from karamad.web.templatetags.words import percent

STEP = {
    State.UPLOADED: 2,
    State.CHECKING: 3,
    State.CHECKED: 3,
    State.RUNNING: 4,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Refused rows of one cause. share: of the most frequent cause, 0 to 1."""

    code: str
    words: str
    count: int
    share: float


def steps(load: Load) -> tuple[list[str], int]:
    """Return the steps of a load, and the one it stands at; past the last when done."""
    words = [_("پرونده"), _("ستون‌ها"), _("آزمایش"), _("ثبت")]
    if load.state in RESUMABLE:
        return words, 4 if load.entry_id else 3
    return words, STEP.get(State(load.state), 5)


def title(load: Load) -> str:
    """Return the answer of the page: what is ready, what is not."""
    if load.state == State.CHECKED and not load.total:
        return _("در این پرونده ردیفی نیست")
    if load.state in (State.CHECKED, State.DONE):
        return _result(load)
    if load.state == State.UPLOADED and load.kind == PROFILES:
        return _("نمایه رسید؛ آن را بیازمایید")
    return {
        State.UPLOADED: _("ستون‌های پرونده را بازبینی کنید"),
        State.CHECKING: _("پرونده آزموده می‌شود"),
        State.RUNNING: _("ردیف‌ها ثبت می‌شوند"),
        State.CANCELLED: _("بارگذاری در میانهٔ راه ایستاد"),
        State.TAKEN_BACK: _("این بارگذاری برگردانده شد"),
        State.FAILED: _("این پرونده بارگذاری نشد"),
    }[State(load.state)]


def _result(load: Load) -> str:
    words = {
        (State.CHECKED, False): _("%(good)s ردیف آماده است"),
        (State.CHECKED, True): _(
            "%(good)s ردیف آماده است؛ %(refused)s ردیف باید درست شود"
        ),
        (State.DONE, False): _("هر %(good)s ردیف در دفتر است"),
        (State.DONE, True): _("%(good)s ردیف در دفتر است؛ %(refused)s ردیف بیرون ماند"),
    }[State(load.state), bool(load.refused)]
    return words % {"good": number(load.good), "refused": number(load.refused)}


def counts(load: Load, *, with_file: bool) -> list[Count]:
    """Return the four counts and their sum; `with_file` leads to the refused rows."""
    written = load.state not in AT_WORK and load.entry_id is not None
    errors = reverse("exchange:errors", args=[load.pk]) if with_file else ""
    return [
        Count(
            _("تازه"),
            load.new,
            _("نخستین بار ثبت شد") if written else _("نخستین بار ثبت می‌شود"),
        ),
        Count(
            _("دگرگون"),
            load.changed,
            _("جای ردیف پیشین را گرفت") if written else _("جای ردیف پیشین را می‌گیرد"),
        ),
        Count(_("یکسان"), load.same, _("پیش‌تر ثبت شده است")),
        Count(
            _("نپذیرفته"),
            load.refused,
            _("دلیل هر یک در زیر") if load.refused else "",
            tone="bad" if load.refused else "",
            url=errors,
        ),
        _sum(load),
    ]


def _sum(load: Load) -> Count:
    if load.state in RESUMABLE and load.share < 1:
        whole = ""  # how many rows there are is known once the file was tried
        if load.rows:
            whole = _("از %(rows)s ردیف پرونده") % {"rows": number(load.rows)}
        return Count(_("خوانده تا این‌جا"), load.total, whole, is_sum=True)
    return Count(_("همهٔ پرونده"), load.total, _("جمع چهار شمار پیشین"), is_sum=True)


def reasons(load: Load) -> list[Reason]:
    """Return why rows were refused, the most frequent cause first."""
    found = sorted(load.reasons.items(), key=lambda each: (-each[1], each[0]))
    most = max((count for _code, count in found), default=1)
    return [
        Reason(code, wording.reason(code), count, count / most) for code, count in found
    ]


def refused_row(load: Load, row: Refused, *, with_ids: bool) -> RefusedRow:
    """Return one refused cell with why and what to do.

    with_ids: whether the reader may see national ids; else they are masked.
    """
    column = row.column
    value = row.value
    if not with_ids and (column == "national_id" or looks_like_id(value)):
        value = mask(value)
    if is_persian() and load.kind != PROFILES and column in KINDS[load.kind].by_name:
        column = KINDS[load.kind].by_name[column].persian
    reason = wording.reason(row.code)
    advice = wording.advice(row.code, row.about)
    words = reason if advice == reason else f"{reason}. {advice}"
    return RefusedRow(row.row, column, value, words, row.code)


def progress(load: Load, at: datetime) -> Progress:
    """Return how far the worker is, in words that mean something."""
    at_work = load.state in AT_WORK and not is_silent(load, at)
    if load.state not in AT_WORK:
        words = title(load)
    elif not at_work:
        words = _("کسی روی این پرونده کار نمی‌کند؛ دوباره به کار بیندازید.")
    elif load.beat is not None and not load.done:
        words = _("در صف یا در حال خواندن پرونده…")
    else:
        words = _("%(done)s ردیف خوانده شد (%(share)s)") % {
            "done": number(load.done),
            "share": percent(load.share),
        }
    return Progress(
        done=round(load.share * 100),
        total=100,
        words=words,
        url=reverse("exchange:progress", args=[load.pk]),
        running=at_work,
        cancel_url=reverse("exchange:stop", args=[load.pk]) if at_work else "",
        in_batches=True,
    )
