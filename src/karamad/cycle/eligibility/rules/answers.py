"""What one criterion gives on one day, before exemptions and force are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from karamad.cycle.eligibility.rules.judgement import Amount, Lack, Outcome, Row


class Answer(NamedTuple):
    """rows: what decided, in order. lacks: what is not on record."""

    outcome: Outcome
    reached: Amount | None = None
    rows: tuple[Row, ...] = ()
    lacks: tuple[Lack, ...] = ()


class Turn(NamedTuple):
    """The day a criterion gives something else. then: None when out of force."""

    day: date
    then: Answer | None


UNMET: Final = Answer(Outcome.UNMET)


# Answer(*fields), at half the cost.
_answer: Final[Callable[[tuple[object, ...]], Answer]] = partial(tuple.__new__, Answer)
# By a name of the module: looking a member up in its class takes ten times as long.
_MET, _UNMET, _UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN


def met(reached: Amount | None, rows: tuple[Row, ...] = ()) -> Answer:
    """Answer that it is met.

    Source: docs/judgement.md, "The answer".
    """
    return _answer((_MET, reached, rows, ()))


def unmet(reached: Amount | None, rows: tuple[Row, ...] = ()) -> Answer:
    """Answer that it is not met.

    Source: docs/judgement.md, "The answer".
    """
    return _answer((_UNMET, reached, rows, ()))


def unknown(
    *lacks: Lack, reached: Amount | None = None, rows: tuple[Row, ...] = ()
) -> Answer:
    """Answer that facts are lacking."""
    return _answer((_UNKNOWN, reached, rows, lacks))
