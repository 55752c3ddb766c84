"""How far campaigns strayed from what was to be expected of them, so many days before.

Every earlier campaign is foreseen again from as far before its end as today is, by what
the others teach; what chance explains is taken off what was missed. So the bands are as
wide as the misses were: a spread set once for all is too wide a month before the end.

Source: back-testing; spreads by moments, drawn to the usual while the misses are few.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from karamad.insight.forecasts.campaigns import (
    Campaign,
    Counts,
    Floats,
    Lesson,
    Shape,
    goes_in_turns,
)
from karamad.insight.forecasts.pooling import paced


@dataclass(frozen=True, slots=True)
class Strays:
    """Spreads of logarithms: of all from the shape learnt, of a group from all."""

    whole: float
    group: float


# What is taken for granted before any campaign was foreseen again, and how many misses
# that is worth. To be set anew after the first real campaigns.
USUAL, LENT = Strays(0.16, 0.12), Strays(2.0, 10.0)
# Nothing was learnt: the last days may well be three times as eager as the first.
UNTAUGHT = 0.45
LEAST = 0.02
FURTHEST = 1.5  # beyond a factor of four a miss is large, and not to be measured
ENOUGH = 7  # days seen, before which a campaign says nothing of its rest
CELL_SPREAD = (0.05, 1.2)


@dataclass(frozen=True, slots=True)
class Misses:
    """By how much paces were missed, as logarithms, and what chance has in it.

    chance: a variance, for each.
    """

    by: Floats
    chance: Floats


NONE = Misses(np.zeros(0), np.zeros(0))


def look_back(shape: Shape, days_left: int) -> Strays:
    """Return how far a campaign may stray in its days left, as the earlier ones did."""
    missed = [
        _missed(lesson, known, days_left)
        for lesson in shape.lessons
        if (known := _known(lesson.campaign, days_left)) is not None
    ]
    taught = shape.campaigns
    if taught < 2:  # noqa: PLR2004 - a single one has nothing to be foreseen by
        whole = USUAL.whole if taught else UNTAUGHT
    else:
        # Each was foreseen by one campaign fewer than ours is, so it missed by more.
        fewer = (1 + 1 / taught) / (1 + 1 / (taught - 1))
        whole = _spread_of(
            [whole for whole, _ in missed], USUAL.whole, LENT.whole, fewer
        )
    groups = [groups for _, groups in missed]
    return Strays(whole, _spread_of(groups, USUAL.group, LENT.group, 1.0))


def _known(campaign: Campaign, days_left: int) -> Campaign | None:
    """Return what was known of it as long before its end, or None for too little."""
    known = campaign.seen_until(days_left)
    if not 0 < days_left <= campaign.open_days.size - ENOUGH or not known.done.any():
        return None
    # Of those that wait for their turn nothing was foreseen then, either.
    return None if goes_in_turns(known) else known


def _missed(lesson: Lesson, known: Campaign, days_left: int) -> tuple[Misses, Misses]:
    """Return by how much all together, and each group beside all, went off the pace."""
    shape, left = lesson.others, known.remaining
    came = lesson.campaign.done[:, known.seen :].sum(axis=1)
    ahead = np.where(known.open_days, shape.at(known.distance), 0.0)[known.seen :]
    pace = paced(known, shape)
    hazard = pace.mean * ahead.sum()
    uneven = unevenness(known, pace.expected(known, shape))
    # What is not known of a cell's pace, and how unevenly it holds its classes.
    own = 1 / (pace.alike + pace.done) + uneven**2 / max(1, (ahead > 0).sum())

    def beside(hazard: Floats, groups: Counts) -> Misses:
        chance = -np.expm1(-hazard)
        turn = left * hazard * (1 - chance)  # by how much one more per cent brings more
        noise = left * chance * (1 - chance) + turn**2 * own
        over = np.bincount(groups, came - left * chance)
        per = np.bincount(groups, turn)
        told = per > 0
        by = np.clip(over[told] / per[told], -FURTHEST, FURTHEST)
        return Misses(by, np.bincount(groups, noise)[told] / per[told] ** 2)

    whole = beside(hazard, np.zeros_like(known.groups))
    if not whole.by.size:
        return NONE, NONE
    groups = beside(hazard * np.exp(whole.by[0]), known.groups)
    number = groups.by.size
    if number < 2:  # noqa: PLR2004 - a single group is all
        return whole, NONE
    # Measured from their own mean, they lie nearer to it than to the true one.
    return whole, replace(groups, by=groups.by * np.sqrt(number / (number - 1)))


def _spread_of(missed: list[Misses], usual: float, lent: float, scale: float) -> float:
    """Return the spread that is left when chance is taken off.

    usual counts as `lent` misses. A miss counts the less, the more chance explains.
    """
    by = np.concatenate([NONE.by, *(each.by for each in missed)])
    chance = np.concatenate([NONE.chance, *(each.chance for each in missed)])
    weight = 1 / (1 + chance / usual**2)
    excess = scale * float((weight * (by**2 - chance)).sum())
    variance = (lent * usual**2 + excess) / (lent + weight.sum())
    return float(np.sqrt(max(LEAST**2, variance)))


def unevenness(campaign: Campaign, expected: Floats) -> float:
    """Return how unevenly the cells hold their classes, a spread of logarithms."""
    return spread(campaign.done, expected, CELL_SPREAD, usual=0.5)


def spread(
    done: Floats | Counts, expected: Floats, bounds: tuple[float, float], usual: float
) -> float:
    """Return the spread beyond chance, by moments, drawn to the usual when few."""
    weight = float((expected**2).sum())
    excess = float(((done - expected) ** 2 - expected).sum())
    lent = 25.0
    variance = (max(0.0, excess) + lent * usual**2) / (weight + lent)
    return float(np.clip(np.sqrt(np.log1p(variance)), *bounds))
