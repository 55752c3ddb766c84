"""A page in a real browser that tells on itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def opened(new_context: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open a page in a language and a colour scheme; its console must stay silent."""
    complaints: list[str] = []

    def _open(address: str, language: str = "fa", **options: Any) -> Any:
        context = new_context(**options)
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address, wait_until="load")
        # Without the style sheet every judgement of the page would be empty.
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith(
            "Vazirmatn"
        )
        return page

    yield _open
    assert complaints == []


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Return a judge of accessibility: what axe finds wrong, and where."""
    script = AXE.read_text(encoding="utf-8")

    def _judge(page: Any) -> list[str]:
        page.evaluate(script)
        answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{found['id']}: {node['target']} {node['failureSummary']}"
            for found in answer["violations"]
            for node in found["nodes"]
        ]

    return _judge
