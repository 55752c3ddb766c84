"""People judged, made by hand or drawn: what the judge would hand over."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from karamad.insight.coverage.actions.making import Judged

ON = date(2026, 5, 1)  # 1405-02-11
STRIVEN_FOR = 3  # the profile of a rank: no condition of a post
WORDS = ("eligible", "undetermined", "not_eligible")


@dataclass(frozen=True)
class Held:
    """Somebody in a post, judged by one profile."""

    person: int
    post: int
    unit: int
    profile: int = 1
    verdict: str = "eligible"
    until: date | None = None
    unmet: int = 0
    unknown: int = 0


@dataclass
class Land:
    """units: by key, kind and path. people: by key, employment, gender, birth day."""

    units: Mapping[int, tuple[str, str]]
    people: dict[int, tuple[str | None, str | None, date | None]] = field(
        default_factory=dict
    )
    held: list[Held] = field(default_factory=list)

    def judged(self, only: Sequence[int] | None = None) -> Judged:
        rows = [each for each in self.held if only is None or each.person in set(only)]
        verdict = pa.table(
            {
                name: pa.array([getattr(each, name) for each in rows], kind)
                for name, kind in (
                    ("person", pa.int64()),
                    ("post", pa.int64()),
                    ("unit", pa.int64()),
                    ("profile", pa.int64()),
                    ("verdict", pa.string()),
                    ("until", pa.date32()),
                    ("unmet", pa.int64()),
                    ("unknown", pa.int64()),
                )
            }
        )
        profiles = {each.profile for each in self.held} or {1}
        return Judged(
            verdict=verdict,
            tables={"person": self._people(), "unit": self._units()},
            editions={profile: 100 + profile for profile in profiles},
            of_post=frozenset(profiles - {STRIVEN_FOR}),
        )

    def _people(self) -> pa.Table:
        keys = sorted({*self.people, *(each.person for each in self.held)})
        facts = [self.people.get(key, (None, None, None)) for key in keys]
        return pa.table(
            {
                "person": pa.array(keys, pa.int64()),
                "employment": pa.array([each[0] for each in facts], pa.string()),
                "gender": pa.array([each[1] for each in facts], pa.string()),
                "birth_date": pa.array([each[2] for each in facts], pa.date32()),
            }
        )

    def _units(self) -> pa.Table:
        return pa.table(
            {
                "unit": pa.array(list(self.units), pa.int64()),
                "kind": pa.array(
                    [each[0] for each in self.units.values()], pa.string()
                ),
                "path": pa.array(
                    [each[1] for each in self.units.values()], pa.string()
                ),
            }
        )


UNITS = {
    1: ("ministry", "1."),
    2: ("province", "1.2."),
    3: ("county", "1.2.3."),
    4: ("municipality", "1.2.3.4."),
    5: ("municipality", "1.2.3.5."),
    6: ("county", "1.2.6."),
    7: ("province", "1.7."),
    8: ("county", "1.7.8."),
    9: ("office", "1.9."),
    12: ("organisation", "12."),
}


def drawn(seed: int, people: int) -> Land:
    """A land of all sorts; some hold two posts, some answer to several profiles."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    land = Land(UNITS)
    for person in range(1, people + 1):
        land.people[person] = (
            chance.choice([None, "official", "contractual"]),
            chance.choice([None, "f", "m"]),
            chance.choice([None, date(1950 + chance.randrange(55), 3, 21)]),
        )
        seats = {
            (chance.randrange(1, 4), chance.choice(list(UNITS)))
            for _ in range(chance.choice([1, 1, 1, 2]))
        }
        for post, unit in seats:
            for profile in range(1, chance.choice([2, 2, 3, 4])):
                verdict = chance.choice(WORDS)
                until = ON + timedelta(days=chance.randrange(1, 200))
                land.held.append(
                    Held(
                        person,
                        post,
                        unit,
                        profile,
                        verdict,
                        chance.choice([None, until]) if verdict == "eligible" else None,
                        chance.randrange(8) if verdict == "not_eligible" else 0,
                        chance.randrange(8) << 3 if verdict != "eligible" else 0,
                    )
                )
    return land
