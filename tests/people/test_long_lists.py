"""Whichever way a list is read, it shows the same people and says how many they are."""

from __future__ import annotations

from itertools import product

import pytest

from karamad.registers.people import actions
from karamad.registers.people.models import Person
from karamad.registers.people.views import listing
from karamad.registers.people.views.listing import Asked, page_of
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.web.asof import AsOf
from tests.people.nation import NOW, TODAY, Nation, person, seat, user

SMALL = 3  # people a page
# What a cap, a common name, an early and a near page mean: as they are, or so few that
# even a small nation is long.
WAYS = {
    "short lists": (10_000, 60_000, 500, 200),
    "long lists of the few": (2, 60_000, 6, 0),
    "the alphabet": (2, 3, 500, 0),
    "along the alphabet": (2, 60_000, 6, 200),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Read lists that way; return its cap."""
    cap, common, early, near = WAYS[request.param]
    monkeypatch.setattr(listing, "CAP", cap)
    monkeypatch.setattr(listing, "COMMON", common)
    monkeypatch.setattr(listing, "EARLY", early)
    monkeypatch.setattr(listing, "NEAR", near)
    return cap


@pytest.fixture
def readers(nation: Nation) -> list[User]:
    return [
        user("deputy", Role.NATIONAL_DEPUTY),
        user("gilan", Role.PROVINCIAL_EXPERT, nation.gilan),
        user("rasht", Role.HR_OFFICER, nation.rasht),
    ]


@pytest.fixture
def crowd(nation: Nation) -> list[Person]:
    """Two of each name in each unit, one of them a mayor; two are one human being."""
    people = []
    places = (nation.rasht, nation.birjand)
    for first, last, unit in product(
        ("علی", "علی اکبر", "زهرا"), ("احمدی", "علیزاده"), places
    ):
        for post in (nation.mayor, nation.governor):
            who = person(first, last)
            seat(who, post, unit)
            people.append(who)
    actions.merge_persons(person=people[0], into=people[1], by=None, at=NOW)
    return people


def expected(
    reader: User, crowd: list[Person], asked: Asked, nation: Nation
) -> list[int]:
    """Return whom the list has, one by one, by what was typed into the test."""
    found = []
    for who in sorted(crowd, key=lambda who: (who.sort_key, who.pk)):
        records = Person.objects.filter(pk=who.pk) | Person.objects.filter(
            merged_into=who.pk
        )
        seats = [s for each in records for s in each.assignments.all()]
        units = {s.unit_id for s in seats}
        if Person.objects.get(pk=who.pk).merged_into_id:
            continue
        seen = reader.username == "deputy" or nation.rasht.pk in units
        if not (seen or who.account_id == reader.pk):
            continue
        if asked.post and asked.post.pk not in {s.post_id for s in seats}:
            continue
        words = asked.words.split()
        names = [*who.first_name.split(), *who.last_name.split()]
        if all(any(name.startswith(word) for name in names) for word in words):
            found.append(who.pk)
    return found


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("", ""),
        ("علی", ""),
        ("علیزاده", ""),
        ("علی احمدی", ""),
        ("علی زهرا", ""),
        ("علی ژوبین", ""),
        ("احمدی علی", ""),
        ("علی اکبر احمدی", ""),
        ("علیزاده علی زهرا", ""),
        ("زهرا علیزاده", "mayor"),
        ("", "mayor"),
        ("احمدی", "mayor"),
    ],
)
def test_every_way_shows_the_same(
    way: int,
    readers: list[User],
    crowd: list[Person],
    nation: Nation,
    words: str,
    post: str,
):
    at_work = getattr(nation, post) if post else None
    asked = Asked(AsOf(TODAY, TODAY), words=words, post=at_work)
    for reader in readers:
        whom = expected(reader, crowd, asked, nation)
        first, counted = page_of(asked, reader, "1", SMALL)
        third, _ = page_of(asked, reader, "3", SMALL)

        assert list(first.object_list) == whom[:SMALL]
        assert first.has_next() == (len(whom) > SMALL)
        assert (counted.number, counted.more) == (min(len(whom), way), len(whom) > way)
        if len(whom) > 2 * SMALL:
            assert list(third.object_list) == whom[2 * SMALL : 3 * SMALL]


@pytest.mark.parametrize("words", ["", "احمدی"])
@pytest.mark.parametrize("post", [None, "mayor"])
def test_who_is_seen_only_by_himself_is_listed_whichever_way(
    way: int,
    readers: list[User],
    crowd: list[Person],
    nation: Nation,
    words: str,
    post: str | None,
):
    del way
    officer = readers[-1]
    far = next(p for p in crowd[2:] if p.assignments.get().unit == nation.birjand)
    Person.objects.filter(pk=far.pk).update(account=officer)
    far.account = officer
    at_work = getattr(nation, post) if post else None
    asked = Asked(AsOf(TODAY, TODAY), words=words, post=at_work)

    page, _ = page_of(asked, officer, None, len(crowd))

    assert list(page.object_list) == expected(officer, crowd, asked, nation)
    assert far.pk in page.object_list


@pytest.mark.parametrize("sort", ["-name", "service", "-service"])
def test_every_way_puts_in_the_same_order(
    way: int, readers: list[User], crowd: list[Person], nation: Nation, sort: str
):
    del way
    asked = Asked(AsOf(TODAY, TODAY), sort=sort)
    for reader in readers:
        found = expected(reader, crowd, asked, nation)
        by_key = sorted(found, reverse=sort.startswith("-"))
        whom = found[::-1] if sort == "-name" else by_key

        first, _ = page_of(asked, reader, "1", SMALL)
        second, _ = page_of(asked, reader, "2", SMALL)

        assert [*first.object_list, *second.object_list] == whom[: 2 * SMALL]


def test_a_name_that_nobody_bears_reads_nobody(
    readers: list[User], crowd: list[Person], django_assert_max_num_queries
):
    asked = Asked(AsOf(TODAY, TODAY), words="علی ژوبین")

    with django_assert_max_num_queries(6) as asked_of_it:
        page, counted = page_of(asked, readers[0], None, SMALL)

    assert list(page.object_list) == []
    assert counted.number == 0
    # Bearers of the names are counted, and nobody put in order.
    assert not any('"sort_key"' in q["sql"] for q in asked_of_it)
