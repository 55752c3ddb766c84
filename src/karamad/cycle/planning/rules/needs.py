"""What may be asked for, merged and turned down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

OWN_TERM_DAYS: Final = 30  # ours, not law: no document found sets a term
PERSON: Final = "person"
OPEN: Final = "open"


class Ground(StrEnum):
    """Why a need is not recorded or settled so; the codes are stable."""

    NOTHING_ASKED = "nothing-asked"
    ASKED_ALREADY = "asked-already"
    TAKEN_ALREADY = "taken-already"
    DEGREE_PROGRAMME = "degree-programme"
    DAY_PASSED = "day-passed"
    NOBODY = "nobody"
    NOT_OPEN = "not-open"
    ALONE = "alone"
    OTHER_COURSE = "other-course"
    INTO_A_PERSON = "into-a-person"
    REASON_MISSING = "reason-missing"
    OWN_CASE = "own-case"
    NOT_A_REQUEST = "not-a-request"
    SINCE_CHANGED = "since-changed"
    BEYOND_THE_PLAN = "beyond-the-plan"
    OPEN_ALREADY = "open-already"
    NO_UNIT = "no-unit"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for. course: 1 when one is named.

    again: the same is asked and open. held: he has the course and it still counts.
    """

    courses: int
    text: str
    degree_programme: bool = False
    again: bool = False
    held: bool = False
    needed_by: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A need as far as settling it reads. course: its key, None while it is a wish."""

    state: str
    level: str
    course: int | None


def answer_by(asked_on: date) -> date:
    """Return the last day on which an answer to a request is in time.

    Source: Karamad's own default of 30 days; no document was found that sets a term.
    """
    return asked_on + timedelta(days=OWN_TERM_DAYS)


def request_refusals(wish: Wish, on: date) -> tuple[Ground, ...]:
    """Return every reason not to record a request.

    Degree programmes are no in-service training.
    Source: قانون مدیریت خدمات کشوری, art. 61; docs/mission.md, row M23.
    """
    return tuple(_against(wish, on))


def _against(wish: Wish, on: date) -> Iterator[Ground]:
    if not wish.courses and not wish.text.strip():
        yield Ground.NOTHING_ASKED
    if wish.degree_programme:
        yield Ground.DEGREE_PROGRAMME
    if wish.again:
        yield Ground.ASKED_ALREADY
    if wish.held:
        yield Ground.TAKEN_ALREADY
    if wish.needed_by is not None and wish.needed_by < on:
        yield Ground.DAY_PASSED


def rejection_refusals(needs: Sequence[Standing], reason: str) -> tuple[Ground, ...]:
    """Return every reason not to turn these needs down.

    Source: docs/mission.md, row M23; whoever is refused reads why.
    """
    found = []
    if not needs:
        found.append(Ground.NOBODY)
    if any(need.state != OPEN for need in needs):
        found.append(Ground.NOT_OPEN)
    if not reason.strip():
        found.append(Ground.REASON_MISSING)
    return tuple(found)


def merger_refusals(
    needs: Sequence[Standing], into: Standing, heads: int
) -> tuple[Ground, ...]:
    """Return every reason not to merge needs into another one.

    One course covers what is merged; a wish in words may go into any course. A person's
    own need stands for him alone, so nothing is merged into it.
    Source: docs/mission.md, row M23 (needs are merged, turned down or covered).
    """
    found = []
    if not needs:
        found.append(Ground.ALONE)
    if any(need.state != OPEN for need in (*needs, into)):
        found.append(Ground.NOT_OPEN)
    if any(need.course not in {None, into.course} for need in needs):
        found.append(Ground.OTHER_COURSE)
    if into.level == PERSON:
        found.append(Ground.INTO_A_PERSON)
    if heads < 1:
        found.append(Ground.NOBODY)
    return tuple(found)


def cover_refusals(
    needs: Sequence[Standing], course: int, *, within: bool
) -> tuple[Ground, ...]:
    """Return every reason not to let a line of a plan cover these needs.

    A wish in words is covered by any course. within: all of them are of the plan's unit
    or of units below it.
    Source: docs/mission.md, row M23 (needs are merged, turned down or covered).
    """
    found = []
    if not needs:
        found.append(Ground.NOBODY)
    if any(need.state != OPEN for need in needs):
        found.append(Ground.NOT_OPEN)
    if any(need.course not in {None, course} for need in needs):
        found.append(Ground.OTHER_COURSE)
    if not within:
        found.append(Ground.BEYOND_THE_PLAN)
    return tuple(found)


def withdrawal_refusals(
    need: Standing, *, answered: bool, asked: bool
) -> tuple[Ground, ...]:
    """Return every reason not to take a request back.

    asked: who takes it back is the person himself, or asked for him. What was answered
    is the officers' by then.
    Source: docs/mission.md, row M23; what was done by mistake is taken back.
    """
    found = []
    if need.state != OPEN or answered:
        found.append(Ground.NOT_OPEN)
    if not asked:
        found.append(Ground.NOT_A_REQUEST)
    return tuple(found)


def acceptance_refusals(
    need: Standing, *, is_request: bool, answered: bool, himself: bool
) -> tuple[Ground, ...]:
    """Return every reason not to accept a request.

    Source: docs/mission.md, "Objections"; nobody answers his own case.
    """
    found = []
    if not is_request:
        found.append(Ground.NOT_A_REQUEST)
    if need.state != OPEN or answered:
        found.append(Ground.NOT_OPEN)
    if himself:
        found.append(Ground.OWN_CASE)
    return tuple(found)
