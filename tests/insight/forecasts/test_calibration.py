"""Does the band hold what it promises? Campaigns nobody has looked at, every time the
same. Source: docs/forecasts.md.

The provinces of one campaign share its luck (their share held spreads by 0.2 from one
campaign to the next), so six campaigns tell it to within 0.08 and forty to within 0.03.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from karamad.insight.forecasts import Campaign, learn, look_ahead
from karamad.insight.forecasts.strays import Strays
from tests.insight.forecasts.simulated import (
    COUNTIES,
    PROVINCES,
    as_of,
    campaign,
    drawn_on,
    temper,
)

FRESH = range(31, 71)
ASKED = 0.9  # of the people of a county
WAVES = 3  # before it: governors, directors-general, IT managers
PATHS = 200

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """What was foreseen of one campaign, and what came."""

    missed: float
    missed_by_line: float
    covered: Array
    covered_provinces: Array
    covered_nation: bool
    squares: Array
    climatology: float


def trial(seed: int, days_before: int) -> Trial:
    rng = np.random.default_rng(seed)
    country = temper(rng)
    earlier = [campaign(rng, country.near(rng)) for _ in range(WAVES)]
    whole = campaign(rng, country.near(rng))
    known = as_of(whole, days_before)
    outlook = look_ahead(known, learn(earlier), paths=PATHS, seed=seed)
    came = whole.finished
    asked = np.ceil(ASKED * whole.heads).astype(int)
    bands = [outlook.band([cell], int(asked[cell])) for cell in range(COUNTIES)]
    low, high = (np.array([getattr(b, n) for b in bands]) for n in ("low", "high"))
    median = np.array([b.median for b in bands])
    chance = np.array([b.probability for b in bands])
    share, met = came / whole.heads, came >= asked
    lines = [drawn_on(known), drawn_on(known, lately=14)]
    provinces = [np.flatnonzero(whole.groups == each) for each in range(PROVINCES)]
    nation = outlook.band(range(COUNTIES), 0)
    return Trial(
        missed=float(np.abs(median / whole.heads - share).mean()),
        missed_by_line=min(float(np.abs(line - share).mean()) for line in lines),
        covered=(low <= came) & (came <= high),
        covered_provinces=np.array(
            [covers(outlook.band(cells, 0), whole, cells) for cells in provinces]
        ),
        covered_nation=nation.low <= came.sum() <= nation.high,
        squares=(chance - met) ** 2,
        climatology=float(met.mean() * (1 - met.mean())),
    )


def covers(band: object, whole: Campaign, cells: NDArray[np.int64]) -> bool:
    low, high = band.low, band.high  # type: ignore[attr-defined]
    return bool(low <= whole.finished[cells].sum() <= high)


@pytest.fixture(scope="module")
def a_month_before() -> list[Trial]:
    return [trial(seed, 30) for seed in FRESH]


@pytest.fixture(scope="module")
def two_weeks_before() -> list[Trial]:
    return [trial(seed, 14) for seed in FRESH]


def mean(trials: list[Trial], name: str) -> float:
    return float(np.mean([np.mean(getattr(each, name)) for each in trials]))


@pytest.mark.parametrize("when", ["a_month_before", "two_weeks_before"])
def test_the_80_percent_band_of_a_county_holds_80_percent(when, request):
    trials = request.getfixturevalue(when)

    assert 0.76 <= mean(trials, "covered") <= 0.91


@pytest.mark.parametrize("when", ["a_month_before", "two_weeks_before"])
def test_the_80_percent_band_of_a_province_holds_80_percent(when, request):
    trials = request.getfixturevalue(when)

    assert 0.76 <= mean(trials, "covered_provinces") <= 0.91


@pytest.mark.parametrize("when", ["a_month_before", "two_weeks_before"])
def test_the_band_of_the_nation_holds_as_often_as_forty_campaigns_can_tell(
    when, request
):
    """Two standard errors of a share of forty around 80 %."""
    trials = request.getfixturevalue(when)

    assert 0.67 <= mean(trials, "covered_nation") <= 0.93


def test_it_misses_at_most_half_as_far_as_a_straight_line(a_month_before):
    missed = mean(a_month_before, "missed")

    assert missed <= 0.5 * mean(a_month_before, "missed_by_line")


@pytest.mark.parametrize("when", ["a_month_before", "two_weeks_before"])
def test_the_chance_says_more_than_how_often_it_happens(when, request):
    trials = request.getfixturevalue(when)

    assert mean(trials, "squares") < 0.6 * mean(trials, "climatology")


def test_without_pulls_the_bands_would_lie(monkeypatch):
    """What the pulls are for: without them the bands are far too narrow."""
    from karamad.insight.forecasts import outlook  # noqa: PLC0415

    monkeypatch.setattr(outlook, "look_back", lambda *_: Strays(0.0, 0.0))
    bare = [trial(seed, 30) for seed in (1, 2)]

    assert mean(bare, "covered_provinces") < 0.7
