"""Assessments, competencies, exams, appraisals and ranks, sentence by sentence."""

from decimal import Decimal

import pytest

from karamad.cycle.eligibility.rules import (
    Facts,
    Lack,
    Missing,
    Outcome,
    rank_of,
    rank_value,
)
from karamad.registers.competencies.rules import Rank
from tests.eligibility.rules.worlds import asks, day, found, measured, result

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
ASSESSED = asks("assessment", assessment="CENTRE", minimum=60)
EXAM = asks("exam", exam="FINAL", minimum=60)
ON = "1404-02-11"


def scores(kind, *days_and_values, instrument=None):
    codes = {"appraisal": "APPRAISAL", "rank": "RANK", "exam": "FINAL"}
    code = instrument or codes.get(kind, "CENTRE")
    return measured(*(result(kind, code, *each) for each in days_and_values))


# ---- the latest ------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "outcome"), [("59.99", UNMET), ("60", MET), ("60.01", MET)]
)
def test_an_assessment_is_met_from_its_minimum_on(value, outcome):
    finding = found(ASSESSED, scores("assessment", ("1403-05-01", value)), ON)

    assert finding.outcome is outcome
    assert finding.reached_text == value


def test_the_latest_result_decides_and_is_the_evidence_also_when_it_failed():
    facts = scores("assessment", ("1402-05-01", "90"), ("1403-05-01", "50"))
    finding = found(ASSESSED, facts, ON)

    assert finding.outcome is UNMET
    assert [each.id for each in finding.evidence] == ["result:CENTRE@1403-05-01"]
    assert (finding.reached_text, finding.asked_text) == ("50", "60")


def test_a_result_after_the_day_asked_does_not_decide():
    facts = scores("assessment", ("1403-05-01", "90"), ("1404-02-12", "50"))

    assert found(ASSESSED, facts, ON).outcome is MET
    assert found(ASSESSED, facts, "1404-02-12").outcome is UNMET


def test_another_instrument_or_kind_is_not_this_one():
    other = scores("assessment", ("1403-05-01", "90"), instrument="OTHER")
    exam = scores("exam", ("1403-05-01", "90"), instrument="CENTRE")

    assert found(ASSESSED, other, ON).outcome is UNMET
    assert found(ASSESSED, exam, ON).outcome is UNMET


def test_no_result_is_unmet():
    finding = found(ASSESSED, Facts(), ON)

    assert (finding.outcome, finding.reached, finding.evidence) == (UNMET, None, ())


def test_a_latest_result_without_a_value_is_unknown():
    facts = scores("assessment", ("1402-05-01", "90"), ("1403-05-01", None))
    finding = found(ASSESSED, facts, ON)

    assert finding.outcome is UNKNOWN
    assert finding.lacks == (Lack(Missing.RESULT_VALUE, "CENTRE", day("1403-05-01")),)


def test_of_two_merged_results_of_one_day_the_higher_stands():
    facts = scores("assessment", ("1403-05-01", "50"), ("1403-05-01", "70"))

    assert found(ASSESSED, facts, ON).reached == 70


@pytest.mark.parametrize(("level", "outcome"), [("1", UNMET), ("2", MET), ("3", MET)])
def test_a_competency_is_met_by_its_latest_level(level, outcome):
    criterion = asks("competency", competency="LEAD", level=2)
    facts = scores(
        "competency", ("1402-05-01", "3"), ("1403-05-01", level), instrument="LEAD"
    )

    assert found(criterion, facts, ON).outcome is outcome


# ---- the best --------------------------------------------------------------


def test_the_best_exam_decides_whenever_it_was():
    facts = scores("exam", ("1402-05-01", "90"), ("1403-05-01", "50"))
    finding = found(EXAM, facts, ON)

    assert finding.outcome is MET
    assert [each.id for each in finding.evidence] == ["result:FINAL@1402-05-01"]


def test_of_equal_exams_the_latest_is_the_evidence():
    facts = scores("exam", ("1402-05-01", "50"), ("1403-05-01", "50"))
    finding = found(EXAM, facts, ON)

    assert finding.outcome is UNMET
    assert finding.evidence[0].day == day("1403-05-01")


def test_an_exam_without_a_score_leaves_open_what_no_other_settles():
    settled = scores("exam", ("1402-05-01", "60"), ("1403-05-01", None))
    unsettled = scores("exam", ("1402-05-01", "59"), ("1403-05-01", None))
    finding = found(EXAM, unsettled, ON)

    assert found(EXAM, settled, ON).outcome is MET
    assert (finding.outcome, finding.reached) == (UNKNOWN, 59)
    assert finding.lacks == (Lack(Missing.RESULT_VALUE, "FINAL", day("1403-05-01")),)


def test_no_exam_is_unmet():
    assert found(EXAM, Facts(), ON).outcome is UNMET


# ---- appraisal -------------------------------------------------------------

APPRAISED = asks("appraisal", minimum=70, years=3)


def test_the_mean_of_the_last_complete_years_is_asked():
    facts = scores(
        "appraisal", ("1401-12-29", "60"), ("1402-06-01", "70"), ("1403-01-01", "80")
    )
    finding = found(APPRAISED, facts, ON)

    assert (finding.outcome, finding.reached_text) == (MET, "70")
    assert [each.id for each in finding.evidence] == [
        "result:APPRAISAL@1401-12-29",
        "result:APPRAISAL@1402-06-01",
        "result:APPRAISAL@1403-01-01",
    ]


def test_the_sum_is_compared_so_a_mean_that_never_ends_is_exact():
    thirds = asks("appraisal", minimum="66.6667", years=3)
    facts = scores(
        "appraisal", ("1401-05-01", "66"), ("1402-05-01", "67"), ("1403-05-01", "67")
    )
    finding = found(thirds, facts, ON)

    assert finding.outcome is UNMET
    assert finding.reached == Decimal("66.6666")


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("1403-12-29", UNKNOWN), ("1403-12-30", UNKNOWN), ("1404-01-01", MET)],
)
def test_a_year_is_complete_from_the_next_1_farvardin(on, outcome):
    facts = scores(
        "appraisal", ("1401-05-01", "80"), ("1402-05-01", "80"), ("1403-05-01", "80")
    )

    assert found(APPRAISED, facts, on).outcome is outcome


def test_a_year_without_a_score_is_unknown_and_named():
    facts = scores("appraisal", ("1401-05-01", "80"), ("1403-05-01", None))
    finding = found(APPRAISED, facts, ON)

    assert finding.outcome is UNKNOWN
    assert finding.lacks == (
        Lack(Missing.APPRAISAL, "", day("1402-01-01")),
        Lack(Missing.RESULT_VALUE, "APPRAISAL", day("1403-05-01")),
    )


def test_of_several_in_a_year_the_latest_counts():
    facts = scores(
        "appraisal",
        ("1401-05-01", "70"),
        ("1402-05-01", "70"),
        ("1403-05-01", "100"),
        ("1403-06-01", "70"),
    )

    assert found(APPRAISED, facts, ON).reached == 70


# ---- rank ------------------------------------------------------------------


def test_ranks_stand_in_their_order():
    asked = asks("rank", rank="expert")
    outcomes = [
        found(asked, scores("rank", ("1400-01-01", str(rank.order))), ON).outcome
        for rank in Rank
    ]

    assert outcomes == [UNMET, UNMET, UNMET, MET, MET]


def test_a_rank_is_asked_for_by_either_name():
    held = scores("rank", ("1400-01-01", "2"))
    finding = found(asks("rank", rank="ارشد"), held, ON)

    assert (finding.outcome, finding.reached_text) == (MET, "senior")


def test_the_latest_rank_granted_decides_also_when_it_is_lower():
    lowered = scores("rank", ("1398-01-01", "3"), ("1400-01-01", "1"))

    assert found(asks("rank", rank="senior"), lowered, ON).outcome is UNMET


def test_no_rank_is_unmet_and_a_rank_not_stated_unknown():
    asked = asks("rank", rank="base")

    assert found(asked, Facts(), ON).outcome is UNMET
    assert found(asked, scores("rank", ("1404-02-12", "1")), ON).outcome is UNMET
    assert found(asked, scores("rank", ("1400-01-01", None)), ON).outcome is UNKNOWN
    assert found(asks("rank", rank="none"), Facts(), ON).outcome is UNMET


def test_a_rank_is_kept_by_its_place_on_the_scale():
    assert [rank_of(rank_value(rank)) for rank in Rank] == list(Rank)
    with pytest.raises(ValueError, match="no rank is kept as 9"):
        rank_of(Decimal(9))
