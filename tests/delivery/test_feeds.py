"""Calendar addresses: what programmes read there, who may, and until when.

Read by two hands that are not ours: icalendar's own parser, and vobject.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event

from karamad.cycle.delivery.actions import cancelling, feeding, scheduling
from karamad.cycle.delivery.actions.feeding import OutOfReach
from karamad.cycle.delivery.models import Feed, Room, Run, Session
from karamad.registers.people.actions.merging import merge_persons
from karamad.registers.people.models import Person
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
from tests.nation import entry, person, province, user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 2, 6, tzinfo=UTC)
LONG = (
    "آشنایی با قانون مدیریت خدمات کشوری و آیین‌نامه‌های اجرایی آن؛"
    " دورهٔ ویژهٔ بخشداران، دهیاران و شهرداران"
)
LINE = 75  # octets, RFC 5545 3.1


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


def learner(at: Campus) -> tuple[User, Person]:
    who = servant(at)
    who.account = user(Role.LEARNER, at.office)
    who.save()
    return who.account, who


def room(at: Campus, name: str = "کلاس یک") -> Room:
    return Room.objects.create(
        unit=at.province,
        name=name,
        address="بیرجند، خیابان معلم",
        recorded_at=AT,
        entry=entry(),
    )


def opened(account: User, room: Room | None = None, language: str = "fa") -> str:
    return feeding.open_feed(user=account, room=room, language=language, at=AT)[1]


def address(secret: str) -> str:
    return reverse("delivery:feed", args=[secret])


def read(secret: str) -> bytes:
    answer = Client().get(address(secret))
    assert answer.status_code == 200
    return answer.content


def events(secret: str) -> list[Event]:
    return list(Calendar.from_ical(read(secret)).walk("VEVENT"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


# ---- what programmes read ---------------------------------------------------------


def test_a_session_stands_there_in_utc_and_in_jalali_words(at):
    account, who = learner(at)
    what = run(at, title=LONG)
    hall = room(at)
    what.sessions.update(room=hall, topic="فصل نخست", instructor=instructor(name="رضا"))
    enrolment(what, who)

    (event,) = events(opened(account))

    assert event["SUMMARY"] == LONG
    assert event["DTSTART"].dt == datetime(2026, 5, 16, 4, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 5, 16, 6, 30, tzinfo=UTC)
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "کلاس یک، بیرجند، خیابان معلم"
    assert event["DESCRIPTION"].splitlines() == [
        "۲۶ اردیبهشت ۱۴۰۵، ساعت ۰۸:۰۰ تا ۱۰:۰۰",
        "موضوع: فصل نخست",
        "مدرس: رضا",
        f"http://testserver/runs/{what.pk}/",
    ]


def test_another_reader_of_the_format_reads_the_same(at):
    account, who = learner(at)
    enrolment(run(at, title=LONG), who)

    body = read(opened(account)).decode()
    event = vobject.readOne(body).vevent

    assert event.summary.value == LONG
    assert event.dtstart.value == datetime(2026, 5, 16, 4, 30, tzinfo=UTC)
    assert event.description.value.startswith("۲۶ اردیبهشت ۱۴۰۵، ساعت ۰۸:۰۰ تا ۱۰:۰۰\n")


def test_lines_are_folded_at_75_octets_between_whole_letters(at):
    account, who = learner(at)
    enrolment(run(at, title=LONG), who)

    body = read(opened(account))
    lines = body.split(b"\r\n")

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= LINE
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()


def test_text_that_means_something_to_the_format_is_escaped(at):
    account, who = learner(at)
    title = "یک، دو; three, \\four\nBEGIN:VALARM"
    enrolment(run(at, title=title), who)

    calendar = Calendar.from_ical(read(opened(account)))

    assert [each.name for each in calendar.subcomponents] == ["VEVENT"]
    assert calendar.subcomponents[0]["SUMMARY"] == title
    assert calendar.subcomponents[0].subcomponents == []


def test_the_words_are_in_the_language_of_the_address(at):
    account, who = learner(at)
    at.course.title_en = "Crisis management"
    at.course.save()
    enrolment(run(at, title=""), who)

    (event,) = events(opened(account, language="en"))

    assert event["SUMMARY"] == "Crisis management"
    assert "26 Ordibehesht 1405, 08:00 to 10:00" in event["DESCRIPTION"]


def test_a_title_without_english_stands_there_in_persian_without_markup(at):
    account, who = learner(at)
    at.course.title, at.course.title_en = "مدیریت بحران", ""
    at.course.save()
    enrolment(run(at, title=""), who)

    (event,) = events(opened(account, language="en"))

    assert event["SUMMARY"] == "مدیریت بحران"


def test_what_he_sits_in_and_what_he_teaches_and_nothing_else(at):
    account, who = learner(at)
    sits, teaches, waits, other = (run(at, title=name) for name in "abcd")
    enrolment(sits, who)
    teaches.sessions.update(instructor=instructor(who))
    enrolment(waits, who, "waiting")
    enrolment(other, servant(at))

    found = {str(event["SUMMARY"]) for event in events(opened(account))}

    assert found == {"a", "b"}


def test_what_a_record_merged_into_his_sits_in_is_his(at):
    account, who = learner(at)
    twin = person()
    enrolment(run(at, title="a"), twin)
    merge_persons(person=twin, into=who, by=None, at=AT)

    assert [str(event["SUMMARY"]) for event in events(opened(account))] == ["a"]


def test_a_draft_is_not_there_and_long_past_sessions_neither(at):
    account, who = learner(at)
    enrolment(run(at, title="draft", published_at=None), who)
    enrolment(run(at, title="old", day=date(2026, 2, 1)), who)
    enrolment(run(at, title="recent", day=date(2026, 4, 1)), who)

    assert [str(event["SUMMARY"]) for event in events(opened(account))] == ["recent"]


# ---- what changes ------------------------------------------------------------------


def test_a_moved_session_keeps_its_name_and_counts_up(at):
    account, who = learner(at)
    what = run(at)
    enrolment(what, who)
    secret = opened(account)
    (before,) = events(secret)

    slot = scheduling.Slot(moment(date(2026, 5, 17), 9), moment(date(2026, 5, 17), 11))
    scheduling.change_sessions(
        run=what, slots={what.sessions.get().pk: slot}, by=None, at=AT
    )
    (after,) = events(secret)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == AT > before["LAST-MODIFIED"].dt
    assert after["DTSTART"].dt == datetime(2026, 5, 17, 5, 30, tzinfo=UTC)


def test_a_session_called_off_is_said_to_be_and_put_back_counts_on(at):
    account, who = learner(at)
    what = run(at, title="بحران")
    session(what, date(2026, 5, 18))
    enrolment(what, who)
    secret = opened(account)
    first = what.sessions.in_order()[0]

    scheduling.call_off(session=first, by=None, at=AT)
    off, stays = events(secret)
    scheduling.put_back(session=first, by=None, at=AT + timedelta(minutes=1))
    back, _stays = events(secret)

    assert (off["STATUS"], stays["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert (off["SUMMARY"], off["TRANSP"]) == ("لغو شد: بحران", "TRANSPARENT")
    assert back["STATUS"] == "CONFIRMED"
    assert back["SEQUENCE"] == off["SEQUENCE"] + 60


def test_a_run_called_off_stays_with_who_had_a_place(at):
    account, who = learner(at)
    what = run(at)
    enrolment(what, who)
    secret = opened(account)

    cancelling.cancel(run=what, reason="سیل", by=user(), at=AT)

    assert [event["STATUS"] for event in events(secret)] == ["CANCELLED"]


def test_who_gives_his_place_up_finds_the_session_gone(at):
    account, who = learner(at)
    row = enrolment(run(at), who)
    secret = opened(account)

    row.state = "withdrawn"
    row.save()

    assert events(secret) == []


def test_the_same_rows_are_answered_by_304(at):
    account, who = learner(at)
    what = run(at)
    enrolment(what, who)
    secret = opened(account)
    first = Client().get(address(secret))
    tag = first["ETag"]

    same = Client().get(address(secret), headers={"if-none-match": tag})
    weak = Client().get(address(secret), headers={"if-none-match": f"W/{tag}"})
    Run.objects.filter(pk=what.pk).update(title="نام تازه")
    other = Client().get(address(secret), headers={"if-none-match": tag})

    assert first["Cache-Control"] == "private, max-age=900"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (same.status_code, same.content) == (304, b"")
    assert weak.status_code == 304
    assert other.status_code == 200


def test_a_hundred_sessions_are_small_and_cost_as_many_queries_as_one(at):
    account, who = learner(at)
    what = run(at, title=LONG)
    enrolment(what, who)
    secret = opened(account)
    read(secret)
    with CaptureQueriesContext(connection) as few:
        read(secret)
    for day in range(99):
        session(what, date(2026, 6, 1) + timedelta(days=day))

    with CaptureQueriesContext(connection) as many:
        body = read(secret)

    assert body.count(b"BEGIN:VEVENT") == 100
    assert len(many) == len(few)
    assert len(body) < 100 * 1_200


# ---- who may ----------------------------------------------------------------------


def test_nothing_is_kept_from_which_the_address_could_be_told(at):
    account, _who = learner(at)

    secret = opened(account)

    row = Feed.objects.get()
    assert len(secret) >= 43
    assert secret not in {str(value) for value in vars(row).values()}
    assert secret not in str(vars(row.entry))


def test_a_new_address_ends_the_old_and_closing_ends_it_at_once(at):
    account, _who = learner(at)
    old = opened(account)
    new = opened(account)

    assert Client().get(address(old)).status_code == 404
    assert Client().get(address(new)).status_code == 200
    feeding.withdraw(feed=Feed.objects.open().get(), by=account, at=AT)
    assert Client().get(address(new)).status_code == 404


@pytest.mark.parametrize("secret", ["x", "..", "0" * 43, "۱۲۳"])
def test_a_guess_finds_nothing(at, secret):
    learner(at)

    assert Client().get(address(secret)).status_code == 404


def test_who_is_no_longer_here_is_read_no_more(at):
    account, _who = learner(at)
    secret = opened(account)

    account.is_active = False
    account.save()

    assert Client().get(address(secret)).status_code == 404


def test_who_no_longer_holds_a_role_is_read_no_more(at):
    account, _who = learner(at)
    secret = opened(account)

    account.grants.update(revoked_at=AT)

    assert Client().get(address(secret)).status_code == 404


def test_a_room_shows_the_runs_in_reach_of_who_asked_and_only_while_it_is(at):
    expert = user(Role.PROVINCIAL_EXPERT, at.province)
    hall = room(at)
    ours, foreign = run(at, title="ours"), run(at, title="foreign", hour=14)
    foreign.unit = province("01", "گیلان")
    foreign.save()
    Session.objects.filter(run__in=[ours, foreign]).update(room=hall)
    secret = opened(expert, hall)

    shown = [str(event["SUMMARY"]) for event in events(secret)]
    Room.objects.update(unit=foreign.unit)

    assert shown == ["ours"]
    assert Client().get(address(secret)).status_code == 404


def test_nobody_opens_the_address_of_a_room_out_of_reach(at):
    stranger = user(Role.PROVINCIAL_EXPERT, province("01", "گیلان"))

    with pytest.raises(OutOfReach):
        opened(stranger, room(at))


def test_nobody_opens_one_in_another_ones_seat(at):
    officer = user(Role.PROVINCIAL_EXPERT, at.province)
    account, _who = learner(at)
    account.acting_for = officer

    with pytest.raises(OutOfReach):
        opened(account)


def test_that_it_was_read_is_noted_once_an_hour(at):
    account, _who = learner(at)
    secret = opened(account)

    feeding.feed_at(secret, AT)
    feeding.feed_at(secret, AT + timedelta(minutes=59))
    first = Feed.objects.get().last_read_at
    feeding.feed_at(secret, AT + timedelta(minutes=60))

    assert first == AT
    assert Feed.objects.get().last_read_at == AT + timedelta(minutes=60)


# ---- pages ------------------------------------------------------------------------


def client_of(account: User) -> Client:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_address_is_shown_once_and_can_be_closed_on_the_page(at):
    account, _who = learner(at)
    client = client_of(account)

    shown = client.post(reverse("delivery:feeds"))
    secret = shown.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    listed = client.get(reverse("delivery:feeds"))
    closed = client.post(
        reverse("delivery:feed-withdraw", args=[Feed.objects.get().pk])
    )

    assert secret in shown.content.decode()
    assert secret not in listed.content.decode()
    assert closed.status_code == 302
    assert Client().get(address(secret)).status_code == 404


def test_nobody_closes_an_address_of_somebody_else(at):
    account, _who = learner(at)
    opened(account)
    other, _person = learner(at)
    path = reverse("delivery:feed-withdraw", args=[Feed.objects.get().pk])

    assert client_of(other).post(path).status_code == 404


def test_a_room_out_of_reach_is_not_found_on_the_page(at):
    stranger = client_of(user(Role.PROVINCIAL_EXPERT, province("01", "گیلان")))
    path = reverse("delivery:feeds")

    assert stranger.get(path, {"room": room(at).pk}).status_code == 404
    assert stranger.post(path, {"room": "x"}).status_code == 404
