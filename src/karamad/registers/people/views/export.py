"""A list of people as a file: what is shown, to whom it is shown."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import harmless
from karamad.registers.people.views import listing
from karamad.registers.people.views.rows import Row, rows_of
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web.asof import AsOf, asked_day

BATCH = 1_000
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
BOM = "\ufeff"  # so that spreadsheets read UTF-8


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


@require_GET
@never_cache
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def export(request: SignedRequest, ending: str) -> HttpResponseBase:
    """Hand out the list that the address asks for, as CSV or XLSX; written down."""
    as_of = asked_day(request, today=timezone.localdate())
    asked = listing.read_asked(request, request.user, as_of)
    if asked.hid_an_id:
        # The list says why it is not searched for; nobody else's rows go out instead.
        return redirect(f"{reverse('people:people')}?{request.GET.urlencode()}")
    keys = listing.found(asked, request.user).keys(asked.sort)[:MOST_ROWS]
    audit.record(
        act="people:list:export",
        subject=("list", "people"),
        by=request.user,
        at=timezone.now(),
        after={"asked": asked.plain(), "ending": ending},
    )
    language = get_language() or "fa"
    rows = _rows(keys.iterator(chunk_size=BATCH), request.user, as_of, language)
    name = f"people-{jalali_iso(as_of.day)}.{ending}"
    if ending == "xlsx":
        return _sheet(rows, name, right_to_left=language == "fa")
    writer = csv.writer(Echo())
    lines = (writer.writerow([harmless(cell) for cell in row]) for row in rows)
    return StreamingHttpResponse(
        _with_bom(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _with_bom(lines: Iterable[str]) -> Iterator[str]:
    yield BOM
    yield from lines


def _rows(
    keys: Iterator[int], user: User, as_of: AsOf, language: str
) -> Iterator[list[str]]:
    # The answer is streamed after the reader's language was laid down again.
    with override(language):
        yield _head()
    while batch := list(islice(keys, BATCH)):
        with override(language):
            rows = [_cells(r) for r in rows_of(batch, user, as_of)]
        yield from rows


def _head() -> list[str]:
    return [
        gettext("کد ملی"),
        gettext("نام"),
        gettext("نام خانوادگی"),
        gettext("کد پست"),
        gettext("پست"),
        gettext("کد واحد"),
        gettext("واحد"),
        gettext("نوع حکم"),
        gettext("از"),
        gettext("مدرک"),
        gettext("استخدام"),
        gettext("شروع خدمت"),
        gettext("پست‌های دیگر"),
    ]


def _cells(row: Row) -> list[str]:
    person, seat = row.person, row.seat
    held = ["", "", "", "", "", ""]
    if seat is not None:
        held = [
            seat.post_code,
            seat.post_title,
            seat.unit_code,
            seat.unit_name,
            row.kind,
            _day(seat.from_day),
        ]
    return [
        row.national_id,
        person.first_name,
        person.last_name,
        *held,
        row.degree,
        row.employment,
        _day(person.service_start),
        " | ".join(f"{other.post_title}، {other.unit_name}" for other in row.seats[1:]),
    ]


def _day(day: date | None) -> str:
    return jalali_iso(day) if day else ""


def _sheet(
    rows: Iterator[list[str]], name: str, *, right_to_left: bool
) -> FileResponse:
    """Write the sheet row by row into a file that goes when it is sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet()
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
