"""`course` and `hours`, as the judgement states them."""

from decimal import Decimal

import pytest

from karamad.cycle.eligibility.rules import Catalogue, Facts, Lack, Missing, Outcome
from tests.eligibility.rules.worlds import (
    CULTURE,
    JOB,
    MANAGERS,
    appointed,
    asks,
    completed,
    course,
    day,
    found,
    measured,
    passed,
    result,
)

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
COURSE = asks("course", courses=["A"])
THREE_YEARS = asks("course", courses=["A"], window={"years": 3})
CATALOGUE = Catalogue.of(
    (
        course("JOB-10", JOB, "10"),
        course("JOB-30", JOB, "30"),
        course("MAN-30", MANAGERS, "30"),
        course("CUL-30", CULTURE, "30"),
        course("OPEN", JOB, None),
        course("DEGREE", JOB, "200", degree_programme=True),
        course("PLAIN", None, "30"),
    )
)


def hours(minimum=40, **fields):
    return asks("hours", minimum=minimum, **fields)


# ---- course: passed, not revoked, in the window ----------------------------


def test_a_passed_completion_of_any_of_the_courses_is_enough():
    either = asks("course", courses=["A", "B"])

    assert (
        found(either, completed(passed("B", "1404-01-10")), "1404-02-11").outcome is MET
    )
    assert (
        found(either, completed(passed("C", "1404-01-10")), "1404-02-11").outcome
        is UNMET
    )


def test_a_failed_completion_is_none():
    failed = completed(passed("A", "1404-01-10", passed=False))

    assert found(COURSE, failed, "1404-02-11").outcome is UNMET


def test_no_completion_is_unmet_for_the_register_is_the_record():
    finding = found(COURSE, Facts(), "1404-02-11")

    assert finding.outcome is UNMET
    assert (finding.reached_text, finding.asked_text) == ("", "A")
    assert finding.evidence == ()


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("1404-02-10", MET), ("1404-02-11", UNMET), ("1404-02-12", UNMET)],
)
def test_a_completion_is_not_seen_from_the_day_it_is_revoked(on, outcome):
    revoked = completed(passed("A", "1404-01-10", revoked_on=day("1404-02-11")))

    assert found(COURSE, revoked, on).outcome is outcome


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("1404-02-10", UNMET), ("1404-02-11", MET), ("1404-02-12", MET)],
)
def test_nothing_after_the_day_asked_is_seen(on, outcome):
    assert found(COURSE, completed(passed("A", "1404-02-11")), on).outcome is outcome


def test_the_evidence_is_the_latest_that_counts():
    twice = completed(passed("A", "1402-05-01"), passed("A", "1403-05-01"))
    finding = found(COURSE, twice, "1404-02-11")

    assert [each.id for each in finding.evidence] == ["completion:A@1403-05-01"]
    assert finding.reached_text == "A"


def test_of_two_on_one_day_the_first_code_is_the_evidence():
    either = asks("course", courses=["B", "A"])
    both = completed(passed("B", "1403-05-01"), passed("A", "1403-05-01"))

    assert found(either, both, "1404-02-11").evidence[0].code == "A"


def test_course_does_not_ask_whether_it_was_creditable_nor_how_long_it_is_valid():
    retired = Catalogue.of([course("A", creditable_until="1400-01-01")])

    assert (
        found(
            COURSE, completed(passed("A", "1403-05-01")), "1404-02-11", retired
        ).outcome
        is MET
    )


# ---- equivalence -----------------------------------------------------------


@pytest.mark.parametrize(
    ("completed_on", "outcome"),
    [("1402-12-29", UNMET), ("1403-01-01", MET), ("1403-01-02", MET)],
)
def test_an_equivalent_counts_from_its_own_creditable_from(completed_on, outcome):
    catalogue = Catalogue.of(
        [
            course("A", creditable_from="1390-01-01"),
            course("B", creditable_from="1403-01-01", equivalent_to=frozenset({"A"})),
        ]
    )

    finding = found(
        COURSE, completed(passed("B", completed_on)), "1404-02-11", catalogue
    )

    assert finding.outcome is outcome


def test_creditable_until_does_not_matter_to_an_equivalent():
    catalogue = Catalogue.of(
        [course("B", creditable_until="1390-01-01", equivalent_to=frozenset({"A"}))]
    )

    finding = found(
        COURSE, completed(passed("B", "1403-05-01")), "1404-02-11", catalogue
    )

    assert finding.outcome is MET
    assert finding.reached_text == "B"


def test_equivalence_is_neither_transitive_nor_symmetric():
    catalogue = Catalogue.of(
        [
            course("A"),
            course("B", equivalent_to=frozenset({"A"})),
            course("C", equivalent_to=frozenset({"B"})),
        ]
    )
    asks_b = asks("course", courses=["B"])

    assert (
        found(
            COURSE, completed(passed("C", "1403-05-01")), "1404-02-11", catalogue
        ).outcome
        is UNMET
    )
    assert (
        found(
            asks_b, completed(passed("A", "1403-05-01")), "1404-02-11", catalogue
        ).outcome
        is UNMET
    )
    assert (
        found(
            asks_b, completed(passed("C", "1403-05-01")), "1404-02-11", catalogue
        ).outcome
        is MET
    )


# ---- hours: what counts ----------------------------------------------------


def test_hours_sum_to_the_minimum():
    thirty = completed(passed("JOB-10", "1403-05-01"), passed("JOB-30", "1403-06-01"))

    enough = found(hours(40), thirty, "1404-02-11", CATALOGUE)
    short = found(hours("40.01"), thirty, "1404-02-11", CATALOGUE)

    assert (enough.outcome, enough.reached, enough.asked) == (MET, 40, 40)
    assert short.outcome is UNMET
    assert [each.id for each in enough.evidence] == [
        "completion:JOB-10@1403-05-01",
        "completion:JOB-30@1403-06-01",
    ]


def test_a_completion_carries_its_own_hours_before_the_course_s():
    shorter = completed(passed("JOB-30", "1403-05-01", "12.5"))

    assert found(hours(12), shorter, "1404-02-11", CATALOGUE).reached == Decimal("12.5")


def test_only_the_given_classes_count_and_none_given_is_all():
    mixed = completed(
        passed("JOB-30", "1403-05-01"),
        passed("CUL-30", "1403-05-02"),
        passed("PLAIN", "1403-05-03"),
    )

    only_job = found(hours(40, classes=["job"]), mixed, "1404-02-11", CATALOGUE)
    every_class = found(hours(40), mixed, "1404-02-11", CATALOGUE)

    assert only_job.reached == 30
    assert every_class.reached == 90


def test_two_completions_of_one_course_on_different_days_both_count():
    again = completed(passed("JOB-30", "1403-05-01"), passed("JOB-30", "1403-05-02"))

    assert found(hours(), again, "1404-02-11", CATALOGUE).reached == 60


def test_one_completion_on_two_merged_records_counts_once():
    twice = completed(
        passed("JOB-30", "1403-05-01"), passed("JOB-30", "1403-05-01", "12")
    )

    assert found(hours(), twice, "1404-02-11", CATALOGUE).reached == 30


def test_when_the_better_of_two_merged_records_is_revoked_the_other_counts():
    twice = completed(
        passed("JOB-30", "1403-05-01", revoked_on=day("1404-01-01")),
        passed("JOB-30", "1403-05-01", "12"),
    )

    assert found(hours(12), twice, "1403-12-30", CATALOGUE).reached == 30
    assert found(hours(12), twice, "1404-01-01", CATALOGUE).reached == 12


def test_too_little_is_unknown_once_a_twin_of_unknown_hours_takes_over():
    twice = completed(
        passed("NEW", "1403-05-01", "8", revoked_on=day("1405-01-01")),
        passed("NEW", "1403-05-01"),
    )

    finding = found(hours(60), twice, "1404-02-11")

    assert finding.outcome is Outcome.UNMET
    assert (finding.until, finding.then) == (day("1405-01-01"), Outcome.UNKNOWN)


def test_failed_and_revoked_completions_earn_nothing():
    none = completed(
        passed("JOB-30", "1403-05-01", passed=False),
        passed("JOB-30", "1403-05-02", revoked_on=day("1403-06-01")),
    )

    finding = found(hours(), none, "1404-02-11", CATALOGUE)

    assert (finding.outcome, finding.reached, finding.evidence) == (UNMET, 0, ())


@pytest.mark.parametrize(
    ("completed_on", "reached"),
    [("1402-12-29", 0), ("1403-01-01", 30), ("1403-12-30", 30), ("1404-01-01", 0)],
)
def test_a_completion_counts_only_if_its_course_was_creditable_that_day(
    completed_on, reached
):
    catalogue = Catalogue.of(
        [
            course(
                "J",
                JOB,
                "30",
                creditable_from="1403-01-01",
                creditable_until="1404-01-01",
            )
        ]
    )

    finding = found(
        hours(), completed(passed("J", completed_on)), "1404-02-11", catalogue
    )

    assert finding.reached == reached


def test_a_degree_programme_earns_nothing_ever():
    studied = completed(passed("DEGREE", "1403-05-01", "300"))

    finding = found(hours(), studied, "1404-02-11", CATALOGUE)

    assert (finding.outcome, finding.reached, finding.evidence) == (UNMET, 0, ())


def test_a_completion_of_a_course_nobody_knows_of_does_not_crash():
    strange = completed(passed("NOT-IN-CATALOGUE", "1403-05-01", "50"))

    assert found(hours(), strange, "1404-02-11", CATALOGUE).outcome is MET


# ---- hours: caps -----------------------------------------------------------


def test_a_yearly_cap_is_filled_year_by_year():
    capped = hours(60, yearly_cap=40)
    two_years = completed(
        passed("JOB-30", "1402-05-01"),
        passed("MAN-30", "1402-06-01"),
        passed("JOB-30", "1403-05-01"),
    )

    assert found(capped, two_years, "1404-02-11", CATALOGUE).reached == 70


def test_a_year_is_filled_in_the_order_of_classes_and_class_caps_come_after():
    one_year = completed(passed("JOB-30", "1403-05-01"), passed("CUL-30", "1403-06-01"))
    caps = {"yearly_cap": 40, "class_caps": {"job": 20}}

    job_first = hours(40, classes=["job", "culture"], **caps)
    culture_first = hours(40, classes=["culture", "job"], **caps)

    # Job fills 30 of 40, culture 10; then job is cut to 20.
    assert found(job_first, one_year, "1404-02-11", CATALOGUE).reached == 30
    # Culture fills 30 of 40, job 10, which its cap leaves alone.
    assert found(culture_first, one_year, "1404-02-11", CATALOGUE).reached == 40


def test_a_class_cap_holds_over_all_years():
    capped = hours(60, class_caps={"culture": 40})
    years = completed(
        passed("CUL-30", "1401-05-01"),
        passed("CUL-30", "1402-05-01"),
        passed("JOB-10", "1403-05-01"),
    )

    assert found(capped, years, "1404-02-11", CATALOGUE).reached == 50


def test_caps_see_only_completions_in_the_window():
    capped = hours(20, classes=["culture", "job"], yearly_cap=30, window={"days": 10})
    year = completed(passed("CUL-30", "1403-05-01"), passed("JOB-30", "1403-05-15"))

    assert found(capped, year, "1403-05-20", CATALOGUE).reached == 30


def test_with_class_caps_more_evidence_may_take_away():
    capped = hours(
        40, classes=["culture", "job"], yearly_cap=40, class_caps={"culture": 0}
    )
    job = completed(passed("JOB-30", "1403-05-01"), passed("JOB-10", "1403-05-02"))
    more = completed(*job.completions, passed("CUL-30", "1403-06-01"))

    assert found(capped, job, "1404-02-11", CATALOGUE).outcome is MET
    assert found(capped, more, "1404-02-11", CATALOGUE).outcome is UNMET


# ---- hours: unknown --------------------------------------------------------


def test_unknown_hours_leave_it_open_only_while_the_minimum_is_not_reached():
    unfixed = passed("OPEN", "1403-05-01")

    short = found(hours(), completed(unfixed), "1404-02-11", CATALOGUE)
    enough = found(
        hours(30),
        completed(unfixed, passed("JOB-30", "1403-06-01")),
        "1404-02-11",
        CATALOGUE,
    )

    assert short.outcome is UNKNOWN
    assert short.lacks == (Lack(Missing.COURSE_HOURS, "OPEN", day("1403-05-01")),)
    assert enough.outcome is MET
    assert [each.code for each in enough.evidence] == ["JOB-30"]


def test_unknown_hours_leave_it_open_even_where_a_cap_is_full():
    full = hours(40, yearly_cap=30)
    facts = completed(passed("JOB-30", "1403-05-01"), passed("OPEN", "1403-06-01"))

    finding = found(full, facts, "1404-02-11", CATALOGUE)

    assert (finding.outcome, finding.reached) == (UNKNOWN, 30)


def test_unknown_hours_of_what_is_not_in_question_leave_nothing_open():
    open_culture = Catalogue.of(
        [course("OPEN", CULTURE, None, creditable_from="1404-01-01")]
    )
    facts = completed(passed("OPEN", "1403-05-01"))

    assert (
        found(hours(classes=["job"]), facts, "1404-02-11", CATALOGUE).outcome is UNKNOWN
    )
    assert (
        found(hours(classes=["managers"]), facts, "1404-02-11", CATALOGUE).outcome
        is UNMET
    )
    assert found(hours(), facts, "1404-02-11", open_culture).outcome is UNMET


# ---- windows ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed_on", "on", "outcome"),
    [
        ("1401-02-10", "1404-02-11", UNMET),
        ("1401-02-11", "1404-02-11", UNMET),
        ("1401-02-12", "1404-02-11", MET),
        ("1404-02-11", "1404-02-11", MET),
        # 30 Esfand 1403 reaches back to 29 Esfand 1400, which is left out.
        ("1400-12-29", "1403-12-30", UNMET),
        ("1401-01-01", "1403-12-30", MET),
        # From a common year back to 29 Esfand of a leap one: its 30th is still inside.
        ("1399-12-29", "1402-12-29", UNMET),
        ("1399-12-30", "1402-12-29", MET),
    ],
)
def test_years_reach_back_leaving_out_the_first_day(completed_on, on, outcome):
    assert (
        found(THREE_YEARS, completed(passed("A", completed_on)), on).outcome is outcome
    )


@pytest.mark.parametrize(
    ("window", "completed_on", "on", "outcome"),
    [
        ({"months": 1}, "1404-06-30", "1404-07-30", UNMET),
        ({"months": 1}, "1404-06-31", "1404-07-30", MET),
        ({"months": 7}, "1403-12-29", "1404-07-30", UNMET),
        ({"months": 7}, "1403-12-30", "1404-07-30", UNMET),
        ({"months": 7}, "1404-01-01", "1404-07-30", MET),
        ({"days": 10}, "1404-02-01", "1404-02-11", UNMET),
        ({"days": 10}, "1404-02-02", "1404-02-11", MET),
        ({"jalali_year": "current"}, "1403-12-30", "1404-02-11", UNMET),
        ({"jalali_year": "current"}, "1404-01-01", "1404-02-11", MET),
        ({"jalali_year": "current"}, "1404-02-12", "1404-02-11", UNMET),
        ({"jalali_year": "previous"}, "1402-12-29", "1404-02-11", UNMET),
        ({"jalali_year": "previous"}, "1403-01-01", "1404-02-11", MET),
        ({"jalali_year": "previous"}, "1403-12-30", "1404-02-11", MET),
        ({"jalali_year": "previous"}, "1404-01-01", "1404-02-11", UNMET),
        (
            {"from": "1379-01-01", "until": "1386-09-15"},
            "1378-12-29",
            "1404-02-11",
            UNMET,
        ),
        (
            {"from": "1379-01-01", "until": "1386-09-15"},
            "1379-01-01",
            "1404-02-11",
            MET,
        ),
        (
            {"from": "1379-01-01", "until": "1386-09-15"},
            "1386-09-14",
            "1404-02-11",
            MET,
        ),
        (
            {"from": "1379-01-01", "until": "1386-09-15"},
            "1386-09-15",
            "1404-02-11",
            UNMET,
        ),
        (
            {"from": "1404-01-01", "until": "1405-01-01"},
            "1404-02-12",
            "1404-02-11",
            UNMET,
        ),
        ({"from": "1404-01-01"}, "1404-02-11", "1404-02-11", MET),
        ({"until": "1404-01-01"}, "1390-01-01", "1404-02-11", MET),
    ],
)
def test_a_window_has_its_edges(window, completed_on, on, outcome):
    criterion = asks("course", courses=["A"], window=window)

    assert found(criterion, completed(passed("A", completed_on)), on).outcome is outcome


@pytest.mark.parametrize(
    ("completed_on", "outcome"),
    [("1402-12-29", UNMET), ("1403-01-01", MET), ("1403-01-02", MET)],
)
def test_since_appointment_begins_with_the_latest_current_assignment(
    completed_on, outcome
):
    criterion = asks("course", courses=["A"], window={"since": "appointment"})
    facts = completed(
        passed("A", completed_on),
        assignments=(
            appointed("CHIEF", "1400-01-01"),
            appointed("CHIEF", "1403-01-01"),
            appointed("CHIEF", "1403-06-01", "1404-01-01"),
            appointed("CLERK", "1403-09-01"),
            appointed("CHIEF", "1404-06-01"),
        ),
    )

    assert found(criterion, facts, "1404-02-11").outcome is outcome


def test_without_a_current_assignment_to_the_post_judged_it_is_unknown():
    criterion = asks("course", courses=["A"], window={"since": "appointment"})
    past = completed(
        passed("A", "1403-05-01"),
        assignments=(appointed("CHIEF", "1400-01-01", "1404-02-11"),),
    )

    assert found(criterion, past, "1404-02-10").outcome is MET
    finding = found(criterion, past, "1404-02-11")
    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.APPOINTMENT, "CHIEF"),)
    assert found(criterion, past, "1404-02-10", post=None).outcome is UNKNOWN


def test_since_rank_begins_on_the_day_of_the_latest_rank():
    criterion = hours(30, window={"since": "rank"})
    ranks = (
        result("rank", "RANK", "1395-01-01", "1"),
        result("rank", "RANK", "1400-01-01", "2"),
        result("rank", "RANK", "1404-06-01", "3"),
    )
    before, on_it = passed("JOB-30", "1399-12-30"), passed("JOB-30", "1400-01-01")

    assert (
        found(
            criterion, completed(before, results=ranks), "1404-02-11", CATALOGUE
        ).outcome
        is UNMET
    )
    assert (
        found(
            criterion, completed(on_it, results=ranks), "1404-02-11", CATALOGUE
        ).outcome
        is MET
    )


def test_since_rank_without_one_begins_with_service_and_without_that_is_unknown():
    criterion = hours(30, window={"since": "rank"})
    done = passed("JOB-30", "1390-07-01")

    in_service = completed(done, service_start=day("1390-07-01"))
    before_service = completed(done, service_start=day("1390-07-02"))

    assert found(criterion, in_service, "1404-02-11", CATALOGUE).outcome is MET
    assert found(criterion, before_service, "1404-02-11", CATALOGUE).outcome is UNMET
    finding = found(criterion, completed(done), "1404-02-11", CATALOGUE)
    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.SERVICE_START),)


def test_a_window_is_asked_of_results_as_well():
    criterion = asks("exam", exam="X", minimum=60, window={"years": 3})
    exam = measured(result("exam", "X", "1401-02-11", "90"))

    assert found(criterion, exam, "1404-02-10").outcome is MET
    assert found(criterion, exam, "1404-02-11").outcome is UNMET
