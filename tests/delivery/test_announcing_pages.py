"""From an empty form to an announced run, as the expert of a province."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.delivery.models import Holiday, Room, Run
from karamad.trust.accounts.permissions import Role
from karamad.web.display import jalali
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    run,
    servant,
    session,
)
from tests.nation import NOW, course, entry, provider, province, signed_in, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def typed(at: Campus, **facts: Any) -> dict[str, Any]:
    return {
        "course": at.course.code,
        "provider": at.provider.code,
        "unit": at.province.code,
        "mode": "in_person",
        "admission": "open",
        "capacity": "۴۰",
        **facts,
    }


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_an_expert_drafts_a_run_sets_its_days_and_announces_it(at, expert):
    answer = expert.post("/runs/new/", typed(at, chain=["provincial_expert"]))
    drafted = Run.objects.get()
    assert answer.url == f"/runs/{drafted.pk}/"
    assert drafted.chain == ["provincial_expert"]
    Holiday.objects.create(
        day=FIRST_DAY + DAY, name="عید", recorded_at=NOW, entry=entry()
    )

    answer = expert.post(
        f"/runs/{drafted.pk}/sessions/series/",
        {
            "first": jalali(FIRST_DAY),
            "times": "۳",
            "weekdays": ["5", "6", "0", "1", "2"],
            "begins": "۸",
            "ends": "۱۲:۰۰",
        },
        follow=True,
    )
    assert "۳ جلسه افزوده شد. تعطیل بود و کنار گذاشته شد: ۲۷ اردیبهشت (عید)" in text(
        answer
    )

    answer = expert.post(f"/runs/{drafted.pk}/publish/", follow=True)
    assert "اجرا اعلام شد." in text(answer)
    drafted.refresh_from_db()
    assert (drafted.first_day, drafted.last_day) == (FIRST_DAY, FIRST_DAY + 3 * DAY)


def test_a_provider_without_authority_is_refused_with_the_reason(at, expert):
    wrong = typed(
        at, course=course(scope="general").code, provider=provider(kind="agency").code
    )

    answer = expert.post("/runs/new/", wrong)

    assert answer.status_code == 422
    assert "مرکز آموزش مدیریت دولتی" in text(answer)
    assert not Run.objects.exists()


def test_a_run_is_announced_only_in_ones_own_province(at, expert):
    elsewhere = province("01", "گیلان")

    answer = expert.post("/runs/new/", typed(at, unit=elsewhere.code))

    assert answer.status_code == 422
    assert "در دسترس شما نیست" in text(answer)


def test_every_clash_of_a_session_is_told_at_once(at, expert):
    hall = Room.objects.create(
        unit=at.province, name="تالار", seats=5, recorded_at=NOW, entry=entry()
    )
    other = run(at, hour=16, title="دورهٔ دیگر")
    session(other, room=hall)
    row = run(at, hour=8)

    answer = expert.post(
        f"/runs/{row.pk}/sessions/new/",
        {"day": jalali(FIRST_DAY), "begins": "9", "ends": "11", "room": hall.pk},
    )

    assert answer.status_code == 422
    shown = text(answer)
    assert "کلاس در همین ساعت پر است (دورهٔ دیگر" in shown
    assert "کلاس از گنجایش اجرا کوچک‌تر است (۵ صندلی)." in shown
    assert "همین اجرا در این ساعت جلسهٔ دیگری دارد (" in shown


def test_a_session_called_off_can_be_put_back(at, expert):
    row = run(at)
    only = row.sessions.get()

    answer = expert.post(f"/runs/{row.pk}/sessions/{only.pk}/call-off/", follow=True)
    assert f"/runs/{row.pk}/sessions/{only.pk}/put-back/" in answer.content.decode()
    expert.post(f"/runs/{row.pk}/sessions/{only.pk}/put-back/")

    only.refresh_from_db()
    assert only.cancelled_at is None


def test_an_officer_of_one_office_announces_nothing(at):
    officer = signed_in(Role.HR_OFFICER, at.office)

    assert officer.get("/runs/new/").status_code == 403


def test_a_run_is_first_thought_of_for_the_office_of_who_opens_it(expert):
    deputy = signed_in(Role.NATIONAL_DEPUTY)

    assert 'value="خراسان جنوبی"' in expert.get("/runs/new/").content.decode()
    assert 'value="خراسان جنوبی"' not in deputy.get("/runs/new/").content.decode()


def test_whoever_sits_in_a_run_elsewhere_does_not_edit_it(at):
    """An expert's own place in another province's run gives him no office there."""

    expert = user(Role.PROVINCIAL_EXPERT, province("01", "گیلان"))
    learner = servant(at, account=expert)
    row = run(at)
    enrolment(row, learner)
    client = Client()
    client.force_login(expert)

    assert client.get(f"/runs/{row.pk}/").status_code == 200
    assert client.get(f"/runs/{row.pk}/edit/").status_code == 404
