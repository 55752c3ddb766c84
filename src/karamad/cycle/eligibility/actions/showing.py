"""Everyone judged on the extract, and shown with his evidence: some after others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from karamad.cycle.eligibility import measures
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.laws import laws as newest_laws
from karamad.cycle.eligibility.actions.standing import (
    Asked,
    NoExtract,
    ask,
    slices_with,
)
from karamad.lake.engines import Session, engine
from karamad.lake.shelf import newest


@dataclass(frozen=True, slots=True)
class Show:
    """Some people. verdict: a row a case; laws by their place.

    number, among: which part of all that are asked for. Good until the next is taken.
    """

    laws: tuple[Law, ...]
    verdict: pa.Table
    session: Session
    number: int
    among: int

    @property
    def shown(self) -> Iterator[measures.Shown]:
        return measures.show(self.session, self.verdict)


def shows(asked: Asked, *, address: str | None = None) -> Iterator[Show]:
    """Judge on the extract in force, and show whoever is asked for.

    address: of the engine, as in `KARAMAD_ENGINE`; None is the setting's.
    Errors: NoExtract.
    """
    lake = newest()
    if lake is None:
        raise NoExtract
    laws = tuple(newest_laws().values() if asked.laws is None else asked.laws)
    profiles = [law.profile for law in laws]
    judge = engine(address)
    for some in slices_with(asked.people, lake, judge):
        with judge.session(some.tables) as session:
            shelf = measures.prepare(session)
            ask(session, profiles, asked, asked.people)
            verdict = measures.judge(
                session,
                shelf,
                profiles,
                on=asked.on,
                with_until=True,
                with_evidence=True,
            )
            session.keep("found", measures.findings_sql(asked.on))
            yield Show(laws, verdict, session, some.number, some.among)
