"""What was computed, read back within a reader's reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from karamad.insight.whatif.actions.judging import FINE
from karamad.insight.whatif.actions.texts import text
from karamad.insight.whatif.models import Answer
from karamad.insight.whatif.rules import Cell, Figures, Need, Standing, figures_of
from karamad.lake.engines import Session, engine
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

_NAMED = frozenset(f"{number:02}" for number in range(100)) | {""}


def path_of(answer_id: int) -> Path:
    """Return where an answer's rows lie."""
    return Path(settings.HOME) / "whatif" / f"answer-{answer_id}.parquet"


def is_there(answer: Answer) -> bool:
    """Say whether the rows of an answer are still kept."""
    return path_of(answer.pk).exists()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of those who change; None asks nothing. post: its key."""

    before: Standing | None = None
    after: Standing | None = None
    province: str | None = None
    post: int | None = None

    def condition(self) -> str:
        """Return it in SQL. Errors: ValueError for a province of no such form."""
        asked = ["1 = 1"]
        if self.before is not None:
            asked.append(f"s.before = {int(self.before)}")
        if self.after is not None:
            asked.append(f"s.after = {int(self.after)}")
        if self.post is not None:
            asked.append(f"s.post = {int(self.post)}")
        if self.province is not None:
            if self.province not in _NAMED:
                raise ValueError(f"{self.province!r} is no code of a province")
            asked.append(f"s.province = '{self.province}'")
        return " AND ".join(asked)


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody in a post, by keys. hours: to bring him back; None is not known."""

    person: int
    post: int
    unit: int
    province: str
    before: Standing
    after: Standing
    need: Need
    hours: Decimal | None


def figures(answer: Answer, reader: User, *, on: date) -> Figures:
    """Count what changes, and what it takes, within the reader's reach."""
    with _open(answer, reader, on) as (session, inside):
        cells = session.run(text("cells", inside=inside)).to_pylist()
        needs = session.run(text("needs", inside=inside)).to_pylist()
    hours = sum(row["hours"] for row in needs if row["need"] == Need.HOURS)
    return figures_of(
        (
            Cell(
                row["province"],
                row["post"],
                Standing(row["before"]),
                Standing(row["after"]),
                row["n"],
            )
            for row in cells
        ),
        {Need(row["need"]): row["n"] for row in needs},
        Decimal(hours) / FINE,
    )


def many(answer: Answer, reader: User, asked: Asked, *, on: date) -> int:
    """Return how many of those asked for change."""
    with _open(answer, reader, on) as (session, inside):
        found = session.run(text("many", inside=inside, asked=asked.condition()))
    return int(found["n"][0].as_py())


def people(
    answer: Answer, reader: User, asked: Asked, *, on: date, page: tuple[int, int]
) -> list[Changed]:
    """Return those who change, who needs most first. page: how many, after how many."""
    limit, offset = page
    with _open(answer, reader, on) as (session, inside):
        rows = session.run(
            text(
                "people",
                inside=inside,
                asked=asked.condition(),
                limit=str(int(limit)),
                offset=str(int(offset)),
            )
        ).to_pylist()
    return [
        Changed(
            row["person"],
            row["post"],
            row["unit"],
            row["province"],
            Standing(row["before"]),
            Standing(row["after"]),
            Need(row["need"]),
            Decimal(row["hours"]) / FINE if row["need"] == Need.HOURS else None,
        )
        for row in rows
    ]


@contextmanager
def _open(answer: Answer, reader: User, on: date) -> Iterator[tuple[Session, str]]:
    """Open the rows, with the condition that keeps them in the reader's reach."""
    with engine().session({"seat": [path_of(answer.pk)]}) as session:
        if reader.reach(Permission.WHATIF_SCENARIO_ASK, on=on).everywhere:
            yield session, "1 = 1"
            return
        units = Unit.objects.visible_to(
            reader, on=on, permission=Permission.WHATIF_SCENARIO_ASK
        )
        keys = pa.array(sorted(units.values_list("pk", flat=True)), pa.int64())
        session.add("inside", pa.table({"unit": keys}))
        yield session, "s.unit IN (SELECT unit FROM inside)"
