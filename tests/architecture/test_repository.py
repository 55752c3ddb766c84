"""The repository keeps its own promises."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    path
    for path in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"]
    if path.is_file() and path.suffix not in {".sh", ".py"}
]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_scripts_can_be_run(script: Path):
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env ")


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_scripts_parse(script: Path):
    if "bash" in script.read_text(encoding="utf-8").splitlines()[0]:
        subprocess.run(["bash", "-n", script], check=True)  # noqa: S607


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_locks_name_no_host_and_no_folder(lock: Path):
    text = lock.read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--\w*index\w*|--find-links)\b", text, re.M)
    assert not re.search(r"(^|\s)/\w", text)


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([^ ;\\]+)", lock.read_text(), re.M)
    return dict(found)


def test_we_test_with_the_versions_we_run():
    run, dev = pins(ROOT / "requirements/run.txt"), pins(ROOT / "requirements/dev.txt")

    assert run
    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_every_package_is_pinned_with_hashes(lock: Path):
    blocks = re.split(r"^(?=[\w.-]+==)", lock.read_text(encoding="utf-8"), flags=re.M)

    assert not [block for block in blocks[1:] if "--hash=sha256:" not in block]


def test_what_we_depend_on_is_locked():
    locked = {
        re.sub(r"[-_.]+", "-", pin).lower() for lock in LOCKS for pin in pins(lock)
    }
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(d for e in extras for d in e)]
    names = {re.split(r"[\[<>=! ;]", dependency)[0].lower() for dependency in wanted}

    assert names <= locked


def test_the_changelog_knows_this_version_or_the_next():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## Unreleased" in changelog or PROJECT["project"]["version"] in changelog


@pytest.mark.parametrize("readme", ["README.md", "README.fa.md"])
def test_readmes_show_the_two_commands_first(readme: str):
    head = "\n".join((ROOT / readme).read_text(encoding="utf-8").splitlines()[:25])

    assert "script/run" in head
    assert "script/test" in head


@pytest.mark.parametrize("readme", ["README.md", "README.fa.md"])
def test_readmes_link_to_what_exists(readme: str):
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)

    assert not [target for target in targets if not (ROOT / target).exists()]
