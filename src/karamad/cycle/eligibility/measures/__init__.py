"""Everyone judged at once: the rules put as relations, over the tables of the lake."""

from karamad.cycle.eligibility.measures.judge import credited_sql, findings_sql, judge
from karamad.cycle.eligibility.measures.seats import (
    Seat,
    ask_candidacies,
    ask_seats,
    ask_vacancy,
)
from karamad.cycle.eligibility.measures.shelf import Shelf, prepare
from karamad.cycle.eligibility.measures.showing import Shown, show
from karamad.cycle.eligibility.measures.terms import TooManyCriteria

__all__ = [
    "Seat",
    "Shelf",
    "Shown",
    "TooManyCriteria",
    "ask_candidacies",
    "ask_seats",
    "ask_vacancy",
    "credited_sql",
    "findings_sql",
    "judge",
    "prepare",
    "show",
]
