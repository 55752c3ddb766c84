"""Appointing on a verdict, withdrawing, and judging again what was judged then."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions import candidacies
from karamad.cycle.eligibility.actions.gathering import NotOnRecord
from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.actions.laws import Law, law_of
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.actions.seats import seat_of
from karamad.cycle.eligibility.models import Candidacy, Decision
from karamad.cycle.eligibility.rules import deciding
from karamad.cycle.eligibility.rules.deciding import Difference, Ground, Refusal
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import Employment, applies
from karamad.registers.people import actions as people
from karamad.registers.people.actions.assignments import Seat as Held
from karamad.registers.people.models import (
    Assignment,
    AssignmentKind,
    FormerIdentity,
    Person,
    Post,
    Unit,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.actions import INSTANT
from karamad.trust.audit.models import Entry

SALT = 32  # bytes


@dataclass(frozen=True, slots=True)
class Order:
    """The appointment to be recorded, with its document.

    reason, reason_document: why, against a verdict that is not eligible.
    """

    post: Post
    unit: Unit
    effective_from: date
    document_number: str
    document_date: date | None
    kind: str = AssignmentKind.APPOINTMENT.value
    reason: str = ""
    reason_document: str = ""


@dataclass(frozen=True, slots=True)
class Recomputation:
    """A decision judged again. frozen: as stored. again: from what was known then.

    today: what today's record says by the same edition on the same day; None when the
    person is no longer on record. newer_edition: the number of one that came later.
    """

    frozen: str
    again: str
    today: dict[str, Any] | None
    differences: tuple[Difference, ...]
    newer_edition: int | None

    @property
    def identical(self) -> bool:
        return self.frozen == self.again


# ---- deciding ---------------------------------------------------------------


def refusals_of(
    *, person: Person, order: Order, law: Law, on: date, by: User, at: datetime
) -> tuple[Refusal, ...]:
    """Return why `decide` would refuse, on today's record; nothing is written."""
    try:
        judgement = _judge(person, order, law, on, None)
    except NotOnRecord:
        return (Refusal(Ground.NOT_ON_RECORD),)
    return _refusals(person, order, law, judgement, by, localdate(at))


@transaction.atomic
def decide(
    *, person: Person, order: Order, law: Law, on: date, by: User, at: datetime
) -> Decision:
    """Appoint `person` on what is known of him, and freeze what was known.

    The assignment is recorded by the same act, an instant after the moment judged, and
    whatever candidacy led here ends.
    Errors: Refused with every reason.
    """
    # Alone: whatever is on record at this moment is committed, and stays all there was.
    moment = audit.moment_of_decision(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    try:
        judgement = _judge(person, order, law, on, moment)
    except NotOnRecord:
        raise Refused.because(Ground.NOT_ON_RECORD) from None
    refusals = _refusals(person, order, law, judgement, by, localdate(at))
    if refusals or order.document_date is None:
        raise Refused(refusals)
    entry = audit.record(
        act="eligibility:decision:make",
        subject=("person", person.pk),
        by=by,
        at=moment,
        after={
            **_written(order),
            "profile": law.code,
            "edition": law.number,
            "on": on.isoformat(),
            "verdict": judgement.verdict.value,
        },
    )
    content = _content(person, order, law, judgement, moment, by)
    salt = secrets.token_bytes(SALT)
    assignment = _assign(person, order, by, moment + INSTANT)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                person=person,
                post=order.post,
                unit=order.unit,
                edition_id=law.edition_id,
                judged_on=on,
                moment=moment,
                verdict=judgement.verdict.value,
                kind=order.kind,
                effective_from=order.effective_from,
                document_number=order.document_number,
                document_date=order.document_date,
                reason=order.reason,
                reason_document=order.reason_document,
                assignment=assignment,
                content=content,
                digest=deciding.digest(content),
                salt=salt,
                commitment=deciding.commitment(content, salt),
                recorded_at=moment,
                entry=entry,
            )
    except IntegrityError:
        raise Refused.because(Ground.ALREADY_DECIDED, order.post.code) from None
    _end_candidacies(person, order, entry, moment + INSTANT)
    return decision


@transaction.atomic
def withdraw(
    *, decision: Decision, reason: str, document: str, by: User, at: datetime
) -> Decision:
    """Take a decision back, by a document; its frozen record stays.

    The assignment it made is withdrawn from today's record, if it still stands there.
    Errors: Refused with every reason.
    """
    at = audit.moment_of_record(at)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    refusals = deciding.withdrawal_refusals(
        withdrawn=decision.is_withdrawn, reason=reason, document=document
    )
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="eligibility:decision:withdraw",
        subject=("decision", decision.pk),
        by=by,
        at=at,
        after={"reason": reason, "document": document},
    )
    standing = Assignment.objects.current().filter(
        person=decision.person_id,
        post=decision.post_id,
        unit=decision.unit_id,
        from_day=decision.effective_from,
    )
    for assignment in standing:
        people.withdraw_assignment(assignment=assignment, by=by, at=at)
    decision.withdrawn_at = at
    decision.withdrawal_entry = entry
    decision.withdrawal_reason = reason
    decision.withdrawal_document = document
    decision.save(
        update_fields=[
            "withdrawn_at",
            "withdrawal_entry",
            "withdrawal_reason",
            "withdrawal_document",
        ]
    )
    return decision


# ---- judging again ----------------------------------------------------------


def recompute(decision: Decision) -> Recomputation:
    """Judge again from what was on record at the moment, and beside it from today's."""
    edition = Edition.objects.with_criteria().get(pk=decision.edition_id)
    law = law_of(edition)
    person = decision.person
    order = _order(decision)
    officer = decision.entry.actor_id
    again = _frozen(person, order, law, decision, decision.moment, officer)
    frozen = json.loads(decision.content)
    today: dict[str, Any] | None
    try:
        today = _frozen(person, order, law, decision, None, officer)
    except NotOnRecord:
        today = None
    newest = Edition.objects.of(law.code).newest().get().number
    return Recomputation(
        frozen=decision.content,
        again=deciding.canonical(again),
        today=today,
        differences=() if today is None else deciding.differences(frozen, today),
        newer_edition=newest if newest > law.number else None,
    )


def _frozen(
    person: Person,
    order: Order,
    law: Law,
    decision: Decision,
    known_at: datetime | None,
    officer: int | None,
) -> dict[str, Any]:
    judgement = _judge(person, order, law, decision.judged_on, known_at)
    setting = _setting(person, order, law, decision.moment, officer)
    return deciding.frozen_record(judgement, setting)


# ---- inside -----------------------------------------------------------------


def _judge(
    person: Person, order: Order, law: Law, on: date, known_at: datetime | None
) -> rules.Judgement:
    (answer,) = judge_person(
        person,
        on=on,
        seats=[seat_of(order.post, order.unit)],
        by=[law],
        known_at=known_at,
    )
    return answer.judgement


def _refusals(
    person: Person,
    order: Order,
    law: Law,
    judgement: rules.Judgement,
    by: User,
    today: date,
) -> tuple[Refusal, ...]:
    day = order.effective_from
    held = Assignment.objects.current().held_on(day)
    employments = {each.value: each for each in Employment}
    place = seat_of(order.post, order.unit).place(employments.get(person.employment))
    return deciding.decision_refusals(
        appointee=deciding.Appointee(
            himself=person.account_id == by.pk,
            merged=person.merged_into_id is not None,
            retired=person.retired_on is not None and person.retired_on <= day,
            dead=person.died_on is not None and person.died_on <= day,
            holds_seat=held.filter(
                person__in=person.record_ids(), post=order.post, unit=order.unit
            ).exists(),
        ),
        paper=deciding.Paper(
            order.document_number,
            order.document_date,
            order.reason,
            order.reason_document,
        ),
        judgement=judgement,
        applies=applies(law.profile, place),
        today=today,
    )


def _assign(person: Person, order: Order, by: User, at: datetime) -> Assignment:
    seat = Held(order.post, order.unit, order.effective_from, kind=order.kind)
    try:
        return people.record_assignment(person=person, seat=seat, by=by, at=at)
    except people.Refused as refused:
        raise Refused(
            Refusal(Ground.ASSIGNMENT_REFUSED, each.ground) for each in refused.refusals
        ) from None


def _end_candidacies(person: Person, order: Order, entry: Entry, at: datetime) -> None:
    running = Candidacy.objects.current().filter(
        person__in=person.record_ids(), post=order.post, unit=order.unit
    )
    for candidacy in running.running_on(order.effective_from):
        candidacies.end(candidacy, order.effective_from, entry, at)


def _content(
    person: Person,
    order: Order,
    law: Law,
    judgement: rules.Judgement,
    moment: datetime,
    by: User,
) -> str:
    setting = _setting(person, order, law, moment, by.pk)
    return deciding.canonical(deciding.frozen_record(judgement, setting))


def _setting(
    person: Person, order: Order, law: Law, moment: datetime, officer: int | None
) -> deciding.Setting:
    return deciding.Setting(
        person=_blind_reference(person, moment),
        post=order.post.code,
        unit=order.unit.code,
        moment=moment,
        edition=law.number,
        edition_digest=law.digest,
        officer=str(officer or ""),
        order=_written(order),
    )


def _blind_reference(person: Person, moment: datetime) -> str:
    """Return the blind index under which the person stood at the moment."""
    former = FormerIdentity.objects.filter(person=person, superseded_at__gt=moment)
    earliest = former.order_by("superseded_at", "pk").first()
    return earliest.blind_index if earliest else person.blind_index


def _written(order: Order) -> dict[str, str]:
    return {
        "post": order.post.code,
        "unit": order.unit.code,
        "kind": order.kind,
        "effective_from": order.effective_from.isoformat(),
        "document_number": order.document_number,
        "document_date": order.document_date.isoformat() if order.document_date else "",
        "reason": order.reason,
        "reason_document": order.reason_document,
    }


def _order(decision: Decision) -> Order:
    return Order(
        decision.post,
        decision.unit,
        decision.effective_from,
        decision.document_number,
        decision.document_date,
        decision.kind,
        decision.reason,
        decision.reason_document,
    )
