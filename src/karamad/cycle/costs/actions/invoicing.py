"""Invoices of a run: recorded, corrected, called off, put back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.costs.actions.carrying import costing_of
from karamad.cycle.costs.actions.refusing import check
from karamad.cycle.costs.models import Costing, FormerInvoice, Invoice
from karamad.cycle.costs.rules import (
    Draft,
    cancelling_refusals,
    invoice_refusals,
    putting_back_refusals,
)
from karamad.cycle.delivery.models import Run
from karamad.registers.courses.models import Provider
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Wording:
    """What an invoice says; see `models.InvoiceFacts`."""

    number: str
    issued_on: date
    amount: int
    kind: str
    provider: Provider | None = None
    document: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@transaction.atomic
def record_invoice(
    *, run: Run, wording: Wording, by: User | None, at: datetime, sample: bool = False
) -> Invoice:
    """Record an invoice of a run. Errors: Refused with every reason."""
    costing = costing_of(run, by, at)
    check(invoice_refusals(_draft(costing, wording), localdate(at)))
    entry = _write("record", costing, by, at, after=_plain(wording.facts))
    return Invoice.objects.create(
        costing=costing, sample=sample, recorded_at=at, entry=entry, **wording.facts
    )


@transaction.atomic
def correct_invoice(
    *, invoice: Invoice, wording: Wording, by: User, at: datetime
) -> bool:
    """Correct an invoice; what it said is kept. Returns False when nothing differs.

    Errors: Refused with every reason.
    """
    row, costing = _held(invoice, by, at)
    check(invoice_refusals(_draft(costing, wording, row), localdate(at)))
    return _change(row, costing, wording.facts, "correct", by, at)


@transaction.atomic
def cancel_invoice(*, invoice: Invoice, reason: str, by: User, at: datetime) -> None:
    """Call an invoice off; it stays to be read. Errors: Refused."""
    row, costing = _held(invoice, by, at)
    check(cancelling_refusals(reason, cancelled=row.is_cancelled))
    facts = {"cancelled_on": localdate(at), "reason": reason.strip()}
    _change(row, costing, facts, "cancel", by, at)


@transaction.atomic
def put_back(*, invoice: Invoice, by: User, at: datetime) -> None:
    """Let an invoice stand again that was called off. Errors: Refused."""
    row, costing = _held(invoice, by, at)
    again = _stands(costing, row.number, row.provider, but=row)
    check(putting_back_refusals(cancelled=row.is_cancelled, again=again))
    facts = {"cancelled_on": None, "reason": ""}
    _change(row, costing, facts, "take-back", by, at)


def _held(invoice: Invoice, by: User, at: datetime) -> tuple[Invoice, Costing]:
    """Return the invoice and its costing, held: the run first, then its rows."""
    costing = costing_of(invoice.costing.run, by, at)
    row = Invoice.objects.select_for_update().get(pk=invoice.pk)
    return row, costing


def _draft(costing: Costing, wording: Wording, row: Invoice | None = None) -> Draft:
    return Draft(
        number=wording.number,
        amount=wording.amount,
        issued_on=wording.issued_on,
        again=_stands(costing, wording.number, wording.provider, but=row),
        cancelled=row is not None and row.is_cancelled,
    )


def _stands(
    costing: Costing, number: str, provider: Provider | None, *, but: Invoice | None
) -> bool:
    same = costing.invoices.standing().filter(number=number, provider=provider)
    others = same.exclude(pk=but.pk) if but else same
    return others.exists()


def _change(
    row: Invoice,
    costing: Costing,
    facts: dict[str, Any],
    verb: str,
    by: User,
    at: datetime,
) -> bool:
    differing = [name for name in facts if getattr(row, name) != facts[name]]
    if not differing:
        return False
    before = {name: getattr(row, name) for name in differing}
    after = {name: facts[name] for name in differing}
    entry = _write(verb, costing, by, at, before=_plain(before), after=_plain(after))
    return audit.correct(
        row, former=FormerInvoice, key="invoice", changes=facts, entry=entry, at=at
    )


def _write(
    verb: str, costing: Costing, by: User | None, at: datetime, **said: Any
) -> Entry:
    return audit.record(
        act=f"costs:invoice:{verb}",
        subject=("run", costing.run.code),
        by=by,
        at=at,
        **said,
    )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as the audit keeps them: codes for rows, days as ISO."""
    said: dict[str, Any] = {}
    for name, value in facts.items():
        plain = value.code if isinstance(value, Provider) else value
        said[name] = plain.isoformat() if isinstance(plain, date) else plain
    return said
