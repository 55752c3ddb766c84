import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from karamad.cycle.eligibility.actions import deciding
from karamad.cycle.eligibility.actions.deciding import Order
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.actions.resting import decisions_resting_on
from karamad.cycle.eligibility.models import Candidacy, Decision
from karamad.cycle.eligibility.rules.deciding import (
    Difference,
    Ground,
    Refusal,
    commitment,
    digest,
)
from karamad.kernel.identifiers import NationalId, synthetic
from karamad.registers.courses import actions as courses
from karamad.registers.courses.models import Course, FormerCourse
from karamad.registers.exchange.actions import taking_back
from karamad.registers.exchange.models import Load
from karamad.registers.people import actions as people
from karamad.registers.people.models import Assignment, FormerPerson, Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.actions import correct, moment_of_record
from karamad.trust.audit.models import Entry
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW, TODAY, entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 6, tzinfo=UTC)
PROFILE = """
profile: lead
title: {fa: سرپرست}
applies_to: {posts: [LEAD]}
criteria:
  - {id: course, kind: course, courses: [A], source: {document: "200/1834"}}
  - {id: seniority, kind: course, courses: [A], window: {since: appointment},
     source: {document: "7", article: "2", status: confirmed}}
  - {id: age, kind: age, maximum: 45, source: {document: "226725"}}
verdict: {all: [course, age]}
"""


@pytest.fixture
def officer() -> User:
    return nation.user(Role.HR_OFFICER)


@pytest.fixture
def course() -> Course:
    return nation.course("A")


@pytest.fixture
def person(course: Course) -> Person:
    evidence.profile(PROFILE)
    row = nation.person(birth_date=date(1990, 3, 21))
    evidence.completion(row, course, date(2026, 4, 1))
    return row


@pytest.fixture
def order() -> Order:
    return Order(
        nation.post("LEAD", level="base", managerial=True),
        nation.unit("U1"),
        effective_from=TODAY,
        document_number="100/25",
        document_date=TODAY,
    )


def decide(person: Person, order: Order, by: User, **given: Any) -> Decision:
    given = {"law": law("lead"), "on": TODAY, "at": AT, **given}
    return deciding.decide(person=person, order=order, by=by, **given)


def grounds(person: Person, order: Order, by: User, **given: Any) -> list[Ground]:
    given = {"law": law("lead"), "on": TODAY, "at": AT, **given}
    asked = deciding.refusals_of(person=person, order=order, by=by, **given)
    with pytest.raises(Refused) as refused:
        decide(person, order, by, **given)
    assert refused.value.refusals == asked
    assert not Decision.objects.exists()
    return [refusal.ground for refusal in asked]


# ---- deciding ---------------------------------------------------------------


def test_an_appointment_is_recorded_with_what_was_known(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)

    seat = Assignment.objects.current().get(person=person)
    assert (seat.post, seat.unit, seat.from_day) == (order.post, order.unit, TODAY)
    assert decision.assignment == seat
    assert seat.recorded_at > decision.moment
    assert decision.verdict == "eligible"
    assert decision.edition.number == 1


def test_the_frozen_record_is_canonical_and_names_nobody(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)

    said = json.loads(decision.content)
    assert decision.content == json.dumps(
        said, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert said["person"] == person.blind_index
    assert person.national_id not in decision.content
    assert said["moment"] == "2026-05-01T09:00:00.000000Z"
    assert said["order"] == {
        "post": "LEAD",
        "unit": "U1",
        "kind": "appointment",
        "effective_from": "2026-05-01",
        "document_number": "100/25",
        "document_date": "2026-05-01",
        "reason": "",
        "reason_document": "",
    }
    assert said["findings"][:2] == [
        {
            "criterion": "course",
            "kind": "course",
            "finding": "met",
            "reached": "A",
            "asked": "A",
            "until": None,
            "then": None,
            "evidence": ["completion:A@2026-04-01"],
            "lacks": [],
            "document": "200/1834",
            "article": "",
            "status": "unconfirmed",
        },
        {
            "criterion": "seniority",
            "kind": "course",
            "finding": "unknown",
            "reached": "",
            "asked": "A",
            "until": None,
            "then": None,
            "evidence": [],
            "lacks": [{"what": "appointment", "code": "LEAD", "day": None}],
            "document": "7",
            "article": "2",
            "status": "confirmed",
        },
    ]


def test_the_commitment_opens_only_with_the_salt(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)
    decision.refresh_from_db()

    salt = bytes(decision.salt)
    assert decision.digest == digest(decision.content)
    assert decision.commitment == commitment(decision.content, salt)
    assert decision.commitment != commitment(decision.content, bytes(len(salt)))
    assert len(salt) == 32


def test_the_act_is_in_the_audit(person: Person, order: Order, officer: User):
    decision = decide(person, order, officer)

    act = Entry.objects.get(act="eligibility:decision:make")
    assert (act, act.actor) == (decision.entry, officer)
    assert act.after["verdict"] == "eligible"
    assert person.national_id not in json.dumps(act.after)


def test_against_the_verdict_only_with_a_reason_and_its_document(
    order: Order, officer: User, course: Course
):
    evidence.profile(PROFILE)
    untrained = nation.person(birth_date=date(1990, 3, 21))

    assert grounds(untrained, order, officer) == [Ground.REASON_MISSING]
    assert grounds(untrained, replace(order, reason="x"), officer) == [
        Ground.REASON_MISSING
    ]
    decision = decide(
        untrained,
        replace(order, reason="به تشخیص مقام مجاز", reason_document="100/26"),
        officer,
    )

    assert decision.verdict == "not_eligible"
    assert json.loads(decision.content)["order"]["reason_document"] == "100/26"


def test_every_reason_is_given_at_once(order: Order, officer: User):
    evidence.profile(PROFILE)
    tomorrow = TODAY + timedelta(days=1)
    self_made = nation.person(account=officer, died_on=TODAY)
    elsewhere = replace(order, post=nation.post("OTHER"), document_number=" ")

    assert grounds(self_made, elsewhere, officer, on=tomorrow) == [
        Ground.OWN_CASE,
        Ground.PERSON_DEAD,
        Ground.DOCUMENT_MISSING,
        Ground.DAY_IN_FUTURE,
        Ground.PROFILE_DOES_NOT_APPLY,
        Ground.REASON_MISSING,
    ]


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        ({"retired_on": TODAY}, Ground.PERSON_RETIRED),
        ({"died_on": TODAY}, Ground.PERSON_DEAD),
    ],
)
def test_nobody_is_appointed_from_the_day_his_service_ends(
    person: Person, order: Order, officer: User, facts: dict[str, date], ground: Ground
):
    Person.objects.filter(pk=person.pk).update(**facts)
    person.refresh_from_db()

    assert grounds(person, order, officer) == [ground]
    day_before = replace(order, effective_from=TODAY - timedelta(days=1))
    assert decide(person, day_before, officer).pk


def test_a_merged_record_is_not_decided_on(person: Person, order: Order, officer: User):
    into = nation.person()
    people.merge_persons(person=person, into=into, by=None, at=NOW)
    person.refresh_from_db()

    assert grounds(person, order, officer) == [Ground.RECORD_MERGED]


def test_a_document_of_tomorrow_is_refused(person: Person, order: Order, officer: User):
    tomorrow = replace(order, document_date=TODAY + timedelta(days=1))

    assert grounds(person, tomorrow, officer) == [Ground.DOCUMENT_IN_FUTURE]


def test_a_seat_held_under_a_merged_record_is_held(
    person: Person, order: Order, officer: User
):
    double = nation.person()
    nation.assignment(double, order.post, order.unit)
    people.merge_persons(person=double, into=person, by=None, at=NOW)

    assert Ground.SEAT_HELD in grounds(person, order, officer)


def test_a_unit_not_open_on_the_day_is_refused_by_the_register(
    person: Person, order: Order, officer: User
):
    closed = nation.unit("GONE", closed_on=TODAY)

    with pytest.raises(Refused) as refused:
        decide(person, replace(order, unit=closed), officer)

    assert refused.value.refusals == (
        Refusal(Ground.ASSIGNMENT_REFUSED, "unit-closed"),
    )
    assert not Entry.objects.filter(act="eligibility:decision:make").exists()


def test_a_candidacy_ends_with_the_appointment(
    person: Person, order: Order, officer: User
):
    evidence.candidacy(person, order.post, order.unit)

    decide(person, order, officer)

    assert Candidacy.objects.current().get().until_day == TODAY
    assert not Candidacy.objects.current().running_on(TODAY).exists()


# ---- withdrawing ------------------------------------------------------------


def test_a_withdrawn_decision_keeps_its_record_and_takes_the_seat_back(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)

    gone = deciding.withdraw(
        decision=decision, reason="لغو حکم", document="100/30", by=officer, at=LATER
    )

    assert gone.is_withdrawn
    assert gone.content == decision.content
    assert not Assignment.objects.current().filter(person=person).exists()
    assert not Decision.objects.standing().exists()
    assert decide(person, order, officer, at=LATER + timedelta(hours=1)).pk
    with pytest.raises(Refused) as refused:
        deciding.withdraw(
            decision=decision, reason=" ", document="", by=officer, at=LATER
        )
    assert [each.ground for each in refused.value.refusals] == [
        Ground.ALREADY_WITHDRAWN,
        Ground.REASON_MISSING,
        Ground.DOCUMENT_MISSING,
    ]


def test_withdrawing_an_assignment_ended_meanwhile(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)
    people.end_assignment(
        assignment=decision.assignment,
        until_day=TODAY + timedelta(days=9),
        by=None,
        at=LATER,
    )

    deciding.withdraw(
        decision=decision, reason="لغو", document="1", by=officer, at=LATER
    )

    assert not Assignment.objects.current().filter(person=person).exists()


# ---- judging again ----------------------------------------------------------


def test_recomputed_at_once_it_is_the_same(person: Person, order: Order, officer: User):
    again = deciding.recompute(decide(person, order, officer))

    assert again.identical
    assert again.differences[0] == Difference(
        "seniority", "finding", "unknown", "unmet"
    )


def test_recomputed_after_everything_changed_it_is_still_the_same(
    person: Person, order: Order, officer: User, course: Course
):
    decision = decide(person, order, officer)
    for model, row, changes in (
        (FormerPerson, person, {"birth_date": date(1950, 3, 21)}),
        (FormerCourse, course, {"degree_programme": True}),
    ):
        correct(
            row,
            former=model,
            key=row._meta.model_name,
            changes=changes,
            entry=entry(LATER),
            at=LATER,
        )
    people.correct_national_id(
        person=person, national_id=NationalId(synthetic(77)), by=None, at=LATER
    )
    double = nation.person()
    evidence.completion(double, course, TODAY)
    people.merge_persons(person=double, into=person, by=None, at=LATER)
    evidence.profile(PROFILE.replace("45", "60"), at=LATER)

    again = deciding.recompute(Decision.objects.get(pk=decision.pk))

    assert again.identical
    assert again.newer_edition == 2
    assert Difference("", "verdict", "eligible", "not_eligible") in again.differences
    assert Difference("age", "reached", "36", "76") in again.differences
    assert (
        Difference(
            "course",
            "evidence",
            ["completion:A@2026-04-01"],
            ["completion:A@2026-05-01"],
        )
        in again.differences
    )


def test_a_later_merger_of_the_person_away_changes_nothing(
    person: Person, order: Order, officer: User
):
    decision = decide(person, order, officer)
    people.merge_persons(person=person, into=nation.person(), by=None, at=LATER)

    assert deciding.recompute(Decision.objects.get(pk=decision.pk)).identical


def test_a_row_stamped_at_the_moment_itself_was_not_seen(
    person: Person, order: Order, officer: User, course: Course
):
    decision = decide(person, order, officer)

    with transaction.atomic():
        stamp = moment_of_record(AT)
        evidence.completion(person, course, TODAY, at=stamp)

    assert stamp > decision.moment
    assert deciding.recompute(decision).identical


def test_a_course_corrected_by_a_slow_clock_was_not_seen_so(
    person: Person, order: Order, officer: User, course: Course
):
    other = nation.course("B")
    decision = decide(person, order, officer)

    courses.correct_course(
        course=course, facts={"degree_programme": True}, by=None, at=NOW
    )
    courses.set_equivalents(course=course, of=[other], by=None, at=NOW)
    courses.add_course(code="C", facts={"title": "پ"}, by=None, at=NOW)

    course.refresh_from_db()
    assert course.recorded_at > decision.moment
    assert deciding.recompute(decision).identical


# ---- what rests on what -----------------------------------------------------


def test_a_load_seen_by_a_decision_is_named(
    person: Person, order: Order, officer: User, course: Course
):
    load, other = entry(), entry()
    stranger = nation.person()
    row = evidence.completion(person, course, TODAY)
    row.entry = load
    row.save()
    unrelated = evidence.completion(stranger, course, TODAY)
    unrelated.entry = other
    unrelated.save()
    assert not decisions_resting_on(load).exists()

    decision = decide(person, order, officer)

    assert list(decisions_resting_on(load)) == [decision]
    assert list(decisions_resting_on(course.entry)) == [decision]
    assert list(decisions_resting_on(person.entry)) == [decision]
    assert list(decisions_resting_on(decision.edition.entry)) == [decision]
    assert list(decisions_resting_on(order.unit.entry)) == [decision]
    assert not decisions_resting_on(other).exists()
    assert not decisions_resting_on(entry(LATER)).exists()
    deciding.withdraw(decision=decision, reason="x", document="1", by=officer, at=LATER)
    assert not decisions_resting_on(load).exists()


def test_a_load_that_was_decided_on_is_not_taken_back(
    person: Person, order: Order, officer: User
):
    load = Load(kind="people", entry=person.entry)
    assert not taking_back.is_decided(load)

    decide(person, order, officer)

    assert taking_back.is_decided(load)
    assert not taking_back.is_decided(Load(kind="people"))


# ---- what must never be false -----------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {"verdict": "not_eligible"},
        {"document_number": ""},
        {"withdrawn_at": LATER},
    ],
)
def test_constraints_hold(
    person: Person, order: Order, officer: User, broken: dict[str, Any]
):
    decision = decide(person, order, officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**broken)


def test_who_sees_a_decision(person: Person, order: Order, officer: User):
    decision = decide(person, order, officer)
    here = nation.user(Role.HR_OFFICER, order.unit)
    elsewhere = nation.user(Role.HR_OFFICER, nation.unit("FAR"))
    learner = nation.user(Role.LEARNER)

    assert list(Decision.objects.visible_to(officer, on=TODAY)) == [decision]
    assert list(Decision.objects.visible_to(here, on=TODAY)) == [decision]
    assert not Decision.objects.visible_to(elsewhere, on=TODAY).exists()
    assert not Decision.objects.visible_to(learner, on=TODAY).exists()
