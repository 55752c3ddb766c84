"""The outlook of a campaign: bands, and the chance that the date is met.

A person not yet done gets done on a day with the hazard 1 - exp(-rate x eagerness): the
rate is his cell's, pooled to its group; the eagerness grows towards the deadline as it
did in earlier campaigns. Seats bound what a day can bring. Bands come from many paths,
in which all, groups and cells are pulled off their pace; so they stay honest when the
next weeks are not like the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from karamad.insight.forecasts.campaigns import Campaign, Counts, Floats, Shape
from karamad.insight.forecasts.paths import Noise, Paths, Road, walk
from karamad.insight.forecasts.pooling import Pace, paced
from karamad.insight.forecasts.strays import Strays, look_back, spread, unevenness

PATHS = 600
LEVELS = (0.1, 0.2, 0.25, 0.5, 0.75, 0.9)
DAY_SPREAD = (0.02, 0.6)


@dataclass(frozen=True, slots=True)
class Band:
    """How many are done on the last day.

    low, high: the 80 % band. inner: the 50 % band. unlucky: passed in four cases of
    five. probability: that at least as many as asked are done.
    """

    low: int
    inner: tuple[int, int]
    median: int
    high: int
    unlucky: int
    probability: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Possible ways of a campaign from the day seen last to its end.

    finished: done so far, (cells,). paths: what comes on top of it.
    """

    finished: Counts
    paths: Paths
    pace: Pace

    def band(self, cells: Sequence[int] | Counts, asked: int) -> Band:
        """Return the band of some cells together; asked: people to be done of them."""
        chosen = np.asarray(cells, dtype=np.int64)
        done = self.paths.new(chosen) + self.finished[chosen].sum()
        low, unlucky, lower, median, upper, high = _levels(done)
        return Band(
            low=int(low),
            inner=(int(lower), int(upper)),
            median=int(median),
            high=int(high),
            unlucky=int(unlucky),
            probability=float((done >= asked).mean()),
        )

    def fan(self, cells: Sequence[int] | Counts) -> list[tuple[int, Counts]]:
        """Return how many are done after some of the days ahead.

        Each: the days from today, and the counts at `LEVELS`.
        """
        chosen = np.asarray(cells, dtype=np.int64)
        so_far = self.finished[chosen].sum()
        done = self.paths.reached[:, chosen, :].sum(axis=1) + so_far
        return [
            (int(end) + 1, _levels(done[:, step]))
            for step, end in enumerate(self.paths.ends)
        ]


def look_ahead(
    campaign: Campaign,
    shape: Shape,
    *,
    seats: int | None = None,
    paths: int = PATHS,
    seed: int = 1,
) -> Outlook:
    """Return the outlook of a campaign; the same seed gives the same numbers.

    seats: how many a day can be trained in all; None is no bound.
    """
    eagerness = np.where(campaign.open_days, shape.at(campaign.distance), 0.0)
    pace = paced(campaign, shape)
    rng = np.random.default_rng(seed)
    ways = walk(
        campaign.remaining,
        pace.drawn(rng, paths),
        campaign.groups,
        Road(eagerness[campaign.seen :], seats),
        _noise(
            campaign,
            pace.expected(campaign, shape),
            look_back(shape, campaign.days_left),
        ),
        rng,
    )
    return Outlook(campaign.finished, ways, pace)


def _noise(campaign: Campaign, expected: Floats, strays: Strays) -> Noise:
    """Read from the days seen how unevenly classes are held; what strays is known.

    expected: what the pace would have brought, (cells, days seen).
    """
    by_day = campaign.done.sum(axis=0).astype(float)
    day = spread(by_day, expected.sum(axis=0), DAY_SPREAD, usual=0.15)
    return Noise(strays.whole, strays.group, day, unevenness(campaign, expected))


def _levels(done: Counts) -> Counts:
    """Return the counts at `LEVELS`, each one that a path reached."""
    levels: Counts = np.quantile(done, LEVELS, method="inverted_cdf").astype(np.int64)
    return levels
