"""Telling people what became of their asking, in the transaction in which it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from karamad.cycle.delivery.letters.changes import Both
from karamad.cycle.delivery.letters.notes import (
    CALLED_OFF,
    CHANGED,
    COMPLETED,
    NOT_COMPLETED,
    STANDS_AGAIN,
    TEMPLATES,
    said_of,
)
from karamad.cycle.delivery.models import (
    Enrolment,
    EnrolmentState,
    Nomination,
    Run,
    Session,
)
from karamad.cycle.outbox.actions.posting import ADDRESSED, Note, post
from karamad.registers.people.models import Person
from karamad.trust.audit.models import Entry

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


def tell_standing_again(run: Run, row: Enrolment, *, at: datetime) -> None:
    """Tell one who was told that he was declined that his request stands again."""
    persian, english = said_of(run)
    about = f"run:{run.code}:{row.entry_id}"
    notes = [Note(who, about, persian, english) for who in _people([row.person_id])]
    post(template=STANDS_AGAIN.code, notes=notes, at=at)


@dataclass(frozen=True, slots=True)
class Told:
    """How many are told of a change, each once, by what they have to do with it."""

    learners: int = 0
    teachers: int = 0
    officers: int = 0

    @property
    def people(self) -> int:
        return self.learners + self.teachers + self.officers


def tell_of_change(
    run: Run,
    what: Both,
    *,
    entry: Entry,
    at: datetime,
    before: Iterable[int] = (),
    but: Collection[int] = (),
) -> Told:
    """Tell whom a run concerns that something of it changed; nobody of a draft.

    before: people who taught in it until now. but: people told otherwise.
    """
    if run.published_at is None:
        return Told()
    living = Enrolment.objects.filter(run=run).living()
    learners = set(living.values_list("person", flat=True)) - set(but)
    teachers = (teachers_of(run) | set(before)) - learners - set(but)
    officers = officers_of(run) - learners - teachers - set(but)
    people = {*learners, *teachers, *officers}
    _post_change(run, people, what, entry=entry, at=at)
    return Told(len(learners), len(teachers), len(officers))


def tell_people(
    run: Run, people: Collection[int], what: Both, *, entry: Entry, at: datetime
) -> int:
    """Tell these people what became of them in a run; nobody of a draft."""
    if run.published_at is None:
        return 0
    _post_change(run, people, what, entry=entry, at=at)
    return len(set(people))


def _post_change(
    run: Run, people: Iterable[int], what: Both, *, entry: Entry, at: datetime
) -> None:
    persian, english = said_of(run)
    notes = [
        Note(
            person,
            f"run:{run.code}:{entry.pk}",
            {**persian, "what": what.fa},
            {**english, "what": what.en},
        )
        for person in _people(sorted(set(people)))
    ]
    post(template=CHANGED.code, notes=notes, at=at)


def tell_called_off(run: Run, *, entry: Entry, at: datetime) -> Told:
    """Tell who teaches in a run, and who named people for it, that it is called off."""
    if run.published_at is None:
        return Told()
    teachers = teachers_of(run)
    officers = officers_of(run) - teachers
    persian, english = said_of(run)
    notes = [
        Note(
            person,
            f"run:{run.code}:{entry.pk}",
            {**persian, "reason": run.reason},
            {**english, "reason": run.reason},
        )
        for person in _people(sorted({*teachers, *officers}))
    ]
    post(template=CALLED_OFF.code, notes=notes, at=at)
    return Told(0, len(teachers), len(officers))


def tell_outcomes(
    run: Run,
    *,
    completed: Collection[int],
    not_completed: Collection[int],
    entry: Entry,
    at: datetime,
) -> None:
    """Tell people what a run came to for them, once for each time it changes."""
    persian, english = said_of(run)
    for template, people in ((COMPLETED, completed), (NOT_COMPLETED, not_completed)):
        notes = [
            Note(person, f"run:{run.code}:{entry.pk}", persian, english)
            for person in _people(sorted(set(people)))
        ]
        if notes:
            post(template=template.code, notes=notes, at=at)


def teachers_of(run: Run) -> set[int]:
    """Return the keys of the people who teach a session of a run that was not off."""
    taught = Session.objects.filter(run=run, cancelled_at=None)
    named = taught.exclude(instructor__person=None)
    return set(named.values_list("instructor__person", flat=True))


def officers_of(run: Run) -> set[int]:
    """Return the keys of the officers who named people for a run, as people."""
    made = Nomination.objects.filter(run=run).values_list("made_by", "seat")
    accounts = {seat or by for by, seat in made}
    rows = Person.objects.filter(account__in=accounts)
    return {into or key for key, into in rows.values_list("pk", "merged_into")}


def _people(keys: list[int]) -> Iterable[Person]:
    for start in range(0, len(keys), AT_ONCE):
        some = Person.objects.filter(pk__in=keys[start : start + AT_ONCE])
        found = some.select_related("account").only(*ADDRESSED)
        yield from found.order_by("pk")
