"""What a line costs, and what stands between a draft and an approved plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.planning.rules import (
    Case,
    Factor,
    Missing,
    PlanGround,
    Planned,
    Rate,
    Refusal,
    amendment_refusals,
    approval_refusals,
    closing_refusals,
    cover_refusals,
    edit_refusals,
    fit,
    line_day,
    line_refusals,
    quarter,
    return_refusals,
    submission_refusals,
    work_out,
)
from karamad.cycle.planning.rules.needs import Ground, Standing

# As the documents of 1398 and 1400 say; the base is the test's own.
OF_1398 = Rate(
    1398,
    "492434",
    1_000,
    (
        Factor(Decimal("1.5"), "agency", "county"),
        Factor(Decimal("1.5"), "local_body", "centre"),
        Factor(Decimal(2), "local_body", "county"),
        Factor(Decimal("0.65"), mode="virtual"),
    ),
)
OF_1400 = Rate(
    1400,
    "532094",
    1_000,
    (
        Factor(Decimal("1.5"), "agency", "county", at_most=True),
        Factor(Decimal(2), "local_body", at_most=True),
        Factor(None, mode="virtual"),
    ),
)
PLANNED = Planned(1, heads=20, hours=Decimal(8), runs=1, audience="بخشداران")
FITS = fit([100], [100])


@pytest.mark.parametrize(
    ("customer", "venue", "mode", "cost"),
    [
        ("agency", "centre", "in_person", 10_000),
        ("agency", "county", "in_person", 15_000),
        ("local_body", "centre", "in_person", 15_000),
        ("local_body", "county", "in_person", 20_000),
        ("agency", "centre", "virtual", 6_500),
        ("agency", "county", "virtual", 9_750),
        ("local_body", "county", "virtual", 13_000),
    ],
)
def test_the_tariff_of_1398(customer, venue, mode, cost):
    working = work_out(OF_1398, Case(customer, venue, mode), 5, Decimal(2))

    assert working.cost == cost
    assert not working.is_ceiling


def test_the_tariff_of_1400_sets_ceilings_and_says_so():
    county = work_out(OF_1400, Case("agency", "county", ""), 5, Decimal(2))
    local = work_out(OF_1400, Case("local_body", "centre", ""), 5, Decimal(2))

    assert (county.cost, local.cost) == (15_000, 20_000)
    assert county.is_ceiling
    assert local.is_ceiling


def test_what_a_document_leaves_to_a_decision_has_no_price():
    working = work_out(OF_1400, Case("agency", "centre", "virtual"), 5, Decimal(2))

    assert working.cost is None
    assert working.missing == (Missing.BY_DECISION,)


def test_everything_missing_is_said_at_once():
    unset = replace(OF_1400, base=None)

    working = work_out(unset, Case("agency", "centre", "virtual"), 5, Decimal(2))

    assert working.missing == (Missing.BY_DECISION, Missing.BASE_UNSET)
    none = work_out(None, Case("agency", "centre", ""), 5, Decimal(2))
    assert none.missing == (Missing.NO_TARIFF,)


def test_a_price_is_rounded_once_half_up():
    third = Rate(1405, "x", 1, (Factor(Decimal("0.5")),))

    assert work_out(third, Case("", "", ""), 1, Decimal(1)).cost == 1
    assert work_out(third, Case("", "", ""), 3, Decimal(1)).cost == 2
    assert work_out(third, Case("", "", ""), 2, Decimal("0.49")).cost == 0


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**6),
    st.decimals("0.25", "500", places=2),
    st.lists(st.decimals("0.1", "3", places=3), max_size=3),
)
def test_a_cost_is_exact_and_grows_with_heads(base, heads, hours, values):
    rate = Rate(1405, "x", base, tuple(Factor(value) for value in values))
    case = Case("agency", "county", "in_person")

    one = work_out(rate, case, heads, hours)
    more = work_out(rate, case, heads + 1, hours)

    exact = Decimal(base) * heads * hours
    for value in values:
        exact *= value
    assert one.cost is not None
    assert more.cost is not None
    assert abs(one.cost - exact) <= Decimal("0.5")
    assert more.cost >= one.cost


# ---- budget ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("costs", "budgets", "fits"),
    [
        ([99], [100], True),
        ([100], [60, 40], True),
        ([101], [100], False),
        ([50, None], [100], None),
        ([101, None], [100], False),
        ([], [], True),
    ],
)
def test_a_budget_covers_a_plan_to_the_last_rial(costs, budgets, fits):
    assert fit(costs, budgets).fits is fits


@given(st.lists(st.none() | st.integers(0, 10**12)), st.lists(st.integers(1, 10**12)))
def test_what_is_left_adds_up(costs, budgets):
    money = fit(costs, budgets)

    assert money.cost + money.left == money.budget
    assert money.unpriced == costs.count(None)


# ---- lines -------------------------------------------------------------------


def test_a_line_that_says_everything_is_planned():
    assert line_refusals(PLANNED) == ()


def test_every_reason_against_a_line_is_given_at_once():
    line = Planned(
        4,
        heads=0,
        hours=Decimal(0),
        runs=0,
        audience=" ",
        degree_programme=True,
        creditable=False,
        agreed=5,
        authority=("not_accredited",),
    )

    assert [each.ground for each in line_refusals(line)] == [
        PlanGround.NO_HEADS,
        PlanGround.NO_HOURS,
        PlanGround.NO_RUNS,
        PlanGround.AUDIENCE_MISSING,
        PlanGround.DEGREE_PROGRAMME,
        PlanGround.NOT_CREDITABLE,
        PlanGround.PRICE_WITHOUT_DOCUMENT,
        PlanGround.PROVIDER,
    ]
    assert line_refusals(line)[-1] == Refusal(PlanGround.PROVIDER, 4, "not_accredited")


@pytest.mark.parametrize(("runs", "refused"), [(19, False), (20, False), (21, True)])
def test_there_is_somebody_in_every_run(runs, refused):
    found = line_refusals(replace(PLANNED, runs=runs))

    assert bool(found) is refused


def test_a_line_is_looked_at_on_the_first_of_its_month():
    assert line_day(1405, 1) == date(2026, 3, 21)
    assert line_day(1405, 12) == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("month", "number"),
    [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)],
)
def test_quarters_are_of_three_months(month, number):
    assert quarter(month) == number


# ---- from draft to approved --------------------------------------------------


@pytest.mark.parametrize("state", ["review", "approved", "replaced", "closed"])
def test_only_drafts_are_changed(state):
    assert edit_refusals("draft") == ()
    assert edit_refusals(state) == (Refusal(PlanGround.NOT_A_DRAFT),)


def test_a_draft_without_lines_is_not_sent():
    assert submission_refusals("draft", [PLANNED]) == ()
    assert submission_refusals("review", []) == (
        Refusal(PlanGround.NOT_A_DRAFT),
        Refusal(PlanGround.NO_LINES),
    )


def test_a_plan_in_review_with_its_budget_is_approved():
    assert approval_refusals("review", [PLANNED], [], FITS, himself=False) == ()


def test_every_reason_against_an_approval_is_given_at_once():
    over = fit([101, None], [100])
    bad = replace(PLANNED, authority=("not_accredited",))

    assert approval_refusals("draft", [bad], [7], over, himself=True) == (
        Refusal(PlanGround.NOT_IN_REVIEW),
        Refusal(PlanGround.OWN_PLAN),
        Refusal(PlanGround.PROVIDER, 1, "not_accredited"),
        Refusal(PlanGround.UNPRICED, 7),
        Refusal(PlanGround.OVER_BUDGET),
    )
    assert approval_refusals("review", [], [], FITS, himself=False) == (
        Refusal(PlanGround.NO_LINES),
    )


def test_a_plan_is_given_back_with_a_note():
    assert return_refusals("review", "بها روشن نیست") == ()
    assert return_refusals("draft", " ") == (
        Refusal(PlanGround.NOT_IN_REVIEW),
        Refusal(PlanGround.REASON_MISSING),
    )


@pytest.mark.parametrize("rule", [amendment_refusals, closing_refusals])
def test_one_version_is_under_work_at_a_time(rule):
    assert rule("approved", "بودجهٔ تازه", under_work=False) == ()
    assert rule("draft", "", under_work=True) == (
        Refusal(PlanGround.NOT_APPROVED),
        Refusal(PlanGround.UNDER_WORK),
        Refusal(PlanGround.REASON_MISSING),
    )


def test_a_line_covers_needs_of_its_course_and_wishes():
    needs = [Standing("open", "job", 7), Standing("open", "person", None)]

    assert cover_refusals(needs, 7, within=True) == ()
    assert cover_refusals([*needs, Standing("covered", "job", 8)], 7, within=False) == (
        Ground.NOT_OPEN,
        Ground.OTHER_COURSE,
        Ground.BEYOND_THE_PLAN,
    )
    assert cover_refusals([], 7, within=True) == (Ground.NOBODY,)
