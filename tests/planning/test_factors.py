"""Factors of a tariff in the browser, and what they do to a price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from karamad.cycle.planning.actions import drafting, tariffs
from karamad.cycle.planning.models import Tariff, TariffFactor
from karamad.cycle.planning.rules import FactorGround, factor_refusals
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.nation import NOW, signed_in
from tests.planning.conftest import Stage
from tests.planning.test_plans import lined, priced

pytestmark = pytest.mark.django_db

VIRTUAL = {"customer": "", "venue": "", "mode": "virtual", "value": "0.5"}


@pytest.fixture
def deputy(db: None) -> Any:
    tariffs.seed(NOW)
    return signed_in(Role.NATIONAL_DEPUTY)


def factors(year: int) -> list[tuple[str, str, str, Decimal | None]]:
    rows = TariffFactor.objects.filter(tariff__year=year).order_by("position")
    return list(rows.values_list("customer", "venue", "mode", "value"))


@pytest.mark.parametrize(
    ("value", "again", "grounds"),
    [
        (None, False, ()),
        (Decimal("0.001"), False, ()),
        (Decimal(0), False, (FactorGround.NOT_POSITIVE,)),
        (Decimal(-1), True, (FactorGround.NOT_POSITIVE, FactorGround.AGAIN)),
    ],
)
def test_every_reason_against_a_factor_is_given_at_once(
    value: Decimal | None, again: bool, grounds: tuple[FactorGround, ...]
):
    assert factor_refusals(value=value, again=again) == grounds


def test_a_county_factor_is_typed_and_prices_a_draft_anew(stage: Stage, deputy: Any):
    priced()
    line = lined(stage)  # an agency in a county: 1,000 × 1.5 × 20 × 8
    assert line.cost == 240_000
    county = TariffFactor.objects.get(tariff__year=1400, venue="county")
    page = reverse("planning:factor", args=[1400, county.position])

    deputy.post(page, {"customer": "agency", "venue": "county", "value": "۱٫۲"})
    drafting.price_anew(version=line.version, by=None, at=NOW)

    line.refresh_from_db()
    assert line.cost == 192_000
    act = Entry.objects.get(act="planning:factor:correct")
    assert Decimal((act.before or {})["value"]) == Decimal("1.5")


def test_one_case_has_one_factor(deputy: Any):
    new = reverse("planning:new-factor", args=[1400])

    answer = deputy.post(new, VIRTUAL)

    assert answer.status_code == 422
    assert "برای همین حال ضریبی هست" in answer.content.decode()


def test_a_factor_is_added_and_taken_out(deputy: Any):
    new = reverse("planning:new-factor", args=[1400])
    deputy.post(new, {**VIRTUAL, "mode": "blended"})
    assert factors(1400)[-1] == ("", "", "blended", Decimal("0.5"))

    last = TariffFactor.objects.get(tariff__year=1400, mode="blended")
    drop = reverse("planning:drop-factor", args=[1400, last.position])
    deputy.post(drop)

    assert all(mode != "blended" for _c, _v, mode, _value in factors(1400))
    assert deputy.post(drop).status_code == 404


def test_an_expert_of_a_province_sets_no_factor(stage: Stage):
    tariffs.seed(NOW)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)
    new = reverse("planning:new-factor", args=[1400])
    assert expert.get(new).status_code == 403


def test_a_year_that_has_a_tariff_is_not_set_as_a_new_one(deputy: Any):
    before = Tariff.objects.get(year=1400).document
    said = {"year": "1400", "document": "دیگر", "base": "5", "status": ""}

    answer = deputy.post(reverse("planning:new-tariff"), said)

    assert answer.status_code == 422
    assert Tariff.objects.get(year=1400).document == before


def test_the_database_knows_one_factor_a_case(deputy: Any):
    row = TariffFactor.objects.filter(tariff__year=1400).first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError):
        row.save()
