"""Everyone judged on the extract, and shown with his evidence while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from karamad.cycle.eligibility import measures
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.laws import laws as newest_laws
from karamad.cycle.eligibility.actions.standing import Asked, NoExtract, ask
from karamad.lake.engines import Session, engine
from karamad.lake.kinship import kin
from karamad.lake.shelf import newest


@dataclass(frozen=True, slots=True)
class Show:
    """verdict: a row a case; laws by their place. Good while it is open."""

    laws: tuple[Law, ...]
    verdict: pa.Table
    session: Session

    @property
    def shown(self) -> Iterator[measures.Shown]:
        return measures.show(self.session, self.verdict)


@contextmanager
def open_show(asked: Asked, *, address: str | None = None) -> Iterator[Show]:
    """Judge on the extract in force, and show whoever is asked for while open.

    address: of the engine, as in `KARAMAD_ENGINE`; None is the setting's.
    Errors: NoExtract.
    """
    lake = newest()
    if lake is None:
        raise NoExtract
    laws = tuple(newest_laws().values() if asked.laws is None else asked.laws)
    profiles = [law.profile for law in laws]
    people = asked.people
    only = None if people is None else kin(lake, list(people))
    with engine(address).session(lake.tables(only)) as session:
        shelf = measures.prepare(session)
        ask(session, profiles, asked, people)
        verdict = measures.judge(
            session,
            shelf,
            profiles,
            on=asked.on,
            with_until=True,
            with_evidence=True,
        )
        session.keep("found", measures.findings_sql(asked.on))
        yield Show(laws, verdict, session)
