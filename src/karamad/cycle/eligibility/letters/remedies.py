"""What would make a finding met, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karamad.cycle.eligibility.letters.amounts import hours_words, years_words
from karamad.cycle.eligibility.letters.titles import Titles
from karamad.cycle.eligibility.rules import Finding, Lack, Missing, Remedy, Step
from karamad.kernel.jalali import jalali_year
from karamad.registers.competencies.templatetags.profiles import (
    and_list,
    or_list,
    rank_word,
)
from karamad.registers.courses.models import CourseClass
from karamad.registers.people.models import Degree
from karamad.web.display import jalali_long, number
from karamad.web.templatetags.words import year


def deed_words(remedy: Remedy, titles: Titles) -> str:
    """Return what is to be done: the words that stand in bold."""
    return _DEEDS[remedy.step](remedy, titles)


def limit_words(remedy: Remedy) -> str:
    """Return by when it counts, or from when; empty when the day does not matter."""
    if remedy.step is Step.WAIT:
        return ""
    parts = []
    if remedy.before is not None:
        last = jalali_long(remedy.before - timedelta(days=1))
        parts.append(_("تا %(day)s") % {"day": last})
    if remedy.day is not None:
        day = jalali_long(remedy.day)
        parts.append(_("از %(day)s به شمار می‌آید") % {"day": day})
    return _("؛ ").join(parts)


def wait_words(finding: Finding, day: date) -> str:
    """Return that time alone is enough."""
    words = {"day": jalali_long(day)}
    if finding.then is None:
        return _("از %(day)s دیگر خواسته نمی‌شود.") % words
    return _("با همین سوابق از %(day)s برآورده می‌شود.") % words


def gap_words(finding: Finding, remedies: Sequence[Remedy], titles: Titles) -> str:
    """Return what is missing, in one sentence under the criterion."""
    if finding.lacks:
        return lacks_words(finding.lacks, titles)
    for remedy in remedies:
        if remedy.step is Step.WAIT and remedy.day is not None:
            return wait_words(finding, remedy.day)
        if remedy.step is Step.EARN_HOURS and isinstance(remedy.amount, Decimal | int):
            return _short(remedy, remedy.amount)
        if remedy.step is Step.SEEK_EXEMPTION:
            return _("دیگر با کاری تازه برآورده نمی‌شود.")
    return ""


def _short(remedy: Remedy, amount: Decimal | int) -> str:
    words = {"hours": hours_words(amount)}
    if remedy.day is not None:
        words["day"] = jalali_long(remedy.day)
        return _("برای سنجش از %(day)s، %(hours)s در این سال لازم است.") % words
    if remedy.before is not None:
        words["day"] = jalali_long(remedy.before - timedelta(days=1))
        return _("%(hours)s دیگر تا %(day)s کم است.") % words
    return _("%(hours)s دیگر کم است.") % words


# ---- deeds ------------------------------------------------------------------


def _course(remedy: Remedy, titles: Titles) -> str:
    names = [titles.course(each) for each in remedy.codes]
    if len(names) == 1:
        return _("گذراندن دورهٔ «%(course)s»") % {"course": names[0]}
    return _("گذراندن یکی از دوره‌های %(courses)s") % {"courses": or_list(names)}


def _hours(remedy: Remedy, _titles: Titles) -> str:
    amount = remedy.amount if isinstance(remedy.amount, Decimal | int) else 0
    words = {"hours": hours_words(amount)}
    if remedy.codes:
        classes = [str(CourseClass(each).label) for each in remedy.codes]
        words["classes"] = and_list(classes)
        if remedy.day is None:
            return _("%(hours)s دیگر آموزش %(classes)s") % words
        return _("%(hours)s آموزش %(classes)s در این سال") % words
    if remedy.day is None:
        return _("%(hours)s دیگر آموزش") % words
    return _("%(hours)s آموزش در این سال") % words


def _named(sentence: Callable[[], str]) -> Callable[[Remedy, Titles], str]:
    def words(remedy: Remedy, titles: Titles) -> str:
        named = {"name": titles.instrument(remedy.codes[0]) if remedy.codes else ""}
        if isinstance(remedy.amount, Decimal | int):
            named["amount"] = number(remedy.amount)
        else:
            named["amount"] = _("(تعیین‌نشده)")
        return sentence() % named

    return words


def _serve(remedy: Remedy, _titles: Titles) -> str:
    years = remedy.amount if isinstance(remedy.amount, int) else 0
    return _("رسیدن سابقهٔ خدمت به %(years)s") % {"years": years_words(years)}


def _degree(remedy: Remedy, _titles: Titles) -> str:
    degree = Degree(str(remedy.amount)).label
    return _("گرفتن مدرک %(degree)s یا بالاتر") % {"degree": degree}


def _appraisal(remedy: Remedy, _titles: Titles) -> str:
    amount = remedy.amount if isinstance(remedy.amount, Decimal | int) else 0
    words = {"amount": number(amount)}
    return _("رسیدن میانگین ارزشیابی به %(amount)s") % words


def _rank(remedy: Remedy, _titles: Titles) -> str:
    return _("گرفتن رتبهٔ %(rank)s") % {"rank": rank_word(str(remedy.amount))}


def _record(remedy: Remedy, titles: Titles) -> str:
    return record_words([remedy.lack], titles) if remedy.lack else ""


def _wait(remedy: Remedy, _titles: Titles) -> str:
    day = jalali_long(remedy.day) if remedy.day else ""
    return _("صبر تا %(day)s") % {"day": day}


_DEEDS: dict[Step, Callable[[Remedy, Titles], str]] = {
    Step.WAIT: _wait,
    Step.PASS_COURSE: _course,
    Step.EARN_HOURS: _hours,
    Step.TAKE_ASSESSMENT: _named(
        lambda: _("نتیجهٔ دست‌کم %(amount)s در کانون ارزیابی «%(name)s»")
    ),
    Step.ATTEST_COMPETENCY: _named(
        lambda: _("تأیید شایستگی «%(name)s» در سطح %(amount)s")
    ),
    Step.TAKE_EXAM: _named(lambda: _("نمرهٔ دست‌کم %(amount)s در آزمون «%(name)s»")),
    Step.OBTAIN_CREDENTIAL: _named(lambda: _("گرفتن گواهینامهٔ «%(name)s»")),
    Step.SERVE_LONGER: _serve,
    Step.RAISE_DEGREE: _degree,
    Step.RAISE_APPRAISAL: _appraisal,
    Step.RAISE_RANK: _rank,
    Step.RECORD: _record,
    Step.SET_TERM: lambda _remedy, _titles: _("تعیین عدد این شرط"),
    Step.SEEK_EXEMPTION: lambda _remedy, _titles: _("گرفتن معافیت از این شرط"),
}


# ---- what is not on record ----------------------------------------------------


def record_words(lacks: Sequence[Lack], titles: Titles) -> str:
    """Return which facts are to be put on record."""
    return _("ثبت %(what)s") % {"what": _lacking(lacks, titles)}


def lacks_words(lacks: Sequence[Lack], titles: Titles) -> str:
    """Return which facts are not on record, as a sentence."""
    if any(lack.what is Missing.TERM for lack in lacks):
        return _("عدد این شرط هنوز تعیین نشده است.")
    return _("%(what)s ثبت نشده است.") % {"what": _lacking(lacks, titles)}


def _lacking(lacks: Sequence[Lack], titles: Titles) -> str:
    years = [
        year(jalali_year(lack.day))
        for lack in lacks
        if lack.what is Missing.APPRAISAL and lack.day
    ]
    nouns = [
        _LACKS[lack.what](lack, titles)
        for lack in lacks
        if lack.what is not Missing.APPRAISAL
    ]
    if years:
        words = ngettext(
            "نمرهٔ ارزشیابی سال %(years)s", "نمرهٔ ارزشیابی سال‌های %(years)s", len(years)
        )
        nouns.append(words % {"years": and_list(years)})
    return and_list(nouns)


def _of_result(lack: Lack, titles: Titles) -> str:
    day = jalali_long(lack.day) if lack.day else ""
    words = {"name": titles.instrument(lack.code), "day": day}
    return _("نمرهٔ «%(name)s» در %(day)s") % words


def _of_course(lack: Lack, titles: Titles) -> str:
    day = jalali_long(lack.day) if lack.day else ""
    words = {"course": titles.course(lack.code), "day": day}
    return _("ساعت دورهٔ «%(course)s» در %(day)s") % words


_LACKS: dict[Missing, Callable[[Lack, Titles], str]] = {
    Missing.BIRTH_DATE: lambda _lack, _titles: _("تاریخ تولد"),
    Missing.SERVICE_START: lambda _lack, _titles: _("روز شروع خدمت"),
    Missing.DEGREE: lambda _lack, _titles: _("مدرک او"),
    Missing.COURSE_HOURS: _of_course,
    Missing.RESULT_VALUE: _of_result,
    Missing.APPOINTMENT: lambda _lack, _titles: _("حکم این پست در این روز"),
}
