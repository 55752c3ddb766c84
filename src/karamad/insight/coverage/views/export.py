"""The lines of a page as a file: what is shown, to whom it is shown."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.insight.coverage.actions.asking import cube
from karamad.insight.coverage.rules import Figures
from karamad.insight.coverage.views import shown
from karamad.insight.coverage.views.asked import FIGURES, read
from karamad.insight.coverage.views.figures import refuse_what_is_hidden
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, table
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit

ENDINGS = ("csv", "xlsx")
COLUMNS: Columns = {
    "unit": str,
    "name": str,
    "people": int,
    "eligible": int,
    "not_eligible": int,
    "undetermined": int,
    "ends_within_90_days": int,
    "hidden": str,
}


@require_GET
@never_cache
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def rows(request: SignedRequest, ending: str, pk: int | None = None) -> FileResponse:
    """Hand out the lines, hidden ones without their figures; written down."""
    if ending not in ENDINGS or FIGURES not in request.user.permissions_on(
        timezone.localdate()
    ):
        raise Http404
    question = read(request, pk)
    refuse_what_is_hidden(request, question)
    if question.book is None:
        raise Http404
    answer = cube(question.book, question.place, question.asked, question.criteria)
    lines = shown.lines(question, answer)
    cells = [_cells(row) for row in shown.in_order(lines.rows, "name")]
    day = jalali_iso(question.as_of.day)
    audit.record(
        act="coverage:list:export",
        subject=("list", "coverage"),
        by=request.user,
        at=timezone.now(),
        after={
            "place": question.place.key,
            "asked": {name: value for name, value in question.given.items() if value},
            "day": day,
            "ending": ending,
        },
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"coverage.{ending}"
        with table(path, COLUMNS, title="coverage") as sheet:
            sheet.write(cells)
        stream = path.open("rb")  # stays readable when the folder is gone
    return FileResponse(stream, as_attachment=True, filename=f"coverage-{day}.{ending}")


def _cells(row: shown.Row) -> tuple[str | int | None, ...]:
    head = (row.unit.code, row.name)
    if row.figures is None:
        return (*head, None, None, None, None, None, "yes")
    each: Figures = row.figures
    counts = (
        each.people,
        each.eligible,
        each.not_eligible,
        each.undetermined,
        each.soon,
    )
    return (*head, *counts, "")
