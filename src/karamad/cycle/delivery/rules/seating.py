"""When a person may have a place in a run, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from karamad.kernel.period import ALWAYS, Period


class Ground(StrEnum):
    """Why a place is refused. The value is stored, so never rename one."""

    ALREADY_ENROLLED = "already_enrolled"
    ALREADY_HAS_COURSE = "already_has_course"
    ASKING_CLOSED = "asking_closed"
    NOT_OF_THE_UNIT = "not_of_the_unit"
    NOT_OPEN = "not_open"
    NOT_SERVING = "not_serving"
    PREREQUISITE_MISSING = "prerequisite_missing"
    RUN_BEGUN = "run_begun"
    RUN_CANCELLED = "run_cancelled"
    RUN_FULL = "run_full"
    RUN_NOT_PUBLISHED = "run_not_published"
    SESSIONS_CLASH = "sessions_clash"
    TEACHES_IT = "teaches_it"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse; `about` is the fact that decided it, for the letter."""

    ground: Ground
    about: str = ""


class Span(NamedTuple):
    """When one session of a run takes place. Moments, the end not included."""

    begins_at: datetime
    ends_at: datetime
    run: str = ""

    def clashes(self, other: Span) -> bool:
        """Test whether the two share a moment."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person on the day a place is sought for him.

    has: codes of courses that he has passed, and those that they count for.
    busy, teaching: sessions of other runs he sits in; of any run he teaches.
    """

    serving: bool = True
    of_the_unit: bool = True
    enrolled: bool = False
    has: frozenset[str] = frozenset()
    busy: tuple[Span, ...] = ()
    teaching: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A run, as somebody who seeks a place sees it.

    asking: days on which one may ask. needs: codes of courses asked beforehand.
    open_to_asking: one may ask for himself; otherwise he is named by an officer.
    """

    code: str
    course: str
    first_day: date | None
    spans: tuple[Span, ...] = ()
    asking: Period = ALWAYS
    needs: frozenset[str] = frozenset()
    published: bool = True
    cancelled: bool = False
    open_to_asking: bool = True


def refusals(
    applicant: Applicant, offer: Offer, on: date, *, himself: bool
) -> tuple[Refusal, ...]:
    """Return every reason against a place for `applicant`; none means yes.

    All at once, so that everything can be put right before asking again. himself: he
    asks for himself; an officer who names him is not held to the days of asking.
    Source: docs/mission.md, M1 (runs, prerequisites and clashes explained at once).
    """
    asking = _of_asking(offer, on) if himself else ()
    return (
        *_of_the_run(offer, on),
        *_of_the_person(applicant),
        *asking,
        *_of_courses(applicant, offer),
        *clashes(applicant, offer),
    )


def _of_the_run(offer: Offer, on: date) -> Iterator[Refusal]:
    if offer.cancelled:
        yield Refusal(Ground.RUN_CANCELLED)
    if not offer.published:
        yield Refusal(Ground.RUN_NOT_PUBLISHED)
    if offer.first_day is not None and on > offer.first_day:
        yield Refusal(Ground.RUN_BEGUN, offer.first_day.isoformat())


def _of_the_person(applicant: Applicant) -> Iterator[Refusal]:
    if applicant.enrolled:
        yield Refusal(Ground.ALREADY_ENROLLED)
    if not applicant.serving:
        yield Refusal(Ground.NOT_SERVING)
    if not applicant.of_the_unit:
        yield Refusal(Ground.NOT_OF_THE_UNIT)


def _of_asking(offer: Offer, on: date) -> Iterator[Refusal]:
    if not offer.open_to_asking:
        yield Refusal(Ground.NOT_OPEN)
    elif on not in offer.asking:
        yield Refusal(Ground.ASKING_CLOSED, _days(offer.asking))


def _of_courses(applicant: Applicant, offer: Offer) -> Iterator[Refusal]:
    if offer.course in applicant.has:
        yield Refusal(Ground.ALREADY_HAS_COURSE, offer.course)
    for code in sorted(offer.needs - applicant.has):
        yield Refusal(Ground.PREREQUISITE_MISSING, code)


def clashes(applicant: Applicant, offer: Offer) -> Iterator[Refusal]:
    """Yield what keeps the person elsewhere while the run meets; asked at every place.

    Source: docs/mission.md, M1 (no one sits in two places at once).
    """
    if any(span.run == offer.code for span in applicant.teaching):
        yield Refusal(Ground.TEACHES_IT)
    elsewhere = [
        span
        for span in (*applicant.busy, *applicant.teaching)
        if span.run != offer.code
    ]
    for other in sorted(set(elsewhere)):
        if any(other.clashes(span) for span in offer.spans):
            yield Refusal(
                Ground.SESSIONS_CLASH, f"{other.run} {other.begins_at.isoformat()}"
            )


def holding_back(applicant: Applicant, offer: Offer) -> tuple[Refusal, ...]:
    """Return why somebody who waits does not move up though a place is free.

    He keeps his turn, and is told. Source: docs/mission.md, M1 (a waiting list that
    promotes by itself and tells why).
    """
    gone = () if applicant.serving else (Refusal(Ground.NOT_SERVING),)
    return (*gone, *clashes(applicant, offer))


def moves_up_on(on: date, first_day: date | None) -> bool:
    """Test whether people move up by themselves: until the run's first day is over.

    Source: docs/mission.md, M1 (a waiting list that promotes by itself); who would
    miss sessions that were held is let in by an officer.
    """
    return first_day is None or on <= first_day


def _days(period: Period) -> str:
    start = period.start.isoformat() if period.start else ""
    end = period.end.isoformat() if period.end else ""
    return f"{start}/{end}"


def free_places(*, capacity: int, placed: int) -> int:
    """Return how many more people fit; never negative. All are people.

    Source: docs/mission.md, M1 (seats never exceed the capacity).
    """
    return max(0, capacity - placed)


def steps_done(chain: Sequence[str], agreed: Collection[str]) -> int:
    """Return how many steps of a chain are done for one to whom these roles agreed.

    A step is done when it and all before it are: nobody agrees before his turn.
    Source: docs/mission.md, M1 (the chain of approval is data).
    """
    done = 0
    while done < len(chain) and chain[done] in agreed:
        done += 1
    return done


class Waiting(NamedTuple):
    """One who waits: his key, and since when he stands in line."""

    key: int
    since: datetime


def next_in_line(waiting: Iterable[Waiting], free: int) -> list[int]:
    """Return the keys of those who move up when `free` places are free, in order.

    Who has stood longer goes first; of two since the same moment, the smaller key.
    Source: docs/mission.md, M1 (a waiting list that promotes by itself).
    """
    ordered = sorted(waiting, key=lambda each: (each.since, each.key))
    return [each.key for each in ordered[: max(0, free)]]


def passed_over(waiting: Sequence[Waiting], chosen: int) -> list[int]:
    """Return the keys of those who stand before `chosen` in line, in order.

    Whoever is let in before them needs a reason, which is kept.
    Source: docs/mission.md, M1 (the order is never jumped without a recorded reason).
    """
    ahead = next_in_line(waiting, len(waiting))
    return ahead[: ahead.index(chosen)]
