"""What did not run is said, with the number of tests and the reason."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import all_left_out, time_taken

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_that_runs(): pass

@pytest.mark.parametrize("n", [1, 2])
def test_without_what_it_needs(n): pytest.skip("no such thing here")

@pytest.mark.only_on("{other}")
def test_of_the_other_database(): raise AssertionError
"""


def run(tests: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests as script/test does its last suite, with our conftest."""
    module = folder / "test_some.py"
    module.write_text(tests, encoding="utf-8")
    (folder / "notes").touch()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name != "KARAMAD_TEST_HOME"
    }
    return subprocess.run(
        [
            sys.executable,
            *("-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"),
            *("-p", "no:randomly", "--rootdir", str(ROOT), "-c", "pyproject.toml"),
            str(module),
        ],
        cwd=ROOT,
        env={
            **environment,
            "KARAMAD_DATABASE_URL": "",
            "KARAMAD_TEST_NAME": "SQLite",
            "KARAMAD_TEST_LEFT_OUT": str(folder / "left-out"),
            "KARAMAD_TEST_NOTES": str(folder / "notes"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_skipped_is_left_out_and_said(tmp_path: Path):
    done = run(TESTS.format(other="postgresql"), tmp_path)

    assert "1 passed, 2 skipped, 1 deselected" in done.stdout
    assert "LEFT OUT: 2 on SQLite: no such thing here" in done.stdout
    assert "Nothing was left out." not in done.stdout
    assert (tmp_path / "left-out").read_text(encoding="utf-8").count("\n") == 1


def test_nothing_left_out_is_said_too():
    assert all_left_out("") == "Nothing was left out.\n"


def test_a_long_wait_is_said_loudly():
    assert time_taken(20 * 60) == "Everything took 20.0 minutes.\n"
    assert time_taken(20 * 60 + 6).startswith("TOO SLOW: everything took 20.1 minutes")


def test_a_test_of_no_database_is_refused(tmp_path: Path):
    done = run(TESTS.format(other="postgres"), tmp_path)

    assert done.returncode != 0
    assert "would run nowhere" in done.stdout + done.stderr
