"""Which column of a file is which column of a kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from karamad.kernel.text import clean, search_key
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import FileCode, Unreadable

# What we add ourselves to a file of refused rows; silently passed over.
OWN = frozenset(map(search_key, ("error", "خطا")))
NEAR = 0.55


class How(StrEnum):
    """How a file's column was recognised."""

    SAME_NAME = "same-name"
    NEAR_NAME = "near-name"
    GIVEN = "given"
    OWN = "own"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A column of a file: its place from 0, its header, what it is taken for.

    column: English name; empty when it is ignored. near: only a proposal, which nobody
    follows unless told to.
    """

    place: int
    header: str
    column: str
    how: How
    near: str = ""


def match(
    kind: Kind, header: Sequence[str], given: Mapping[str, str] | None = None
) -> tuple[Match, ...]:
    """Return what each column of the file is taken for.

    given: from header (as it stands) to English name, empty to ignore; wins over names.
    Source: docs/formats.md, first paragraph (the first row names the columns).
    """
    known = {
        search_key(name): column.name
        for column in kind.columns
        for name in (column.name, *column.names)
    }
    told = {search_key(name): column for name, column in (given or {}).items()}
    matches = [
        _match(place, clean(name), known, told) for place, name in enumerate(header)
    ]
    free = set(kind.names) - {found.column for found in matches}
    return tuple(_with_proposal(found, kind, free) for found in matches)


def settle(kind: Kind, matches: Sequence[Match]) -> dict[str, int]:
    """Return the place in the file of each column of the kind that it has.

    Errors: Unreadable when a column comes twice or a required one is missing.
    Source: docs/formats.md (bold: required).
    """
    places: dict[str, int] = {}
    for found in matches:
        if found.column and found.column in places:
            raise Unreadable(FileCode.COLUMN_TWICE, found.column)
        if found.column:
            places[found.column] = found.place
    missing = [c.name for c in kind.columns if c.required and c.name not in places]
    if missing:
        raise Unreadable(FileCode.COLUMN_MISSING, ", ".join(missing))
    return places


def _match(
    place: int, header: str, known: Mapping[str, str], told: Mapping[str, str]
) -> Match:
    key = search_key(header)
    if key in told:
        return Match(place, header, told[key], How.GIVEN)
    if key in known:
        return Match(place, header, known[key], How.SAME_NAME)
    return Match(place, header, "", How.OWN if key in OWN else How.UNKNOWN)


def _with_proposal(found: Match, kind: Kind, free: set[str]) -> Match:
    if found.how is not How.UNKNOWN or not found.header:
        return found
    likeness, name = max(
        (
            (_likeness(found.header, name), column.name)
            for column in kind.columns
            if column.name in free
            for name in (column.name, *column.names)
        ),
        default=(0.0, ""),
    )
    if likeness < NEAR:
        return found
    return Match(found.place, found.header, "", How.NEAR_NAME, near=name)


def _likeness(header: str, name: str) -> float:
    """Return 0 to 1; a name that lies whole in the header is as good as near."""
    asked, known = search_key(header), search_key(name)
    if len(known) > 2 and known in asked:  # noqa: PLR2004 - shorter ones lie anywhere
        return 0.9 + len(known) / 1000
    return SequenceMatcher(None, asked, known).ratio()
