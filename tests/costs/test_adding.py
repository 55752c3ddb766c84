"""Plan beside actual as of a day: every figure once, whichever way it is cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from karamad.cycle.costs.actions import invoicing
from karamad.cycle.costs.actions.adding import (
    months_of,
    of_lines,
    of_provinces,
    of_run,
    of_units,
    outside,
)
from karamad.cycle.costs.rules import Figures, Held, Planned
from karamad.cycle.delivery.models import Run
from karamad.cycle.planning.actions import approving, drafting
from karamad.cycle.planning.models import Plan
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.costs import ledger
from tests.costs.ledger import MARCH, Books, costing, held, invoiced
from tests.nation import NOW, TODAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def line_one(books: Books, day: date = TODAY) -> Figures:
    plans = Plan.objects.filter(pk=books.plan.pk)
    return of_lines(plans, day).get(1, Figures())


def test_a_line_stands_beside_what_its_runs_came_to(books: Books):
    invoiced(held(books, placed=10, passed=6), amount=120_000)
    held(books, placed=5, passed=5)

    found = line_one(books)

    assert found.planned == Planned(1, 20, Decimal(160), 160_000)
    assert (found.held.runs, found.held.unbilled) == (2, 1)
    assert (found.held.heads, found.held.hours) == (15, 120)
    assert (found.held.passed, found.held.effective) == (11, 88)
    assert found.planned_hour == 1_000
    assert found.held.hour == 1_500
    assert found.held.effective_hour == 2_500


def test_a_run_counts_from_the_day_of_its_last_session(books: Books):
    held(books, placed=10)

    assert line_one(books, MARCH - DAY).held == Held()
    assert line_one(books, MARCH).held.heads == 10


def test_what_is_paid_before_a_run_is_over_is_an_advance(books: Books):
    run = held(books, day=TODAY + DAY)
    invoiced(run, amount=50_000, issued_on=TODAY)

    assert (line_one(books).advance, line_one(books).held.spent) == (50_000, 0)
    after = line_one(books, TODAY + DAY)
    assert (after.advance, after.held.spent) == (0, 50_000)


def test_a_run_called_off_was_held_until_it_was_called_off(books: Books):
    run = held(books, placed=10)
    Run.objects.filter(pk=run.pk).update(cancelled_on=TODAY)

    assert line_one(books, TODAY - DAY).held.heads == 10
    assert line_one(books, TODAY).held == Held()


def test_an_invoice_called_off_counts_up_to_that_day(books: Books):
    invoice = invoiced(held(books), amount=50_000)
    officer = nation.user(Role.PROVINCIAL_EXPERT, books.at.province)
    invoicing.cancel_invoice(invoice=invoice, reason="دو بار", by=officer, at=NOW)

    assert line_one(books, TODAY - DAY).held.spent == 50_000
    assert line_one(books, TODAY).held.spent == 0
    assert line_one(books, TODAY).held.hour is None


def test_the_plan_is_the_one_in_force_on_the_day(books: Books):
    officer = nation.user(Role.PROVINCIAL_EXPERT, books.at.province)
    version = approving.amend(version=books.version, note="کمتر", by=officer, at=NOW)
    drafting.change_line(
        line=version.lines.get(), wish=ledger.wish(books.at, heads=5), by=None, at=NOW
    )
    approving.submit(version=version, by=None, at=NOW)
    approving.approve(version=version, by=None, at=NOW)

    assert line_one(books, TODAY - DAY).planned.heads == 20
    assert line_one(books, TODAY).planned.heads == 5
    assert line_one(books, date(2026, 3, 31)).planned == Planned()


def test_a_line_is_due_from_its_month_on(books: Books):
    ledger.approved(books.at, books.county, {"month": 2}, {"month": 3})
    plans = Plan.objects.of_year(1405)

    def due(day: date) -> int:
        return sum(each.due.lines for each in of_units(plans, day, 0).values())

    assert due(date(2026, 4, 20)) == 0  # the last of Farvardin
    assert due(date(2026, 4, 21)) == 2
    assert due(date(2026, 5, 22)) == 3
    assert due(date(2027, 3, 21)) == 3  # the year after


def test_units_add_up_to_the_whole_at_every_depth(books: Books):
    ledger.approved(books.at, books.county, {"heads": 7, "runs": 1})
    invoiced(held(books, placed=3, passed=1))
    plans = Plan.objects.of_year(1405)

    nation_ = of_units(plans, TODAY, 0)
    province = of_units(plans, TODAY, books.at.province.path.count("."))

    whole = sum(nation_.values(), Figures())
    assert sum(province.values(), Figures()) == whole
    assert whole.planned.heads == 27
    assert province[books.county.pk].planned.heads == 7
    assert province[books.at.province.pk].held.heads == 3


def test_what_was_held_without_a_plan_is_told_apart(books: Books):
    run = held(books, placed=4, passed=2, line=None)
    invoiced(run, amount=9)
    held(books, placed=5)

    found = outside(Unit.objects.all(), 1405, TODAY)

    assert (found.runs, found.heads, found.passed, found.spent) == (1, 4, 2, 9)
    assert outside(Unit.objects.all(), 1404, TODAY) == Held()


def test_months_are_those_of_lines_and_of_last_days(books: Books):
    held(books, placed=4)

    found = months_of(Plan.objects.of_year(1405), TODAY)

    assert (found.planned, found.held) == ({2: 20}, {2: 4})


def test_provinces_count_their_counties_and_only_what_has_an_invoice(books: Books):
    gilan = nation.province("01", "گیلان")
    invoiced(held(books, placed=4, passed=2, unit=books.county), amount=320)
    held(books, placed=9)

    found = of_provinces([books.at.province, gilan], 1405, TODAY)

    assert set(found) == {books.at.province.pk}
    one = found[books.at.province.pk]
    assert (one.runs, one.heads, one.effective_hour) == (1, 4, 20)


def test_one_run_tells_its_own(books: Books):
    run = held(books, placed=4, passed=2)
    invoiced(run, amount=640)

    found = of_run(costing(run), TODAY)

    assert (found.spent, found.head, found.effective_hour) == (640, 160, 40)


def test_the_number_of_questions_does_not_grow(
    books: Books, django_assert_max_num_queries: Callable[..., Any]
):
    for _each in range(3):
        ledger.approved(
            books.at,
            nation.unit(under=books.county),
            *[{"month": month} for month in range(1, 6)],
        )
        invoiced(held(books, placed=2))

    with django_assert_max_num_queries(9):
        of_units(Plan.objects.of_year(1405), TODAY, 0)
