"""Who reads a film, or sends a file, on a poor line keeps nobody from his page."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import pytest

from karamad.config.management.commands.serve import answers, programs
from karamad.config.turns import Turns

ROOT = Path(__file__).parents[2]
THREADS = 2
PATIENCE = 60.0


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def cinema(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server as `karamad serve` starts it, before a film of 50 MB; its port."""
    film = tmp_path / "film"
    with film.open("wb") as stream:
        stream.truncate(50 << 20)
    monkeypatch.setenv("KARAMAD_AT_ONCE", "")
    monkeypatch.setenv("KARAMAD_HOSTS", "")
    *server, _application = programs("127.0.0.1", port, THREADS)[0].command
    environment = {
        **os.environ,
        "FILM": str(film),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    running = subprocess.Popen(
        [*server, "tests.config.film:application"], env=environment
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers("127.0.0.1", port) and time.monotonic() < deadline:
            time.sleep(0.1)
        yield port
    finally:
        running.terminate()
        running.wait(PATIENCE)


def begin_to_read(port: int) -> socket.socket:
    """Ask for the film, take its first bytes, and then no more."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
    reader.settimeout(PATIENCE)
    reader.connect(("127.0.0.1", port))
    reader.sendall(b"GET /film HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert reader.recv(64).startswith(b"HTTP/1.1 200")
    return reader


def test_slow_readers_keep_nobody_from_his_page(cinema: int):
    with ExitStack() as readers:
        for _number in range(3 * THREADS):
            readers.enter_context(closing(begin_to_read(cinema)))

        page = HTTPConnection("127.0.0.1", cinema, timeout=PATIENCE)
        readers.enter_context(closing(page))
        page.request("GET", "/page")

        assert page.getresponse().read() == b"a page"


def begin_to_send(port: int, length: int) -> socket.socket:
    """Announce a form, send its first bytes, and then no more."""
    sender = socket.socket()
    sender.settimeout(PATIENCE)
    sender.connect(("127.0.0.1", port))
    head = f"POST /form HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n"
    sender.sendall(head.encode() + b"x" * 9)
    return sender


@pytest.mark.parametrize("length", [2_000, 2 << 20])
def test_slow_senders_keep_nobody_from_his_page_and_are_answered(
    cinema: int, length: int
):
    with ExitStack() as lines:
        slow = [begin_to_send(cinema, length) for _number in range(3 * THREADS)]
        for each in slow:
            lines.enter_context(closing(each))
        time.sleep(0.5)  # until all of them hold what they are going to hold

        page = HTTPConnection("127.0.0.1", cinema, timeout=5)
        lines.enter_context(closing(page))
        page.request("GET", "/page")
        assert page.getresponse().read() == b"a page"

        # All but one give up; it ends what it began, and the server is none the worse.
        for each in slow[1:]:
            each.close()
        slow[0].sendall(b"x" * (length - 9))
        answer = b""
        while not answer.endswith(b"0\r\n\r\n"):
            answer += slow[0].recv(4_096)
        assert f"\r\n{length}\r\n".encode() in answer


def test_what_is_larger_than_anything_kept_is_not_read():
    class Unread:
        def read(self, _size: int) -> bytes:
            raise AssertionError

    seen: list[object] = []
    turns = Turns(lambda environ, _start: seen.append(environ) or [b""], 1, 100)
    large = {"CONTENT_LENGTH": "101", "wsgi.input": Unread()}

    turns(large, print)

    assert seen == [large]


def test_no_more_are_worked_on_at_once_than_have_a_turn():
    at_work, most, let_go = [0], [0], Event()

    def application(_environ, _start_response):
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        let_go.wait(PATIENCE)
        at_work[0] -= 1
        return [b""]

    turns = Turns(application, THREADS)
    asked = [Thread(target=turns, args=({}, None)) for _number in range(5)]
    for each in asked:
        each.start()
    while most[0] < THREADS:
        time.sleep(0.01)
    let_go.set()
    for each in asked:
        each.join(PATIENCE)

    assert (most[0], at_work[0]) == (THREADS, 0)


def test_whoever_breaks_down_gives_his_turn_back():
    def application(_environ, _start_response):
        raise ZeroDivisionError

    turns = Turns(application, 1)

    for _number in range(2):
        with pytest.raises(ZeroDivisionError):
            turns({}, print)
