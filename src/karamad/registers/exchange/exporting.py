"""Registers written out as the files they are loaded from, streaming."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from karamad.kernel.identifiers import mask
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import harmless
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    Equivalence,
    Provider,
)
from karamad.registers.exchange.rules.cells import BETWEEN
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.words import RANKS
from karamad.registers.exchange.writing import entities, facts
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import Person, Post, Unit, UnitPlace
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

CHUNK = 5_000


def export(kind: Kind, path: Path, scope: Scope, *, gregorian: bool = False) -> int:
    """Write all current rows of the kind within scope; returns how many.

    The ending says the form: XLSX, else CSV. Days are Jalali unless `gregorian`.
    """
    with_ids = scope.user is None or _reads_ids(scope.user, scope.on)
    rows = rows_of(kind, scope)
    lines = (
        [_shown(value, gregorian=gregorian) for value in row]
        for row in (rows if with_ids else _masked(kind, rows))
    )
    if path.suffix.lower() == ".xlsx":
        return _write_workbook(path, kind.names, lines)
    return _write_commas(path, kind.names, lines)


def _reads_ids(user: User, on: date) -> bool:
    """Test whether he may read the national id of everybody whom he takes out."""
    reach = user.reach(Permission.PEOPLE_NATIONAL_ID_VIEW, on=on)
    if Permission.PEOPLE_NATIONAL_ID_VIEW not in user.permissions_on(on):
        return False
    return reach.everywhere or reach == user.reach(
        Permission.EXCHANGE_EXPORT_MAKE, on=on
    )


def rows_of(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    """Yield the rows of the kind, values in the order of its columns."""
    if kind.name in facts.TABLES:
        return _facts(kind, scope)
    return {
        "units": _units,
        "posts": _posts,
        "people": _people,
        "courses": _courses,
        "providers": _providers,
    }[kind.name](kind, scope)


# ---- one kind after another -------------------------------------------------


def _facts(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    where = facts.TABLES[kind.name]
    fields = {**where.key, **where.rest}
    by_column = {column: name for name, column in fields.items()}
    objects: Any = where.model._default_manager  # noqa: SLF001
    rows = objects.current().order_by("person", "pk")
    if not scope.everywhere and scope.user is not None:
        rows = rows.filter(person__in=_visible_people(scope))
    codes = {
        "course": dict(Course.objects.values_list("pk", "code")),
        "post": dict(Post.objects.values_list("pk", "code")),
        "unit": dict(Unit.objects.values_list("pk", "code")),
        "provider": dict(Provider.objects.values_list("pk", "code")),
        "profile": dict(Profile.objects.values_list("pk", "code")),
    }
    paths = [
        "person__national_id" if name == "national_id" else by_column[name]
        for name in kind.names
    ]
    named = [
        (place, codes[column.refers])
        for place, column in enumerate(kind.columns)
        if column.refers in codes
    ]
    ranks = list(RANKS)
    for row in rows.values_list(*paths).iterator(chunk_size=CHUNK):
        values = list(row)
        for place, known in named:
            values[place] = known.get(values[place])
        if kind.name == "results" and values[2] == "rank":
            values[4] = ranks[int(values[4])]
        yield values


def _units(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    last = (
        UnitPlace.objects.current()
        .filter(unit=OuterRef("pk"))
        .order_by(F("from_day").desc(nulls_last=True), "-pk")
    )
    units = Unit.objects.all()
    if scope.user is not None:
        units = units.visible_to(scope.user, on=scope.on)
    placed = units.annotate(
        parent=Subquery(last.values("parent__code")[:1]),
        parent_from=Subquery(last.values("from_day")[:1]),
    )
    yield from _plain(placed.order_by("path", "pk"), kind.names)


def _posts(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    del scope
    yield from _plain(Post.objects.order_by("code"), kind.names)


def _people(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    people = Person.objects.filter(merged_into=None)
    if not scope.everywhere and scope.user is not None:
        people = people.filter(pk__in=_visible_people(scope))
    yield from _plain(people.order_by("pk"), kind.names)


def _courses(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    del scope
    equals: dict[int, list[str]] = {}
    rows = Equivalence.objects.current().order_by("of__code")
    for course, code in rows.values_list("course_id", "of__code"):
        equals.setdefault(course, []).append(code)
    fields = {column: name for name, column in entities.TABLES["courses"].facts.items()}
    fields |= {"code": "code", "provider": "provider__code", "equivalent_to": "pk"}
    place = kind.names.index("equivalent_to")
    names = [fields[name] for name in kind.names]
    for values in _plain(Course.objects.order_by("code"), names):
        values[place] = BETWEEN.join(equals.get(values[place], ()))
        yield values


def _providers(kind: Kind, scope: Scope) -> Iterator[list[Any]]:
    del scope
    held: dict[int, list[tuple[Any, ...]]] = {}
    rows = Accreditation.objects.current().order_by("provider", "from_day", "domain")
    for pk, *what in rows.values_list("provider", "domain", "from_day", "until_day"):
        held.setdefault(pk, []).append(tuple(what))
    providers = Provider.objects.order_by("code")
    for pk, *values in _plain(providers, ["pk", *kind.names[:3]]):
        yield [*values, *_accreditation(held.get(pk, ()))]


def _accreditation(held: Iterable[tuple[Any, ...]]) -> tuple[Any, Any, Any]:
    """Return domains, from and until of the latest; a file has room for one span."""
    latest = max(held, key=lambda each: each[1] or date.min, default=None)
    if latest is None:
        return None, None, None
    span = latest[1:]
    domains = sorted(domain for domain, *days in held if tuple(days) == span)
    return BETWEEN.join(filter(None, domains)), *span


def _plain(rows: QuerySet[Any], names: Iterable[str]) -> Iterator[list[Any]]:
    for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
        yield list(row)


def _visible_people(scope: Scope) -> QuerySet[Any]:
    if scope.user is None:
        raise TypeError("Everybody is visible to nobody in particular.")
    visible = Person.objects.visible_to(
        scope.user, on=scope.on, permission=Permission.EXCHANGE_EXPORT_MAKE
    )
    # A person merged into a visible one is the same human being.
    return Person.objects.filter(
        Q(pk__in=visible.values("pk")) | Q(merged_into__in=visible.values("pk"))
    ).values("pk")


def _masked(kind: Kind, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    if "national_id" not in kind.names:
        yield from rows
        return
    place = kind.names.index("national_id")
    read = itemgetter(place)
    for row in rows:
        row[place] = mask(read(row))
        yield row


# ---- how a value is written ---------------------------------------------------


def _shown(value: Any, *, gregorian: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat() if gregorian else jalali_iso(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def _write_commas(path: Path, names: Iterable[str], lines: Iterable[list[str]]) -> int:
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for line in lines:
            writer.writerow(map(harmless, line))
            written += 1
    return written


def _write_workbook(
    path: Path, names: Iterable[str], lines: Iterable[list[str]]
) -> int:
    written = 0
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(names):
            sheet.write_string(0, place, name)
        for line in lines:
            written += 1
            for place, cell in enumerate(line):
                if cell:
                    sheet.write_string(written, place, cell)
    return written
