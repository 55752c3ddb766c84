"""Pages of lists too long to count: exact up to a cap, «more than» beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from karamad.web.keys import whole_number

CAP = 10_000
DEEPEST = 20_000  # pages; further on nobody reads, and offsets cost


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; with `more`, at least so many."""

    number: int
    more: bool = False


def count_up_to(rows: QuerySet[Any], cap: int = CAP) -> Count:
    """Count, but stop at `cap`: nobody waits for the other half million."""
    number = rows.order_by()[: cap + 1].count()
    return Count(min(number, cap), number > cap)


def page_number(said: str | int | None) -> int:
    """Return the page asked for, from 1; what is no number is the first."""
    return max(whole_number(str(said or 1)) or 1, 1)


def last_row(number: str | int | None, per_page: int) -> int:
    """Return how many rows there are up to the end of the page asked for."""
    return min(page_number(number), DEEPEST) * per_page


class LongPaginator(Paginator[Any]):
    """Pages over keys in order, for lists of any length.

    `more` says that the count stopped at the cap; then there is no last page to lead
    to, only a next one.
    """

    def __init__(
        self, rows: QuerySet[Any] | Sequence[Any], per_page: int, counted: Count
    ) -> None:
        super().__init__(rows, per_page)
        self._counted = counted

    @property
    def count(self) -> int:
        return self._counted.number

    @property
    def more(self) -> bool:
        return self._counted.more

    @property
    def num_pages(self) -> int:
        if self.more:
            return DEEPEST
        return max(1, -(-self.count // self.per_page))

    def get_page(self, number: Any) -> Page[Any]:
        """Return a page; what is no number is the first, what is too far the last."""
        asked = min(page_number(number), self.num_pages)
        start = (asked - 1) * self.per_page
        keys = list(self.object_list[start : start + self.per_page + 1])
        page = LongPage(keys[: self.per_page], asked, self)
        page.goes_on = len(keys) > self.per_page
        return page


class LongPage(Page[Any]):
    goes_on: bool = False
    object_list: Sequence[Any]

    def has_next(self) -> bool:
        return self.goes_on

    def end_index(self) -> int:
        return self.start_index() + len(self.object_list) - 1

    def start_index(self) -> int:
        return (self.number - 1) * self.paginator.per_page + 1
