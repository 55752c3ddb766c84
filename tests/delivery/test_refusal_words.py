"""What decided a refusal stands in its sentence, and a day is said once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from karamad.cycle.delivery.letters.refusals import hindrances, hindrances_by_hour
from karamad.cycle.delivery.rules.meeting import Hindrance, Obstacle

AT = datetime(2026, 5, 1, 5, 30, tzinfo=UTC)
AWAY = Obstacle(Hindrance.INSTRUCTOR_AWAY, "2026-05-01")
SMALL = Obstacle(Hindrance.ROOM_TOO_SMALL, "5")


def test_the_fact_stands_before_the_full_stop() -> None:
    away, small = hindrances([AWAY, SMALL])

    assert away.what == "مدرس در این روز نیست (۱۱ اردیبهشت ۱۴۰۵)."
    assert small.what == "کلاس از گنجایش اجرا کوچک‌تر است (۵ صندلی)."


@pytest.mark.parametrize(
    ("language", "day"), [("fa", "۱۱ اردیبهشت ۱۴۰۵"), ("en", "11 Ordibehesht 1405")]
)
def test_by_the_hour_the_day_is_said_once(language: str, day: str) -> None:
    with override(language):
        away, small = (each.what for each in hindrances_by_hour({AT: (AWAY, SMALL)}))

    assert away.startswith(day)
    assert away.count(day) == 1
    assert away.endswith(".")
    assert "(" in small
