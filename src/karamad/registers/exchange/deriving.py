"""What follows from a row's cells alone, worked out where they are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from karamad.kernel.sealing import Seal
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.people.rules import person_sort_key

Derive = Callable[[Sequence[Any]], tuple[Any, ...]]
REMEMBERED_NAMES = 1 << 14  # few pairs of names are rare


# Where in `Row.derived` things stand: the first in every row that is about a person,
# all three in a row of the people themselves.
INDEX, SEALED, SORT_KEY = range(3)


def derivation(kind: str, seal: Seal) -> Derive:
    """Return the function that makes `Row.derived` of a row's stored values.

    A bare tuple, because it goes quickly from one process to another.
    """
    names = KINDS[kind].names
    if "national_id" not in names:
        return lambda said: ()
    person, index = names.index("national_id"), seal.blind_index
    if kind != "people":
        return lambda said: (index(said[person]),) if said[person] else ()
    first, last, encrypt = *map(names.index, ("first_name", "last_name")), seal.encrypt
    order = lru_cache(REMEMBERED_NAMES)(_order)

    def derive(said: Sequence[Any]) -> tuple[Any, ...]:
        national_id = said[person]
        if national_id is None or said[first] is None or said[last] is None:
            return ()  # refused
        sort_key = order(said[first], said[last])
        return index(national_id), encrypt(national_id), sort_key

    return derive


def _order(first: str, last: str) -> str:
    return person_sort_key(first_name=first, last_name=last)
