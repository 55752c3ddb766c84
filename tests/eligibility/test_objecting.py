from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from karamad.cycle.eligibility.actions import objecting
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.actions.objecting import Claim, Reply
from karamad.cycle.eligibility.actions.passport import read_passport
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.models import Objection, ObjectionState
from karamad.cycle.eligibility.rules import Outcome
from karamad.cycle.eligibility.rules.deciding import Ground
from karamad.registers.people.models import Person
from karamad.registers.regulations.models import Document, Provision
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.eligibility import evidence
from tests.nation import LONG_AGO, NOW, TODAY, entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
PROFILE = """
profile: lead
title: {fa: سرپرست}
criteria:
  - {id: course, kind: course, courses: [A], source: {document: "200/1834"}}
  - {id: gone, kind: age, maximum: 45, source: {document: "226725"},
     in_force: {until: 1399-07-29}}
"""
REPLY = Reply("accepted", "گواهینامه دیده شد.", "100/7")


@pytest.fixture
def learner() -> User:
    return nation.user(Role.LEARNER)


@pytest.fixture
def person(learner: User) -> Person:
    evidence.profile(PROFILE)
    row = nation.person(account=learner)
    nation.assignment(row, nation.post("LEAD"), nation.unit("HERE"))
    return row


@pytest.fixture
def claim(person: Person) -> Claim:
    return Claim(law("lead"), "course", TODAY, Outcome.MET, "دوره را گذرانده‌ام.")


def raised(person: Person, claim: Claim, by: User) -> Objection:
    return objecting.object_to(person=person, claim=claim, by=by, at=AT)


def grounds(person: Person, claim: Claim, by: User) -> list[Ground]:
    with pytest.raises(Refused) as refused:
        raised(person, claim, by)
    return [each.ground for each in refused.value.refusals]


def test_an_objection_names_what_was_found_and_reaches_the_unit(
    person: Person, claim: Claim, learner: User
):
    objection = raised(person, claim, learner)

    assert (objection.found, objection.asked) == ("unmet", "met")
    assert objection.unit.code == "HERE"
    assert objection.due_on == date(2026, 5, 11)
    assert objection.term_document == ""
    assert Entry.objects.filter(act="eligibility:objection:raise").exists()


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (0, ObjectionState.OPEN),
        (10, ObjectionState.OPEN),
        (11, ObjectionState.OVERDUE),
    ],
)
def test_it_is_overdue_after_the_last_day_of_the_term(
    person: Person, claim: Claim, learner: User, after: int, state: ObjectionState
):
    objection = raised(person, claim, learner)
    day = TODAY + timedelta(days=after)

    assert objection.state_on(day) is state
    late = Objection.objects.overdue_on(day).exists()
    assert late is (state is ObjectionState.OVERDUE)


def test_a_document_that_sets_the_term_replaces_ours(
    person: Person, claim: Claim, learner: User
):
    document = Document.objects.create(
        number="200/1", subject="ش", number_key="1/200", recorded_at=NOW, entry=entry()
    )
    provision = Provision.objects.create(
        code="objection-term",
        document=document,
        title="مهلت",
        value="30",
        status="confirmed",
        recorded_at=NOW,
        entry=entry(),
    )

    objection = raised(person, claim, learner)

    assert objection.due_on == TODAY + timedelta(days=30)
    assert objection.term_document == "200/1"
    for unset in ("", "0", "366", "ten"):
        Provision.objects.filter(pk=provision.pk).update(
            value=unset, status="unconfirmed"
        )
        assert objecting.term_on(TODAY).is_ours
        assert objecting.term_on(TODAY).days == 10


def test_only_the_person_himself_objects(person: Person, claim: Claim):
    assert grounds(person, claim, nation.user(Role.HR_OFFICER)) == [
        Ground.NOT_THE_PERSON
    ]


def test_every_reason_is_given_at_once(person: Person, claim: Claim):
    empty = replace(claim, text=" ", asked=Outcome.UNMET)

    assert grounds(person, empty, nation.user(Role.LEARNER)) == [
        Ground.NOT_THE_PERSON,
        Ground.NOTHING_ASKED,
        Ground.TEXT_MISSING,
    ]


def test_a_criterion_not_in_force_has_no_finding_to_object_to(
    person: Person, claim: Claim, learner: User
):
    assert grounds(person, replace(claim, criterion="gone"), learner) == [
        Ground.CRITERION_NOT_IN_FORCE
    ]


def test_once_while_it_is_open_and_again_when_it_was_answered(
    person: Person, claim: Claim, learner: User
):
    objection = raised(person, claim, learner)
    assert grounds(person, claim, learner) == [Ground.ALREADY_OBJECTED]

    objecting.answer(
        objection=objection, reply=REPLY, by=nation.user(Role.HR_OFFICER), at=AT
    )

    assert raised(person, claim, learner).pk != objection.pk


def test_an_answer_is_given_once_with_its_document(
    person: Person, claim: Claim, learner: User
):
    officer = nation.user(Role.HR_OFFICER)
    objection = raised(person, claim, learner)

    answered = objecting.answer(objection=objection, reply=REPLY, by=officer, at=AT)

    assert answered.state_on(TODAY + timedelta(days=99)) is ObjectionState.ACCEPTED
    assert answered.answer_entry.actor == officer
    with pytest.raises(Refused) as refused:
        objecting.answer(
            objection=objection, reply=Reply("", "", ""), by=learner, at=AT
        )
    assert [each.ground for each in refused.value.refusals] == [
        Ground.ALREADY_ANSWERED,
        Ground.OWN_CASE,
        Ground.ANSWER_MISSING,
        Ground.DOCUMENT_MISSING,
    ]


def test_who_sees_an_objection(person: Person, claim: Claim, learner: User):
    objection = raised(person, claim, learner)
    unit = person.assignments.get().unit

    def sees(user: User) -> bool:
        return objection in Objection.objects.visible_to(user, on=TODAY)

    assert sees(learner)
    assert sees(nation.user(Role.HR_OFFICER, unit))
    assert sees(nation.user(Role.NATIONAL_DEPUTY))
    assert not sees(nation.user(Role.HR_OFFICER, nation.unit("FAR")))
    assert not sees(nation.user(Role.LEARNER))
    assert not sees(nation.user(Role.AUDITOR, nation.unit("FAR2")))


@pytest.mark.parametrize(
    "broken", [{"text": ""}, {"answered_at": AT}, {"answer": "accepted"}]
)
def test_constraints_hold(
    person: Person, claim: Claim, learner: User, broken: dict[str, object]
):
    objection = raised(person, claim, learner)

    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(**broken)


def test_reading_a_passport_is_written_down(person: Person):
    reader = nation.user(Role.HR_OFFICER)

    read_passport(person=person, on=LONG_AGO, by=reader, at=AT)

    act = Entry.objects.get(act="eligibility:passport:read")
    assert (act.actor, act.subject_key) == (reader, str(person.pk))
    assert act.after == {"as_of": "2010-03-21"}
