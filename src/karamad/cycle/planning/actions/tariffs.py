"""The tariffs of the years: seeded with what documents say, set by officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from karamad.cycle.planning.models import FormerTariff, Tariff, TariffFactor
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

SITE: Final = "https://education.erqz-mporg.ir/content/news/"


@dataclass(frozen=True, slots=True)
class SeedFactor:
    """A factor that a document sets; see `models.TariffFactor`."""

    value: str | None
    customer: str = ""
    venue: str = ""
    mode: str = ""
    at_most: bool = False


# The base rates stand in these documents as pictures that could not be read: they are
# left unset. Source: docs/domain.md, 1.8.
SEEDS: Final = {
    1398: (
        "شهریهٔ ۱۳۹۸ مرکز آموزش مدیریت دولتی",
        "492434",
        (
            SeedFactor("1.5", "agency", "county"),
            SeedFactor("1.5", "local_body", "centre"),
            SeedFactor("2", "local_body", "county"),
            SeedFactor("0.65", mode="virtual"),
            SeedFactor("0.65", mode="self_study"),
        ),
    ),
    1400: (
        "شهریهٔ ۱۴۰۰ مرکز آموزش مدیریت دولتی",
        "532094",
        (
            SeedFactor("1.5", "agency", "county", at_most=True),
            SeedFactor("2", "local_body", at_most=True),
            SeedFactor(None, mode="virtual"),
        ),
    ),
}


@transaction.atomic
def seed(at: datetime) -> dict[str, int]:
    """Add the tariffs that are missing; nothing edited is put back."""
    known = set(Tariff.objects.values_list("year", flat=True))
    missing = {year: said for year, said in SEEDS.items() if year not in known}
    if not missing:
        return {"tariffs": 0}
    entry = audit.record(
        act="planning:tariff:seed",
        subject=("tariff", "seed"),
        by=None,
        at=at,
        after={"rows": len(missing)},
    )
    for year, (document, page, factors) in missing.items():
        tariff = Tariff.objects.create(
            year=year,
            document=document,
            source_url=SITE + page,
            status="confirmed",
            recorded_at=at,
            entry=entry,
        )
        TariffFactor.objects.bulk_create(
            TariffFactor(
                tariff=tariff,
                position=number,
                customer=factor.customer,
                venue=factor.venue,
                mode=factor.mode,
                value=None if factor.value is None else Decimal(factor.value),
                at_most=factor.at_most,
                recorded_at=at,
                entry=entry,
            )
            for number, factor in enumerate(factors, 1)
        )
    return {"tariffs": len(missing)}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a tariff's document says. base: rials a person and hour, or not set."""

    document: str
    base: int | None
    status: str = ""
    source_url: str = ""


@transaction.atomic
def set_tariff(
    *,
    year: int,
    wording: Wording,
    factors: Mapping[int, Decimal | None],
    by: User,
    at: datetime,
) -> Tariff:
    """Set the tariff of a year; what it said before is kept.

    factors: values by position. A year without a tariff begins with the factors of the
    newest year before it.
    """
    tariff = Tariff.objects.select_for_update().filter(year=year).first()
    said = {
        "document": wording.document,
        "base": wording.base,
        "status": wording.status,
        "source_url": wording.source_url,
    }
    entry = audit.record(
        act="planning:tariff:set",
        subject=("tariff", year),
        by=by,
        at=at,
        before=_said(tariff) if tariff else None,
        after={**said, "factors": {str(k): _text(v) for k, v in factors.items()}},
    )
    if tariff is None:
        tariff = Tariff.objects.create(year=year, recorded_at=at, entry=entry, **said)
        _inherit(tariff, entry, at)
    else:
        audit.correct(
            tariff,
            former=FormerTariff,
            key="tariff",
            changes=said,
            entry=entry,
            at=at,
        )
    for row in tariff.factors.all():
        if row.position in factors and row.value != factors[row.position]:
            row.value, row.recorded_at, row.entry = factors[row.position], at, entry
            row.save()
    return tariff


def _inherit(tariff: Tariff, entry: Entry, at: datetime) -> None:
    before = Tariff.objects.in_force_in(tariff.year - 1).first()
    if before is None:
        return
    TariffFactor.objects.bulk_create(
        TariffFactor(
            tariff=tariff,
            position=row.position,
            customer=row.customer,
            venue=row.venue,
            mode=row.mode,
            value=row.value,
            at_most=row.at_most,
            recorded_at=at,
            entry=entry,
        )
        for row in before.factors.order_by("position")
    )


def _said(tariff: Tariff) -> dict[str, object]:
    return {
        "document": tariff.document,
        "base": tariff.base,
        "status": tariff.status,
        "source_url": tariff.source_url,
        "factors": {
            str(row.position): _text(row.value)
            for row in tariff.factors.order_by("position")
        },
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value.normalize())
