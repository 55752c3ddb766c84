"""A file is checked the same by the process that writes and by one ahead of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from multiprocessing.connection import Pipe
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.kernel.identifiers import synthetic
from karamad.kernel.sealing import Keys, Seal
from karamad.registers.exchange import sources
from karamad.registers.exchange.actions import Order, load_files
from karamad.registers.exchange.checking import Terms
from karamad.registers.exchange.models import Load, State
from karamad.registers.exchange.rules.faults import FileCode, Unreadable
from karamad.registers.exchange.sources import Ahead, Batch, Here, Source
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import Person
from tests.exchange.bringing import TODAY as LOADED_ON
from tests.exchange.bringing import Clock

TODAY = date(2026, 2, 1)
KEYS = Keys(bytes(range(32)), b"index")
COLUMNS = ("national_id", "course", "completed_on", "score", "passed")
GOOD = (synthetic(7), "K-1", "1404-02-11", "80", "1")


def terms() -> Terms:
    places = {name: place for place, name in enumerate(COLUMNS)}
    return Terms("completions", places, len(COLUMNS), TODAY, KEYS)


def written(path: Path, rows: list[tuple[str, ...]]) -> Path:
    lines = [";".join(cells) for cells in (COLUMNS, *rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def read_by(source: Source, size: int = 2) -> list[Batch]:
    try:
        return list(source.batches(terms(), size))
    finally:
        source.close()


@pytest.fixture
def one_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGE", 0)
    monkeypatch.setattr(sources.os, "sched_getaffinity", lambda _: {0, 1})


def test_what_is_checked_ahead_is_what_is_checked_here(tmp_path: Path):
    path = written(
        tmp_path / "c.csv",
        [GOOD, ("", "", "", "", ""), (*GOOD[:2], "1404-13-40", "101", "شاید"), GOOD],
    )

    ahead, here = read_by(Ahead(path)), read_by(Here(path))

    assert ahead == here
    assert [row.cells for batch in ahead for row in batch.good()] == [[*GOOD]] * 2
    assert [len(batch.good()) for batch in here] == [1, 1]
    assert [len(batch.refused) for batch in here] == [1, 0]
    assert here[0].refused[0][1][0].about == ""
    assert here[-1].share == 1


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([synthetic(3), "", "12", "۰۰۷"]),
            st.sampled_from(["K-1", "ك-۲", "", "a|b"]),
            st.sampled_from(["1404-02-11", "1404/2/31", "2999-01-01", "-", "#REF!"]),
            st.sampled_from(["12.5", "12.505", "۱۰۱", "ندارد"]),
            st.sampled_from(["1", "بله", "no"]),
        ),
        max_size=6,
    )
)
def test_no_cell_changes_on_its_way_between_two_processes(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
):
    path = written(tmp_path_factory.mktemp("rows") / "c.csv", rows)
    ours, theirs = Pipe()
    far = Thread(target=sources.run_ahead, args=(theirs,))
    far.start()

    ours.send(path)
    head = ours.recv()
    ours.send((terms(), 2))
    said = list(iter(ours.recv, None))
    far.join()

    here = Here(path)
    assert head == (here.header, here.form)
    assert said == read_by(here)


def test_a_person_is_indexed_and_sealed_where_he_is_checked(tmp_path: Path):
    path = tmp_path / "people.csv"
    names = {"national_id": 0, "first_name": 1, "last_name": 2}
    path.write_text(f"{','.join(names)}\n{synthetic(5)},علی‌اکبر,رضایی", "utf-8")
    source = Ahead(path)

    (batch,) = source.batches(Terms("people", names, 3, TODAY, KEYS), None)
    source.close()

    index, sealed, sort_key = batch.good()[0].derived
    assert index == Seal(KEYS).blind_index(synthetic(5))
    assert Seal(KEYS).decrypt(sealed) == synthetic(5)
    assert sort_key


def test_the_process_ahead_needs_no_django():
    barred = f"import sys; sys.path[:] = {sys.path}; sys.modules['django'] = None; "
    done = subprocess.run(
        [sys.executable, "-c", f"{barred}import {sources.AHEAD}"], check=False
    )

    assert done.returncode == 0


def test_a_file_that_cannot_be_read_is_refused_from_ahead(tmp_path: Path):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"%PDF-1.7 and so on")

    with pytest.raises(Unreadable) as refused:
        Ahead(broken)
    with pytest.raises(FileNotFoundError):
        Ahead(tmp_path / "none.csv")

    assert refused.value.code is FileCode.NOT_A_TABLE


def test_a_file_that_breaks_off_gives_its_whole_batches_first(tmp_path: Path):
    path = written(tmp_path / "c.csv", [GOOD, GOOD, ('"' + "x" * 200_000,)])
    source = Ahead(path)
    batches = source.batches(terms(), 2)

    first = next(batches)

    assert len(first.good()) == 2
    with pytest.raises(Unreadable):
        next(batches)
    source.close()


def test_the_process_ahead_ends_with_whoever_listens(tmp_path: Path):
    source = Ahead(written(tmp_path / "c.csv", [GOOD] * 50_000))
    next(source.batches(terms(), 1_000))

    source._ours.close()

    assert source._process.wait(timeout=30) == 0
    source.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("one_ahead")
def test_a_load_whose_reader_is_killed_keeps_its_batches_and_goes_on(tmp_path: Path):
    lines = [f"{synthetic(n)},نام,خانواده" for n in range(20_000)]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["national_id,first_name,last_name", *lines]), "utf-8")
    order = Order("people", Scope(LOADED_ON), Clock(), batch=500)
    readers: list[Ahead] = []
    begin = Ahead.__init__

    def remembered(self: Ahead, path: Path) -> None:
        begin(self, path)
        readers.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ahead, "__init__", remembered)
        kill = lambda _counts, _share: readers[0]._process.kill()  # noqa: E731
        (killed,) = load_files(order, [path], progress=kill)
    kept = Person.objects.count()
    (again,) = load_files(order, [path])

    assert killed.fault is not None
    assert killed.fault.code is FileCode.STOPPED
    assert kept >= 500
    assert kept == killed.counts.new
    assert Load.objects.order_by("pk").first() is not None
    assert set(Load.objects.values_list("state", flat=True)) == {State.DONE}
    assert (again.counts.same, again.counts.new) == (kept, 20_000 - kept)
