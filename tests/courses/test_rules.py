from datetime import date

import pytest

from karamad.kernel.period import Period
from karamad.registers.courses.rules import Ground, Licence, Offer, refusals

DAY = date(2026, 5, 1)
HOLDS = Period(date(2026, 1, 1), date(2026, 5, 2))
ENDED = Period(date(2025, 1, 1), DAY)


def grounds(scope: str, kind: str, *accredited: Period) -> set[Ground]:
    licences = tuple(map(Licence, accredited))
    return {r.ground for r in refusals(Offer(scope, kind, licences), DAY)}


@pytest.mark.parametrize(
    ("scope", "kind", "expected"),
    [
        ("general", "state_centre", set()),
        ("general", "agency", {Ground.GENERAL_BY_STATE_CENTRE}),
        ("general", "university", {Ground.GENERAL_BY_STATE_CENTRE}),
        ("specialised", "agency", set()),
        ("specialised", "municipality", set()),
        ("specialised", "state_centre", {Ground.SPECIALISED_BY_AGENCY}),
        ("specialised", "private", {Ground.SPECIALISED_BY_AGENCY}),
        ("", "private", set()),
    ],
)
def test_general_courses_are_the_centres_and_specialised_ones_the_agencys(
    scope, kind, expected
):
    assert grounds(scope, kind) == expected


def test_an_accreditation_that_holds_lends_authority():
    assert grounds("specialised", "university", HOLDS) == set()
    assert grounds("general", "private", ENDED, HOLDS) == set()


def test_one_that_has_ended_is_a_reason_of_its_own():
    assert grounds("specialised", "university", ENDED) == {
        Ground.NOT_ACCREDITED,
        Ground.SPECIALISED_BY_AGENCY,
    }
    assert grounds("general", "state_centre", ENDED) == {Ground.NOT_ACCREDITED}


def test_the_last_day_is_the_day_before_the_end():
    offer = Offer("specialised", "university", (Licence(ENDED),))

    assert not refusals(offer, date(2026, 4, 30))
    assert refusals(offer, DAY)


# ---- at appointment -----------------------------------------------------------


def at_appointment(scope: str, kind: str, *licences: Licence, **more: bool) -> set[str]:
    offer = Offer(scope, kind, licences, course_class="managers", **more)
    return {refusal.ground for refusal in refusals(offer, DAY)}


def test_at_appointment_general_courses_are_the_centres_alone():
    assert at_appointment("general", "state_centre") == set()
    assert at_appointment("general", "agency") == {Ground.CENTRE_ALONE}
    assert at_appointment("general", "university", Licence(HOLDS)) == {
        Ground.CENTRE_ALONE
    }
    assert at_appointment("general", "state_centre", Licence(ENDED)) == {
        Ground.NOT_ACCREDITED
    }


def test_at_appointment_specialised_courses_are_the_agencys_concerned():
    assert at_appointment("specialised", "agency") == set()
    assert at_appointment("specialised", "municipality") == set()
    assert at_appointment("specialised", "agency", is_concerned=False) == {
        Ground.AGENCY_ALONE
    }
    assert at_appointment("specialised", "private", Licence(HOLDS)) == {
        Ground.AGENCY_ALONE
    }


def test_managers_courses_of_no_scope_are_run_by_the_accredited():
    assert at_appointment("", "university", Licence(HOLDS)) == set()


# ---- by domain ----------------------------------------------------------------


def by_domain(domain: str, course_class: str, scope: str = "") -> set[str]:
    licences = (Licence(HOLDS, domain),)
    offer = Offer(scope, "university", licences, course_class=course_class)
    return {refusal.ground for refusal in refusals(offer, DAY)}


@pytest.mark.parametrize("domain", ["job", "شغلی", "شغلي", " شغلی "])
def test_an_accreditation_covers_the_courses_of_its_domain(domain):
    assert by_domain(domain, "job") == set()
    assert by_domain(domain, "culture") == {Ground.OTHER_DOMAIN}
    assert by_domain(domain, "culture", "specialised") == {
        Ground.OTHER_DOMAIN,
        Ground.SPECIALISED_BY_AGENCY,
    }


def test_general_is_the_name_of_a_class_and_of_a_scope():
    assert by_domain("عمومی", "job", "general") == set()
    assert by_domain("عمومی", "general", "specialised") == set()
    assert by_domain("عمومی", "job", "specialised") == {
        Ground.OTHER_DOMAIN,
        Ground.SPECIALISED_BY_AGENCY,
    }


def test_specialised_is_the_name_of_a_scope():
    assert by_domain("تخصصی", "job", "specialised") == set()
    assert by_domain("تخصصی", "job", "general") == {
        Ground.OTHER_DOMAIN,
        Ground.GENERAL_BY_STATE_CENTRE,
    }


@pytest.mark.parametrize("domain", ["", "مدیریت شهری"])
def test_what_no_course_says_of_itself_is_not_held_against_it(domain):
    assert by_domain(domain, "job", "specialised") == set()


def test_a_course_of_no_class_is_covered_by_any_domain():
    assert by_domain("شغلی", "") == set()


def test_one_of_several_accreditations_is_enough_if_it_holds():
    licences = (Licence(ENDED, "شغلی"), Licence(HOLDS, "فرهنگی"), Licence(HOLDS, "job"))

    assert not refusals(Offer("", "private", licences, course_class="job"), DAY)
    assert refusals(Offer("", "private", licences[:2], course_class="job"), DAY)
