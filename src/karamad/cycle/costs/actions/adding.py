"""Plan beside actual as of a day: what was promised, what was held, what was paid.

Asked of the rows themselves, a question each for lines, runs, people and invoices,
however many there are; each figure adds up to the whole, whichever way it is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from karamad.cycle.costs.models import Costing, CostingQuerySet, Invoice
from karamad.cycle.costs.rules import Billed, Figures, Held, Planned
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Result, Run
from karamad.cycle.planning.models import (
    Line,
    LineQuerySet,
    PlanQuerySet,
    Version,
    VersionQuerySet,
)
from karamad.kernel.jalali import jalali_parts, year_starts
from karamad.registers.people.models import Unit, UnitQuerySet

HOURS = DecimalField(max_digits=20, decimal_places=2)
PLACED = Q(run__enrolments__state=EnrolmentState.PLACED)
PASSED = Q(run__enrolments__outcome__result=Result.PASSED)
RUN_HOURS = Coalesce("run__hours", "run__course__hours")


@dataclass(frozen=True, slots=True)
class Months:
    """Heads by Jalali month, 1 to 12: planned, and of runs that are over."""

    planned: Mapping[int, int] = field(default_factory=dict)
    held: Mapping[int, int] = field(default_factory=dict)


def versions_on(plans: PlanQuerySet, day: date) -> VersionQuerySet:
    """Return the version of each plan that was in force at the end of a day."""
    ends = make_aware(datetime.combine(day + timedelta(days=1), time()))
    decided = Version.objects.filter(decided__at__lt=ends)
    newest = decided.filter(plan=OuterRef("plan")).latest_first().values("pk")[:1]
    return decided.filter(plan__in=plans.values("pk"), pk=Subquery(newest))


def lines_on(plans: PlanQuerySet, day: date) -> LineQuerySet:
    """Return the lines that were in force at the end of a day."""
    return Line.objects.filter(version__in=versions_on(plans, day).values("pk"))


def of_lines(plans: PlanQuerySet, day: date) -> dict[int, Figures]:
    """Return the figures of each line of plans, by its number; made for one plan."""
    return _figures(plans, day, "number", "line", int)


def of_units(plans: PlanQuerySet, day: date, depth: int) -> dict[int, Figures]:
    """Return the figures of plans of a year by the unit below a place they lie under.

    depth: how many steps the way to the place has; its own stand under itself.
    """

    def head(path: str) -> int:
        steps = [int(step) for step in path.split(".") if step]
        return steps[min(depth, len(steps) - 1)]

    return _figures(plans, day, "version__plan__unit__path", "plan__unit__path", head)


def outside(units: UnitQuerySet, year: int, day: date) -> Held:
    """Return what runs of units came to in a year that carry out no line of a plan."""
    tied = Costing.objects.exclude(plan=None).values("run")
    runs = Run.objects.filter(
        unit__in=units.values("pk"),
        published_at__isnull=False,
        last_day__lte=day,
    ).exclude(cancelled_on__isnull=False, cancelled_on__lte=day)
    free = runs.filter(_in_year(year, "first_day")).exclude(pk__in=tied)
    people = Enrolment.objects.filter(run__in=free.values("pk"))
    placed = people.placed().aggregate(n=Count("pk"), hours=Sum(RUN_HOURS))
    passed = people.filter(outcome__result=Result.PASSED).aggregate(
        n=Count("pk"), hours=Sum(RUN_HOURS)
    )
    paid = Invoice.objects.standing_on(day).filter(costing__run__in=free.values("pk"))
    return Held(
        free.count(),
        placed["n"],
        placed["hours"] or Decimal(0),
        passed["n"],
        passed["hours"] or Decimal(0),
        paid.aggregate(sum=Sum("amount"))["sum"] or 0,
    )


def of_provinces(units: Iterable[Unit], year: int, day: date) -> dict[int, Held]:
    """Return what runs of a year came to in each of some units, planned or not.

    Only of those with an invoice: of the others nobody knows what they cost.
    """
    within = _in_year(year, "run__first_day")
    rows = Costing.objects.held_by(day).billed_by(day).filter(within)
    over = {unit.pk: unit.path for unit in units}
    found: dict[int, Held] = {}

    def add(path: str, held: Held) -> None:
        for key, above in over.items():
            if path.startswith(above):
                found[key] = found.get(key, Held()) + held

    for path, held in _came_to(rows, day, "run__unit__path").items():
        add(path, held)
    paid = Invoice.objects.standing_on(day).filter(costing__in=rows.values("pk"))
    cut = paid.order_by().values_list("costing__run__unit__path")
    for path, amount in cut.annotate(amount=Sum("amount")):
        add(path, Held(spent=amount))
    return found


def months_of(plans: PlanQuerySet, day: date) -> Months:
    """Return heads planned and trained in each month of the plans' year."""
    lines = lines_on(plans, day).order_by().values_list("month")
    planned = dict(lines.annotate(heads=Sum("heads")))
    held: dict[int, int] = {}
    rows = _held(plans, day).filter(PLACED).order_by().values_list("run__last_day")
    for last_day, heads in rows.annotate(heads=Count("run__enrolments")):
        month = jalali_parts(last_day)[1]
        held[month] = held.get(month, 0) + heads
    return Months(planned, held)


def of_run(costing: Costing, day: date) -> Held:
    """Return what one run came to by a day, whether it is over or not."""
    found = _came_to(Costing.objects.filter(pk=costing.pk), day, "pk")[costing.pk]
    paid = costing.invoices.standing_on(day).aggregate(sum=Sum("amount"))["sum"]
    return found + Held(spent=paid or 0)


# ---- the questions -----------------------------------------------------------


def _figures(
    plans: PlanQuerySet,
    day: date,
    of_line: str,
    of_costing: str,
    key: Callable[[Any], int],
) -> dict[int, Figures]:
    found: dict[int, Figures] = {}

    def add(name: Any, figures: Figures) -> None:
        found[key(name)] = found.get(key(name), Figures()) + figures

    for name, planned, due in _planned(lines_on(plans, day), day, of_line):
        add(name, Figures(planned=planned, due=due))
    for name, held in _came_to(_held(plans, day), day, of_costing).items():
        add(name, Figures(held=held))
    for name, amount, over in _paid(plans, day, of_costing):
        paid = Figures(held=Held(spent=amount)) if over else Figures(advance=amount)
        add(name, paid)
    return found


def _planned(
    lines: LineQuerySet, day: date, name: str
) -> Iterator[tuple[Any, Planned, Planned]]:
    rows = lines.order_by().values(name)
    cells = {**_sums("", Q()), **_sums("due_", _begun(day))}
    for row in rows.annotate(**cells):
        yield row[name], _of(row, ""), _of(row, "due_")


def _sums(prefix: str, only: Q) -> dict[str, Any]:
    time = F("heads") * F("hours")
    return {
        f"{prefix}lines": Count("pk", filter=only),
        f"{prefix}people": Sum("heads", filter=only),
        f"{prefix}time": Sum(time, filter=only, output_field=HOURS),
        f"{prefix}money": Sum("cost", filter=only),
    }


def _of(row: Mapping[str, Any], prefix: str) -> Planned:
    return Planned(
        row[f"{prefix}lines"],
        row[f"{prefix}people"] or 0,
        row[f"{prefix}time"] or Decimal(0),
        row[f"{prefix}money"] or 0,
    )


def _begun(day: date) -> Q:
    """Lines whose month has begun by a day."""
    year, month, _day = jalali_parts(day)
    this = Q(version__plan__year=year, month__lte=month)
    return this | Q(version__plan__year__lt=year)


def _held(plans: PlanQuerySet, day: date) -> CostingQuerySet:
    return Costing.objects.of(plans).held_by(day)


def _came_to(rows: CostingQuerySet, day: date, name: str) -> dict[Any, Held]:
    """Return what some runs came to, by a name; of which of them invoices tell."""
    found = _people(rows, name)
    for key, paid in _people(rows.billed_by(day), name).items():
        billed = Billed(paid.runs, paid.heads, paid.hours, paid.effective)
        found[key] += Held(billed=billed)
    return found


def _people(rows: CostingQuerySet, name: str) -> dict[Any, Held]:
    """Return runs, places and completions of some runs, by a name."""
    found: dict[Any, Held] = {}
    plain = rows.order_by().values(name)
    for row in plain.annotate(runs=Count("pk")):
        found[row[name]] = Held(runs=row["runs"])
    heads = {"heads": Count("run__enrolments"), "time": Sum(RUN_HOURS)}
    for row in plain.filter(PLACED).annotate(**heads):
        found[row[name]] += Held(heads=row["heads"], hours=row["time"] or Decimal(0))
    for row in plain.filter(PASSED).annotate(**heads):
        done = Held(passed=row["heads"], effective=row["time"] or Decimal(0))
        found[row[name]] += done
    return found


def _paid(plans: PlanQuerySet, day: date, name: str) -> Iterator[tuple[Any, int, bool]]:
    """Yield what was paid, by a name, and whether for runs that are over."""
    tied = Invoice.objects.standing_on(day).filter(costing__plan__in=plans.values("pk"))
    over = _held(plans, day).values("pk")
    for rows, is_over in (
        (tied.filter(costing__in=over), True),
        (tied.exclude(costing__in=over), False),
    ):
        cut = rows.order_by().values_list(f"costing__{name}")
        for key, amount in cut.annotate(amount=Sum("amount")):
            yield key, amount, is_over


def _in_year(year: int, name: str) -> Q:
    first, after = year_starts(year), year_starts(year + 1)
    return Q(**{f"{name}__gte": first, f"{name}__lt": after})
