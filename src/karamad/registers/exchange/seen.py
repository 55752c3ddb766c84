"""What each key of a file was first said to be, in 16 bytes a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Run = tuple[Numbers, Numbers]


class Seen:
    """Hashes of keys with hashes of what was said of them, in runs sorted by key.

    A dictionary of Python's numbers would take 140 bytes a key. Two keys of one hash
    are told apart no more: one in 10¹³ pairs, and the later row is then refused, never
    lost.
    """

    def __init__(self) -> None:
        self._runs: list[Run] = []  # the earliest first, each longer than the next

    def among(self, keys: Sequence[int]) -> dict[int, int]:
        """Return what those of the keys that came before were first said to be."""
        asked = np.array(keys, np.int64)
        found: dict[int, int] = {}
        for held, values in reversed(self._runs):
            place = np.searchsorted(held, asked)
            place[place == len(held)] = 0
            came = held[place] == asked
            if came.any():
                said = values[place[came]]
                found |= zip(asked[came].tolist(), said.tolist(), strict=True)
        return found

    def update(self, said: Mapping[int, int]) -> None:
        """Note what these keys were said to be; a key noted before stays as it was."""
        if not said:
            return
        run = _sorted(_numbers(said.keys()), _numbers(said.values()))
        while self._runs and len(self._runs[-1][0]) <= len(run[0]):
            keys, values = self._runs.pop()
            run = _sorted(
                np.concatenate((keys, run[0])), np.concatenate((values, run[1]))
            )
        self._runs.append(run)


def _numbers(said: Any) -> Numbers:
    return np.fromiter(said, np.int64, len(said))


def _sorted(keys: Numbers, values: Numbers) -> Run:
    """Return both in the order of the keys, equal ones as they came."""
    order = keys.argsort(kind="stable")
    return keys[order], values[order]
