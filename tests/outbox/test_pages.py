"""What was sent to whom, and the words of it, on pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from karamad.cycle.outbox.actions.posting import Note, post
from karamad.cycle.outbox.models import Message, State, Wording
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests.nation import (
    NOW,
    assignment,
    grant,
    person,
    province,
    signed_in,
    unit,
    user,
)
from tests.nation import (
    post as seat,
)

pytestmark = pytest.mark.django_db


def told(**facts: object) -> tuple[Person, Message]:
    """Somebody of South Khorasan, and what he was told."""
    home = province("29", "خراسان جنوبی")
    who = person(**{"mobile": "09150000001", **facts})
    assignment(who, seat(), unit(under=home))
    post(template="test-greeting", notes=[Note(who, "a", {"course": "بهداشت"})], at=NOW)
    return who, Message.objects.get()


def page(client: Client, name: str, **kwargs: object) -> str:
    return client.get(reverse(f"outbox:{name}", kwargs=kwargs)).content.decode()


def test_the_list_says_what_did_not_arrive() -> None:
    _who, row = told()
    client = signed_in(Role.ADMINISTRATOR)
    assert "همهٔ پیام‌ها رسیده یا در راه است" in page(client, "messages")
    Message.objects.update(state=State.FAILED)
    shown = page(client, "messages")
    assert "۱ پیام نرسیده است" in shown
    assert row.address not in shown


def test_an_empty_list_says_so() -> None:
    assert "هنوز پیامی فرستاده نشده است" in page(
        signed_in(Role.ADMINISTRATOR), "messages"
    )


def test_the_list_is_narrowed_to_a_state_and_a_person() -> None:
    who, _row = told()
    client = signed_in(Role.ADMINISTRATOR)
    address = reverse("outbox:messages")
    assert who.name in client.get(address, {"person": who.pk}).content.decode()
    assert "پیامی نیست" in client.get(address, {"state": "failed"}).content.decode()
    assert client.get(address, {"person": 10**18}).status_code == 404


def test_a_learner_reads_his_own_whole_and_nobody_elses() -> None:
    account = user()
    grant(account, Role.LEARNER)
    _who, row = told(account=account)
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    assert "۰۹۱۵۰۰۰۰۰۰۱" in page(client, "message", pk=row.pk) or (
        row.address in page(client, "message", pk=row.pk)
    )
    stranger = signed_in(Role.LEARNER)
    url = reverse("outbox:message", args=[row.pk])
    assert stranger.get(url).status_code == 404


def test_what_failed_is_sent_again_by_a_button() -> None:
    _who, row = told()
    Message.objects.update(state=State.UNSURE)
    client = signed_in(Role.ADMINISTRATOR)
    assert "شاید دو بار برسد" in page(client, "message", pk=row.pk)
    url = reverse("outbox:again", args=[row.pk])
    assert "دوباره در صف" in client.post(url, follow=True).content.decode()
    assert "در صف است یا رسیده" in client.post(url, follow=True).content.decode()


def test_the_list_asks_the_same_however_long(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    told()
    crowd = [person(mobile=f"0915000{n:04}") for n in range(40)]
    notes = [Note(who, "b", {"course": "x"}) for who in crowd]
    post(template="test-greeting", notes=notes, at=NOW)
    client = signed_in(Role.ADMINISTRATOR)
    page(client, "messages")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        page(client, "messages")


# ---- words ------------------------------------------------------------------

WORDS = {"code": "test-greeting", "channel": "email", "language": "fa"}


def write(client: Client, **typed: str) -> str:
    url = reverse("outbox:wording", kwargs=WORDS)
    return client.post(url, typed, follow=True).content.decode()


def test_words_are_shown_as_they_arrive() -> None:
    assert "مریم کریمی گرامی، دورهٔ بهداشت" in page(
        signed_in(Role.ADMINISTRATOR), "wording", **WORDS
    )


def test_words_are_written_anew() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert "متن پیام نوشته شد" in write(client, subject="خبر", text="جناب {name}")
    assert Wording.objects.get().text == "جناب {name}"
    assert "بازنوشته" in page(client, "wordings")


def test_what_cannot_be_said_is_told_beside_the_field_and_kept() -> None:
    shown = write(signed_in(Role.ADMINISTRATOR), subject="خبر", text="جناب {who}")
    assert "جای‌خالیِ «who» ندارد" in shown
    assert "جناب {who}" in shown
    assert not Wording.objects.exists()


def test_words_that_nobody_knows_are_not_found() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    for wrong in ({"code": "no"}, {"channel": "fax"}, {"language": "de"}):
        url = reverse("outbox:wording", kwargs={**WORDS, **wrong})
        assert client.get(url).status_code == 404
