"""What is asked of whom, which days count, how rows are cut. Pure: no Django."""

from karamad.insight.readiness.rules.calendar import DAY, days_of, is_open
from karamad.insight.readiness.rules.figures import Answer, Row, answer, people_asked
from karamad.insight.readiness.rules.places import cell_of, row_of
from karamad.insight.readiness.rules.targets import Asked, Ground, refusals

__all__ = [
    "DAY",
    "Answer",
    "Asked",
    "Ground",
    "Row",
    "answer",
    "cell_of",
    "days_of",
    "is_open",
    "people_asked",
    "refusals",
    "row_of",
]
