import re

import pytest
from django.contrib.messages.storage.base import Message
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from karamad.web import notices, views


def test_the_density_is_remembered(client: Client) -> None:
    answer = client.post("/density/", {"density": "tight", "next": "/gallery/?a=1"})

    assert answer.headers["Location"] == "/gallery/?a=1"
    assert 'data-density="tight"' in client.get("/gallery/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere", ""])
def test_the_way_back_stays_in_the_house(client: Client, target: str) -> None:
    answer = client.post("/density/", {"density": "huge", "next": target})

    assert answer.headers["Location"] == "/"
    assert "density" not in answer.cookies


def test_a_number_without_end_is_no_fault_of_ours(client: Client) -> None:
    answer = client.get("/gallery/progress/", {"done": "9" * 5_000})

    assert answer.status_code == 200


def test_robots_are_kept_out_but_for_calendars_they_were_given(client: Client) -> None:
    said = client.get("/robots.txt").content.decode().splitlines()

    assert said == ["User-agent: *", "Allow: /*.ics$", "Disallow: /"]


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_a_missing_page_says_so_in_both_languages(client: Client) -> None:
    assert "چنین صفحه‌ای نیست" in client.get("/nowhere/").content.decode()
    client.post("/language/", {"language": "en"})
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (views.csrf_failure, 403),
        (views.server_error, 500),
    ],
)
def test_every_error_has_its_page(view: object, status: int) -> None:
    with override("fa"):
        answer = view(RequestFactory().get("/"))  # type: ignore[operator]

    assert answer.status_code == status
    assert '<html lang="fa" dir="rtl"' in answer.content.decode()


def test_nothing_is_styled_or_scripted_inside_a_page(client: Client) -> None:
    page = client.get("/gallery/").content.decode()

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_a_poll_of_the_gallery_ends(client: Client) -> None:
    assert "hx-get" in client.get("/gallery/progress/?done=3").content.decode()
    assert "hx-get" not in client.get("/gallery/progress/?done=99").content.decode()
    assert client.get("/gallery/progress/?done=x").status_code == 200


@pytest.mark.parametrize(
    ("level", "tags", "tone", "undo"),
    [(25, "undo=/x/1/", "good", "/x/1/"), (40, "", "bad", ""), (10, None, "info", "")],
)
def test_a_message_is_read_with_its_way_back(
    level: int, tags: str | None, tone: str, undo: str
) -> None:
    notice = notices.read(Message(level, "شد", tags))

    assert (notice.tone, notice.undo) == (tone, undo)
