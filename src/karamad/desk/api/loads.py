"""Files and rows coming in: received, tried, confirmed, watched.

The same road as on the pages: nothing is written before `confirm`, and the worker does
both the dry run and the writing; ask for the load until its state says it is over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import localdate
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from karamad.desk.api.doors import needs
from karamad.desk.api.errors import REFUSALS, Code, Fault, Problem, Refused
from karamad.desk.api.paging import Asked, Key, page_of, paged
from karamad.desk.api.people import caller_of
from karamad.registers.exchange import actions
from karamad.registers.exchange.models import Load
from karamad.registers.exchange.rules.faults import Unreadable
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

router = Router(tags=["loads"])
MAKE = Permission.EXCHANGE_LOAD_MAKE
SHOWN = 100  # refused cells told at once
MOST_ROWS = 5_000
# A kind of docs/formats.md; profiles come as a file of YAML.
Kind = Annotated[
    str, Field(max_length=20, json_schema_extra={"enum": [*KINDS, PROFILES]})
]
ANSWERS = {**REFUSALS, 400: Problem, 409: Problem}
Cell = str | int | float | bool | None
Name = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class LoadOut(Schema):
    """state: uploaded, checking, checked, running, cancelled, done, failed, taken_back.

    share: how much of the file is behind, 0 to 1. fault: why the file as a whole could
    not be read. reasons: refused rows by code.
    """

    id: int
    kind: str
    name: str
    state: str
    fault: str
    share: float
    rows: int | None
    new: int
    changed: int
    same: int
    refused: int
    mended: int
    reasons: dict[str, int]
    all_or_nothing: bool
    uploaded_at: datetime
    finished_at: datetime | None


class LoadPage(Schema):
    items: list[LoadOut]
    next: str | None


class RefusedCell(Schema):
    """A cell that was not taken. code: stable; see docs/formats.md."""

    row: int
    column: str
    value: str
    code: str


class RefusedCells(Schema):
    items: list[RefusedCell]


class Rows(Schema):
    """Rows by the columns of the kind, in either language's names."""

    kind: Kind
    rows: Annotated[list[dict[Name, Cell]], Field(min_length=1, max_length=MOST_ROWS)]
    all_or_nothing: bool = False


def _own(caller: User, load_id: int) -> Load:
    """Load what this program itself sent; only that it may confirm or stop."""
    return get_object_or_404(Load.objects.filter(by=caller), pk=load_id)


def _receive(
    caller: User, kind: str, name: str, chunks: Iterator[bytes], *, strict: bool
) -> Load:
    if kind not in KINDS and kind != PROFILES:
        raise Refused(Code.INVALID, Fault(where="kind", why="unknown"))
    scope = actions.scope_of(caller, localdate())
    try:
        load = actions.receive(
            kind=kind, name=name, chunks=chunks, scope=scope, at=timezone.now()
        )
    except Unreadable as fault:
        raise Refused(Code.INVALID, Fault(where="file", why=fault.code.value)) from None
    if strict:
        load.all_or_nothing = True
        load.save(update_fields=["all_or_nothing"])
    return load


@router.get("/loads", response={200: LoadPage, **REFUSALS})
@needs(Permission.EXCHANGE_LOAD_VIEW)
def loads(request: HttpRequest, page: Asked) -> Any:
    """Loads of this program, and those made for units in its scope."""
    rows = Load.objects.visible_to(caller_of(request), on=localdate())
    return page_of(*paged(rows, page))


@router.post("/loads", response={201: LoadOut, **ANSWERS})
@needs(MAKE)
def send_file(
    request: HttpRequest,
    kind: Form[Kind],
    file: File[UploadedFile],
    all_or_nothing: Form[bool] = False,  # noqa: FBT002 - a form's field
) -> Any:
    """Send a CSV or XLSX file; then ask for a check, and confirm."""
    caller = caller_of(request)
    name = (file.name or "file").replace("\x00", "")
    load = _receive(caller, kind, name, file.chunks(), strict=all_or_nothing)
    return Status(201, load)


@router.post("/loads/rows", response={201: LoadOut, **ANSWERS})
@needs(MAKE)
def send_rows(request: HttpRequest, sent: Rows) -> Any:
    """Send rows as JSON; what follows is as with a file."""
    if sent.kind == PROFILES:
        raise Refused(Code.INVALID, Fault(where="kind", why="file_only"))
    load = _receive(
        caller_of(request),
        sent.kind,
        "rows.csv",
        iter([_sheet(sent.rows)]),
        strict=sent.all_or_nothing,
    )
    return Status(201, load)


def _sheet(rows: list[dict[str, Cell]]) -> bytes:
    """Write the rows as the file that an officer would have sent."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    try:
        return text.getvalue().encode()
    except UnicodeEncodeError:  # JSON may hold halves of a sign; no file can
        raise Refused(Code.INVALID, Fault(where="rows", why="not_text")) from None


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).replace("\x00", "")


@router.get("/loads/{load_id}", response={200: LoadOut, **REFUSALS})
@needs(Permission.EXCHANGE_LOAD_VIEW)
def load(request: HttpRequest, load_id: Key) -> Any:
    """How far a load is, and what became of its rows."""
    rows = Load.objects.visible_to(caller_of(request), on=localdate())
    return get_object_or_404(rows, pk=load_id)


@router.get("/loads/{load_id}/refused", response={200: RefusedCells, **REFUSALS})
@needs(MAKE)
def refused(request: HttpRequest, load_id: Key) -> Any:
    """The first cells that were not taken, as they stood, with the reason's code."""
    found = _own(caller_of(request), load_id)
    return {"items": list(found.refusals.order_by("row", "pk")[:SHOWN])}


@router.post("/loads/{load_id}/check", response={202: LoadOut, **ANSWERS})
@needs(MAKE)
def check(request: HttpRequest, load_id: Key) -> Any:
    """Ask for a dry run: nothing is written, rows are counted and judged."""
    found = _own(caller_of(request), load_id)
    try:
        return Status(202, actions.request_check(found, at=timezone.now()))
    except actions.NotNow:
        raise Refused(Code.CONFLICT) from None


@router.post("/loads/{load_id}/confirm", response={202: LoadOut, **ANSWERS})
@needs(MAKE)
def confirm(request: HttpRequest, load_id: Key) -> Any:
    """Let the good rows be written; a load that stopped goes on."""
    found = _own(caller_of(request), load_id)
    try:
        return Status(202, actions.request_run(found, at=timezone.now()))
    except actions.NotNow:
        raise Refused(Code.CONFLICT) from None


@router.post("/loads/{load_id}/cancel", response={202: LoadOut, **ANSWERS})
@needs(MAKE)
def cancel(request: HttpRequest, load_id: Key) -> Any:
    """Stop after the batch under way; what is written stays, and can go on later."""
    found = _own(caller_of(request), load_id)
    actions.ask_to_stop(found)
    found.refresh_from_db()
    return Status(202, found)
