"""The counts are those of a plain loop over everybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from karamad.insight.coverage.actions import asking, books, making
from karamad.insight.coverage.actions.asking import Asked, Group, cube
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.places import Place
from karamad.insight.coverage.rules import Answer, Figures, total_of
from karamad.kernel.jalali import completed_years
from karamad.registers.people.models import Unit
from tests.insight.coverage.nation import (
    ON,
    STRIVEN_FOR,
    UNITS,
    WORDS,
    Held,
    Land,
    drawn,
)

NATION = Place(None, is_whole=True)
SMALL_BUDGET = budget(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def place(key: int) -> Place:
    return Place(Unit(pk=key, path=UNITS[key][1]))


def line_of(unit: int, within: Place) -> int | None:
    """The line of a unit on a page, in plain words."""
    path = UNITS[unit][1]
    keys = [int(key) for key in path.split(".") if key]
    if within.unit is None:
        provinces = [key for key in keys if UNITS[key][0] == "province"]
        return (provinces or keys)[0]
    if not path.startswith(within.path):
        return None
    below = path[len(within.path) :].split(".")[0]
    return int(below) if below else within.unit.pk


def age_of(born: date | None) -> str:
    if born is None:
        return ""
    years = completed_years(born, ON)
    return next(
        band
        for band, last in (
            ("-29", 29),
            ("30-39", 39),
            ("40-49", 49),
            ("50-59", 59),
            ("60-", 999),
        )
        if years <= last
    )


def counted(land: Land, within: Place, asked: Asked) -> dict[int, Figures]:
    """Count by a loop: the worst verdict of a seat, its earliest end."""
    seats: dict[tuple[int, int, int], list[Held]] = {}
    for each in land.held:
        if each.profile == (asked.profile or each.profile) and (
            asked.profile or each.profile != STRIVEN_FOR
        ):
            seats.setdefault((each.person, each.post, each.unit), []).append(each)
    found: dict[int, Counter[str]] = {}
    for (person, post, unit), rows in seats.items():
        employment, gender, born = land.people[person]
        line = line_of(unit, within)
        fits = (
            line is not None
            and asked.post in {None, post}
            and asked.employment in {None, employment or ""}
            and asked.gender in {None, gender or ""}
            and asked.age in {None, age_of(born)}
        )
        if not fits:
            continue
        assert line is not None
        worst = max(WORDS.index(each.verdict) for each in rows)
        if asked.place is not None:
            (row,) = rows
            worst = 2 * (row.unmet >> asked.place & 1)
            worst = worst or row.unknown >> asked.place & 1
        ends = [each.until for each in rows if each.until]
        soon = not worst and ends and min(ends) <= ON + timedelta(days=90)
        tally = found.setdefault(line, Counter())
        tally[WORDS[worst]] += 1
        tally["soon"] += bool(soon)
    return {line: Figures(**tally) for line, tally in found.items()}


def shown(book: Book, within: Place, asked: Asked) -> dict[int, Figures]:
    return dict(cube(book, within, asked, {1: 6, 2: 6}).lines)


dimensions = st.builds(
    Asked,
    post=st.sampled_from([None, 1, 2, 9]),
    profile=st.sampled_from([None, 1, 2, 3]),
    employment=st.sampled_from([None, "official", ""]),
    gender=st.sampled_from([None, "f", ""]),
    age=st.sampled_from([None, "-29", "40-49", "60-", ""]),
)


@SMALL_BUDGET
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(0, 60),
    key=st.sampled_from([None, *UNITS]),
    asked=dimensions,
)
def test_every_figure_is_that_of_a_loop(
    seed: int, people: int, key: int | None, asked: Asked
) -> None:
    land = drawn(seed, people)
    within = place(key) if key else NATION

    book = making.make(land.judged(), on=ON)

    assert shown(book, within, asked) == counted(land, within, asked)


@SMALL_BUDGET
@given(seed=st.integers(0, 10_000), bit=st.integers(0, 5))
def test_of_a_criterion_the_figures_are_what_it_found(seed: int, bit: int) -> None:
    land = drawn(seed, 40)
    asked = Asked(profile=1, place=bit)
    book = making.make(land.judged(), on=ON)

    lines = shown(book, NATION, asked)

    expected = counted(land, NATION, asked)
    assert {line: each.people for line, each in lines.items()} == {
        line: each.people for line, each in expected.items()
    }
    assert {line: each.not_eligible for line, each in lines.items()} == {
        line: each.not_eligible for line, each in expected.items()
    }
    lack = {each.place: each for each in cube(book, NATION, asked, {1: 6}).lacks}[bit]
    total = total_of(lines.values())
    assert (lack.unmet, lack.unknown, lack.asked) == (
        total.not_eligible,
        total.undetermined,
        total.people,
    )


@SMALL_BUDGET
@given(seed=st.integers(0, 10_000), asked=dimensions)
def test_the_lines_of_a_unit_add_up_to_its_own_line_above(
    seed: int, asked: Asked
) -> None:
    book = making.make(drawn(seed, 60).judged(), on=ON)

    above = shown(book, NATION, asked)

    for province in (2, 7):
        below = shown(book, place(province), asked)
        assert total_of(below.values()) == above.get(province, Figures())


@SMALL_BUDGET
@given(seed=st.integers(0, 10_000), data=st.data())
def test_who_changed_is_counted_anew_and_nobody_else(seed: int, data: Any) -> None:
    before, after = drawn(seed, 50), drawn(seed + 1, 50)
    changed = data.draw(st.sets(st.integers(1, 55), max_size=8))
    mixed = Land(UNITS, {**before.people})
    for person in changed & after.people.keys():
        mixed.people[person] = after.people[person]
    mixed.held = [each for each in before.held if each.person not in changed]
    mixed.held += [each for each in after.held if each.person in changed]
    book = making.make(before.judged(), on=ON)

    fresh = making.renew(
        book, mixed.judged(only=list(changed)), people=changed, making=2
    )

    again = making.make(mixed.judged(), on=ON, making=3)
    for within in (NATION, place(2), place(3), place(9)):
        assert shown(fresh, within, Asked()) == shown(again, within, Asked())
    assert shown(book, NATION, Asked()) == counted(before, NATION, Asked())


@SMALL_BUDGET
@given(
    seed=st.integers(0, 10_000), key=st.sampled_from([None, 2, 3, 4]), asked=dimensions
)
def test_the_people_of_a_figure_are_as_many_as_it_says(
    seed: int, key: int | None, asked: Asked
) -> None:
    within = place(key) if key else NATION
    book = making.make(drawn(seed, 40).judged(), on=ON)
    total = total_of(shown(book, within, asked).values())

    for answer in Answer:
        found = asking.people(
            book, within, asked, Group(answer), order="near", limit=500, offset=0
        )
        assert len(found) == getattr(total, answer.name.lower())
    soon = asking.people(
        book, within, asked, Group(soon=True), order="until", limit=500, offset=0
    )
    assert len(soon) == total.soon
    assert [each.until for each in soon] == sorted(each.until for each in soon)


def test_a_list_goes_on_where_its_page_ended() -> None:
    book = making.make(drawn(3, 40).judged(), on=ON)

    whole = asking.people(
        book, NATION, Asked(), Group(), order="near", limit=500, offset=0
    )
    pages = [
        asking.people(
            book, NATION, Asked(), Group(), order="near", limit=7, offset=start
        )
        for start in range(0, len(whole), 7)
    ]

    assert [each for page in pages for each in page] == whole


def test_what_somebody_lacks_is_told_by_profile() -> None:
    land = Land(UNITS, {1: (None, None, None)})
    land.held = [
        Held(1, 1, 4, 1, "not_eligible", unmet=0b101),
        Held(1, 1, 4, 2, "undetermined", unknown=0b010),
    ]
    book = making.make(land.judged(), on=ON)

    (found,) = asking.people(
        book, NATION, Asked(), Group(), order="near", limit=5, offset=0
    )

    assert found.answer is Answer.NOT_ELIGIBLE
    assert found.lacks == ((1, 0b101, 0), (2, 0, 0b010))


@pytest.mark.parametrize(("days", "soon"), [(89, 1), (90, 1), (91, 0)])
def test_soon_is_ninety_days_and_not_one_more(days: int, soon: int) -> None:
    land = Land(UNITS, {1: (None, None, None)})
    land.held = [Held(1, 1, 4, until=ON + timedelta(days=days))]

    book = making.make(land.judged(), on=ON)

    assert shown(book, NATION, Asked()) == {2: Figures(eligible=1, soon=soon)}


def test_past_days_are_asked_in_one_go() -> None:
    one, other = ON - timedelta(days=30), ON
    earlier = making.make(drawn(1, 30).judged(), on=one)
    later = making.make(drawn(2, 30).judged(), on=other)

    found = asking.months([earlier, later], NATION, Asked())

    assert set(found) == {one, other}
    for book, day in ((earlier, one), (later, other)):
        whole = total_of(shown(book, NATION, Asked()).values())
        assert replace(whole, soon=0) == found[day]


def test_who_lacked_it_long_ago_already_is_told_apart() -> None:
    land = Land(UNITS, dict.fromkeys(range(1, 4), (None, None, None)))
    then = ON - timedelta(days=365)
    lacks = {"verdict": "not_eligible", "unmet": 0b01}
    land.held = [Held(1, 1, 8, **lacks), Held(2, 1, 4, verdict="eligible")]
    earlier = making.make(land.judged(), on=then)
    land.held = [
        Held(1, 1, 4, verdict="not_eligible", unmet=0b11),
        Held(2, 1, 4, **lacks),
        Held(3, 1, 8, **lacks),
    ]
    book = making.make(land.judged(), on=ON)

    nation = asking.lasting(book, earlier, NATION, Asked(), {1: 2})
    county = asking.lasting(book, earlier, place(3), Asked(profile=1), {1: 2})

    assert {(each.place, each.lacking, each.since_then) for each in nation} == {
        (0, 3, 1),
        (1, 1, 0),
    }
    assert {(each.place, each.lacking, each.since_then) for each in county} == {
        (0, 2, 1),
        (1, 1, 0),
    }
    other = replace(earlier, editions={1: 999})
    assert asking.lasting(book, other, NATION, Asked(), {1: 2}) == []


def test_files_that_no_book_names_go() -> None:
    land = drawn(1, 30)
    book = making.make(land.judged(), on=ON)
    fresh = making.renew(book, land.judged(only=[1]), people=[1], making=2)

    books.tidy(fresh)

    left = set(books.folder(ON).glob("*.parquet"))
    assert left == {
        *fresh.places(),
        *(path for name in ("seat", "cell", "whole") for path in fresh.files(name)),
    }
    assert Book.of(ON, fresh.plain()) == fresh


def test_a_book_whose_files_are_gone_is_none() -> None:
    book = making.make(drawn(1, 5).judged(), on=ON)
    books.tidy(replace(book, place=99, parts={}))

    assert Book.of(ON, book.plain()) is None


def test_no_word_from_outside_comes_into_a_question() -> None:
    book = making.make(drawn(1, 5).judged(), on=ON)

    with pytest.raises(ValueError, match="no word"):
        shown(book, NATION, Asked(gender="f' OR 'a' = 'a"))
