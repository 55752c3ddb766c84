"""What one criterion gives on one day, before exemptions and force are looked at."""

from __future__ import annotations

from typing import Final, NamedTuple

from karamad.cycle.eligibility.rules.judgement import Amount, Lack, Outcome, Row


class Answer(NamedTuple):
    """rows: what decided, in order. lacks: what is not on record."""

    outcome: Outcome
    reached: Amount | None = None
    rows: tuple[Row, ...] = ()
    lacks: tuple[Lack, ...] = ()


UNMET: Final = Answer(Outcome.UNMET)


def met(reached: Amount, rows: tuple[Row, ...] = ()) -> Answer:
    """Answer that it is met."""
    return Answer(Outcome.MET, reached, rows)


def unmet(reached: Amount | None, rows: tuple[Row, ...] = ()) -> Answer:
    """Answer that it is not met, with what was reached."""
    return Answer(Outcome.UNMET, reached, rows)


def unknown(
    *lacks: Lack, reached: Amount | None = None, rows: tuple[Row, ...] = ()
) -> Answer:
    """Answer that facts are lacking."""
    return Answer(Outcome.UNKNOWN, reached, rows, lacks)
