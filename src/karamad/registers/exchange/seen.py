"""What each key of a file was first said to be, in 12 bytes a slot."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

SMALLEST = 1 << 14  # slots
WHOLE = (1 << 64) - 1
DIGEST = (1 << 32) - 1


class Seen:
    """A table of hashes with open addressing: a million keys take 25 MB.

    A dictionary of Python's numbers would take 140. Two keys of one hash are told apart
    no more: one in 10¹³ pairs, and the later row is then refused, never lost.
    """

    def __init__(self) -> None:
        self._count = 0
        self._keys = array("Q", bytes(8 * SMALLEST))
        self._values = array("I", bytes(4 * SMALLEST))

    def get(self, key: int) -> int | None:
        """Return the digest of what the key was first said to be, if it came."""
        place = self._place(key & WHOLE or 1)
        return self._values[place] if self._keys[place] else None

    def update(self, said: Mapping[int, int]) -> None:
        """Note what these keys were said to be; a key noted before stays as it was."""
        while (self._count + len(said)) * 2 >= len(self._keys):
            self._grow()
        place_of, keys, values = self._place, self._keys, self._values
        for key, value in said.items():
            slot = key & WHOLE or 1
            place = place_of(slot)
            if not keys[place]:
                keys[place] = slot
                values[place] = value & DIGEST
                self._count += 1

    def _place(self, slot: int) -> int:
        """Return where the slot is, or the free place where it would be."""
        keys = self._keys
        mask = len(keys) - 1
        # The low bits of a tuple's hash are as good as any.
        place = slot & mask
        while (held := keys[place]) and held != slot:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._keys = array("Q", bytes(16 * len(keys)))
        self._values = array("I", bytes(8 * len(keys)))
        for slot, value in zip(keys, values, strict=True):
            if slot:
                place = self._place(slot)
                self._keys[place], self._values[place] = slot, value


def digest(said: object) -> int:
    """Return a number by which two values of a key are told apart."""
    return hash(said) & DIGEST
