"""How eagerness grows towards a deadline, learnt from campaigns that are over.

Source: a two-way fit, cell by day, as in a Poisson model with two factors; without the
cells' own rates the quick ones leave first and the shape bends down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from karamad.insight.forecasts.campaigns import Campaign, Floats, Lesson, Shape

ROUNDS = 60  # of the two-way fit; it settles in about twenty
BANDWIDTH = 2.0  # days; the kernel that smooths the shape
PSEUDO = 4.0  # completions at even eagerness that every day is lent

FLAT = Shape(np.ones(1), 0.0, 0)


def learn(campaigns: Sequence[Campaign]) -> Shape:
    """Return the shape of campaigns that ran to their end; FLAT where none did."""
    known = [each for each in campaigns if int(each.done.sum()) > 0]
    if not known:
        return FLAT
    shape = _taught_by(known)
    lessons = []
    for place, campaign in enumerate(known):
        others = known[:place] + known[place + 1 :]
        lessons.append(Lesson(campaign, _taught_by(others) if others else shape))
    return replace(shape, lessons=tuple(lessons))


def _taught_by(known: Sequence[Campaign]) -> Shape:
    longest = max(each.seen for each in known)
    happened, expected = np.zeros(longest), np.zeros(longest)
    rates = []
    for campaign in known:
        day_done, day_expected, rate = _two_way(campaign)
        place = campaign.distance[: campaign.seen]
        inside = place < longest
        happened[place[inside]] += day_done[inside]
        expected[place[inside]] += day_expected[inside]
        rates.append(rate)
    smooth = _smoothed(happened, expected)
    return Shape(smooth, float(np.mean(rates)), len(known))


def _two_way(campaign: Campaign) -> tuple[Floats, Floats, float]:
    """Fit done = rate of the cell x eagerness of the day x those at stake.

    Returns, by day, what happened and what even eagerness would have brought; and the
    mean rate.
    """
    stake, done = campaign.waiting, campaign.done.astype(float)
    by_cell, by_day = done.sum(axis=1), done.sum(axis=0)
    # A cell of which nothing is known yet goes at the pace of all: half a completion.
    overall = by_cell.sum() / max(stake.sum(), 1.0)
    day = np.ones(campaign.seen)
    rate = np.full(by_cell.size, overall)
    for _ in range(ROUNDS):
        lent = 0.5
        rate = (by_cell + lent) / (stake @ day + lent / overall)
        even = rate @ stake
        day = np.where(even > 0, by_day / np.maximum(even, 1e-12), 0.0)
        weight = even.sum()
        scale = (day * even).sum() / weight if weight > 0 else 1.0
        day /= max(scale, 1e-12)
    even = rate @ stake
    mean = float((rate * stake.sum(axis=1)).sum() / max(stake.sum(), 1e-12))
    return by_day, even, mean


def _smoothed(happened: Floats, expected: Floats) -> Floats:
    """Smooth the ratio over neighbouring days, and lend each a little of evenness."""
    days = np.arange(happened.size)
    kernel = np.exp(-0.5 * ((days[:, None] - days[None, :]) / BANDWIDTH) ** 2)
    smooth: Floats = (kernel @ happened + PSEUDO) / (kernel @ expected + PSEUDO)
    return smooth
