"""What training costs, and by when it is done."""

from datetime import date
from decimal import Decimal

import pytest

from karamad.insight.whatif.rules import cost, ready_on
from karamad.kernel.jalali import jalali_day

ON = date(2026, 5, 1)  # 1405-02-11


@pytest.mark.parametrize(
    ("hours", "price", "rials"), [("0", 9, 0), ("10", 9, 90), ("10.01", 9, 91)]
)
def test_a_rial_begun_is_a_rial(hours: str, price: int, rials: int):
    assert cost(Decimal(hours), price) == rials


@pytest.mark.parametrize(
    ("work", "day"),
    [
        ("0", ON),
        ("1", date(2026, 5, 5)),  # 3.65 days
        ("100", jalali_day(1406, 2, 11)),
        ("200", jalali_day(1407, 2, 11)),
        ("10000", jalali_day(1505, 2, 11)),
        ("10001", None),
    ],
)
def test_by_when_a_hundred_a_year_do_it(work: str, day: date | None):
    assert ready_on(Decimal(work), 100, on=ON) == day
