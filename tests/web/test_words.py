from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from karamad.web import display


def drawn(source: str, **values: object) -> str:
    request = values.pop("request", None) or RequestFactory().get("/")
    return Template(source).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 5, 1), "۱۴۰۵/۰۲/۱۱", "۱۱ اردیبهشت ۱۴۰۵"),
        (date(2026, 3, 20), "۱۴۰۴/۱۲/۲۹", "۲۹ اسفند ۱۴۰۴"),
        (date(2026, 3, 21), "۱۴۰۵/۰۱/۰۱", "۱ فروردین ۱۴۰۵"),
        (date(2025, 3, 20), "۱۴۰۳/۱۲/۳۰", "۳۰ اسفند ۱۴۰۳"),
        (date(2025, 9, 22), "۱۴۰۴/۰۶/۳۱", "۳۱ شهریور ۱۴۰۴"),
        (date(2025, 9, 23), "۱۴۰۴/۰۷/۰۱", "۱ مهر ۱۴۰۴"),
    ],
)
def test_days_are_written_in_the_jalali_calendar(
    day: date, short: str, long: str
) -> None:
    assert display.jalali(day) == short
    assert display.jalali_long(day) == long


def test_english_keeps_the_calendar_and_changes_the_digits() -> None:
    with override("en"):
        assert display.jalali(date(2026, 5, 1)) == "1405/02/11"
        assert display.jalali_long(date(2026, 5, 1)) == "11 Ordibehesht 1405"


def test_a_moment_falls_on_the_day_in_tehran() -> None:
    before = datetime(2026, 3, 20, 20, 29, 59, tzinfo=UTC)
    after = datetime(2026, 3, 20, 20, 30, tzinfo=UTC)

    assert display.jalali(before) == "۱۴۰۴/۱۲/۲۹"
    assert display.jalali(after) == "۱۴۰۵/۰۱/۰۱"


@pytest.mark.parametrize(
    ("value", "places", "persian", "english"),
    [
        (0, None, "۰", "0"),
        (999, None, "۹۹۹", "999"),
        (1000, None, "۱٬۰۰۰", "1,000"),
        (12_437, None, "۱۲٬۴۳۷", "12,437"),
        (-5, None, "\u200e−۵", "−5"),
        (17.5, None, "۱۷٫۵", "17.5"),
        (Decimal("17.50"), None, "۱۷٫۵", "17.5"),
        (Decimal("2E+3"), None, "۲٬۰۰۰", "2,000"),
        (0.25, 1, "۰٫۳", "0.3"),
        (60, 1, "۶۰٫۰", "60.0"),
    ],
)
def test_numbers_are_grouped(
    value: float, places: int | None, persian: str, english: str
) -> None:
    assert display.number(value, places) == persian
    with override("en"):
        assert display.number(value, places) == english


def test_text_changes_its_digits_only() -> None:
    assert drawn("{{ '7 از 9'|digits }}") == "۷ از ۹"
    assert drawn("{{ year|year }}", year=1404) == "۱۴۰۴"
    with override("en"):
        assert drawn("{{ '۷٫۵'|digits }}") == "7٫5"


def test_nothing_stays_nothing() -> None:
    template = "{{ x|digits }}{{ x|jalali }}{{ x|jalali_long }}{{ x|code }}{{ x|year }}"

    assert drawn(template, x=None) == ""
    assert drawn("{% time_tag x none='—' %}", x=None) == "—"


def test_percentages() -> None:
    assert drawn("{{ x|percent }}", x=0.27) == "۲۷٪"
    with override("en"):
        assert drawn("{{ x|percent:1 }}", x=0.2704) == "27.0%"


def test_a_code_is_set_apart_and_escaped() -> None:
    assert drawn("{{ x|code }}", x="<EL>") == '<bdi class="code">&lt;EL&gt;</bdi>'


def test_time_carries_its_gregorian_day() -> None:
    assert (
        drawn("{% time_tag x %}", x=date(2026, 5, 1))
        == '<time datetime="2026-05-01">۱۴۰۵/۰۲/۱۱</time>'
    )
    moment = datetime(2026, 5, 1, 8, 5, tzinfo=UTC)
    assert "۱۴۰۵/۰۲/۱۱، ۱۱:۳۵" in drawn("{% time_tag x clock=True %}", x=moment)


def test_an_address_changes_one_parameter_and_leaves_the_page() -> None:
    request = RequestFactory().get("/?unit=29&page=4&sort=name")

    def address(tag: str) -> str:
        return drawn(tag, request=request).replace("&amp;", "&")

    assert address("{% query_with sort='hours' %}") == "?unit=29&sort=hours"
    assert address("{% query_with page=5 %}") == "?unit=29&page=5&sort=name"
    assert address("{% query_with unit=None sort='' %}") == "?"
