"""The exit statuses that scripts of other people rely on."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from karamad.config import command

SOURCE = Path(command.__file__).parents[2]


def karamad(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from karamad.config.command import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


def test_a_command_that_does_its_work_says_0():
    assert karamad("version").returncode == 0


def test_an_unknown_command_did_nothing():
    answer = karamad("frobnicate")

    assert answer.returncode == 2
    assert (
        answer.stderr == "دستوری به نام «frobnicate» نیست. همهٔ دستورها: karamad help\n"
    )


def test_a_wrong_option_did_nothing():
    assert karamad("migrate", "--frobnicate").returncode == 2


def test_a_refusal_is_said_in_words_alone():
    answer = karamad("demo", "--people", "0")

    assert answer.returncode == 2
    assert answer.stderr == "یک کشور دست‌کم ۱۰۰ نفر دارد.\n"
    assert "demo" in karamad("help").stdout


def test_an_accident_is_not_mistaken_for_refused_rows(monkeypatch):
    def break_down(self):
        raise ZeroDivisionError

    monkeypatch.setattr(command.ManagementUtility, "execute", break_down)

    with pytest.raises(SystemExit) as leaving:
        command.run(["migrate"])
    assert leaving.value.code == 2


def test_a_command_chooses_its_own_status(monkeypatch):
    def refuse(self):
        raise CommandError("some rows refused", returncode=1)

    monkeypatch.setattr(command.ManagementUtility, "execute", refuse)

    with pytest.raises(SystemExit) as leaving:
        command.run(["load"])
    assert leaving.value.code == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["migrate"], True),
        (["migrate", "--verbosity", "0"], True),
        (["migrate", "-v", "2", "--noinput"], True),
        (["migrate", "--plan"], False),
        (["migrate", "people"], False),
        (["migrate", "people", "0001"], False),
        (["load"], False),
        ([], False),
    ],
)
def test_the_seeds_follow_the_whole_migration(given, expected):
    assert command.prepares_home(given) is expected


@pytest.mark.django_db
def test_serving_refuses_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

        with pytest.raises(CommandError, match=f"--port {port + 1}") as refused:
            call_command("serve", port=port)
    assert refused.value.returncode == 2


def test_the_seeds_that_follow_a_migration_are_not_told_to_ask_nothing(monkeypatch):
    told: list[list[str]] = []
    monkeypatch.setattr(command, "run", told.append)

    command.main(["migrate", "-v", "0", "--noinput"])

    assert told == [["migrate", "-v", "0", "--noinput"], ["seed", "-v", "0"]]
