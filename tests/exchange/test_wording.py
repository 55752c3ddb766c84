"""What is said of a refused cell, as its reader reads it."""

import pytest
from django.utils.translation import override

from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.wording import advice


@pytest.mark.parametrize(
    ("code", "about", "words"),
    [
        (Code.DATE_FUTURE, "1404-12-11", "شاید ۱۴۰۴/۱۲/۱۱ باشد"),
        (Code.DATE_INVALID, "1404-12-29", "تا ۱۴۰۴/۱۲/۲۹ بیشتر نمی‌رود"),
        (Code.DATE_SERIAL, "1404-02-11", "شاید ۱۴۰۴/۰۲/۱۱ باشد"),
        (Code.NUMBER_RANGE, "0–100", "۰ تا ۱۰۰"),
        (Code.TEXT_TOO_LONG, "80", "۸۰"),
        (Code.COURSE_UNKNOWN, "SMP-92", "کد SMP-92 است"),
        (Code.UNIT_UNKNOWN, "29-01", "کد \u200e29-01 است"),
    ],
)
def test_days_and_numbers_are_written_as_the_page_writes_them(
    code: Code, about: str, words: str
):
    with override("fa"):
        assert words in advice(code, about)


def test_an_english_page_keeps_its_digits():
    with override("en"):
        assert "0–100" in advice(Code.NUMBER_RANGE, "0–100")
        assert "1404-02-11" in advice(Code.DATE_SERIAL, "1404-02-11")
