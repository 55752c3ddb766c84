from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.series import FAR, Left, series

SATURDAY = date(2026, 5, 16)
SATURDAY_TO_WEDNESDAY = {5, 6, 0, 1, 2}


def test_a_series_leaves_out_thursdays_and_fridays():
    days = series(SATURDAY, 6, weekdays=SATURDAY_TO_WEDNESDAY, holidays={}).days

    assert days == (*(SATURDAY + timedelta(n) for n in range(5)), date(2026, 5, 23))


def test_a_holiday_is_left_out_and_said():
    rest = SATURDAY + timedelta(1)

    found = series(SATURDAY, 2, weekdays=SATURDAY_TO_WEDNESDAY, holidays={rest: "عید"})

    assert found.days == (SATURDAY, SATURDAY + timedelta(2))
    assert found.left_out == (Left(rest, "عید"),)


def test_a_holiday_after_the_last_session_is_not_said():
    rest = SATURDAY + timedelta(1)

    found = series(SATURDAY, 1, weekdays={5, 6}, holidays={rest: "عید"})

    assert found.left_out == ()


def test_a_series_on_no_weekday_has_no_days():
    assert series(SATURDAY, 3, weekdays=(), holidays={}).days == ()


@given(
    times=st.integers(0, 80),
    weekdays=st.sets(st.integers(0, 6)),
    rest=st.sets(st.integers(0, FAR), max_size=40),
)
def test_a_series_meets_only_on_its_weekdays_and_never_on_a_holiday(
    times, weekdays, rest
):
    holidays = {SATURDAY + timedelta(n): "عید" for n in rest}

    found = series(SATURDAY, times, weekdays=weekdays, holidays=holidays)

    assert len(found.days) <= times
    assert list(found.days) == sorted(set(found.days))
    assert all(day.weekday() in weekdays for day in found.days)
    assert not holidays.keys() & set(found.days)
