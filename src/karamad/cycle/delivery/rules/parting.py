"""When a run may be split in two, and when two become one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karamad.cycle.delivery.rules.announcing import Fault, Objection


@dataclass(frozen=True, slots=True)
class Part:
    """A run as it would be after the act. placed: people with a place, of `places`.

    begun: its first session was held, or is being held. teaching: how many of those
    who come teach in it.
    """

    placed: int = 0
    places: int = 0
    cancelled: bool = False
    closed: bool = False
    begun: bool = False
    teaching: int = 0


def splitting(
    stays: Part, *, going: int, placed_going: int, places: int, past: bool
) -> tuple[Objection, ...]:
    """Return every reason why a run may not be split so; none means yes.

    stays: the run as it is, with the places it is to have. going, placed_going: people
    who go, and how many of them have a place; places: of the new run; past: it would
    begin on a day that is past. Source: docs/mission.md, M1 (runs are split).
    """
    return tuple(_splitting(stays, going, placed_going, places, past=past))


def _splitting(
    stays: Part, going: int, placed_going: int, places: int, *, past: bool
) -> Iterator[Objection]:
    yield from _standing(stays)
    if not going:
        yield Objection(Fault.NOBODY_GOES)
    if past:
        yield Objection(Fault.DAY_IS_PAST)
    staying = stays.placed - placed_going
    for people, room in ((staying, stays.places), (placed_going, places)):
        if people > room:
            yield Objection(Fault.FEWER_PLACES_THAN_PEOPLE, str(people))


def merging(
    goes: Part, stays: Part, *, same_run: bool, same_course: bool
) -> tuple[Objection, ...]:
    """Return every reason why a run may not be merged into another; none means yes.

    stays: the other one, with all who would have a place in it.
    Source: docs/mission.md, M1 (runs are merged; seats never exceed the capacity).
    """
    return tuple(_merging(goes, stays, same_run=same_run, same_course=same_course))


def _merging(
    goes: Part, stays: Part, *, same_run: bool, same_course: bool
) -> Iterator[Objection]:
    if same_run:
        yield Objection(Fault.SAME_RUN)
        return
    if not same_course:
        yield Objection(Fault.ANOTHER_COURSE)
    yield from dict.fromkeys((*_standing(goes), *_standing(stays)))
    if stays.teaching:
        yield Objection(Fault.TEACHES_IT, str(stays.teaching))
    if stays.placed > stays.places:
        yield Objection(Fault.FEWER_PLACES_THAN_PEOPLE, str(stays.placed))


def _standing(part: Part) -> Iterator[Objection]:
    if part.cancelled:
        yield Objection(Fault.CALLED_OFF)
    if part.closed:
        yield Objection(Fault.CLOSED)
    if part.begun:
        yield Objection(Fault.BEGUN)
