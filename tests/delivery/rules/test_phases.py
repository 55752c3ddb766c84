from dataclasses import replace
from datetime import date, timedelta

import pytest

from karamad.cycle.delivery.rules.phases import Course, Phase, phase
from karamad.kernel.period import Period

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 5, 16), date(2026, 5, 18)
ASKING = Period(date(2026, 5, 1), date(2026, 5, 10))
RUN = Course(FIRST, LAST, ASKING)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 30), Phase.COMING),
        (date(2026, 5, 1), Phase.ASKING),
        (date(2026, 5, 9), Phase.ASKING),
        (date(2026, 5, 10), Phase.COMING),
        (FIRST - DAY, Phase.COMING),
        (FIRST, Phase.UNDER_WAY),
        (LAST, Phase.UNDER_WAY),
        (LAST + DAY, Phase.ENDED),
    ],
)
def test_days_decide_where_an_announced_run_stands(on, expected):
    assert phase(RUN, on) == expected


def test_a_run_without_sessions_has_not_begun():
    assert phase(Course(), date(2030, 1, 1)) == Phase.ASKING


def test_a_draft_is_a_draft_on_any_day():
    assert phase(replace(RUN, published=False), LAST + DAY) == Phase.DRAFT


def test_what_was_called_off_or_closed_stays_so():
    assert phase(replace(RUN, cancelled=True, closed=True), FIRST) == Phase.CANCELLED
    assert phase(replace(RUN, closed=True), LAST + DAY) == Phase.CLOSED
