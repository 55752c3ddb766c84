"""Plan beside actual as a file: the rows of the page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.costs.rules import Figures
from karamad.cycle.costs.views import loading, plan, shown, year
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, table
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web.asof import asked_day

EXPORT = Permission.EXCHANGE_EXPORT_MAKE
ENDINGS = ("csv", "xlsx")
COLUMNS: Columns = {
    "code": str,
    "name": str,
    "planned_heads": int,
    "planned_person_hours": str,
    "planned_cost_rials": int,
    "due_heads": int,
    "runs": int,
    "runs_without_invoice": int,
    "heads": int,
    "person_hours": str,
    "passed": int,
    "effective_hours": str,
    "spent_rials": int,
    "advance_rials": int,
    "rials_per_planned_hour": int,
    "rials_per_hour": int,
    "rials_per_effective_hour": int,
}


@require_GET
@never_cache
@requires(EXPORT)
def rows(request: SignedRequest, pk: int, ending: str) -> FileResponse:
    """Hand out the lines of a plan beside their actual; written down."""
    _may(request, ending)
    row = loading.plan_in_reach(request.user, pk)
    as_of = asked_day(request, today=timezone.localdate())
    lines = plan.lines(row, as_of)
    return _handed(request, lines, as_of.day, ending, {"plan": row.pk})


@require_GET
@never_cache
@requires(EXPORT)
def year_rows(request: SignedRequest, ending: str) -> FileResponse:
    """Hand out the units of a year beside their actual; written down."""
    _may(request, ending)
    today = timezone.localdate()
    asked = year.read(request, today)
    units, _untied = year.figures_of(request.user, asked, today)
    place = asked.place.code if asked.place else ""
    told = {"year": asked.year, "unit": place}
    return _handed(request, units, asked.as_of.day, ending, told)


def _may(request: SignedRequest, ending: str) -> None:
    """Who may not open the page gets no file of it. Errors: Http404."""
    allowed = request.user.permissions_on(timezone.localdate())
    if ending not in ENDINGS or loading.VIEW not in allowed:
        raise Http404


def _handed(
    request: SignedRequest,
    lines: Iterable[shown.Row],
    day: date,
    ending: str,
    told: dict[str, object],
) -> FileResponse:
    on = jalali_iso(day)
    audit.record(
        act="costs:list:export",
        subject=("list", "actual"),
        by=request.user,
        at=timezone.now(),
        after={**told, "day": on, "ending": ending},
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"actual.{ending}"
        with table(path, COLUMNS, title="actual") as sheet:
            sheet.write([_cells(row) for row in lines])
        stream = path.open("rb")  # stays readable when the folder is gone
    return FileResponse(stream, as_attachment=True, filename=f"actual-{on}.{ending}")


def _cells(row: shown.Row) -> tuple[str | int | None, ...]:
    each = row.figures or Figures()
    return (
        row.code,
        row.name,
        each.planned.heads,
        str(each.planned.hours),
        each.planned.cost,
        each.due.heads,
        each.held.runs,
        each.held.unbilled,
        each.held.heads,
        str(each.held.hours),
        each.held.passed,
        str(each.held.effective),
        each.held.spent,
        each.advance,
        each.planned_hour,
        each.held.hour,
        each.held.effective_hour,
    )
