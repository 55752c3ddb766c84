"""No person names a unit, record or account that is not there."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from karamad.registers.people.models import Person, Unit, UnitPlace
from tests.nation import person, unit, user

pytestmark = pytest.mark.django_db
GUARDS = import_module("karamad.registers.people.migrations.0008_people_ask_less")
NOBODY = 987_654_321


def bare_unit() -> Unit:
    """A unit that nothing names, not even its place in the tree."""
    row = unit()
    UnitPlace.objects.filter(unit=row).delete()
    return row


NAMED: dict[str, Callable[[], Model]] = {
    "account_id": user,
    "home_unit_id": bare_unit,
    "merged_into_id": person,
}
each = pytest.mark.parametrize("column", NAMED)


def refused(act: Callable[[], object]) -> None:
    """The database refuses at once, or when it is asked at the end."""

    @transaction.atomic
    def attempt() -> None:
        act()
        connection.check_constraints()

    with pytest.raises(IntegrityError):
        attempt()


def remove(row: Model) -> None:
    """Remove a row without asking Django, which asks for itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


def another(**facts: Any) -> Person:
    """A person as `person` has him, not yet written."""
    row = person()
    Person.objects.filter(pk=row.pk).delete()
    for name, value in facts.items():
        setattr(row, name, value)
    return row


@each
def test_one_who_names_nothing_is_refused_among_many(column: str):
    bad = another(**{column: NOBODY})

    refused(lambda: Person.objects.bulk_create([bad]))

    assert not Person.objects.filter(pk=bad.pk).exists()


@each
def test_one_cannot_come_to_name_nothing(column: str):
    row = Person.objects.filter(pk=person().pk)

    refused(lambda: row.update(**{column: NOBODY}))


@each
def test_what_one_names_is_not_removed(column: str):
    named = NAMED[column]()
    person(**{column: named.pk})

    refused(lambda: remove(named))


@each
def test_what_nobody_names_any_more_may_go(column: str):
    named = NAMED[column]()
    row = person(**{column: named.pk})

    with transaction.atomic():
        remove(named)
        Person.objects.filter(pk=row.pk).update(**{column: None})
        connection.check_constraints()

    assert not type(named)._default_manager.filter(pk=named.pk).exists()


def test_an_account_is_of_one_person():
    account = user()
    person(account_id=account.pk)
    other = Person.objects.filter(pk=person().pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        other.update(account_id=account.pk)


@pytest.mark.django_db(transaction=True)
def test_the_way_back_brings_the_keys_again():
    home = bare_unit()
    person(home_unit_id=home.pk)
    with connection.schema_editor() as editor:
        GUARDS.unguard(None, editor)
    try:
        refused(lambda: remove(home))
    finally:
        with connection.schema_editor() as editor:
            GUARDS.guard(None, editor)

    refused(lambda: remove(home))
