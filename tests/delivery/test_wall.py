"""The code on the wall: who may read it, once, in time, and nobody for another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.delivery.actions import attending, wall
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.actions.wall import NoCode, Unread
from karamad.cycle.delivery.models import (
    Attendance,
    AttendanceMark,
    Enrolment,
    Misread,
    Session,
    Wall,
    Way,
)
from karamad.cycle.delivery.rules.wall import STEP, Refusal, Shut, code, step_of
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    instructor,
    moment,
    run,
    servant,
)
from tests.delivery.test_seating_races import at_once
from tests.nation import NOW, user

BEGINS = moment(FIRST_DAY, 8)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


def hall(at: Campus, *, on_time: int = 10) -> Session:
    """A session with its code on the wall, ten minutes before it begins."""
    session = run(at).sessions.get()
    wall.put_up(session=session, on_time=on_time, by=user(), at=BEGINS - 10 * MINUTE)
    return session


def seated(at: Campus, session: Session, **facts: Any) -> tuple[User, Enrolment]:
    someone = user(Role.LEARNER, at.office)
    person = servant(at, account=someone, **facts)
    return someone, enrolment(session.run, person)


def on_the_wall(session: Session, at: datetime) -> str:
    up = wall.wall_of(session, at)
    assert up is not None
    return code(wall.secret_of(up), step_of(at)).link


def come(session: Session, by: User, at: datetime) -> AttendanceMark:
    found = wall.read(session=session, said=on_the_wall(session, at), by=by, at=at)
    return wall.sign(session=session, ticket=found.ticket, by=by, at=at + 5 * SECOND)


def refused(session: Session, said: str, by: User, at: datetime) -> Refusal:
    with pytest.raises(Unread) as told:
        wall.read(session=session, said=said, by=by, at=at)
    return told.value.refusal


# ---- reading and signing ---------------------------------------------------------


def test_nobody_takes_the_key_of_anothers_mark_before_him(at: Campus) -> None:
    """Phones name their marks; keys made of row numbers were there for the taking."""
    session, other = hall(at), run(at, hour=14).sessions.get()
    learner, seat = seated(at, session)
    _who, elsewhere = seated(at, other)
    foreseen = uuid5(
        UUID("6f1f7f1e-5a0a-4f0e-9d0b-0c6a4f3d8b21"), f"{session.pk} {seat.pk}"
    )
    mark = NewMark(foreseen, elsewhere.pk, "leave", 0, BEGINS)
    attending.take(session=other, marks=[mark], way=Way.LIST, by=user(), at=BEGINS)
    assert AttendanceMark.objects.filter(key=foreseen).exists()

    come(session, learner, BEGINS + MINUTE)

    assert Attendance.objects.get(enrolment=seat).presence == "present"


def test_a_mark_of_the_instructor_is_not_taken_for_his_own(at: Campus) -> None:
    session = hall(at)
    learner, seat = seated(at, session)
    mark = NewMark(uuid4(), seat.pk, "absent", 0, BEGINS)
    attending.take(session=session, marks=[mark], way=Way.LIST, by=user(), at=BEGINS)

    assert wall.mark_of(session, learner) is None
    come(session, learner, BEGINS + MINUTE)
    own = wall.mark_of(session, learner)
    assert own is not None
    assert own.marked_by == learner


def test_who_reads_it_in_time_is_present_and_who_reads_it_later_is_late(
    at: Campus,
) -> None:
    session = hall(at)
    (first, one), (second, two) = (seated(at, session) for _ in range(2))
    come(session, first, BEGINS + 10 * MINUTE)
    come(session, second, BEGINS + 25 * MINUTE)
    assert [
        (row.presence, row.minutes)
        for row in (Attendance.objects.get(enrolment=each) for each in (one, two))
    ] == [("present", 0), ("late", 25)]
    mark = AttendanceMark.objects.get(enrolment=two)
    assert (mark.way, mark.marked_by) == ("code", second)


def test_the_time_of_reading_counts_not_that_of_the_tap(at: Campus) -> None:
    session = hall(at, on_time=0)
    someone, _row = seated(at, session)
    read_at = BEGINS + 59 * SECOND
    said = on_the_wall(session, read_at)
    found = wall.read(session=session, said=said, by=someone, at=read_at)
    late = read_at + 2 * MINUTE
    mark = wall.sign(session=session, ticket=found.ticket, by=someone, at=late)
    assert (mark.presence, mark.marked_at) == ("present", read_at)


def test_twice_is_once(at: Campus) -> None:
    session = hall(at)
    someone, _row = seated(at, session)
    first = come(session, someone, BEGINS)
    again = come(session, someone, BEGINS + 40 * MINUTE)
    assert again == first
    assert Attendance.objects.get().presence == "present"


def test_a_code_is_dead_when_the_step_after_its_own_ends(at: Campus) -> None:
    session = hall(at)
    someone, _row = seated(at, session)
    start = datetime.fromtimestamp(
        step_of(BEGINS) * STEP.total_seconds(), tz=BEGINS.tzinfo
    )
    said = on_the_wall(session, start)
    last = start + 2 * STEP - SECOND
    assert wall.read(session=session, said=said, by=someone, at=last)
    assert refused(session, said, someone, last + SECOND) == Refusal.NOT_LIVE
    assert not AttendanceMark.objects.exists()


def test_a_ticket_is_of_one_reader_one_session_and_two_minutes(at: Campus) -> None:
    session, other = hall(at), hall(at)
    someone, _row = seated(at, session)
    friend, _seat = seated(at, session)
    enrolment(other.run, someone_of(someone))
    said = on_the_wall(session, BEGINS)
    ticket = wall.read(session=session, said=said, by=someone, at=BEGINS).ticket

    def is_refused(
        session: Session, by: User, at: datetime, said: str = ticket
    ) -> bool:
        with pytest.raises(Unread) as told:
            wall.sign(session=session, ticket=said, by=by, at=at)
        return told.value.refusal == Refusal.NOT_LIVE

    assert is_refused(session, friend, BEGINS)
    assert is_refused(other, someone, BEGINS)
    assert is_refused(session, someone, BEGINS + 2 * MINUTE + SECOND)
    assert is_refused(session, someone, BEGINS - SECOND)
    assert is_refused(session, someone, BEGINS, ticket[:-2] + "xx")
    assert not AttendanceMark.objects.exists()


def someone_of(someone: User) -> Any:
    return Enrolment.objects.get(person__account=someone).person


def test_who_has_no_place_reads_nothing_even_with_the_right_code(at: Campus) -> None:
    session = hall(at)
    stranger = user(Role.LEARNER, at.office)
    waiting = user(Role.LEARNER, at.office)
    enrolment(session.run, servant(at, account=waiting), "waiting")
    for each in (stranger, waiting):
        said = on_the_wall(session, BEGINS)
        assert refused(session, said, each, BEGINS) == Refusal.NOT_SEATED
    assert not AttendanceMark.objects.exists()


def test_who_gives_up_his_place_between_reading_and_signing_is_not_marked(
    at: Campus,
) -> None:
    session = hall(at)
    someone, row = seated(at, session)
    said = on_the_wall(session, BEGINS)
    ticket = wall.read(session=session, said=said, by=someone, at=BEGINS).ticket
    Enrolment.objects.filter(pk=row.pk).update(state="withdrawn")
    with pytest.raises(Unread):
        wall.sign(session=session, ticket=ticket, by=someone, at=BEGINS)
    assert not AttendanceMark.objects.exists()


# ---- guessing --------------------------------------------------------------------


def test_ten_wrong_codes_and_even_the_right_one_waits_ten_minutes(at: Campus) -> None:
    session = hall(at)
    guesser, _row = seated(at, session)
    other, _seat = seated(at, session)
    for guess in range(10):
        said = f"guess{guess}"
        assert refused(session, said, guesser, BEGINS) == Refusal.NOT_LIVE
    soon, later = BEGINS + 9 * MINUTE, BEGINS + 10 * MINUTE
    assert refused(session, on_the_wall(session, soon), guesser, soon) == Refusal.WAIT
    assert come(session, other, soon)
    assert come(session, guesser, later)


def test_guesses_of_yesterday_are_forgotten(at: Campus) -> None:
    session = hall(at)
    guesser, _row = seated(at, session)
    Misread.objects.create(user=guesser, tried_at=BEGINS - timedelta(days=2))
    refused(session, "wrong", guesser, BEGINS)
    assert Misread.objects.get().tried_at == BEGINS


@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_are_counted_one_by_one() -> None:
    at = campus()
    session = hall(at)
    guesser, _row = seated(at, session)

    def guess() -> None:
        with pytest.raises(Unread):
            wall.read(session=session, said="wrong", by=guesser, at=BEGINS)

    at_once(*[guess] * 16)
    assert Misread.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_mark() -> None:
    at = campus()
    session = hall(at)
    someone, _row = seated(at, session)
    said = on_the_wall(session, BEGINS)
    ticket = wall.read(session=session, said=said, by=someone, at=BEGINS).ticket

    def tap() -> None:
        wall.sign(session=session, ticket=ticket, by=someone, at=BEGINS + SECOND)

    at_once(*[tap] * 8)
    assert AttendanceMark.objects.count() == 1


# ---- putting it up ---------------------------------------------------------------


def test_the_wall_is_up_from_an_hour_before_until_the_end(at: Campus) -> None:
    session = run(at).sessions.get()

    def shut(at: datetime) -> Shut:
        with pytest.raises(NoCode) as told:
            wall.put_up(session=session, on_time=0, by=user(), at=at)
        return told.value.shut

    assert shut(BEGINS - timedelta(hours=1, seconds=1)) == Shut.NOT_YET
    assert shut(session.ends_at) == Shut.ENDED
    wall.put_up(session=session, on_time=0, by=user(), at=BEGINS - timedelta(hours=1))
    assert wall.wall_of(session, session.ends_at - SECOND) is not None
    assert wall.wall_of(session, session.ends_at) is None


def test_taken_down_it_takes_no_code_and_put_up_again_it_has_others(at: Campus) -> None:
    session = hall(at)
    someone, _row = seated(at, session)
    said = on_the_wall(session, BEGINS)
    before = Entry.objects.count()
    for _ in range(2):
        wall.take_down(session=session, by=user(), at=BEGINS)
    assert Entry.objects.count() == before + 1
    assert refused(session, said, someone, BEGINS) == Refusal.NOT_UP
    wall.put_up(session=session, on_time=0, by=user(), at=BEGINS)
    assert refused(session, said, someone, BEGINS) == Refusal.NOT_LIVE
    assert on_the_wall(session, BEGINS) != said


def test_a_session_called_off_has_no_code(at: Campus) -> None:
    session = hall(at)
    Session.objects.update(cancelled_at=NOW)
    session.refresh_from_db()
    assert wall.wall_of(session, BEGINS) is None


# ---- as people see it --------------------------------------------------------------


def client_of(someone: User) -> Client:
    client = Client()
    client.force_login(someone, "django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_wall_turns_and_counts_and_the_learner_is_told(at: Campus) -> None:
    teacher = user(Role.LEARNER, at.office)
    session = run(at).sessions.get()
    Session.objects.update(instructor=instructor(servant(at, account=teacher)))
    someone, _row = seated(at, session)
    seated(at, session)
    board, phone = client_of(teacher), client_of(someone)
    page = f"/sessions/{session.pk}/wall/"
    with time_machine.travel(BEGINS, tick=False) as clock:
        assert board.post(page, {"on_time": "۵"}).status_code == 302
        first = board.get(f"{page}now.json").json()
        clock.shift(15)
        second = board.get(f"{page}now.json").json()
        assert first["picture"] != second["picture"]
        assert "۰ نفر از ۲ نفر" in second["count"]
        assert second["typed"] in board.get(page).content.decode()

        told = phone.post("/here/", {"code": second["typed"]})
        assert told.status_code == 302
        assert "حضور شما ثبت شد، ساعت ۰۸:۰۰" in text(phone.get("/here/"))
        count = board.get(f"{page}now.json").json()["count"]
        assert count == "۱ نفر از ۲ نفر آمده است"
        board.post(page, {"down": "1"})
        assert board.get(f"{page}now.json").json() == {"up": False}
    assert Wall.objects.get().on_time == 5


def test_a_read_code_asks_for_one_tap(at: Campus) -> None:
    session = hall(at)
    someone, _row = seated(at, session)
    phone = client_of(someone)
    with time_machine.travel(BEGINS + 20 * MINUTE, tick=False):
        address = f"/here/{session.pk}/{on_the_wall(session, BEGINS + 20 * MINUTE)}/"
        asked = phone.get(address)
        assert "در کلاس هستم" in text(asked)
        assert not AttendanceMark.objects.exists()
        ticket = asked.context["ticket"]
        done = phone.post(f"/here/{session.pk}/", {"ticket": ticket}, follow=True)
        assert "با ۲۰ دقیقه تأخیر" in text(done)
        assert phone.get(address).status_code == 302  # once is enough


def test_who_is_not_signed_in_or_not_seated_is_told_what_to_do(at: Campus) -> None:
    session = hall(at)
    with time_machine.travel(BEGINS, tick=False):
        address = f"/here/{session.pk}/{on_the_wall(session, BEGINS)}/"
        assert Client().get(address)["Location"].startswith("/sign-in/?next=")
        stranger = client_of(user(Role.LEARNER, at.office)).get(address)
        assert stranger.status_code == 404
        assert "شما در این جلسه جا ندارید" in text(stranger)


def test_an_old_code_offers_the_box_to_type_a_new_one(at: Campus) -> None:
    session = hall(at)
    someone, _row = seated(at, session)
    old = on_the_wall(session, BEGINS)
    with time_machine.travel(BEGINS + MINUTE, tick=False):
        told = client_of(someone).get(f"/here/{session.pk}/{old}/")
        assert told.status_code == 422
        assert "این رمز گذشته است" in text(told)
        assert 'name="code"' in told.content.decode()


def test_of_two_sessions_at_once_the_typed_code_says_which(at: Campus) -> None:
    first, second = hall(at), hall(at)
    someone, _row = seated(at, first)
    seat = enrolment(second.run, someone_of(someone))
    with time_machine.travel(BEGINS, tick=False):
        phone = client_of(someone)
        phone.post("/here/", {"code": "12 34 56"})
        assert Misread.objects.count() == 1
        phone.post("/here/", {"code": code_typed(second, BEGINS)})
    assert AttendanceMark.objects.get().enrolment == seat


def test_the_learners_clock_is_never_asked(at: Campus) -> None:
    """Nothing that a phone sends says when it was: only the server's clock counts."""
    session = hall(at)
    someone, _row = seated(at, session)
    now = BEGINS + 30 * MINUTE
    with time_machine.travel(now, tick=False):
        sent = {
            "code": code_typed(session, now),
            "read_at": BEGINS.isoformat(),
            "marked_at": BEGINS.isoformat(),
        }
        client_of(someone).post("/here/", sent)
    assert AttendanceMark.objects.get().minutes == 30


def code_typed(session: Session, at: datetime) -> str:
    up = wall.wall_of(session, at)
    assert up is not None
    return code(wall.secret_of(up), step_of(at)).typed
