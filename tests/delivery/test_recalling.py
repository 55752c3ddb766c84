"""A request that was declined by mistake stands again, and who asked is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import cancelling, recalling, seating
from karamad.cycle.delivery.actions.refusing import Refused, TooLate
from karamad.cycle.delivery.models import Approval, Enrolment, Run
from karamad.cycle.delivery.rules.regretting import REGRET
from karamad.cycle.delivery.rules.seating import Ground
from karamad.cycle.outbox.models import Message
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.nation import user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHAIN = ["hr_officer", "provincial_expert"]


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def learner(at: Campus) -> Person:
    account = user(Role.LEARNER, at.office)
    return servant(at, account=account, mobile="09150000001")


@pytest.fixture
def expert(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def chained(at: Campus, **facts: Any) -> Run:
    return run(at, day=localdate() + 14 * DAY, **{"chain": CHAIN, **facts})


def agreed_once(at: Campus, who: Person, what: Run) -> Enrolment:
    """One who asked, to whom the first of the chain has agreed."""
    row = enrolment(what, who, "asked")
    clerk = user(Role.HR_OFFICER, at.office)
    return seating.agree(enrolment=row, role="hr_officer", by=clerk, at=timezone.now())


def declined(row: Enrolment, by: User) -> Enrolment:
    role = row.run.chain[row.steps_agreed]
    return seating.decline(
        enrolment=row, role=role, reason="اشتباه", by=by, at=timezone.now()
    )


def signed(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_notice_takes_it_back_and_he_is_told_that_it_stands(at, learner, expert):
    row = agreed_once(at, learner, chained(at))
    desk = signed(expert)
    said = desk.post(
        f"/runs/approvals/{row.pk}/decline/", {"reason": "اشتباه"}, follow=True
    )
    back = f"/runs/approvals/{row.pk}/recall/"
    assert back in said.content.decode()

    answer = desk.post(back, follow=True)

    row.refresh_from_db()
    assert (row.state, row.steps_agreed, row.reason) == ("asked", 1, "")
    assert [line.enrolment for line in answer.context["lines"]] == [row]
    assert f"درخواست {learner.name} دوباره پابرجاست" in text(answer)
    told = Message.objects.filter(person=learner).order_by("pk")
    assert [each.template for each in told] == [
        "place-declined",
        "request-stands-again",
    ]


def test_agreeing_goes_on_where_it_was(at, learner, expert):
    row = declined(agreed_once(at, learner, chained(at)), expert)

    recalling.recall(enrolment=row, by=expert, at=timezone.now())
    seating.agree(enrolment=row, role="provincial_expert", by=expert, at=timezone.now())

    row.refresh_from_db()
    assert row.state == "placed"
    assert Approval.objects.filter(enrolment=row, agreed=True).count() == 2
    assert not Approval.objects.filter(agreed=False).exists()


def test_it_is_taken_back_for_a_while_only_and_once_by_who_did_it(at, learner, expert):
    row = declined(enrolment(chained(at, chain=CHAIN[1:]), learner, "asked"), expert)
    last = row.recorded_at + REGRET

    with pytest.raises(TooLate):
        recalling.recall(enrolment=row, by=user(Role.PROVINCIAL_EXPERT), at=last)
    with pytest.raises(TooLate):
        recalling.recall(enrolment=row, by=expert, at=last + timedelta(microseconds=1))
    recalling.recall(enrolment=row, by=expert, at=last)
    with pytest.raises(TooLate):
        recalling.recall(enrolment=row, by=expert, at=last)


def test_a_second_click_says_in_words_that_it_is_late(at, learner, expert):
    row = declined(enrolment(chained(at, chain=CHAIN[1:]), learner, "asked"), expert)
    back = f"/runs/approvals/{row.pk}/recall/"
    signed(expert).post(back)

    again = signed(expert).post(back, follow=True)

    assert "این رد دیگر پس گرفته نمی‌شود" in text(again)
    assert Message.objects.filter(template="request-stands-again").count() == 1


def test_who_asked_anew_meanwhile_is_left_as_he_is(at, learner, expert):
    what = chained(at)
    row = declined(agreed_once(at, learner, what), expert)
    seating.ask(person=learner, run=what, by=learner.account, at=timezone.now())

    with pytest.raises(TooLate):
        recalling.recall(enrolment=row, by=expert, at=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.steps_agreed) == ("asked", 0)


def test_of_a_run_called_off_meanwhile_the_reason_is_told(at, learner, expert):
    what = chained(at)
    row = declined(agreed_once(at, learner, what), expert)
    cancelling.cancel(run=what, reason="سیل", by=expert, at=timezone.now())

    with pytest.raises(Refused) as refused:
        recalling.recall(enrolment=row, by=expert, at=timezone.now())
    answer = signed(expert).post(f"/runs/approvals/{row.pk}/recall/")

    assert [each.ground for each in refused.value.refusals] == [Ground.RUN_CANCELLED]
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == "declined"


def test_when_nobody_is_asked_any_more_he_comes_into_line_and_is_told_so(
    at, learner, expert
):
    what = chained(at)
    row = declined(agreed_once(at, learner, what), expert)
    Run.objects.filter(pk=what.pk).update(chain=["hr_officer"])

    back = recalling.recall(enrolment=row, by=expert, at=timezone.now())

    assert back.state == "placed"
    templates = Message.objects.order_by("pk").values_list("template", flat=True)
    assert list(templates) == ["place-declined", "place-given"]
