"""Force, exemptions, the tree, the verdict and how long it stands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from karamad.cycle.eligibility.rules import (
    Between,
    Catalogue,
    Exemption,
    Facts,
    Missing,
    Outcome,
    Verdict,
    amount_text,
    fold,
    judge,
    judge_many,
)
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import AllOf, AnyOf, AtLeast, Degree, Leaf
from tests.eligibility.rules.worlds import (
    appointed,
    asks,
    card,
    completed,
    day,
    found,
    judged,
    measured,
    passed,
    profile_of,
    result,
)

MET, UNMET, UNKNOWN, WAIVED = Outcome
NOBODY = Facts()
CATALOGUE = Catalogue()
ON = "1404-02-11"
AGE_CEILING = asks(
    "age",
    id="age-ceiling",
    maximum=45,
    source={"document": "226725", "status": "confirmed"},
    in_force={"from": "1398-04-31", "until": "1399-07-29"},
)
FIFTY = Facts(birth_date=day("1348-01-01"))


def verdict(profile, facts=NOBODY, on=ON):
    return judge(profile, facts, CATALOGUE, post="CHIEF", on=day(on))


def three(*outcomes):
    """Return criteria a, b, c and facts under which they give these outcomes."""
    years = {MET: 0, UNMET: 150, UNKNOWN: None}
    return [
        asks("service", id=name, years=years[outcome])
        for name, outcome in zip("abc", outcomes, strict=True)
    ]


SERVED = Facts(service_start=day("1400-01-01"))

# ---- in force --------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("1398-04-30", Verdict.ELIGIBLE),
        ("1398-04-31", Verdict.NOT_ELIGIBLE),
        ("1399-07-28", Verdict.NOT_ELIGIBLE),
        ("1399-07-29", Verdict.ELIGIBLE),
        ("1399-07-30", Verdict.ELIGIBLE),
    ],
)
def test_the_age_ceiling_of_226725_counts_until_the_day_it_was_annulled(on, expected):
    judgement = judged(AGE_CEILING, FIFTY, on)

    assert judgement.verdict is expected
    assert judgement.is_empty is (expected is Verdict.ELIGIBLE)
    assert len(judgement.findings) == (0 if expected is Verdict.ELIGIBLE else 1)


def test_a_status_never_changes_a_verdict():
    unsure = AGE_CEILING | {"source": {"document": "226725", "status": "unconfirmed"}}

    assert judged(unsure, FIFTY, "1399-01-01").verdict is Verdict.NOT_ELIGIBLE


def test_an_empty_profile_is_eligible_and_says_so():
    judgement = verdict(profile_of())

    assert (judgement.verdict, judgement.is_empty) == (Verdict.ELIGIBLE, True)
    assert judgement.until is None


def test_what_comes_into_force_ends_an_empty_verdict():
    coming = asks("service", years=7, in_force={"from": "1405-01-01"})

    judgement = judged(coming, NOBODY, ON)

    assert judgement.verdict is Verdict.ELIGIBLE
    assert judgement.until == day("1405-01-01")


def test_all_is_without_what_is_not_in_force_and_at_least_never_above_what_is_left():
    gone = {"in_force": {"until": "1400-01-01"}}
    a, b, c = three(MET, UNMET, UNMET)
    two_of = profile_of(
        a, b | gone, c | gone, verdict={"at_least": 2, "of": ["a", "b", "c"]}
    )
    both = profile_of(a, b | gone, verdict={"all": ["a", "b"]})
    branch = profile_of(a, b | gone, verdict={"all": ["a", {"any": ["b"]}]})

    assert verdict(two_of, SERVED).verdict is Verdict.ELIGIBLE
    assert verdict(both, SERVED).verdict is Verdict.ELIGIBLE
    assert verdict(branch, SERVED).verdict is Verdict.ELIGIBLE


# ---- the tree --------------------------------------------------------------


def test_no_verdict_means_all():
    assert (
        verdict(profile_of(*three(MET, MET, MET)), SERVED).verdict is Verdict.ELIGIBLE
    )
    assert (
        verdict(profile_of(*three(MET, MET, UNMET)), SERVED).verdict
        is Verdict.NOT_ELIGIBLE
    )
    assert (
        verdict(profile_of(*three(MET, MET, UNKNOWN)), SERVED).verdict
        is Verdict.UNDETERMINED
    )
    assert (
        verdict(profile_of(*three(MET, UNMET, UNKNOWN)), SERVED).verdict
        is Verdict.NOT_ELIGIBLE
    )


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((MET, MET, UNMET), Verdict.ELIGIBLE),
        ((MET, UNKNOWN, UNMET), Verdict.UNDETERMINED),
        ((MET, UNMET, UNMET), Verdict.NOT_ELIGIBLE),
        ((UNKNOWN, UNMET, UNMET), Verdict.NOT_ELIGIBLE),
        ((MET, MET, UNKNOWN), Verdict.ELIGIBLE),
    ],
)
def test_at_least_two_of_three(outcomes, expected):
    profile = profile_of(
        *three(*outcomes), verdict={"at_least": 2, "of": ["a", "b", "c"]}
    )

    assert verdict(profile, SERVED).verdict is expected


def test_a_criterion_outside_the_tree_still_yields_a_finding():
    judgement = verdict(profile_of(*three(MET, UNMET, UNMET), verdict="a"), SERVED)

    assert judgement.verdict is Verdict.ELIGIBLE
    assert [each.outcome for each in judgement.findings] == [MET, UNMET, UNMET]
    assert judgement.finding("b").outcome is UNMET
    with pytest.raises(KeyError):
        judgement.finding("d")


def test_a_tree_folds_to_nothing_when_nothing_is_left():
    truths = {"a": Truth.YES}
    a, b = Leaf("a"), Leaf("b")

    assert fold(b, truths) is None
    assert fold(AllOf((b, AnyOf((b,)))), truths) is None
    assert fold(AnyOf((a, b)), truths) is Truth.YES
    assert fold(AtLeast(2, (a, b)), truths) is Truth.YES


# ---- exemptions ------------------------------------------------------------


def exempt(start, until=None, criterion="it", profile="p", document="99"):
    return Exemption(
        profile, criterion, document, day(start), None if until is None else day(until)
    )


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("1403-12-30", UNMET),
        ("1404-01-01", WAIVED),
        ("1404-12-29", WAIVED),
        ("1405-01-01", UNMET),
    ],
)
def test_a_current_exemption_waives(on, outcome):
    facts = replace(SERVED, exemptions=(exempt("1404-01-01", "1405-01-01"),))

    assert found(asks("service", years=20), facts, on).outcome is outcome


def test_an_exemption_waives_even_what_is_met_and_names_its_document():
    facts = replace(
        SERVED, exemptions=(exempt("1403-01-01"), exempt("1404-01-01", document="100"))
    )
    finding = found(asks("service", years=1), facts, ON)

    assert finding.outcome is WAIVED
    assert (finding.reached_text, finding.asked_text) == ("", "1")
    assert [each.id for each in finding.evidence] == ["exemption:100@1404-01-01"]
    assert judged(asks("service", years=1), facts, ON).verdict is Verdict.ELIGIBLE


def test_an_exemption_of_another_criterion_or_profile_waives_nothing():
    facts = replace(
        SERVED,
        exemptions=(
            exempt("1400-01-01", criterion="x"),
            exempt("1400-01-01", profile="q"),
        ),
    )

    assert found(asks("service", years=20), facts, ON).outcome is UNMET


# ---- what is not set yet ---------------------------------------------------


@pytest.mark.parametrize(
    "criterion",
    [
        asks("hours", minimum=None),
        asks("assessment", assessment="X"),
        asks("assessment", assessment="X", minimum=60, window={"years": None}),
        asks("competency", competency="X", level=None),
        asks("service"),
        asks("degree", degree=None),
        asks("age", minimum=None, maximum=None),
        asks("appraisal", minimum=70),
        asks("exam", exam="X"),
        asks("rank"),
    ],
)
def test_a_number_not_set_yet_is_unknown_and_never_invented(criterion):
    finding = found(criterion, FIFTY, ON)

    assert finding.outcome is UNKNOWN
    assert (finding.asked, finding.asked_text) == (None, "")
    assert [each.what for each in finding.lacks] == [Missing.TERM]
    assert finding.until is None


# ---- until -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "facts", "until", "then"),
    [
        (
            asks("course", courses=["A"], window={"years": 3}),
            completed(passed("A", "1403-05-01")),
            "1406-05-01",
            UNMET,
        ),
        (
            asks("course", courses=["A"], window={"years": 1}),
            completed(passed("A", "1403-12-30")),
            "1405-01-01",
            UNMET,
        ),
        (
            asks("course", courses=["A"]),
            completed(passed("A", "1403-05-01", revoked_on=day("1404-09-01"))),
            "1404-09-01",
            UNMET,
        ),
        (
            asks("hours", minimum=30, window={"jalali_year": "current"}),
            completed(passed("A", "1404-02-01", "30")),
            "1405-01-01",
            UNMET,
        ),
        (
            asks("hours", minimum=30, window={"jalali_year": "previous"}),
            completed(passed("A", "1404-02-01", "30")),
            "1405-01-01",
            MET,
        ),
        (
            asks("hours", minimum=30, window={"days": 365}),
            completed(
                passed("A", "1403-05-01", "30"),
                passed("B", "1403-07-01", "10"),
                passed("C", "1403-09-01", "20"),
            ),
            "1404-06-31",
            UNMET,
        ),
        (
            asks("course", courses=["A"], window={"since": "appointment"}),
            completed(
                passed("A", "1403-05-01"),
                assignments=(appointed("CHIEF", "1403-01-01", "1404-06-01"),),
            ),
            "1404-06-01",
            UNKNOWN,
        ),
        (
            asks("service", years=7),
            Facts(service_start=day("1399-12-30")),
            "1406-12-29",
            MET,
        ),
        (
            asks("age", maximum=45),
            Facts(birth_date=day("1360-02-11")),
            "1406-02-11",
            UNMET,
        ),
        (
            asks("credential", credential="ICDL"),
            Facts(credentials=(card("ICDL", "1403-01-01", "1405-01-01"),)),
            "1405-01-01",
            UNMET,
        ),
        (
            asks("appraisal", minimum=70, years=1),
            measured(result("appraisal", "APPRAISAL", "1403-05-01", "80")),
            "1405-01-01",
            UNKNOWN,
        ),
        (
            asks("service", years=20),
            replace(SERVED, exemptions=(exempt("1404-01-01", "1404-03-01"),)),
            "1404-03-01",
            UNMET,
        ),
        (
            asks("service", years=1, in_force={"until": "1404-03-01"}),
            SERVED,
            "1404-03-01",
            None,
        ),
        (asks("degree", degree="bachelor"), Facts(degree=Degree.MASTER), None, None),
        (asks("service", years=60), SERVED, None, None),
        (asks("course", courses=["A"]), NOBODY, None, None),
    ],
)
def test_until_is_the_first_day_another_outcome_holds(criterion, facts, until, then):
    finding = found(criterion, facts, ON)

    assert finding.until == (None if until is None else day(until))
    assert finding.then is then


def test_until_is_looked_for_fifty_years_ahead_and_no_further():
    fifty = asks("service", years=50)

    assert found(fifty, Facts(service_start=day("1404-02-11")), ON).until == day(
        "1454-02-11"
    )
    assert found(fifty, Facts(service_start=day("1404-02-12")), ON).until is None


def test_until_knows_nothing_of_rows_that_begin_after_the_day_asked():
    renewed = Facts(
        credentials=(
            card("ICDL", "1403-01-01", "1405-01-01"),
            card("ICDL", "1404-06-01", "1407-01-01"),
        )
    )

    assert found(asks("credential", credential="ICDL"), renewed, ON).until == day(
        "1405-01-01"
    )


def test_the_verdict_stands_until_the_tree_folds_otherwise():
    either = profile_of(
        asks("credential", id="card", credential="ICDL"),
        asks("age", id="young", maximum=45),
        verdict={"any": ["card", "young"]},
    )
    facts = Facts(
        birth_date=day("1360-02-11"),
        credentials=(card("ICDL", "1403-01-01", "1405-01-01"),),
    )

    assert verdict(either, facts).until == day("1406-02-11")


def test_until_is_given_only_of_an_eligible_person():
    young = asks("service", years=7)

    judgement = judged(young, Facts(service_start=day("1400-01-01")), ON)

    assert judgement.verdict is Verdict.NOT_ELIGIBLE
    assert judgement.until is None
    assert judgement.findings[0].until == day("1407-01-01")


# ---- the form --------------------------------------------------------------


def test_several_profiles_over_one_person_are_judged_as_one_by_one():
    profiles = [
        (profile_of(AGE_CEILING), "CHIEF"),
        (profile_of(asks("service", years=1)), None),
    ]

    together = judge_many(profiles, FIFTY, CATALOGUE, on=day(ON))

    assert together == [
        judge(profile, FIFTY, CATALOGUE, post=post, on=day(ON))
        for profile, post in profiles
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, ""),
        (0, "0"),
        (Decimal("60.00"), "60"),
        (Decimal("12.50"), "12.5"),
        (Decimal(100), "100"),
        (Decimal("1E+2"), "100"),
        (Degree.MASTER, "master"),
        (("A", "B"), "A|B"),
        (Between(None, 45), "..45"),
    ],
)
def test_amounts_are_written_plainly(amount, text):
    assert amount_text(amount) == text


def test_evidence_is_named_in_either_calendar():
    (evidence,) = found(
        asks("course", courses=["A"]), completed(passed("A", ON)), ON
    ).evidence

    assert evidence.id == "completion:A@1404-02-11"
    assert evidence.gregorian_id == "completion:A@2025-05-01"


def test_a_finding_carries_its_source():
    finding = judged(AGE_CEILING, FIFTY, "1399-01-01").findings[0]

    assert (finding.source.document, finding.source.status) == ("226725", "confirmed")


def test_a_post_held_twice_is_judged_once():
    profile = profile_of(AGE_CEILING)
    first, other, again = judge_many(
        [(profile, "MAYOR"), (profile, "CLERK"), (profile, "MAYOR")],
        FIFTY,
        CATALOGUE,
        on=day(ON),
    )

    assert again is first
    assert other is not first
