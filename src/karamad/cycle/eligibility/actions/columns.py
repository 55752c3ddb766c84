"""Columns read the short way: days and numbers of millions of rows, on both databases.

Django makes each value of SQLite by several Python calls. Here SQLite gives them as the
text it keeps, and each text that comes again and again (a day, an hour count) is
understood once. PostgreSQL's driver makes days and numbers by itself, in C.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

_ONE = Decimal(1)


def short(*names: str) -> tuple[Any, ...]:
    """Return what to ask for these day and number columns; read by `day`, `number`."""
    if connection.vendor != "sqlite":
        return names
    return tuple(Cast(name, CharField()) for name in names)


def day(read: date | str | None) -> date | None:
    """Return the day a column holds."""
    return _day(read) if isinstance(read, str) else read


def number(read: Decimal | str | None) -> Decimal | None:
    """Return the number a column holds, in one form whatever the database."""
    return None if read is None else _number(read)


def plain(read: Decimal) -> Decimal:
    """Return `read` in one form: 60, not 60.00 or 6E+1."""
    whole = read.to_integral_value()
    return whole.quantize(_ONE) if read == whole else read.normalize()


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=1 << 16)
def _number(read: Decimal | str) -> Decimal:
    return plain(Decimal(read))
