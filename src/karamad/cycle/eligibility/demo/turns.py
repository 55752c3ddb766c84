"""In which order provinces get the course of provincial governance.

Source: docs/mission.md, S0: South Khorasan was the fifteenth.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from karamad.cycle.eligibility.demo.land import HOME_PROVINCE
from karamad.cycle.eligibility.demo.nation import Nation

POSTS = ("COUNTY-GOVERNOR", "POLITICAL-DG", "MGR-SENIOR-01")
PLACE_OF_HOME = 15
EACH_PROVINCE = timedelta(days=4)


def luck(nation: Nation) -> Random:
    """Return the dice of this course; the order is their first throw."""
    return Random(f"governance {nation.seed}")


def in_turn(provinces: Iterable[str], rng: Random) -> list[str]:
    """Return the provinces in their order, the home province at its place."""
    order = sorted(set(provinces) - {HOME_PROVINCE, ""})
    rng.shuffle(order)
    order.insert(PLACE_OF_HOME - 1, HOME_PROVINCE)
    return order


def first_day(nation: Nation) -> date:
    """Return the day on which the first province begins."""
    return nation.on - EACH_PROVINCE * (PLACE_OF_HOME - 1) - timedelta(days=1)
