"""Kleene's three-valued logic: yes, no, and not known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered so that `min` is "and" and `max` is "or"."""

    NO = 0
    UNKNOWN = 1
    YES = 2


# By a name of the module: looking a member up in its class takes ten times as long.
_NO, _YES = Truth.NO, Truth.YES


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the least of `truths`; YES when there are none."""
    return min(truths, default=_YES)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the greatest of `truths`; NO when there are none."""
    return max(truths, default=_NO)


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Return YES if `count` are YES, NO if fewer than `count` could be."""
    truths = tuple(truths)
    if truths.count(_YES) >= count:
        return _YES
    return _NO if len(truths) - truths.count(_NO) < count else Truth.UNKNOWN


def negation(truth: Truth) -> Truth:
    """Return the opposite; the opposite of not known is not known."""
    return Truth(Truth.YES - truth)
