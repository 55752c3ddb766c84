"""Objections: who may object to what, and until when an answer is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from karamad.cycle.eligibility.rules.deciding import Ground, Refusal
from karamad.cycle.eligibility.rules.judgement import Outcome

OWN_TERM_DAYS: Final = 10  # ours, not law: no document found sets a term
_LONGEST_TERM: Final = 365


@dataclass(frozen=True, slots=True)
class Term:
    """Days an officer has to answer. document: what sets them; empty: Karamad's own."""

    days: int
    document: str = ""

    @property
    def is_ours(self) -> bool:
        return not self.document


def read_term(value: str, document: str) -> Term:
    """Return the term that a provision sets, or Karamad's own where it sets none.

    value: whole days, 1 to 365; empty or anything else is not set.
    Source: Karamad's own default; the provision `objection-term` replaces it.
    """
    text = value.strip()
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST_TERM:
        return Term(OWN_TERM_DAYS)
    return Term(int(text), document)


def due_on(raised_on: date, term: Term) -> date:
    """Return the last day on which an answer is in time; the day raised not counted.

    Source: Karamad's own rule, as terms are counted in days.
    """
    return raised_on + timedelta(days=term.days)


def objection_refusals(
    *,
    himself: bool,
    found: Outcome | None,
    asked: Outcome,
    text: str,
    again: bool,
) -> tuple[Refusal, ...]:
    """Return why a finding may not be objected to.

    found: None when the criterion yields no finding on the day. again: an objection to
    the same finding is still open.
    Source: docs/judgement.md, "The answer" (who can object).
    """
    return tuple(_grounds(himself, found, asked, text, again))


def _grounds(
    himself: bool,  # noqa: FBT001
    found: Outcome | None,
    asked: Outcome,
    text: str,
    again: bool,  # noqa: FBT001
) -> Iterator[Refusal]:
    if not himself:
        yield Refusal(Ground.NOT_THE_PERSON)
    if found is None:
        yield Refusal(Ground.CRITERION_NOT_IN_FORCE)
    elif found is asked:
        yield Refusal(Ground.NOTHING_ASKED, asked)
    if not text.strip():
        yield Refusal(Ground.TEXT_MISSING)
    if again:
        yield Refusal(Ground.ALREADY_OBJECTED)


def answer_refusals(
    *, answered: bool, himself: bool, word: str, text: str, document: str
) -> tuple[Refusal, ...]:
    """Return why an objection may not be answered so.

    Source: docs/mission.md, "Objections"; nobody answers his
    own objection.
    """
    found = []
    if answered:
        found.append(Refusal(Ground.ALREADY_ANSWERED))
    if himself:
        found.append(Refusal(Ground.OWN_CASE))
    if not word or not text.strip():
        found.append(Refusal(Ground.ANSWER_MISSING))
    if not document.strip():
        found.append(Refusal(Ground.DOCUMENT_MISSING))
    return tuple(found)
