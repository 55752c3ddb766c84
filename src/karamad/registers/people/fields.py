"""Database look-ups that both databases answer from an index."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

LAST = "\U0010ffff"  # sorts after every letter


@CharField.register_lookup
class Begins(Lookup[str]):
    """`field__begins="prefix"`: LIKE on PostgreSQL, a range on SQLite.

    Django's `startswith` is a case-blind LIKE on SQLite and reads the whole table.
    """

    lookup_name = "begins"

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        return (
            f"({column} >= %s AND {column} < %s)",
            (*parameters, prefix, *parameters, prefix + LAST),
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        for sign in "\\%_":
            prefix = prefix.replace(sign, "\\" + sign)
        return f"{column} LIKE %s", (*parameters, prefix + "%")
