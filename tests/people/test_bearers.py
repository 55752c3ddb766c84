"""The first who bear a common name are those whom putting all in order would show."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from karamad.kernel.text import ZWNJ
from karamad.registers.people.models import NameKey, Person
from karamad.registers.people.views import bearers
from karamad.registers.people.views.bearers import Bearers
from tests.people.nation import TODAY, Nation, person

FAMILY_NAMES = ("مقدم", f"آذر{ZWNJ}مقدم", f"مقدم{ZWNJ}پور", "مقدم یار", "یزدانی")
KEY = "مقدم"


@pytest.fixture
def bearing(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """Three of each family name, one of them retired; one has it as a first name."""
    monkeypatch.setattr(bearers, "ENOUGH", 1)
    people = [
        person(first, last) for last in FAMILY_NAMES for first in ("زهرا", "علی", "رضا")
    ]
    people.append(person("مقدم", "بهرامی"))
    Person.objects.filter(first_name="رضا").update(retired_on=TODAY)
    return people


def in_order() -> list[int]:
    """Return all of them, put in order by reading everybody."""
    serving = Person.objects.serving_on(TODAY).unmerged()
    theirs = [p for p in serving if KEY in p.first_name or KEY in p.last_name]
    return [p.pk for p in sorted(theirs, key=lambda p: (p.sort_key, p.pk))]


def serving() -> Bearers:
    return Bearers(Person.objects.serving_on(TODAY).unmerged(), KEY)


@pytest.mark.usefixtures("bearing")
@pytest.mark.parametrize("most", [0, 100])
def test_the_first_are_the_first_of_all(most: int):
    whole = in_order()
    assert len(whole) == 9

    for rows in range(1, 12):
        found = serving().first(rows, most)

        if found is not None:
            assert list(found[:rows]) == whole[:rows]
    assert serving().first(1, 100) is not None
    assert serving().first(11, 100) is not None


@pytest.mark.usefixtures("bearing")
def test_where_too_many_have_left_it_says_that_it_cannot_tell():
    Person.objects.filter(last_name=f"آذر{ZWNJ}مقدم").update(retired_on=TODAY)

    assert serving().first(2, 100) is None


# PostgreSQL is told all names that are meant, and reads no more of them (ADR 147).
@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("bearing")
def test_names_behind_those_asked_for_are_not_read(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    with django_assert_num_queries(3) as asked:
        serving().first(2, 100)

    assert "یار" not in asked[-1]["sql"]
    assert "آذر" in asked[-1]["sql"]


@pytest.mark.usefixtures("bearing")
@pytest.mark.parametrize(("cap", "number", "more"), [(3, 3, True), (9, 9, False)])
def test_they_are_counted_up_to_the_cap(cap: int, number: int, more: bool):
    counted = serving().count(cap)

    assert (counted.number, counted.more) == (number, more)
    assert NameKey.objects.exists()
