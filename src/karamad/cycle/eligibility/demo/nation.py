"""The demo nation whole: its places, and its people one by one."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import date
from itertools import accumulate, chain, islice
from random import Random

from karamad.cycle.eligibility.demo.catalogue import STAFF_POSTS
from karamad.cycle.eligibility.demo.land import Home, Land, Seat, land
from karamad.cycle.eligibility.demo.people import Crowd
from karamad.cycle.eligibility.demo.planted import Planted, planted
from karamad.cycle.eligibility.demo.rows import Dossier
from karamad.cycle.eligibility.demo.training import train
from karamad.kernel.jalali import jalali_day

FEWEST = 100
# Before it the youngest of the circulars was not yet in force.
EARLIEST = jalali_day(1404, 10, 1)
PEOPLE = 5_130  # one in a hundred of the mission's


class Nation:
    """A nation of so many people as of a day; the same seed makes the same nation.

    The planted come first, and again whenever they are asked for.
    """

    def __init__(self, people: int, seed: int, on: date) -> None:
        if people < FEWEST:
            raise ValueError(people)
        if on < EARLIEST:
            raise ValueError(on)
        self.people = people
        self.seed = seed
        self.on = on
        self.land: Land = land(people, Random(f"land {seed}"))

    def planted(self) -> list[Planted]:
        """Return the people with known answers."""
        return list(planted(self._crowd(), self.land, self.on))

    def dossiers(self) -> Iterator[Dossier]:
        """Yield everybody: first the planted, then the others in the order of seats."""
        crowd = self._crowd()
        for each in planted(crowd, self.land, self.on):
            yield each.dossier
        for seat in islice(self._seats(), self.people - crowd.drawn):
            dossier = crowd.dossier(seat, self.on)
            train(dossier, crowd.rng, self.on)
            yield dossier

    def _crowd(self) -> Crowd:
        return Crowd(Random(f"people {self.seed}"), self.seed, self.land.workplaces)

    def _seats(self) -> Iterator[Seat]:
        mayor_and_dehyar = Home.of(self.land).planted_units()
        fixed = (seat for seat in self.land.seats if seat.unit not in mayor_and_dehyar)
        return chain(fixed, self._staff())

    def _staff(self) -> Iterator[Seat]:
        """Yield the municipalities' staff without end, by the weight of each office."""
        rng = Random(f"staff {self.seed}")
        places = self.land.workplaces
        weights = list(accumulate(place.weight for place in places))
        number = 0
        while True:
            number += 1
            place = places[bisect(weights, rng.random() * weights[-1])]
            if number % 40 == 0:
                post = "MGR-BASE-01"
            elif number % 12 == 0:
                post = "MGR-OPER-01"
            else:
                post = STAFF_POSTS[int(rng.random() * len(STAFF_POSTS))]
            yield Seat(post, place.unit, place.province)
