"""The small tables that laws, windows and the catalogue are written down in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

Rows = list[tuple[Any, ...]]

KEY: Final = pa.int64()
DAY: Final = pa.date32()
_HEAD: Final = {"law": pa.int32(), "place": pa.int32(), "bit": pa.int64()}
_DAYS: Final = {"first_day": DAY, "last_day": DAY}
SHAPES: Final[dict[str, dict[str, pa.DataType]]] = {
    "law": {
        "law": pa.int32(),
        "force": pa.int64(),
        "unset": pa.int64(),
        "always": pa.int64(),
        "appraised": pa.int64(),
        "needs_rank": pa.int64(),
        "needs_appointment": pa.int64(),
    },
    "criterion": _HEAD
    | {
        "base": KEY,
        "profile": pa.string(),
        "criterion": pa.string(),
        "force_end": DAY,
        "in_tree": pa.bool_(),
    },
    "force_span": {
        "law": pa.int32(),
        "from_day": DAY,
        "until_day": DAY,
        "force": pa.int64(),
    },
    "appointment_term": {
        "law": pa.int32(),
        "place": pa.int32(),
        "minimum": pa.int64(),
        "is_capped": pa.bool_(),
        "is_always": pa.bool_(),
    },
    "look": {"part": pa.int32()}
    | _HEAD
    | {
        "since": pa.int32(),
        "from_day": DAY,
        "until_day": DAY,
        "slide": pa.int32(),
        "is_steady": pa.bool_(),
        "is_hours": pa.bool_(),
        "is_capped": pa.bool_(),
        "by_class": pa.bool_(),
        "is_appraisal": pa.bool_(),
        "is_always": pa.bool_(),
        "minimum": pa.int64(),
        "yearly_cap": pa.int64(),
        "years": pa.int32(),
        "appraisal": pa.int32(),
    },
    "course_look": {"law": pa.int32(), "part": pa.int32(), "course": KEY} | _DAYS,
    "hours_look": {"law": pa.int32(), "part": pa.int32(), "classes": pa.int64()}
    | _DAYS,
    "hours_term": {"law": pa.int32(), "place": pa.int32(), "since": pa.int32()},
    "stretch": {"bucket": pa.int32()} | _DAYS | {"year": pa.int32()},
    "cap": {
        "law": pa.int32(),
        "place": pa.int32(),
        "class": pa.int32(),
        "nth": pa.int32(),
        "yearly_cap": pa.int64(),
        "class_cap": pa.int64(),
    },
    "instrument": {"kind": pa.string(), "instrument": pa.string(), "code": KEY},
    "result_look": {"key": KEY, "part": pa.int32(), "since": pa.int32()}
    | _DAYS
    | {"is_best": pa.bool_()},
    "credential_type": {"credential": pa.string(), "code": KEY},
    "credential_look": {"key": KEY} | _HEAD,
    "attribute_term": _HEAD
    | {
        "attribute": pa.string(),
        **_DAYS,
        "least": pa.int32(),
        "years_from": pa.int32(),
        "years_until": pa.int32(),
        "is_first": pa.bool_(),
    },
    "rank_word": {"value": pa.int64(), "word": pa.string()},
}


def rows_of(name: str, rows: Rows) -> pa.Table:
    """Return rows as the table of that name."""
    return table_of(SHAPES[name], rows)


def table_of(shape: Mapping[str, pa.DataType], rows: Rows) -> pa.Table:
    """Return rows as a table of that shape."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(shape)
    arrays = [
        pa.array(column, type=type_)
        for column, type_ in zip(columns, shape.values(), strict=True)
    ]
    return pa.table(arrays, names=list(shape))
