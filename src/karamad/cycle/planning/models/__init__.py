"""Needs, plans, tariffs and programmes."""

from karamad.cycle.planning.models.needs import (
    FormerNeed,
    Level,
    Need,
    NeedQuerySet,
    Priority,
    State,
)

__all__ = [
    "FormerNeed",
    "Level",
    "Need",
    "NeedQuerySet",
    "Priority",
    "State",
]
