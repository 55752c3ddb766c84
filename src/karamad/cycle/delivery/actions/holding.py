"""Holding what an act reads and writes, so that nobody is seated meanwhile.

Always the runs first and then the people, by key, each once: nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.eligibility.actions.gathering import records_of
from karamad.registers.people.models import Person

AT_ONCE = 2_000  # people asked about in one query


@dataclass(frozen=True, slots=True)
class Held:
    """A run that is held, as it now is, and the other runs held with it, by key."""

    run: Run
    others: tuple[Run, ...]

    @property
    def all(self) -> tuple[Run, ...]:
        return (self.run, *self.others)


def locked_run(pk: int) -> Run:
    """Hold a run until this transaction ends, and return it as it now is."""
    return locked_runs([pk])[pk]


def locked_runs(keys: Iterable[int]) -> dict[int, Run]:
    """Hold runs until this transaction ends, by key."""
    runs = Run.objects.select_for_update(of=("self",)).select_related("course", "unit")
    return {row.pk: row for row in runs.filter(pk__in=set(keys)).order_by("pk")}


def lock_calendars(people: Collection[int]) -> None:
    """Hold whatever else would seat these people until this transaction ends."""
    rows = Person.objects.select_for_update().filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk"))


def hold(
    run: int,
    freed: Collection[int] = (),
    *,
    more: Collection[int] = (),
    seated: bool = False,
    also: Collection[int] = (),
) -> Held:
    """Hold a run, the runs in which the freed wait, and everybody who waits in them.

    freed: whose hours this act may make free, so that they may move up elsewhere.
    more: others who are held as well. seated: so are those who sit in the run.
    also: keys of runs that are held as well, with everybody in them.
    """
    runs = locked_runs([run, *also, *waited_for_by(freed)])
    concerned = Enrolment.objects.filter(run__in=runs).waiting()
    concerned |= Enrolment.objects.filter(run__in=also).living()
    if seated:
        concerned |= Enrolment.objects.filter(run=run).placed()
    lock_calendars({*freed, *more, *concerned.values_list("person", flat=True)})
    here = runs.pop(run)
    return Held(here, tuple(runs.values()))


def living(run: Run) -> list[int]:
    """Return the keys of those who asked, wait or have a place in a run."""
    rows = Enrolment.objects.filter(run=run).living()
    return list(rows.values_list("person", flat=True))


def waited_for_by(people: Collection[int]) -> set[int]:
    """Return the keys of runs in which any of these wait, or asked for a place."""
    keys = sorted(set(people))
    found: set[int] = set()
    for start in range(0, len(keys), AT_ONCE):
        records = records_of(keys[start : start + AT_ONCE])
        coming = Enrolment.objects.living().exclude(state=EnrolmentState.PLACED)
        coming = coming.filter(run__cancelled_on=None, run__closed_on=None)
        found.update(coming.filter(person__in=records).values_list("run", flat=True))
    return found
