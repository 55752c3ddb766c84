"""Who is asked by a target and who is done: one question of everyone, in SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from karamad.insight.readiness.actions import meeting
from karamad.insight.readiness.models import Target
from karamad.registers.people.models import PersonQuerySet

MEASURE = Path(__file__).parents[1] / "measures" / "standing.sql"
_BY_PLACE = """
SELECT path, done_on, COUNT(*) FROM standing
GROUP BY path, done_on ORDER BY path, done_on"""
_MISSING = """
SELECT person FROM standing WHERE done_on IS NULL"""


@dataclass(frozen=True, slots=True)
class Seen:
    """So many people at a place (its unit's path) were done on a day; None: not yet."""

    path: str
    done_on: date | None
    people: int


def counted(target: Target, on: date) -> list[Seen]:
    """Return who is asked by the target and since when he is done, as of a day.

    The whole target, in every unit: what a reader sees of it is cut by the caller.
    """
    if target.profile_id is not None:
        return [
            Seen(path, done_on, people)
            for (path, done_on), people in meeting.counts(target, on).items()
        ]
    text, values = _composed(target, on, [target.unit.path] if target.unit else None)
    with connection.cursor() as cursor:
        cursor.execute(text + _BY_PLACE, values)
        rows = cursor.fetchall()
    return [Seen(path, _day(done_on), people) for path, done_on, people in rows]


def missing(target: Target, on: date, paths: Sequence[str] | None) -> list[int]:
    """Return the keys of who is asked and not done.

    paths: only people at or below these; None is everywhere.
    """
    inside = [target.unit.path] if target.unit else None
    if target.profile_id is not None:
        return meeting.missing(target, on, paths)
    text, values = _composed(target, on, inside, paths)
    with connection.cursor() as cursor:
        cursor.execute(text + _MISSING, values)
        return [int(key) for (key,) in cursor.fetchall()]


def holders_missing(
    people: PersonQuerySet, target: Target, on: date, paths: Sequence[str] | None
) -> PersonQuerySet:
    """Narrow people to those whom the target still misses.

    They are asked for here, once, not again with each question about the people.
    """
    return people.with_keys(missing(target, on, paths))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


@cache
def _text() -> str:
    return MEASURE.read_text(encoding="utf-8")


def _composed(
    target: Target, on: date, *places: Sequence[str] | None
) -> tuple[str, list[Any]]:
    """Return the measure's text for this target, and its values in their order.

    places: each a bound on where people are; all hold.
    """
    bounds = [paths for paths in places if paths is not None]
    given: dict[str, tuple[str, list[Any]]] = {
        "posts": (", ".join(["%s"] * len(target.posts)), list(target.posts)),
        "course": ("%s", [target.course_id]),
        "day": ("%s", [on]),
        "scope": (
            " AND ".join(_below(paths) for paths in bounds) or "1 = 1",
            [f"{path}%" for paths in bounds for path in paths],
        ),
    }
    pieces = re.split(r"\{(\w+)\}", _without_remarks(_text()))
    text, values = [], []
    for place, piece in enumerate(pieces):
        words, bound = given[piece] if place % 2 else (piece, [])
        text.append(words)
        values += bound
    return "".join(text), values


def _without_remarks(text: str) -> str:
    """Drop what stands behind `--`: a driver would look for values in it."""
    return re.sub(r"--.*", "", text)


def _below(paths: Sequence[str]) -> str:
    return "(" + (" OR ".join(["unit.path LIKE %s"] * len(paths)) or "1 = 0") + ")"
