"""The people behind a need: those the judge names today, and who asked for himself."""

from __future__ import annotations

from datetime import date

from karamad.cycle.planning.actions.lacking import Area, who_lacks
from karamad.cycle.planning.models import Need


class NobodyNamed(Exception):
    """The need speaks of so many heads and of nobody: it was ordered."""


def people_behind(need: Need, *, on: date) -> list[int]:
    """Return the keys of the people who need it, also by what was merged into it.

    Of the judge's needs everybody is asked anew. Errors: NobodyNamed; NoExtract, from
    the judge, before the registers were copied.
    """
    known = [each for each in _merged(need) if each.person_id or each.profile_id]
    if not known:
        raise NobodyNamed
    people: dict[int, None] = {}
    for each in known:
        people.update(dict.fromkeys(_of_one(each, on)))
    return list(people)


def _merged(need: Need) -> list[Need]:
    """Return a need and all that became one with it."""
    related = ("unit", "person", "profile")
    found, newest = [need], [need.pk]
    while newest:
        into = Need.objects.filter(into__in=newest).select_related(*related)
        rows = list(into.order_by("pk"))
        found += rows
        newest = [row.pk for row in rows]
    return found


def _of_one(need: Need, on: date) -> list[int]:
    if need.person is not None:
        return [need.person.merged_into_id or need.person.pk]
    if need.profile is None:
        return []
    area = Area(need.unit)
    return who_lacks(area, profile=need.profile.code, criterion=need.criterion, on=on)
