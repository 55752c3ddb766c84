"""The counts of a day as files: a book, in parts by province.

A file never changes; what replaces it has another name, and the row of the day
(`Tally`) names those in force. `seat` has a row a person, post and profile; `cell`
counts alike rows and holds no person; `whole` adds those of a province.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

from django.conf import settings

FORM: Final = 2  # of the files; another form is counted anew
SEAT, CELL, WHOLE, PLACE = "seat", "cell", "whole", "place"


@dataclass(frozen=True, slots=True)
class Book:
    """Which files hold the counts of a day.

    parts: by the key of a province or of a root, the number of the making that wrote
    it; place: the number of the making that wrote the tree. provinces: which of them
    are provinces. editions: by the key of a profile, the edition judged by; of_post:
    which of them are conditions of a post. posts: keys of the posts counted. left_out:
    the editions, by profile, that ask too much for everybody to be judged at once.
    """

    day: date
    parts: Mapping[int, int]
    place: int
    provinces: frozenset[int]
    editions: Mapping[int, int]
    of_post: frozenset[int]
    posts: Sequence[int] = ()
    left_out: Mapping[int, int] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the book as JSON keeps it."""
        return {
            "form": FORM,
            "parts": {str(head): made for head, made in self.parts.items()},
            "place": self.place,
            "provinces": sorted(self.provinces),
            "editions": {str(profile): key for profile, key in self.editions.items()},
            "of_post": sorted(self.of_post),
            "posts": list(self.posts),
            "left_out": {str(profile): key for profile, key in self.left_out.items()},
        }

    @classmethod
    def of(cls, day: date, said: Mapping[str, Any]) -> Self | None:
        """Return the book kept; None when its files are of another form, or gone."""
        if said.get("form") != FORM:
            return None
        book = cls(
            day=day,
            parts={int(head): made for head, made in said["parts"].items()},
            place=said["place"],
            provinces=frozenset(said["provinces"]),
            editions={int(key): edition for key, edition in said["editions"].items()},
            of_post=frozenset(said["of_post"]),
            posts=tuple(said["posts"]),
            left_out={
                int(key): edition for key, edition in said.get("left_out", {}).items()
            },
        )
        return book if book.places()[0].exists() else None

    def places(self) -> list[Path]:
        return [path_of(self.day, PLACE, 0, self.place)]

    def files(self, name: str, heads: Iterable[int] | None = None) -> list[Path]:
        """Return the files of `seat`, `cell` or `whole`. heads: only these parts."""
        wanted = self.parts if heads is None else self.parts.keys() & set(heads)
        return [
            path_of(self.day, name, head, self.parts[head]) for head in sorted(wanted)
        ]

    def heads_of(self, path: str) -> list[int] | None:
        """Return the parts that hold a unit and all below it; None is all of them."""
        keys = [int(key) for key in path.split(".") if key]
        over = [key for key in keys if key in self.provinces]
        return over[:1] or None


def path_of(day: date, name: str, head: int, making: int) -> Path:
    """Return where a part lies that a making of that number wrote."""
    return folder(day) / f"{name}-{head}-{making:06}.parquet"


def folder(day: date) -> Path:
    """Return where the books of a day lie."""
    return Path(settings.HOME) / "coverage" / day.isoformat()


def tidy(*kept: Book) -> None:
    """Remove the files of a day that none of these books of it names."""
    named = {
        path
        for book in kept
        for path in (
            *book.places(),
            *book.files(SEAT),
            *book.files(CELL),
            *book.files(WHOLE),
        )
    }
    for path in folder(kept[0].day).glob("*.parquet"):
        if path not in named:
            path.unlink(missing_ok=True)
