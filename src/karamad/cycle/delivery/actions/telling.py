"""Telling people what became of their asking, in the transaction in which it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from karamad.cycle.delivery.letters.notes import TEMPLATES, said_of
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.outbox.actions.posting import Note, post
from karamad.registers.people.models import Person

AT_ONCE = 5_000  # people asked for in one query


def tell(run: Run, rows: Iterable[Enrolment], *, at: datetime) -> None:
    """Tell each of these how he stands; who only asked hears nothing yet.

    Who comes to the same state twice, by different acts, is told twice.
    """
    by_state: dict[str, dict[int, Enrolment]] = defaultdict(dict)
    for row in rows:
        by_state[row.state][row.person_id] = row
    persian, english = said_of(run)
    for state, told in by_state.items():
        template = TEMPLATES.get(EnrolmentState(state))
        if template is None:
            continue
        notes = [
            Note(
                person,
                f"run:{run.code}:{told[person.pk].entry_id}",
                {**persian, "reason": told[person.pk].reason},
                {**english, "reason": told[person.pk].reason},
            )
            for person in _people(list(told))
        ]
        post(template=template.code, notes=notes, at=at)


def _people(keys: list[int]) -> Iterable[Person]:
    for start in range(0, len(keys), AT_ONCE):
        some = Person.objects.filter(pk__in=keys[start : start + AT_ONCE])
        yield from some.select_related("account").order_by("pk")
