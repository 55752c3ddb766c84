"""Each cell's own pace, borrowed from its group where it says little itself.

Gamma-Poisson: a cell's rate varies around its group's, the group's around the nation's;
how much, the data say. Source: empirical Bayes for counts (Clayton and Kaldor 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from karamad.insight.forecasts.campaigns import Campaign, Counts, Floats, Shape

PRIOR_EVENTS = 2.0  # completions that earlier campaigns count for
BOUNDS = (np.log(0.3), np.log(300.0))
USUAL, UNSURE = np.log(5.0), 1.5  # how alike members are before anything is seen


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of every cell's rate; rates are relative to the eagerness.

    done: completions, (cells,). stake: eagerness-weighted person-days, (cells,).
    group_shape, group_rate: gamma posteriors of the groups' rates, (groups,).
    alike: shape of the cells around their group; large is all alike.
    """

    done: Floats
    stake: Floats
    groups: Counts
    group_shape: Floats
    group_rate: Floats
    alike: float

    def drawn(self, rng: np.random.Generator, paths: int) -> Floats:
        """Draw rates from what is known, (paths, cells)."""
        size = (paths, self.group_shape.size)
        mean = rng.gamma(self.group_shape, 1 / self.group_rate, size)
        own = np.maximum(mean[:, self.groups], 1e-12)
        shape = self.alike + self.done
        scale = 1 / (self.alike / own + self.stake)
        drawn: Floats = rng.gamma(np.broadcast_to(shape, scale.shape), scale)
        return drawn

    @property
    def mean(self) -> Floats:
        """The posterior mean of each cell's rate, (cells,)."""
        own = (self.group_shape / self.group_rate)[self.groups]
        pooled: Floats = (self.alike + self.done) / (self.alike / own + self.stake)
        return pooled

    def expected(self, campaign: Campaign, shape: Shape) -> Floats:
        """Return what the pace would have brought on each day seen, (cells, days)."""
        past = shape.at(campaign.distance)[: campaign.seen]
        brought: Floats = self.mean[:, None] * campaign.waiting * past
        return brought


def paced(campaign: Campaign, shape: Shape) -> Pace:
    """Return the paces of a campaign's cells, as far as it is seen."""
    # A day we call closed on which people were trained counts as it was.
    past = shape.at(campaign.distance)[: campaign.seen]
    done = campaign.done.sum(axis=1).astype(float)
    return pool(done, campaign.waiting @ past, campaign.groups, shape.rate)


def pool(done: Floats, stake: Floats, groups: Counts, rate: float) -> Pace:
    """Pool cells to groups and groups to the whole.

    done, stake: as in `Pace`. rate: what earlier campaigns say of the whole; 0 is
    nothing.
    """
    whole = _whole(done, stake, rate)
    number = int(groups.max()) + 1 if groups.size else 0
    group_done: Floats = np.bincount(groups, done, number).astype(np.float64)
    group_stake: Floats = np.bincount(groups, stake, number).astype(np.float64)
    members = np.bincount(groups, minlength=number)
    between = _alike(group_done, whole * group_stake) if number > 1 else 1.0
    mean = (between + group_done) / (between / whole + group_stake)
    alike = _alike(done, mean[groups] * stake) if done.size > number else 300.0
    # Few cells say less of their group than their completions would.
    informed = between + group_done
    shape = 1 / (1 / informed + 1 / (alike * np.maximum(members, 1)))
    return Pace(done, stake, groups, shape, shape / mean, alike)


def _whole(done: Floats, stake: Floats, rate: float) -> float:
    """Return the rate of all cells together, never zero."""
    if rate > 0:
        return float((done.sum() + PRIOR_EVENTS) / (stake.sum() + PRIOR_EVENTS / rate))
    return float((done.sum() + 0.5) / (stake.sum() + 50.0))


def _alike(done: Floats, expected: Floats) -> float:
    """Return the gamma shape under which the counts vary around what was expected."""
    seen = expected > 0
    done, expected = done[seen], expected[seen]

    def surprise(log_shape: float) -> float:
        shape = np.exp(log_shape)
        likelihood = (
            gammaln(done + shape)
            - gammaln(shape)
            + shape * np.log(shape / (shape + expected))
            + done * np.log(expected / (shape + expected))
        ).sum()
        return float(0.5 * ((log_shape - USUAL) / UNSURE) ** 2 - likelihood)

    found = minimize_scalar(surprise, bounds=BOUNDS, method="bounded")
    return float(np.exp(found.x))
