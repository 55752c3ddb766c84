from datetime import date

import pytest

from karamad.kernel.period import Period
from karamad.registers.courses.rules import Ground, Offer, refusals

DAY = date(2026, 5, 1)
HOLDS = Period(date(2026, 1, 1), date(2026, 5, 2))
ENDED = Period(date(2025, 1, 1), DAY)


def grounds(scope: str, kind: str, *accredited: Period) -> set[Ground]:
    return {r.ground for r in refusals(Offer(scope, kind, accredited), DAY)}


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
    offer = Offer("specialised", "university", (ENDED,))

    assert not refusals(offer, date(2026, 4, 30))
    assert refusals(offer, DAY)
