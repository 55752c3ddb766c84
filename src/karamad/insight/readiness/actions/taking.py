"""The rows of a target as a file."""

from __future__ import annotations

from pathlib import Path

from karamad.insight.readiness.actions.standing import Standing
from karamad.insight.readiness.rules import Row
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, Value, table

COLUMNS: Columns = {
    "unit": str,
    "name": str,
    "as_of": str,
    "deadline": str,
    "people": int,
    "done": int,
    "missing": int,
    "asked": int,
    "forecast_low": int,
    "forecast_median": int,
    "forecast_high": int,
    "probability": str,
    "seats_a_day": int,
    "more_seats_a_day": int,
}


def write_rows(standing: Standing, path: Path) -> int:
    """Write the units shown, the likeliest to miss the date first; then the whole.

    What is too small to be shown is left empty. Returns how many rows.
    Source: docs/formats.md, "Out".
    """
    rows = [*standing.rows, standing.total]
    with table(path, COLUMNS) as opened:
        opened.write([_line(standing, row) for row in rows])
    return len(rows)


def _line(standing: Standing, row: Row) -> tuple[Value, ...]:
    unit = standing.units.get(row.path)
    head = (
        unit.code if unit else "",
        unit.name if unit else "",
        jalali_iso(standing.on),
        jalali_iso(standing.target.deadline),
    )
    if row.hidden:
        return (*head, *[None] * (len(COLUMNS) - len(head)))
    band = row.band
    return (
        *head,
        row.heads,
        row.done,
        row.left,
        row.asked,
        band.low if band else None,
        band.median if band else None,
        band.high if band else None,
        "" if row.chance is None else f"{row.chance:.3f}",
        row.needs.a_day,
        row.needs.more,
    )
