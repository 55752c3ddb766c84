"""What an open file looks like, whatever it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

MAX_COLUMNS = 500
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file was written, so that its refused rows come back the same way."""

    kind: str  # "csv" or "xlsx"
    delimiter: str = ","
    encoding: str = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows under it, once through.

    rows: the number in the file (its first row is 1) and the cells as they stand; blank
    rows are left out. read: the share of the file gone through, 0 to 1.
    total: rows in all, where the file says so beforehand.
    """

    header: Cells
    rows: Iterator[tuple[int, Cells]]
    form: Form
    read: Callable[[], float]
    total: int | None = None
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
