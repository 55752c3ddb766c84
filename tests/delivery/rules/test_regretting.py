"""How long one takes back what he did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from karamad.cycle.delivery.rules.regretting import may_regret

DONE = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "may"),
    [
        (timedelta(), True),
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, microseconds=1), False),
    ],
)
def test_ten_minutes_are_for_second_thoughts(passed: timedelta, *, may: bool) -> None:
    assert may_regret(done_at=DONE, at=DONE + passed) is may
