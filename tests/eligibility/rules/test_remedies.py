"""What would help, as reasons without wording."""

import pytest

from karamad.cycle.eligibility.rules import (
    Facts,
    Lack,
    Missing,
    Remedy,
    Step,
    remedies,
)
from karamad.registers.competencies.rules import Degree
from tests.eligibility.rules.worlds import (
    asks,
    card,
    completed,
    day,
    judged,
    measured,
    passed,
    result,
)

ON = "1404-02-11"
NEW_YEAR = day("1405-01-01")
NOBODY = Facts()


def help_for(criterion, facts=NOBODY, on=ON):
    return remedies(judged(criterion, facts, on))


def test_nothing_helps_where_nothing_is_wrong():
    assert (
        help_for(asks("service", years=1), Facts(service_start=day("1400-01-01"))) == ()
    )


def test_a_missing_course_is_named():
    criterion = asks("course", courses=["A", "B"])

    assert help_for(criterion) == (Remedy("it", Step.PASS_COURSE, codes=("A", "B")),)


def test_so_many_hours_are_short_before_the_year_ends():
    criterion = asks(
        "hours", minimum=40, classes=["job"], window={"jalali_year": "current"}
    )
    earned = completed(passed("A", "1404-01-20", "26"))
    any_class = asks("hours", minimum=40, window={"jalali_year": "current"})

    assert help_for(any_class, earned) == (
        Remedy("it", Step.EARN_HOURS, amount=14, before=NEW_YEAR),
    )
    assert help_for(criterion, earned) == (
        Remedy("it", Step.EARN_HOURS, codes=("job",), amount=40, before=NEW_YEAR),
    )


def test_what_last_year_lacks_can_be_earned_this_year_for_the_next():
    criterion = asks("hours", minimum=40, window={"jalali_year": "previous"})
    earned = completed(passed("A", "1403-05-01", "26"))

    assert help_for(criterion, earned) == (
        Remedy("it", Step.EARN_HOURS, amount=40, before=NEW_YEAR, day=NEW_YEAR),
    )


def test_where_waiting_is_enough_the_day_comes_first():
    criterion = asks("service", years=7)
    served = Facts(service_start=day("1400-01-01"))

    assert help_for(criterion, served) == (
        Remedy("it", Step.WAIT, day=day("1407-01-01")),
        Remedy("it", Step.SERVE_LONGER, amount=7),
    )


def test_a_criterion_about_to_leave_force_can_be_waited_out():
    criterion = asks("degree", degree="master", in_force={"until": "1404-06-01"})

    assert help_for(criterion, Facts(degree=Degree.BACHELOR)) == (
        Remedy("it", Step.WAIT, day=day("1404-06-01")),
        Remedy("it", Step.RAISE_DEGREE, amount=Degree.MASTER),
    )


@pytest.mark.parametrize(
    ("criterion", "lack"),
    [
        (asks("age", maximum=45), Lack(Missing.BIRTH_DATE)),
        (asks("service", years=7), Lack(Missing.SERVICE_START)),
        (asks("degree", degree="master"), Lack(Missing.DEGREE)),
        (
            asks("appraisal", minimum=70, years=1),
            Lack(Missing.APPRAISAL, "", day("1403-01-01")),
        ),
    ],
)
def test_a_missing_fact_is_to_be_recorded(criterion, lack):
    assert help_for(criterion) == (Remedy("it", Step.RECORD, lack=lack),)


def test_a_number_not_set_is_to_be_set():
    lack = Lack(Missing.TERM)

    assert help_for(asks("exam", exam="X")) == (Remedy("it", Step.SET_TERM, lack=lack),)


def test_too_young_waits_and_too_old_seeks_an_exemption():
    criterion = asks("age", minimum=25, maximum=45)

    assert help_for(criterion, Facts(birth_date=day("1380-02-11"))) == (
        Remedy("it", Step.WAIT, day=day("1405-02-11")),
    )
    assert help_for(criterion, Facts(birth_date=day("1358-02-11"))) == (
        Remedy("it", Step.SEEK_EXEMPTION),
    )


def test_fixed_days_that_are_over_leave_only_an_exemption():
    window = {"from": "1379-01-01", "until": "1386-09-15"}
    criterion = asks("hours", minimum=40, window=window)

    assert help_for(criterion) == (Remedy("it", Step.SEEK_EXEMPTION),)
    assert help_for(criterion, on="1386-09-14") == (
        Remedy("it", Step.EARN_HOURS, amount=40, before=day("1386-09-15")),
    )


@pytest.mark.parametrize(
    ("criterion", "step", "codes", "amount"),
    [
        (
            asks("assessment", assessment="X", minimum=60),
            Step.TAKE_ASSESSMENT,
            ("X",),
            60,
        ),
        (
            asks("competency", competency="X", level=2),
            Step.ATTEST_COMPETENCY,
            ("X",),
            2,
        ),
        (asks("exam", exam="X", minimum=60), Step.TAKE_EXAM, ("X",), 60),
        (asks("credential", credential="X"), Step.OBTAIN_CREDENTIAL, ("X",), None),
        (asks("rank", rank="senior"), Step.RAISE_RANK, (), "senior"),
    ],
)
def test_each_kind_has_its_deed(criterion, step, codes, amount):
    expired = Facts(credentials=(card("X", "1400-01-01", "1401-01-01"),))

    assert help_for(criterion, expired) == (
        Remedy("it", step, codes=codes, amount=amount),
    )


def test_a_mean_too_low_is_to_be_raised():
    low = measured(result("appraisal", "APPRAISAL", "1403-05-01", "60"))

    assert help_for(asks("appraisal", minimum=70, years=1), low)[-1] == Remedy(
        "it", Step.RAISE_APPRAISAL, amount=70
    )
