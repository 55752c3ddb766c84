"""Why a place, a session or a run is refused, in words, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.rules.meeting import Hindrance, Obstacle
from karamad.cycle.delivery.rules.seating import Ground, Refusal
from karamad.registers.courses.models import Course
from karamad.web.display import clock, jalali_long, number, said

_WORDS = {
    Ground.ALREADY_ENROLLED: gettext_lazy("در همین اجرا ثبت‌نام دارد."),
    Ground.ALREADY_HAS_COURSE: gettext_lazy("این دوره را گذرانده است و اعتبار دارد."),
    Ground.ASKING_CLOSED: gettext_lazy("امروز از روزهای ثبت‌نام نیست."),
    Ground.NOT_OF_THE_UNIT: gettext_lazy("در واحد این اجرا یا زیر آن پستی ندارد."),
    Ground.NOT_OPEN: gettext_lazy("این اجرا ثبت‌نام آزاد ندارد."),
    Ground.NOT_SERVING: gettext_lazy("در این روز در خدمت نیست."),
    Ground.PREREQUISITE_MISSING: gettext_lazy("دورهٔ پیش‌نیاز را نگذرانده است."),
    Ground.RUN_BEGUN: gettext_lazy("اجرا آغاز شده است."),
    Ground.RUN_CANCELLED: gettext_lazy("این اجرا لغو یا بسته شده است."),
    Ground.RUN_FULL: gettext_lazy("جای خالی نمانده است."),
    Ground.RUN_NOT_PUBLISHED: gettext_lazy("این اجرا هنوز اعلام نشده است."),
    Ground.SESSIONS_CLASH: gettext_lazy(
        "در همین ساعت در اجرای دیگری نشسته است یا درس می‌دهد."
    ),
    Ground.TEACHES_IT: gettext_lazy("خود در این اجرا درس می‌دهد."),
}
_REMEDIES = {
    Ground.ASKING_CLOSED: gettext_lazy("در روزهای ثبت‌نام دوباره درخواست دهید."),
    Ground.NOT_OF_THE_UNIT: gettext_lazy(
        "اجرای دیگری در واحد او، یا حکمی در این واحد."
    ),
    Ground.NOT_OPEN: gettext_lazy("کارشناس آموزش واحد می‌تواند معرفی کند."),
    Ground.PREREQUISITE_MISSING: gettext_lazy("نخست پیش‌نیاز را بگذرانید."),
    Ground.RUN_BEGUN: gettext_lazy("اجرای دیگری از همین دوره."),
    Ground.RUN_CANCELLED: gettext_lazy("اجرای دیگری از همین دوره."),
    Ground.RUN_FULL: gettext_lazy("جایی خالی شود، یا گنجایش بیشتر شود."),
    Ground.RUN_NOT_PUBLISHED: gettext_lazy("کارشناس اجرا آن را اعلام کند."),
    Ground.SESSIONS_CLASH: gettext_lazy(
        "از آن یکی انصراف دهد، یا اجرایی در ساعت دیگر."
    ),
}
_HINDRANCES = {
    Hindrance.ENDS_BEFORE_BEGINNING: gettext_lazy("پایان جلسه پیش از آغاز آن است."),
    Hindrance.INSTRUCTOR_AWAY: gettext_lazy("مدرس در این روز نیست."),
    Hindrance.INSTRUCTOR_NOT_APPROVED: gettext_lazy(
        "مدرس در این روز برای تدریس این دوره تأیید نشده است."
    ),
    Hindrance.INSTRUCTOR_TAKEN: gettext_lazy("مدرس در همین ساعت جای دیگری درس دارد."),
    Hindrance.ROOM_CLOSED: gettext_lazy("این کلاس در آن روز دیگر به کار نمی‌رود."),
    Hindrance.ROOM_TAKEN: gettext_lazy("کلاس در همین ساعت پر است."),
    Hindrance.ROOM_TOO_SMALL: gettext_lazy("کلاس از گنجایش اجرا کوچک‌تر است."),
    Hindrance.SAME_RUN_MEETS: gettext_lazy("همین اجرا در این ساعت جلسهٔ دیگری دارد."),
    Hindrance.SEATED_CLASH: gettext_lazy(
        "کسانی از این اجرا در همین ساعت در اجرای دیگری نشسته‌اند."
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against: its code, the sentence, and what would make it yes."""

    code: str
    what: str
    remedy: str = ""


def reasons(refusals: Iterable[Refusal]) -> list[Reason]:
    """Return the reasons against a place, as sentences; two queries at most."""
    told = tuple(refusals)
    names = Names.of_refusals(told)
    return [
        Reason(
            each.ground.value,
            reason_words(each, names),
            str(_REMEDIES.get(each.ground, "")),
        )
        for each in told
    ]


def reason_words(refusal: Refusal, names: Names) -> str:
    """Return one reason as a sentence, with what decided it."""
    return _with(str(_WORDS[refusal.ground]), _about(refusal, names))


def hindrances(
    obstacles: Iterable[Obstacle], *, day_said: bool = False
) -> list[Reason]:
    """Return what stands against a session, as sentences; one query at most.

    day_said: the session's day stands before them.
    """
    told = tuple(obstacles)
    names = Names.of_obstacles(told)
    return [
        Reason(
            each.hindrance.value,
            _with(
                str(_HINDRANCES[each.hindrance]),
                "" if day_said and _is_day(each) else _fact(each, names),
            ),
        )
        for each in told
    ]


def _is_day(obstacle: Obstacle) -> bool:
    """Test whether its fact is the day of the session alone."""
    return obstacle.hindrance in {
        Hindrance.INSTRUCTOR_AWAY,
        Hindrance.INSTRUCTOR_NOT_APPROVED,
    }


def hindrances_by_hour(
    obstacles: Mapping[datetime, tuple[Obstacle, ...]],
) -> list[Reason]:
    """Return what stands against each of several sessions, its hour said first."""
    told = []
    for begins_at, against in sorted(obstacles.items()):
        when = _("%(day)s ساعت %(time)s") % {
            "day": jalali_long(begins_at),
            "time": clock(begins_at),
        }
        told += [
            Reason(each.code, f"{when}: {each.what}")
            for each in hindrances(against, day_said=True)
        ]
    return told


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes in the facts are called."""

    courses: dict[str, str]
    runs: dict[str, str]

    @classmethod
    def of_refusals(cls, refusals: Iterable[Refusal]) -> Names:
        """Look up the courses and the runs that refusals speak of."""
        courses, runs = set(), set()
        for each in refusals:
            if each.ground in {Ground.ALREADY_HAS_COURSE, Ground.PREREQUISITE_MISSING}:
                courses.add(each.about)
            elif each.ground == Ground.SESSIONS_CLASH and each.about:
                runs.add(each.about.split()[0])
        return cls(_courses(courses), _runs(runs))

    @classmethod
    def of_obstacles(cls, obstacles: Iterable[Obstacle]) -> Names:
        """Look up the runs that obstacles speak of."""
        speaking = (each for each in obstacles if " " in each.about)
        return cls({}, _runs({each.about.split()[0] for each in speaking}))


def _courses(codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    rows = Course.objects.filter(code__in=codes)
    return {row.code: said(row, "title") for row in rows}


def _runs(codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    rows = Run.objects.filter(code__in=codes).select_related("course")
    return {row.code: title_of(row) for row in rows}


def title_of(run: Run) -> str:
    """Return what a run is called: its own title, or its course's."""
    return run.title or said(run.course, "title")


def _with(words: str, about: str) -> str:
    """Put what decided it into the sentence, before its full stop."""
    return f"{words.removesuffix('.')} ({about})." if about else words


def _about(refusal: Refusal, names: Names) -> str:
    about = refusal.about
    if not about:
        return ""
    if refusal.ground == Ground.ASKING_CLOSED:
        return _asking(about)
    if refusal.ground == Ground.SESSIONS_CLASH:
        return _meeting(about, names)
    if refusal.ground == Ground.RUN_BEGUN:
        return jalali_long(date.fromisoformat(about))
    return names.courses.get(about, about)


def _asking(about: str) -> str:
    start, end = about.split("/")
    words = []
    if start:
        words.append(_("از %(day)s") % {"day": jalali_long(date.fromisoformat(start))})
    if end:
        day = jalali_long(date.fromisoformat(end))
        words.append(_("پیش از %(day)s") % {"day": day})
    return _("، ").join(words)


def _meeting(about: str, names: Names) -> str:
    code, moment = about.split()
    at = datetime.fromisoformat(moment)
    return _("%(run)s، %(day)s ساعت %(time)s") % {
        "run": names.runs.get(code, code),
        "day": jalali_long(at),
        "time": clock(at),
    }


def _fact(obstacle: Obstacle, names: Names) -> str:
    about = obstacle.about
    if not about:
        return ""
    if obstacle.hindrance == Hindrance.SEATED_CLASH:
        code, people = about.split()
        words = ngettext("%(run)s، %(n)s نفر", "%(run)s، %(n)s نفر", int(people))
        shown = {"run": names.runs.get(code, code), "n": number(int(people))}
        return words % shown
    if obstacle.hindrance == Hindrance.ROOM_TOO_SMALL:
        words = ngettext("%(n)s صندلی", "%(n)s صندلی", int(about))
        return words % {"n": number(int(about))}
    if " " in about:
        return _meeting(about, names)
    return jalali_long(date.fromisoformat(about))
