"""Persons: who they are, and what stands in their file that no event proves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from karamad.kernel.identifiers import mask
from karamad.registers.people.models.assignments import (
    Assignment,
    AssignmentQuerySet,
)
from karamad.registers.people.models.keys import Among
from karamad.registers.people.models.kinds import Degree, Employment, Gender
from karamad.registers.people.models.seen import EVER
from karamad.registers.people.models.units import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import (
    Entry,
    Recorded,
)
from karamad.web.encrypted import EncryptedTextField, blind_index

TOLD = 500  # names; more are read from their table in the question itself


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom a reader sees: holders of assignments in his units, and few others."""

    showing: AssignmentQuerySet | None
    others: tuple[QuerySet[Any, Any], ...]

    @property
    def keys(self) -> list[QuerySet[Any, Any]]:
        own = [] if self.showing is None else [self.showing.values_list("person")]
        return [*own, *self.others]


class PersonQuerySet(models.QuerySet["Person"]):
    def unmerged(self) -> Self:
        """One row a human being: records merged into another left out."""
        return self.filter(merged_into=None)

    def with_keys(self, keys: Iterable[int]) -> Self:
        """Those with these keys, however many."""
        return self.filter(Among(F("pk"), list(keys)))

    def serving_on(self, day: date) -> Self:
        """Neither retired nor dead on the day: those whom the counts count."""
        alive = Q(died_on=None) | Q(died_on__gt=day)
        working = Q(retired_on=None) | Q(retired_on__gt=day)
        return self.filter(alive, working)

    def identified_by(self, national_id: str) -> Self:
        """The person with this national id, ten digits (or a foreigner's twelve)."""
        return self.filter(blind_index=blind_index(national_id))

    def named(self, *keys: str) -> Self:
        """People of whom every key begins one of the names, in search spelling."""
        # Functions of the names, so that the order of the list is read along, not the
        # indexes of the names.
        found = self.alias(
            _first=Coalesce("first_name", Value("")),
            _last=Coalesce("last_name", Value("")),
        )
        for key in keys:
            names = NameKey.objects.names(key)
            found = found.filter(Q(_first__in=names) | Q(_last__in=names))
        return found

    def bearing(self, key: str, *others: str) -> Self:
        """As `named`, for a key that few bear: read from it, not along the list.

        The other keys are asked of its bearers' names before any person is read.
        """
        return self.among(
            [
                bearers.named(*others).values_list("pk")
                for bearers in NameKey.objects.bearers(key)
            ]
        )

    def holding(self, seats: AssignmentQuerySet) -> Self:
        """As `among(seats.holders())`, for seats that many hold: asked of each."""
        own = Exists(seats.filter(person=OuterRef("pk")))
        _, by_merged = seats.holders()  # few: one list for all, not asked of each
        return self.filter(Q(own) | Q(pk__in=by_merged))

    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.PEOPLE_PERSON_VIEW,
    ) -> Self:
        """People whom `user` may see: by their place, and always himself.

        A current or last assignment lies on or below a unit of the user's role; before
        the first assignment, the unit that loaded the person does. Records merged into
        one count together.
        Source: docs/architecture.md, rule 4 (scope at the door).
        """
        return self.among_seen(self.seen_by(user, on=on, permission=permission))

    def seen_by(self, user: User, *, on: date, permission: Permission) -> Seen | None:
        """Say whom `user` may see; None is everybody."""
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return None
        himself: tuple[QuerySet[Any, Any], ...] = ()
        if reach.himself:
            himself = (Person.objects.filter(account=user).values_list("pk"),)
        if not reach.unit_codes:
            return Seen(None, himself)
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        units = Unit.objects.below(granted.values_list("path", flat=True))
        from_units = seen_in(units, on)
        return Seen(from_units.showing, (*himself, *from_units.others))

    def among_seen(self, seen: Seen | None) -> Self:
        return self if seen is None else self.among(seen.keys)

    def along_seen(self, seen: Seen) -> Self:
        """As `among_seen`, for a reader of many: asked of each, along the list."""
        if seen.showing is None:
            return self.among_seen(seen)
        own = Exists(seen.showing.filter(person=OuterRef("pk")))
        return self.filter(Q(own) | Q(pk__in=either(seen.others)))

    def plain_to(
        self,
        user: User,
        keys: Iterable[int],
        *,
        on: date,
        among: Permission = Permission.PEOPLE_PERSON_VIEW,
    ) -> set[int]:
        """Return those of the keys whose national id `user` may read whole.

        The right reaches as far as the role that gives it, not as far as what another
        role shows. among: the permission by which these people were found.
        """
        permission = Permission.PEOPLE_NATIONAL_ID_VIEW
        if permission not in user.permissions_on(on):
            return set()
        reach = user.reach(permission, on=on)
        if reach.everywhere or reach == user.reach(among, on=on):
            return set(keys)
        open_to_him = self.visible_to(user, on=on, permission=permission)
        return set(open_to_him.filter(pk__in=keys).values_list("pk", flat=True))

    def seen_from(
        self, units: QuerySet[Unit], on: date
    ) -> Iterator[QuerySet[Any, Any]]:
        """Yield the keys of those with a current or last assignment in `units`."""
        yield from seen_in(units, on).keys

    def among(self, keys: Sequence[QuerySet[Any, Any]]) -> Self:
        """Those whose key is in one of the subqueries.

        One list of keys, not conditions joined by OR: a database reads the former by
        its indexes and the latter row by row.
        """
        return self.filter(pk__in=either(keys))


def seen_in(units: QuerySet[Unit], on: date) -> Seen:
    """Say who is seen from these units on the day."""
    showing = Assignment.objects.showing_on(on).filter(unit__in=units)
    _, by_merged = showing.holders()
    at_home = Person.objects.filter(home_unit__in=units, home_until__gt=on)
    return Seen(showing, (by_merged, at_home.values_list("pk")))


def either(keys: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Return the keys of all the subqueries as one."""
    first, *others = keys or [Person.objects.none().values_list("pk")]
    return first.union(*others, all=True) if others else first


class PersonFacts(models.Model):
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    father_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    degree = models.CharField(max_length=10, choices=Degree, blank=True)
    service_start = models.DateField(null=True)
    employment = models.CharField(max_length=12, choices=Employment, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    retired_on = models.DateField(null=True)
    died_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Person(PersonFacts, Recorded):
    """A public servant, an elected member, an instructor: one human being.

    An empty degree is *not stated*; `none` is stated to have none. A record merged into
    another keeps its rows; whoever asks for a person's facts asks for both.
    """

    # Written by the hundred thousand: PostgreSQL would ask for the one entry of a load
    # once a row. Entries stand for ever, the database sees to that.
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    national_id = EncryptedTextField()
    blind_index = models.CharField(max_length=32)
    foreigner = models.BooleanField(default=False)
    sort_key = models.CharField(max_length=200)
    home_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="The unit that loaded the person; says who sees one without a post.",
    )
    home_until = models.DateField(
        default=EVER,
        db_default=EVER,
        help_text="When the first assignment begins, and the home unit counts no more; "
        "derived.",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="merged",
        db_index=False,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            # Not `unique=True`: that brings PostgreSQL a second index, for LIKE.
            models.UniqueConstraint(
                name="person_identified_once", fields=["blind_index"]
            ),
            # Not one to one: few have an account, and its index holds only those.
            models.UniqueConstraint(
                name="account_of_one_person",
                fields=["account"],
                condition=Q(account__isnull=False),
            ),
            models.CheckConstraint(
                name="person_not_merged_into_himself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(first_name="") & ~Q(last_name=""),
            ),
        ]
        indexes = [
            # A long list is read along the alphabet from the index alone, whatever
            # its filters; so page 10,000 costs no row of the pages before it.
            models.Index(
                fields=[
                    "sort_key",
                    "id",
                    "merged_into",
                    "retired_on",
                    "died_on",
                    "degree",
                    "employment",
                ],
                name="person_alphabet",
            ),
            models.Index(fields=["service_start", "id"], name="person_service"),
            # By the name as it stands; `NameKey` knows which names are meant. Each with
            # the other name, so that who bears two words is found in these alone.
            models.Index(fields=["first_name", "last_name", "id"], name="person_names"),
            models.Index(
                fields=["last_name", "first_name", "id"], name="person_family"
            ),
            # Few have these two, and a row without costs their indexes nothing. Few of
            # those with a home are still seen from it: the day comes first.
            models.Index(
                fields=["home_until", "home_unit", "id"],
                condition=Q(home_unit__isnull=False),
                name="person_at_home",
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="person_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def record_ids(self) -> tuple[int, ...]:
        """The keys of all records of this human being: his own and those merged in."""
        merged = Person.objects.filter(merged_into=self).order_by("pk")
        return (self.pk, *merged.values_list("pk", flat=True))

    @property
    def masked(self) -> str:
        """The national id as those see it who need not know it."""
        return mask(self.national_id)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class NameKeyQuerySet(models.QuerySet["NameKey"]):
    def beginning(self, key: str) -> Self:
        """Names of which a word begins so."""
        return self.filter(key__begins=key)

    def names(self, key: str) -> Sequence[str] | QuerySet[Any, Any]:
        """Return the names of which a word begins so, to be looked for.

        PostgreSQL knows how many bear a name that it is told; of names that it has yet
        to read it thinks that everybody bears them, and reads everybody.
        """
        names = self.beginning(key).values_list("name", flat=True)
        if connection.vendor != "postgresql":
            return names
        told = list(names.distinct()[: TOLD + 1])
        return told if len(told) <= TOLD else names

    def bearers(self, key: str) -> tuple[PersonQuerySet, PersonQuerySet]:
        """Those whose first name, and those whose family name, has such a word."""
        names = self.names(key)
        return (
            Person.objects.filter(first_name__in=names),
            Person.objects.filter(last_name__in=names),
        )


class NameKey(models.Model):
    """One word, in search spelling, of a name that people bear; derived.

    Names are far fewer than people, so a name is taken apart once and stays here,
    whoever bears it: people are found through it by what stands in their own row, and a
    correction of theirs changes nothing here.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=60)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="name_taken_apart_once", fields=["name", "key"]
            ),
        ]
        indexes = [
            models.Index(
                fields=["key", "name"],
                name="name_begins",
                opclasses=["varchar_pattern_ops", "varchar_ops"],  # for LIKE 'prefix%'
            ),
        ]

    def __str__(self) -> str:
        return self.key
