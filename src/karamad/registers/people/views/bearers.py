"""The first, along the alphabet, of thousands who bear a name.

To show fifty of fifty thousand not all of them need be put in order: their family
names are a few hundred, and say which of them come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from karamad.registers.people.models import NameKey, Person, PersonQuerySet
from karamad.registers.people.rules import person_sort_key
from karamad.web.paging import Count, count_up_to

ENOUGH = 2  # times as many as asked for are read: some of them have left


@dataclass(frozen=True, slots=True)
class Bearers:
    """Those of `people` with a word in their names that begins with `key`."""

    people: PersonQuerySet
    key: str

    def count(self, cap: int) -> Count:
        """Count them; whoever finds enough by one of the two names looks no further."""
        names = NameKey.objects.names(self.key)
        for bearing in ({"last_name__in": names}, {"first_name__in": names}):
            counted = count_up_to(self.people.filter(**bearing), cap)
            if counted.more:
                return counted
        return count_up_to(self.people.bearing(self.key), cap)

    def first(self, rows: int, most: int) -> Sequence[int] | QuerySet[Any, int] | None:
        """Return the keys of the first, in order; None where that takes reading all.

        rows: how many are wanted. most: by how many first names people are read whole;
        beyond it they lie evenly enough to be met along the alphabet.
        """
        by_first, by_last = NameKey.objects.bearers(self.key)
        names = NameKey.objects.names(self.key)
        if count_up_to(self.people.filter(first_name__in=names), most).more:
            along = self.people.named(self.key).order_by("sort_key", "pk")
            return along.values_list("pk", flat=True)
        chosen, end = self._first_family_names(by_last, ENOUGH * rows)
        theirs = Person.objects.filter(last_name__in=chosen)
        found = self.people.among(
            [theirs.values_list("pk"), by_first.values_list("pk")]
        )
        if end is not None:
            # Whoever stands before the first name left out bears one that is not.
            found = found.filter(sort_key__lt=end)
        # By an expression, so that few are put in order and not the alphabet read.
        found = found.order_by(Coalesce("sort_key", Value("")), "pk")
        keys = list(found.values_list("pk", flat=True)[:rows])
        return keys if end is None or len(keys) == rows else None

    def _first_family_names(
        self, by_last: PersonQuerySet, enough: int
    ) -> tuple[list[str], str | None]:
        """Return names that so many bear, and where the next name begins, if any."""
        borne = by_last.values_list("last_name").annotate(CountOf("pk")).order_by()
        places = sorted(
            (person_sort_key(first_name="", last_name=name), name, count)
            for name, count in borne
        )
        chosen: list[str] = []
        last = ""
        for start, name, count in places:
            # Spellings of one name, and what is cut off the longest, share a place.
            if enough <= 0 and start != last:
                return chosen, start
            chosen.append(name)
            last, enough = start, enough - count
        return chosen, None
