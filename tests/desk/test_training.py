"""What of training waits on the first page, for each who opens it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.models import Run
from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.people.actions.accounts import link_account
from karamad.trust.accounts.permissions import Role
from tests.accounts.factories import holding
from tests.delivery.campus import (
    Campus,
    attended,
    campus,
    enrolment,
    rule,
    run,
    score,
    servant,
    session,
)
from tests.nation import NOW, course

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Campus:
    return campus()


def counts(client: Client) -> dict[str, str]:
    """The numbers of the page by their words."""
    page = client.get("/").content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {
        words.strip(): re.sub(r"<[^>]+>", "", number).split()[0]
        for words, number in pairs
    }


def test_an_officer_sees_what_waits_and_nothing_of_another_province(client, at):
    today = localdate()
    asking = run(at, chain=["provincial_expert"], day=today + timedelta(days=9))
    enrolment(asking, servant(at), "asked")
    run(at, published_at=None, day=today + timedelta(days=9))
    run(at, day=today - timedelta(days=2))

    client.force_login(holding("expert", Role.PROVINCIAL_EXPERT, at.province.code))
    seen = counts(client)
    client.force_login(holding("other", Role.PROVINCIAL_EXPERT, "P30"))
    others = counts(client)

    assert seen["در انتظار موافقت شما"] == "۱"
    assert seen["اجرای اعلام‌نشده"] == "۱"
    assert seen["برگزارشده و نبسته"] == "۱"
    assert others["در انتظار موافقت شما"] == "۰"
    assert others["اجرای اعلام‌نشده"] == "۰"
    assert others["برگزارشده و نبسته"] == "۰"


def test_who_only_reads_is_told_of_no_work(client, at):
    client.force_login(holding("auditor", Role.AUDITOR, at.province.code))

    assert "در انتظار موافقت شما" not in counts(client)


def sessions_on_the_page(client: Client) -> int:
    page = client.get("/").content.decode()
    part = page.partition('id="h-sessions"')[2].partition("</section>")[0]
    return part.count("<li>")


def test_a_learner_sees_the_sessions_he_sits_in(client, at):
    today = localdate()
    person = servant(at)
    mine = run(at, day=today + timedelta(days=1))
    session(mine, today + timedelta(days=2))
    session(mine, today - timedelta(days=1))
    enrolment(mine, person)
    waited = run(at, day=today + timedelta(days=3))
    enrolment(waited, person, "waiting")
    learner = holding("learner", Role.LEARNER, at.office.code)
    link_account(person=person, account=learner, by=None, at=timezone.now())
    client.force_login(learner)

    before = sessions_on_the_page(client)
    Run.objects.filter(pk=mine.pk).update(published_at=None)

    assert before == 2
    assert sessions_on_the_page(client) == 0
    assert "جلسه‌ای در پیش ندارید." in client.get("/").content.decode()


LAW = """
profile: trained
title: {{fa: آموزش‌دیده, en: Trained}}
applies_to: {{posts: [{post}]}}
criteria:
  - {{id: one, kind: course, courses: [{course}], source: {{document: "1"}}}}
  - {{id: two, kind: course, courses: [SECOND], source: {{document: "2"}}}}
"""


def test_a_learner_sees_what_a_completion_moved_and_what_is_next(client, at):
    course("SECOND", title="گام دوم")
    text = LAW.format(post=at.post.code, course=at.course.code)
    save_edition(profile_from_text(text), by=None, at=NOW)
    person, yesterday = servant(at), localdate() - timedelta(days=1)
    rule()
    mine = run(at, day=yesterday)
    row = enrolment(mine, person)
    attended(row, mine.sessions.get())
    score(row, 90)
    learner = holding("learner", Role.LEARNER, at.office.code)
    link_account(person=person, account=learner, by=None, at=timezone.now())
    client.force_login(learner)

    before = client.get("/")
    completing.compute(run=mine, by=None, at=timezone.now())
    after = client.get("/")

    assert before.context["news"] is None
    assert [line.steps for line in before.context["lines"]] == [
        [f"گذراندن دورهٔ «{at.course.title}»", "گذراندن دورهٔ «گام دوم»"]
    ]
    assert [line.steps for line in after.context["lines"]] == [
        ["گذراندن دورهٔ «گام دوم»"]
    ]
    (change,) = after.context["news"].changes
    assert change.left == "دو شرط مانده بود و یک شرط مانده است"
    page = strip_tags(after.content.decode())
    assert "دوره‌هایی که تازه گذرانده‌ام" in page
    assert at.course.title in page


def test_what_was_completed_long_ago_is_no_news(client, at):
    person = servant(at)
    rule()
    mine = run(at, day=localdate() - timedelta(days=40))
    row = enrolment(mine, person)
    attended(row, mine.sessions.get())
    score(row, 90)
    learner = holding("learner", Role.LEARNER, at.office.code)
    link_account(person=person, account=learner, by=None, at=timezone.now())
    client.force_login(learner)

    completing.compute(run=mine, by=None, at=timezone.now() - timedelta(days=31))

    assert client.get("/").context["news"] is None
