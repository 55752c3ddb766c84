"""One file gone through, for the command line and for the pages alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from karamad.kernel.sealed_files import AnyFile
from karamad.registers.exchange.checking import Checker, Terms
from karamad.registers.exchange.loading import BATCH, Counts, Loading, Writing
from karamad.registers.exchange.refusals import RefusedFile
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import FileCode, Refusal, Unreadable
from karamad.registers.exchange.rules.headers import Match, match, settle
from karamad.registers.exchange.rules.kinds import PROFILES
from karamad.registers.exchange.sources import few_collections, open_source
from karamad.registers.exchange.writing.references import References, Scope
from karamad.trust.accounts.permissions import Permission
from karamad.web.encrypted import keys

KEPT_REFUSALS = 1_000
EXTRA: dict[str, Permission] = {
    "units": Permission.PEOPLE_UNIT_EDIT,
    PROFILES: Permission.COMPETENCIES_PROFILE_EDIT,
}


def demand(kind: str, scope: Scope, *, national: bool) -> None:
    """Refuse a user whose role does not load files of the kind.

    Errors: Unreadable(NOT_ALLOWED).
    """
    user = scope.user
    if user is None:
        return
    held = user.permissions_on(scope.on)
    asked = {Permission.EXCHANGE_LOAD_MAKE, *filter(None, [EXTRA.get(kind)])}
    if national:
        asked.add(Permission.EXCHANGE_LOAD_NATIONAL)
    if not asked <= held or (
        national and not scope.reach(Permission.EXCHANGE_LOAD_NATIONAL)
    ):
        raise Unreadable(FileCode.NOT_ALLOWED)


@dataclass
class Passage:
    """A file opened, its columns recognised, its rows still to come.

    refusals: the first thousand, as the pages show them.
    Errors, from the start: Unreadable.
    """

    kind: Kind
    file: AnyFile
    references: References
    mapping: Mapping[str, str] = field(default_factory=dict)
    errors: AnyFile | None = None
    refusals: list[Refusal] = field(default_factory=list)

    def __post_init__(self) -> None:
        scope = self.references.scope
        demand(self.kind.name, scope, national=self.kind.national)
        self._source = open_source(self.file)
        self._share = 0.0
        header = self._source.header
        self.matches: tuple[Match, ...] = match(self.kind, header, self.mapping)
        try:
            places = settle(self.kind, self.matches)
        except Unreadable:
            self.shut()
            raise
        self._file = self.errors and RefusedFile(
            self.errors, self.kind, header, self._source.form
        )
        self._terms = Terms(self.kind.name, places, len(header), scope.on, keys())
        self._loading = Loading(
            self.kind, Checker(self._terms), self.references, self._refused
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shut()
        if self._file:
            self._file.__exit__(kind, error, trace)

    def shut(self) -> None:
        """Close the file that is read, wherever in it we are."""
        self._source.close()

    @property
    def counts(self) -> Counts:
        return self._loading.counts

    @property
    def share(self) -> float:
        """How much of the file is behind us, 0 to 1."""
        return self._share

    def write_by(self, writing: Writing) -> None:
        """Write what the file says; without this it is only tried."""
        self._loading.write_by(writing)

    @property
    def writes(self) -> bool:
        return self._loading.writes

    @property
    def has_errors_file(self) -> bool:
        return bool(self._file and self._file.written)

    def batches(self, size: int = BATCH) -> Iterator[Counts]:
        """Go through the rows; yields the counts so far after each batch."""
        whole_file = bool(self.kind.itself)
        with few_collections():
            for batch in self._source.batches(
                self._terms, None if whole_file else size
            ):
                self._share = batch.share
                yield self._loading.load(batch)

    def _refused(
        self, number: int, cells: Sequence[str], reasons: Sequence[Refusal]
    ) -> None:
        del number
        room = KEPT_REFUSALS - len(self.refusals)
        self.refusals.extend(reasons[:room])
        if self._file:
            self._file.add(cells, reasons)
