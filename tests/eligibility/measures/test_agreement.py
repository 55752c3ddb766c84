"""The judge of everyone at once agrees with the rules, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.measures import (
    ask_seats,
    credited_sql,
    findings_sql,
    judge,
    prepare,
    show,
    terms,
    texts,
)
from karamad.lake.engines import Session, engine
from tests.eligibility.cases import POSTS
from tests.eligibility.populations import POST_KEYS, Population, population

PEOPLE, LAWS = 60, 30
SEEDS = range(18)


def asked(nation: Population) -> Iterator[tuple[int, int, str | None, int]]:
    number = 0
    for person in nation.people:
        for law in range(len(nation.laws)):
            for post in (*POSTS, None):
                if post is None or nation.laws[law].criteria[0].window is not None:
                    yield number, person, post, law
                    number += 1


def question(rows: list[tuple[int, int, str | None, int]]) -> pa.Table:
    return pa.table(
        {
            "id": pa.array([row[0] for row in rows], pa.int64()),
            "person": pa.array([row[1] for row in rows], pa.int64()),
            "post": pa.array([POST_KEYS.get(row[2] or "") for row in rows], pa.int64()),
            "unit": pa.array([None for _ in rows], pa.int64()),
            "law": pa.array([row[3] for row in rows], pa.int32()),
        }
    )


def by_rules(nation: Population, rows: list) -> dict[int, rules.Judgement]:
    found = {}
    for person, facts in nation.people.items():
        mine = [row for row in rows if row[1] == person]
        judgements = rules.judge_many(
            [(nation.laws[law], post) for _, _, post, law in mine],
            facts,
            nation.catalogue,
            on=nation.on,
        )
        found |= {
            row[0]: judgement for row, judgement in zip(mine, judgements, strict=True)
        }
    return found


def in_order(table: pa.Table) -> list[dict]:
    return table.sort_by("id").to_pylist()


def shown_of(
    session: Session, nation: Population
) -> dict[tuple[int, str], tuple[str, date | None, str, tuple[str, ...]]]:
    """Return the findings as they are shown: outcome, until, reached and evidence."""
    session.keep("found", findings_sql(nation.on))
    judged = session.run("SELECT * FROM verdict")
    rows: list[dict[str, Any]] = []
    evidence: dict[tuple[int, int], tuple[str, ...]] = {}
    for some in show(session, judged, at_a_time=17):
        rows += some.finding.to_pylist()
        for row in some.evidence.to_pylist():
            cell = row["id"], row["place"]
            named = f"{row['register']}:{row['code']}@{row['day'].isoformat()}"
            evidence[cell] = (*evidence.get(cell, ()), named)
    shown = {
        (row["id"], nation.laws[row["law"]].criteria[row["place"]].id): (
            row["outcome"],
            row["until"],
            row["word"] or reached_text(row["amount"]),
            evidence.get((row["id"], row["place"]), ()),
        )
        for row in rows
    }
    assert len(shown) == len(rows)
    return shown


def reached_text(amount: int | None) -> str:
    return rules.amount_text(None if amount is None else Decimal(amount) / 10_000)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_finding_and_verdict_is_that_of_the_rules(seed: int) -> None:
    nation = population(seed, PEOPLE, LAWS)
    rows = list(asked(nation))

    with engine("duckdb").session(nation.tables) as session:
        session.add("question", question(rows))
        shelf = prepare(session)
        judged = judge(
            session,
            shelf,
            nation.laws,
            on=nation.on,
            with_until=True,
            with_evidence=True,
        )
        cells = session.run(findings_sql(nation.on))
        shown = shown_of(session, nation)
    with engine("duckdb").session(nation.tables) as session:
        session.add("question", question(rows))
        today = judge(session, prepare(session), nation.laws, on=nation.on)

    assert in_order(today.drop(["until"])) == in_order(judged.drop(["until"]))
    found = judged.to_pylist()
    untils = {
        (row["id"], nation.laws[row["law"]].criteria[row["place"]].id): (
            row["outcome"],
            row["until"],
        )
        for row in cells.to_pylist()
    }

    assert shown.keys() == untils.keys()
    expected = by_rules(nation, rows)
    assert len(found) == len(rows)
    for row in found:
        judgement = expected[row["id"]]
        law = nation.laws[row["law"]]
        cells = {
            criterion.id: word
            for place, criterion in enumerate(law.criteria)
            for word in ("met", "unmet", "unknown", "waived")
            if row[word] >> place & 1
        }
        assert cells == {
            each.criterion.id: each.outcome.value for each in judgement.findings
        }, (nation.on, law, nation.people[row["person"]], rows[row["id"]])
        assert row["verdict"] == judgement.verdict.value
        told = (nation.on, law, nation.people[row["person"]], rows[row["id"]])
        for each in judgement.findings:
            assert untils[row["id"], each.criterion.id] == (
                each.outcome.value,
                each.until,
            ), (each, told)
            assert shown[row["id"], each.criterion.id] == (
                each.outcome.value,
                each.until,
                each.reached_text,
                tuple(evidence.gregorian_id for evidence in each.evidence),
            ), (each, told)
        assert row["until"] == judgement.until, told


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_what_a_tally_has_no_column_for_goes_by_rows(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nation = population(seed, PEOPLE, LAWS)
    rows = question(list(asked(nation)))

    def judged() -> list[str]:
        with engine("duckdb").session(nation.tables) as session:
            session.add("question", rows)
            shelf = prepare(session)
            judge(session, shelf, nation.laws, on=nation.on, with_until=True)
            hours = session.run(credited_sql(nation.on)).to_pylist()
            cells = session.run(findings_sql(nation.on)).to_pylist()
        return sorted(map(repr, [*hours, *cells]))

    by_columns = judged()
    monkeypatch.setattr(texts, "SLOTS", 1)
    monkeypatch.setattr(terms, "MOST_STRETCHES", 3)

    assert judged() == by_columns


@pytest.mark.spark
def test_spark_answers_what_duckdb_does_cell_by_cell() -> None:
    nation = population(SEEDS[0], PEOPLE, LAWS)
    rows = question(list(asked(nation)))

    def judged(address: str) -> list[list[dict]]:
        with engine(address).session(nation.tables) as session:
            session.add("question", rows)
            shelf = prepare(session)
            verdicts = judge(
                session,
                shelf,
                nation.laws,
                on=nation.on,
                with_until=True,
                with_evidence=True,
            )
            cells = session.run(findings_sql(nation.on))
            hours = session.run(credited_sql(nation.on))
            shown = shown_of(session, nation)
        told = [in_order(verdicts), in_any_order(cells), in_any_order(hours)]
        return [*told, sorted(shown.items(), key=repr)]

    assert judged("local[2]") == judged("duckdb")


@pytest.mark.parametrize(
    "address", ["duckdb", pytest.param("local[2]", marks=pytest.mark.spark)]
)
@pytest.mark.parametrize("everyone", [False, True])
def test_cases_are_numbered_so_that_a_nations_cells_can_be(
    address: str, everyone: bool
) -> None:
    nation = population(SEEDS[0], PEOPLE, LAWS)
    unit = pa.table({"unit": pa.array([1]), "kind": ["office"], "grade": pa.array([3])})
    post = [
        {"post": key, "code": code, "level": "", "managerial": False}
        for code, key in POST_KEYS.items()
    ]
    places = {"unit": unit, "post": pa.Table.from_pylist(post)}

    with engine(address).session(nation.tables | places) as session:
        prepare(session)
        ask_seats(session, nation.laws, on=nation.on, everyone=everyone)
        numbers = session.run("SELECT id FROM question")

    # Places and years are counted within it: thirty-two bits end at 131,072 people.
    assert numbers.schema.field("id").type == pa.int64()


def in_any_order(table: pa.Table) -> list[dict]:
    return sorted(table.to_pylist(), key=lambda row: (row["id"], row["place"]))
