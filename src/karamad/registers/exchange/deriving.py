"""What follows from a row's cells alone, worked out where they are checked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from karamad.kernel.sealing import Seal
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.people.rules import person_sort_key

REMEMBERED_NAMES = 1 << 14  # few pairs of names are rare


# Where in `Row.derived` things stand: the first in every row that is about a person,
# all three in a row of the people themselves.
INDEX, SEALED, SORT_KEY = range(3)


class Derivation:
    """Makes `Row.derived` of the stored values of rows of a kind."""

    def __init__(self, kind: str, seal: Seal) -> None:
        names = KINDS[kind].names
        self._seal = seal
        self._of_people = kind == "people"
        needed = ("national_id", *("first_name", "last_name")[: 2 * self._of_people])
        self._needed = [names.index(name) for name in needed if name in names]
        self._order = lru_cache(REMEMBERED_NAMES)(_order)

    def of_all(self, said: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """Return what follows of many rows, by column, of their values by column."""
        if not self._needed:
            return []
        ids, *names = (said[place] for place in self._needed)
        indexes = list(map(self._seal.blind_index, ids))
        if not self._of_people:
            return [indexes]
        return [
            indexes,
            list(map(self._seal.encrypt, ids)),
            list(map(self._order, *names)),
        ]

    def of(self, said: Sequence[Any]) -> tuple[Any, ...]:
        """Return what follows of one row; nothing where what it follows from lacks."""
        if any(said[place] is None for place in self._needed):
            return ()  # refused
        return tuple(value for (value,) in self.of_all([[each] for each in said]))

    def order(self, derived: Sequence[Sequence[Any]]) -> Sequence[int] | None:
        """Return in which order to write many rows; None is that of the file.

        People go by the alphabet, so that neighbours come to stand on the same pages of
        several indexes. Not where one comes twice: then the first of the file counts.
        """
        if not self._of_people or len(set(derived[INDEX])) < len(derived[INDEX]):
            return None
        return sorted(range(len(derived[INDEX])), key=derived[SORT_KEY].__getitem__)


def _order(first: str, last: str) -> str:
    return person_sort_key(first_name=first, last_name=last)
