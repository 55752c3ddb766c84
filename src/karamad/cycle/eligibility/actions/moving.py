"""What a moment of the record moved in somebody's verdicts: judged before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from karamad.cycle.eligibility.actions.gathering import NotOnRecord
from karamad.cycle.eligibility.actions.judging import Answer, judge_person
from karamad.cycle.eligibility.rules.remaining import remaining
from karamad.registers.people.models import Person

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that is not as it was. left: criteria to be met, before and now."""

    before: Answer
    now: Answer

    @property
    def left_before(self) -> int:
        return remaining(self.before.law.profile, self.before.judgement)

    @property
    def left_now(self) -> int:
        return remaining(self.now.law.profile, self.now.judgement)


def moved_since(
    person: Person, answers: Sequence[Answer], *, since: datetime, on: date
) -> list[Move]:
    """Return which of today's answers what was recorded from a moment on has moved.

    Judged by the same laws and on the same day, so that only the record differs.
    """
    laws = {each.law.code: each.law for each in answers}
    try:
        judged = judge_person(
            person, on=on, among=laws.values(), known_at=since - A_MOMENT
        )
    except NotOnRecord:
        return []
    before = {(each.seat, each.law.code): each for each in judged}
    pairs = [(before.get((each.seat, each.law.code)), each) for each in answers]
    moves = [Move(was, now) for was, now in pairs if was is not None]
    return [each for each in moves if _differs(each)]


def _differs(move: Move) -> bool:
    if move.before.judgement.verdict != move.now.judgement.verdict:
        return True
    return move.left_before != move.left_now
