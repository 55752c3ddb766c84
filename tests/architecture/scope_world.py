"""The world in which every address is tried: two provinces and what lies in each.

Everything of which a page shows *one* lies in South Khorasan; whoever comes from Gilan
must not find it. `MARK` is a name that stands on it, so that lists can be searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from karamad.cycle.costs.actions import invoicing
from karamad.cycle.costs.models import Invoice
from karamad.cycle.delivery.actions.feeding import open_feed
from karamad.cycle.delivery.actions.listed import Typed
from karamad.cycle.delivery.actions.nominating import nominate_typed
from karamad.cycle.delivery.models import (
    Enrolment,
    Feed,
    Nomination,
    Room,
    Run,
    Source,
)
from karamad.cycle.eligibility.actions import (
    candidacies,
    deciding,
    inquiring,
    objecting,
)
from karamad.cycle.eligibility.actions.laws import laws
from karamad.cycle.eligibility.models import (
    Candidacy,
    Decision,
    Inquiry,
    Objection,
)
from karamad.cycle.eligibility.rules import Outcome
from karamad.cycle.outbox.models import Channel, Message
from karamad.cycle.outbox.models import State as MessageState
from karamad.cycle.planning.actions import (
    approving,
    deriving,
    drafting,
    priorities,
    programmes,
    requesting,
    tariffs,
)
from karamad.cycle.planning.models import Need, Plan, Priority, Version, Wave
from karamad.insight.readiness.actions.setting import Wish, set_target
from karamad.insight.readiness.models import Target
from karamad.insight.whatif.actions import scenarios
from karamad.insight.whatif.models import Scenario, Share
from karamad.kernel.jalali import jalali_year
from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.competencies.models import Edition, Profile
from karamad.registers.courses import actions as courses
from karamad.registers.courses.actions import instructors, materials
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    InstructorLeave,
    InstructorSubject,
    MaterialVersion,
    Provider,
)
from karamad.registers.exchange import actions as exchange
from karamad.registers.exchange.models import Load, State
from karamad.registers.people import actions as people
from karamad.registers.people.actions.accounts import link_account
from karamad.registers.people.models import Assignment, Person
from karamad.registers.regulations import actions as regulations
from karamad.registers.regulations.models import Document, Effect, Link, Provision
from karamad.trust.accounts import actions as accounts
from karamad.trust.accounts.models import Grant, Token, User
from karamad.trust.accounts.permissions import Role
from tests import nation as catalogue
from tests.accounts.factories import grant, holding
from tests.delivery import campus
from tests.people.nation import Nation, found_nation, person, seat

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MARK = "نشانه‌دار"
PROFILE = """
profile: mayor-age
title: {fa: سن شهردار, en: Age of a mayor}
applies_to: {posts: [MAYOR]}
criteria:
  - id: age
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
"""


@dataclass
class World:
    nation: Nation
    owner: User
    colleague: User
    national: User
    person: Person
    merged: Person
    seat: Assignment
    ended: Assignment
    officer: User
    office: Grant
    stand_in: Grant
    token: Token
    course: Course
    provider: Provider
    accreditation: Accreditation
    document: Document
    link: Link
    provision: Provision
    load: Load
    learner: User
    other_learner: User
    decision: Decision
    objection: Objection
    inquiry: Inquiry
    candidacy: Candidacy
    target: Target
    message: Message
    scenario: Scenario
    share: Share
    wave: Wave
    plan: Plan
    approved_plan: Plan
    invoice: Invoice
    group: User
    other_group: User
    need: Need
    judged_need: Need
    request: Need
    run: Run
    enrolment: Enrolment
    asked: Enrolment
    waiting: Enrolment
    nomination: Nomination
    room: Room
    feed: Feed
    feed_secret: str
    subject: InstructorSubject
    leave: InstructorLeave
    handout: MaterialVersion


def make_world() -> World:
    nation = found_nation()
    owner = holding("owner", Role.PROVINCIAL_EXPERT, nation.khorasan.code)
    national = holding("national", Role.ADMINISTRATOR)
    officer = holding("officer", Role.HR_OFFICER, nation.city_hall.code)
    officer.name = MARK
    officer.save()
    someone, twin = _people(nation)
    document, link, provision = _regulations()
    provider, accreditation, course = _courses()
    save_edition(profile_from_text(PROFILE), by=None, at=NOW)
    mayor = seat(someone, nation.mayor, nation.city_hall)
    learner = holding("learner", Role.LEARNER, nation.city_hall.code)
    link_account(person=someone, account=learner, by=None, at=NOW)
    decision, objection, inquiry = _cases(nation, someone, learner, owner)
    return World(
        nation=nation,
        owner=owner,
        colleague=holding("colleague", Role.PROVINCIAL_EXPERT, nation.gilan.code),
        national=national,
        person=someone,
        merged=twin,
        seat=mayor,
        ended=seat(someone, nation.governor, nation.birjand),
        officer=officer,
        office=Grant.objects.get(user=officer),
        stand_in=_stand_in(owner, nation),
        token=_token(national, nation),
        course=course,
        provider=provider,
        accreditation=accreditation,
        document=document,
        link=link,
        provision=provision,
        load=_load(owner, nation),
        learner=learner,
        other_learner=holding("other-learner", Role.LEARNER, nation.rasht.code),
        decision=decision,
        objection=objection,
        inquiry=inquiry,
        candidacy=_candidacy(nation, someone, owner),
        target=_target(nation),
        message=_message(someone),
        scenario=(scenario := _scenario(owner)),
        share=_shared(scenario, owner, national),
        wave=_wave(nation),
        plan=_plan(nation),
        approved_plan=_approved(nation),
        group=holding("group", Role.WORKING_GROUP, nation.khorasan.code),
        other_group=holding("other-group", Role.WORKING_GROUP, nation.gilan.code),
        **_needs(nation, someone),
        **_runs(
            campus.Campus(
                nation.khorasan, nation.city_hall, nation.mayor, course, provider
            ),
            someone,
            owner,
        ),
    )


def _runs(at: campus.Campus, learner: Person, owner: User) -> dict[str, Any]:
    """A run open to the learner, one he sits in, one asked and waited for."""
    ahead = localdate() + timedelta(days=30)
    run = campus.run(at, title=MARK, day=ahead)
    later = campus.run(at, title=MARK, day=ahead + timedelta(days=1))
    chained = campus.run(
        at, title=MARK, day=ahead + timedelta(days=2), chain=["provincial_expert"]
    )
    asks = person("علی", MARK, at.office)
    waits = person("رضا", "نوبت‌دار", at.office)
    feed, secret = open_feed(user=owner, room=None, language="fa", at=timezone.now())
    wording = invoicing.Wording(MARK, localdate(), 5, "venue")
    return {
        "feed": feed,
        "feed_secret": secret,
        **_instructor(at),
        "handout": _handout(at),
        "run": run,
        "invoice": invoicing.record_invoice(
            run=run, wording=wording, by=None, at=timezone.now()
        ),
        "enrolment": campus.enrolment(later, learner),
        "asked": campus.enrolment(chained, asks, "asked"),
        "waiting": campus.enrolment(chained, waits, "waiting"),
        "room": Room.objects.create(
            unit=at.office, name=MARK, recorded_at=NOW, entry=run.entry
        ),
        "nomination": nominate_typed(
            run=run,
            typed=[Typed(1, "123")],
            source=Source.LIST,
            by=owner,
            at=timezone.now(),
        ),
    }


def _handout(at: campus.Campus) -> MaterialVersion:
    """A paper of the province, which its runs hand out."""
    content = materials.file_content("a.pdf", [b"%PDF-1.7"])
    wish = materials.Wish(title=MARK, unit=at.province)
    return materials.add_material(
        course=at.course, wish=wish, content=content, by=None, at=NOW
    )


def _instructor(at: campus.Campus) -> dict[str, Any]:
    """Somebody who teaches, what he is approved for, and when he is away."""
    teacher = campus.instructor(unit=at.province)
    approval = instructors.Approval(course=at.course)
    return {
        "subject": instructors.approve(
            instructor=teacher, approval=approval, by=None, at=NOW
        ),
        "leave": instructors.add_leave(
            instructor=teacher,
            from_day=localdate(),
            until_day=localdate() + timedelta(days=3),
            note="",
            by=None,
            at=NOW,
        ),
    }


def _wave(nation: Nation) -> Wave:
    """A programme of the nation, and the turn of South Khorasan in it."""
    wish = programmes.ProgrammeWish(
        title="دورهٔ سه‌روزه",
        audience="شهرداران",
        posts=(nation.mayor.code,),
        courses=(Course.objects.get(code="PR5009"),),
    )
    programme = programmes.make_programme(wish=wish, by=None, at=NOW)
    days = (localdate(), localdate() + timedelta(days=3))
    return programmes.give_turn(
        programme=programme, unit=nation.khorasan, days=days, by=None, at=NOW
    )


def _approved(nation: Nation) -> Plan:
    """Next year's plan of Birjand's city hall, approved."""
    version = _drafted(nation, jalali_year(localdate()) + 1, agreed=5)
    approving.submit(version=version, by=None, at=NOW)
    return approving.approve(version=version, by=None, at=NOW).plan


def _plan(nation: Nation) -> Plan:
    """A draft of Birjand's city hall, with a line and money."""
    return _drafted(nation, jalali_year(localdate())).plan


def _drafted(nation: Nation, year: int, agreed: int | None = None) -> Version:
    tariffs.seed(NOW)
    version, _begun = drafting.start_plan(
        unit=nation.city_hall, year=year, by=None, at=NOW
    )
    wish = drafting.LineWish(
        course=Course.objects.get(code="PR5009"),
        audience=MARK,
        heads=3,
        hours=Decimal(8),
        runs=1,
        month=1,
        customer="local_body",
        venue="county",
        agreed=agreed,
        agreed_document="1" if agreed else "",
    )
    drafting.add_line(version=version, wish=wish, by=None, at=NOW)
    drafting.add_budget(
        version=version, source=MARK, amount=5, document="", by=None, at=NOW
    )
    return version


def _needs(nation: Nation, someone: Person) -> dict[str, Need]:
    """What Birjand needs by order, by the judge, and by request."""
    priorities.seed(NOW)
    pressing = Priority.objects.get(code="in-service")
    order = deriving.Order(nation.city_hall, 3, pressing, wish=MARK)
    lacking = deriving.Found(
        nation.city_hall,
        Profile.objects.get(code="mayor-age"),
        "age",
        Course.objects.get(code="PR5009"),
        5,
    )
    deriving.derive(
        findings=deriving.Findings([lacking], localdate()),
        urgency=deriving.Urgency(pressing),
        by=None,
        at=NOW,
    )
    asked = requesting.Request(course=None, wish=MARK)
    return {
        "need": deriving.order(order=order, by=None, at=NOW),
        "judged_need": Need.objects.of_the_judge().get(),
        "request": requesting.request_training(
            person=someone, request=asked, by=None, at=timezone.now()
        ),
    }


def _candidacy(nation: Nation, someone: Person, owner: User) -> Candidacy:
    proposal = candidacies.Proposal(
        post=nation.governor, unit=nation.birjand, from_day=localdate()
    )
    return candidacies.consider(person=someone, proposal=proposal, by=owner, at=NOW)


def _message(to: Person) -> Message:
    """A message that did not arrive, and may be sent again."""
    return Message.objects.create(
        key=f"place-given:run:R1:{to.pk}:sms",
        person=to,
        channel=Channel.SMS,
        address="09150000001",
        template="place-given",
        language="fa",
        text=f"{MARK}، جا دارید",
        state=MessageState.FAILED,
        queued_at=NOW,
        next_at=NOW,
    )


def _target(nation: Nation) -> Target:
    """A target of the province: mayors, of whom nobody is done."""
    wish = Wish(
        title=MARK,
        title_en=MARK,
        posts=(nation.mayor.code,),
        from_day=localdate() - timedelta(days=7),
        deadline=localdate() + timedelta(days=7),
        course=Course.objects.get(code="PR5009"),
        unit=nation.khorasan,
    )
    return set_target(wish=wish, by=None, at=NOW)


def _scenario(owner: User) -> Scenario:
    return scenarios.make(
        base=Edition.objects.of("mayor-age").get(),
        plan=scenarios.Plan(name=MARK, day=localdate()),
        by=owner,
        at=NOW,
    )


def _shared(scenario: Scenario, owner: User, reader: User) -> Share:
    return scenarios.share(scenario=scenario, user=reader, by=owner, at=NOW)


def _people(nation: Nation) -> tuple[Person, Person]:
    """Return someone of Birjand, and a record merged into his."""
    someone = person("مینا", MARK, nation.city_hall)
    twin = person("مینا", MARK, nation.city_hall)
    people.merge_persons(person=twin, into=someone, by=None, at=timezone.now())
    twin.refresh_from_db()
    return someone, twin


def _regulations() -> tuple[Document, Link, Provision]:
    facts = {"issued_on": date(2019, 7, 22), "kind": "decree", "status": "confirmed"}
    document, other = (
        regulations.register(
            facts={**facts, "number": number, "subject": "سقف سن"}, by=None, at=NOW
        )
        for number in ("226725", "964-966")
    )
    link = regulations.link(
        document=other,
        effect=Effect.ANNULS,
        other=document,
        from_day=None,
        by=None,
        at=NOW,
    )
    provision = regulations.set_provision(
        code="age",
        facts={
            "document": document,
            "article": "",
            "title": "سقف سن",
            "title_en": "",
            "value": "45",
            "unit": "years",
            "from_day": None,
            "until_day": None,
            "status": "confirmed",
        },
        by=None,
        at=NOW,
    )
    return document, link, provision


def _courses() -> tuple[Provider, Accreditation, Course]:
    provider = catalogue.provider("SMTC")
    accreditation = courses.accredit(
        provider=provider,
        domain="عمومی",
        from_day=date(2020, 1, 1),
        until_day=None,
        by=None,
        at=NOW,
    )
    return provider, accreditation, catalogue.course("PR5009")


def _stand_in(owner: User, nation: Nation) -> Grant:
    """The owner's own substitute, whom only he sends away."""
    stand_in = holding("stand-in", Role.AUDITOR, nation.khorasan.code)
    return grant(
        stand_in,
        Role.PROVINCIAL_EXPERT,
        nation.khorasan.code,
        until=localdate() + timedelta(days=7),
        substitutes=owner,
    )


def _cases(
    nation: Nation, someone: Person, learner: User, owner: User
) -> tuple[Decision, Objection, Inquiry]:
    """A decision, an objection of the learner's, a question of the owner's."""
    law = laws()["mayor-age"]
    candidate = person("علی", MARK, nation.city_hall, birth_date=date(1990, 1, 1))
    decision = deciding.decide(
        person=candidate,
        order=deciding.Order(
            post=nation.mayor,
            unit=nation.city_hall,
            effective_from=localdate(),
            document_number="12/34",
            document_date=localdate(),
        ),
        law=law,
        on=localdate(),
        by=owner,
        at=timezone.now(),
    )
    objection = objecting.object_to(
        person=someone,
        claim=objecting.Claim(
            law=law,
            criterion="age",
            on=localdate(),
            asked=Outcome.MET,
            text="تاریخ تولدم ثبت نشده است.",
            post=nation.mayor,
            unit=nation.city_hall,
        ),
        by=learner,
        at=timezone.now(),
    )
    inquiry = inquiring.inquire(
        vacancy=inquiring.Vacancy(post=nation.mayor, law=law, on=localdate()),
        by=owner,
        at=timezone.now(),
    )
    return decision, objection, inquiry


def _token(national: User, nation: Nation) -> Token:
    until = localdate() + timedelta(days=7)
    place = accounts.Place(nation.khorasan.code, frozenset({nation.khorasan.code}))
    token, _secret = accounts.issue_token(
        name=MARK,
        role=Role.INTEGRATION,
        place=place,
        until_day=until,
        expires_at=timezone.now() + timedelta(days=7),
        by=national,
        on=localdate(),
        at=timezone.now(),
    )
    return token


def _load(owner: User, nation: Nation) -> Load:
    load = exchange.receive(
        kind="people",
        name=f"{MARK}.csv",
        chunks=["کد ملی,نام,نام خانوادگی\n".encode()],
        scope=exchange.scope_of(owner, localdate()),
        at=timezone.now(),
    )
    assert load.unit == nation.khorasan
    Load.objects.filter(pk=load.pk).update(state=State.CHECKED)
    return load
