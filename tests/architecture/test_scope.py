"""Every address, tried as its owner, a colleague of another province, a stranger.

**A new page fails here until it has an example.** Add a line to `EXAMPLES`, by the name
of the URL pattern:

    "people:person": one(pk=lambda w: w.person.pk),

- `one(…)`    a page of *one* thing that lies in South Khorasan. Its owner, expert of
              that province, gets it; the expert of Gilan gets 404, never 403.
- `every(…)`  a list, a form or a page of one's own, open to both. What Gilan is shown
              must not hold `MARK`, the name that stands on everything in Khorasan.
- `national(…)` what is the same for the whole nation; only the role matters. A national
              administrator gets it, the expert of Gilan either gets it too or a 403.
- `free(…)`   open to everyone, strangers too.

Keyword arguments are those of the URL: values, or functions of the `World`. `post=True`
for an address that only takes posts, `data={…}` for what is posted or asked, `status=`
where the owner is answered with something else than 200, `by="learner"` where the owner
is the person himself. What the page shows is made in
`scope_world.py`; add to it what is missing. Programs are tried the same way below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from karamad.kernel.jalali import jalali_iso
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.architecture.scope_world import MARK, World, make_world
from tests.desk.test_api import Program, place
from tests.standing import MadeOnce

pytestmark = pytest.mark.django_db

# ---- what is tried -----------------------------------------------------------


@dataclass(frozen=True)
class Example:
    reach: str
    kwargs: dict[str, Any]
    post: bool = False
    status: int = 200
    data: dict[str, Any] = field(default_factory=dict)
    by: str = "expert"

    def given(self, world: World) -> dict[str, Any]:
        """Return what the address names in this world."""
        return {
            key: value(world) if isinstance(value, Callable) else value
            for key, value in self.kwargs.items()
        }


def example(reach: str, kwargs: dict[str, Any]) -> Example:
    options = {
        name: kwargs.pop(name)
        for name in ("post", "status", "data", "by")
        if name in kwargs
    }
    return Example(reach, kwargs, **options)


def one(**kwargs: Any) -> Example:
    return example("one", kwargs)


def every(**kwargs: Any) -> Example:
    return example("every", kwargs)


def national(**kwargs: Any) -> Example:
    return example("national", kwargs)


def free(**kwargs: Any) -> Example:
    return example("free", kwargs)


def person_id(world: World) -> int:
    return world.person.pk


def officer_id(world: World) -> int:
    return world.officer.pk


def city_hall_id(world: World) -> int:
    return world.nation.city_hall.pk


def load_id(world: World) -> int:
    return world.load.pk


def inquiry_id(world: World) -> int:
    return world.inquiry.pk


def target_id(world: World) -> int:
    return world.target.pk


def run_id(world: World) -> int:
    return world.run.pk


def approved_plan_id(world: World) -> int:
    return world.approved_plan.pk


def message_id(world: World) -> int:
    return world.message.pk


def handout_id(world: World) -> int:
    return world.handout.pk


def material_id(world: World) -> int:
    return world.handout.material_id


def asked_run_id(world: World) -> int:
    return world.asked.run_id


def enrolled_run_id(world: World) -> int:
    return world.enrolment.run_id


def session_id(world: World) -> int:
    return world.run.sessions.get().pk


def enrolled_session_id(world: World) -> int:
    return world.enrolment.run.sessions.get().pk


def scenario_id(world: World) -> int:
    return world.scenario.pk


def seat_id(world: World) -> int:
    return world.seat.pk


def document_id(world: World) -> int:
    return world.document.pk


def provider_id(world: World) -> int:
    return world.provider.pk


def course_id(world: World) -> int:
    return world.course.pk


def need_id(world: World) -> int:
    return world.need.pk


def plan_id(world: World) -> int:
    return world.plan.pk


def post_id(world: World) -> int:
    return world.nation.mayor.pk


EXAMPLES: dict[str, Example] = {
    "accounts:forgotten": free(),
    "accounts:language": free(post=True, data={"language": "fa"}),
    "accounts:password": every(),
    "accounts:password-link": free(uid="MQ", token="a-b", status=410),  # noqa: S106
    "accounts:seat": every(),
    "accounts:sign-in": free(),
    "accounts:sign-out": free(post=True),
    "api-nowhere": free(rest="v1/nothing", status=404),
    "competencies:add": national(code="mayor-age", data={"kind": "age"}),
    "competencies:compare": national(code="mayor-age"),
    "competencies:criterion": national(code="mayor-age", criterion_id="age"),
    "competencies:download": national(code="mayor-age"),
    "competencies:head": national(code="mayor-age"),
    "competencies:new": national(),
    "competencies:preview": national(kind="age", post=True),
    "competencies:profile": national(code="mayor-age"),
    "competencies:profiles": national(),
    "competencies:remove": national(code="mayor-age", criterion_id="age", post=True),
    "competencies:text": national(code="mayor-age"),
    "courses:course": national(pk=course_id),
    "courses:courses": national(),
    "courses:edit": national(pk=course_id),
    "courses:edit_provider": national(pk=provider_id),
    "courses:end_accreditation": national(
        pk=provider_id, accreditation_id=lambda w: w.accreditation.pk, post=True
    ),
    "courses:new": national(),
    "courses:new_provider": national(),
    "courses:provider": national(pk=provider_id),
    "courses:providers": national(),
    "coverage:again": every(post=True, status=302),
    "coverage:all-people": every(),
    "coverage:all-rows": every(ending="csv", status=404),  # nothing is counted yet
    "coverage:all-trend": every(),
    "coverage:nation": every(),
    "coverage:people": one(pk=city_hall_id),
    "coverage:progress": national(pk=1),
    "coverage:rows": one(pk=city_hall_id, ending="csv", status=404),
    "coverage:stop": national(post=True, status=302),
    "coverage:trend": one(pk=city_hall_id),
    "coverage:unit": one(pk=city_hall_id),
    "delivery:agree": every(post=True, status=302),
    "delivery:approvals": every(),
    "delivery:ask": one(pk=run_id, post=True, by="learner"),
    "delivery:attendance": one(pk=session_id),
    "delivery:calendar": every(),
    "delivery:calendar-day": every(day=lambda w: jalali_iso(w.run.first_day)),
    "delivery:close": one(pk=run_id, post=True, status=302),
    "delivery:come-back": one(pk=enrolled_run_id, post=True, by="learner"),
    "delivery:compute": one(pk=run_id, post=True, status=302),
    "delivery:decline": one(pk=lambda w: w.asked.pk),
    "delivery:feed": free(secret=lambda w: w.feed_secret),
    "delivery:feed-withdraw": one(pk=lambda w: w.feed.pk, post=True),
    "delivery:feeds": every(),
    "delivery:hall": every(),
    "delivery:hall-lists": every(),
    "delivery:hall-manifest": free(),
    "delivery:hall-marks": every(post=True, status=422),
    "delivery:hall-worker": free(),
    "delivery:here": every(by="learner"),
    "delivery:here-read": one(
        pk=enrolled_session_id, code="x", by="learner", status=422
    ),
    "delivery:here-sign": one(
        pk=enrolled_session_id, post=True, by="learner", status=422
    ),
    "delivery:hand-back": one(
        pk=run_id, material_id=lambda w: w.handout.material_id, post=True, status=302
    ),
    "delivery:hand-out": one(pk=run_id, version_id=handout_id, post=True, status=302),
    "delivery:handout": one(pk=run_id, version_id=handout_id),
    "delivery:handout-file": one(pk=run_id, version_id=handout_id),
    "delivery:holidays": national(),
    "delivery:holidays-load": national(),
    "delivery:holidays-take-back": national(year=1405, post=True),
    "delivery:instructor": national(pk=lambda w: w.subject.instructor_id),
    "delivery:instructor-approve": one(pk=lambda w: w.subject.instructor_id),
    "delivery:instructor-edit": one(pk=lambda w: w.subject.instructor_id),
    "delivery:instructor-leave": one(pk=lambda w: w.subject.instructor_id),
    "delivery:instructor-leave-withdraw": one(
        pk=lambda w: w.subject.instructor_id, leave_id=lambda w: w.leave.pk, post=True
    ),
    "delivery:instructor-new": national(),
    "delivery:instructor-withdraw": one(
        pk=lambda w: w.subject.instructor_id,
        subject_id=lambda w: w.subject.pk,
        post=True,
    ),
    "delivery:instructors": national(),
    "delivery:let-in": one(pk=asked_run_id, enrolment_id=lambda w: w.waiting.pk),
    "delivery:material": one(pk=material_id),
    "delivery:material-edit": one(pk=material_id),
    "delivery:material-file": one(pk=material_id, number_=1),
    "delivery:material-new": every(pk=course_id, what="file"),
    "delivery:material-renew": one(pk=material_id, what="link"),
    "delivery:material-take-back": one(
        pk=material_id, number_=1, post=True, status=302
    ),
    "delivery:material-version": one(pk=material_id, number_=1),
    "delivery:material-withdraw": one(pk=material_id, number_=1),
    "delivery:materials": every(pk=course_id),
    "delivery:merge": one(pk=run_id),
    "delivery:mine": every(by="learner"),
    "delivery:name-left": one(
        pk=lambda w: w.wave.programme_id, unit_id=lambda w: w.nation.khorasan.pk
    ),
    "delivery:name-needed": one(pk=need_id),
    "delivery:nominate": one(pk=run_id),
    "delivery:nominate-lacking": one(pk=run_id),
    "delivery:nomination": one(pk=run_id, nomination_id=lambda w: w.nomination.pk),
    "delivery:nomination-progress": one(
        pk=run_id, nomination_id=lambda w: w.nomination.pk
    ),
    "delivery:nomination-refused": one(
        pk=run_id, nomination_id=lambda w: w.nomination.pk
    ),
    "delivery:nomination-resume": one(
        pk=run_id, nomination_id=lambda w: w.nomination.pk, post=True
    ),
    "delivery:nomination-take-back": one(
        pk=run_id, nomination_id=lambda w: w.nomination.pk
    ),
    "delivery:nomination-stop": one(
        pk=run_id, nomination_id=lambda w: w.nomination.pk, post=True
    ),
    "delivery:outcomes": one(pk=run_id),
    "delivery:postpone": one(pk=run_id),
    "delivery:recall": one(pk=lambda w: w.asked.pk, post=True, status=302),
    "delivery:replace": one(pk=run_id),
    "delivery:room-edit": one(pk=lambda w: w.room.pk),
    "delivery:room-new": every(),
    "delivery:rooms": every(),
    "delivery:roster": one(pk=run_id),
    "delivery:rule": national(),
    "delivery:rules": national(),
    "delivery:run": one(pk=run_id),
    "delivery:run-cancel": one(pk=run_id),
    "delivery:run-edit": one(pk=run_id),
    "delivery:run-new": every(),
    "delivery:run-publish": one(pk=run_id, post=True),
    "delivery:runs": every(),
    "delivery:scores": one(pk=run_id),
    "delivery:scores-file": one(pk=run_id),
    "delivery:session-call-off": one(pk=run_id, session_id=session_id, post=True),
    "delivery:session-edit": one(pk=run_id, session_id=session_id),
    "delivery:session-new": one(pk=run_id),
    "delivery:session-put-back": one(pk=run_id, session_id=session_id, post=True),
    "delivery:session-series": one(pk=run_id),
    "delivery:sheet": one(pk=session_id),
    "delivery:take-off": one(pk=asked_run_id, enrolment_id=lambda w: w.waiting.pk),
    "delivery:split": one(pk=run_id),
    "delivery:take-back": one(pk=run_id, entry_id=lambda w: w.run.entry_id, post=True),
    "delivery:wall": one(pk=session_id),
    "delivery:wall-now": one(pk=session_id),
    "delivery:withdraw": one(pk=enrolled_run_id, post=True, by="learner"),
    "desk:api-docs": free(),
    "desk:audit": national(),
    "desk:close-user": one(user_id=officer_id, post=True),
    "desk:end-substitute": one(grant_id=lambda w: w.stand_in.pk, post=True),
    "desk:home": every(),
    "desk:link-person": one(user_id=officer_id, post=True),
    "desk:nation": every(),
    "desk:new-user": every(),
    "desk:password-link": one(user_id=officer_id, post=True),
    "desk:revoke": one(grant_id=lambda w: w.office.pk, post=True),
    "desk:revoke-token": national(token_id=lambda w: w.token.pk, post=True),
    "desk:substitute": every(),
    "desk:substitute-of": one(user_id=officer_id),
    "desk:tokens": national(),
    "desk:user": one(user_id=officer_id),
    "desk:users": every(),
    "eligibility:candidacy-end": one(pk=lambda w: w.candidacy.pk),
    "eligibility:consider": one(pk=person_id),
    "eligibility:decide": one(
        pk=person_id,
        data={"profile": "mayor-age", "post": "GOV", "unit": "C2901"},
    ),
    "eligibility:decision": one(pk=lambda w: w.decision.pk),
    "eligibility:decisions": every(),
    "eligibility:history": one(pk=person_id),
    "eligibility:inquiry": one(pk=inquiry_id),
    "eligibility:inquiry-cancel": one(pk=inquiry_id, post=True),
    "eligibility:inquiry-export": one(pk=inquiry_id, ending="csv"),
    "eligibility:inquiry-progress": one(pk=inquiry_id),
    "eligibility:inquiry-resume": one(pk=inquiry_id, post=True),
    "eligibility:object": one(
        pk=person_id,
        by="learner",
        data={"profile": "mayor-age", "post": "MAYOR", "criterion": "age"},
    ),
    "eligibility:objection": one(pk=lambda w: w.objection.pk),
    "eligibility:objections": every(),
    "eligibility:passport": one(pk=person_id),
    "eligibility:who": every(),
    "eligibility:withdraw": one(pk=lambda w: w.decision.pk),
    "exchange:errors": one(pk=load_id, status=404),  # nothing of it was refused
    "exchange:export": every(kind="people", ending="csv"),
    "exchange:exports": every(),
    "exchange:load": one(pk=load_id),
    "exchange:loads": every(),
    "exchange:progress": one(pk=load_id),
    "exchange:remove": one(pk=load_id, post=True),
    "exchange:run": one(pk=load_id, post=True),
    "exchange:stop": one(pk=load_id, post=True),
    "exchange:take_back": one(pk=load_id, post=True),
    "exchange:upload": every(),
    "people:assignment-edit": one(pk=person_id, seat=seat_id),
    "people:assignment-end": one(pk=person_id, seat=seat_id),
    "people:assignment-new": one(pk=person_id),
    "people:assignment-withdraw": one(pk=person_id, seat=seat_id),
    "people:edit": one(pk=person_id),
    "people:export": every(ending="csv"),
    "people:leave": one(pk=person_id),
    "people:merge": one(pk=person_id),
    "people:national-id": one(pk=person_id),
    "people:new": every(),
    "people:people": every(),
    "people:person": one(pk=person_id),
    "people:post": national(pk=post_id),
    "people:post-edit": national(pk=post_id),
    "people:post-new": national(),
    "people:posts": national(),
    "people:provinces": every(),
    "people:search": every(post=True, data={"q": MARK}, status=302),
    "people:stay": one(pk=person_id, post=True),
    "people:take-apart": one(pk=person_id, other=lambda w: w.merged.pk, post=True),
    "people:unit": one(pk=city_hall_id),
    "people:unit-children": one(pk=city_hall_id),
    "people:unit-close": one(pk=city_hall_id),
    "people:unit-edit": one(pk=city_hall_id),
    "people:unit-merge": one(pk=city_hall_id),
    "people:unit-move": one(pk=city_hall_id),
    "people:unit-new": every(),
    "people:units": every(),
    "costs:cancel-invoice": one(pk=run_id, invoice_id=lambda w: w.invoice.pk),
    "costs:carry": one(pk=run_id),
    "costs:invoice": one(pk=run_id, invoice_id=lambda w: w.invoice.pk),
    "costs:line-runs": one(pk=approved_plan_id, line_number=1),
    "costs:new-invoice": one(pk=run_id),
    "costs:open-run": one(pk=approved_plan_id, line_number=1),
    "costs:plan": one(pk=approved_plan_id),
    "costs:plan-rows": one(pk=approved_plan_id, ending="csv"),
    "costs:provinces": every(),
    "costs:put-back-invoice": one(
        pk=run_id, invoice_id=lambda w: w.invoice.pk, post=True, status=302
    ),
    "costs:run": one(pk=run_id),
    "costs:untie": one(pk=run_id, post=True, status=302),
    "costs:year": every(),
    "costs:year-rows": every(ending="csv"),
    "planning:accept": one(pk=lambda w: w.request.pk),
    "planning:amend": one(pk=plan_id),
    "planning:budget": one(pk=plan_id),
    "planning:close-programme": national(
        pk=lambda w: w.wave.programme_id, post=True, status=302
    ),
    "planning:drop-factor": national(year=1400, position=1, post=True, status=302),
    "planning:edit-programme": national(pk=lambda w: w.wave.programme_id),
    "planning:factor": national(year=1400, position=1),
    "planning:left": one(
        pk=lambda w: w.wave.programme_id, unit_id=lambda w: w.nation.khorasan.pk
    ),
    "planning:move-wave": national(
        pk=lambda w: w.wave.programme_id, wave_id=lambda w: w.wave.pk
    ),
    "planning:new-factor": national(year=1400),
    "planning:open-programme": national(
        pk=lambda w: w.wave.programme_id, post=True, status=302
    ),
    "planning:close": one(pk=plan_id, by="group"),
    "planning:comment": one(pk=plan_id, post=True),
    "planning:compare": one(pk=plan_id, data={"with": "1"}),
    "planning:drop": one(pk=plan_id, post=True),
    "planning:drop-budget": one(
        pk=plan_id, budget_id=lambda w: w.plan.versions.get().budget.get().pk, post=True
    ),
    "planning:drop-wave": national(
        pk=lambda w: w.wave.programme_id, wave_id=lambda w: w.wave.pk, post=True
    ),
    "planning:drop-line": one(pk=plan_id, line_number=1, post=True),
    "planning:judge": every(),
    "planning:copy": one(pk=plan_id),
    "planning:line": one(pk=plan_id, line_number=1),
    "planning:mine": every(),
    "planning:need": one(pk=need_id),
    "planning:need-people": one(pk=lambda w: w.judged_need.pk),
    "planning:needs": every(),
    "planning:new": every(),
    "planning:new-line": one(pk=plan_id),
    "planning:new-programme": national(),
    "planning:new-tariff": national(),
    "planning:order": every(),
    "planning:order-needs": national(pk=lambda w: w.wave.programme_id),
    "planning:plan": one(pk=plan_id),
    "planning:plans": every(data={"show": "work"}),
    "planning:price": one(pk=plan_id, post=True),
    "planning:priorities": national(),
    "planning:programme": national(pk=lambda w: w.wave.programme_id),
    "planning:programmes": national(),
    "planning:request": every(),
    "planning:request-for": one(pk=person_id),
    # Of a draft there is nothing to review, for those who review either.
    "planning:review": one(pk=plan_id, by="group", status=302),
    "planning:settle": every(post=True, status=302, data={"act": "reject"}),
    "planning:submit": one(pk=plan_id, post=True),
    "planning:tariff": national(year=1400),
    "planning:tariffs": national(),
    "planning:withdraw": one(
        pk=lambda w: w.request.pk, post=True, by="learner", status=302
    ),
    "planning:wave": national(pk=lambda w: w.wave.programme_id),
    "planning:undo": one(entry_id=lambda w: w.need.entry_id, post=True),
    "outbox:again": one(pk=message_id, post=True),
    "outbox:message": one(pk=message_id),
    "outbox:messages": every(),
    "outbox:preferences": every(),
    "outbox:wording": national(code="place-given", channel="sms", language="fa"),
    "outbox:wordings": national(),
    "readiness:board": one(pk=target_id),
    "readiness:boards": every(),
    "readiness:close": one(pk=target_id),
    "readiness:edit": one(pk=target_id),
    "readiness:export": one(pk=target_id, ending="csv"),
    "readiness:new": every(),
    "readiness:open": one(pk=target_id, post=True),
    "readiness:people": one(pk=target_id),
    "readiness:target": one(pk=target_id),
    "readiness:targets": every(),
    "regulations:document": national(pk=document_id),
    "regulations:documents": national(),
    "regulations:edit": national(pk=document_id),
    "regulations:link": national(pk=document_id, post=True),
    "regulations:new": national(),
    "regulations:provision": national(code="age"),
    "regulations:provisions": national(),
    "regulations:unlink": national(
        pk=lambda w: w.link.document_id, link_id=lambda w: w.link.pk, post=True
    ),
    "web:density": free(post=True),
    "web:gallery": free(),
    "web:gallery-progress": free(),
    "web:language": free(post=True, data={"language": "fa"}),
    "web:robots": free(),
    "whatif:add": one(pk=scenario_id, data={"kind": "age"}),
    "whatif:ask": one(pk=scenario_id, post=True),
    "whatif:compare": one(pk=scenario_id),
    "whatif:conditions": one(pk=scenario_id),
    "whatif:criterion": one(pk=scenario_id, criterion_id="age"),
    "whatif:delete": one(pk=scenario_id, post=True),
    "whatif:draft": one(pk=scenario_id, post=True),
    # Not asked yet: there are no people, for its owner neither.
    "whatif:export": one(pk=scenario_id, ending="csv", status=404),
    "whatif:new": every(),
    "whatif:people": one(pk=scenario_id, status=404),
    "whatif:plan": one(pk=scenario_id),
    "whatif:preview": national(kind="age", post=True),
    "whatif:progress": one(pk=scenario_id),
    "whatif:readers": one(pk=scenario_id),
    "whatif:remove": one(pk=scenario_id, criterion_id="age", post=True),
    "whatif:restore": one(pk=scenario_id, post=True),
    "whatif:scenario": one(pk=scenario_id),
    "whatif:scenarios": every(),
    "whatif:stop": one(pk=scenario_id, post=True),
    "whatif:text": one(pk=scenario_id),
    "whatif:unshare": one(pk=scenario_id, share_id=lambda w: w.share.pk, post=True),
}
# Django's own back room asks for an administrator; the API is tried below.
ELSEWHERE = {"admin", "api"}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace not in ELSEWHERE:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)


def test_every_address_has_an_example_here():
    known = set(names())

    assert known - set(EXAMPLES) == set(), "add an example; see the top of this file"
    assert set(EXAMPLES) - known == set(), "gone; drop the example"


# ---- the three ---------------------------------------------------------------


@pytest.fixture(scope="module")
def founded(made_once: MadeOnce, tmp_path_factory: Any) -> tuple[Path, Any]:
    """Make the world that all tries begin with, and the files that lie in it."""
    files = tmp_path_factory.mktemp("uploads")
    with override_settings(MEDIA_ROOT=files):
        return files, made_once(make_world)


@pytest.fixture
def world(founded: Any, db: None, settings: Any, tmp_path: Path) -> World:
    files, as_made = founded
    settings.MEDIA_ROOT = copytree(files, tmp_path / "uploads")
    return as_made()


def asked(world: World, name: str, user: Any, language: str = "fa") -> HttpResponseBase:
    trial = EXAMPLES[name]
    client = Client()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    if user is not None:
        client.force_login(user)
    address = reverse(name, kwargs=trial.given(world))
    if trial.post:
        return client.post(address, trial.data)
    return client.get(address, trial.data)


def body(response: HttpResponseBase) -> str:
    parts = response if response.streaming else [response.content]
    text = b"".join(parts).decode(errors="replace")
    response.close()
    return text


def named(reach: str) -> list[str]:
    return sorted(name for name, each in EXAMPLES.items() if each.reach == reach)


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - set(named("free"))))
def test_a_stranger_is_led_to_the_door(world, name):
    response = asked(world, name, None)

    assert response.status_code == 302
    assert response.url.startswith(reverse(configured.LOGIN_URL))


def elsewhere(world: World, name: str) -> User:
    """The same office in another province; a learner, where the page is a learner's."""
    others = {"learner": world.other_learner, "group": world.other_group}
    return others.get(EXAMPLES[name].by, world.colleague)


@pytest.mark.parametrize("name", named("one"))
def test_a_colleague_of_another_province_finds_nothing(world, name):
    assert asked(world, name, elsewhere(world, name)).status_code == 404


@pytest.mark.parametrize("name", named("every"))
def test_a_colleague_is_shown_nothing_of_the_other_province(world, name):
    response = asked(world, name, elsewhere(world, name))

    assert response.status_code == EXAMPLES[name].status
    assert MARK not in body(response)


@pytest.mark.parametrize("name", named("national"))
def test_of_what_is_national_only_the_role_decides(world, name):
    response = asked(world, name, world.colleague)

    role = response.status_code in {200, 302, 403, 404, 422}
    assert role
    assert MARK not in body(response)


def owner_of(world: World, name: str) -> User | None:
    """Return who may open a page, and nobody where everybody may."""
    trial = EXAMPLES[name]
    if trial.reach == "free":
        return None
    owner = world.national if trial.reach == "national" else world.owner
    return {"learner": world.learner, "group": world.group}.get(trial.by, owner)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_owner_gets_it(world, name):
    trial = EXAMPLES[name]

    response = asked(world, name, owner_of(world, name), language="en")
    page = body(response)

    # What has no English name stands there in Persian, not in markup.
    assert "&lt;span" not in page
    assert "<title><" not in page.split("</title>")[0]
    if trial.post:
        # Refused or done, but found and allowed.
        assert response.status_code in {200, 302, 303, 409, 422}
    else:
        assert response.status_code == trial.status


# ---- the three, as programs --------------------------------------------------

API = {
    "units/{code}": lambda w: f"units/{w.nation.city_hall.code}",
    "people/{person_id}": lambda w: f"people/{w.person.pk}",
    "people/{person_id}/verdicts": lambda w: f"people/{w.person.pk}/verdicts",
    "loads/{load_id}": lambda w: f"loads/{w.load.pk}",
}


@pytest.mark.parametrize("path", sorted(API))
def test_a_program_sees_what_its_role_sees(world, path):
    address = f"/api/v1/{API[path](world)}"
    own = Program(Role.INTEGRATION_READER, place("P29"))
    other = Program(Role.INTEGRATION_READER, place("P01"))

    assert Client().get(address).status_code == 401
    assert other.get(address).status_code == 404
    assert own.get(address).status_code == 200
