"""Which people a list shows: what the address asks, read within the reader's scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from karamad.kernel.identifiers import mask
from karamad.kernel.text import clean
from karamad.registers.people.forms import WHO, looks_like_id
from karamad.registers.people.models import (
    Assignment,
    AssignmentKind,
    Degree,
    Employment,
    Person,
    PersonQuerySet,
    Post,
    Unit,
)
from karamad.registers.people.models.assignments import AssignmentQuerySet
from karamad.registers.people.models.tree import ids_below_on
from karamad.registers.people.rules import asked_names
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.asof import AsOf
from karamad.web.components import Chip
from karamad.web.paging import Count, count_up_to

SORTS = {"name": "sort_key", "service": "service_start"}
COMMON = 5_000  # people; a name that more bear is looked for along the alphabet


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the list of people."""

    as_of: AsOf
    words: str = ""
    unit: Unit | None = None
    post: Post | None = None
    kind: str = ""
    degree: str = ""
    employment: str = ""
    who: str = ""
    sort: str = "name"
    hid_an_id: bool = False

    @property
    def seats(self) -> AssignmentQuerySet | None:
        """The assignments that somebody of the list must hold on the day, if any."""
        if not (self.unit or self.post or self.kind):
            return None
        day = self.as_of.day
        seats = Assignment.objects.current().held_on(day)
        if self.unit and self.as_of.is_today:
            seats = seats.filter(unit__in=Unit.objects.below([self.unit.path]))
        elif self.unit:
            seats = seats.filter(unit__in=ids_below_on(self.unit, day))
        if self.post:
            seats = seats.filter(post=self.post)
        return seats.filter(kind=self.kind) if self.kind else seats


def read_asked(request: HttpRequest, user: User, as_of: AsOf) -> Asked:
    """Read the address. A unit out of the reader's reach is a 404, other noise none.

    What looks like a national id is not searched for by the address, and not shown.
    """
    given = {name: request.GET.get(name, "").strip() for name in request.GET}
    words = clean(given.get("q", ""))
    hidden = looks_like_id(words)
    unit = post = None
    if given.get("unit"):
        units = Unit.objects.visible_to(
            user, on=as_of.today, permission=Permission.PEOPLE_PERSON_LIST
        )
        unit = get_object_or_404(units, code=given["unit"])
    if given.get("post"):
        post = get_object_or_404(Post, code=given["post"])
    return Asked(
        as_of=as_of,
        words="" if hidden else words,
        unit=unit,
        post=post,
        kind=_one_of(given.get("kind"), AssignmentKind.values),
        degree=_one_of(given.get("degree"), Degree.values),
        employment=_one_of(given.get("employment"), Employment.values),
        who=_one_of(given.get("who"), [str(value) for value, _label in WHO]),
        sort=_one_of(given.get("sort"), [*SORTS, *(f"-{s}" for s in SORTS)]) or "name",
        hid_an_id=hidden,
    )


def _one_of(value: str | None, known: Iterable[str]) -> str:
    return value if value and value in known else ""


def found(asked: Asked, user: User) -> PersonQuerySet:
    """Return whom the reader may see of those asked for, unordered."""
    people = Person.objects.visible_to(
        user, on=asked.as_of.today, permission=Permission.PEOPLE_PERSON_LIST
    ).unmerged()
    day = asked.as_of.day
    if asked.who == "":
        people = people.serving_on(day)
    elif asked.who == "left":
        people = people.filter(Q(retired_on__lte=day) | Q(died_on__lte=day))
    for name in ("degree", "employment"):
        if value := getattr(asked, name):
            people = people.filter(**{name: value})
    seats = asked.seats
    if seats is not None:
        people = people.among(seats.holders())
    return _named(people, asked.words)


def _named(people: PersonQuerySet, words: str) -> PersonQuerySet:
    """Narrow to a name: the first reading of what was typed that somebody bears."""
    readings = asked_names(words)
    for keys in readings[:-1]:
        narrowed = people.named(*keys)
        if narrowed.exists():
            return narrowed
    return people.named(*readings[-1]) if readings else people


def ordered(people: PersonQuerySet, sort: str) -> PersonQuerySet:
    """Order by name or by length of service; always to the last key."""
    column = SORTS[sort.lstrip("-")]
    sign = "-" if sort.startswith("-") else ""
    return people.order_by(f"{sign}{column}", f"{sign}pk")


def counted(people: PersonQuerySet) -> Count:
    """Count up to the cap."""
    return count_up_to(people)


def chips(asked: Asked) -> list[Chip]:
    """Return the filters in force."""
    shown = []
    if asked.words:
        shown.append(Chip("q", asked.words, _("نام"), asked.words))
    if asked.unit:
        shown.append(Chip("unit", asked.unit.code, _("واحد"), asked.unit.name))
    if asked.post:
        shown.append(Chip("post", asked.post.code, _("پست"), asked.post.title))
    for name, label, choices in (
        ("kind", _("نوع حکم"), AssignmentKind.choices),
        ("degree", _("مدرک"), Degree.choices),
        ("employment", _("استخدام"), Employment.choices),
        ("who", _("چه کسانی"), WHO),
    ):
        if value := getattr(asked, name):
            shown.append(Chip(name, value, label, str(dict(choices)[value])))
    return shown


# ---- rows -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A person as a list shows him. national_id: masked unless the reader may know."""

    person: Person
    national_id: str
    seats: tuple[Assignment, ...]
    left_on: date | None

    @property
    def seat(self) -> Assignment | None:
        return self.seats[0] if self.seats else None

    @property
    def others(self) -> int:
        return max(len(self.seats) - 1, 0)


def rows_of(keys: Iterable[int], user: User, as_of: AsOf) -> list[Row]:
    """Load the people of a page, in the order of the keys, in three queries."""
    keys = list(keys)
    people = Person.objects.in_bulk(keys)
    roots = dict(
        Person.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    )
    held: dict[int, list[Assignment]] = {}
    seats = (
        Assignment.objects.current()
        .held_on(as_of.day)
        .filter(person__in=[*keys, *roots])
        .select_related("post", "unit")
        .order_by("-from_day", "pk")
    )
    for seat in seats:
        root = roots.get(seat.person_id) or seat.person_id
        held.setdefault(root, []).append(seat)
    plain = may(user, Permission.PEOPLE_NATIONAL_ID_VIEW, as_of.today)
    return [
        _row(people[key], held.get(key, []), as_of.day, plain=plain)
        for key in keys
        if key in people
    ]


def _row(person: Person, seats: list[Assignment], on: date, *, plain: bool) -> Row:
    ends = [day for day in (person.died_on, person.retired_on) if day and day <= on]
    national_id = person.national_id if plain else mask(person.national_id)
    return Row(person, national_id, tuple(seats), min(ends, default=None))


def may(user: User, permission: Permission, on: date) -> bool:
    """Test whether some role of the reader allows it."""
    return permission in user.permissions_on(on)
