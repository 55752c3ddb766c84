"""What changed in a run, in a sentence of each language, for those it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from karamad.cycle.delivery.models import Run, Session
from karamad.cycle.delivery.rules.moving import Asking, Kept
from karamad.registers.courses.models import Instructor
from karamad.web.display import clock, jalali_long, number, said


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence in Persian and in English."""

    fa: str
    en: str

    def because(self, reason: str) -> Both:
        """Add the reason as an officer wrote it."""
        if not reason:
            return self
        return Both(f"{self.fa} {reason}", f"{self.en} {reason}")


def both(words: Callable[[], str]) -> Both:
    """Say something in both languages."""
    with override("fa"):
        persian = words()
    with override("en"):
        return Both(persian, words())


def postponed(first: date) -> Both:
    """Tell when a run begins that was moved to other days."""
    return both(
        lambda: (
            _("جلسه‌ها به روزهای دیگر رفت؛ آغاز: %(day)s.") % {"day": jalali_long(first)}
        )
    )


def taken_back() -> Both:
    """Tell that the last change is not to be."""
    return both(lambda: _("تغییر پیشین برگشت؛ جلسه‌ها همان است که بود."))


def taught_by(old: Instructor, new: Instructor, sessions: int) -> Both:
    """Tell who teaches in whose stead."""
    return both(
        lambda: (
            ngettext(
                "%(n)s جلسه را به جای %(old)s، %(new)s درس می‌دهد.",
                "%(n)s جلسه را به جای %(old)s، %(new)s درس می‌دهد.",
                sessions,
            )
            % {
                "n": number(sessions),
                "old": said(old, "name"),
                "new": said(new, "name"),
            }
        )
    )


def called_off(session: Session) -> Both:
    """Tell which session does not take place."""
    return both(
        lambda: _("جلسهٔ %(when)s برگزار نمی‌شود.") % {"when": when(session.begins_at)}
    )


def put_back(session: Session) -> Both:
    """Tell which session takes place after all."""
    return both(
        lambda: _("جلسهٔ %(when)s برگزار می‌شود.") % {"when": when(session.begins_at)}
    )


def moved(before: Session, after: Session) -> Both | None:
    """Tell what changed of one session; None: nothing that people need to know."""
    sentences = list(_changes(before, after))
    if not sentences:
        return None
    told = [both(words) for words in sentences]
    return Both(_joined(each.fa for each in told), _joined(each.en for each in told))


def _changes(before: Session, after: Session) -> Iterable[Callable[[], str]]:
    began, begins = before.begins_at, after.begins_at
    if (began, before.ends_at) != (begins, after.ends_at):
        yield (
            lambda: (
                _("جلسهٔ %(old)s به %(new)s تا %(until)s رفت.")
                % {
                    "old": when(began),
                    "new": when(begins),
                    "until": clock(after.ends_at),
                }
            )
        )
    place = (after.room_id, after.link)
    if (before.room_id, before.link) != place and any(place):
        where = after.room.name if after.room else after.link
        yield (
            lambda: (
                _("جلسهٔ %(when)s در %(where)s است.")
                % {
                    "when": when(begins),
                    "where": where,
                }
            )
        )
    teacher = after.instructor
    if teacher is not None and before.instructor_id != teacher.pk:
        yield (
            lambda: (
                _("جلسهٔ %(when)s را %(who)s درس می‌دهد.")
                % {
                    "when": when(begins),
                    "who": said(teacher, "name"),
                }
            )
        )


def went_to(run: Run) -> Both:
    """Tell which run of the same course one is in now."""
    return both(
        lambda: (
            _("شما اکنون در اجرای %(run)s هستید؛ آغاز: %(day)s.")
            % {
                "run": run.code,
                "day": jalali_long(run.first_day) if run.first_day else "—",
            }
        )
    )


def teaches(run: Run) -> Both:
    """Tell an instructor which run he teaches besides, and from when."""
    return both(
        lambda: (
            _("اجرای تازهٔ %(run)s از همین دوره را هم شما درس می‌دهید؛ آغاز: %(day)s.")
            % {
                "run": run.code,
                "day": jalali_long(run.first_day) if run.first_day else "—",
            }
        )
    )


def parted(run: Run, people: int) -> Both:
    """Tell that some of a run's people are in a run of their own now."""
    return both(
        lambda: (
            ngettext(
                "%(n)s نفر به اجرای %(run)s رفت.",
                "%(n)s نفر به اجرای %(run)s رفتند.",
                people,
            )
            % {"n": number(people), "run": run.code}
        )
    )


def joined(run: Run, people: int) -> Both:
    """Tell that people of another run came into this one."""
    return both(
        lambda: (
            ngettext(
                "%(n)s نفر از اجرای %(run)s به این اجرا آمد.",
                "%(n)s نفر از اجرای %(run)s به این اجرا آمدند.",
                people,
            )
            % {"n": number(people), "run": run.code}
        )
    )


def merged_into(run: Run) -> str:
    """Say why a run is no more, when it became one with another."""
    return _("با اجرای %(run)s یکی شد.") % {"run": run.code}


def asking_words(asking: Asking) -> str:
    """Say what becomes of the days of asking of a run that moves, or why nothing."""
    if asking.kept is Kept.IS_OVER:
        return _("ثبت‌نام این اجرا گذشته است و با جابه‌جایی از نو باز نمی‌شود.")
    if asking.kept is Kept.WOULD_BE_OVER:
        return _(
            "روزهای ثبت‌نام همان می‌ماند، زیرا با این جابه‌جایی گذشته می‌بود؛ "
            "اگر باید، در تصحیح اجرا بنویسید."
        )
    if asking.until is None:
        day = jalali_long(asking.start) if asking.start else "—"
        return _("ثبت‌نام از %(day)s.") % {"day": day}
    return _("ثبت‌نام پیش از %(day)s.") % {"day": jalali_long(asking.until)}


def when(moment: datetime) -> str:
    """Say a day and an hour."""
    return _("%(day)s ساعت %(time)s") % {
        "day": jalali_long(moment),
        "time": clock(moment),
    }


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentences)
