"""Telling people, some time before, that they will cease to be eligible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from karamad.cycle.eligibility.actions.laws import Law, judged_at_once
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.cycle.eligibility.letters.lapsing import LAPSES, said_of
from karamad.cycle.eligibility.rules.warning import is_to_be_told
from karamad.cycle.outbox.actions.posting import Note, post
from karamad.registers.people.models import Person

AT_ONCE = 2_000  # people told in one transaction
Lapse = tuple[int, str, date]


def warn(*, days: int, on: date, at: datetime) -> int:
    """Tell all whose eligibility for their post ends within `days`, once of each end.

    Asks the standing that is kept of the day. Returns how many messages are new.
    Errors: NoExtract.
    """
    standing = stand(Asked(on, laws=judged_at_once()))
    titles = {law.code: law for law in standing.laws}
    lapses = [
        lapse
        for lapse in _lapses(standing.verdict)
        if is_to_be_told(lapse[2], on=on, days=days)
    ]
    return sum(
        post(
            template=LAPSES.code,
            notes=_notes(lapses[start : start + AT_ONCE], titles),
            at=at,
        )
        for start in range(0, len(lapses), AT_ONCE)
    )


def _lapses(verdict: pa.Table) -> list[Lapse]:
    """Person, profile and end of all who are eligible until some day; each once."""
    eligible = pc.equal(verdict["verdict"], "eligible")
    found = verdict.filter(pc.and_(eligible, pc.is_valid(verdict["until"])))
    columns = found.select(["person", "profile", "until"]).to_pydict()
    rows = zip(columns["person"], columns["profile"], columns["until"], strict=True)
    return sorted(set(rows))


def _notes(lapses: list[Lapse], titles: dict[str, Law]) -> Iterator[Note]:
    # The standing is of an extract: a record joined to another since is told there.
    standing = Person.objects.unmerged().select_related("account")
    people = standing.in_bulk({person for person, _profile, _until in lapses})
    for person, profile, until in lapses:
        if person not in people:
            continue
        persian, english = (
            titles[profile].profile.title_fa,
            titles[profile].profile.title_en,
        )
        yield Note(
            people[person],
            f"{profile}:{until.isoformat()}",
            said_of(persian, until, "fa"),
            said_of(english or persian, until, "en"),
        )
