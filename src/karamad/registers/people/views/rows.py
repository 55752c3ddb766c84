"""The people of one page of a list, as plain values.

A table of fifty reads a few columns of four tables: whole rows of them, made into
objects, would take longer than finding who stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from karamad.kernel.identifiers import mask
from karamad.registers.people.models import (
    Assignment,
    AssignmentKind,
    Degree,
    Employment,
    Person,
)
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.addresses import of_rows
from karamad.web.asof import AsOf
from karamad.web.display import labels


class Listed(NamedTuple):
    """What a list reads of a person."""

    pk: int
    first_name: str
    last_name: str
    national_id: str
    degree: str
    employment: str
    service_start: date | None
    retired_on: date | None
    died_on: date | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Seat(NamedTuple):
    """What a list reads of an assignment."""

    person: int
    kind: str
    from_day: date
    post_code: str
    post_title: str
    post_title_en: str
    unit_code: str
    unit_name: str
    unit_name_en: str


SEAT = (
    "person",
    "kind",
    "from_day",
    "post__code",
    "post__title",
    "post__title_en",
    "unit__code",
    "unit__name",
    "unit__name_en",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person as a list shows him, in the words of the page's language.

    national_id: masked unless the reader may know. kind: of the first seat. died: the
    person has left by the day, and by death.
    """

    person: Listed
    url: str
    national_id: str
    degree: str
    employment: str
    seats: tuple[Seat, ...]
    kind: str
    left_on: date | None
    died: bool

    @property
    def seat(self) -> Seat | None:
        return self.seats[0] if self.seats else None

    @property
    def others(self) -> int:
        return max(len(self.seats) - 1, 0)


def rows_of(keys: Iterable[int], user: User, as_of: AsOf) -> list[Row]:
    """Load the people of a page, in the order of the keys, in three queries."""
    keys = list(keys)
    listed = Person.objects.filter(pk__in=keys).values_list(*Listed._fields)
    people = {row[0]: Listed(*row) for row in listed}
    held = _held(keys, as_of.day)
    plain = _plain(keys, user, as_of)
    draw = _drawing(as_of.day)
    return [
        draw(people[key], held.get(key, ()), key in plain)
        for key in keys
        if key in people
    ]


def _held(keys: list[int], on: date) -> Mapping[int, tuple[Seat, ...]]:
    """Return the seats of each on the day, the latest first, merged records' too."""
    roots = dict(
        Person.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    )
    held: dict[int, tuple[Seat, ...]] = {}
    seats = (
        Assignment.objects.current()
        .held_on(on)
        .filter(person__in=[*keys, *roots])
        .order_by("-from_day", "pk")
    )
    for row in seats.values_list(*SEAT):
        seat = Seat(*row)
        root = roots.get(seat.person) or seat.person
        held[root] = (*held.get(root, ()), seat)
    return held


def _plain(keys: list[int], user: User, as_of: AsOf) -> set[int]:
    """Return those whose national id the reader may read whole."""
    if not may(user, Permission.PEOPLE_NATIONAL_ID_VIEW, as_of.today):
        return set()
    return Person.objects.plain_to(
        user, keys, on=as_of.today, among=Permission.PEOPLE_PERSON_LIST
    )


def _drawing(on: date) -> Callable[[Listed, tuple[Seat, ...], bool], Row]:
    """Return what makes a row; words and addresses are looked up once for all."""
    degrees, employments = labels(Degree), labels(Employment)
    kinds = labels(AssignmentKind)
    # The page of a person belongs to whoever judges him, where that is installed.
    url_of = of_rows("eligibility:passport", "people:person")

    def draw(person: Listed, seats: tuple[Seat, ...], plain: bool) -> Row:  # noqa: FBT001
        died = person.died_on is not None and person.died_on <= on
        ends = [d for d in (person.died_on, person.retired_on) if d and d <= on]
        return Row(
            person=person,
            url=url_of(person.pk),
            national_id=person.national_id if plain else mask(person.national_id),
            degree=degrees.get(person.degree, ""),
            employment=employments.get(person.employment, ""),
            seats=seats,
            kind=kinds[seats[0].kind] if seats else "",
            left_on=min(ends, default=None),
            died=died,
        )

    return draw


def may(user: User, permission: Permission, on: date) -> bool:
    """Test whether some role of the reader allows it."""
    return permission in user.permissions_on(on)
