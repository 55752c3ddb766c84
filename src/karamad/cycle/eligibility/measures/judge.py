"""The judge of everyone at once: the findings of the rules, by relations.

Source: docs/judgement.md; docs/adr/0085-everyone-judged-by-relations.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from karamad.cycle.eligibility.measures.anniversaries import anniversaries
from karamad.cycle.eligibility.measures.folding import Bits, are_eligible, verdicts
from karamad.cycle.eligibility.measures.shapes import table_of
from karamad.cycle.eligibility.measures.shelf import Shelf
from karamad.cycle.eligibility.measures.terms import Terms
from karamad.cycle.eligibility.measures.texts import Texts
from karamad.kernel.jalali import completed_years
from karamad.lake.engines import Session
from karamad.registers.competencies.rules import Profile

_ASKED: Final = (
    "ranked",
    "tenure",
    "cases",
    "holder",
    "result_seen",
    "training_look",
    "slot",
)
_FOUND: Final = (
    "training_part",
    "asked",
    "training",
    "tally",
    "seen",
    "twin",
    "trained",
)
_NOW: Final = (
    "yearly",
    "capped_now",
    "appraised",
    "held",
    "exempted",
    "attribute",
)
_STEADY: Final = ("held", "hour", "passed", "draining", "keystone")
_AHEAD: Final = (
    "appraised",
    "reappraised",
    "lasting",
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
    with_evidence: bool = False,
) -> pa.Table:
    """Judge every row of the session's table `question`; keep the answer as `verdict`.

    question: id, person, post, unit, law; law is a place in `laws`.
    Returns it: id, person, post, unit, law, verdict, met, unmet, unknown, waived,
    until; the four between as bits by the place of the criterion in its law. until:
    null unless asked for; the session then also answers `findings_sql`. With the
    evidence everyone can be shown by `show`.
    """
    terms = Terms(laws, on, shelf, is_ahead=with_until)
    tables = terms.tables
    for name, rows in tables.items():
        session.add(name, rows)
    texts = terms.texts
    for name in _ASKED:
        session.keep(name, texts.of(name))
    texts = Texts(on, terms.keys._replace(slots=_slots(session)))
    for name in _FOUND:
        session.keep(name, texts.of(name))
    session.keep("now", texts.of("now", *_NOW))
    session.keep("masks", texts.of("masks", "tallied", "own_terms"))
    session.add("folded", _folded(session.run(texts.of("signatures")), laws))
    session.keep("stand", texts.of("verdicts"))
    if with_until:
        _look_ahead(session, texts, terms, laws)
    else:
        session.add("until", table_of({"id": pa.int64(), "until": pa.date32()}, []))
    session.keep("verdict", texts.of("verdicts_until"))
    if with_evidence:
        _bring_evidence(session, texts, on)
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


def _slots(session: Session) -> int:
    """Return how many sums of hours the law needs that needs most."""
    (most,) = session.run("SELECT max(nth) + 1 AS slots FROM slot")["slots"].to_pylist()
    return most or 0


def _look_ahead(
    session: Session, texts: Texts, terms: Terms, laws: Sequence[Profile]
) -> None:
    shape = {"slide": pa.int32(), "day": pa.date32(), "out_day": pa.date32()}
    session.add("dropout", table_of(shape, list(terms.looks.dropping_out())))
    session.add("anniversary", _anniversaries(session, texts, terms))
    session.keep("waiver", texts.of("waiver", "exempted"))
    session.keep("steady", texts.of("steady", *_STEADY))
    session.keep("turn", texts.of("turns", *_AHEAD))
    session.keep("eligible", texts.of("eligible"))
    session.keep("change", texts.of("change"))
    session.add("fallen", _fallen(session.run(texts.of("change_signatures")), laws))
    session.keep("until", texts.of("until"))


def _bring_evidence(session: Session, texts: Texts, on: date) -> None:
    """Keep what decided and what was reached, for all that is asked of anybody."""
    session.add("complete", _complete(session.run(texts.of("days")), on))
    for name in ("wanted", "matched", "decided"):
        session.keep(name, texts.of(name))
    session.keep(
        "evidence", texts.of("evidence", "counted", "named", "held", "exempted")
    )
    summing = ("counted", "trained=counted_up", "yearly", "capped_now", "summed")
    session.keep("reached", texts.of("reached", *summing))


def _complete(days: pa.Table, on: date) -> pa.Table:
    """Return how many years since each of these days are complete, of those begun."""
    begun = [day for day in days["day"].to_pylist() if day <= on]
    return table_of(
        {"day": pa.date32(), "years": pa.int64()},
        [(day, completed_years(day, on)) for day in begun],
    )


def _anniversaries(session: Session, texts: Texts, terms: Terms) -> pa.Table:
    """Return the day on which so many years since a day are complete."""
    asked = terms.tables["attribute_term"]
    years = {
        count
        for name in ("years_from", "years_until")
        for count in asked[name].to_pylist()
        if count is not None
    }
    days = session.run(texts.of("days"))["day"].combine_chunks()
    return anniversaries(days, years)


def _fallen(signatures: pa.Table, laws: Sequence[Profile]) -> pa.Table:
    """Return the signatures under which nobody is eligible."""
    still = are_eligible(laws, *_numbers(signatures))
    return signatures.filter(pa.array(~still))


def _folded(signatures: pa.Table, laws: Sequence[Profile]) -> pa.Table:
    """Return the signatures, each with its verdict."""
    words = verdicts(laws, *_numbers(signatures))
    return signatures.append_column("verdict", pa.array(words, pa.string()))


def _numbers(table: pa.Table) -> Iterator[Bits]:
    return (column.to_numpy() for column in table.columns)
