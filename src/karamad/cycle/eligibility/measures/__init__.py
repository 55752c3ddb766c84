"""Everyone judged at once: the rules put as relations, over the tables of the lake."""

from karamad.cycle.eligibility.measures.judge import credited_sql, findings_sql, judge
from karamad.cycle.eligibility.measures.seats import ask_seats
from karamad.cycle.eligibility.measures.shelf import Shelf, prepare
from karamad.cycle.eligibility.measures.terms import TooManyCriteria

__all__ = [
    "Shelf",
    "TooManyCriteria",
    "ask_seats",
    "credited_sql",
    "findings_sql",
    "judge",
    "prepare",
]
