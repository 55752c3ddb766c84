"""How everyone stands on a day, from the extract: verdicts and findings as columns.

Today's standing is asked again and again, so it is kept beside the lake, a file for
each day, set of laws and extract. When a later extract tells who changed, only they
are judged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from karamad.cycle.eligibility import measures
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.laws import laws as newest_laws
from karamad.lake.engines import Engine, Session, Source, engine
from karamad.lake.kinship import kin, owners
from karamad.lake.shelf import Lake, newest
from karamad.lake.slices import Slice, slices
from karamad.registers.competencies.rules import Profile

FEW: Final = 20_000  # people from whom on everyone is judged anew
KEPT: Final = 24  # files


class NoExtract(Exception):
    """The registers have not been copied into columns yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How people stood on `on`, as recorded by `moment`, by `laws`.

    verdict: person, post, unit, profile, edition, verdict, until, met, unmet, unknown,
    waived: one row a person, seat and law. The last four are bits by the place of the
    criterion in its edition; post and unit are keys, null for a person without a seat.
    finding: person, post, unit, profile, edition, criterion, outcome, until: one row a
    criterion in force; None unless asked for. Rows are in no order.
    """

    on: date
    moment: datetime
    laws: tuple[Law, ...]
    verdict: pa.Table
    finding: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a standing is asked of. laws: None is the newest edition of every profile.

    people, units: keys; only these people, only seats at these units. everyone: by
    every law, whatever the seat, and also who holds none (with units: at home there).
    seat: post and unit by key; everybody asked is judged for it, by every law, whether
    he holds it or not. considered: for the seats they are considered for and do not
    hold, instead of those held. once: nobody will ask the same again, so the answer is
    not kept.
    """

    on: date
    laws: Sequence[Law] | None = None
    people: Collection[int] | None = None
    units: Collection[int] | None = None
    everyone: bool = False
    seat: measures.Seat | None = None
    considered: bool = False
    with_until: bool = True
    with_findings: bool = False
    once: bool = False

    @property
    def is_kept(self) -> bool:
        """Test whether the answer is of the kind that others ask for too."""
        of_all = self.people is None and self.units is None and self.seat is None
        of_all = of_all and not self.everyone and not self.considered
        return of_all and not self.once


def stand(
    asked: Asked, *, lake: Lake | None = None, address: str | None = None
) -> Standing:
    """Return how people stand, on an extract; by default the one in force.

    address: of the engine, as in `KARAMAD_ENGINE`; None is the setting's.
    Errors: NoExtract.
    """
    lake = lake or newest()
    if lake is None:
        raise NoExtract
    laws = tuple(newest_laws().values() if asked.laws is None else asked.laws)
    if not asked.is_kept:
        verdict, finding = _judged(asked, laws, lake, asked.people, address)
        return Standing(asked.on, lake.moment, laws, verdict, finding)
    keep = _Keep(asked, laws, lake)
    tables = keep.read()
    if tables is None:
        tables = keep.renewed(address) or _judged(asked, laws, lake, None, address)
        keep.write(tables)
    return Standing(asked.on, lake.moment, laws, *tables)


Tables = tuple[pa.Table, pa.Table | None]


def _judged(
    asked: Asked,
    laws: Sequence[Law],
    lake: Lake,
    people: Collection[int] | None,
    address: str | None,
) -> Tables:
    judge = engine(address)
    some = slices_with(people, lake, judge)
    answers = [_of(asked, laws, people, judge, each.tables) for each in some]
    verdicts, findings = zip(*answers, strict=True)
    known = [each for each in findings if each is not None]
    return pa.concat_tables(verdicts), pa.concat_tables(known) if known else None


def _of(
    asked: Asked,
    laws: Sequence[Law],
    people: Collection[int] | None,
    judge: Engine,
    tables: Mapping[str, Source],
) -> Tables:
    profiles = [law.profile for law in laws]
    with judge.session(tables) as session:
        shelf = measures.prepare(session)
        ask(session, profiles, asked, people)
        looks_ahead = asked.with_until or asked.with_findings
        rows = measures.judge(
            session, shelf, profiles, on=asked.on, with_until=looks_ahead
        )
        named = rows.append_column(
            "profile", pc.take(_texts(law.code for law in laws), rows["law"])
        ).append_column(
            "edition", pc.take(_numbers(law.number for law in laws), rows["law"])
        )
        verdict = named.select(_VERDICT)
        finding = None
        if asked.with_findings:
            _name_laws(session, laws)
            session.keep("found", measures.findings_sql(asked.on))
            finding = session.run(_FINDING)
    return verdict, finding


def slices_with(
    people: Collection[int] | None, lake: Lake, judge: Engine
) -> Iterator[Slice]:
    """Yield these people, whole, or everyone as many at a time as an engine holds."""
    if people is None:
        yield from slices(lake, judge.people_at_a_time)
    else:
        yield Slice(0, 1, lake.tables(kin(lake, list(people))))


def ask(
    session: Session,
    profiles: Sequence[Profile],
    asked: Asked,
    people: Collection[int] | None,
) -> None:
    """Keep the session's `question`: who is judged for which seat by which law."""
    if asked.seat is not None:
        measures.ask_vacancy(session, profiles, asked.seat, on=asked.on, people=people)
        return
    if asked.considered:
        measures.ask_candidacies(
            session, profiles, on=asked.on, units=asked.units, people=people
        )
        return
    measures.ask_seats(
        session,
        profiles,
        on=asked.on,
        units=asked.units,
        people=people,
        everyone=asked.everyone,
    )


_VERDICT: Final = (
    *("person", "post", "unit", "profile", "edition", "verdict", "until"),
    *("met", "unmet", "unknown", "waived"),
)
_FINDING: Final = """
SELECT f.person, f.post, f.unit, l.profile, l.edition, c.criterion, f.outcome, f.until
FROM found f
JOIN law_name l ON l.law = f.law
JOIN criterion c ON c.law = f.law AND c.place = f.place
"""


def _name_laws(session: Session, laws: Sequence[Law]) -> None:
    names = {
        "law": pa.array(range(len(laws)), pa.int32()),
        "profile": _texts(law.code for law in laws),
        "edition": _numbers(law.number for law in laws),
    }
    session.add("law_name", pa.table(names))


def _texts(each: Iterable[str]) -> pa.Array:
    return pa.array(list(each), pa.string())


def _numbers(each: Iterable[int]) -> pa.Array:
    return pa.array(list(each), pa.int32())


# ---- kept beside the lake --------------------------------------------------------


class _Keep:
    """The files of one question, one for each extract it was asked of."""

    def __init__(self, asked: Asked, laws: Sequence[Law], lake: Lake) -> None:
        self._asked, self._laws, self._lake = asked, laws, lake
        told = [asked.with_until, *sorted((law.code, law.digest) for law in laws)]
        digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
        self._name = f"{asked.on.isoformat()}-{digest}"
        self._folder = Path(settings.HOME) / "standing"

    def read(self) -> Tables | None:
        """Return what is kept of the extract in force."""
        return self._read(self._lake.number)

    def renewed(self, address: str | None) -> Tables | None:
        """Judge those who changed since an extract of which there is a standing."""
        for number in self._numbers():
            change = self._lake.since(number)
            if change.tables or change.people is None or len(change.people) > FEW:
                return None
            before = self._read(number)
            if before is not None:
                return self._patched(before, change.people, address)
        return None

    def _patched(
        self, before: Tables, records: frozenset[int], address: str | None
    ) -> Tables:
        if not records:
            return before
        people = owners(self._lake, records)
        anew = _judged(self._asked, self._laws, self._lake, people, address)
        gone = pa.array(sorted(people), pa.int64())

        def patch(old: pa.Table | None, new: pa.Table | None) -> pa.Table | None:
            if old is None or new is None:
                return None
            stay = old.filter(pc.invert(pc.is_in(old["person"], value_set=gone)))
            return pa.concat_tables([stay, new.cast(stay.schema)])

        verdict = patch(before[0], anew[0])
        if verdict is None:
            raise TypeError("a standing without verdicts")
        return verdict, patch(before[1], anew[1])

    def write(self, tables: Tables) -> None:
        """Keep an answer, whole or not at all; forget the oldest."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for table, path in zip(tables, self._paths(self._lake.number), strict=True):
            if table is not None:
                new = path.with_suffix(f".{id(self)}")
                pq.write_table(table, new, compression="zstd", compression_level=1)
                new.replace(path)
        kept = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in kept[:-KEPT]:
            path.unlink(missing_ok=True)

    def _read(self, number: int) -> Tables | None:
        verdict, finding = self._paths(number)
        wanted = [verdict, *([finding] if self._asked.with_findings else [])]
        with suppress(FileNotFoundError):
            tables = [pq.read_table(path) for path in wanted]
            return tables[0], tables[1] if self._asked.with_findings else None
        return None

    def _paths(self, number: int) -> tuple[Path, Path]:
        stem = f"{self._name}-{number:08}"
        return (
            self._folder / f"{stem}-verdict.parquet",
            self._folder / f"{stem}-finding.parquet",
        )

    def _numbers(self) -> list[int]:
        """Return the earlier extracts of which something is kept, the newest first."""
        found = self._folder.glob(f"{self._name}-*-verdict.parquet")
        numbers = {int(path.name.split("-")[-2]) for path in found}
        return sorted((n for n in numbers if n < self._lake.number), reverse=True)
