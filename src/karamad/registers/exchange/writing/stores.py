"""Which store keeps which kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.writing.catalogue import Courses, Posts, Providers
from karamad.registers.exchange.writing.facts import Assignments, Exemptions, Facts
from karamad.registers.exchange.writing.people import People
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.exchange.writing.tree import Units


class Store(Protocol):
    """A register's tables as a load sees them, a batch at a time."""

    table: str
    rest_names: list[str]

    def hold(self) -> None: ...

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]: ...

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]: ...

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]: ...

    def write(self, changes: Changes, stamp: Stamp) -> None: ...

    def remember(self, new: Sequence[Row]) -> None: ...


STORES: dict[str, Callable[[Kind, References], Store]] = {
    "units": Units,
    "posts": Posts,
    "people": People,
    "courses": Courses,
    "providers": Providers,
    "assignments": Assignments,
    "exemptions": Exemptions,
}


def store_of(kind: Kind, references: References) -> Store:
    """Return the store that keeps rows of the kind."""
    return STORES.get(kind.name, Facts)(kind, references)
