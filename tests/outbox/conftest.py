"""A template, somebody to write to, and an SMS centre that misbehaves on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from pytest_socket import enable_socket

from karamad.cycle.outbox import letters
from karamad.cycle.outbox.letters import Template

GREETING = Template(
    code="test-greeting",
    name="خوشامد",
    places={"name": "مریم کریمی", "course": "بهداشت"},
    words={
        ("sms", "fa"): ("", "{name}، دورهٔ {course}"),
        ("sms", "en"): ("", "{name}, course {course}"),
        ("email", "fa"): ("دورهٔ {course}", "{name} گرامی، دورهٔ {course}"),
        ("email", "en"): ("Course {course}", "Dear {name}, course {course}"),
    },
    bundle="test",
)


@pytest.fixture(autouse=True)
def greeting(monkeypatch: pytest.MonkeyPatch) -> Template:
    monkeypatch.setattr(letters, "_templates", {**letters._templates})
    letters.register(GREETING)
    return GREETING


class Centre:
    """An SMS centre on this machine: what it heard, and what it says next.

    script: statuses to answer with, one a request, then 200; 0 hears and hangs up.
    """

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.script: list[int] = []
        self.elsewhere = ""
        centre = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                centre.heard.append({k: v[0] for k, v in parse_qs(body).items()})
                status = centre.script.pop(0) if centre.script else 200
                if status:
                    self.send_response(status)
                    if centre.elsewhere:
                        self.send_header("Location", centre.elsewhere)
                    self.end_headers()
                else:
                    self.connection.close()

            def do_GET(self) -> None:
                centre.heard.append({})
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def texts(self) -> list[str]:
        return [each["text"] for each in self.heard]


@pytest.fixture
def centre() -> Iterator[Centre]:
    enable_socket()
    made = Centre()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
