"""Naming many people at once: few while the officer waits, many by a worker.

Whom a list names is read once; then its rows are gone through in batches, each in one
transaction with its places, its messages and how far it got. Wherever it breaks off,
everybody was named and told once or not yet, and the rest goes on from there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import seating
from karamad.cycle.delivery.actions.listed import (
    Read,
    Refused,
    Typed,
    listed,
    read_list,
)
from karamad.cycle.delivery.models import EnrolmentState, Nomination, Run, Source
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.planning.actions.behind import people_behind
from karamad.cycle.planning.actions.lacking import Area, lacks, who_lacks
from karamad.cycle.planning.actions.programmes import who_is_left
from karamad.cycle.planning.models import Need, Programme
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

MOST = 20_000  # named in one act
BATCH = 500  # rows in one transaction; so many are named while the officer waits
SILENCE = timedelta(seconds=60)  # after which whoever worked on it has died

Clock = Callable[[], datetime]


class TooMany(Exception):
    """More people than one act can name."""


class Elsewhere(Exception):
    """The run is not of the course that the need, or the programme, asks for."""


# ---- asked for --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Names:
    """Whom an act names, and whence. need, programme: whose people they are."""

    typed: Sequence[Typed]
    source: Source
    need: Need | None = None
    programme: str = ""


def nominate_typed(
    *,
    run: Run,
    typed: Sequence[Typed],
    source: Source,
    by: User,
    at: datetime,
    once: UUID | None = None,
) -> Nomination:
    """Name everyone a list names; who is refused does not hold up the others.

    Few are named before this returns; else `tasks.start` is to be called, and the rest
    is a worker's. once: the key of the form, with which a second click finds what the
    first one began. Errors: TooMany.
    """
    return _nominate(run, Names(typed, source), by, at, once)


def nominate_people(
    *,
    run: Run,
    people: Collection[int],
    by: User,
    at: datetime,
    once: UUID | None = None,
) -> Nomination:
    """Name people by their keys, those of them whom the officer may see.

    As with a list. Errors: TooMany.
    """
    if len(people) > MOST:
        raise TooMany
    typed = listed(people, by=by, on=localdate(at))
    return _nominate(run, Names(typed, Source.LACKING), by, at, once)


def nominate_lacking(
    *, run: Run, unit: Unit, by: User, at: datetime, once: UUID | None = None
) -> Nomination:
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
    return nominate_people(run=run, people=people, by=by, at=at, once=once)


def nominate_needed(
    *, run: Run, need: Need, by: User, at: datetime, once: UUID | None = None
) -> Nomination:
    """Name the people behind a need, those of them whom the officer may see.

    Errors: Elsewhere; NobodyNamed; NoExtract before the registers were copied; TooMany.
    """
    if run.course_id != need.course_id:
        raise Elsewhere
    typed = needed_people(need, by=by, on=localdate(at))
    return _nominate(run, Names(typed, Source.NEED, need), by, at, once)


def needed_people(need: Need, *, by: User, on: date) -> list[Typed]:
    """Return whom a need would name, as a list. Errors: NobodyNamed, NoExtract."""
    return listed(people_behind(need, on=on), by=by, on=on)


def nominate_left(
    *,
    run: Run,
    left: tuple[Programme, Unit],
    by: User,
    at: datetime,
    once: UUID | None = None,
) -> Nomination:
    """Name who of a unit has not passed all of a programme, of those he may see.

    Errors: Elsewhere; NoExtract before the registers were copied; TooMany.
    """
    programme, unit = left
    if not programme.courses.filter(pk=run.course_id).exists():
        raise Elsewhere
    typed = left_people(programme, unit, by=by, on=localdate(at))
    names = Names(typed, Source.LEFT, programme=programme.code)
    return _nominate(run, names, by, at, once)


def left_people(programme: Programme, unit: Unit, *, by: User, on: date) -> list[Typed]:
    """Return who is left of a programme in a unit, as a list. Errors: NoExtract."""
    return listed(who_is_left(programme, unit, on), by=by, on=on)


@transaction.atomic
def _nominate(
    run: Run, names: Names, by: User, at: datetime, once: UUID | None
) -> Nomination:
    typed = names.typed
    if len(typed) > MOST:
        raise TooMany
    made = Nomination(
        run=run,
        source=names.source,
        need=names.need,
        made_by=by,
        seat=by.acting_for,
        named=len(typed),
        once=once,
        given=_given(typed),
        typed="",
        heard_at=at,
        recorded_at=at,
    )
    begun = _begun_before(made) or _begin(made, names.programme)
    if begun is not None:
        return begun
    if len(typed) <= BATCH:
        read = read_list(typed, by=by, on=localdate(at))
        _name(made, typed, read, by, at)
    return made


def _begun_before(made: Nomination) -> Nomination | None:
    if made.once is None:
        return None
    return Nomination.objects.filter(made_by=made.made_by, once=made.once).first()


def _begin(made: Nomination, programme: str) -> Nomination | None:
    """Write down that people are named; returns what another click began meanwhile."""
    made.entry = audit.record(
        act="delivery:nomination:make",
        subject=("run", made.run.code),
        by=made.made_by,
        at=made.recorded_at,
        after={
            "source": str(made.source),
            "named": made.named,
            **({"need": made.need_id} if made.need_id else {}),
            **({"programme": programme} if programme else {}),
        },
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        begun = _begun_before(made)
        if begun is None:
            raise
        return begun
    return None


# ---- done -------------------------------------------------------------------


def run(nomination_id: int, *, clock: Clock) -> Nomination:
    """Name whom the act has not reached yet, one transaction a batch.

    Stops without a word when it is over, or another worker took it over.
    """
    with transaction.atomic():
        made = _locked(nomination_id)
        if made.is_over:
            return made
        made.progress, made.heard_at = Progress.RUNNING, clock()
        made.tries += 1
        made.save(update_fields=["progress", "heard_at", "tries"])
    # A worker knows no session: the officer sits again where he named from.
    by = made.made_by
    by.acting_for = made.seat
    typed = _typed(made.given)
    read = read_list(typed, by=by, on=localdate(clock()))
    reached = made.reached
    while not made.is_over:
        with transaction.atomic():
            made = _locked(nomination_id)
            if made.is_over or made.reached != reached:
                return made
            batch = typed[reached : reached + BATCH]
            _name(made, batch, read, by, clock())
            reached = made.reached
    return made


def _name(
    made: Nomination, batch: Sequence[Typed], read: Read, by: User, at: datetime
) -> None:
    """Name those of a batch, and keep what came of it and how far it got."""
    rows = {each.row for each in batch}
    people = {key: each for key, each in read.people.items() if each.row in rows}
    seated = seating.nominate(
        people=people, run=made.run, by=by, at=at, nomination=made
    )
    against = [
        Refused(
            people[person],
            tuple((each.ground.value, each.about) for each in refusals),
        )
        for person, refusals in seated.refused.items()
    ]
    unread = [each for each in read.refused if each.typed.row in rows]
    refused = sorted((*unread, *against), key=lambda each: each.typed.row)
    states = Counter(row.state for row in seated.enrolled)
    made.placed += states[EnrolmentState.PLACED]
    made.waiting += states[EnrolmentState.WAITING]
    made.asked += states[EnrolmentState.ASKED]
    made.refused += [each.plain for each in refused]
    lines = [made.typed] if made.typed else []
    made.typed = "\n".join([*lines, *(each.typed.text for each in refused)])
    made.reached += len(batch)
    made.heard_at, made.tries = at, 0
    if made.reached >= made.named:
        # Whom it named stands in the run by now: the ids are needed no more.
        made.progress, made.given = Progress.DONE, ""
        _record(made, "finish", by, at)
    made.save()


@transaction.atomic
def stop(*, nomination: Nomination, by: User, at: datetime) -> Nomination:
    """Stop after the batch under way; who was named by then stays named."""
    made = _locked(nomination.pk)
    if not made.is_over:
        made.progress = Progress.STOPPED
        made.save(update_fields=["progress"])
        _record(made, "stop", by, at)
    return made


@transaction.atomic
def resume(*, nomination: Nomination, by: User, at: datetime) -> Nomination:
    """Let what stopped or broke off go on where it got to; then `tasks.start`."""
    made = _locked(nomination.pk)
    if made.is_undoing:
        made.heard_at, made.tries = at, 0
        made.save(update_fields=["heard_at", "tries"])
        _record(made, "resume", by, at)
    elif made.progress in (Progress.STOPPED, Progress.BROKEN) or is_silent(made, at):
        made.progress, made.heard_at, made.tries = Progress.WAITING, at, 0
        made.save(update_fields=["progress", "heard_at", "tries"])
        _record(made, "resume", by, at)
    return made


@transaction.atomic
def break_off(nomination_id: int) -> None:
    """Write down that a worker could not go on; the officer can have it try again."""
    made = _locked(nomination_id)
    if not made.is_over:
        made.progress = Progress.BROKEN
        made.save(update_fields=["progress"])


def is_silent(made: Nomination, at: datetime) -> bool:
    """Test whether the worker that names, or takes back, has died meanwhile."""
    works = made.progress in (Progress.RUNNING, Progress.UNDOING)
    return works and at - made.heard_at > SILENCE


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


# ---- common -----------------------------------------------------------------


def _locked(key: int) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",))
    return rows.select_related("run", "made_by", "seat").get(pk=key)


def _record(made: Nomination, verb: str, by: User, at: datetime) -> None:
    audit.record(
        act=f"delivery:nomination:{verb}",
        subject=("nomination", made.pk),
        by=by,
        at=at,
        after={
            "reached": made.reached,
            "placed": made.placed,
            "waiting": made.waiting,
            "asked": made.asked,
            "refused": len(made.refused),
        },
    )


def _given(typed: Sequence[Typed]) -> str:
    return json.dumps([[each.row, each.text] for each in typed], ensure_ascii=False)


def _typed(given: str) -> list[Typed]:
    return [Typed(row, text) for row, text in json.loads(given)]
