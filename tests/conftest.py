"""What every test stands on: no network, its own home, a browser when asked for."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import migrated
from tests.standing import MadeOnce, making_once

# The live server and the browser's event loop share a thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

settings.register_profile("default", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=200,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
LONGEST_WAIT = 20 * 60  # seconds, both runs of script/test together
BROWSER_FIXTURES = {"page", "browser", "context", "new_context"}


def chromium() -> str | None:
    return (
        os.environ.get("KARAMAD_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
    )


# What collecting makes lives to the end: nobody needs to look through it for garbage.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


# ---- which tests -------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("karamad")
    group.addoption(
        "--only-database",
        action="store_true",
        help="only what touches the database, and no browser (for a second engine)",
    )
    group.addoption(
        "--without-browser", action="store_true", help="leave the journeys out"
    )
    group.addoption("--without-spark", action="store_true", help="leave Spark out")


def touches_database(item: pytest.Item) -> bool:
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def drives_browser(item: pytest.Item) -> bool:
    fixtures = BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("journey") is not None


def belongs_to(item: pytest.Item, vendor: str) -> bool:
    only = item.get_closest_marker("only_on")
    if only is None:
        return True
    if only.args not in {("sqlite",), ("postgresql",)}:
        raise pytest.UsageError(f"{item.nodeid} would run nowhere: only_on{only.args}")
    return only.args == (vendor,)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    from django.db import connection  # noqa: PLC0415 - settings come first

    only_database = config.getoption("--only-database")
    without_browser = only_database or config.getoption("--without-browser")
    without_spark = config.getoption("--without-spark")
    kept = [
        item
        for item in items
        if (not only_database or touches_database(item))
        and not (without_browser and drives_browser(item))
        and not (without_spark and item.get_closest_marker("spark"))
        and belongs_to(item, connection.vendor)
    ]
    if len(kept) < len(items):
        stays = set(kept)
        config.hook.pytest_deselected(items=[i for i in items if i not in stays])
        items[:] = kept


# ---- what script/test says at the end ------------------------------------------


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """Leave our counts and skips for script/test, and print what it has to say."""
    tally = os.environ.get("KARAMAD_TEST_TALLY")
    if tally:
        counts = {
            outcome: len(terminalreporter.stats.get(outcome, []))
            for outcome in ("passed", "failed", "error", "skipped", "xfailed")
        }
        words = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
        Path(tally).write_text(words or "no tests", encoding="utf-8")
    left_out = Path(os.environ.get("KARAMAD_TEST_LEFT_OUT", os.devnull))
    with left_out.open("a", encoding="utf-8") as list_of_them:
        list_of_them.writelines(skips(terminalreporter.stats.get("skipped", [])))
    notes = os.environ.get("KARAMAD_TEST_NOTES")
    if notes and Path(notes).exists():
        terminalreporter.section("script/test")
        terminalreporter.write(Path(notes).read_text(encoding="utf-8"))
        terminalreporter.write(all_left_out(left_out.read_text(encoding="utf-8")))
        if began := os.environ.get("KARAMAD_TEST_BEGAN"):
            terminalreporter.write(time_taken(time.time() - float(began)))


def skips(reports: list[pytest.TestReport]) -> list[str]:
    """Return a line for each reason, with the number of tests it kept from running."""
    name = os.environ.get("KARAMAD_TEST_NAME", "")
    reasons = Counter(
        report.longrepr[2] if isinstance(report.longrepr, tuple) else report.nodeid
        for report in reports
    )
    return [
        f"{n} on {name}: {reason.removeprefix('Skipped: ')}\n"
        for reason, n in sorted(reasons.items())
    ]


def all_left_out(lines: str) -> str:
    if not lines:
        return "Nothing was left out.\n"
    return "".join(f"LEFT OUT: {line}\n" for line in lines.splitlines())


def time_taken(seconds: float) -> str:
    """Return the time of the whole suite, loudly where it is more than one waits for.

    It fails nothing: a slow machine is no fault of a change.
    """
    taken = f"{seconds / 60:.1f} minutes"
    if seconds <= LONGEST_WAIT:
        return f"Everything took {taken}.\n"
    return (
        f"TOO SLOW: everything took {taken}; the house waits {LONGEST_WAIT // 60}."
        " Look for the longest with --durations=25.\n"
    )


# ---- the database ----------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """Begin with a copy of the migrated database, not with an empty one."""
    from django.db import connection  # noqa: PLC0415 - settings come first

    with django_db_blocker.unblock():
        copy = migrated.lay_out(connection)
    yield
    if copy is not None:
        copy.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests empty the tables: in theirs alone an audit entry may go."""
    from django.db import connection  # noqa: PLC0415 - settings come first

    guards = import_module("karamad.trust.audit.migrations.0004_entries_stand")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        guards.unguard(None, editor)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[MadeOnce]:
    """Give what makes a world once for all tests of a module; see `standing.py`."""
    with making_once(django_db_blocker) as made:
        yield made


# ---- the browser -----------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """Start Debian's Chromium, quiet, without a GPU and without a sandbox for root."""
    program = chromium()
    if program is None:
        pytest.fail("There is no Chromium (Debian: apt install chromium)")
    return {
        **browser_type_launch_args,
        "executable_path": program,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: Any
) -> dict[str, Any]:
    """Read as in Tehran; `page.goto("/people/")` asks the live server."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "fa-IR",
        "timezone_id": "Asia/Tehran",
    }


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Begin each test without the counts that pages of another one kept."""
    from django.core.cache import cache  # noqa: PLC0415 - settings come first

    cache.clear()
