"""Which people a list shows: what the address asks, read within the reader's scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from karamad.kernel.text import clean
from karamad.registers.people.forms import WHO, looks_like_id
from karamad.registers.people.models import (
    Assignment,
    AssignmentKind,
    Degree,
    Employment,
    NameKey,
    Person,
    PersonQuerySet,
    Post,
    Unit,
)
from karamad.registers.people.models.assignments import AssignmentQuerySet
from karamad.registers.people.models.persons import Seen, either
from karamad.registers.people.models.tree import ids_below_on
from karamad.registers.people.rules import asked_names
from karamad.registers.people.views.bearers import Bearers
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.asof import AsOf
from karamad.web.components import Chip
from karamad.web.paging import CAP, Count, LongPaginator, count_up_to, last_row

SORTS = {"name": "sort_key", "service": "service_start"}
LIST = Permission.PEOPLE_PERSON_LIST
COMMON = 60_000  # people; what more share is looked for along the alphabet
EARLY = 500  # people; up to there pages are read of a long list alone
NEAR = 200  # people of a scope of more than the cap; so many are soon met on the way


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

    def plain(self) -> dict[str, str]:
        """Return what was asked, as the audit keeps it."""
        asked = {
            "words": self.words,
            "unit": self.unit.code if self.unit else "",
            "post": self.post.code if self.post else "",
            "kind": self.kind,
            "degree": self.degree,
            "employment": self.employment,
            "who": self.who,
            "as_of": self.as_of.day.isoformat(),
        }
        return {name: value for name, value in asked.items() if value}


def read_asked(request: HttpRequest, user: User, as_of: AsOf) -> Asked:
    """Read the address. A unit out of the reader's reach is a 404, other noise none.

    What looks like a national id is not searched for by the address, and not shown.
    """
    given = {name: request.GET.get(name, "").strip() for name in request.GET}
    words = clean(given.get("q", ""))
    hidden = looks_like_id(words)
    unit = post = None
    if given.get("unit"):
        units = Unit.objects.visible_to(user, on=as_of.today, permission=LIST)
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


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a list shows. `few`: to be read from a short list, then put in order.

    A database left to itself reads half a million people along the alphabet to find
    ten of them, or collects half a million to show the first fifty; whoever knows how
    many there are tells it which way to go. counted: where they were counted already.
    bearers: of a name that may be borne by more than the cap; then the first pages are
    read and counted apart, for nobody puts ten thousand in order to see fifty. along:
    the same people, asked of each along the alphabet, where they are many; likewise.
    """

    people: PersonQuerySet
    few: bool
    counted: Count | None = None
    bearers: Bearers | None = None
    along: PersonQuerySet | None = None

    def keys(self, sort: str) -> QuerySet[Any, int]:
        """Return the keys in order; of a short list without the index of the order."""
        column = SORTS[sort.lstrip("-")]
        order: Any = F(column)
        if self.few:
            last = date.max if column == "service_start" else ""
            order = Coalesce(column, Value(last))
        order = order.desc() if sort.startswith("-") else order.asc()
        pk = "-pk" if sort.startswith("-") else "pk"
        return self.people.order_by(order, pk).values_list("pk", flat=True)


def page_of(
    asked: Asked, user: User, number: str | None, per_page: int
) -> tuple[Page[Any], Count]:
    """Return a page of keys and how many there are.

    A short list is read once: counted and cut here.
    """
    page: tuple[Page[Any], Count] | None = None
    for found in readings(asked, user):
        keys = found.keys(asked.sort)
        rows: Sequence[int] | QuerySet[Any, int] = keys
        counted = found.counted
        end = last_row(number, per_page)
        if found.bearers and end <= EARLY:
            counted = found.bearers.count(CAP)
            if asked.sort == "name":
                first = found.bearers.first(EARLY + 1, CAP)
                rows = keys if first is None else first
        elif found.along is not None and end <= NEAR:
            rows = Found(found.along, few=False).keys(asked.sort)
        elif found.few:
            rows = list(keys[: max(CAP, end) + 1])
            counted = Count(min(len(rows), CAP), len(rows) > CAP)
        counted = counted or count_up_to(found.people, CAP)
        page = LongPaginator(rows, per_page, counted).get_page(number), counted
        if counted.number:
            break
    assert page is not None  # noqa: S101 - there is always a reading
    return page


def readings(asked: Asked, user: User) -> Iterator[Found]:
    """Yield what the search may mean, the likeliest first."""
    today = asked.as_of.today
    scope = Scope(asked, Person.objects.seen_by(user, on=today, permission=LIST))
    seats = asked.seats
    found = scope.everybody() if seats is None else scope.holding(seats)
    names = asked_names(asked.words)
    if not names:
        yield found
    for keys in names:
        yield scope.named(found, keys)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the reader may list, of those the address asks for by their own facts.

    seen: whom he may see; None is everybody.
    """

    asked: Asked
    seen: Seen | None

    def door(self, people: PersonQuerySet) -> PersonQuerySet:
        """Those of `people` who are seen and asked for.

        SQLite begins with the first list of keys: `people` are narrowed already where
        the scope is the longer one.
        """
        return self._of_facts(people.among_seen(self.seen))

    def everybody(self) -> Found:
        people = self.door(Person.objects.all())
        return Found(people, few=self.seen is not None, along=self._along())

    def holding(self, seats: AssignmentQuerySet) -> Found:
        """Those who hold one of the seats."""
        if not count_up_to(seats, CAP).more:
            return Found(self.door(Person.objects.among(seats.holders())), few=True)
        if self.seen is not None:
            # Of his own people's seats, and of those by a record merged into theirs.
            own, by_merged = seats.holders()
            theirs = own.filter(person__in=either(self.seen.keys))
            return Found(self.door(Person.objects.among([theirs, by_merged])), few=True)
        # Some have two seats, some have left: it is those of the list who count.
        # Without the records merged into theirs they are not all, but enough.
        people = self.door(Person.objects.all())
        if (counted := count_up_to(people.among(seats.holders()[:1]), CAP)).more:
            return Found(people.holding(seats), few=False, counted=counted)
        if count_up_to(seats, COMMON).more:
            return Found(people.holding(seats), few=False)
        return Found(people.among(seats.holders()), few=True)

    def named(self, found: Found, keys: tuple[str, ...]) -> Found:
        """Those of the found of whom every key begins one of the names."""
        borne = {key: _count_bearers(key) for key in keys}
        if any(not each.number for each in borne.values()):
            return Found(found.people.none(), few=True)
        rarest = min(borne, key=lambda key: borne[key].number)
        if borne[rarest].more:
            return Found(found.people.named(*borne), found.few)
        others = [key for key in borne if key != rarest]
        common = borne[rarest].number > CAP
        if not common and self.asked.seats is None:
            bearing = Person.objects.bearing(rarest, *others)
            return Found(self.door(bearing), few=True)
        alone = common and not others and not found.few
        bearers = Bearers(found.people, rarest) if alone else None
        return Found(found.people.bearing(rarest, *others), few=True, bearers=bearers)

    def _of_facts(self, people: PersonQuerySet) -> PersonQuerySet:
        people = people.unmerged()
        day = self.asked.as_of.day
        if self.asked.who == "":
            people = people.serving_on(day)
        elif self.asked.who == "left":
            people = people.filter(Q(retired_on__lte=day) | Q(died_on__lte=day))
        for name in ("degree", "employment"):
            if value := getattr(self.asked, name):
                people = people.filter(**{name: value})
        return people

    def _along(self) -> PersonQuerySet | None:
        """Everybody of a long scope, asked of each; None where it is no long list."""
        asked, seen = self.asked, self.seen
        by_facts = asked.who == "left" or asked.degree or asked.employment
        if seen is None or seen.showing is None or by_facts or asked.words:
            return None
        if asked.sort.lstrip("-") != "name" or not count_up_to(seen.showing, CAP).more:
            return None
        return self._of_facts(Person.objects.along_seen(seen))


def _count_bearers(key: str) -> Count:
    """Count the names that begin so among people, up to what counts as common."""
    by_first, by_last = NameKey.objects.bearers(key)
    # The names themselves: nothing but their indexes is read.
    borne = by_first.values("first_name").union(by_last.values("last_name"), all=True)
    return count_up_to(borne, COMMON)


def found(asked: Asked, user: User) -> Found:
    """Return all of those asked for: what the first reading finds, else the last."""
    last: Found | None = None
    for last in readings(asked, user):
        if last.people.exists():
            break
    assert last is not None  # noqa: S101 - there is always a reading
    return last


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
