"""The person judged objects to a finding; an officer of his unit answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.actions.seats import NO_SEAT, seat_of
from karamad.cycle.eligibility.models import Objection
from karamad.cycle.eligibility.rules import objecting
from karamad.cycle.eligibility.rules.objecting import Term
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.registers.regulations.models import Provision
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

TERM = "objection-term"  # the provision that sets the term, in days


def term_on(day: date) -> Term:
    """Return the term for an answer, as a provision sets it, else Karamad's own."""
    set_by = (
        Provision.objects.current()
        .in_force_on(day)
        .filter(code=TERM)
        .select_related("document")
        .first()
    )
    if set_by is None:
        return objecting.read_term("", "")
    document = set_by.document.number if set_by.document else ""
    return objecting.read_term(set_by.value, document)


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding, by profile, criterion, day and post; what it should be, and why."""

    law: Law
    criterion: str
    on: date
    asked: rules.Outcome
    text: str
    post: Post | None = None
    unit: Unit | None = None


@transaction.atomic
def object_to(*, person: Person, claim: Claim, by: User, at: datetime) -> Objection:
    """Record that the person judged finds one finding wrong.

    The finding is judged again here: what stands in the objection is what the record
    says. It reaches the officers of the unit claimed, else of where he stands.
    Errors: Refused with every reason; NotOnRecord.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    found = _finding(person, claim)
    law, asked = claim.law, claim.asked
    open_ones = Objection.objects.open().filter(
        person__in=person.record_ids(),
        edition=law.edition_id,
        criterion=claim.criterion,
        post=claim.post,
        judged_on=claim.on,
    )
    refusals = objecting.objection_refusals(
        himself=by.pk in _accounts(person),
        found=found,
        asked=asked,
        text=claim.text,
        again=open_ones.exists(),
    )
    if refusals or found is None:
        raise Refused(refusals)
    today = localdate(at)
    term = term_on(today)
    due_on = objecting.due_on(today, term)
    reaches = claim.unit or _unit(person, today)
    entry = audit.record(
        act="eligibility:objection:raise",
        subject=("person", person.pk),
        by=by,
        at=at,
        after={
            "profile": law.code,
            "edition": law.number,
            "criterion": claim.criterion,
            "on": claim.on.isoformat(),
            "found": found.value,
            "asked": asked.value,
            "due_on": due_on.isoformat(),
            "unit": reaches.code if reaches else None,
        },
    )
    return Objection.objects.create(
        person=person,
        edition_id=law.edition_id,
        criterion=claim.criterion,
        post=claim.post,
        unit=reaches,
        judged_on=claim.on,
        found=found.value,
        asked=asked.value,
        text=claim.text.strip(),
        due_on=due_on,
        term_document=term.document,
        recorded_at=at,
        entry=entry,
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """word: of `AnswerWord`, accepted or rejected."""

    word: str
    text: str
    document: str


@transaction.atomic
def answer(*, objection: Objection, reply: Reply, by: User, at: datetime) -> Objection:
    """Accept or reject an objection, with a text and its document.

    What is wrong in the registers is corrected there; accepting changes no fact by
    itself.
    Errors: Refused with every reason.
    """
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    refusals = objecting.answer_refusals(
        answered=objection.answered_at is not None,
        himself=by.pk in _accounts(objection.person),
        word=reply.word,
        text=reply.text,
        document=reply.document,
    )
    if refusals:
        raise Refused(refusals)
    objection.answer = reply.word
    objection.answer_text = reply.text.strip()
    objection.answer_document = reply.document.strip()
    objection.answered_at = at
    objection.answer_entry = audit.record(
        act="eligibility:objection:answer",
        subject=("person", objection.person_id),
        by=by,
        at=at,
        after={
            "objection": objection.pk,
            "answer": reply.word,
            "document": objection.answer_document,
        },
    )
    objection.save(
        update_fields=[
            "answer",
            "answer_text",
            "answer_document",
            "answered_at",
            "answer_entry",
        ]
    )
    return objection


def _finding(person: Person, claim: Claim) -> rules.Outcome | None:
    seat = seat_of(claim.post, claim.unit) if claim.post else NO_SEAT
    (judged,) = judge_person(person, on=claim.on, seats=[seat], by=[claim.law])
    for finding in judged.judgement.findings:
        if finding.criterion.id == claim.criterion:
            return finding.outcome
    return None


def _accounts(person: Person) -> set[int]:
    """Return the accounts of the human being, under any of his records."""
    records = Person.objects.filter(pk__in=person.record_ids(), account__isnull=False)
    return {key for key in records.values_list("account_id", flat=True) if key}


def _unit(person: Person, on: date) -> Unit | None:
    """Return where the person stands: his current or last post, else his home unit."""
    assignments = Assignment.objects.current_or_last(on).filter(
        person__in=person.record_ids()
    )
    last = assignments.select_related("unit").order_by("-from_day", "pk").first()
    return last.unit if last else person.home_unit
