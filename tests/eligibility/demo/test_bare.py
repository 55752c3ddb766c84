from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from karamad.cycle.eligibility.demo.bare import bare
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person

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
        with bare(TABLES):
            meanwhile.update(guards())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    table = "credentials_completion"
    assert len(meanwhile[table]) < len(before[table])
    assert guards() == before


@pytest.mark.django_db
def test_inside_a_transaction_they_stay():
    before = guards()

    with bare(TABLES):
        assert guards() == before


@pytest.mark.django_db(transaction=True)
def test_what_sqlite_was_told_before_holds_again():
    if connection.vendor != "sqlite":
        return

    def told() -> list[Any]:
        answers = []
        with connection.cursor() as cursor:
            for name in ("foreign_keys", "synchronous", "cache_size"):
                cursor.execute(f"PRAGMA {name}")
                answers.append(cursor.fetchone()[0])
        return answers

    before = told()
    with bare(TABLES):
        assert told()[0] == 0

    assert told() == before
