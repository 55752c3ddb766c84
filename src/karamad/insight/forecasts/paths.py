"""Many possible ways from today to the last day, each as likely as the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karamad.insight.forecasts.campaigns import Counts, Floats

STEPS = 30  # at most; a longer way is gone in longer steps


@dataclass(frozen=True, slots=True)
class Noise:
    """What pulls all, a group, or a cell off its pace; spreads of logarithms.

    whole, group: one pull for the rest of the campaign. day: all cells, day by day.
    cell: each cell by itself, day by day: classes are held, or not.
    """

    whole: float
    group: float
    day: float
    cell: float


@dataclass(frozen=True, slots=True)
class Road:
    """The days ahead.

    eagerness: of each day, 0 when closed, (days,). seats: a day, in all; None is no
    bound.
    """

    eagerness: Floats
    seats: int | None

    def steps(self) -> tuple[Floats, Floats, Counts]:
        """Return eagerness and open days of each step, and after which day it ends."""
        days = self.eagerness.size
        width = -(-days // STEPS) if days else 1
        starts = np.arange(0, days, width)
        eager = np.add.reduceat(self.eagerness, starts)
        at_work = np.add.reduceat((self.eagerness > 0).astype(float), starts)
        return eager, at_work, np.minimum(starts + width, days) - 1


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the paths come to.

    ends: the day after which each step ends, (steps,). reached: done from now until
    then, (paths, cells, steps).
    """

    ends: Counts
    reached: NDArray[np.int32]

    def new(self, cells: Counts) -> Counts:
        """Return what is done of these cells from now to the last day, (paths,)."""
        if not self.ends.size:
            return np.zeros(self.reached.shape[0], dtype=np.int64)
        # The last step of every cell at once would be copied for each row of a page.
        done: Counts = self.reached[:, cells, -1].sum(axis=1, dtype=np.int64)
        return done


def walk(
    remaining: Counts,
    rates: Floats,
    groups: Counts,
    road: Road,
    noise: Noise,
    rng: np.random.Generator,
) -> Paths:
    """Go every path step by step; in each, some of those who remain get done.

    remaining: (cells,). rates: a draw for each path, (paths, cells).
    """
    number, cells = rates.shape
    eager, at_work, ends = road.steps()
    pull = _pull(rng, noise.whole, (number, 1))
    groups_pull = _pull(rng, noise.group, (number, int(groups.max(initial=0)) + 1))
    pace = rates * pull * groups_pull[:, groups]
    left = np.broadcast_to(remaining, (number, cells)).astype(np.int64)
    reached = np.zeros((number, cells, ends.size), dtype=np.int32)
    for step in range(ends.size):
        if eager[step] > 0:
            days = np.sqrt(at_work[step])
            swing = _pull(rng, noise.day / days, (number, 1))
            swing = swing * _pull(rng, noise.cell / days, (number, cells))
            chance = -np.expm1(-pace * swing * eager[step])
            new = rng.binomial(left, chance)
            if road.seats is not None:
                new = seated(new, int(road.seats * at_work[step]))
            left = left - new
        reached[:, :, step] = remaining - left
    return Paths(ends, reached)


def seated(asking: Counts, seats: int) -> Counts:
    """Give the seats to those who ask, in proportion; never more than there are.

    asking: (paths, cells). seats: in all. Largest remainders get the odd seats.
    """
    total = asking.sum(axis=1, keepdims=True)
    crowded = (total > seats)[:, 0]
    if not crowded.any():
        return asking
    given = asking.copy()
    share = asking[crowded] * (seats / total[crowded])
    whole = np.floor(share)
    odd = np.rint(seats - whole.sum(axis=1, keepdims=True))
    order = np.argsort(np.argsort(whole - share, axis=1, kind="stable"), axis=1)
    given[crowded] = (whole + (order < odd)).astype(asking.dtype)
    return np.minimum(given, asking)


def _pull(rng: np.random.Generator, spread: float, size: tuple[int, int]) -> Floats:
    """Draw factors of mean one."""
    if spread <= 0:
        return np.ones(size)
    drawn: Floats = np.exp(rng.normal(-(spread**2) / 2, spread, size))
    return drawn
