import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from karamad.config.management.commands.serve import is_empty
from karamad.cycle.eligibility.demo.bare import HURRIED, at_one_stroke, bare
from karamad.cycle.eligibility.management.commands import demo
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person, Unit
from karamad.web.display import number
from tests.migrated import lay_out_home

ROOT = Path(__file__).parents[3]
TABLES = ["people_person", "people_assignment", "credentials_completion"]


def guards() -> dict[str, set[str]]:
    """Return the names of the indexes, unique ones and keys of each table."""
    with connection.cursor() as cursor:
        return {
            table: set(connection.introspection.get_constraints(cursor, table))
            for table in TABLES
        }


@pytest.mark.django_db(transaction=True)
def test_a_demo_leaves_every_index_and_key_in_place(tmp_path: Path, settings: Any):
    settings.HOME = tmp_path
    before = guards()

    call_command("demo", people=100, on="1405-08-30")

    assert Person.objects.count() == 100
    assert Completion.objects.exists()
    assert guards() == before


@pytest.mark.django_db(transaction=True)
def test_they_are_off_meanwhile_and_back_after_a_failure():
    before = guards()
    meanwhile = {}

    def fail() -> None:
        with at_one_stroke(), bare(TABLES):
            meanwhile.update(guards())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    table = "credentials_completion"
    assert len(meanwhile[table]) < len(before[table])
    assert guards() == before


@pytest.mark.django_db
def test_they_come_back_inside_a_transaction_too():
    before = guards()
    said: list[str] = []

    with bare(TABLES, said.append):
        assert guards() != before

    assert guards() == before
    n = number(len(said))
    assert said[-1] == f"فهرست {n} از {n} در پایگاه داده"


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_what_sqlite_was_told_before_holds_again():
    def told() -> list[Any]:
        answers = []
        with connection.cursor() as cursor:
            for name in HURRIED:
                cursor.execute(f"PRAGMA {name}")
                answers.append(cursor.fetchone()[0])
        return answers

    before = told()
    with at_one_stroke():
        assert told()[0] == 0

    assert told() == before


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_demo_never_was(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.HOME = tmp_path
    before = guards()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demo, "propose", interrupt)
        with pytest.raises(CommandError, match="چیزی نوشته نشد") as stopped:
            call_command("demo", people=100, on="1405-08-30")

    assert stopped.value.returncode == 2
    assert is_empty()
    assert not Unit.objects.filter(code="S-MOI").exists()
    assert guards() == before

    call_command("demo", people=100, on="1405-08-30")
    assert Person.objects.count() == 100


def test_a_killed_demo_is_made_anew(tmp_path: Path):
    """A process that nobody lets finish, and the next one in the same home."""
    environment = {
        **os.environ,
        "KARAMAD_HOME": str(tmp_path),
        "KARAMAD_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, str(ROOT / "manage.py")]
    lay_out_home(tmp_path)
    making = subprocess.Popen(
        [*command, "demo", "--people", "30000"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with making:
        assert making.stdout is not None
        for line in making.stdout:
            if "نفر از ۳۰٬۰۰۰ نفر" in line:
                making.kill()

    again = [*command, "demo", "--people", "100"]
    subprocess.run(again, env=environment, check=True, capture_output=True)

    with sqlite3.connect(tmp_path / "karamad.sqlite3") as database:
        found = database.execute("SELECT count(*) FROM people_person").fetchone()
        journal = database.execute("PRAGMA journal_mode").fetchone()
    assert making.returncode == -signal.SIGKILL
    assert found == (100,)
    assert journal == ("wal",)
