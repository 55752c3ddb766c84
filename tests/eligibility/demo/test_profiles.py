from datetime import date
from decimal import Decimal

import pytest

from karamad.cycle.eligibility.demo.profiles import FOLDER, profiles
from karamad.kernel.text import clean, document_key
from karamad.registers.competencies.rules import (
    AgeTerms,
    AppraisalTerms,
    CourseTerms,
    CredentialTerms,
    HoursTerms,
    Sureness,
    profile_from_yaml,
    profile_to_yaml,
)
from karamad.registers.courses.seeds import catalogue
from karamad.registers.regulations.seeds import documents

PROFILES = {profile.code: profile for profile in profiles()}
CRITERIA = {
    (profile.code, criterion.id): criterion
    for profile in PROFILES.values()
    for criterion in profile.criteria
}
LEVELS = ("operational", "base", "middle", "senior")


def test_the_demo_carries_its_profiles():
    assert set(PROFILES) == {
        "dehyar",
        "election-role",
        "hours-managers",
        "hours-others",
        *(f"manager-{level}" for level in LEVELS),
        "mayor-1-6",
        "mayor-7-10",
        "mayor-11-12",
        "ports-base",
        *(f"rank-{rank}" for rank in ("base", "senior", "expert", "distinguished")),
        "type2-skilled",
        "type2-specialised",
    }


@pytest.mark.parametrize("code", PROFILES)
def test_each_is_written_as_it_was_read(code: str):
    profile = PROFILES[code]

    assert profile_from_yaml(profile_to_yaml(profile)) == profile
    assert (FOLDER / f"{code}.yaml").exists()
    assert profile.title_en
    assert clean(profile.title_fa) == profile.title_fa


def test_every_criterion_rests_on_a_document_of_the_register():
    known = {document_key(document.number) for document in documents()}

    for key, criterion in CRITERIA.items():
        assert document_key(criterion.source.document) in known, key


def test_every_course_asked_for_is_in_the_catalogue():
    known = {course.code for course in catalogue()}

    for criterion in CRITERIA.values():
        if isinstance(criterion.terms, CourseTerms):
            assert set(criterion.terms.courses) <= known


def test_what_is_not_confirmed_is_unset_and_only_that():
    unset = {key for key, criterion in CRITERIA.items() if criterion.is_unset}

    assert unset == {
        *((f"manager-{level}", "assessed") for level in LEVELS),
        *((f"manager-{level}", "experience") for level in LEVELS),
        *((f"mayor-{grades}", "training") for grades in ("1-6", "7-10", "11-12")),
        ("dehyar", "training"),
    }
    assert unset == {
        key
        for key, criterion in CRITERIA.items()
        if criterion.source.status is Sureness.UNCONFIRMED
    }


@pytest.mark.parametrize(
    ("rank", "years", "hours", "score"),
    [
        ("base", 6, 300, 60),
        ("senior", 12, 250, 70),
        ("expert", 18, 200, 80),
        ("distinguished", 24, 150, 85),
    ],
)
def test_the_table_of_ranks(rank: str, years: int, hours: int, score: int):
    asked = {c.id: c.terms for c in PROFILES[f"rank-{rank}"].criteria}

    assert getattr(asked["experience"], "years", None) == years
    assert isinstance(asked["hours"], HoursTerms)
    assert asked["hours"].minimum == hours
    assert asked["appraisal"] == AppraisalTerms(Decimal(score), 6)
    assert ("experience-document" in asked) is (rank in {"expert", "distinguished"})


@pytest.mark.parametrize(
    ("level", "ceiling"), list(zip(LEVELS, (45, 45, 47, 50), strict=True))
)
def test_the_age_ceilings_hold_until_their_annulment(level: str, ceiling: int):
    criterion = CRITERIA[f"manager-{level}", "age-ceiling"]

    assert criterion.terms == AgeTerms(None, ceiling)
    assert criterion.in_force.start == date(2019, 7, 22)
    assert criterion.in_force.end == date(2020, 10, 20)


def test_the_certificate_is_asked_from_1397_and_the_assessment_from_1404():
    certificate = CRITERIA["manager-base", "certificate"]

    assert certificate.terms == CredentialTerms("COMPETENCY-CERTIFICATE")
    assert certificate.in_force.start == date(2018, 3, 21)
    assert CRITERIA["manager-base", "assessed"].in_force.start == date(2025, 8, 6)


def test_the_lowest_age_of_a_village_administrator_changes_within_a_day():
    before, after = CRITERIA["dehyar", "age-before-1386"], CRITERIA["dehyar", "age"]

    assert before.in_force.end == after.in_force.start == date(2008, 3, 17)
    assert before.terms == AgeTerms(25, 65)
    assert after.terms == AgeTerms(20, 65)
