"""The code on the wall: what it is at a moment, how long it lives, who came late."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from karamad.cycle.delivery.rules.attending import EARLY, Meeting

STEP = timedelta(seconds=15)  # a code is new so often, and is read until the next ends
TAP = timedelta(minutes=2)  # from reading the code to saying "I am here"
DIGITS = 6
LINK = 10  # bytes of the code in the address: 80 bits, beyond guessing
MISREADS, WITHIN = 10, timedelta(minutes=10)  # wrong codes of one person, and he waits


class Code(NamedTuple):
    """One step's code. link: for the address in the picture. typed: six digits."""

    link: str
    typed: str


class Shut(StrEnum):
    """Why the wall of a session gives no code. The codes are stable."""

    ENDED = "ended"
    NOT_YET = "not_yet"
    OFF = "off"


class Refusal(StrEnum):
    """Why a code is not taken. The codes are stable."""

    NOT_LIVE = "not_live"
    NOT_SEATED = "not_seated"
    NOT_UP = "not_up"
    WAIT = "wait"


def step_of(at: datetime) -> int:
    """Return the number of the step that a moment lies in.

    Source: docs/adr/0142, a code lives for two steps.
    """
    return int(at.timestamp() // STEP.total_seconds())


def left(at: datetime) -> timedelta:
    """Return how long the step of a moment lasts from then on; never nothing.

    Source: docs/adr/0142, a code lives for two steps.
    """
    return STEP - timedelta(seconds=at.timestamp() % STEP.total_seconds())


def code(secret: bytes, step: int) -> Code:
    """Return the code of a step; who does not know the secret cannot tell the next.

    Source: docs/adr/0142 (as RFC 4226 cuts digits out of an HMAC).
    """
    said = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha256)
    link = b32encode(said[:LINK]).decode().lower()
    number = int.from_bytes(said[LINK : LINK + 8], "big")
    return Code(link, str(number % 10**DIGITS).zfill(DIGITS))


def is_live(said: str, secret: bytes, at: datetime) -> bool:
    """Say whether a code, of the address or typed, is this step's or the last one's.

    Source: docs/adr/0142, a code lives for two steps.
    """
    now = step_of(at)
    known = [each for step in (now, now - 1) for each in code(secret, step)]
    # Every one is compared, so that the time it takes tells nothing.
    found = [
        hmac.compare_digest(said.lower().encode(), each.encode()) for each in known
    ]
    return any(found)


def shut(meeting: Meeting, at: datetime, *, off: bool) -> Shut | None:
    """Return why there is no code at a moment: from an hour before until the end.

    Source: docs/adr/0142, the wall lives as long as its session.
    """
    if off:
        return Shut.OFF
    if at < meeting.begins_at - EARLY:
        return Shut.NOT_YET
    return Shut.ENDED if at >= meeting.ends_at else None


def minutes_late(read_at: datetime, begins_at: datetime, on_time: int) -> int:
    """Return how many whole minutes somebody missed who read the code then.

    on_time: minutes after the beginning in which one still comes in time.
    Source: docs/mission.md, M1 (late arrival); docs/adr/0142.
    """
    missed = int((read_at - begins_at).total_seconds() // 60)
    return missed if missed > on_time else 0


def must_wait(misreads: int) -> bool:
    """Say whether somebody with so many wrong codes lately may try another.

    Source: docs/adr/0142, guesses are few.
    """
    return misreads >= MISREADS
