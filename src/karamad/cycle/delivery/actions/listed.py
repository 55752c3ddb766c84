"""Whom a list of national ids names, among those the officer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from karamad.cycle.delivery.actions.humans import humans
from karamad.kernel.identifiers import IdFault, NationalId, mask, read_national_id
from karamad.registers.people.models import Person
from karamad.registers.people.models.former import FormerIdentity
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.encrypted import blind_index

Key = TypeVar("Key", int, str)

AT_ONCE = 900  # keys in one query
TWICE, NOT_YOURS = "twice", "not_in_reach"
NOMINATE = Permission.DELIVERY_ENROLMENT_NOMINATE


@dataclass(frozen=True, slots=True)
class Typed:
    """One of those named, as he was typed. row: in the file or list, from 1."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One who was not taken, and why: codes, each with the fact that decided it."""

    typed: Typed
    grounds: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> list[object]:
        return [
            self.typed.row,
            _masked(self.typed.text),
            [list(g) for g in self.grounds],
        ]


@dataclass(frozen=True, slots=True)
class Read:
    """Whom a list names, in its order, and which of its rows name nobody here."""

    people: dict[int, Typed]
    refused: tuple[Refused, ...]


def read_list(typed: Sequence[Typed], *, by: User, on: date) -> Read:
    """Return whom a list of national ids names, among those the officer may see.

    Somebody out of reach and nobody at all get the same answer.
    """
    ids: dict[str, Typed] = {}
    refused: list[Refused] = []
    for each in typed:
        read = read_national_id(each.text)
        if isinstance(read, IdFault):
            refused.append(Refused(each, ((read.value, ""),)))
        elif read.digits in ids:
            refused.append(Refused(each, ((TWICE, str(ids[read.digits].row)),)))
        else:
            ids[read.digits] = each
    known = _people_of(ids)
    seen = _in_reach(known.values(), by, on)
    people: dict[int, Typed] = {}
    for digits, each in ids.items():
        key = known.get(digits)
        if key is None or key not in seen:
            refused.append(Refused(each, ((NOT_YOURS, ""),)))
        elif key in people:
            refused.append(Refused(each, ((TWICE, str(people[key].row)),)))
        else:
            people[key] = each
    return Read(people, tuple(refused))


def listed(people: Collection[int], *, by: User, on: date) -> list[Typed]:
    """Return people given by their keys as a list of those whom the officer may see."""
    seen = _in_reach(people, by, on)
    chosen = [key for key in dict.fromkeys(people) if key in seen]
    ids: dict[int, str] = {}
    for some in _batches(chosen):
        rows = Person.objects.filter(pk__in=some)
        ids |= dict(rows.values_list("pk", "national_id"))
    return [Typed(row, ids[key]) for row, key in enumerate(chosen, start=1)]


def _people_of(ids: Iterable[str]) -> dict[str, int]:
    """Return the key of each person by national id, also by one corrected since."""
    by_index = {blind_index(digits): digits for digits in ids}
    found: dict[str, int] = {}
    for some in _batches(list(by_index)):
        former = FormerIdentity.objects.filter(blind_index__in=some)
        today = Person.objects.filter(blind_index__in=some)
        found |= dict(former.values_list("blind_index", "person"))
        found |= dict(today.values_list("blind_index", "pk"))
    whose = humans(found.values())
    return {by_index[index]: whose[key] for index, key in found.items()}


def _in_reach(people: Iterable[int], by: User, on: date) -> set[int]:
    seen: set[int] = set()
    visible = Person.objects.visible_to(by, on=on, permission=NOMINATE).unmerged()
    for some in _batches(sorted(set(people))):
        seen |= set(visible.filter(pk__in=some).values_list("pk", flat=True))
    return seen


def _masked(text: str) -> str:
    """Return what was typed as those see it who need not know it."""
    read = read_national_id(text)
    return mask(read.digits if isinstance(read, NationalId) else text[:20])


def _batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
