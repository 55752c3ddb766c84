"""Service, degree, age and credentials, sentence by sentence."""

import pytest

from karamad.cycle.eligibility.rules import Facts, Lack, Missing, Outcome
from karamad.registers.competencies.rules import Degree
from tests.eligibility.rules.worlds import asks, card, day, found

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
ON = "1404-02-11"
CREDENTIAL = asks("credential", credential="ICDL")

# ---- service ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "on", "outcome"),
    [
        ("1397-02-11", "1404-02-10", UNMET),
        ("1397-02-11", "1404-02-11", MET),
        ("1397-02-11", "1404-02-12", MET),
        ("1395-12-30", "1402-12-28", UNMET),
        ("1395-12-30", "1402-12-29", MET),
        ("1396-12-29", "1403-12-29", MET),
    ],
)
def test_service_is_complete_on_its_anniversary(start, on, outcome):
    served = Facts(service_start=day(start))

    assert found(asks("service", years=7), served, on).outcome is outcome


def test_service_that_starts_after_the_day_asked_is_unmet():
    tomorrow = Facts(service_start=day("1404-02-12"))
    finding = found(asks("service", years=0), tomorrow, ON)

    assert (finding.outcome, finding.reached) == (UNMET, None)
    assert found(asks("service", years=0), tomorrow, "1404-02-12").outcome is MET


def test_a_missing_service_start_is_unknown():
    finding = found(asks("service", years=7), Facts(), ON)

    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.SERVICE_START),)


# ---- degree ----------------------------------------------------------------


@pytest.mark.parametrize("asked", list(Degree))
def test_degrees_stand_in_their_order(asked):
    criterion = asks("degree", degree=asked.value)
    met = [found(criterion, Facts(degree=held), ON).outcome is MET for held in Degree]

    assert met == [held.order >= asked.order for held in Degree]


def test_no_degree_stated_is_unknown_and_none_is_a_degree_stated():
    diploma = asks("degree", degree="diploma")
    finding = found(diploma, Facts(), ON)

    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.DEGREE),)
    assert found(diploma, Facts(degree=Degree.NONE), ON).outcome is UNMET


def test_a_degree_holds_for_every_day():
    bachelor = asks("degree", degree="bachelor")

    assert found(bachelor, Facts(degree=Degree.BACHELOR), "1300-01-01").outcome is MET


# ---- age -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("1385-02-10", UNMET),
        ("1385-02-11", MET),
        ("1385-02-12", MET),
        ("1406-02-10", MET),
        ("1406-02-11", UNMET),
    ],
)
def test_both_ages_are_inclusive(on, outcome):
    born = Facts(birth_date=day("1360-02-11"))

    assert found(asks("age", minimum=25, maximum=45), born, on).outcome is outcome


@pytest.mark.parametrize(
    ("on", "years"), [("1403-12-28", 44), ("1403-12-29", 44), ("1403-12-30", 45)]
)
def test_born_on_30_esfand_one_is_a_year_older_on_the_30th_of_a_leap_year(on, years):
    born = Facts(birth_date=day("1358-12-30"))

    assert found(asks("age", maximum=90), born, on).reached == years


def test_born_on_30_esfand_one_is_a_year_older_on_the_29th_of_a_common_year():
    born = Facts(birth_date=day("1358-12-30"))

    assert found(asks("age", maximum=90), born, "1404-12-28").reached == 45
    assert found(asks("age", maximum=90), born, "1404-12-29").reached == 46


def test_a_birth_after_the_day_asked_is_unmet_and_none_stated_unknown():
    child = asks("age", minimum=0)
    finding = found(child, Facts(), ON)

    assert found(child, Facts(birth_date=day("1404-02-12")), ON).outcome is UNMET
    assert found(child, Facts(birth_date=day("1404-02-11")), ON).outcome is MET
    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.BIRTH_DATE),)


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ({"minimum": 18, "maximum": 45}, "18..45"),
        ({"maximum": 45}, "..45"),
        ({"minimum": 18}, "18.."),
    ],
)
def test_the_ages_asked_are_written_as_bounds(bounds, text):
    finding = found(asks("age", **bounds), Facts(birth_date=day("1360-02-11")), ON)

    assert (finding.reached_text, finding.asked_text) == ("44", text)


# ---- credential ------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("1402-12-29", UNMET),
        ("1403-01-01", MET),
        ("1404-12-29", MET),
        ("1405-01-01", UNMET),
    ],
)
def test_a_credential_holds_from_its_issue_until_it_expires(on, outcome):
    held = Facts(credentials=(card("ICDL", "1403-01-01", "1405-01-01"),))

    assert found(CREDENTIAL, held, on).outcome is outcome


@pytest.mark.parametrize(
    ("on", "outcome"), [("1403-05-31", MET), ("1403-06-01", UNMET)]
)
def test_a_credential_revoked_holds_no_longer(on, outcome):
    revoked = card("ICDL", "1403-01-01", "1405-01-01", "1403-06-01")

    assert found(CREDENTIAL, Facts(credentials=(revoked,)), on).outcome is outcome


def test_the_latest_that_holds_is_the_evidence_and_another_type_is_none():
    held = Facts(
        credentials=(
            card("ICDL", "1400-01-01"),
            card("ICDL", "1402-01-01"),
            card("ICDL", "1403-01-01", "1404-01-01"),
            card("LAW", "1403-06-01"),
        )
    )
    finding = found(CREDENTIAL, held, ON)

    assert [each.id for each in finding.evidence] == ["credential:ICDL@1402-01-01"]
    assert (finding.reached_text, finding.asked_text) == ("ICDL", "ICDL")
    assert found(CREDENTIAL, Facts(), ON).outcome is UNMET
