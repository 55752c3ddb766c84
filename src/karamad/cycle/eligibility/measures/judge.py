"""The judge of everyone at once: the findings of the rules, by relations.

Source: docs/judgement.md; docs/adr/0085-everyone-judged-by-relations.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from karamad.cycle.eligibility.measures.shapes import table_of
from karamad.cycle.eligibility.measures.shelf import Shelf
from karamad.cycle.eligibility.measures.terms import Terms
from karamad.cycle.eligibility.measures.texts import Texts
from karamad.cycle.eligibility.rules import Verdict, fold, verdict_of
from karamad.kernel.jalali import add_years
from karamad.kernel.logic import Truth
from karamad.lake.engines import Session
from karamad.registers.competencies.rules import Profile

_KEPT: Final = (
    "scored",
    "ranked",
    "tenure",
    "cases",
    "holder",
    "scored_case",
    "training_look",
    "result_seen",
)
_NOW: Final = ("yearly", "capped_now", "appraised", "held", "exempted", "attribute")
_AHEAD: Final = (
    "twin",
    "training",
    "result_seen",
    "appraised",
    "held",
    "lasting",
    "keystone",
    "steady",
    "point",
    "swept",
    "candidate",
    "yearly=yearly_ahead",
    "capped_now",
    "phase",
    "attribute_span",
)


def judge(
    session: Session,
    shelf: Shelf,
    laws: Sequence[Profile],
    *,
    on: date,
    with_until: bool = False,
) -> pa.Table:
    """Judge every row of the session's table `question`; keep the answer as `verdict`.

    question: id, person, post, unit, law; law is a place in `laws`.
    Returns it: id, person, post, unit, law, verdict, met, unmet, unknown, waived,
    until; the four between as bits by the place of the criterion in its law. until:
    null unless asked for; the session then also answers `findings_sql`.
    """
    terms = Terms(laws, on, shelf, is_ahead=with_until)
    tables = terms.tables
    for name, rows in tables.items():
        session.add(name, rows)
    texts = Texts(on, stretches=terms.stretches)
    for name in _KEPT:
        session.keep(name, texts.of(name))
    session.keep("trained", texts.of("trained", "twin", "training"))
    session.keep("now", texts.of("now", *_NOW))
    session.keep("masks", texts.of("masks"))
    session.add("folded", _folded(session.run(texts.of("signatures")), laws))
    session.keep("stand", texts.of("verdicts"))
    if with_until:
        _look_ahead(session, laws, terms)
    else:
        session.add("until", table_of({"id": pa.int64(), "until": pa.date32()}, []))
    session.keep("verdict", texts.of("verdicts_until"))
    return session.run("SELECT * FROM verdict")


def findings_sql(on: date) -> str:
    """Return what answers with a row a case and criterion in force.

    To be asked of the session in which `judge` looked ahead.
    Answers id, person, post, unit, law, place, outcome, until.
    """
    return Texts(on).of("findings")


def credited_sql(on: date) -> str:
    """Return what answers how many hours count, for each criterion of hours.

    To be asked of the session in which `judge` judged. Answers id, place, amount
    (hours in ten-thousandths) as the caps let them count; no row where nothing does.
    """
    return Texts(on).of("credited", "yearly", "capped_now")


def _look_ahead(session: Session, laws: Sequence[Profile], terms: Terms) -> None:
    texts = Texts(terms.on, stretches=terms.stretches, is_ahead=True)
    shape = {"slide": pa.int32(), "day": pa.date32(), "out_day": pa.date32()}
    session.add("dropout", table_of(shape, list(terms.looks.dropping_out())))
    session.add("anniversary", _anniversaries(session, texts, terms))
    session.keep("waiver", texts.of("waiver", "exempted"))
    session.keep("turn", texts.of("turns", *_AHEAD))
    session.keep("eligible", texts.of("eligible"))
    session.keep("change", texts.of("change"))
    session.add("fallen", _fallen(session.run(texts.of("change_signatures")), laws))
    session.keep("until", texts.of("until"))


def _anniversaries(session: Session, texts: Texts, terms: Terms) -> pa.Table:
    """Return the day on which so many years since a day are complete."""
    asked = terms.tables["attribute_term"]
    years = {
        count
        for name in ("years_from", "years_until")
        for count in asked[name].to_pylist()
        if count is not None
    }
    days = session.run(texts.of("days"))["day"].to_pylist() if years else []
    shape = {"years": pa.int32(), "day": pa.date32(), "falls_on": pa.date32()}
    return table_of(
        shape, [(count, day, add_years(day, count)) for count in years for day in days]
    )


def _fallen(signatures: pa.Table, laws: Sequence[Profile]) -> pa.Table:
    """Return the signatures under which nobody is eligible."""
    rows = [
        row
        for row in zip(
            *(column.to_pylist() for column in signatures.columns), strict=True
        )
        if verdict_by(laws[row[0]], row[1], row[2], 0) is not Verdict.ELIGIBLE
    ]
    return table_of(
        dict(zip(signatures.schema.names, signatures.schema.types, strict=True)), rows
    )


def _folded(signatures: pa.Table, laws: Sequence[Profile]) -> pa.Table:
    """Fold each distinct set of findings once, by the rules themselves."""
    rows = []
    for law, force, yes, unknown in zip(
        *(column.to_pylist() for column in signatures.columns), strict=True
    ):
        verdict = verdict_by(laws[law], force, yes, unknown)
        rows.append((law, force, yes, unknown, verdict.value))
    shape = dict(zip(signatures.schema.names, signatures.schema.types, strict=True)) | {
        "verdict": pa.string()
    }
    return table_of(shape, rows)


def verdict_by(law: Profile, force: int, yes: int, unknown: int) -> Verdict:
    """Return what the criteria in force come to, each mask as bits by place."""
    truths = {
        criterion.id: _truth(1 << place, yes, unknown)
        for place, criterion in enumerate(law.criteria)
        if force >> place & 1
    }
    return verdict_of(fold(law.tree, truths))


def _truth(bit: int, yes: int, unknown: int) -> Truth:
    if yes & bit:
        return Truth.YES
    return Truth.UNKNOWN if unknown & bit else Truth.NO
