"""What one criterion gives on one day, before exemptions and force are looked at."""

from __future__ import annotations

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


# met(reached, rows) and unmet(reached, rows): the commonest answers, made quickly.
met: Final = partial(Answer, Outcome.MET)
unmet: Final = partial(Answer, Outcome.UNMET)


def unknown(
    *lacks: Lack, reached: Amount | None = None, rows: tuple[Row, ...] = ()
) -> Answer:
    """Answer that facts are lacking."""
    return Answer(Outcome.UNKNOWN, reached, rows, lacks)
