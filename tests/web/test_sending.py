"""A kept file on its way: whole, in parts, or not at all when nothing changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from karamad.web.sending import BLOCK, Sent, send

CONTENT = bytes(range(256)) * (BLOCK // 128)  # two blocks


@pytest.fixture
def file(tmp_path: Path) -> Sent:
    path = tmp_path / "film"
    path.write_bytes(CONTENT)
    return Sent(path, "abc", "video/mp4", "فیلم یک.mp4", shown=True)


def asked(file: Sent, method: str = "get", **headers: str) -> HttpResponseBase:
    request: Any = getattr(RequestFactory(), method)("/", headers=headers)
    return send(request, file)


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_all_of_it_is_sent_with_its_length_and_tag(file):
    answer = asked(file)

    assert body(answer) == CONTENT
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["ETag"] == '"abc"'
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=65530-65545", 65530, 65545),  # across two blocks
        ("bytes=100-", 100, len(CONTENT) - 1),
        ("bytes=-7", len(CONTENT) - 7, len(CONTENT) - 1),
        ("bytes=5-999999999", 5, len(CONTENT) - 1),
        ("bytes=-999999999", 0, len(CONTENT) - 1),
    ],
)
def test_a_part_is_sent_to_whoever_asks_for_one(file, wanted, first, last):
    answer = asked(file, Range=wanted)

    assert answer.status_code == 206
    assert body(answer) == CONTENT[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=9-5",
        "bytes=-",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes=x-1",
        f"bytes={9**40}-",
    ],
)
def test_what_is_no_part_is_not_heard(file, wanted):
    answer = asked(file, Range=wanted)

    assert (answer.status_code, body(answer)) == (200, CONTENT)


@pytest.mark.parametrize("wanted", [f"bytes={len(CONTENT)}-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(file, wanted):
    answer = asked(file, Range=wanted)

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(CONTENT)}"


def test_a_download_broken_off_goes_on_only_with_the_same_file(file):
    same = asked(file, **{"Range": "bytes=10-", "If-Range": '"abc"'})
    other = asked(file, **{"Range": "bytes=10-", "If-Range": '"older"'})

    assert (same.status_code, body(same)) == (206, CONTENT[10:])
    assert (other.status_code, body(other)) == (200, CONTENT)


@pytest.mark.parametrize("known", ['"abc"', 'W/"x", "abc"'])
def test_what_the_browser_has_is_not_sent_again(file, known):
    answer = asked(file, **{"If-None-Match": known})

    assert (answer.status_code, body(answer)) == (304, b"")
    assert answer["ETag"] == '"abc"'


def test_a_head_says_how_large_it_is_and_sends_nothing(file):
    answer = asked(file, "head")

    assert answer["Content-Length"] == str(len(CONTENT))
    assert body(answer) == b""


def test_what_is_sent_says_nothing_in_our_name(file):
    answer = asked(file)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_name_in_persian_is_kept(file):
    shown = asked(file)["Content-Disposition"]
    saved = asked(Sent(file.path, "a", file.mime, file.name, shown=False))

    assert shown.startswith("inline; filename*=utf-8''%D9%81")
    assert saved["Content-Disposition"].startswith("attachment; ")
