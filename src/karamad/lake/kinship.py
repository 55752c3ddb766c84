"""Whose a record is: the records that were merged, as an extract has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

from karamad.lake.shelf import Lake


def owners(lake: Lake, records: Collection[int]) -> frozenset[int]:
    """Return these records and those they were merged into, to the end of the way."""
    into = _merges(lake)
    found, waiting = set(records), list(records)
    while waiting:
        owner = into.get(waiting.pop())
        if owner is not None and owner not in found:
            found.add(owner)
            waiting.append(owner)
    return frozenset(found)


def kin(lake: Lake, people: Collection[int]) -> frozenset[int]:
    """Return these people's records and all that were merged into them on the way."""
    merged: dict[int, list[int]] = {}
    for record, owner in _merges(lake).items():
        merged.setdefault(owner, []).append(record)
    found, waiting = set(people), list(people)
    while waiting:
        more = [each for each in merged.get(waiting.pop(), ()) if each not in found]
        found.update(more)
        waiting.extend(more)
    return frozenset(found)


def owners_of_merged(lake: Lake) -> dict[int, int]:
    """Return every merged record, with the one it was merged into in the end."""
    into = _merges(lake)
    found = {}
    for record in into:
        passed = {record}
        owner = into[record]
        while owner in into and owner not in passed:
            passed.add(owner)
            owner = into[owner]
        found[record] = owner
    return found


def _merges(lake: Lake) -> Mapping[int, int]:
    return _read(tuple(lake.paths("person")))


@lru_cache(maxsize=2)
def _read(paths: tuple[Path, ...]) -> Mapping[int, int]:
    """Return into which record each was merged. Files never change: read once."""
    away = ds.dataset([str(path) for path in paths]).to_table(
        columns=["person", "merged_into"], filter=pc.field("merged_into").is_valid()
    )
    columns = (column.to_pylist() for column in away.columns)
    return dict(zip(*columns, strict=True))
