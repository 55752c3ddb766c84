"""What browsers are sent is made once, and not at each start."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ = ("package.json", "package-lock.json", "script/assets", "script/subset.py")
MADE = ("vazirmatn.woff2", "vazirmatn-regular.ttf", "vazirmatn-bold.ttf")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which the font was cut, and nothing of npm's lies about."""
    for name in (*READ, "script/house.sh"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, place)
    fonts = tmp_path / "var-assets" / "web" / "fonts"
    fonts.mkdir(parents=True)
    for name in MADE:
        (fonts / name).touch()
    reads = " ".join(READ)
    digest = f"source script/house.sh; digest {reads} > var-assets/.made"
    subprocess.run(["bash", "-c", digest], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def make(checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it where npm only says that it was asked."""
    tools = checkout / "tools"
    tools.mkdir()
    (tools / "npm").write_text("#!/bin/sh\necho npm was asked; exit 7\n", "utf-8")
    (tools / "npm").chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [checkout / "script" / "assets", *options],
        cwd=checkout,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_start_makes_nothing(checkout: Path):
    done = make(checkout)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("there", [[], ["axe-core"], ["ical.js"]])
def test_tests_want_more_than_a_start(checkout: Path, there: list[str]):
    for name in there:
        (checkout / "node_modules" / name).mkdir(parents=True)

    assert "npm was asked" in make(checkout, "--dev").stdout


def test_tests_that_have_it_want_nothing(checkout: Path):
    for name in ("axe-core", "ical.js"):
        (checkout / "node_modules" / name).mkdir(parents=True)

    assert make(checkout, "--dev").returncode == 0
