"""Announcing a run: drafting it, correcting what it says, publishing it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import chains
from karamad.cycle.delivery.actions.holding import locked_run
from karamad.cycle.delivery.actions.promoting import promote
from karamad.cycle.delivery.actions.refusing import NotAuthorised, Objected
from karamad.cycle.delivery.models import Enrolment, FormerRun, Run, Session
from karamad.cycle.delivery.rules import announcing
from karamad.cycle.delivery.rules.announcing import Draft
from karamad.registers.courses import rules as authority
from karamad.registers.courses.actions.authority import offer_of
from karamad.registers.courses.models import Accreditation, Course, Mode, Provider
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

MEETS = frozenset({Mode.IN_PERSON, Mode.BLENDED})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to say; see `models.RunFacts`."""

    course: Course
    provider: Provider | None
    unit: Unit
    mode: str
    admission: str
    capacity: int
    title: str = ""
    asking_from: date | None = None
    asking_until: date | None = None
    chain: tuple[str, ...] = ()
    hours: Decimal | None = None
    price: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**named, "chain": list(self.chain)}

    @property
    def asks_in_order(self) -> bool:
        start, end = self.asking_from, self.asking_until
        return not (start and end and end <= start)


@transaction.atomic
def announce(*, wish: Wish, by: User | None, at: datetime, sample: bool = False) -> Run:
    """Draft a run; nobody but its officers sees it until it is published.

    Errors: Objected, NotAuthorised, each with every reason.
    """
    _check(Draft(wish.capacity, asking_in_order=wish.asks_in_order))
    _authorised(wish.course, wish.provider, wish.asking_until or localdate(at))
    code = secrets.token_hex(4)
    entry = audit.record(
        act="delivery:run:draft",
        subject=("run", code),
        by=by,
        at=at,
        after=_plain(wish.facts),
    )
    return Run.objects.create(
        **wish.facts, code=code, sample=sample, recorded_at=at, entry=entry
    )


@transaction.atomic
def correct(*, run: Run, wish: Wish, by: User, at: datetime) -> list[Enrolment]:
    """Correct what a run says; what it said before is kept.

    More places are given to those who wait longest. Who asked through another chain
    stands in this one where the roles that agreed bring him. Returns those who moved
    up.
    Errors: Objected, NotAuthorised, each with every reason.
    """
    row = locked_run(run.pk)
    _check(_draft_of(row, wish))
    _authorised(wish.course, wish.provider, row.first_day or localdate(at))
    chain = list(row.chain)
    if not change_run(row, wish.facts, "correct", by, at):
        return []
    if row.chain != chain:
        chains.follow(row, chains.asked_in(row))
    return promote(row, by=by, at=at)


@transaction.atomic
def publish(*, run: Run, by: User | None, at: datetime) -> Run:
    """Announce a run to those it is for. Published already, it stays as it was.

    Errors: Objected, NotAuthorised, each with every reason.
    """
    row = locked_run(run.pk)
    if row.published_at is not None:
        return row
    objections = announcing.publishing(_draft_of(row, wish_of(row)))
    if objections:
        raise Objected(objections)
    _authorised(row.course, row.provider, row.first_day or localdate(at))
    change_run(row, {"published_at": at}, "publish", by, at)
    return row


def wish_of(run: Run) -> Wish:
    """Return what a run says, to be changed."""
    said = {field.name: getattr(run, field.name) for field in fields(Wish)}
    return Wish(**{**said, "chain": tuple(run.chain)})


def authority_of(
    course: Course, provider: Provider | None, on: date
) -> tuple[authority.Refusal, ...]:
    """Return why the provider may not run the course on the day; none means yes."""
    if provider is None:
        return ()
    held = Accreditation.objects.current().filter(provider=provider)
    return authority.refusals(offer_of(course, provider, held), on)


def _authorised(course: Course, provider: Provider | None, on: date) -> None:
    refusals = authority_of(course, provider, on)
    if refusals:
        raise NotAuthorised(refusals)


def _check(draft: Draft) -> None:
    objections = announcing.changing(draft)
    if objections:
        raise Objected(objections)


def _draft_of(row: Run, wish: Wish) -> Draft:
    """Return the run as it would be; call it with the run locked."""
    enrolled = Enrolment.objects.filter(run=row)
    sessions = Session.objects.filter(run=row, cancelled_at=None)
    least = sessions.aggregate(least=Min("room__seats"))["least"]
    return Draft(
        capacity=wish.capacity,
        placed=enrolled.placed().count(),
        living=enrolled.living().count(),
        sessions=sessions.count(),
        meets=wish.mode in MEETS,
        has_provider=wish.provider is not None,
        least_room=least,
        same_course=wish.course == row.course,
        asking_in_order=wish.asks_in_order,
        cancelled=row.is_cancelled,
        closed=row.is_closed,
    )


def change_run(
    row: Run, changes: dict[str, Any], verb: str, by: User | None, at: datetime
) -> bool:
    """Change a run that is locked; what it said is kept. False: nothing differs."""
    said = {name: getattr(row, name) for name in changes}
    differing = sorted(name for name in changes if said[name] != changes[name])
    if not differing:
        return False
    entry = audit.record(
        act=f"delivery:run:{verb}",
        subject=("run", row.code),
        by=by,
        at=at,
        before=_plain({name: said[name] for name in differing}),
        after=_plain({name: changes[name] for name in differing}),
    )
    return audit.correct(
        row, former=FormerRun, key="run", changes=changes, entry=entry, at=at
    )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as the audit keeps them: codes for rows, days as ISO."""
    return {name: _plainly(value) for name, value in facts.items()}


def _plainly(value: Any) -> Any:
    if isinstance(value, (Course, Provider, Unit)):
        return value.code
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
