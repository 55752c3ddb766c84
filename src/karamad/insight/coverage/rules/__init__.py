"""What the counts mean: bands of age, figures that add up, ends of months."""

from karamad.insight.coverage.rules.bands import BANDS, Band, born_between
from karamad.insight.coverage.rules.figures import (
    Answer,
    Figures,
    total_of,
)
from karamad.insight.coverage.rules.months import month_ends
from karamad.insight.coverage.rules.posts import is_of_post

__all__ = [
    "BANDS",
    "Answer",
    "Band",
    "Figures",
    "born_between",
    "is_of_post",
    "month_ends",
    "total_of",
]
