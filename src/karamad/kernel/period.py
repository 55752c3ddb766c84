"""Spans of calendar days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, but not including, `end`; None leaves a side open.

    Half-open, so adjacent periods meet without overlapping.
    Errors: ValueError when `end` comes before `start`.
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"period ends {self.end} before it starts {self.start}")

    @property
    def days(self) -> int | None:
        """Length in calendar days; None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days

    @property
    def is_empty(self) -> bool:
        return self.start is not None and self.start == self.end

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (
            self.end is None or day < self.end
        )

    def overlaps(self, other: Period) -> bool:
        """Test whether the two periods share at least one day."""
        return (
            not self.is_empty
            and not other.is_empty
            and (self.start is None or other.end is None or self.start < other.end)
            and (other.start is None or self.end is None or other.start < self.end)
        )


ALWAYS = Period()
