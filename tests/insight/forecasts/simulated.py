"""Campaigns that did not happen, of a family that is not quite the forecast's own.

Eagerness is drawn anew for each campaign, near that of the one before it; all counties
share moods that last for days, provinces have weeks of their own, and classes are held
in clumps. 434 counties in 31 provinces, 90 days, as in the proof of the method.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karamad.insight.forecasts import Campaign

COUNTIES, PROVINCES, DAYS = 434, 31, 90
FRIDAY = 4


@dataclass(frozen=True)
class Temper:
    """How much more eager the last days are, and over how many days it grows."""

    rise: float
    over: float

    def near(self, rng: np.random.Generator) -> Temper:
        """Another campaign of the same country."""
        return Temper(
            self.rise * rng.lognormal(0, 0.15), self.over * rng.lognormal(0, 0.15)
        )

    def at(self, distance: NDArray[np.int64]) -> NDArray[np.float64]:
        return 1 + self.rise * np.exp(-distance / self.over)


def temper(rng: np.random.Generator) -> Temper:
    return Temper(rng.uniform(3, 7), rng.uniform(12, 20))


def campaign(rng: np.random.Generator, mood: Temper) -> Campaign:
    """A campaign run to its end."""
    groups = rng.integers(0, PROVINCES, COUNTIES)
    heads = (30 + rng.lognormal(5.5, 0.8, COUNTIES)).astype(int)
    days = np.arange(DAYS)
    open_days = days % 7 != FRIDAY
    eager = mood.at(DAYS - 1 - days) * open_days
    rate = rng.lognormal(0, 0.35, PROVINCES)[groups] * rng.lognormal(0, 0.4, COUNTIES)
    rate *= rng.uniform(1.2, 1.9) / eager.sum()
    shared = moods(rng, 0.08, 0.85, 1)
    weeks = rng.lognormal(0, 0.12, (PROVINCES, DAYS // 7 + 1))
    left, done = heads.copy(), np.zeros((COUNTIES, DAYS), dtype=int)
    for day in days:
        clump = rng.gamma(4, 1 / 4, COUNTIES)
        own = rate * weeks[groups, day // 7] * clump
        chance = -np.expm1(-own * eager[day] * np.exp(shared[0, day]))
        done[:, day] = rng.binomial(left, chance)
        left -= done[:, day]
    return Campaign(heads, np.zeros(COUNTIES, dtype=int), done, open_days, groups)


def moods(
    rng: np.random.Generator, spread: float, lasting: float, number: int
) -> NDArray[np.float64]:
    """Draw moods that go over from day to day, (number, days)."""
    mood = np.zeros((number, DAYS))
    mood[:, 0] = rng.normal(0, spread, number)
    fresh = spread * np.sqrt(1 - lasting**2)
    for day in range(1, DAYS):
        mood[:, day] = lasting * mood[:, day - 1] + rng.normal(0, fresh, number)
    return mood


def as_of(whole: Campaign, days_before: int) -> Campaign:
    """What was known of it so many days before its end."""
    seen = DAYS - days_before
    return Campaign(
        whole.heads,
        whole.before,
        whole.done[:, :seen],
        whole.open_days,
        whole.groups,
    )


def drawn_on(known: Campaign, lately: int | None = None) -> NDArray[np.float64]:
    """The share done on the last day if the pace so far (or lately) just went on."""
    days = known.open_days[: known.seen]
    done = known.done if lately is None else known.done[:, -lately:]
    days = days if lately is None else days[-lately:]
    pace = done.sum(axis=1) / days.sum()
    more = pace * known.open_days[known.seen :].sum()
    share: NDArray[np.float64] = np.minimum(1, (known.finished + more) / known.heads)
    return share
