"""A learner on a phone: named for a course, in it, moved with it, and through it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import completing, moving, seating
from karamad.cycle.delivery.models import Admission, Enrolment, Run, Session
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.web.display import jalali
from tests.delivery import campus
from tests.nation import user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
PHONE = {"width": 390, "height": 844}


def fits(page: Any) -> bool:
    """Test whether nothing is wider than the phone."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= PHONE["width"]


def named(at: campus.Campus, officer: User) -> tuple[Run, Person]:
    run = campus.run(
        at,
        title="مدیریت بحران",
        day=localdate() + 14 * DAY,
        admission=Admission.NOMINATION,
        capacity=1,
    )
    learner = campus.servant(at)
    seating.nominate(people=[learner.pk], run=run, by=officer, at=timezone.now())
    return run, learner


def time_passes(run: Run, learner: Person) -> None:
    """The session is held: he comes, and passes the exam."""
    yesterday = timezone.now() - DAY
    Session.objects.filter(run=run).update(
        begins_at=yesterday, ends_at=yesterday + timedelta(hours=2)
    )
    day = localdate(yesterday)
    Run.objects.filter(pk=run.pk).update(first_day=day, last_day=day)
    run.refresh_from_db()
    campus.rule()
    row = Enrolment.objects.get(run=run, person=learner)
    campus.attended(row, Session.objects.get(run=run))
    campus.score(row, 85)
    completing.compute(run=run, by=None, at=timezone.now())


def test_a_learner_on_a_phone_from_nomination_to_completion(
    transactional_db: Any, at_the_desk: Any, axe: Any
):
    at = campus.campus()
    officer = user(Role.PROVINCIAL_EXPERT, at.province)
    run, learner = named(at, officer)
    page = at_the_desk(Role.LEARNER, at.office, viewport=PHONE)
    Person.objects.filter(pk=learner.pk).update(account=User.objects.latest("pk"))

    # Where he sits, and when.
    page.goto("/runs/mine/")
    page.get_by_role("heading", level=1).get_by_text("در ۱ اجرا جا دارید").wait_for()
    assert fits(page)
    assert not axe(page)
    page.get_by_role("link", name="مدیریت بحران").first.click()
    page.get_by_text("شما در این اجرا جا دارید").wait_for()
    assert fits(page)
    assert not axe(page)

    # He gives the place up by mistake, and takes that back.
    page.get_by_role("button", name="انصراف می‌دهم").click()
    page.get_by_text("انصراف شما ثبت شد.").wait_for()
    page.get_by_role("button", name="برگرداندن").click()
    page.get_by_text("شما در این اجرا جا دارید").first.wait_for()

    # It is moved to another week, which he is told.
    later = localdate() + 21 * DAY
    moving.postpone(run=run, first=later, reason="", by=officer, at=timezone.now())
    page.goto("/runs/mine/")
    page.get_by_text(jalali(later)).first.wait_for()

    # It is over; he reads that he completed it, and it stands in the register.
    time_passes(run, learner)
    page.goto(f"/runs/{run.pk}/outcomes/")
    page.get_by_text("در شناسنامهٔ آموزشی ثبت شد.").wait_for()
    assert fits(page)
    assert not axe(page)
    assert Completion.objects.current().get(person=learner).passed
