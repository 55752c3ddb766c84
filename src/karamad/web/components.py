"""What the components are given: plain values, worded and in the order to show.

A page translates its domain into these; web draws them and knows no domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text
else:
    Text = str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force. `name` and `raw` are the parameter in the address."""

    name: str
    raw: str
    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that sets one value: a shortcut day, a tab."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; without `url` it is where we are."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Count:
    """One number of a strip. tone: "", "bad", "warn", "good"."""

    label: Text
    value: int | None
    note: Text = ""
    tone: str = ""
    is_sum: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof: what it is and its day; the id is shown on demand."""

    title: Text
    day: date | None = None
    code: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer.

    state: met, unmet, unknown, waived. gap: what is missing, in a sentence.
    share, mark: where the value and the limit stand on a bar, 0 to 1.
    until: the day it holds up to; until_text stands instead when there is no day.
    """

    state: str
    what: Text
    document: Text = ""
    document_url: str = ""
    status: Text = ""
    gap: Text = ""
    reached: Text = ""
    asked: Text = ""
    share: float | None = None
    mark: float | None = None
    evidence: Sequence[Evidence] = ()
    until: date | None = None
    until_text: Text = ""
    anchor: str = ""
    objection_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading among findings: “at least two of these three: met”."""

    text: Text
    answer: Text = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do that would help."""

    what: Text
    note: Text = ""
    url: str = ""
    url_text: Text = ""
    more: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stay from a day until a day (exclusive; None is open)."""

    start: date
    until: date | None
    title: Text
    note: Text = ""
    length: Text = ""
    current: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a small chart."""

    label: Text
    value: float
    current: bool = False


@dataclass(frozen=True, slots=True)
class Multiple:
    """One of several small charts drawn to one scale."""

    title: Text
    total: Text
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Moment:
    """A share, 0 to 1, at one time. label: which, in a word or two."""

    label: Text
    share: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map. code: two digits of SCI. step: 1 (little) to 5 (much)."""

    code: str
    value: float | None
    step: int
    words: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is to be expected by a day: the 80 % band, the 50 % band, the middle."""

    day: date
    low: int
    lower: int
    median: int
    upper: int
    high: int


@dataclass(frozen=True, slots=True)
class Fan:
    """A count that grows day by day, and where it is going until a last day.

    seen: the count by the end of each day, in order. ahead: days to come, the last of
    them `until`; empty where nothing is foreseen. asked: what must be reached of `all`.
    closed: stretches of days, first and last, on which nothing happens.
    """

    title: Text
    since: date
    until: date
    seen: Sequence[tuple[date, int]]
    ahead: Sequence[Foreseen]
    asked: int
    all: int
    unit: Text = ""
    closed: Sequence[tuple[date, date]] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running job is. `words` say what is being done and how long yet.

    in_batches: whether what was done stays when it is stopped.
    """

    done: int
    total: int
    words: Text
    url: str
    running: bool = True
    cancel_url: str = ""
    in_batches: bool = False


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One line of two editions side by side. change: same, changed, added, removed."""

    label: Text
    before: Text
    after: Text
    change: str = "same"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that was not taken, and why."""

    row: int
    column: Text
    value: str
    reason: Text
    code: str
