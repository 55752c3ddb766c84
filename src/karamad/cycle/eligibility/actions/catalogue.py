"""The catalogue of courses as the judge wants it: loaded once, kept till it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.columns import number
from karamad.registers.competencies.rules import CourseClass
from karamad.registers.courses.models import Course, Equivalence, FormerCourse

_CLASSES = {each.value: each for each in CourseClass}
_FIELDS = (
    "course_class",
    "hours",
    "creditable_from",
    "creditable_until",
    "degree_programme",
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue, and the code of each course by its database key."""

    catalogue: rules.Catalogue
    codes: Mapping[int, str]


_kept: dict[str, tuple[tuple[Any, ...], Shelf]] = {}
_keeping = Lock()


def shelf(known_at: datetime | None = None) -> Shelf:
    """Return the catalogue as it stands, or as it was on record at a moment.

    Today's is kept in the process under a stamp that is asked anew each time (two
    small queries); a past one is read each time, and so is what only a transaction
    under way sees, for it may be rolled back.
    """
    if known_at is not None or connection.in_atomic_block:
        return _read(known_at)
    stamp = _stamp()
    with _keeping:
        kept = _kept.get("newest")
    if kept is not None and kept[0] == stamp:
        return kept[1]
    # The stamp is older than what is read now; at worst the next call reads again.
    read = _read(None)
    with _keeping:
        _kept["newest"] = (stamp, read)
    return read


def _stamp() -> tuple[Any, ...]:
    """Return what differs once a course or an equivalence has changed."""
    courses = Course.objects.aggregate(
        Count("pk"), Sum("entry_id"), Sum("hours"), Max("code"), Max("recorded_at")
    )
    equal = Equivalence.objects.current().aggregate(Count("pk"), Sum("entry_id"))
    return (*courses.values(), *equal.values())


def _read(known_at: datetime | None) -> Shelf:
    codes: dict[int, str] = dict(Course.objects.values_list("pk", "code"))
    equivalent_to: dict[int, set[str]] = defaultdict(set)
    pairs = Equivalence.objects.known_at(known_at).values_list("course_id", "of_id")
    for course, of in pairs.iterator(chunk_size=5000):
        equivalent_to[course].add(codes[of])
    courses = [
        rules.Course(
            code=codes[pk],
            course_class=_CLASSES.get(course_class),
            hours=number(hours),
            creditable_from=creditable_from,
            creditable_until=creditable_until,
            degree_programme=degree_programme,
            equivalent_to=frozenset(equivalent_to.get(pk, ())),
        )
        for (
            pk,
            course_class,
            hours,
            creditable_from,
            creditable_until,
            degree_programme,
        ) in _rows(known_at)
    ]
    return Shelf(rules.Catalogue.of(courses), codes)


def _rows(known_at: datetime | None) -> Iterator[tuple[Any, ...]]:
    today = Course.objects.all()
    if known_at is None:
        yield from today.values_list("pk", *_FIELDS)
        return
    yield from today.filter(recorded_at__lte=known_at).values_list("pk", *_FIELDS)
    former = FormerCourse.objects.filter(
        Q(recorded_at__lte=known_at), superseded_at__gt=known_at
    )
    yield from former.values_list("course_id", *_FIELDS)
