"""When a message may go out, and what becomes of it after each try."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeVar

# Between the first try and the second, and so on; after the last, it is given up.
WAITS: Final = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360))
# A message taken up and never reported on: its sender died meanwhile.
LOST_AFTER: Final = timedelta(minutes=10)
# A message to one without an address; what it says is of the past after that.
USEFUL_FOR: Final = timedelta(days=14)
# How often it is asked whether somebody has an address by now.
LOOK_AGAIN: Final = timedelta(hours=1)

_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")


class Answer(StrEnum):
    """What a gateway says of one try."""

    TAKEN = "taken"
    REFUSED = "refused"  # for good: no such number
    NOT_NOW = "not_now"  # it has surely not gone out
    NO_ANSWER = "no_answer"  # it may have gone out


class State(StrEnum):
    """Where a message is. The values are stored."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    UNADDRESSED = "unaddressed"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is to be woken; they may pass midnight.

    By the clock of the place. Equal ends: there are none.
    """

    begins: time = time(21)
    ends: time = time(8)

    def __contains__(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def not_before(at: datetime, quiet: Quiet) -> datetime:
    """Return when a message of this moment may go out: now, or when quiet ends.

    at: an aware moment in the zone of the place.
    Source: docs/mission.md, M1 (quiet hours).
    """
    if at.time() not in quiet:
        return at
    morning = at.replace(
        hour=quiet.ends.hour, minute=quiet.ends.minute, second=0, microsecond=0
    )
    return morning if at.time() < quiet.ends else morning + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Next:
    """What a message is after a try, and how long it waits for the next one."""

    state: State
    wait: timedelta | None = None


def after(answer: Answer, *, tries: int, repeatable: bool) -> Next:
    """Return what becomes of a message after its `tries`-th try.

    repeatable: the gateway knows a message by its key and sends it once however often
    it hears of it. Without that, one that may have gone out is not tried again.
    Source: docs/mission.md, M1 (nothing is sent twice).
    """
    if answer is Answer.TAKEN:
        return Next(State.SENT)
    if answer is Answer.REFUSED:
        return Next(State.FAILED)
    if answer is Answer.NO_ANSWER and not repeatable:
        return Next(State.UNSURE)
    if tries > len(WAITS):
        return Next(State.UNSURE if answer is Answer.NO_ANSWER else State.FAILED)
    return Next(State.QUEUED, WAITS[tries - 1])


def is_useful(queued_at: datetime, at: datetime) -> bool:
    """Test whether a message kept for want of an address is still worth sending.

    Source: docs/mission.md, M1 (people are told while it matters to them).
    """
    return at - queued_at <= USEFUL_FOR


class Pace(StrEnum):
    """How often somebody wants to hear over one way. The values are stored."""

    AT_ONCE = "at_once"
    DAILY = "daily"  # all of a day together
    NEVER = "never"


Way = TypeVar("Way", bound=str)
Wanted = Mapping[str, Pace]  # by the way: "sms", "email"


def ways(reached: Iterable[Way], wanted: Wanted) -> dict[Way, Pace]:
    """Return the ways a message takes to one who has addresses for `reached`.

    What he said nothing of goes at once. Nobody is left without a word: whose only
    addresses are those he wants nothing over still hears over them, once a day.
    Source: docs/mission.md, M1 (digest).
    """
    paces = {way: wanted.get(way, Pace.AT_ONCE) for way in reached}
    heard: dict[Way, Pace] = {
        way: pace for way, pace in paces.items() if pace is not Pace.NEVER
    }
    daily: dict[Way, Pace] = dict.fromkeys(paces, Pace.DAILY)
    return heard or daily


def due(at: datetime, pace: Pace, *, gathers_at: time, quiet: Quiet) -> datetime:
    """Return when a message of this moment goes out at a pace.

    at: an aware moment in the zone of the place. gathers_at: when what was gathered
    in a day goes out; quiet hours put it off, too.
    Source: docs/mission.md, M1 (digest, quiet hours).
    """
    if pace is not Pace.DAILY:
        return not_before(at, quiet)
    gathered = at.replace(
        hour=gathers_at.hour, minute=gathers_at.minute, second=0, microsecond=0
    )
    if gathered < at:
        gathered += timedelta(days=1)
    return not_before(gathered, quiet)


class Flaw(StrEnum):
    """What is wrong with the text of a template."""

    EMPTY = "empty"
    LONE_BRACE = "lone_brace"
    UNKNOWN_PLACE = "unknown_place"


def flaws(text: str, places: frozenset[str]) -> tuple[tuple[Flaw, str], ...]:
    """Return what is wrong with a text that is to say `places`, each with what it is.

    Source: docs/mission.md, M1 (templates that officers edit).
    """
    if not text.strip():
        return ((Flaw.EMPTY, ""),)
    unknown = sorted(set(_PLACE.findall(text)) - places)
    found = [(Flaw.UNKNOWN_PLACE, name) for name in unknown]
    if _BRACE.search(_PLACE.sub("", text)):
        found.append((Flaw.LONE_BRACE, ""))
    return tuple(found)


def filled(text: str, values: dict[str, str]) -> str:
    """Return the text with every `{place}` said; one without a value says nothing.

    Source: docs/mission.md, M1 (templates that officers edit).
    """
    if "{" not in text:
        return text
    return _PLACE.sub(lambda found: values.get(found.group(1), ""), text)


def masked(address: str) -> str:
    """Return an address as those see it who need not know it.

    Source: docs/mission.md, "Who sees what".
    """
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}…@{host}"
    return f"{address[:4]}…{address[-2:]}" if address else ""
