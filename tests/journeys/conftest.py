"""A reader at his browser: signed in by the form, in Persian, the worker at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.web.conftest import axe as axe  # noqa: PLC0414 - a fixture of all

PASSWORD = "a long enough password"  # noqa: S105 - of a user that lives a test


@pytest.fixture(autouse=True)
def at_once(settings: Any, tmp_path: Path) -> None:
    """Run the worker's tasks where they are asked for; keep files in a new folder.

    No hour is quiet: what is sent by day is sent by night, too.
    """
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    settings.QUIET_FROM = settings.QUIET_UNTIL = time(0)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_the_desk(new_context: Any) -> Iterator[Callable[..., Any]]:
    """Sign a new user of a role in; the console must stay silent all the way."""
    complaints: list[str] = []

    def _sit_down(role: Role, on: Unit | None = None, **options: Any) -> Any:
        user = nation.user(role, on, password=PASSWORD)
        page = new_context(**options).new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in/")
        page.get_by_label("نام کاربری").fill(user.username)
        page.get_by_label("گذرواژه", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="ورود").click()
        page.wait_for_url(lambda address: "sign-in" not in address)
        return page

    yield _sit_down
    refused = "the server responded with a status of 422"
    assert [said for said in complaints if refused not in said] == []
