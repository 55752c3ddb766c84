"""No completion names a person or course that is not there, however it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from karamad.registers.courses.models import Course
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person
from tests.nation import NOW, course, entry, person

pytestmark = pytest.mark.django_db
GUARDS = import_module(
    "karamad.registers.credentials.migrations.0003_named_by_statement"
)
NOBODY = 987_654_321


def of(**facts: Any) -> Completion:
    return Completion(
        **facts,
        completed_on=date(2025, 5, 1),
        passed=True,
        recorded_at=NOW,
        entry=entry(),
    )


def kept() -> Completion:
    row = of(person=person(), course=course())
    row.save()
    return row


def refused(act: Callable[[], object]) -> None:
    """The database refuses at once, or when it is asked at the end."""

    @transaction.atomic
    def attempt() -> None:
        act()
        connection.check_constraints()

    with pytest.raises(IntegrityError):
        attempt()


def remove(model: type[Model], pk: int) -> None:
    """Remove a row without asking Django, which asks for itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])  # noqa: S608


@pytest.mark.parametrize("wrong", ["person_id", "course_id"])
def test_one_that_names_nothing_is_refused_among_many(wrong: str):
    said = {"person_id": person().pk, "course_id": course().pk}
    bad = said | {wrong: NOBODY}

    refused(lambda: Completion.objects.bulk_create([of(**said), of(**bad)]))

    assert not Completion.objects.exists()


@pytest.mark.parametrize("wrong", ["person_id", "course_id"])
def test_one_cannot_come_to_name_nothing(wrong: str):
    row = Completion.objects.filter(pk=kept().pk)

    refused(lambda: row.update(**{wrong: NOBODY}))


@pytest.mark.parametrize("superseded", [None, NOW])
@pytest.mark.parametrize("model", [Person, Course])
def test_what_one_names_is_not_removed(model: type[Model], superseded: datetime | None):
    row = kept()
    Completion.objects.update(superseded_at=superseded)
    named = row.person_id if model is Person else row.course_id

    refused(lambda: remove(model, named))


def test_both_may_go_in_one_transaction_the_named_one_first():
    row = kept()

    remove(Person, row.person_id)
    remove(Completion, row.pk)
    connection.check_constraints()

    assert not Completion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_way_back_brings_the_keys_again():
    row = kept()
    with connection.schema_editor() as editor:
        GUARDS.unguard(None, editor)
    try:
        refused(lambda: remove(Person, row.person_id))
    finally:
        with connection.schema_editor() as editor:
            GUARDS.guard(None, editor)

    refused(lambda: remove(Person, row.person_id))
