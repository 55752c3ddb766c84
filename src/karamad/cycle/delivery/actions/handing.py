"""What of a course's material a run takes, and giving it another version."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.models import GivenVersion, Run
from karamad.cycle.delivery.rules.materials import Basis, Edition, Taken, begun, taken
from karamad.registers.courses.models import (
    Material,
    MaterialVersion,
    MaterialWithdrawal,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class NotForTheRun(Exception):
    """The version is of another course or unit, or was withdrawn."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A material in a run. version: what it takes, None for nothing; basis: why.

    newer: a later version it could be given. reason: why there is none any more.
    """

    material: Material
    version: MaterialVersion | None
    basis: Basis
    newer: MaterialVersion | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """Runs by the version they take: what they used, and what they are going to."""

    run: Run
    number: int
    begun: bool


def handouts(run: Run, *, on: date) -> list[Handout]:
    """Return what a run's material is on a day, in the order it was added."""
    rows = Material.objects.filter(course=run.course_id).for_unit(run.unit)
    materials = list(rows.in_order())
    versions = versions_of(materials)
    withdrawn = reasons_of(materials)
    given = _given(materials, [run])
    return [
        _handout(each, versions[each.pk], withdrawn, run, given, on)
        for each in materials
    ]


def uses(material: Material, runs: Iterable[Run], *, on: date) -> list[Uses]:
    """Return which version of a material each of these runs takes, on a day.

    runs: of its course, with their units; those its unit does not cover are left out.
    """
    covered = [run for run in runs if _covers(material, run)]
    editions = _editions(versions_of([material])[material.pk], reasons_of([material]))
    given = _given([material], covered)
    found = []
    for run in covered:
        answer = _taken(editions, run, given.get((run.pk, material.pk)), on)
        if answer.number is not None:
            found.append(Uses(run, answer.number, begun(run.first_day, on)))
    return found


def reasons_of(materials: Iterable[Material]) -> dict[int, str]:
    """Return why versions were withdrawn, by their keys."""
    rows = MaterialWithdrawal.objects.current()
    chosen = rows.filter(version__material__in=[each.pk for each in materials])
    return dict(chosen.values_list("version", "reason"))


def versions_of(materials: list[Material]) -> dict[int, list[MaterialVersion]]:
    """Return the versions of each, the first one first."""
    found: dict[int, list[MaterialVersion]] = {each.pk: [] for each in materials}
    rows = MaterialVersion.objects.filter(material__in=list(found))
    for row in rows.order_by("number"):
        found[row.material_id].append(row)
    return found


def latest_of(
    versions: Sequence[MaterialVersion], withdrawn: Container[int]
) -> MaterialVersion | None:
    """Return the last of a material's versions, in order, that was not withdrawn."""
    standing = [each for each in versions if each.pk not in withdrawn]
    return standing[-1] if standing else None


@transaction.atomic
def give(
    *, run: Run, version: MaterialVersion, by: User, at: datetime
) -> GivenVersion | None:
    """Let a run take this version, whatever it would take. None: it had it so.

    Errors: NotForTheRun.
    """
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    material = version.material
    if material.course_id != run.course_id or not _covers(material, run):
        raise NotForTheRun
    if MaterialWithdrawal.objects.current().filter(version=version).exists():
        raise NotForTheRun
    rows = GivenVersion.objects.current().filter(run=run, material=material)
    before = rows.select_related("version").first()
    if before is not None and before.version_id == version.pk:
        return None
    entry = audit.record(
        act="delivery:material:give",
        subject=("run", run.code),
        by=by,
        at=at,
        before=None if before is None else {"number": before.version.number},
        after={"material": material.pk, "number": version.number},
    )
    rows.update(superseded_at=at)
    return GivenVersion.objects.create(
        run=run, material=material, version=version, recorded_at=at, entry=entry
    )


@transaction.atomic
def leave(*, run: Run, material: Material, by: User, at: datetime) -> bool:
    """Let a run take again what the rule says; False when it did."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    rows = GivenVersion.objects.current().filter(run=run, material=material)
    before = rows.select_related("version").first()
    if before is None:
        return False
    audit.record(
        act="delivery:material:take-back",
        subject=("run", run.code),
        by=by,
        at=at,
        before={"material": material.pk, "number": before.version.number},
    )
    rows.update(superseded_at=at)
    return True


# ---- common -------------------------------------------------------------------------


def _handout(
    material: Material,
    versions: list[MaterialVersion],
    withdrawn: Mapping[int, str],
    run: Run,
    given: Mapping[tuple[int, int], int],
    on: date,
) -> Handout:
    answer = _taken(
        _editions(versions, withdrawn), run, given.get((run.pk, material.pk)), on
    )
    numbered = {each.number: each for each in versions}
    latest = latest_of(versions, withdrawn)
    newer = latest if latest and latest.number > (answer.number or 0) else None
    reason = withdrawn.get(versions[-1].pk, "") if versions else ""
    version = numbered.get(answer.number or 0)
    return Handout(material, version, answer.basis, newer, "" if version else reason)


def _taken(editions: list[Edition], run: Run, given: int | None, on: date) -> Taken:
    return taken(editions, first_day=run.first_day, on=on, given=given)


def _editions(
    versions: list[MaterialVersion], withdrawn: Mapping[int, str]
) -> list[Edition]:
    return [
        Edition(each.number, localdate(each.recorded_at), each.pk in withdrawn)
        for each in versions
    ]


def _given(materials: list[Material], runs: list[Run]) -> dict[tuple[int, int], int]:
    rows = GivenVersion.objects.current().filter(
        material__in=[each.pk for each in materials]
    )
    wanted = {each.pk for each in runs}
    told = rows.values_list("run", "material", "version__number")
    return {(run, row): number for run, row, number in told if run in wanted}


def _covers(material: Material, run: Run) -> bool:
    above = {int(key) for key in run.unit.path.split(".") if key}
    return material.unit_id is None or material.unit_id in above
