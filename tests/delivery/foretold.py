"""An act in two steps, as somebody at a browser does it: look, then do."""

from __future__ import annotations

from typing import Any

from django.test import Client


def look(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, {**typed, "look": "1"})


def seen_and_done(client: Client, address: str, **typed: Any) -> Any:
    """Look at what would happen, then press the button under it."""
    foretold = look(client, address, **typed)
    assert foretold.status_code == 200, foretold.content.decode()
    typed["seen"] = foretold.context["seen"]
    return client.post(address, {**typed, "do": "1"}, follow=True)
