"""From an act to a message that arrives once, over a centre that misbehaves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection, transaction

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.actions import sending
from karamad.cycle.outbox.actions.posting import Note, post
from karamad.cycle.outbox.actions.wording import Flawed, Words, write
from karamad.cycle.outbox.gateways import Gateway, HttpSms, Mail, Parcel, Report
from karamad.cycle.outbox.letters import Template, templates
from karamad.cycle.outbox.models import Message, State
from karamad.cycle.outbox.rules import LOST_AFTER, WAITS, Answer
from karamad.registers.people.models import Person
from tests.nation import NOW, person, user
from tests.outbox.conftest import Centre

pytestmark = pytest.mark.django_db

BODY = "to={to}&text={text}&key={key}"
NOON = NOW.replace(hour=9)  # in Iran
DAY = timedelta(days=1)


def someone(**facts: object) -> Person:
    return person(**{"mobile": "09150000001", **facts})


def say(
    to: Person, about: str = "a", course: str = "بهداشت", at: datetime = NOON
) -> int:
    note = Note(to, about, {"course": course})
    return post(template="test-greeting", notes=[note], at=at)


def over(centre: Centre, **how: bool) -> Callable[[str], Gateway]:
    return lambda _channel: HttpSms(centre.url, BODY, **how)


def send(ways: Callable[[str], Gateway], at: datetime = NOON) -> int:
    return sending.send_due(clock=lambda: at, ways=ways)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


# ---- posting ----------------------------------------------------------------


def test_a_message_is_worded_when_it_is_posted() -> None:
    say(someone())
    row = Message.objects.get()
    assert (row.text, row.channel, row.state) == (
        "مریم کریمی، دورهٔ بهداشت",
        "sms",
        "queued",
    )


def test_the_same_is_said_once_whoever_asks_again() -> None:
    who = someone()
    assert [say(who), say(who), say(who, "b")] == [1, 0, 1]


def test_each_way_he_has_gets_one() -> None:
    say(someone(email="m@example.ir"))
    assert set(Message.objects.values_list("channel", flat=True)) == {"sms", "email"}


def test_who_has_no_address_is_not_forgotten() -> None:
    say(someone(mobile=""))
    assert states() == ["unaddressed"]


def test_an_act_that_is_undone_says_nothing(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[attr-defined]
        undone(someone())
    assert not Message.objects.exists()
    assert not callbacks


def undone(who: Person) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        say(who)
        raise ZeroDivisionError


def test_at_night_it_waits_for_the_morning(centre: Centre) -> None:
    night = NOON.replace(hour=20)  # 23:30 in Iran
    say(someone(), at=night)
    assert send(over(centre), night) == 0
    assert send(over(centre), night + timedelta(hours=9)) == 1


def test_a_second_try_does_not_wake_anybody(centre: Centre) -> None:
    centre.script = [503]
    evening = NOON.replace(hour=17, minute=29)  # 20:59 in Iran
    say(someone(), at=evening)
    assert send(over(centre), evening) == 0
    assert send(over(centre), evening + WAITS[0]) == 0
    assert len(centre.heard) == 1
    assert Message.objects.get().next_at == NOON.replace(hour=4, minute=30) + DAY
    assert send(over(centre), NOON + DAY) == 1


def test_a_worker_that_comes_back_at_night_waits_for_the_morning(
    centre: Centre,
) -> None:
    say(someone())
    assert send(over(centre), NOON.replace(hour=22)) == 0
    assert send(over(centre), NOON + DAY) == 1


def test_what_is_urgent_goes_out_at_night(centre: Centre) -> None:
    night = NOON.replace(hour=20)
    note = Note(someone(), "a", {"course": "x"})
    post(template="test-greeting", notes=[note], at=night, urgent=True)
    assert send(over(centre), night) == 1


def test_five_thousand_are_posted_in_a_few_questions(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    crowd = [someone() for _ in range(30)]
    notes = [Note(who, "all", {"course": "x"}) for who in crowd]
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert post(template="test-greeting", notes=notes, at=NOON) == 30


# ---- sending ----------------------------------------------------------------


def test_it_arrives_once(centre: Centre) -> None:
    say(someone())
    assert [send(over(centre)), send(over(centre))] == [1, 0]
    assert [each["to"] for each in centre.heard] == ["09150000001"]
    assert centre.texts == ["مریم کریمی، دورهٔ بهداشت"]
    row = Message.objects.get()
    assert (row.state, row.sent_at) == ("sent", NOON)


def test_what_waits_together_goes_out_as_one(centre: Centre) -> None:
    who = someone()
    say(who, "a", "بهداشت")
    say(who, "b", "ایمنی")
    send(over(centre))
    (text,) = centre.texts
    assert "بهداشت" in text
    assert "ایمنی" in text
    assert states() == ["sent", "sent"]


def test_a_bundle_goes_out_as_one_however_many_wait_between(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    crowd = [someone(mobile=f"0915000000{n}") for n in range(4)]
    for about in ("a", "b"):
        for who in crowd:
            say(who, about, about)
    send(over(centre))
    assert len(centre.heard) == len(crowd)


def test_a_bundle_is_tried_again_under_its_own_key(centre: Centre) -> None:
    centre.script = [0]
    who = someone()
    say(who, "a", "بهداشت")
    say(who, "b", "ایمنی")
    send(over(centre, repeatable=True))
    assert send(over(centre, repeatable=True), NOON + WAITS[0]) == 2
    first, second = centre.heard
    assert first == second


def test_a_letter_that_says_several_things_says_so() -> None:
    who = someone(mobile="", email="m@example.ir")
    for about in ("a", "b", "c"):
        say(who, about, about)
    send(lambda _channel: Mail())
    (letter,) = mail.outbox
    assert letter.subject == "دورهٔ a، و ۲ پیام دیگر"


def test_a_busy_centre_is_asked_again_later(centre: Centre) -> None:
    centre.script = [503, 429]
    say(someone())
    at = NOON
    for wait in WAITS[:2]:
        assert send(over(centre), at) == 0
        assert send(over(centre), at) == 0  # not before the wait is over
        at += wait
    assert send(over(centre), at) == 1
    assert len(centre.heard) == 3
    assert len({each["key"] for each in centre.heard}) == 1


def test_a_refusal_is_for_good(centre: Centre) -> None:
    centre.script = [400]
    say(someone())
    send(over(centre))
    send(over(centre), NOON + timedelta(days=1))
    assert states() == ["failed"]
    assert len(centre.heard) == 1
    assert Message.objects.get().fault == "400"


@pytest.mark.parametrize("status", [0, 500, 502])
def test_what_may_have_gone_out_is_not_sent_twice(centre: Centre, status: int) -> None:
    centre.script = [status]
    say(someone())
    send(over(centre))
    send(over(centre), NOON + timedelta(days=1))
    assert states() == ["unsure"]
    assert len(centre.heard) == 1


def test_a_centre_that_knows_keys_is_asked_again(centre: Centre) -> None:
    centre.script = [0]
    say(someone())
    send(over(centre, repeatable=True))
    assert send(over(centre, repeatable=True), NOON + WAITS[0]) == 1
    assert len({each["key"] for each in centre.heard}) == 1


def test_a_centre_that_is_not_there_is_tried_later() -> None:
    say(someone())
    nowhere = HttpSms("http://127.0.0.1:9/", BODY)
    send(lambda _channel: nowhere)
    row = Message.objects.get()
    assert (row.state, row.next_at) == ("queued", NOON + WAITS[0])


def test_one_that_fails_does_not_hold_up_the_others(centre: Centre) -> None:
    centre.script = [400]
    say(someone(mobile="09150000001"))
    say(someone(mobile="09150000002"))
    assert send(over(centre)) == 1
    assert sorted(states()) == ["failed", "sent"]


class Dies:
    """A gateway whose process dies as it hands over."""

    repeatable = False

    def send(self, _parcel: Parcel) -> Report:
        raise SystemExit


def test_a_sender_that_dies_leaves_it_unsure_and_unsent(centre: Centre) -> None:
    say(someone())
    with pytest.raises(SystemExit):
        send(lambda _channel: Dies())
    assert states() == ["sending"]
    assert send(over(centre), NOON + LOST_AFTER) == 0
    assert states() == ["sending"]
    send(over(centre), NOON + LOST_AFTER + timedelta(seconds=1))
    assert states() == ["unsure"]
    assert not centre.heard


def test_an_officer_may_send_it_again(centre: Centre) -> None:
    centre.script = [400]
    say(someone())
    send(over(centre))
    row = sending.send_again(message=Message.objects.get(), by=user(), at=NOON)
    with pytest.raises(sending.NotStuck):
        sending.send_again(message=row, by=user(), at=NOON)
    assert send(over(centre)) == 1


def test_mail_goes_over_the_mail_server() -> None:
    say(someone(mobile="", email="m@example.ir"))
    assert send(lambda _channel: Mail()) == 1
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("دورهٔ بهداشت", ["m@example.ir"])


def test_a_line_break_in_a_subject_forges_no_header() -> None:
    who = someone(mobile="", email="m@example.ir", last_name="x\nBcc: all@example.ir")
    say(who, course="a\nBcc: all@example.ir")
    send(lambda _channel: Mail())
    (letter,) = mail.outbox
    assert letter.recipients() == ["m@example.ir"]
    assert states() == ["sent"]


@pytest.mark.parametrize(
    "address", ["ندارد", "a@b@c", "a@x.ir, b@y.ir", "m@example.ir\nBcc: all@example.ir"]
)
def test_what_is_no_address_holds_up_nobody(address: str, settings: Any) -> None:
    """Files call many things an address; each takes its own message along, no other."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens; what is no address is not tried there
    say(someone(mobile="", email=address))
    send(lambda _channel: Mail())
    assert states() == ["failed"]
    assert Message.objects.get().fault == "address"


def test_a_centre_that_sends_one_elsewhere_has_taken_nothing(centre: Centre) -> None:
    centre.script, centre.elsewhere = [302], centre.url
    say(someone())
    assert send(over(centre)) == 0
    assert states() == ["failed"]
    assert len(centre.heard) == 1


def test_json_and_addresses_are_escaped() -> None:
    parcel = Parcel("k", "0915", "", 'a"b&c={to}{key}')
    in_json = HttpSms("http://x/", '{"t": "{text}"}')._request(parcel)
    assert in_json.data == b'{"t": "a\\"b&c={to}{key}"}'
    in_url = HttpSms("http://x/?t={text}")._request(parcel)
    assert in_url.full_url == "http://x/?t=" + quote('a"b&c={to}{key}', safe="")


# ---- two senders ------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once() -> None:
    if connection.vendor != "postgresql":
        crowd = [someone(mobile=f"0915000{n:04}") for n in range(20)]
    else:
        crowd = [someone(mobile=f"0915000{n:04}") for n in range(300)]
    for who in crowd:
        say(who)
    heard: list[str] = []

    class Hears:
        repeatable = False

        def send(self, parcel: Parcel) -> Report:
            heard.append(parcel.address)
            return Report(Answer.TAKEN)

    if connection.vendor != "postgresql":
        send(lambda _channel: Hears())
    else:
        barrier = Barrier(2)

        def work() -> None:
            barrier.wait(30)
            send(lambda _channel: Hears())
            connection.close()

        threads = [Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert sorted(heard) == sorted(who.mobile for who in crowd)
    assert set(states()) == {State.SENT.value}


# ---- wording ----------------------------------------------------------------


def test_an_officers_words_are_said_from_then_on(greeting: Template) -> None:
    who = someone()
    say(who)
    words = Words("sms", "fa", "", "جناب {name}")
    assert write(template=greeting, words=words, by=user(), at=NOON)
    assert not write(template=greeting, words=words, by=user(), at=NOON)
    say(who, "b")
    texts = Message.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["مریم کریمی، دورهٔ بهداشت", "جناب مریم کریمی"]


def test_words_that_cannot_be_said_are_refused(greeting: Template) -> None:
    words = Words("email", "fa", "", "{nobody}")
    with pytest.raises(Flawed) as caught:
        write(template=greeting, words=words, by=user(), at=NOON)
    assert set(caught.value.flaws) == {"subject", "text"}


def test_every_templates_own_words_may_be_written_again_by_an_officer() -> None:
    # The form offers them; what is said by a place it does not know could not be kept.
    unsaid = [
        (template.code, *ways, rules.flaws(text, frozenset(template.places)))
        for template in templates()
        for ways, (_, text) in template.words.items()
    ]
    assert len(unsaid) > 40
    assert [each for each in unsaid if each[-1]] == []
