"""Jalali days, against persiantools and against what officers write in cells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from karamad.kernel.jalali import (
    FIRST_YEAR,
    LAST_YEAR,
    BadDay,
    DayFault,
    add_months,
    add_years,
    completed_years,
    days_in_month,
    days_of_year,
    is_leap,
    jalali_day,
    jalali_iso,
    jalali_parts,
    jalali_year,
    parse_day,
    year_starts,
)

ONE_DAY = timedelta(days=1)
days = st.dates(date(1921, 3, 21), date(2122, 3, 20))

# ---- the calendar ----------------------------------------------------------


def test_every_day_of_1300_to_1500_is_the_day_persiantools_says():
    day = year_starts(1300)
    for year in range(1300, 1501):
        starts = day
        for month in range(1, 13):
            for day_of_month in range(1, days_in_month(year, month) + 1):
                there = JalaliDate(year, month, day_of_month)
                assert there.to_gregorian() == day
                assert jalali_parts(day) == (year, month, day_of_month)
                assert jalali_day(year, month, day_of_month) == day
                assert jalali_year(day) == year
                assert jalali_iso(day) == there.strftime("%Y-%m-%d")
                day += ONE_DAY
        assert JalaliDate.is_leap(year) is is_leap(year)
        assert year_starts(year) == starts
        assert list(days_of_year(year))[-1] == day - ONE_DAY
    assert day == year_starts(1501)


def test_the_ends_of_what_can_be_read_are_whole():
    assert parse_day(f"{FIRST_YEAR}-01-01") == year_starts(FIRST_YEAR)
    assert parse_day(f"{LAST_YEAR}-12-29") >= year_starts(LAST_YEAR)
    assert jalali_iso(year_starts(LAST_YEAR + 1) - ONE_DAY).startswith(str(LAST_YEAR))


def test_known_days():
    assert jalali_iso(date(1979, 2, 11)) == "1357-11-22"
    assert jalali_iso(date(2025, 3, 21)) == "1404-01-01"
    assert jalali_iso(date(2025, 3, 20)) == "1403-12-30"
    assert is_leap(1403)
    assert not is_leap(1404)


# ---- reading ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1404-02-11",
        "1404/2/11",
        "1404/02/11",
        "۱۴۰۴/۰۲/۱۱",
        "٤٠٤١"[::-1] + "-٢-١١",
        " 1404-02-11 ",
        "\u200f1404/02/11\u200e",
        "2025-05-01",
        "2025/5/1",
    ],
)
def test_a_day_is_read_as_officers_write_it(text):
    assert parse_day(text) == date(2025, 5, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", DayFault.EMPTY),
        ("  \u200f ", DayFault.EMPTY),
        ("1/2/1404", DayFault.DAY_FIRST),
        ("01-02-1404", DayFault.DAY_FIRST),
        ("04/2/1", DayFault.TWO_DIGIT_YEAR),
        ("۰۴/۰۲/۰۱", DayFault.TWO_DIGIT_YEAR),
        ("1404-13-01", DayFault.NO_SUCH_MONTH),
        ("1404-00-01", DayFault.NO_SUCH_MONTH),
        ("2025-13-01", DayFault.NO_SUCH_MONTH),
        ("1404-12-30", DayFault.NO_SUCH_DAY),
        ("1404-07-31", DayFault.NO_SUCH_DAY),
        ("1404-01-32", DayFault.NO_SUCH_DAY),
        ("1404-01-00", DayFault.NO_SUCH_DAY),
        ("2025-02-29", DayFault.NO_SUCH_DAY),
        ("140-01-01", DayFault.OUT_OF_RANGE),
        ("1199-12-29", DayFault.OUT_OF_RANGE),
        ("1700-01-01", DayFault.OUT_OF_RANGE),
        ("9999-01-01", DayFault.OUT_OF_RANGE),
        ("1404", DayFault.UNREADABLE),
        ("1404/02-11", DayFault.UNREADABLE),
        ("1404-02-2011", DayFault.UNREADABLE),
        ("1404-02-11 00:00", DayFault.UNREADABLE),
        ("14040211", DayFault.UNREADABLE),
        ("پنجم مهر", DayFault.UNREADABLE),
        ("1404-02-11" + " " * 100, DayFault.UNREADABLE),
    ],
)
def test_what_is_not_one_certain_day_is_refused_with_its_reason(text, code):
    with pytest.raises(BadDay) as refused:
        parse_day(text)

    assert refused.value.code is code
    assert refused.value.text == text


def test_30_esfand_is_a_day_in_a_leap_year_only():
    assert parse_day("1403-12-30") == date(2025, 3, 20)
    with pytest.raises(BadDay):
        parse_day("1404-12-30")


@given(days)
def test_a_day_written_is_read_back(day):
    assert parse_day(jalali_iso(day)) == day


# ---- counting --------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "years", "there"),
    [
        ("1403-12-30", 1, "1404-12-29"),
        ("1403-12-30", 5, "1408-12-30"),
        ("1403-12-30", -4, "1399-12-30"),
        ("1404-12-29", -1, "1403-12-29"),
        ("1404-06-31", 1, "1405-06-31"),
        ("1404-01-01", -1, "1403-01-01"),
    ],
)
def test_years_keep_the_day_and_30_esfand_falls_on_29(day, years, there):
    assert jalali_iso(add_years(parse_day(day), years)) == there


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        ("1404-06-31", 1, "1404-07-30"),
        ("1404-05-31", -12, "1403-05-31"),
        ("1404-08-30", 4, "1404-12-29"),
        ("1403-08-30", 4, "1403-12-30"),
        ("1404-07-30", -1, "1404-06-30"),
        ("1404-01-15", -1, "1403-12-15"),
        ("1404-12-29", 1, "1405-01-29"),
        ("1404-02-11", 25, "1406-03-11"),
    ],
)
def test_months_keep_the_day_or_fall_back_to_the_last(day, months, there):
    assert jalali_iso(add_months(parse_day(day), months)) == there


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        ("1360-02-11", "1404-02-10", 43),
        ("1360-02-11", "1404-02-11", 44),
        ("1360-02-11", "1404-02-12", 44),
        ("1399-12-30", "1400-12-28", 0),
        ("1399-12-30", "1400-12-29", 1),
        ("1399-12-30", "1403-12-29", 3),
        ("1399-12-30", "1403-12-30", 4),
        ("1404-02-11", "1404-02-11", 0),
        ("1404-02-11", "1404-02-10", -1),
        ("1404-02-11", "1403-02-10", -2),
    ],
)
def test_years_are_complete_on_the_anniversary(since, on, years):
    assert completed_years(parse_day(since), parse_day(on)) == years


@given(days, st.integers(0, 60))
def test_completed_years_count_the_anniversaries_passed(since, passed):
    on = since + timedelta(days=passed * 200)
    years = completed_years(since, on)

    assert add_years(since, years) <= on < add_years(since, years + 1)
