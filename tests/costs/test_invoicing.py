"""Invoices of a run, and the line of the plan it carries out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from karamad.cycle.costs.actions import carrying, invoicing
from karamad.cycle.costs.actions.refusing import Refused
from karamad.cycle.costs.models import Costing, FormerInvoice, Invoice
from karamad.cycle.costs.rules import Ground
from karamad.cycle.delivery.models import Admission, Run
from karamad.cycle.planning.actions import approving, drafting
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.costs import ledger
from tests.costs.ledger import MARCH, Books, costing, held, invoiced, wording
from tests.delivery import campus
from tests.nation import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(books: Books) -> Any:
    return nation.user(Role.PROVINCIAL_EXPERT, books.at.province)


def test_an_invoice_stands_on_its_run_and_in_the_audit(books: Books):
    run = held(books)

    invoice = invoiced(run, number="77")

    assert invoice.costing.run == run
    act = Entry.objects.get(act="costs:invoice:record")
    assert act.subject_key == run.code
    assert (act.after or {})["number"] == "77"


def test_the_same_number_of_a_provider_stands_once_on_a_run(books: Books):
    run = held(books)
    invoiced(run, number="77", provider=books.at.provider)

    with pytest.raises(Refused) as refused:
        invoiced(run, number="77", provider=books.at.provider)

    assert refused.value.grounds == (Ground.TWICE,)
    invoiced(run, number="77")  # of somebody else
    invoiced(held(books), number="77", provider=books.at.provider)  # of another run


def test_what_an_invoice_said_before_is_kept(books: Books, officer: Any):
    invoice = invoiced(held(books), amount=80_000)
    words = wording(number=invoice.number, amount=90_000)

    assert invoicing.correct_invoice(
        invoice=invoice, wording=words, by=officer, at=LATER
    )
    assert not invoicing.correct_invoice(
        invoice=invoice, wording=words, by=officer, at=LATER
    )

    assert FormerInvoice.objects.get().amount == 80_000
    assert Invoice.objects.get().amount == 90_000


def test_one_called_off_is_read_on_and_put_back(books: Books, officer: Any):
    invoice = invoiced(held(books))
    invoicing.cancel_invoice(invoice=invoice, reason="دو بار", by=officer, at=LATER)
    words = wording(number=invoice.number)

    with pytest.raises(Refused) as refused:
        invoicing.correct_invoice(invoice=invoice, wording=words, by=officer, at=LATER)

    assert refused.value.grounds == (Ground.CANCELLED,)
    assert not Invoice.objects.standing().exists()
    invoicing.put_back(invoice=invoice, by=officer, at=LATER)
    assert Invoice.objects.standing().get().reason == ""


def test_one_recorded_anew_stands_in_the_way_of_the_old_one(books: Books, officer: Any):
    run = held(books)
    invoice = invoiced(run, number="77")
    invoicing.cancel_invoice(invoice=invoice, reason="اشتباه", by=officer, at=LATER)
    invoiced(run, number="77")

    with pytest.raises(Refused) as refused:
        invoicing.put_back(invoice=invoice, by=officer, at=LATER)

    assert refused.value.grounds == (Ground.TWICE,)


@pytest.mark.parametrize(
    "facts",
    [{"amount": 0}, {"cancelled_on": MARCH, "reason": ""}],
    ids=["invoice_has_an_amount", "invoice_is_called_off_with_a_reason"],
)
def test_the_database_refuses_an_invoice(
    books: Books, facts: dict[str, Any], request: pytest.FixtureRequest
):
    invoice = invoiced(held(books))
    with pytest.raises(IntegrityError, match=request.node.callspec.id):
        Invoice.objects.filter(pk=invoice.pk).update(**facts)


def test_the_database_knows_a_number_once(books: Books):
    invoice = invoiced(held(books))
    invoice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        invoice.save()


def test_a_costing_names_plan_and_line_or_neither(books: Books):
    row = costing(held(books))
    with pytest.raises(IntegrityError, match="costing_names_plan_and_line_or_neither"):
        Costing.objects.filter(pk=row.pk).update(line=None)


@pytest.mark.only_on("postgresql")  # SQLite lets one write at a time
@pytest.mark.django_db(transaction=True)
def test_two_at_once_record_a_number_once() -> None:
    run = held(ledger.books(), line=None)
    barrier = Barrier(2)

    def record() -> str:
        barrier.wait(30)
        try:
            invoiced(Run.objects.get(pk=run.pk), number="77")
        except Refused as refused:
            return refused.grounds[0]
        finally:
            connection.close()
        return "recorded"

    with ThreadPoolExecutor(2) as pool:
        told = [each.result(60) for each in [pool.submit(record) for _ in range(2)]]

    assert sorted(told) == ["recorded", Ground.TWICE]


# ---- the line ----------------------------------------------------------------


def test_a_run_of_another_course_place_and_year_carries_nothing_out(books: Books):
    other = nation.province("01", "گیلان")
    run = campus.run(books.at, course=nation.course(), unit=other, day=date(2027, 4, 1))

    with pytest.raises(Refused) as refused:
        carrying.carry_out(run=run, plan=books.plan, line=1, by=None, at=NOW)

    assert refused.value.grounds == (
        Ground.OTHER_COURSE,
        Ground.OTHER_PLACE,
        Ground.OTHER_YEAR,
    )
    with pytest.raises(Refused) as refused:
        carrying.carry_out(run=held(books), plan=books.plan, line=9, by=None, at=NOW)
    assert refused.value.grounds == (Ground.NOT_APPROVED,)


def test_a_run_of_a_county_carries_out_the_provinces_plan(books: Books):
    run = held(books, unit=books.county)
    assert (costing(run).plan, costing(run).line) == (books.plan, 1)


def test_a_run_is_untied_and_its_invoices_stay(books: Books, officer: Any):
    run = held(books)
    invoiced(run)

    carrying.untie(run=run, by=officer, at=LATER)

    assert costing(run).plan is None
    assert costing(run).invoices.count() == 1


def test_a_run_is_opened_as_the_line_says(books: Books, officer: Any):
    opening = carrying.Opening(books.county, 10, Admission.NOMINATION)

    run = carrying.open_run(
        plan=books.plan, line=1, opening=opening, by=officer, at=LATER
    )

    assert (run.course, run.hours, run.capacity) == (books.at.course, 8, 10)
    assert run.published_at is None
    assert costing(run).line == 1


def test_an_amended_line_keeps_its_runs(books: Books, officer: Any):
    run = held(books)
    version = approving.amend(version=books.version, note="بیشتر", by=officer, at=LATER)
    drafting.change_line(
        line=version.lines.get(),
        wish=ledger.wish(books.at, heads=40),
        by=officer,
        at=LATER,
    )
    approving.submit(version=version, by=None, at=LATER)
    approving.approve(version=version, by=None, at=LATER)

    line = carrying.line_in_force(books.plan, 1)
    assert line is not None
    assert (line.heads, costing(run).line) == (40, 1)
