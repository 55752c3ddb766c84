"""A campaign as numbers: who is asked, who is done by when, which days are open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

# Groups that are through, how many of either kind, and their share of all groups.
THROUGH, FEW, MOST = 0.7, 4, 0.8


@dataclass(frozen=True, slots=True)
class Shape:
    """How eager people are by days to the deadline, learnt from campaigns before.

    eagerness: hazard relative to a campaign's mean, by open days' distance to the
    deadline in days: eagerness[0] is the last day. Further away it stays at the last.
    rate: mean hazard of a day (0: not known). campaigns: from how many it was learnt.
    lessons: those campaigns, each to be foreseen again.
    """

    eagerness: Floats
    rate: float
    campaigns: int
    lessons: tuple[Lesson, ...] = ()

    def at(self, distance: Counts) -> Floats:
        """Return the eagerness at these days' distances from the deadline."""
        last = self.eagerness.size - 1
        return self.eagerness[np.minimum(distance, last)]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A campaign that is over, and the shape that the others teach.

    A single one has no others: then it is its own shape.
    """

    campaign: Campaign
    others: Shape


@dataclass(frozen=True)
class Campaign:
    """What is known of a campaign up to a day, cell by cell.

    A cell is the smallest group looked at (a county), a group what cells are pooled to
    (a province). All days run from the first of the campaign to its last, inclusive.

    heads: people asked, (cells,). before: of them done before the first day, (cells,).
    done: done on each day seen so far, (cells, days seen).
    open_days: whether anybody is trained that day, (days of the campaign,).
    groups: which group each cell belongs to, from 0 on, (cells,).
    """

    heads: Counts
    before: Counts
    done: Counts
    open_days: NDArray[np.bool_]
    groups: Counts

    def __post_init__(self) -> None:
        cells = self.heads.size
        if self.done.shape[0] != cells or self.done.shape[1] > self.open_days.size:
            raise ValueError(self.done.shape)
        if self.before.size != cells or self.groups.size != cells:
            raise ValueError(cells)
        if bool((self.remaining < 0).any()) or bool((self.done < 0).any()):
            raise ValueError("more done than asked")

    @property
    def seen(self) -> int:
        """Days of the campaign that are over."""
        return int(self.done.shape[1])

    @property
    def days_left(self) -> int:
        return int(self.open_days.size) - self.seen

    def seen_until(self, days_left: int) -> Campaign:
        """Return what was known of it so many days before its end."""
        seen = max(0, self.open_days.size - days_left)
        return replace(self, done=self.done[:, :seen])

    @property
    def finished(self) -> Counts:
        """Done so far, (cells,)."""
        total: Counts = self.before + self.done.sum(axis=1)
        return total

    @property
    def remaining(self) -> Counts:
        return self.heads - self.finished

    @property
    def distance(self) -> Counts:
        """Days from each day of the campaign to its last, (days,)."""
        return np.arange(self.open_days.size - 1, -1, -1)

    @cached_property
    def waiting(self) -> Floats:
        """Person-days at stake on each day seen, (cells, days seen).

        Who is done in the course of a day was at stake for half of it; closed days
        count nothing.
        """
        until = np.cumsum(self.done, axis=1)
        start = (self.heads - self.before)[:, None] - until + self.done
        stake = start - self.done / 2
        # Whoever was trained on a day we call closed was at stake all the same.
        at_work = self.open_days[: self.seen] | (self.done.sum(axis=0) > 0)
        return np.where(at_work[None, :], stake, 0.0)


def goes_in_turns(campaign: Campaign) -> bool:
    """Say whether groups are trained one after the other, not all at the same time.

    Some are through, some have not begun, hardly any is in between. The pace of those
    that were trained then says nothing of those that wait, and no outlook is honest.
    """
    number = int(campaign.groups.max(initial=-1)) + 1
    asked = np.bincount(campaign.groups, campaign.heads - campaign.before, number)
    done = np.bincount(campaign.groups, campaign.done.sum(axis=1), number)
    share = done[asked > 0] / asked[asked > 0]
    waiting, through = (share == 0).sum(), (share >= THROUGH).sum()
    return bool(min(waiting, through) >= FEW and waiting + through >= MOST * share.size)
