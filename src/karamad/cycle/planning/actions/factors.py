"""Factors of a tariff: added, changed and taken out as its document says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from karamad.cycle.planning.actions.refusing import check
from karamad.cycle.planning.models import Tariff, TariffFactor
from karamad.cycle.planning.rules import FactorGround, factor_refusals
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class FactorWish:
    """What a factor is to say; see `models.TariffFactor`."""

    value: Decimal | None
    customer: str = ""
    venue: str = ""
    mode: str = ""
    at_most: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@transaction.atomic
def add_factor(
    *, tariff: Tariff, wish: FactorWish, by: User, at: datetime
) -> TariffFactor:
    """Add a factor to a tariff. Errors: Refused with every reason."""
    row = Tariff.objects.select_for_update().get(pk=tariff.pk)
    check(factor_refusals(value=wish.value, again=_again(row, wish)))
    last = row.factors.aggregate(most=Max("position"))["most"] or 0
    entry = _write("add", row, by, at, after=_plain(wish.facts))
    return TariffFactor.objects.create(
        tariff=row, position=last + 1, recorded_at=at, entry=entry, **wish.facts
    )


@transaction.atomic
def change_factor(
    *, factor: TariffFactor, wish: FactorWish, by: User, at: datetime
) -> bool:
    """Change a factor; the audit keeps what it said. False: nothing differs.

    Errors: Refused with every reason.
    """
    tariff, row = _held(factor)
    before = {name: getattr(row, name) for name in wish.facts}
    if before == wish.facts:
        return False
    again = _again(tariff, wish, but=row)
    check(factor_refusals(value=wish.value, again=again))
    said = {"before": _plain(before), "after": _plain(wish.facts)}
    row.entry, row.recorded_at = _write("correct", tariff, by, at, **said), at
    for name, value in wish.facts.items():
        setattr(row, name, value)
    row.save()
    return True


@transaction.atomic
def drop_factor(*, factor: TariffFactor, by: User, at: datetime) -> None:
    """Take a factor out of a tariff. Errors: Refused: it is gone."""
    tariff, row = _held(factor)
    facts = {each.name: getattr(row, each.name) for each in fields(FactorWish)}
    _write("delete", tariff, by, at, before=_plain(facts))
    row.delete()


def _held(factor: TariffFactor) -> tuple[Tariff, TariffFactor]:
    tariff = Tariff.objects.select_for_update().get(pk=factor.tariff_id)
    row = tariff.factors.filter(pk=factor.pk).first()
    check(() if row else (FactorGround.GONE,))
    assert row is not None  # noqa: S101 - checked by the line above
    return tariff, row


def _again(tariff: Tariff, wish: FactorWish, but: TariffFactor | None = None) -> bool:
    same = tariff.factors.filter(
        customer=wish.customer, venue=wish.venue, mode=wish.mode
    )
    others = same.exclude(pk=but.pk) if but else same
    return others.exists()


def _write(verb: str, tariff: Tariff, by: User, at: datetime, **said: Any) -> Entry:
    return audit.record(
        act=f"planning:factor:{verb}",
        subject=("tariff", tariff.year),
        by=by,
        at=at,
        **said,
    )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in facts.items()
    }
