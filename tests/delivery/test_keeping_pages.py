"""Lists, outcomes, scores and rules as their keepers see them, and nobody else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags

from karamad.cycle.delivery.actions import attending
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.models import (
    Attendance,
    AttendanceMark,
    CompletionRule,
    Enrolment,
    Outcome,
    Run,
    Score,
    Session,
    Way,
)
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import (
    Campus,
    attended,
    campus,
    enrolment,
    instructor,
    rule,
    run,
    score,
    servant,
)
from tests.nation import signed_in, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def begun(at: Campus, **facts: Any) -> tuple[Run, Session]:
    """A run whose only session ended an hour ago."""
    what = run(at, **facts)
    now = timezone.now()
    what.sessions.update(
        begins_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    today = timezone.localdate(now - timedelta(hours=1))
    Run.objects.filter(pk=what.pk).update(first_day=today, last_day=today)
    what.refresh_from_db()
    return what, what.sessions.get()


def account_of(who: Person, at: Campus) -> User:
    someone = user(Role.LEARNER, at.office)
    who.account = someone
    who.save()
    return someone


def client_of(someone: User) -> Client:
    client = Client()
    client.force_login(someone, "django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


# ---- the list of a session -----------------------------------------------------


def test_a_list_is_marked_and_the_same_list_again_marks_nothing(at, expert):
    what, session = begun(at)
    first, second = (enrolment(what, servant(at)) for _ in range(2))
    page = f"/sessions/{session.pk}/attendance/"
    told = {
        f"presence-{first.pk}": "present",
        f"presence-{second.pk}": "late",
        f"minutes-{second.pk}": "۲۰",
    }

    assert expert.post(page, told).status_code == 302
    expert.post(page, told)

    assert AttendanceMark.objects.count() == 2
    assert Attendance.objects.get(enrolment=second).minutes == 20
    assert "حضور همه ثبت شده است" in text(expert.get(page))


def test_a_mark_after_the_run_was_closed_says_what_it_did(at, expert):
    what, session = begun(at)
    row = enrolment(what, servant(at))
    page = f"/sessions/{session.pk}/attendance/"
    again = "نتیجه از نو حساب شد"

    before = text(expert.post(page, {f"presence-{row.pk}": "absent"}, follow=True))
    Run.objects.filter(pk=what.pk).update(closed_on=timezone.localdate())
    late = seen(expert, page) | {f"presence-{row.pk}": "present"}
    after = text(expert.post(page, late, follow=True))
    nothing = text(expert.post(page, seen(expert, page), follow=True))

    assert again not in before
    assert "۱ علامت ثبت شد. این اجرا بسته شده بود؛ نتیجه از نو حساب شد." in after
    assert Outcome.objects.filter(enrolment=row).exists()
    assert again not in nothing


def test_a_dispute_is_shown_and_settled_on_the_list(at, expert):
    what, session = begun(at)
    row = enrolment(what, servant(at))
    attended(row, session, "present")
    Attendance.objects.update(disputed=True)
    page = f"/sessions/{session.pk}/attendance/"

    assert "ناهمخوان" in text(expert.get(page))
    read = seen(expert, page)
    expert.post(page, {**read, f"presence-{row.pk}": "present"})
    assert Attendance.objects.get().disputed
    settled = {f"presence-{row.pk}": "present", f"settle-{row.pk}": "1"}
    expert.post(page, {**read, **settled})

    assert not Attendance.objects.get().disputed


def seen(client: Client, page: str) -> dict[str, str]:
    """What the form of a page brings back of how things stood when it was read."""
    html = client.get(page).content.decode()
    found = re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', html)
    assert found
    return dict(found)


def test_a_page_that_stood_open_puts_no_old_mark_over_a_newer_one(at, expert):
    what, session = begun(at)
    first, second = (enrolment(what, servant(at)) for _ in range(2))
    for row in (first, second):
        attended(row, session, "present")
    page = f"/sessions/{session.pk}/attendance/"
    stale = seen(expert, page) | {
        f"presence-{first.pk}": "present",
        f"presence-{second.pk}": "leave",
    }
    newer = seen(expert, page)
    for row in (first, second):
        newer[f"presence-{row.pk}"] = "absent"
    expert.post(page, newer)

    told = text(expert.post(page, stale, follow=True))

    assert set(Attendance.objects.values_list("presence", flat=True)) == {"absent"}
    assert "حضور ۱ نفر را در این میان کسی دیگر ثبت کرده است" in told
    again = seen(expert, page) | {f"presence-{second.pk}": "leave"}
    expert.post(page, again)
    assert Attendance.objects.get(enrolment=second).presence == "leave"


def test_the_instructor_keeps_his_own_session_and_no_other(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    _what, session = begun(at)
    page = f"/sessions/{session.pk}/attendance/"

    assert mine.get(page).status_code == 404
    session.instructor = instructor(teacher)
    session.save()

    assert mine.get(page).status_code == 200


def test_who_only_sits_in_a_run_does_not_keep_its_list(at):
    someone = servant(at)
    mine = client_of(account_of(someone, at))
    what, session = begun(at)
    enrolment(what, someone)

    assert mine.get(f"/runs/{what.pk}/").status_code == 200
    assert mine.get(f"/sessions/{session.pk}/attendance/").status_code == 404
    assert mine.get(f"/sessions/{session.pk}/sheet.pdf").status_code == 404
    assert mine.get(f"/runs/{what.pk}/scores/").status_code == 404


def test_a_list_asks_as_much_for_many_as_for_few(at, expert):
    what, session = begun(at, capacity=100)
    attended(enrolment(what, servant(at)), session)
    page = f"/sessions/{session.pk}/attendance/"
    expert.get(page)
    few = asked(expert, page)
    for _ in range(30):
        attended(enrolment(what, servant(at)), session)

    assert asked(expert, page) == few


def asked(client: Client, page: str) -> int:
    """The number of queries of one page."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


# ---- outcomes ------------------------------------------------------------------


def test_outcomes_say_why_not_and_closing_puts_the_rest_into_the_register(at, expert):
    rule()
    what, session = begun(at)
    good, bad = (enrolment(what, servant(at)) for _ in range(2))
    for row, exam in ((good, 90), (bad, 40)):
        attended(row, session)
        score(row, exam)
    page = f"/runs/{what.pk}/outcomes/"

    assert "هنوز محاسبه نشده" in text(expert.get(page))
    answer = expert.post(f"/runs/{what.pk}/close/", follow=True)

    told = text(answer)
    assert "۱ نفر از ۲ نفر گذراندند" in told
    assert "نمره‌اش ۴۰ از ۱۰۰ است؛ دست‌کم ۷۰ لازم است" in told
    assert Completion.objects.get().person == good.person
    assert Run.objects.get().is_closed


def test_a_learner_sees_his_own_outcome_alone(at):
    someone = servant(at, first_name="سیمین")
    mine = client_of(account_of(someone, at))
    what, _session = begun(at)
    row = enrolment(what, someone)
    other = enrolment(what, servant(at, first_name="پنهان"))
    for each in (row, other):
        Outcome.objects.create(
            enrolment=each,
            result="failed",
            reasons=[{"why": "score_too_low", "reached": "40", "asked": "70"}],
            recorded_at=timezone.now(),
            entry=what.entry,
        )

    told = text(mine.get(f"/runs/{what.pk}/outcomes/"))

    assert "سیمین" in told
    assert "پنهان" not in told
    assert mine.post(f"/runs/{what.pk}/close/").status_code == 403


def test_a_rule_without_numbers_says_so_and_leads_to_the_form(at):
    national = signed_in(Role.NATIONAL_DEPUTY)
    unset = rule(least_share=None, least_score=None)
    what, _session = begun(at)

    page = national.get(f"/runs/{what.pk}/outcomes/").content.decode()
    assert f"/completion-rules/set/?of={unset.pk}" in page
    typed = {
        "course_class": "",
        "from_day": "۱۴۰۵/۰۱/۰۱",
        "least_share": "۸۰",
        "asks_exam": "on",
        "least_score": "۷۱٫۵",
    }
    assert national.post("/completion-rules/set/", typed).status_code == 302

    made = CompletionRule.objects.current().get(until_day=None)
    assert (made.least_share, made.least_score) == (Decimal(80), Decimal("71.5"))
    assert "۷۱٫۵" in text(national.get("/completion-rules/"))


def test_rules_are_set_by_national_roles_alone(at, expert):
    assert expert.get("/completion-rules/").status_code == 200
    assert expert.get("/completion-rules/set/").status_code == 403


# ---- scores --------------------------------------------------------------------


def test_scores_are_typed_in_any_digits_and_the_gain_is_shown(at, expert):
    what, _session = begun(at)
    row = enrolment(what, servant(at))
    page = f"/runs/{what.pk}/scores/"

    answer = expert.post(page, {f"before-{row.pk}": "۴۰", f"after-{row.pk}": "85.5"})

    assert answer.status_code == 302
    assert Score.objects.get(kind="after").value == Decimal("85.5")
    assert "۴۵٫۵" in text(expert.get(page))
    assert expert.post(page, {f"before-{row.pk}": "۴۰"}).status_code == 302
    assert Score.objects.count() == 2


def test_a_wrong_score_stays_as_typed_and_nothing_is_written(at, expert):
    what, _session = begun(at)
    row = enrolment(what, servant(at))

    answer = expert.post(
        f"/runs/{what.pk}/scores/",
        {f"exam-{row.pk}": "۱۰۱", f"after-{row.pk}": "۵۰"},
    )

    assert answer.status_code == 422
    assert "۱۰۱" in answer.content.decode()
    assert Score.objects.count() == 0


def test_a_score_entered_meanwhile_is_told_and_not_overwritten(at, expert):
    what, _session = begun(at)
    row = enrolment(what, servant(at))
    score(row, 60)
    page, cell = f"/runs/{what.pk}/scores/", f"exam-{row.pk}"
    stale = seen(expert, page)
    untouched = {**stale, cell: "۶۰", f"after-{row.pk}": "۵۰"}
    expert.post(page, {**stale, cell: "۷۰"})

    expert.post(page, untouched)
    assert Score.objects.current().get(kind="exam").value == 70
    answer = expert.post(page, {**stale, cell: "۸۰"})

    assert answer.status_code == 422
    assert "در این میان کسی دیگر ۷۰ نوشته است" in text(answer)
    expert.post(page, {**seen(expert, page), cell: "۸۰"})
    assert Score.objects.current().get(kind="exam").value == 80


def test_a_whole_hundred_is_shown_as_it_is_typed(at, expert):
    what, _session = begun(at)
    score(enrolment(what, servant(at)), 100)
    assert 'value="۱۰۰"' in expert.get(f"/runs/{what.pk}/scores/").content.decode()


# ---- the phone -----------------------------------------------------------------


def sent(rows: list[dict[str, Any]]) -> dict[str, Any]:
    body = {"sent_at": timezone.now().isoformat(), "marks": rows}
    return {"data": json.dumps(body), "content_type": "application/json"}


def of(row: Enrolment, session: Session, **facts: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "session": session.pk,
        "enrolment": row.pk,
        "presence": "present",
        "minutes": 0,
        "marked_at": timezone.now().isoformat(),
        **facts,
    }


def test_a_phone_whose_clock_is_a_month_off_is_mended_by_the_difference(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    Session.objects.filter(pk=session.pk).update(instructor=instructor(teacher))
    row = enrolment(what, servant(at))
    month, now = timedelta(days=30), timezone.now()
    made = of(row, session, marked_at=(now - timedelta(hours=2) + month).isoformat())
    body = {"sent_at": (now + month).isoformat(), "marks": [made]}

    told = mine.post("/hall/marks/", json.dumps(body), "application/json").json()

    assert told["done"] == [made["key"]]
    assert abs(parse_datetime(told["now"]) - now) < timedelta(minutes=1)
    stands = AttendanceMark.objects.get().marked_at
    assert abs(stands - (now - timedelta(hours=2))) < timedelta(minutes=1)


def test_a_phone_that_shifts_its_marks_is_believed_within_the_session_alone(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    Session.objects.filter(pk=session.pk).update(instructor=instructor(teacher))
    row, now = enrolment(what, servant(at)), timezone.now()
    shifted = {
        of(row, session, marked_at=(now + by).isoformat())["key"]: by
        for by in (timedelta(hours=-5), timedelta(hours=1))
    }
    marks = [
        of(row, session, key=key, marked_at=(now + by).isoformat())
        for key, by in shifted.items()
    ]

    told = mine.post("/hall/marks/", **sent(marks)).json()

    assert list(told["refused"]) == list(shifted)
    assert not AttendanceMark.objects.exists()


def test_a_mark_that_cannot_be_read_holds_up_no_other(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    Session.objects.filter(pk=session.pk).update(instructor=instructor(teacher))
    good = of(enrolment(what, servant(at)), session)
    bad = [
        {**good, "key": str(uuid4()), **wrong}
        for wrong in (
            {"session": 2**63},
            {"enrolment": None},
            {"presence": "asleep"},
            {"minutes": -1},
            {"marked_at": "yesterday"},
        )
    ]

    told = mine.post("/hall/marks/", **sent([*bad, good])).json()

    assert told["done"] == [good["key"]]
    assert set(told["refused"]) == {each["key"] for each in bad}


def test_a_phone_reads_what_denies_what(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    Session.objects.filter(pk=session.pk).update(instructor=instructor(teacher))
    row = enrolment(what, servant(at))
    mine.post("/hall/marks/", **sent([of(row, session, presence="absent")]))
    attending.take(
        session=session,
        marks=[NewMark(uuid4(), row.pk, "present", 0, timezone.now())],
        way=Way.SHEET,
        by=user(),
        at=timezone.now(),
    )

    (listed,) = mine.get("/hall/lists.json").json()["sessions"]

    said = listed["people"][0]["disputed"]
    assert "از گوشی مدرس: غایب" in said
    assert "از برگهٔ امضا: حاضر" in said
    assert listed["settle"] == f"/sessions/{session.pk}/attendance/"


def test_a_phone_takes_its_lists_and_sends_its_marks_twice(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    session.instructor = instructor(teacher)
    session.save()
    row = enrolment(what, servant(at, first_name="زهرا"))
    stranger = enrolment(begun(at)[0], servant(at))

    (listed,) = mine.get("/hall/lists.json").json()["sessions"]
    assert listed["people"][0]["name"].startswith("زهرا")
    marks = [of(row, session), of(stranger, stranger.run.sessions.get())]
    for _ in range(2):
        told = mine.post("/hall/marks/", **sent(marks)).json()
        assert told["done"] == [marks[0]["key"]]
        assert list(told["refused"]) == [marks[1]["key"]]

    mark = AttendanceMark.objects.get()
    assert (mark.way, mark.enrolment) == ("offline", row)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"sent_at": "x", "marks": []}',
        '{"sent_at": "2026-05-01T00:00:00Z", "marks": [{}]}',
        '{"sent_at": "2026-05-01T00:00:00Z", "marks": {"a": 1}}',
    ],
)
def test_what_is_no_list_of_marks_is_refused(at, expert, body):
    answer = expert.post("/hall/marks/", data=body, content_type="application/json")

    assert answer.status_code == 422


def test_a_clock_that_is_wrong_is_set_by_ours(at):
    teacher = servant(at)
    mine = client_of(account_of(teacher, at))
    what, session = begun(at)
    session.instructor = instructor(teacher)
    session.save()
    row = enrolment(what, servant(at))
    wrong = timezone.now() - timedelta(days=300)
    mark = of(row, session, marked_at=(wrong - timedelta(minutes=5)).isoformat())
    body = json.dumps({"sent_at": wrong.isoformat(), "marks": [mark]})

    mine.post("/hall/marks/", data=body, content_type="application/json")

    late = timezone.now() - AttendanceMark.objects.get().marked_at
    assert timedelta(minutes=4) < late < timedelta(minutes=6)


def test_the_page_a_browser_keeps_names_nobody(at):
    teacher = servant(at, first_name="نامدار")
    someone = account_of(teacher, at)
    someone.name = "نامدار"
    someone.save()

    page = client_of(someone).get("/hall/").content.decode()

    assert "نامدار" not in page
    worker = Client().get("/hall/worker.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker.content.decode().startswith("const KEEP = [")
    assert Client().get("/hall/manifest.json").json()["start_url"] == "/hall/"
