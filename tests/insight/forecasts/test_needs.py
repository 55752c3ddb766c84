import pytest

from karamad.insight.forecasts import Needs, needs


@pytest.mark.parametrize(
    ("missing", "short", "days", "expected"),
    [
        (0, 0, 10, Needs(0, 0)),
        (-3, 0, 0, Needs(0, 0)),
        (30, 0, 10, Needs(3, 0)),
        (31, -4, 10, Needs(4, 0)),
        (31, 11, 10, Needs(4, 2)),
        (1, 1, 1, Needs(1, 1)),
        (1, 1, 0, Needs(None, None)),
    ],
)
def test_seats_a_day(missing, short, days, expected):
    assert needs(missing=missing, short=short, open_days=days) == expected
