"""The people of the demo nation: who they are and which posts they held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from karamad.cycle.eligibility.demo.land import Seat, Workplace
from karamad.cycle.eligibility.demo.names import LAST, MEN, WOMEN
from karamad.cycle.eligibility.demo.rows import AssignmentRow, Dossier, PersonRow
from karamad.kernel.identifiers import synthetic, synthetic_foreign

T = TypeVar("T")

YEAR = 365.2425
# The sixth councils took office on 1400-05-14.
COUNCIL_TERM = date(2021, 8, 5)
_DEGREES = ("none", "diploma", "associate", "bachelor", "master", "doctorate")


@dataclass(frozen=True, slots=True)
class Sort:
    """How the holders of a post are drawn. degrees: cumulative, lowest first."""

    youngest: int
    oldest: int
    men: float
    degrees: tuple[float, ...]
    employment: tuple[str, ...]


STAFF = Sort(
    24,
    58,
    0.68,
    (0.01, 0.13, 0.28, 0.75, 0.98, 1.0),
    ("official", "official", "contractual", "fixed_term"),
)
RULERS = Sort(34, 60, 0.9, (0.0, 0.0, 0.02, 0.5, 0.93, 1.0), ("official",))
VILLAGERS = Sort(
    22, 62, 0.88, (0.02, 0.4, 0.6, 0.92, 1.0, 1.0), ("fixed_term", "other")
)
ELECTED = Sort(26, 68, 0.82, (0.06, 0.42, 0.6, 0.88, 0.98, 1.0), ("elected",))
SORTS = {
    **dict.fromkeys(("DEHYAR", "DEHYARI-FINANCE"), VILLAGERS),
    **dict.fromkeys(("CITY-COUNCIL", "VILLAGE-COUNCIL"), ELECTED),
    **dict.fromkeys(
        (
            "COUNTY-GOVERNOR",
            "DISTRICT-GOVERNOR",
            "POLITICAL-DG",
            "IT-MANAGER",
            "MAYOR",
            "MGR-SENIOR-01",
            "MGR-MIDDLE-01",
            "MGR-BASE-01",
            "MGR-OPER-01",
            "PMO-BASE-01",
        ),
        RULERS,
    ),
}


class Crowd:
    """Draws people one after the other; the same seed draws the same people."""

    def __init__(self, rng: Random, seed: int, workplaces: Sequence[Workplace]) -> None:
        self.rng = rng
        self.first_number = seed % 900 * 1_000_000
        self.workplaces = workplaces
        self.drawn = 0

    def next_id(self, *, foreign: bool = False) -> str:
        """Return the next national id of this nation."""
        number = self.first_number + self.drawn
        self.drawn += 1
        return synthetic_foreign(number) if foreign else synthetic(number)

    def dossier(self, seat: Seat, on: date) -> Dossier:
        """Return a person who holds `seat` on the day, or held it until lately."""
        sort = SORTS.get(seat.post, STAFF)
        born, start = self._days(sort, on)
        elected = sort is ELECTED
        leaves = self._leaving(start, on)
        person = self._person(sort, born, None if elected else start, leaves)
        since = COUNCIL_TERM if elected else self._since(start, on, leaves)
        kind = "elected" if elected else "appointment"
        until = leaves[1] if leaves else None
        held = AssignmentRow(seat.post, seat.unit, since, until, kind)
        earlier = self._earlier(seat, start, since)
        beside = self._beside(seat, since, until) if sort is STAFF else []
        return Dossier(person, [*earlier, *beside, held])

    # ---- the person ----

    def _person(
        self,
        sort: Sort,
        born: date,
        start: date | None,
        leaves: tuple[str, date] | None,
    ) -> PersonRow:
        rng = self.rng
        man = rng.random() < sort.men
        chance = rng.random()
        degree = next(
            d
            for d, up_to in zip(_DEGREES, sort.degrees, strict=True)
            if chance <= up_to
        )
        gaps = rng.random()
        return PersonRow(
            self.next_id(foreign=sort is STAFF and rng.random() < 0.004),
            _pick(rng, MEN if man else WOMEN),
            _pick(rng, LAST),
            _pick(rng, MEN),
            None if gaps < 0.012 else born,
            "m" if man else "f",
            "" if 0.012 <= gaps < 0.028 else degree,
            None if 0.028 <= gaps < 0.04 else start,
            _pick(rng, sort.employment),
            leaves[1] if leaves and leaves[0] == "retired" else None,
            leaves[1] if leaves and leaves[0] == "died" else None,
        )

    def _days(self, sort: Sort, on: date) -> tuple[date, date]:
        rng = self.rng
        age = rng.uniform(sort.youngest, sort.oldest + 1)
        born = on.toordinal() - int(age * YEAR)
        begun_at = rng.uniform(21, max(23.0, min(32.0, age - 0.5)))
        start = min(born + int(begun_at * YEAR), on.toordinal() - 40)
        return date.fromordinal(born), date.fromordinal(start)

    def _leaving(self, start: date, on: date) -> tuple[str, date] | None:
        chance = self.rng.random()
        if chance > 0.023 or (on - start).days < 400:
            return None
        day = date.fromordinal(on.toordinal() - self.rng.randrange(1, 360))
        return ("died" if chance < 0.003 else "retired"), day

    # ---- the posts ----

    def _since(self, start: date, on: date, leaves: tuple[str, date] | None) -> date:
        last = leaves[1] if leaves else on
        served = max((last - start).days - 1, 1)
        back = int(min(served, 12 * 365) * self.rng.random() ** 1.4)
        return date.fromordinal(last.toordinal() - 1 - back)

    def _beside(
        self, seat: Seat, since: date, until: date | None
    ) -> list[AssignmentRow]:
        """Return the group that one in fifty of the staff leads besides, acting."""
        if self.rng.random() > 0.02:
            return []
        begun = date.fromordinal(since.toordinal() + 1)
        if until is not None and until <= begun:
            return []
        return [AssignmentRow("MGR-OPER-01", seat.unit, begun, until, "acting")]

    def _earlier(self, seat: Seat, start: date, since: date) -> list[AssignmentRow]:
        """Return the post held before: one in two, sometimes in another province."""
        chance = self.rng.random()
        if chance > 0.5 or (since - start).days < 200 or seat.post.endswith("COUNCIL"):
            return []
        unit = seat.unit
        if chance < 0.04:
            unit = _pick(self.rng, self.workplaces).unit
        post = "CLERK" if chance < 0.3 else "EXP-FINANCE"
        if seat.post in {"DEHYAR", "DEHYARI-FINANCE"} or (post, unit) == seat[:2]:
            return []
        return [AssignmentRow(post, unit, start, since)]


def _pick(rng: Random, among: Sequence[T]) -> T:
    return among[int(rng.random() * len(among))]
