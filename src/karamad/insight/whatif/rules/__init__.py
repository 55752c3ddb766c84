"""What mends a verdict, what that costs, and what a scenario comes to."""

from karamad.insight.whatif.rules.figures import (
    Cell,
    Figures,
    Move,
    Need,
    Standing,
    figures_of,
)
from karamad.insight.whatif.rules.mending import Way, ways
from karamad.insight.whatif.rules.planning import asks_past_year, cost, ready_on

__all__ = [
    "Cell",
    "Figures",
    "Move",
    "Need",
    "Standing",
    "Way",
    "asks_past_year",
    "cost",
    "figures_of",
    "ready_on",
    "ways",
]
