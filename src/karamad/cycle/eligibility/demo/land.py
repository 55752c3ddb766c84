"""Where the demo nation lives: real provinces, and below them places that are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import NamedTuple

from karamad.cycle.eligibility.demo.names import place
from karamad.cycle.eligibility.demo.rows import UnitRow
from karamad.registers.people.seeds import SeedProvince, provinces

# The nation of the mission: its people, and the units they were counted in.
MISSION = 513_000
HOME_PROVINCE = "29"
LARGE_VILLAGE = 1_500  # people, above which a council has five members


class Seat(NamedTuple):
    """A post that somebody holds in a unit."""

    post: str
    unit: str
    province: str


class Workplace(NamedTuple):
    """A municipality's office, and how much of the staff works there."""

    unit: str
    province: str
    weight: float


@dataclass(slots=True)
class Land:
    """units: parents before children. seats: in the order in which they are filled."""

    units: list[UnitRow] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    workplaces: list[Workplace] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Home:
    """The places of South Khorasan where the planted people serve."""

    municipality: UnitRow
    office: str
    village: str
    district: str
    governor_office: str

    @classmethod
    def of(cls, land: Land) -> Home:
        """Return the first municipality, village and district of the home province."""

        def first(kind: str) -> UnitRow:
            return next(
                unit
                for unit in land.units
                if (unit.province, unit.kind) == (HOME_PROVINCE, kind)
            )

        town = first("municipality")
        return cls(
            town,
            f"{town.code}-1",
            first("village_admin").code,
            first("district").code,
            f"S{HOME_PROVINCE}-GO",
        )

    def planted_units(self) -> frozenset[str]:
        """Return the units whose posts the planted people hold alone."""
        return frozenset((self.municipality.code, self.village))


def land(people: int, rng: Random) -> Land:
    """Return the units and seats for a nation of so many people."""
    made = Land()
    _Surveyor(made, people, rng).survey()
    return made


def _scaled(people: int, each: float, most: int) -> int:
    return max(31, min(most, round(people / each)))


class _Surveyor:
    def __init__(self, made: Land, people: int, rng: Random) -> None:
        self.made = made
        self.people = people
        self.rng = rng
        self.numbers = count()
        self.provinces = provinces()

    def survey(self) -> None:
        self._national()
        for province in self.provinces:
            self._province(province)
        counties = self._counties(_scaled(self.people, 85, 482))
        districts = self._districts(counties, _scaled(self.people, 60, 1184))
        towns = self._municipalities(counties, _scaled(self.people, 65, 1450))
        villages = self._villages(districts, _scaled(self.people, 15.4, 34_000))
        self._councils(towns, villages)

    def _name(self) -> tuple[str, str]:
        return place(next(self.numbers))

    def _unit(self, row: UnitRow) -> UnitRow:
        self.made.units.append(row)
        return row

    def _seat(self, post: str, unit: UnitRow, number: int = 1) -> None:
        self.made.seats += [Seat(post, unit.code, unit.province)] * number

    def _national(self) -> None:
        ministry = self._unit(
            UnitRow("S-MOI", "وزارت کشور", "Ministry of Interior", "ministry", "", "23")
        )
        self._unit(
            UnitRow(
                "S-MDO",
                "سازمان شهرداری‌ها و دهیاری‌های کشور",
                "Organisation of Municipalities and Village Administrations",
                "organisation",
                ministry.code,
                "23",
            )
        )
        ports = self._unit(
            UnitRow(
                "S-PMO",
                "سازمان بنادر و دریانوردی",
                "Ports and Maritime Organisation",
                "organisation",
                "",
                "23",
            )
        )
        self._seat("MGR-SENIOR-01", ministry, 2)
        self._seat("PMO-BASE-01", ports, 3)

    def _province(self, province: SeedProvince) -> None:
        office = self._unit(
            UnitRow(
                f"S{province.code}-GO",
                f"استانداری {province.name}",
                f"Governor’s office of {province.name_en}",
                "office",
                province.code,
                province.code,
            )
        )
        for post in ("POLITICAL-DG", "IT-MANAGER", "MGR-SENIOR-01", "MGR-MIDDLE-01"):
            self._seat(post, office)

    def _counties(self, number: int) -> list[UnitRow]:
        made = []
        for k in range(number):
            province = self.provinces[k % 31].code
            name, name_en = self._name()
            code = f"S{province}{k // 31 + 1:02}"
            unit = UnitRow(
                code,
                f"شهرستان {name}",
                f"{name_en} County (sample)",
                "county",
                province,
                province,
            )
            made.append(self._unit(unit))
            self._seat("COUNTY-GOVERNOR", unit)
        return made

    def _districts(self, counties: list[UnitRow], number: int) -> list[UnitRow]:
        made = []
        for k, county in _dealt(counties, number):
            name, name_en = self._name()
            unit = UnitRow(
                f"{county.code}{k:02}",
                f"بخش {name}",
                f"{name_en} District (sample)",
                "district",
                county.code,
                county.province,
            )
            made.append(self._unit(unit))
            self._seat("DISTRICT-GOVERNOR", unit)
        return made

    def _municipalities(self, counties: list[UnitRow], number: int) -> list[UnitRow]:
        made = []
        for k, county in _dealt(counties, number):
            name, name_en = self._name()
            population = int(4_000 * 2 ** self.rng.triangular(0, 9.2, 1.5))
            grade = max(1, min(12, len(f"{population // 4_000:b}") + k % 3))
            unit = UnitRow(
                f"{county.code}M{k}",
                f"شهرداری {name}",
                f"Municipality of {name_en} (sample)",
                "municipality",
                county.code,
                county.province,
                population,
                max(1, min(10, grade - 1)),
                grade,
            )
            made.append(self._unit(unit))
            self._seat("MAYOR", unit)
            self._offices(unit)
        return made

    def _offices(self, town: UnitRow) -> None:
        weight = (town.population or 1) ** 0.75
        self.made.workplaces.append(Workplace(town.code, town.province, weight * 0.3))
        offices = (
            ("1", "ادارهٔ مالی", "Finance office"),
            ("2", "ادارهٔ شهرسازی", "Planning office"),
            ("3", "ادارهٔ خدمات شهری", "Urban-services office"),
        )
        for number, name, name_en in offices:
            code = f"{town.code}-{number}"
            full_name = f"{name} {town.name}"
            full_name_en = f"{name_en}, {town.name_en}"
            self._unit(
                UnitRow(
                    code, full_name, full_name_en, "office", town.code, town.province
                )
            )
            self.made.workplaces.append(Workplace(code, town.province, weight * 0.23))

    def _villages(self, districts: list[UnitRow], number: int) -> list[UnitRow]:
        made = []
        for k, district in _dealt(districts, number):
            name, name_en = self._name()
            unit = UnitRow(
                f"{district.code}V{k:03}",
                f"دهیاری {name}",
                f"Village administration of {name_en} (sample)",
                "village_admin",
                district.code,
                district.province,
                int(150 * 2 ** self.rng.triangular(0, 5, 1)),
            )
            made.append(self._unit(unit))
            self._seat("DEHYAR", unit)
            if len(made) % 10 == 0:
                self._seat("DEHYARI-FINANCE", unit)
        return made

    def _councils(self, towns: list[UnitRow], villages: list[UnitRow]) -> None:
        for town in towns:
            unit = self._council(town, "شورای شهر", "City council of")
            self._seat("CITY-COUNCIL", unit, city_seats(town.population or 0))
        for village in villages:
            unit = self._council(village, "شورای روستای", "Village council of")
            large = (village.population or 0) > LARGE_VILLAGE
            self._seat("VILLAGE-COUNCIL", unit, 5 if large else 3)

    def _council(self, of: UnitRow, what: str, what_en: str) -> UnitRow:
        name = of.name.split(" ", 1)[1]
        name_en = of.name_en.rsplit(" of ", 1)[-1]
        return self._unit(
            UnitRow(
                f"{of.code}C",
                f"{what} {name}",
                f"{what_en} {name_en}",
                "council",
                of.parent,
                of.province,
                of.population,
            )
        )


def _dealt(parents: list[UnitRow], number: int) -> Iterator[tuple[int, UnitRow]]:
    """Deal so many children out to the parents in turn, numbered within each."""
    for k in range(number):
        yield k // len(parents) + 1, parents[k % len(parents)]


def city_seats(population: int) -> int:
    """Return the members of a city council; Tehran itself is not in the demo.

    Source: docs/domain.md 8.1.
    """
    bands = (50_000, 200_000, 500_000, 1_000_000, 2_000_000)
    return 5 + 2 * sum(population > band for band in bands)
