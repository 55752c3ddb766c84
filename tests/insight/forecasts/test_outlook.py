"""Closed forms, bounds and boundaries of the forecast."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from karamad.insight.forecasts import FLAT, Campaign, Shape, learn, look_ahead
from karamad.insight.forecasts.paths import Noise, Road, seated, walk
from karamad.insight.forecasts.pooling import pool
from tests.insight.forecasts import simulated

STILL = Noise(0, 0, 0, 0)
ONE_GROUP = np.zeros(1, dtype=np.int64)


def campaign(
    done: list[list[int]], heads: list[int], days: int, closed: tuple[int, ...] = ()
) -> Campaign:
    """A campaign of cells in one group, `days` long."""
    open_days = np.array([day not in closed for day in range(days)])
    cells = len(heads)
    return Campaign(
        np.array(heads),
        np.zeros(cells, dtype=np.int64),
        np.array(done).reshape(cells, -1),
        open_days,
        np.zeros(cells, dtype=np.int64),
    )


# ---- closed forms ------------------------------------------------------------


def test_alone_and_undisturbed_people_make_a_binomial():
    """Independent chances p of n people: P(all done) is p to the n."""
    people, rate, days, paths = 12, 0.15, 20, 40_000
    p = 1 - np.exp(-rate * days)
    road = Road(np.ones(days), None)

    ways = walk(
        np.array([people]),
        np.full((paths, 1), rate),
        ONE_GROUP,
        road,
        STILL,
        np.random.default_rng(1),
    )

    new = ways.reached[:, 0, -1]
    for k in range(people + 1):
        assert (new <= k).mean() == pytest.approx(binom.cdf(k, people, p), abs=0.01)
    assert (new == people).mean() == pytest.approx(p**people, abs=0.01)


def test_everybody_everywhere_is_the_joint_event_not_an_average():
    heads = [3] * 30
    p_cell = (1 - np.exp(-1.5)) ** 3
    ways = walk(
        np.array(heads),
        np.full((20_000, 30), 0.15),
        np.zeros(30, dtype=np.int64),
        Road(np.ones(10), None),
        STILL,
        np.random.default_rng(2),
    )

    every = (ways.reached[:, :, -1] == 3).all(axis=1).mean()

    assert (ways.reached[:, :, -1] == 3).mean() == pytest.approx(p_cell, abs=0.01)
    assert every == pytest.approx(p_cell**30, abs=0.003)


def test_a_gamma_prior_meets_counts_in_a_gamma():
    """The posterior mean is (shape + done) / (shape / mean + stake)."""
    done, stake = np.array([0.0, 4.0, 40.0]), np.array([50.0, 50.0, 500.0])

    pace = pool(done, stake, np.zeros(3, dtype=np.int64), 0.0)

    mean = float(pace.group_shape[0] / pace.group_rate[0])
    expected = (pace.alike + done) / (pace.alike / mean + stake)
    assert pace.mean == pytest.approx(expected)
    draws = pace.drawn(np.random.default_rng(3), 100_000)
    assert draws.mean(axis=0) == pytest.approx(expected, rel=0.12)


def test_who_says_little_is_drawn_to_his_group_and_who_says_much_is_not():
    groups = np.zeros(20, dtype=np.int64)
    done = np.array([0.0, 0.0, *([40.0, 10.0] * 9)])
    stake = np.array([2.0, 400.0, *([200.0] * 18)])

    mean = pool(done, stake, groups, 0.0).mean

    whole = done.sum() / stake.sum()
    assert mean[0] > 0.7 * whole
    assert mean[1] < 0.2 * whole


def test_how_alike_members_are_is_found_again():
    rng = np.random.default_rng(4)
    stake = np.full(2000, 300.0)
    done = rng.poisson(0.05 * rng.gamma(4.0, 1 / 4.0, 2000) * stake).astype(float)

    assert 3.0 < pool(done, stake, np.arange(2000) % 10, 0.0).alike < 5.3


# ---- the shape ---------------------------------------------------------------


def test_quick_cells_do_not_bend_the_shape():
    """Even eagerness is found again where the pooled hazard falls by half."""
    rng = np.random.default_rng(5)
    cells, days = 400, 60
    heads = np.full(cells, 60)
    rates = 0.04 * rng.lognormal(-0.5, 1.0, cells)
    done = np.zeros((cells, days), dtype=int)
    for day in range(days):
        left = heads - done.sum(axis=1)
        done[:, day] = rng.binomial(left, -np.expm1(-rates))
    past = Campaign(
        heads,
        np.zeros(cells, dtype=int),
        done,
        np.ones(days, dtype=bool),
        np.zeros(cells, dtype=int),
    )
    pooled = done.sum(axis=0) / past.waiting.sum(axis=0)

    eager = learn([past]).eagerness

    assert pooled[-10:].mean() < 0.6 * pooled[:10].mean()
    assert eager[:10].mean() / eager[-10:].mean() == pytest.approx(1, abs=0.15)


def test_the_rise_to_the_deadline_is_found_again():
    rng = np.random.default_rng(6)
    mood = simulated.Temper(rise=5.0, over=15.0)

    eager = learn([simulated.campaign(rng, mood) for _ in range(3)]).eagerness

    told = mood.at(np.arange(simulated.DAYS))
    ratio = eager / told
    assert eager[0] > 3 * eager[60]
    assert ratio[:60].std() / ratio[:60].mean() < 0.2


def test_nothing_learnt_is_flat():
    assert learn([]) is FLAT
    assert learn([campaign([[0, 0]], [5], 2)]) is FLAT


def test_further_away_than_known_stays_as_at_the_edge():
    shape = Shape(np.array([3.0, 2.0, 1.0]), 0.1, 1)

    assert list(shape.at(np.array([0, 2, 90]))) == [3.0, 1.0, 1.0]


# ---- the outlook --------------------------------------------------------------


def test_the_same_seed_gives_the_same_numbers():
    known = campaign([[2, 3, 1], [0, 1, 0]], [40, 30], 20, closed=(5,))

    first, second = (look_ahead(known, FLAT, seed=7) for _ in range(2))

    assert first.band([0, 1], 60) == second.band([0, 1], 60)
    other = look_ahead(known, FLAT, seed=8)
    assert (other.paths.reached != first.paths.reached).any()


def test_on_the_last_day_there_is_nothing_ahead():
    known = campaign([[2, 3], [1, 0]], [6, 4], 2)

    outlook = look_ahead(known, FLAT)

    band = outlook.band([0, 1], 6)
    assert (band.low, band.median, band.high, band.probability) == (6, 6, 6, 1.0)
    assert outlook.band([0, 1], 7).probability == 0.0
    assert outlook.fan([0, 1]) == []


def test_before_the_first_day_the_pace_of_earlier_campaigns_stands():
    ahead = campaign([[], []], [50, 50], 30)
    quick, slow = (Shape(np.ones(1), rate, 2) for rate in (0.1, 0.01))

    fast, late = (look_ahead(ahead, s).band([0, 1], 90) for s in (quick, slow))

    assert fast.median > 3 * late.median
    assert late.high > 3 * late.median  # and it owns that it knows little


def test_nobody_is_trained_on_closed_days():
    known = campaign([[4, 4]], [40], 6, closed=(2, 3, 4, 5))

    assert look_ahead(known, FLAT).band([0], 40).high == 8


def test_an_empty_cell_and_a_finished_one_stay_so():
    known = campaign([[0], [3], [1]], [0, 3, 9], 15)

    outlook = look_ahead(known, FLAT)

    assert outlook.band([0], 0).probability == 1.0
    assert outlook.band([1], 3).probability == 1.0
    assert outlook.band([0, 1], 3).high == 3


def test_the_fan_begins_above_today_and_ends_in_the_band():
    known = campaign([[3, 2, 4], [1, 1, 0]], [60, 40], 25)
    outlook = look_ahead(known, FLAT)

    fan = outlook.fan([0, 1])

    days, levels = fan[-1]
    band = outlook.band([0, 1], 0)
    assert days == known.days_left
    assert (levels[0], levels[3], levels[5]) == (band.low, band.median, band.high)
    for (_, before), (_, after) in pairwise(fan):
        assert (after >= before).all()
    assert fan[0][1][0] >= known.finished.sum()


def test_seats_bound_what_the_days_can_bring():
    known = campaign([[9, 9, 9]], [500], 13)

    outlook = look_ahead(known, FLAT, seats=4)

    assert outlook.band([0], 500).high <= 27 + 4 * 10
    loose = look_ahead(known, FLAT, seats=400)
    assert loose.band([0], 0).median > 27 + 4 * 10


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=12),
    st.integers(0, 200),
)
def test_seats_are_all_given_and_none_twice(asking, seats):
    rows = np.array([asking, list(reversed(asking))])

    given_out = seated(rows, seats)

    assert (given_out <= rows).all()
    assert (given_out >= 0).all()
    assert list(given_out.sum(axis=1)) == [min(sum(asking), seats)] * 2


def test_a_long_way_is_gone_in_longer_steps():
    known = campaign([[1]], [200], 120)

    fan = look_ahead(known, FLAT).fan([0])

    assert len(fan) <= 30
    assert fan[-1][0] == known.days_left


# ---- what a campaign may not be ------------------------------------------------


def test_more_done_than_asked_is_no_campaign():
    with pytest.raises(ValueError, match="more done"):
        campaign([[3]], [2], 5)


def test_more_days_seen_than_there_are_is_no_campaign():
    with pytest.raises(ValueError, match="2"):
        campaign([[0, 0]], [2], 1)
    known = campaign([[0]], [2], 5)
    with pytest.raises(ValueError, match="1"):
        replace(known, before=np.array([0, 0]))
