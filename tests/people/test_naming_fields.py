"""A field that names a unit says its name, and reads what it said."""

import pytest

from karamad.registers.people.forms.naming import PostField, UnitField
from karamad.registers.people.models import Unit
from tests import nation

pytestmark = pytest.mark.django_db


def unit_field() -> UnitField:
    field = UnitField()
    field.units = Unit.objects.all()
    return field


def test_a_unit_is_said_by_its_name_and_read_again():
    unit = nation.unit("M1", name="شهرداری ریحان‌باغ")
    field = unit_field()

    assert field.prepare_value(unit) == "شهرداری ریحان‌باغ"
    assert field.clean(field.prepare_value(unit)) == unit


def test_one_of_two_that_bear_a_name_is_said_by_its_code():
    unit = nation.unit("M1", name="ادارهٔ مالی")
    nation.unit("M2", name="اداره مالي")
    field = unit_field()

    assert field.prepare_value(unit) == "M1"
    assert field.clean("M1") == unit


def test_one_out_of_reach_is_said_by_its_code():
    assert UnitField().prepare_value(nation.unit("M1", name="دور")) == "M1"


def test_what_somebody_typed_stays_as_he_typed_it():
    nation.unit("M1", name="شهرداری ریحان‌باغ")

    assert unit_field().prepare_value("M1") == "M1"


def test_a_post_is_said_by_its_title():
    post = nation.post(title="شهردار")

    assert PostField().prepare_value(post) == "شهردار"
