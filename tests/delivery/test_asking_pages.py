"""A learner: what is open to him, asking, giving up, taking it back; and officers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import asking, recalling, seating
from karamad.cycle.delivery.actions.refusing import TooLate
from karamad.cycle.delivery.models import Admission, Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.rules.regretting import REGRET
from karamad.registers.courses.models import Prerequisite
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.nation import NOW, course, entry, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def learner(at: Campus) -> Person:
    return servant(at, account=user(Role.LEARNER, at.office))


def ahead(at: Campus, **facts: Any) -> Run:
    return run(at, day=localdate() + 14 * DAY, **facts)


def signed(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def state(row: Run, person: Person) -> str:
    return Enrolment.objects.get(run=row, person=person).state


# ---- the learner ------------------------------------------------------------------


def test_a_learner_asks_gets_a_place_gives_it_up_and_takes_it_back(at, learner):
    row = ahead(at)
    client = signed(learner.account)

    assert "شما در این اجرا جا دارید" in text(
        client.post(f"/runs/{row.pk}/ask/", follow=True)
    )
    answer = client.post(f"/runs/{row.pk}/withdraw/", follow=True)
    assert f"/runs/{row.pk}/come-back/" in answer.content.decode()
    assert state(row, learner) == EnrolmentState.WITHDRAWN

    client.post(f"/runs/{row.pk}/come-back/")
    assert state(row, learner) == EnrolmentState.PLACED


def test_whoever_moved_up_meanwhile_keeps_the_place(at, learner):
    row = ahead(at, capacity=1)
    own = enrolment(row, learner, asked_at=timezone.now())
    heir = servant(at)
    enrolment(row, heir, "waiting", in_line_since=timezone.now() + DAY)
    client = signed(learner.account)

    client.post(f"/runs/{row.pk}/withdraw/")
    answer = client.post(f"/runs/{row.pk}/come-back/", follow=True)

    assert state(row, heir) == EnrolmentState.PLACED
    assert state(row, learner) == EnrolmentState.WAITING
    assert "نوبت شما ۱ است" in text(answer)
    own.refresh_from_db()
    assert asking.turn_of(own) == 1


def test_what_was_given_up_long_ago_is_asked_for_anew(at, learner):
    row = ahead(at)
    own = enrolment(row, learner)
    now = timezone.now()
    seating.withdraw(enrolment=own, by=learner.account, at=now)

    in_time = now + REGRET
    with pytest.raises(TooLate):
        recalling.come_back(
            enrolment=own, by=learner.account, at=in_time + timedelta(microseconds=1)
        )

    assert recalling.come_back(enrolment=own, by=learner.account, at=in_time)


def test_every_reason_against_is_told_before_he_asks(at, learner):
    needed = course(title="مقدمات")
    Prerequisite.objects.create(
        course=at.course, needs=needed, recorded_at=NOW, entry=entry()
    )
    row = ahead(at, asking_until=localdate() - DAY)
    enrolment(ahead(at, title="هم‌زمان"), learner)

    shown = text(signed(learner.account).get(f"/runs/{row.pk}/"))

    assert "امروز از روزهای ثبت‌نام نیست (پیش از" in shown
    assert "دورهٔ پیش‌نیاز را نگذرانده است (مقدمات). نخست پیش‌نیاز را بگذرانید." in shown
    assert "در همین ساعت در اجرای دیگری نشسته است یا درس می‌دهد (هم‌زمان" in shown
    assert "درخواست جا" not in shown


def test_asking_in_vain_is_answered_with_the_reasons(at, learner):
    row = ahead(at, asking_until=localdate() - DAY)

    answer = signed(learner.account).post(f"/runs/{row.pk}/ask/")

    assert answer.status_code == 422
    assert "در روزهای ثبت‌نام دوباره درخواست دهید." in text(answer)
    assert not Enrolment.objects.exists()


def test_a_run_by_nomination_is_none_of_the_learners_asking(at, learner):
    row = ahead(at, admission=Admission.NOMINATION)

    answer = signed(learner.account).post(f"/runs/{row.pk}/ask/")

    assert answer.status_code == 404


def test_his_own_page_shows_where_he_sits_and_what_is_open(at, learner):
    enrolment(ahead(at, title="جا دارم", hour=8), learner)
    ahead(at, title="باز است", hour=16)
    ahead(at, title="پیش‌نویس است", published_at=None)

    shown = text(signed(learner.account).get("/runs/mine/"))

    assert "در ۱ اجرا جا دارید" in shown
    assert "جا دارم" in shown
    assert "باز است" in shown
    assert "پیش‌نویس است" not in shown


def test_another_learners_place_is_not_his_to_give_up(at, learner):
    row = ahead(at)
    other = servant(at)
    enrolment(row, other)

    answer = signed(learner.account).post(f"/runs/{row.pk}/withdraw/")

    assert answer.status_code == 404
    assert state(row, other) == EnrolmentState.PLACED


@pytest.mark.parametrize("account_on", ["the record that stays", "the one merged in"])
def test_a_learner_of_two_records_gives_up_and_takes_back(at, account_on):
    stays, goes = servant(at), servant(at)
    row = ahead(at)
    enrolment(row, goes)
    linked = stays if account_on == "the record that stays" else goes
    linked.account = user(Role.LEARNER, at.office)
    linked.save()
    people.merge_persons(person=goes, into=stays, by=None, at=NOW)
    client = signed(linked.account)

    shown = text(client.get(f"/runs/{row.pk}/"))
    client.post(f"/runs/{row.pk}/withdraw/")
    left = state(row, goes)
    client.post(f"/runs/{row.pk}/come-back/")

    assert "شما در این اجرا جا دارید" in shown
    assert (left, state(row, goes)) == (EnrolmentState.WITHDRAWN, EnrolmentState.PLACED)


def test_who_was_taken_off_by_an_officer_does_not_come_back_by_himself(at, learner):
    row = ahead(at)
    own = enrolment(row, learner)
    seating.withdraw(enrolment=own, reason="لازم شد", by=user(), at=timezone.now())

    signed(learner.account).post(f"/runs/{row.pk}/come-back/")

    assert state(row, learner) == EnrolmentState.WITHDRAWN


# ---- officers ---------------------------------------------------------------------


def test_nobody_agrees_to_a_request_of_his_own_under_another_record(at):
    stays, goes = servant(at, account=user(Role.HR_OFFICER, at.office)), servant(at)
    enrolment(ahead(at, chain=["hr_officer"]), goes, "asked")
    people.merge_persons(person=goes, into=stays, by=None, at=NOW)

    page = signed(stays.account).get("/runs/approvals/").context["page"]

    assert page.paginator.count == 0


def test_a_chain_goes_from_office_to_office(at, learner):
    row = ahead(at, chain=["hr_officer", "provincial_expert"])
    enrolment(row, learner, "asked")
    clerk = signed(user(Role.HR_OFFICER, at.office))
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))
    key = Enrolment.objects.get().pk

    assert expert.get("/runs/approvals/").context["page"].paginator.count == 0
    answer = clerk.post("/runs/approvals/agree/", {"pk": [key]}, follow=True)
    assert "۱ نفر منتظر موافقت بعدی است" in text(answer)
    answer = expert.post("/runs/approvals/agree/", {"pk": [key]}, follow=True)

    assert "با ۱ درخواست موافقت شد؛ ۱ نفر جا گرفت." in text(answer)
    assert state(row, learner) == EnrolmentState.PLACED


def test_nobody_agrees_to_himself(at):
    account = user(Role.PROVINCIAL_EXPERT, at.province)
    row = ahead(at, chain=["provincial_expert"])
    own = enrolment(row, servant(at, account=account), "asked")
    client = signed(account)

    assert client.get("/runs/approvals/").context["page"].paginator.count == 0
    client.post("/runs/approvals/agree/", {"pk": [own.pk]})

    own.refresh_from_db()
    assert own.state == EnrolmentState.ASKED


def test_many_are_agreed_to_in_the_order_they_asked(at):
    row = ahead(at, capacity=2, chain=["provincial_expert"])
    asked = [
        enrolment(row, servant(at), "asked", asked_at=NOW + n * DAY) for n in (2, 0, 1)
    ]
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))

    answer = expert.post(
        "/runs/approvals/agree/", {"pk": [each.pk for each in asked]}, follow=True
    )

    assert "۲ نفر جا گرفتند، ۱ نفر در فهرست انتظار است" in text(answer)
    states = [state(row, each.person) for each in asked]
    assert states == ["waiting", "placed", "placed"]


def test_declining_needs_a_reason(at, learner):
    row = ahead(at, chain=["provincial_expert"])
    own = enrolment(row, learner, "asked")
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))

    assert expert.post(f"/runs/approvals/{own.pk}/decline/").status_code == 422
    expert.post(f"/runs/approvals/{own.pk}/decline/", {"reason": "نوبت دیگر"})

    own.refresh_from_db()
    assert (own.state, own.reason) == (EnrolmentState.DECLINED, "نوبت دیگر")


def test_whoever_is_let_in_before_his_turn_leaves_a_reason(at):
    row = ahead(at, capacity=1)
    first = enrolment(row, servant(at), "waiting")
    second = enrolment(row, servant(at), "waiting", in_line_since=NOW + DAY)
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))
    address = f"/runs/{row.pk}/people/{second.pk}/let-in/"

    assert expert.post(address).status_code == 422
    expert.post(address, {"reason": "دستور وزیر"})

    second.refresh_from_db()
    assert (second.state, second.jumped) == (EnrolmentState.PLACED, "دستور وزیر")
    first.refresh_from_db()
    assert first.state == EnrolmentState.WAITING


def test_whoever_is_taken_off_makes_room_for_the_next(at):
    row = ahead(at, capacity=1)
    placed = enrolment(row, servant(at))
    waiting = enrolment(row, servant(at), "waiting")
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))

    answer = expert.post(
        f"/runs/{row.pk}/people/{placed.pk}/take-off/",
        {"reason": "انتقال"},
        follow=True,
    )

    assert "۱ نفر از فهرست انتظار جا گرفت." in text(answer)
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.PLACED


def test_a_long_queue_costs_no_more_queries(at, django_assert_max_num_queries):
    for _number in range(8):
        enrolment(ahead(at, chain=["provincial_expert"]), servant(at), "asked")
    expert = signed(user(Role.PROVINCIAL_EXPERT, at.province))

    with django_assert_max_num_queries(20):
        expert.get("/runs/approvals/")
