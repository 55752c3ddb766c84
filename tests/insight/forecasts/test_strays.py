"""How far campaigns stray is read from those before, and chance is no straying."""

from __future__ import annotations

import numpy as np
import pytest

from karamad.insight.forecasts import FLAT, Campaign, learn
from karamad.insight.forecasts.strays import UNTAUGHT, USUAL, look_back

CELLS, GROUPS, DAYS, LEFT = 480, 24, 60, 20


def campaign(
    rng: np.random.Generator,
    *,
    whole: float = 0.0,
    group: float = 0.0,
    heads: int = 400,
) -> Campaign:
    """An even campaign that all, and each group, leave by a spread in its last days."""
    groups = np.arange(CELLS) % GROUPS
    pace = np.full((CELLS, DAYS), 0.012)
    off = rng.normal(0, whole) + rng.normal(0, group, GROUPS)[groups]
    pace[:, DAYS - LEFT :] *= np.exp(off)[:, None]
    left, done = np.full(CELLS, heads), np.zeros((CELLS, DAYS), dtype=np.int64)
    for day in range(DAYS):
        done[:, day] = rng.binomial(left, -np.expm1(-pace[:, day]))
        left -= done[:, day]
    none = np.zeros(CELLS, dtype=np.int64)
    return Campaign(np.full(CELLS, heads), none, done, np.ones(DAYS, bool), groups)


def several(number: int, **spreads: float) -> list[Campaign]:
    rng = np.random.default_rng(11)
    return [campaign(rng, **spreads) for _ in range(number)]


@pytest.mark.parametrize("group", [0.05, 0.1, 0.2, 0.3])
def test_the_spread_of_groups_is_found_again(group: float):
    found = look_back(learn(several(5, group=group)), LEFT).group

    assert found == pytest.approx(group, rel=0.2, abs=0.015)


def test_the_spread_of_all_is_found_again():
    found = look_back(learn(several(30, whole=0.3)), LEFT).whole

    assert found == pytest.approx(0.3, rel=0.25)


def test_campaigns_that_keep_their_pace_leave_little_of_the_usual():
    """Nothing but chance in them: what is left is what was taken for granted."""
    strays = look_back(learn(several(5)), LEFT)

    assert strays.whole < 0.65 * USUAL.whole
    assert strays.group < 0.5 * USUAL.group


def test_a_handful_of_people_says_nothing_of_strays():
    """Chance explains it all, so the usual stays."""
    strays = look_back(learn(several(3, heads=1)), LEFT)

    assert strays.group == pytest.approx(USUAL.group, rel=0.25)


def test_nothing_learnt_and_too_little_learnt():
    single = learn(several(1, whole=0.5))

    assert look_back(FLAT, LEFT).whole == UNTAUGHT
    assert look_back(FLAT, LEFT).group == USUAL.group
    assert look_back(single, LEFT).whole == USUAL.whole


@pytest.mark.parametrize("left", [0, DAYS - 6, DAYS, DAYS + 30])
def test_a_campaign_too_short_to_be_foreseen_then_is_passed_over(left: int):
    strays = look_back(learn(several(3, group=0.3, whole=0.3)), left)

    assert (strays.whole, strays.group) == pytest.approx((USUAL.whole, USUAL.group))


def test_a_single_group_does_not_stray_from_all():
    rng = np.random.default_rng(12)
    one = [campaign(rng, whole=0.3) for _ in range(3)]
    joined = [
        Campaign(c.heads, c.before, c.done, c.open_days, np.zeros_like(c.groups))
        for c in one
    ]

    assert look_back(learn(joined), LEFT).group == pytest.approx(USUAL.group)


def test_who_waits_for_his_turn_was_not_foreseen_then_either():
    first, *others = several(5)
    done, waits = np.zeros_like(first.done), first.groups % 2 == 0
    done[~waits, 0] = 300
    done[waits, -1] = 300
    none = np.zeros_like(first.before)
    in_turns = Campaign(first.heads, none, done, first.open_days, first.groups)

    strays = look_back(learn([in_turns, *others]), LEFT)

    assert strays.group < USUAL.group


def test_a_miss_beyond_all_measure_counts_as_a_large_one():
    """Hardly anybody was left when hundreds came: not a thousandfold pace."""
    first, *others = several(3)
    done = first.done.copy()
    done[first.groups == 0, : DAYS - LEFT] = 0
    odd = Campaign(first.heads, first.before, done, first.open_days, first.groups)

    assert look_back(learn([odd, *others]), LEFT).group < 1
