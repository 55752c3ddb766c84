"""Taking marks, from whatever device and however often; what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from karamad.cycle.delivery.actions.completing import settle_again
from karamad.cycle.delivery.models import (
    Attendance,
    AttendanceMark,
    Enrolment,
    Presence,
    Run,
    Session,
    Way,
)
from karamad.cycle.delivery.rules.attending import Mark, Meeting, stands, untimely
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class Fault(StrEnum):
    """Why a mark is not taken. The codes are stable."""

    HIMSELF = "himself"
    IN_FUTURE = "in_future"
    KEY_TAKEN = "key_taken"
    MADE_TOO_EARLY = "made_too_early"
    MADE_TOO_LATE = "made_too_late"
    NOT_IN_RUN = "not_in_run"
    SESSION_OFF = "session_off"
    TOO_LATE_TO_BE_LATE = "too_late_to_be_late"


class NewMark(NamedTuple):
    """A mark as it was made. marked_at: by our clock (`rules.attending.made_at`)."""

    key: UUID
    enrolment: int
    presence: str
    minutes: int
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of marks. known: keys that had come before; refused: with why."""

    new: tuple[UUID, ...]
    known: tuple[UUID, ...]
    refused: Mapping[UUID, Fault]
    disputed: frozenset[int]


@transaction.atomic
def take(
    *, session: Session, marks: Iterable[NewMark], way: Way, by: User, at: datetime
) -> Taken:
    """Take marks of one session; what came before under the same key changes nothing.

    A mark that cannot be taken is refused by itself and holds up no other. Nobody
    marks himself but with the code on the wall, and with that nobody else. Attendance
    is derived anew for whoever was marked; outcomes are settled again for them.
    """
    run, session = _locked(session.pk)
    asked = _once(marks)
    known, refused = _seen(asked, session)
    book = _book(run, session, way, by, at)
    welcome = []
    for mark in asked.values():
        if mark.key in known or mark.key in refused:
            continue
        fault = _fault(mark, book)
        if fault is None:
            welcome.append(mark)
        else:
            refused[mark.key] = fault
    if not welcome:
        return Taken((), tuple(known), refused, frozenset())
    _write(session, welcome, way, by, at)
    marked = {mark.enrolment for mark in welcome}
    disputed = derive(session, marked)
    audit.record(
        act="delivery:attendance:take",
        subject=("session", session.pk),
        by=by,
        at=at,
        after={"way": way.value, "marks": len(welcome), "disputed": len(disputed)},
    )
    settle_again(run=run, among=marked, by=by, at=at)
    return Taken(tuple(mark.key for mark in welcome), tuple(known), refused, disputed)


def derive(session: Session, enrolments: Collection[int]) -> frozenset[int]:
    """Write what the marks of these people in a session come to; return the disputed.

    Called with the run locked. Errors: ValueError for somebody without a mark.
    """
    found: dict[int, list[tuple[Mark, int]]] = defaultdict(list)
    rows = AttendanceMark.objects.filter(session=session, enrolment__in=enrolments)
    for row in rows.order_by("pk"):
        mark = Mark(
            row.presence,
            row.minutes,
            row.way,
            row.marked_at,
            row.received_at,
            row.marked_by_id,
        )
        found[row.enrolment_id].append((mark, row.pk))
    derived = []
    for enrolment in enrolments:
        of_him = found[enrolment]
        standing = stands([mark for mark, _pk in of_him])
        derived.append(
            Attendance(
                session=session,
                enrolment_id=enrolment,
                presence=standing.mark.presence,
                minutes=standing.mark.minutes,
                disputed=standing.disputed,
                mark_id=next(pk for mark, pk in of_him if mark == standing.mark),
            )
        )
    Attendance.objects.bulk_create(
        derived,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["presence", "minutes", "disputed", "mark"],
    )
    return frozenset(row.enrolment_id for row in derived if row.disputed)


# ---- what is taken ------------------------------------------------------------


def _locked(session: int) -> tuple[Run, Session]:
    """Lock the run, as whoever computes it does: nothing comes between."""
    run_id = Session.objects.values_list("run", flat=True).get(pk=session)
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    run = rows.select_related("course").get(pk=run_id)
    return run, Session.objects.get(pk=session)


def _once(marks: Iterable[NewMark]) -> dict[UUID, NewMark]:
    """Keep the first of each key; only who came late has minutes."""
    found: dict[UUID, NewMark] = {}
    for mark in marks:
        late = mark.presence == Presence.LATE
        found.setdefault(mark.key, mark if late else mark._replace(minutes=0))
    return found


def _seen(
    asked: Mapping[UUID, NewMark], session: Session
) -> tuple[list[UUID], dict[UUID, Fault]]:
    """Return the keys that came before, and those that stand for another mark."""
    known: list[UUID] = []
    refused: dict[UUID, Fault] = {}
    rows = AttendanceMark.objects.filter(key__in=list(asked))
    for row in rows.order_by("pk"):
        mark = asked[row.key]
        said = (session.pk, mark.enrolment, mark.presence, mark.minutes)
        if said == (row.session_id, row.enrolment_id, row.presence, row.minutes):
            known.append(row.key)
        else:
            refused[row.key] = Fault.KEY_TAKEN
    return known, refused


@dataclass(frozen=True, slots=True)
class _Book:
    """The list that marks go into. may: keys of whom the one who marks may mark.

    own: his own, whom he marks only with the code.
    """

    meeting: Meeting
    off: bool
    may: frozenset[int]
    own: frozenset[int]
    way: Way
    at: datetime


def _book(run: Run, session: Session, way: Way, by: User, at: datetime) -> _Book:
    placed = Enrolment.objects.placed().filter(run=run)
    keys = frozenset(placed.values_list("pk", flat=True))
    own = placed.of(own_records(by)).values_list("pk", flat=True)
    himself = frozenset(own)
    return _Book(
        meeting=Meeting(session.begins_at, session.ends_at),
        off=run.is_cancelled or session.cancelled_at is not None,
        may=himself if way == Way.CODE else keys - himself,
        own=himself,
        way=way,
        at=at,
    )


def _fault(mark: NewMark, book: _Book) -> Fault | None:
    if book.off:
        return Fault.SESSION_OFF
    if mark.enrolment not in book.may:
        himself = mark.enrolment in book.own
        return Fault.HIMSELF if himself else Fault.NOT_IN_RUN
    begins_at, ends_at = book.meeting
    length = int((ends_at - begins_at).total_seconds()) // 60
    if mark.presence == Presence.LATE and not 0 <= mark.minutes <= length:
        return Fault.TOO_LATE_TO_BE_LATE
    kept = book.way == Way.OFFLINE
    why = untimely(
        mark.presence, mark.marked_at, book.meeting, received=book.at, kept=kept
    )
    return None if why is None else Fault(why.value)


def _write(
    session: Session, marks: Sequence[NewMark], way: Way, by: User, at: datetime
) -> None:
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            key=mark.key,
            session=session,
            enrolment_id=mark.enrolment,
            presence=mark.presence,
            minutes=mark.minutes,
            way=way,
            # A clock that is a little ahead does not outlast every later mark.
            marked_at=min(mark.marked_at, at),
            received_at=at,
            marked_by=by,
        )
        for mark in marks
    )
