"""Each says how he wants to hear; nobody is left without a word."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.outbox.actions import addressing, sending
from karamad.cycle.outbox.actions.posting import Note, post
from karamad.cycle.outbox.actions.preferring import Silent, prefer, preference_of
from karamad.cycle.outbox.gateways import Parcel, Report
from karamad.cycle.outbox.letters import template_of
from karamad.cycle.outbox.models import Message, Preference
from karamad.cycle.outbox.rules import Answer, Pace, Quiet, due, ways
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.nation import NOW, person, signed_in, user

HERE = ZoneInfo("Asia/Tehran")
NOON = NOW.astimezone(HERE).replace(hour=12, minute=0, second=0, microsecond=0)
QUIET = Quiet()
FOUR = time(16)
WAY = st.sampled_from(["sms", "email"])


# ---- the rules ------------------------------------------------------------------


@given(
    reached=st.sets(WAY, min_size=1),
    wanted=st.dictionaries(WAY, st.sampled_from(Pace)),
)
def test_nobody_who_has_an_address_is_left_without_a_word(
    reached: set[str], wanted: dict[str, Pace]
) -> None:
    found = ways(reached, wanted)
    assert found
    assert found.keys() <= reached
    assert Pace.NEVER not in found.values()


@given(reached=st.sets(WAY))
def test_who_said_nothing_hears_at_once_over_all_he_has(reached: set[str]) -> None:
    assert ways(reached, {}) == dict.fromkeys(reached, Pace.AT_ONCE)


def test_a_way_he_wants_nothing_over_stays_still_while_another_is_there() -> None:
    wanted = {"sms": Pace.NEVER, "email": Pace.DAILY}
    assert ways(["sms", "email"], wanted) == {"email": Pace.DAILY}
    assert ways(["sms"], wanted) == {"sms": Pace.DAILY}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((0, 15, 59), (0, 16, 0)),
        ((0, 16, 0), (0, 16, 0)),
        ((0, 16, 1), (1, 16, 0)),
        ((0, 3, 0), (0, 16, 0)),
    ],
)
def test_a_day_is_gathered_until_its_hour(
    at: tuple[int, int, int], said: tuple[int, int, int]
) -> None:
    def moment(days: int, hour: int, minute: int) -> datetime:
        return NOON.replace(hour=hour, minute=minute) + timedelta(days=days)

    found = due(moment(*at), Pace.DAILY, gathers_at=FOUR, quiet=QUIET)
    assert found == moment(*said)


def test_an_hour_that_is_quiet_waits_for_the_morning() -> None:
    found = due(NOON, Pace.DAILY, gathers_at=time(22), quiet=QUIET)
    assert found == NOON.replace(hour=8) + timedelta(days=1)


@given(st.integers(0, 24 * 60 - 1), st.sampled_from(Pace), st.times())
def test_nothing_is_due_before_it_was_said_nor_at_night(
    minutes: int, pace: Pace, gathers_at: time
) -> None:
    at = NOON.replace(hour=0) + timedelta(minutes=minutes)
    found = due(at, pace, gathers_at=gathers_at, quiet=QUIET)
    assert at <= found <= at + timedelta(days=2)
    assert found.time() not in QUIET


# ---- saying it, and being heard ------------------------------------------------------


def someone(**facts: object) -> Person:
    said = {"mobile": "09150000001", "email": "m@example.ir", **facts}
    return person(**said)


def wants(who: Person, sms: Pace, email: Pace, at: datetime = NOON) -> bool:
    return prefer(person=who, sms=sms, email=email, by=user(), at=at)


def say(who: Person, about: str, at: datetime = NOON, **how: bool) -> None:
    note = Note(who, about, {"course": f"درس {about}"})
    post(template="test-greeting", notes=[note], at=at, **how)


class Heard:
    """A way out that keeps what it was given."""

    repeatable = False

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def send(self, parcel: Parcel) -> Report:
        self.parcels.append(parcel)
        return Report(Answer.TAKEN)

    def of(self, at: datetime) -> list[str]:
        """Return the texts that go out by a moment."""
        self.parcels.clear()
        sending.send_due(clock=lambda: at, ways=lambda _channel: self)
        return [parcel.text for parcel in self.parcels]


@pytest.mark.django_db
def test_a_day_goes_out_as_one_and_only_at_its_hour() -> None:
    who, out = someone(email=""), Heard()
    wants(who, Pace.DAILY, Pace.DAILY)
    say(who, "a")
    say(who, "b", at=NOON + timedelta(hours=1))
    assert out.of(NOON.replace(hour=15, minute=59)) == []
    (text,) = out.of(NOON.replace(hour=16))
    assert "درس a" in text
    assert "درس b" in text
    assert out.of(NOON.replace(hour=17)) == []


@pytest.mark.django_db
def test_each_way_goes_at_its_own_pace() -> None:
    who, out = someone(), Heard()
    wants(who, Pace.AT_ONCE, Pace.DAILY)
    say(who, "a")
    assert len(out.of(NOON)) == 1
    assert len(out.of(NOON.replace(hour=16))) == 1


@pytest.mark.django_db
def test_what_tells_where_to_be_does_not_wait() -> None:
    who = someone(email="")
    wants(who, Pace.DAILY, Pace.AT_ONCE)
    for code in ("place-given", "run-changed", "run-called-off", "course-completed"):
        post(template=code, notes=[Note(who, "a")], at=NOON)
    soon = Message.objects.filter(next_at=NOON).values_list("template", flat=True)
    assert set(soon) == {"place-given", "run-changed", "run-called-off"}
    assert template_of("course-completed").waits


@pytest.mark.django_db
def test_what_is_urgent_waits_for_nothing() -> None:
    who = someone(email="")
    wants(who, Pace.DAILY, Pace.AT_ONCE)
    night = NOON.replace(hour=23)
    say(who, "a", at=night, urgent=True)
    assert Message.objects.get().next_at == night


@pytest.mark.django_db
def test_what_one_record_said_holds_for_the_human_being() -> None:
    kept = someone()
    merged = someone(national_id="")
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    wants(Person.objects.get(pk=merged.pk), Pace.NEVER, Pace.AT_ONCE)
    say(kept, "a")
    assert Message.objects.get().channel == "email"
    assert preference_of(kept).sms == Pace.NEVER
    wants(kept, Pace.AT_ONCE, Pace.NEVER)
    say(kept, "b")
    assert Message.objects.latest("pk").channel == "sms"


@pytest.mark.django_db
def test_what_was_kept_goes_out_over_the_way_he_wants() -> None:
    who = someone(mobile="", email="")
    say(who, "a")
    wants(who, Pace.NEVER, Pace.AT_ONCE)
    Person.objects.filter(pk=who.pk).update(mobile="09150000001", email="m@example.ir")
    addressing.address(at=NOON)
    row = Message.objects.get()
    assert (row.channel, row.address) == ("email", "m@example.ir")


@pytest.mark.django_db
def test_silence_is_refused_and_said_twice_is_kept_once() -> None:
    who = someone()
    with pytest.raises(Silent):
        wants(who, Pace.NEVER, Pace.NEVER)
    assert [wants(who, Pace.DAILY, Pace.NEVER) for _ in range(2)] == [True, False]
    entry = Entry.objects.get(act="outbox:preference:set")
    assert (entry.before, entry.after) == (
        {"sms": "at_once", "email": "at_once"},
        {"sms": "daily", "email": "never"},
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.update(sms="never", email="never")


@pytest.mark.django_db
def test_thousands_are_asked_for_in_few_queries(
    django_assert_max_num_queries: object,
) -> None:
    people = [someone() for _ in range(30)]
    for who in people[:10]:
        Preference.objects.create(person=who, sms="never")
    notes = [Note(who, "a", {"course": "x"}) for who in people]
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        post(template="test-greeting", notes=notes, at=NOON)
    assert Message.objects.filter(channel="sms").count() == 20


# ---- the page -------------------------------------------------------------------


def of_himself() -> tuple[Client, Person]:
    client = signed_in(Role.LEARNER)
    account = client.session["_auth_user_id"]
    return client, someone(account_id=int(account))


@pytest.mark.django_db
def test_the_page_keeps_what_is_chosen_and_shows_it() -> None:
    client, who = of_himself()
    address = reverse("outbox:preferences")
    assert "۱۶:۰۰" in client.get(address).content.decode()
    answer = client.post(address, {"sms": "daily", "email": "never"}, follow=True)
    shown = answer.content.decode()
    assert "ثبت شد." in shown
    assert Preference.objects.get().person == who
    chosen = [
        line for line in shown.splitlines() if "checked" in line and "radio" in line
    ]
    assert any('value="daily"' in line for line in chosen), chosen


@pytest.mark.django_db
def test_the_page_says_why_silence_is_not_offered() -> None:
    client, _who = of_himself()
    answer = client.post(
        reverse("outbox:preferences"), {"sms": "never", "email": "never"}
    )
    assert answer.status_code == 422
    assert "یکی از دو راه را باز بگذارید" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.django_db
def test_whoever_has_no_file_reads_what_to_do() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.get(reverse("outbox:preferences"))
    assert "پیوسته نیست" in answer.content.decode()
    assert client.post(reverse("outbox:preferences"), {"sms": "daily"}).status_code in (
        200,
        422,
    )
    assert (
        "چگونه به من برسد"
        not in client.get(reverse("outbox:messages")).content.decode()
    )


@pytest.mark.django_db
def test_the_list_of_messages_leads_to_it() -> None:
    client, _who = of_himself()
    assert (
        reverse("outbox:preferences")
        in client.get(reverse("outbox:messages")).content.decode()
    )
