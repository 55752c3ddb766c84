"""Naming many people at once: from a list of national ids, or who lacks the course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import seating
from karamad.cycle.delivery.actions.seating import Seated
from karamad.cycle.delivery.models import EnrolmentState, Nomination, Run, Source
from karamad.cycle.planning.actions.lacking import Area, lacks, who_lacks
from karamad.kernel.identifiers import IdFault, NationalId, mask, read_national_id
from karamad.registers.people.models import Person, Unit
from karamad.registers.people.models.persons import FormerIdentity
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit import actions as audit
from karamad.web.encrypted import blind_index

Key = TypeVar("Key", int, str)

MOST = 20_000  # named in one act
AT_ONCE = 900  # keys in one query
TWICE, NOT_YOURS = "twice", "not_in_reach"
NOMINATE = Permission.DELIVERY_ENROLMENT_NOMINATE


class TooMany(Exception):
    """More people than one act can name."""


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


@transaction.atomic
def nominate_typed(
    *, run: Run, typed: Sequence[Typed], source: Source, by: User, at: datetime
) -> Nomination:
    """Name everyone a list names; who is refused does not hold up the others.

    Errors: TooMany.
    """
    if len(typed) > MOST:
        raise TooMany
    read = read_list(typed, by=by, on=localdate(at))
    seated = seating.nominate(people=read.people, run=run, by=by, at=at)
    return _kept(run, source, read, seated, by, at)


@transaction.atomic
def nominate_people(
    *, run: Run, people: Collection[int], by: User, at: datetime
) -> Nomination:
    """Name people by their keys, those of them whom the officer may see.

    Errors: TooMany.
    """
    if len(people) > MOST:
        raise TooMany
    seen = _in_reach(people, by, localdate(at))
    chosen = [key for key in people if key in seen]
    ids = _ids(chosen)
    found = {key: Typed(row, ids[key]) for row, key in enumerate(chosen, start=1)}
    seated = seating.nominate(people=chosen, run=run, by=by, at=at)
    return _kept(run, Source.LACKING, Read(found, ()), seated, by, at)


def nominate_lacking(*, run: Run, unit: Unit, by: User, at: datetime) -> Nomination:
    """Name whoever of a unit and below lacks the course that his post's profile asks.

    Errors: NoExtract before the registers were copied; TooMany.
    """
    on = localdate(at)
    area = Area(unit)
    wanted = {
        (each.profile, each.criterion)
        for each in lacks(area, on).rows
        if run.course.code in each.courses
    }
    people: list[int] = []
    for profile, criterion in sorted(wanted):
        people += who_lacks(area, profile=profile, criterion=criterion, on=on)
    people = sorted(set(people))
    return nominate_people(run=run, people=people, by=by, at=at)


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


def _people_of(ids: Iterable[str]) -> dict[str, int]:
    """Return the key of each person by national id, also by one corrected since."""
    by_index = {blind_index(digits): digits for digits in ids}
    found: dict[str, int] = {}
    for some in _batches(list(by_index)):
        former = FormerIdentity.objects.filter(blind_index__in=some)
        today = Person.objects.filter(blind_index__in=some)
        found |= dict(former.values_list("blind_index", "person"))
        found |= dict(today.values_list("blind_index", "pk"))
    merged: dict[int, Any] = {}
    for keys in _batches(list(set(found.values()))):
        away = Person.objects.filter(pk__in=keys).exclude(merged_into=None)
        merged |= dict(away.values_list("pk", "merged_into"))
    return {by_index[index]: merged.get(key, key) for index, key in found.items()}


def _in_reach(people: Iterable[int], by: User, on: date) -> set[int]:
    seen: set[int] = set()
    visible = Person.objects.visible_to(by, on=on, permission=NOMINATE).unmerged()
    for some in _batches(sorted(set(people))):
        seen |= set(visible.filter(pk__in=some).values_list("pk", flat=True))
    return seen


def _ids(people: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _batches(people):
        rows = Person.objects.filter(pk__in=some)
        found |= dict(rows.values_list("pk", "national_id"))
    return found


def _kept(
    run: Run, source: Source, read: Read, seated: Seated, by: User, at: datetime
) -> Nomination:
    against = [
        Refused(
            read.people[person],
            tuple((each.ground.value, each.about) for each in refusals),
        )
        for person, refusals in seated.refused.items()
    ]
    refused = sorted((*read.refused, *against), key=lambda each: each.typed.row)
    states = Counter(row.state for row in seated.enrolled)
    named = len(read.people) + len(read.refused)
    entry = audit.record(
        act="delivery:nomination:make",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"source": source.value, "named": named, "refused": len(refused)},
    )
    return Nomination.objects.create(
        run=run,
        source=source,
        made_by=by,
        seat=by.acting_for,
        named=named,
        placed=states[EnrolmentState.PLACED],
        waiting=states[EnrolmentState.WAITING],
        asked=states[EnrolmentState.ASKED],
        refused=[each.plain for each in refused],
        typed="\n".join(each.typed.text for each in refused),
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def take_refused(
    *, nomination: Nomination, by: User, at: datetime
) -> list[tuple[str, list[Any]]]:
    """Hand back what was refused, as it was typed, each with its kept reasons.

    The national ids leave the house: the audit says who took them.
    """
    audit.record(
        act="delivery:nomination:take",
        subject=("nomination", nomination.pk),
        by=by,
        at=at,
        after={"rows": len(nomination.refused)},
    )
    typed = nomination.typed.split("\n")
    return list(zip(typed, nomination.refused, strict=False))


def _masked(text: str) -> str:
    """Return what was typed as those see it who need not know it."""
    read = read_national_id(text)
    return mask(read.digits if isinstance(read, NationalId) else text[:20])


def _batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
