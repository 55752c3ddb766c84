"""Who asks sees what became of it: on his page, by message, and may take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from karamad.cycle.outbox.models import Message
from karamad.cycle.planning.actions import approving, requesting, settling
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.models import Need, State
from karamad.cycle.planning.rules import Ground
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.nation import NOW, signed_in
from tests.planning.conftest import Stage
from tests.planning.test_needs import ordered, requested
from tests.planning.test_plans import lined

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def officer(stage: Stage) -> Any:
    return nation.user(Role.PROVINCIAL_EXPERT, stage.khorasan)


@pytest.fixture
def head(stage: Stage) -> Any:
    """The head of Birjand, who has a record of his own."""
    user = nation.user(Role.SUPERVISOR, stage.birjand)
    nation.person(account=user, mobile="09150000009")
    return user


@pytest.fixture
def governor(stage: Stage) -> Person:
    """One who lacks the course of law, with an account of his own."""
    learner = nation.user(Role.LEARNER)
    return stage.governor(stage.birjand, account=learner, mobile="09150000001")


# ---- asking ------------------------------------------------------------------


def test_a_passport_leads_to_the_request_with_the_course_filled_in(
    stage: Stage, governor: Person
):
    his = client_of(governor.account)
    asks = reverse("planning:request-for", args=[governor.pk]) + "?course=LAW"

    assert asks in text(his.get(reverse("eligibility:passport", args=[governor.pk])))
    assert 'value="LAW"' in text(his.get(asks))


def test_the_head_of_a_unit_asks_for_his_people_and_no_others(
    stage: Stage, head: Any, governor: Person
):
    stranger = stage.governor(stage.qaen)
    his = client_of(head)
    wish = {"course": "LAW", "wish": "", "needed_by": ""}

    his.post(reverse("planning:request-for", args=[governor.pk]), wish)
    beyond = his.post(reverse("planning:request-for", args=[stranger.pk]), wish)

    need = Need.objects.get()
    assert (need.person, need.asked_entry.actor) == (governor, head)
    assert beyond.status_code == 404
    assert governor.name in text(his.get(reverse("planning:mine")))


def test_a_head_sees_the_needs_of_his_unit_and_settles_none(
    stage: Stage, head: Any, governor: Person
):
    need = requested(stage, governor)
    his = client_of(head)

    assert "مدیریت بحران" in text(his.get(reverse("planning:needs")))
    answer = his.post(
        reverse("planning:settle"),
        {"act": "reject", "pk": need.pk, "confirmed": "1", "reason": "نه"},
    )
    assert answer.status_code == 403


# ---- what became of it -------------------------------------------------------


def asked_by(head: Any, stage: Stage, governor: Person) -> Need:
    wish = requesting.Request(course=stage.law, wish="")
    return requesting.request_training(person=governor, request=wish, by=head, at=NOW)


def test_both_are_told_once_how_it_was_answered(
    stage: Stage, head: Any, governor: Person, officer: Any
):
    need = asked_by(head, stage, governor)

    settling.reject(needs=[need], reason="جا نیست", by=officer, at=LATER)

    rows = Message.objects.order_by("address")
    assert [row.address for row in rows] == ["09150000001", "09150000009"]
    assert all("رد شد: جا نیست" in row.text for row in rows)


def test_both_are_told_that_the_answer_was_taken_back(
    stage: Stage, head: Any, governor: Person, officer: Any
):
    need = asked_by(head, stage, governor)
    entry = settling.reject(needs=[need], reason="جا نیست", by=officer, at=LATER)
    Message.objects.all().delete()

    settling.undo(
        entry=entry,
        within=Need.objects.all(),
        by=officer,
        at=LATER + timedelta(minutes=1),
    )

    rows = Message.objects.order_by("address")
    assert [row.address for row in rows] == ["09150000001", "09150000009"]
    assert {row.template for row in rows} == {"need-answer-taken-back"}
    assert all("پابرجاست: تا ۱۰ خرداد ۱۴۰۵ پاسخ می‌گیرد." in row.text for row in rows)


def test_of_a_merger_taken_back_nobody_hears_for_nobody_heard_of_it(
    stage: Stage, governor: Person, officer: Any
):
    need, into = requested(stage, governor), ordered(stage, course=stage.crisis)
    entry = settling.merge(needs=[need], into=into, heads=2, by=officer, at=LATER)

    settling.undo(
        entry=entry,
        within=Need.objects.all(),
        by=officer,
        at=LATER + timedelta(minutes=1),
    )

    assert not Message.objects.exists()


def test_who_asked_for_himself_is_told_in_his_language(
    stage: Stage, governor: Person, officer: Any
):
    account = governor.account
    assert account is not None
    account.language = "en"
    account.save()
    need = requested(stage, governor)

    requesting.accept(
        need=need, text="", priority=stage.pressing, course=None, by=officer, at=LATER
    )

    row = Message.objects.get()
    assert "Crisis management" in row.text
    assert "Accepted on 11 Ordibehesht 1405" in row.text


def test_an_order_of_the_organisation_is_answered_to_nobody(stage: Stage, officer: Any):
    need = ordered(stage)
    settling.reject(needs=[need], reason="نه امسال", by=officer, at=LATER)
    assert not Message.objects.exists()


def test_who_sent_a_plan_is_told_that_it_came_back(stage: Stage, officer: Any):
    nation.person(account=officer, mobile="09150000007")
    group = nation.user(Role.WORKING_GROUP, stage.khorasan)
    version = lined(stage).version
    approving.submit(version=version, by=officer, at=NOW)

    approving.give_back(version=version, note="ردیف ۱ گران است", by=group, at=LATER)

    row = Message.objects.get()
    assert (row.address, "ردیف ۱ گران است" in row.text) == ("09150000007", True)


# ---- taking back -------------------------------------------------------------


def test_a_request_is_taken_back_until_it_is_answered(
    stage: Stage, head: Any, governor: Person, officer: Any
):
    need = asked_by(head, stage, governor)
    requesting.withdraw(need=need, by=head, at=LATER)
    need.refresh_from_db()
    assert need.state == State.TAKEN

    again = asked_by(head, stage, governor)
    requesting.accept(
        need=again, text="", priority=stage.pressing, course=None, by=officer, at=LATER
    )
    with pytest.raises(Refused) as refused:
        requesting.withdraw(need=again, by=head, at=LATER)
    assert refused.value.grounds == (Ground.NOT_OPEN,)


def test_nobody_takes_anothers_request_back(
    stage: Stage, governor: Person, officer: Any
):
    need = requested(stage, governor)
    with pytest.raises(Refused) as refused:
        requesting.withdraw(need=need, by=officer, at=LATER)
    assert refused.value.grounds == (Ground.NOT_A_REQUEST,)

    other = signed_in(Role.LEARNER)
    assert other.post(reverse("planning:withdraw", args=[need.pk])).status_code == 404


def test_the_notice_of_a_request_offers_to_take_it_back(stage: Stage, governor: Person):
    his = client_of(governor.account)
    asks = reverse("planning:request-for", args=[governor.pk])

    answer = his.post(asks, {"course": "LAW", "wish": "", "needed_by": ""}, follow=True)

    back = reverse("planning:withdraw", args=[Need.objects.get().pk])
    assert back in text(answer)
    assert "پس گرفته شد" in text(his.post(back, follow=True))
