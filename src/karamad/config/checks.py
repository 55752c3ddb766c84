"""What `karamad migrate` and `karamad check --database default` warn of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import connections
from django.utils.translation import gettext as _

BY_BYTES = {"C", "POSIX"}


@register(Tags.database)
def database_orders_by_bytes(
    databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Warn of a PostgreSQL whose order is a language's: our sort keys are bytes."""
    del options
    asked = [connections[name] for name in databases or ()]
    return [
        unordered()
        for connection in asked
        if connection.vendor == "postgresql" and not by_bytes(_order_of(connection))
    ]


def by_bytes(order: str) -> bool:
    """Test whether an order is that of bytes; C.UTF-8 is, but slower than C."""
    return order.split(".", maxsplit=1)[0] in BY_BYTES


def _order_of(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datcollate FROM pg_database "
            "WHERE datname = current_database() AND datlocprovider = 'c'"
        )
        return str((cursor.fetchone() or ("",))[0])


def unordered() -> CheckMessage:
    return Warning(
        _(
            "این پایگاه داده حرف‌ها را به ترتیب یک زبان می‌چیند، نه به ترتیب بایت‌ها؛ "
            "فهرست مردم و واحدها و دوره‌ها به ترتیب الفبا نمی‌آید و بارگذاری کندتر است."
        ),
        hint=_(
            "پایگاهی تازه بسازید و داده‌ها را با pg_dump و pg_restore به آن ببرید: "
            "createdb --template=template0 --encoding=UTF8 --lc-collate=C "
            "--lc-ctype=C.UTF-8"
        ),
        id="karamad.W001",
    )
