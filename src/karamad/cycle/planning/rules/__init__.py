"""What is needed, what it costs, who may approve it. Pure: no Django."""

from karamad.cycle.planning.rules.needs import (
    Ground,
    Standing,
    Wish,
    acceptance_refusals,
    answer_by,
    merger_refusals,
    rejection_refusals,
    request_refusals,
)
from karamad.cycle.planning.rules.wanting import wanted

__all__ = [
    "Ground",
    "Standing",
    "Wish",
    "acceptance_refusals",
    "answer_by",
    "merger_refusals",
    "rejection_refusals",
    "request_refusals",
    "wanted",
]
