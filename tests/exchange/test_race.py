"""Two loads of the same file at once leave one current row a key."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from karamad.kernel.identifiers import synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.exchange import actions
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import Person
from tests.exchange.bringing import TODAY, Clock, Folder
from tests.migrated import lay_out_home

ROOT = Path(__file__).parents[2]
PEOPLE = "national_id,first_name,last_name\n" + "".join(
    f"{synthetic(n)},نام,نشان\n" for n in range(100, 160)
)
COMPLETIONS = "national_id,course,completed_on,passed\n" + "".join(
    f"{synthetic(n)},EL-204,1404-02-11,1\n" for n in range(100, 160)
)


def load_twice_at_once(people: Path, completions: Path) -> list[Exception]:
    """Load both files in two threads that start each file together."""
    start, faults = Barrier(2), []

    def load() -> None:
        try:
            for kind, path in (("people", people), ("completions", completions)):
                start.wait(timeout=60)
                order = actions.Order(kind, Scope(TODAY), Clock(), batch=7)
                for outcome in actions.load_files(order, [path]):
                    assert outcome.fault is None
                    assert outcome.counts.good == 60
        except Exception as fault:  # noqa: BLE001 - handed to the test
            start.abort()
            faults.append(fault)
        finally:
            connection.close()

    both = [Thread(target=load), Thread(target=load)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    return faults


# On SQLite threads share one connection's tables; see the next test.
@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_loads_of_one_file_at_once_on_a_server(folder: Folder):
    folder.nation()

    faults = load_twice_at_once(folder.text(PEOPLE), folder.text(COMPLETIONS))

    assert not faults
    assert Person.objects.count() == 3 + 60
    assert Completion.objects.count() == 60
    assert Person.objects.named("نام", "نشان").count() == 60


def test_two_loads_of_one_file_at_once_on_an_embedded_database(folder: Folder):
    """Two commands on one file; each waits while the other writes a batch."""
    home = folder.path / "home"
    environment = {**os.environ, "KARAMAD_HOME": str(home), "KARAMAD_DATABASE_URL": ""}
    environment["PYTHONPATH"] = str(ROOT / "src")
    environment["DJANGO_SETTINGS_MODULE"] = "karamad.config.settings"
    command = [sys.executable, str(ROOT / "manage.py")]
    path = str(folder.text(PEOPLE))
    lay_out_home(home)

    both = [
        subprocess.Popen(
            [*command, "load", "people", path, "--batch", "7"], env=environment
        )
        for _ in range(2)
    ]

    assert [each.wait(timeout=120) for each in both] == [0, 0]
    with sqlite3.connect(home / "karamad.sqlite3") as database:
        ((count,),) = database.execute("SELECT count(*) FROM people_person").fetchall()
    database.close()
    assert count == 60
