"""Every kind and every window says itself, in both languages."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from karamad.kernel.period import Period
from karamad.registers.competencies.letters import Names, names_for, sentence
from karamad.registers.competencies.rules import (
    AgeTerms,
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    CourseClass,
    CourseTerms,
    CredentialTerms,
    Criterion,
    Degree,
    DegreeTerms,
    ExamTerms,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Kind,
    Profile,
    Rank,
    RankTerms,
    ReachBack,
    ServiceTerms,
    Since,
    SinceEvent,
    Source,
    Terms,
    Turn,
    Unit,
    Window,
)
from tests import nation

NAMES = Names(courses={"C1": "بحران", "C2": "بودجه"}, instruments={"X": "رهبری"})


def said(terms: Terms, window: Window | None = None) -> str:
    criterion = Criterion("one", terms, Source("1"), window)
    return sentence(criterion, NAMES)


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_every_kind_has_its_sentence():
    sentences = {
        Kind.COURSE: said(CourseTerms(("C1",))),
        Kind.HOURS: said(HoursTerms(Decimal(60), (CourseClass.JOB,))),
        Kind.ASSESSMENT: said(AssessmentTerms("X", Decimal(60))),
        Kind.COMPETENCY: said(CompetencyTerms("X", Decimal(3))),
        Kind.CREDENTIAL: said(CredentialTerms("X")),
        Kind.SERVICE: said(ServiceTerms(5)),
        Kind.DEGREE: said(DegreeTerms(Degree.MASTER)),
        Kind.AGE: said(AgeTerms(25, 65)),
        Kind.APPRAISAL: said(AppraisalTerms(Decimal(80), 3)),
        Kind.EXAM: said(ExamTerms("X", Decimal("62.5"))),
        Kind.RANK: said(RankTerms(Rank.SENIOR)),
    }

    assert set(sentences) == set(Kind)
    assert sentences == {
        Kind.COURSE: "گذراندن دورهٔ «بحران»",
        Kind.HOURS: "دست‌کم ۶۰ ساعت آموزش شغلی",
        Kind.ASSESSMENT: "نتیجهٔ کانون ارزیابی «رهبری» دست‌کم ۶۰",
        Kind.COMPETENCY: "شایستگی «رهبری»، سطح ۳ یا بالاتر",
        Kind.CREDENTIAL: "گواهینامهٔ «رهبری»، برقرار در روز پرسش",
        Kind.SERVICE: "دست‌کم ۵ سال سابقهٔ خدمت",
        Kind.DEGREE: "مدرک کارشناسی ارشد یا بالاتر",
        Kind.AGE: "سن از ۲۵ تا ۶۵ سال تمام",
        Kind.APPRAISAL: "میانگین ارزشیابی ۳ سال کامل گذشته دست‌کم ۸۰",
        Kind.EXAM: "آزمون «رهبری» با نمرهٔ دست‌کم ۶۲٫۵",
        Kind.RANK: "رتبهٔ ارشد یا بالاتر",
    }


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (ReachBack(Unit.YEARS, 2), "در ۲ سال گذشته"),
        (ReachBack(Unit.MONTHS, 6), "در ۶ ماه گذشته"),
        (ReachBack(Unit.DAYS, 90), "در ۹۰ روز گذشته"),
        (ReachBack(Unit.YEARS, None), "در (تعیین‌نشده) سال گذشته"),
        (JalaliYear(Turn.CURRENT), "در سال جاری"),
        (JalaliYear(Turn.PREVIOUS), "در سال پیش"),
        (SinceEvent(Since.APPOINTMENT), "از روز انتصاب"),
        (SinceEvent(Since.RANK), "از روز اعطای رتبهٔ کنونی"),
        (
            FixedDays(Period(date(2000, 3, 20), date(2007, 12, 7))),
            "از ۱ فروردین ۱۳۷۹ تا پیش از ۱۶ آذر ۱۳۸۶",
        ),
        (FixedDays(Period(date(2000, 3, 20))), "از ۱ فروردین ۱۳۷۹"),
        (FixedDays(Period(end=date(2007, 12, 7))), "تا پیش از ۱۶ آذر ۱۳۸۶"),
    ],
)
def test_every_window_has_its_words(window: Window, words: str):
    assert said(CourseTerms(("C1",)), window) == f"گذراندن دورهٔ «بحران»، {words}"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (AgeTerms(None, 45), "سن حداکثر ۴۵ سال تمام"),
        (AgeTerms(25, None), "سن دست‌کم ۲۵ سال تمام"),
        (AgeTerms(None, None), "سن دست‌کم (تعیین‌نشده) سال تمام"),
        (ServiceTerms(None), "دست‌کم (تعیین‌نشده) سال سابقهٔ خدمت"),
        (DegreeTerms(None), "مدرک تحصیلی (تعیین‌نشده) یا بالاتر"),
        (RankTerms(None), "رتبهٔ (تعیین‌نشده) یا بالاتر"),
        (HoursTerms(None), "دست‌کم (تعیین‌نشده) ساعت آموزش"),
    ],
)
def test_a_number_not_set_is_said_to_be_so(terms: Terms, words: str):
    assert said(terms) == words


def test_caps_are_said_after_the_window():
    terms = HoursTerms(
        Decimal(1200),
        (CourseClass.JOB, CourseClass.CULTURE, CourseClass.GENERAL),
        Decimal(120),
        ((CourseClass.GENERAL, Decimal(400)),),
    )

    assert said(terms, JalaliYear(Turn.CURRENT)) == (
        "دست‌کم ۱٬۲۰۰ ساعت آموزش شغلی، فرهنگی و عمومی، در سال جاری،"
        " در هر سال حداکثر ۱۲۰ ساعت، از عمومی روی هم حداکثر ۴۰۰ ساعت"
    )


def test_one_of_several_courses_is_enough():
    assert said(CourseTerms(("C1", "C2", "C9"))) == (
        "گذراندن یکی از دوره‌های «بحران»، «بودجه» یا «C9»"
    )


def test_a_title_is_escaped_once():
    names = Names(courses={"C1": "<b>الف & ب</b>"})
    criterion = Criterion("one", CourseTerms(("C1",)), Source("1"))

    assert sentence(criterion, names) == (
        "گذراندن دورهٔ «&lt;b&gt;الف &amp; ب&lt;/b&gt;»"
    )


@pytest.mark.usefixtures("english")
def test_in_english():
    terms = HoursTerms(Decimal(60), (CourseClass.MANAGERS, CourseClass.JOB))

    assert said(terms, JalaliYear(Turn.PREVIOUS)) == (
        "At least 60 hours of training of the classes Managers and Job,"
        " in the previous Jalali year"
    )


@pytest.mark.django_db
def test_titles_come_from_the_catalogue(django_assert_num_queries):
    nation.course("C1", title="بحران")
    profile = Profile(
        "P",
        "نمونه",
        criteria=(
            Criterion("a", CourseTerms(("C1", "C2")), Source("1")),
            Criterion("b", ExamTerms("X", None), Source("1")),
        ),
    )

    with django_assert_num_queries(2):
        names = names_for(profile)

    assert names.courses == {"C1": "بحران"}
    assert names.instruments == {}
