"""Columns on their way: in SQL, in memory, and as they are kept.

On the way a column is *packed*: an amount is whole hundredths, because SQLite's numbers
are floats and PostgreSQL's texts; a day may be a text. What is kept is typed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.apps import apps

from karamad.kernel.extracts import Column, Extract, Kind

WIDTH: Final = 8_192  # person keys a part
AMOUNT: Final = pa.decimal128(7, 2)
_MOST: Final = 10**7  # hundredths that DECIMAL(7, 2) cannot say any more
_KEPT: Final = {
    Kind.KEY: pa.int64(),
    Kind.NUMBER: pa.int32(),
    Kind.AMOUNT: AMOUNT,
    Kind.DAY: pa.date32(),
    Kind.FLAG: pa.bool_(),
    Kind.WORD: pa.string(),
}
_PACKED: Final = {**_KEPT, Kind.AMOUNT: pa.int64()}


class BadValue(Exception):
    """The database holds what its column cannot mean."""


def table_of(model: str) -> str:
    """Return the database's table of "app.Model"."""
    return str(apps.get_model(model)._meta.db_table)  # noqa: SLF001 - documented API


def in_sql(column: Column, vendor: str) -> str:
    """Return the expression that answers with the packed column, or nearly so.

    SQLite's driver takes a column's type from the first rows it sees: a day is never
    NULL there, but an empty text.
    """
    if column.code_of:
        where = f'c.id = t."{column.stored}"'
        return f'(SELECT c.code FROM "{table_of(column.code_of)}" c WHERE {where})'  # noqa: S608
    if column.kind is Kind.AMOUNT:
        return f'CAST(ROUND(t."{column.stored}" * 100) AS BIGINT)'
    if column.kind is Kind.DAY and vendor == "sqlite":
        return f"IFNULL(t.\"{column.stored}\", '')"
    return f't."{column.stored}"'


def chosen(extract: Extract, vendor: str) -> str:
    """Return the SELECT clause of an extract's columns, under their names."""
    return ", ".join(
        f'{in_sql(column, vendor)} AS "{column.name}"' for column in extract.columns
    )


def packed(batch: pa.RecordBatch, extract: Extract) -> pa.RecordBatch:
    """Return a batch from the database with the packed types of its columns."""
    return pa.RecordBatch.from_arrays(
        [
            _pack(batch.column(place), column.kind)
            for place, column in enumerate(extract.columns)
        ],
        schema=packed_schema(extract),
    )


def packed_schema(extract: Extract) -> pa.Schema:
    return pa.schema(
        [(column.name, _PACKED[column.kind]) for column in extract.columns]
    )


def kept_schema(extract: Extract) -> pa.Schema:
    return pa.schema([(column.name, _KEPT[column.kind]) for column in extract.columns])


def kept(table: pa.Table, extract: Extract) -> pa.Table:
    """Return a packed table as it is kept. Errors: BadValue for an amount too large."""
    arrays = [
        decimals(table.column(column.name), f"{extract.name}.{column.name}")
        if column.kind is Kind.AMOUNT
        else table.column(column.name)
        for column in extract.columns
    ]
    return pa.Table.from_arrays(arrays, schema=kept_schema(extract))


def decimals(hundredths: pa.ChunkedArray, name: str = "") -> pa.Array:
    """Return whole hundredths as DECIMAL(7, 2): the same digits, exactly.

    Errors: BadValue when one has more digits than that.
    """
    whole = _one(hundredths)
    values = whole.fill_null(0).to_numpy(zero_copy_only=False)
    if len(values) and not -_MOST < values.min() <= values.max() < _MOST:
        raise BadValue(f"{name}: an amount has more digits than DECIMAL(7, 2).")
    # A decimal is 16 bytes, the least first: the number, then its sign.
    digits = np.empty((len(values), 2), dtype="<i8")
    digits[:, 0] = values
    digits[:, 1] = values >> 63
    exact = pa.Array.from_buffers(AMOUNT, len(values), [None, pa.py_buffer(digits)])
    if not whole.null_count:
        return exact
    return pc.if_else(whole.is_valid(), exact, pa.scalar(None, AMOUNT))


def _pack(array: pa.Array, kind: Kind) -> pa.Array:
    if kind in (Kind.DAY, Kind.WORD) and pa.types.is_string(array.type):
        array = pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
    if array.null_count == len(array):
        # Nothing says which type it was.
        return pa.nulls(len(array), _PACKED[kind])
    return array.cast(_PACKED[kind])


def _one(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return joined if isinstance(joined, pa.Array) else pa.concat_arrays(joined.chunks)
