"""Prices, and what is refused of invoices and of ties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from karamad.cycle.costs.rules import (
    Billed,
    Draft,
    Figures,
    Ground,
    Held,
    Pairing,
    Planned,
    cancelling_refusals,
    carrying_refusals,
    invoice_refusals,
    price,
    putting_back_refusals,
)

TODAY = date(2026, 5, 1)
INVOICE = Draft("12", 1_000, TODAY)
PAIRING = Pairing(
    same_course=True, within=True, plan_year=1405, run_year=1405, approved=True
)


@pytest.mark.parametrize(
    ("cost", "of", "each"),
    [
        (1_000, "4", 250),
        (5, "2", 3),
        (10, "4.5", 2),
        (0, "4", None),
        (1_000, "0", None),
    ],
)
def test_a_price_is_rounded_once_half_up(cost: int, of: str, each: int | None):
    assert price(cost, Decimal(of)) == each


def test_only_runs_with_an_invoice_tell_a_price():
    held = Held(
        runs=2,
        heads=30,
        hours=Decimal(240),
        passed=20,
        effective=Decimal(160),
        spent=8_000,
        billed=Billed(1, 10, Decimal(80), Decimal(40)),
    )

    assert (held.head, held.hour, held.effective_hour) == (800, 100, 200)
    assert held.unbilled == 1


def test_figures_add_up_in_every_part():
    one = Figures(
        Planned(1, 2, Decimal(3), 4), Planned(1, 1, Decimal(1), 1), Held(5), 6
    )
    both = one + one

    assert both.planned == Planned(2, 4, Decimal(6), 8)
    assert both.due == Planned(2, 2, Decimal(2), 2)
    assert (both.held.runs, both.advance) == (10, 12)


def test_the_share_may_pass_the_whole_and_is_none_without_a_plan():
    assert Figures(Planned(heads=4), held=Held(heads=6)).share == 1.5
    assert Figures(held=Held(heads=6)).share is None


def test_an_invoice_of_today_stands_and_one_of_tomorrow_does_not():
    tomorrow = TODAY + timedelta(days=1)

    assert invoice_refusals(INVOICE, TODAY) == ()
    assert invoice_refusals(replace(INVOICE, issued_on=tomorrow), TODAY) == (
        Ground.DAY_AHEAD,
    )


def test_every_reason_against_an_invoice_is_given_at_once():
    draft = Draft(" ", 0, TODAY, again=True, cancelled=True)

    assert invoice_refusals(draft, TODAY) == (
        Ground.CANCELLED,
        Ground.NO_NUMBER,
        Ground.NO_AMOUNT,
        Ground.TWICE,
    )


def test_an_invoice_is_called_off_once_and_says_why():
    assert cancelling_refusals("دو بار آمده", cancelled=False) == ()
    assert cancelling_refusals(" ", cancelled=True) == (
        Ground.CANCELLED,
        Ground.REASON_MISSING,
    )


def test_what_stands_is_not_put_back():
    assert putting_back_refusals(cancelled=True, again=False) == ()
    assert putting_back_refusals(cancelled=False, again=True) == (
        Ground.NOT_CANCELLED,
        Ground.TWICE,
    )


def test_a_run_carries_out_a_line_of_its_course_place_and_year():
    assert carrying_refusals(PAIRING) == ()
    assert carrying_refusals(replace(PAIRING, run_year=None)) == ()
    assert carrying_refusals(Pairing(False, False, 1405, 1406, False)) == (
        Ground.NOT_APPROVED,
        Ground.OTHER_COURSE,
        Ground.OTHER_PLACE,
        Ground.OTHER_YEAR,
    )
