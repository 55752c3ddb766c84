"""What is kept in two languages stands in English on an English page."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from karamad.registers.exchange.models import Load
from karamad.registers.exchange.views.shown import refused_row
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    province = nation.province("29", "خراسان جنوبی")
    province.name_en = "South Khorasan"
    province.save()
    office = nation.unit("O29", under=province, name="ادارهٔ آموزش", name_en="Training")
    mayor = nation.post("MAYOR", title="شهردار", title_en="Mayor")
    nation.assignment(nation.person(), mayor, office)
    found = nation.signed_in(Role.PROVINCIAL_EXPERT, province)
    found.cookies["django_language"] = "en"
    return found


@pytest.mark.parametrize("code", ["29", "O29"])
def test_a_unit_its_way_and_its_posts(client: Client, code: str):
    page = client.get(f"/people/units/{Unit.objects.get(code=code).pk}/")
    body = page.content.decode().partition("<main")[2]

    assert "South Khorasan" in body
    assert "Training" in body
    assert "خراسان" not in body
    assert "شهردار" not in body


def test_the_column_of_a_refused_cell():
    cell: Any = SimpleNamespace(
        row=2, column="score", value="190", code="number-range", about="0–100"
    )

    def column(language: str) -> str:
        with override(language):
            return refused_row(Load(kind="completions"), cell, with_ids=True).column

    assert (column("en"), column("fa")) == ("score", "نمره")
