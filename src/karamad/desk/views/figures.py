"""Numbers of the home page: counted once, kept for a while, said as of when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from karamad.registers.people.models import Assignment, Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

KEPT = 15 * 60  # seconds; nobody's morning hangs on the last quarter of an hour
NO_BIRTH = Q(birth_date=None)
NO_SERVICE = Q(service_start=None)
NO_DEGREE = Q(degree="")

Number = TypeVar("Number")


@dataclass(frozen=True, slots=True)
class People:
    """How many serve in a scope, and of how many an attribute is missing."""

    serving: int
    no_birth_date: int
    no_service_start: int
    no_degree: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Province:
    """How many seats a province holds, and how many of them by complete records."""

    code: str
    seats: int
    complete: int

    @property
    def share(self) -> float | None:
        return self.complete / self.seats if self.seats else None


def people(user: User, on: date) -> People:
    """Count the people in the user's scope on the day, those who serve."""
    permission = Permission.PEOPLE_PERSON_LIST
    reach = user.reach(permission, on=on)
    if reach.everywhere:
        scope = "nation"
    else:
        scope = ",".join(sorted(reach.unit_codes)) or f"user-{user.pk}"

    def count() -> People:
        visible = Person.objects.visible_to(user, on=on, permission=permission)
        numbers = (
            visible.unmerged()
            .serving_on(on)
            .aggregate(
                serving=Count("pk"),
                no_birth_date=Count("pk", filter=NO_BIRTH),
                no_service_start=Count("pk", filter=NO_SERVICE),
                no_degree=Count("pk", filter=NO_DEGREE),
            )
        )
        return People(**numbers, at=timezone.now())

    return _kept(f"desk:people:{scope}:{on}", count)


def provinces(on: date) -> list[Province]:
    """Count, in each province, the seats held on the day and the complete records."""

    def count() -> list[Province]:
        whole = Q(
            person__birth_date__isnull=False, person__service_start__isnull=False
        ) & ~Q(person__degree="")
        rows = (
            Assignment.objects.current()
            .held_on(on)
            .exclude(unit__province="")
            .values_list("unit__province")
            .annotate(seats=Count("pk"), complete=Count("pk", filter=whole))
            .order_by("unit__province")
        )
        return [Province(*row) for row in rows]

    return _kept(f"desk:provinces:{on}", count)


def _kept(key: str, count: Callable[[], Number]) -> Number:
    found: Number | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT)
    return found
