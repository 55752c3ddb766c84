"""Whoever answers: the same text gets the same answer, and no question sees another."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from karamad.lake import engines
from karamad.lake.engines import Engine, NoEngine, engine
from karamad.lake.engines.duck import Duck

PEOPLE = pa.table(
    {
        "person": pa.array([1, 2, 3], pa.int64()),
        "birth_date": pa.array([date(1980, 3, 21), None, date(622, 3, 22)]),
        "hours": pa.array(
            [Decimal("12.10"), None, Decimal("0.05")], pa.decimal128(7, 2)
        ),
        "passed": pa.array([True, False, None]),
        "degree": pa.array(["master", None, "کاردانی"]),
    }
)
ASKED = "SELECT * FROM people ORDER BY person"
MASKS = """
WITH slots AS (SELECT person, CASE WHEN passed THEN 1 ELSE 2 END AS bit FROM people)
SELECT person, bit_or(bit) AS mask, row_number() OVER (ORDER BY person) AS place
FROM slots GROUP BY person ORDER BY person
"""


@pytest.fixture(params=["duckdb", pytest.param("local[2]", marks=pytest.mark.spark)])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    return engine(request.param)


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[Duck]:
    made = Duck(memory="100MB", threads=2, spill=tmp_path / "spill")
    yield made
    made.close()


def in_files(table: pa.Table, folder: Path) -> list[Path]:
    paths = []
    for row in range(table.num_rows):
        paths.append(folder / f"part-{row}.parquet")
        pq.write_table(table.slice(row, 1), paths[-1])
    return paths


def test_memory_and_files_answer_alike(any_engine: Engine, tmp_path: Path):
    files = in_files(PEOPLE, tmp_path)

    from_memory = any_engine.run(ASKED, {"people": PEOPLE})
    from_files = any_engine.run(ASKED, {"people": files})

    assert from_memory.to_pylist() == PEOPLE.to_pylist()
    assert from_files.to_pylist() == PEOPLE.to_pylist()
    assert from_files.schema.types == PEOPLE.schema.types


def test_an_answer_of_many_megabytes_arrives_whole(any_engine: Engine):
    many = pa.table({"key": pa.array(range(1_000_000), pa.int64())})

    answer = any_engine.run("SELECT key FROM many", {"many": many})

    assert sorted(answer["key"].to_pylist()) == many["key"].to_pylist()


def test_the_portable_text_is_understood(any_engine: Engine):
    answer = any_engine.run(MASKS, {"people": PEOPLE})

    assert [tuple(row.values()) for row in answer.to_pylist()] == [
        (1, 1, 1),
        (2, 2, 2),
        (3, 2, 3),
    ]


def test_a_session_keeps_what_it_is_told_to(any_engine: Engine, tmp_path: Path):
    with any_engine.session({"people": PEOPLE}) as session:
        session.keep("passed", "SELECT person FROM people WHERE passed")
        session.add("asked", PEOPLE.slice(1))
        session.write("SELECT * FROM passed", tmp_path / "passed.parquet")
        answer = session.run(
            "SELECT count(*) AS n FROM passed UNION ALL SELECT count(*) FROM asked"
        )

    assert sorted(answer["n"].to_pylist()) == [1, 2]
    assert pq.read_table(tmp_path / "passed.parquet")["person"].to_pylist() == [1]


def test_sessions_share_no_table(any_engine: Engine):
    with any_engine.session({"people": PEOPLE}) as one:
        one.keep("mine", "SELECT 1 AS n")
        with any_engine.session({"people": PEOPLE.slice(2)}) as other:
            assert other.run("SELECT person FROM people")["person"].to_pylist() == [3]
            with pytest.raises(Exception, match="mine"):
                other.run("SELECT * FROM mine")
        assert one.run("SELECT count(*) AS n FROM people")["n"].to_pylist() == [3]


def test_threads_ask_at_once(duck: Duck):
    def ask(number: int) -> list[int]:
        table = pa.table({"n": list(range(number))})
        return duck.run("SELECT sum(n) AS n FROM numbers", {"numbers": table})[
            "n"
        ].to_pylist()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(1, 200)))

    assert answers == [[sum(range(n))] for n in range(1, 200)]


def test_a_variable_of_the_caller_is_no_table(duck: Duck):
    people = PEOPLE

    with pytest.raises(Exception, match="people"):
        duck.run("SELECT * FROM people", {})

    assert people.num_rows == 3


def test_a_table_has_a_plain_name(duck: Duck, tmp_path: Path):
    with pytest.raises(ValueError, match="no name of a table"):
        duck.run("SELECT 1", {"people AS SELECT 1; DROP": in_files(PEOPLE, tmp_path)})


def test_a_path_with_a_quote_is_a_path(duck: Duck, tmp_path: Path):
    folder = tmp_path / "the country's"
    folder.mkdir()

    answer = duck.run(ASKED, {"people": in_files(PEOPLE, folder)})

    assert answer.num_rows == 3


def test_an_engine_nobody_knows_is_refused():
    with pytest.raises(NoEngine, match="به نام polars نیست"):
        engine("polars")


def test_spark_is_refused_in_words_when_it_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
):
    import_any = builtins.__import__

    def import_but_spark(name: str, *rest: object, **more: object) -> object:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return import_any(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", import_but_spark)
    monkeypatch.setattr(engines, "_made", {})

    with pytest.raises(NoEngine, match=r"requirements/spark\.txt"):
        engine("local[2]")
