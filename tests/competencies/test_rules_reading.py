"""Profiles read, refused with every reason, written and read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from karamad.kernel.period import ALWAYS, Period
from karamad.registers.competencies.rules import (
    AgeTerms,
    AllOf,
    AnyOf,
    AtLeast,
    BadProfile,
    CourseClass,
    CourseTerms,
    Fault,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Leaf,
    PostLevel,
    Profile,
    Rank,
    ReachBack,
    Since,
    SinceEvent,
    Sureness,
    Turn,
    Unit,
    leaves,
    profile_from_yaml,
    profile_to_yaml,
    read_profile,
    write_profile,
)

# The example of docs/judgement.md, with the criteria its tree names.
EXAMPLE = """
profile: base-manager                # code, unique for ever
title: {fa: مدیر پایه, en: Base-level manager}
applies_to: {posts: [MGR-BASE-01], level: base}
criteria:
  - id: assessed
    kind: assessment                 # an assessment-centre result
    assessment: GENERAL-COMPETENCE
    minimum: 60
    window: {years: 3}
    source: {document: "42570", article: null, status: unconfirmed}
    in_force: {from: 1404-05-15}
  - id: hours-last-year
    kind: hours
    minimum: 60
    classes: [managers, job]
    window: {jalali_year: previous}
    source: {document: "200/90/31146", article: null, status: confirmed}
  - id: age-ceiling
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
    in_force: {from: 1398-04-31, until: 1399-07-29}  # annulled by ruling 964-966
  - {id: a, kind: course, courses: [PR5009, KRM-01], source: {document: "1"}}
  - {id: b, kind: credential, credential: ICDL, source: {document: "1"}}
  - {id: c, kind: degree, degree: bachelor, source: {document: "1"}}
  - {id: d, kind: exam, exam: X, minimum: 60.5, window: {months: 6},
     source: {document: "1"}}
  - {id: e, kind: rank, rank: ارشد, source: {document: 200/55588, article: "2"}}
verdict: {all: [assessed, hours-last-year, age-ceiling,
  {at_least: 2, of: [a, b, c]}, {any: [d, e]}]}
"""

EVERY_KIND = """
profile: every-kind
title: {fa: همه}
applies_to:
  managerial: 1
  employment: [official, contractual]
  unit_kind: [municipality]
  unit_grade: [10, 11, 12]
criteria:
  - {id: k1, kind: course, courses: [A, B], window: {since: appointment},
     source: {document: "1"}}
  - id: k2
    kind: hours
    minimum: 250.25
    classes: [job, managers]
    yearly_cap: 180
    class_caps: {managers: 60, job: 100.5}
    window: {from: 1379-01-01, until: 1386-09-15}
    source: {document: "1"}
  - {id: k3, kind: assessment, assessment: X, window: {years: null},
     source: {document: "1"}}
  - {id: k4, kind: competency, competency: X, level: 2, window: {days: 90},
     source: {document: "1"}}
  - {id: k5, kind: credential, credential: X, source: {document: "1"}}
  - {id: k6, kind: service, years: 7, source: {document: "1"}}
  - {id: k7, kind: degree, degree: null, source: {document: "1"}}
  - {id: k8, kind: age, minimum: 25, maximum: 45, source: {document: "1"}}
  - {id: k9, kind: appraisal, minimum: 75, years: null, source: {document: "1"}}
  - {id: k10, kind: exam, exam: X, window: {jalali_year: current},
     source: {document: "1"}}
  - {id: k11, kind: rank, rank: base,
     source: {document: "1"}, in_force: {until: 1404-01-01}}
  - {id: k12, kind: age, source: {document: "1"}}
  - {id: k13, kind: hours, window: {since: rank}, source: {document: "1"}}
"""


def plain(**fields):
    criterion = {"id": "it", "kind": "service", "years": 7, "source": {"document": "1"}}
    return {"profile": "p", "title": {"fa": "نمونه"}, "criteria": [criterion]} | fields


def one(**fields):
    """Return a profile of one criterion that is otherwise in order."""
    return plain(criteria=[{"id": "it", "source": {"document": "1"}} | fields])


def faults(written) -> list[tuple[Fault, str]]:
    with pytest.raises(BadProfile) as refused:
        read_profile(written)
    return [(refusal.fault, refusal.where) for refusal in refused.value.refusals]


# ---- what is understood ----------------------------------------------------


def test_the_example_is_read_as_it_says():
    profile = profile_from_yaml(EXAMPLE)
    hours = profile.criterion("hours-last-year")
    ceiling = profile.criterion("age-ceiling")

    assert (profile.code, profile.title_fa) == ("base-manager", "مدیر پایه")
    assert profile.applies_to.posts == ("MGR-BASE-01",)
    assert profile.applies_to.level is PostLevel.BASE
    assert hours.terms == HoursTerms(
        Decimal(60), (CourseClass.MANAGERS, CourseClass.JOB)
    )
    assert hours.window == JalaliYear(Turn.PREVIOUS)
    assert hours.in_force == ALWAYS
    assert ceiling.terms == AgeTerms(None, 45)
    assert ceiling.in_force == Period(date(2019, 7, 22), date(2020, 10, 20))
    assert ceiling.source.status is Sureness.CONFIRMED
    assert profile.criterion("a").terms == CourseTerms(("PR5009", "KRM-01"))
    assert profile.criterion("e").source.document == "200/55588"
    assert profile.verdict == AllOf(
        (
            Leaf("assessed"),
            Leaf("hours-last-year"),
            Leaf("age-ceiling"),
            AtLeast(2, (Leaf("a"), Leaf("b"), Leaf("c"))),
            AnyOf((Leaf("d"), Leaf("e"))),
        )
    )
    with pytest.raises(KeyError):
        profile.criterion("z")


def test_every_window_is_read():
    profile = profile_from_yaml(EVERY_KIND)
    windows = [each.window for each in profile.criteria if each.window is not None]

    assert windows == [
        SinceEvent(Since.APPOINTMENT),
        FixedDays(Period(date(2000, 3, 20), date(2007, 12, 6))),
        ReachBack(Unit.YEARS, None),
        ReachBack(Unit.DAYS, 90),
        JalaliYear(Turn.CURRENT),
        SinceEvent(Since.RANK),
    ]


def test_a_number_not_set_leaves_the_criterion_unset_and_nothing_else():
    profile = profile_from_yaml(EVERY_KIND)

    unset = [each.id for each in profile.criteria if each.is_unset]

    assert unset == ["k3", "k7", "k9", "k10", "k12", "k13"]


@pytest.mark.parametrize("text", [EXAMPLE, EVERY_KIND])
def test_what_is_written_is_read_again_the_same(text):
    profile = profile_from_yaml(text)
    written = write_profile(profile)

    assert read_profile(written) == profile
    assert profile_from_yaml(profile_to_yaml(profile)) == profile
    assert profile_to_yaml(profile_from_yaml(profile_to_yaml(profile))) == (
        profile_to_yaml(profile)
    )


def test_fields_are_written_in_one_order_and_days_in_jalali():
    written = write_profile(profile_from_yaml(EXAMPLE))
    ceiling = written["criteria"][2]

    assert list(written) == ["profile", "title", "applies_to", "criteria", "verdict"]
    assert list(ceiling) == ["id", "kind", "maximum", "source", "in_force"]
    assert ceiling["in_force"] == {"from": "1398-04-31", "until": "1399-07-29"}


def test_no_verdict_asks_all_in_order():
    profile = read_profile(plain())

    assert profile.verdict is None
    assert profile.tree == AllOf((Leaf("it"),))
    assert list(leaves(profile.tree)) == ["it"]


def test_a_profile_may_ask_nothing():
    empty = read_profile({"profile": "p", "title": {"fa": "نمونه"}})

    assert empty == Profile("p", "نمونه")


def test_the_days_of_force_are_known():
    days = profile_from_yaml(EXAMPLE).days

    assert days == (date(2019, 7, 22), date(2020, 10, 20), date(2025, 8, 6))


@pytest.mark.parametrize("number", [60, 60.0, "60", "۶۰", Decimal("60.00"), " 60 "])
def test_a_number_is_read_however_it_is_written(number):
    read = read_profile(one(kind="hours", minimum=number))

    assert read.criteria[0].terms == HoursTerms(Decimal(60))


@pytest.mark.parametrize(
    ("word", "rank"), [("عالی", Rank.DISTINGUISHED), ("base", Rank.BASE)]
)
def test_a_rank_is_read_by_either_name(word, rank):
    assert read_profile(one(kind="rank", rank=word)).criteria[0].terms.rank is rank


# ---- what is refused -------------------------------------------------------


def test_every_reason_is_given_at_once():
    written = plain(
        colour="red",
        criteria=[
            {"id": "a b|", "kind": "hours", "minimum": "many", "source": {}},
            {"id": "b", "kind": "hour", "source": {"document": "1"}},
            {
                "id": "b",
                "kind": "service",
                "years": 7,
                "extra": 1,
                "source": {"document": "1"},
            },
        ],
        verdict={"all": ["b", "z"]},
    )

    assert faults(written) == [
        (Fault.CODE_MALFORMED, "criteria[0].id"),
        (Fault.FIELD_MISSING, "criteria[0].source.document"),
        (Fault.NOT_A_NUMBER, "criteria[0].minimum"),
        (Fault.KIND_UNKNOWN, "criteria[1].kind"),
        (Fault.FIELD_UNKNOWN, "criteria[2].extra"),
        (Fault.CRITERION_TWICE, "criteria[2].id"),
        (Fault.TREE_UNKNOWN_ID, "verdict.all[1]"),
        (Fault.FIELD_UNKNOWN, "colour"),
    ]


@pytest.mark.parametrize(
    ("written", "fault", "where"),
    [
        ([], Fault.NOT_A_MAPPING, ""),
        (None, Fault.NOT_A_MAPPING, ""),
        (plain(profile=None), Fault.FIELD_MISSING, "profile"),
        (plain(profile=["x"]), Fault.NOT_TEXT, "profile"),
        (plain(title=None), Fault.FIELD_MISSING, "title"),
        (plain(title={"en": "x"}), Fault.FIELD_MISSING, "title.fa"),
        (plain(title="x"), Fault.NOT_A_MAPPING, "title"),
        (plain(criteria="x"), Fault.NOT_A_LIST, "criteria"),
        (plain(criteria=["x"]), Fault.NOT_A_MAPPING, "criteria[0]"),
        (plain(criteria=[{}] * 63), Fault.TOO_MANY_CRITERIA, "criteria"),
        (plain(applies_to={"level": "top"}), Fault.WORD_UNKNOWN, "applies_to.level"),
        (plain(applies_to={"posts": "A"}), Fault.NOT_A_LIST, "applies_to.posts"),
        (
            plain(applies_to={"posts": ["A", "A"]}),
            Fault.VALUE_TWICE,
            "applies_to.posts[1]",
        ),
        (
            plain(applies_to={"managerial": 2}),
            Fault.WORD_UNKNOWN,
            "applies_to.managerial",
        ),
        (
            plain(applies_to={"unit_grade": [13]}),
            Fault.OUT_OF_RANGE,
            "applies_to.unit_grade[0]",
        ),
        (
            plain(applies_to={"unit_grade": ["x"]}),
            Fault.NOT_A_NUMBER,
            "applies_to.unit_grade[0]",
        ),
        (plain(applies_to={"colour": 1}), Fault.FIELD_UNKNOWN, "applies_to.colour"),
        (one(), Fault.FIELD_MISSING, "criteria[0].kind"),
        (one(kind="course"), Fault.FIELD_MISSING, "criteria[0].courses"),
        (one(kind="course", courses=[]), Fault.FIELD_MISSING, "criteria[0].courses"),
        (one(kind="credential"), Fault.FIELD_MISSING, "criteria[0].credential"),
        (
            one(kind="assessment", minimum=1),
            Fault.FIELD_MISSING,
            "criteria[0].assessment",
        ),
        (one(kind="hours", minimum=-1), Fault.OUT_OF_RANGE, "criteria[0].minimum"),
        (one(kind="hours", minimum=True), Fault.NOT_A_NUMBER, "criteria[0].minimum"),
        (
            one(kind="hours", minimum=float("nan")),
            Fault.NOT_A_NUMBER,
            "criteria[0].minimum",
        ),
        (
            one(kind="hours", minimum="1" * 100),
            Fault.NOT_A_NUMBER,
            "criteria[0].minimum",
        ),
        (
            one(kind="hours", minimum="1.23456"),
            Fault.TOO_PRECISE,
            "criteria[0].minimum",
        ),
        (
            one(kind="hours", classes=["fun"]),
            Fault.WORD_UNKNOWN,
            "criteria[0].classes[0]",
        ),
        (
            one(kind="hours", classes=["job"], class_caps={"culture": 1}),
            Fault.CLASS_UNLISTED,
            "criteria[0].class_caps.culture",
        ),
        (
            one(kind="hours", class_caps={"job": None}),
            Fault.FIELD_MISSING,
            "criteria[0].class_caps.job",
        ),
        (
            one(kind="hours", class_caps={"fun": 1}),
            Fault.FIELD_UNKNOWN,
            "criteria[0].class_caps.fun",
        ),
        (one(kind="service", years=1.5), Fault.NOT_WHOLE, "criteria[0].years"),
        (one(kind="service", years=151), Fault.OUT_OF_RANGE, "criteria[0].years"),
        (
            one(kind="service", years=7, window={"years": 1}),
            Fault.FIELD_UNKNOWN,
            "criteria[0].window",
        ),
        (
            one(kind="age", minimum=46, maximum=45),
            Fault.BOUNDS_CROSSED,
            "criteria[0].maximum",
        ),
        (one(kind="degree", degree="phd"), Fault.WORD_UNKNOWN, "criteria[0].degree"),
        (one(kind="rank", rank="بالا"), Fault.WORD_UNKNOWN, "criteria[0].rank"),
        (one(kind="rank", rank=3), Fault.WORD_UNKNOWN, "criteria[0].rank"),
        (one(kind="appraisal", years=0), Fault.OUT_OF_RANGE, "criteria[0].years"),
        (
            one(kind="exam", exam="X", window={}),
            Fault.WINDOW_UNKNOWN,
            "criteria[0].window",
        ),
        (
            one(kind="exam", exam="X", window={"weeks": 1}),
            Fault.WINDOW_UNKNOWN,
            "criteria[0].window",
        ),
        (
            one(kind="exam", exam="X", window={"years": 1, "months": 1}),
            Fault.WINDOW_UNKNOWN,
            "criteria[0].window",
        ),
        (
            one(kind="exam", exam="X", window={"years": 0}),
            Fault.OUT_OF_RANGE,
            "criteria[0].window.years",
        ),
        (
            one(kind="exam", exam="X", window={"since": "birth"}),
            Fault.WORD_UNKNOWN,
            "criteria[0].window.since",
        ),
        (
            one(kind="service", years=1, source={"document": "1", "status": "sure"}),
            Fault.WORD_UNKNOWN,
            "criteria[0].source.status",
        ),
        (
            one(kind="service", years=1, source=None),
            Fault.FIELD_MISSING,
            "criteria[0].source",
        ),
        (
            one(kind="service", years=1, in_force={"from": "1404-12-30"}),
            Fault.BAD_DAY,
            "criteria[0].in_force.from",
        ),
        (
            one(kind="service", years=1, in_force={"from": 14040101}),
            Fault.BAD_DAY,
            "criteria[0].in_force.from",
        ),
        (
            one(
                kind="service",
                years=1,
                in_force={"from": "1404-01-01", "until": "1404-01-01"},
            ),
            Fault.PERIOD_EMPTY,
            "criteria[0].in_force.until",
        ),
        (plain(verdict={"all": []}), Fault.TREE_EMPTY, "verdict.all"),
        (plain(verdict={"all": "it"}), Fault.NOT_A_LIST, "verdict.all"),
        (plain(verdict={"none": ["it"]}), Fault.TREE_MALFORMED, "verdict"),
        (
            plain(verdict={"all": ["it"], "any": ["it"]}),
            Fault.TREE_MALFORMED,
            "verdict",
        ),
        (plain(verdict=["it"]), Fault.TREE_MALFORMED, "verdict"),
        (
            plain(verdict={"at_least": 0, "of": ["it"]}),
            Fault.OUT_OF_RANGE,
            "verdict.at_least",
        ),
        (
            plain(verdict={"at_least": 2, "of": ["it"]}),
            Fault.OUT_OF_RANGE,
            "verdict.at_least",
        ),
        (
            plain(verdict={"at_least": None, "of": ["it"]}),
            Fault.FIELD_MISSING,
            "verdict.at_least",
        ),
    ],
)
def test_what_is_not_understood_is_refused_where_it_stands(written, fault, where):
    assert (fault, where) in faults(written)


def test_a_tree_too_deep_is_refused():
    tree = "it"
    for _ in range(14):
        tree = {"all": [tree]}

    assert Fault.TREE_TOO_DEEP in [fault for fault, _ in faults(plain(verdict=tree))]


def test_a_refusal_says_what_stood_and_what_may_stand():
    with pytest.raises(BadProfile) as refused:
        read_profile(one(kind="degree", degree="phd"))
    (refusal,) = refused.value.refusals

    assert refusal.stood == "phd"
    assert refusal.allowed == (
        "none",
        "diploma",
        "associate",
        "bachelor",
        "master",
        "doctorate",
    )
