"""Who may not see people learns nothing of fewer than five of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from karamad.insight.coverage.actions import making
from karamad.insight.coverage.actions.asking import Asked, lines
from karamad.insight.coverage.actions.disclosing import is_shown, small_lines
from karamad.insight.coverage.actions.places import Place
from karamad.insight.coverage.rules import Figures, total_of
from karamad.kernel.hiding import tells
from karamad.registers.people.models import Unit
from tests.insight.coverage.nation import ON, UNITS, Held, Land, drawn

counts = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))
figures = st.builds(
    lambda eligible, undetermined, other, soon: Figures(
        eligible, undetermined, other, min(soon, eligible)
    ),
    counts,
    counts,
    counts,
    counts,
)
tables = st.dictionaries(st.integers(1, 40), figures, max_size=12)


@given(tables)
def test_the_total_less_the_lines_shown_tells_nothing(
    lines: dict[int, Figures],
) -> None:
    """Of any figure shown, and of what follows from two of them."""
    total = total_of(lines.values())
    assume(not tells(total.parts))  # then the page shows nothing at all
    hidden = small_lines(lines)

    rest = total - total_of(lines[key] for key in lines if key not in hidden)

    assert not tells(rest.parts)


def test_whoever_lasts_is_not_told_by_who_ends_soon() -> None:
    """Twelve eligible of whom nine end soon would tell of three who do not."""
    assert tells(Figures(eligible=12, soon=9).parts)


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def unit(key: int) -> Unit:
    return Unit(pk=key, path=UNITS[key][1])


@budget(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(0, 400),
    top=st.sampled_from([None, 1, 2, (2, 9), (3, 6, 8)]),
)
def test_all_pages_together_tell_no_more(
    home: None, seed: int, people: int, top: int | tuple[int, ...] | None
) -> None:
    """What every page that opens hides together, and what it shows, tells nothing."""
    book = making.make(drawn(seed, people).judged(), on=ON)
    whole = Place(None)
    if isinstance(top, tuple):
        whole = Place(None, tuple(map(unit, top)))
    elif top:
        whole = Place(unit(top))

    pages = [whole, *(Place(unit(key)) for key in UNITS if _open(book, whole, key))]

    seen: dict[int, Figures] = {}
    for page in pages:
        found = lines(book, page, Asked())
        total = total_of(found.values())
        if tells(total.parts):
            assert page is whole
            continue
        hidden = small_lines(found)
        assert not tells(total_of(found[key] for key in hidden).parts)
        if page.unit and page is not whole:
            # The page says of itself what its line said: no second sum to subtract.
            assert seen.get(page.unit.pk, total) == total
        seen |= {
            key: each
            for key, each in found.items()
            if key not in hidden and not (page.unit and key == page.unit.pk)
        }


def _open(book: Any, whole: Place, key: int) -> bool:
    return is_shown(book, whole, unit(key))


def test_the_page_of_a_hidden_line_does_not_open(home: None) -> None:
    where = [4] * 30 + [7] * 20 + [8] * 3
    land = Land(UNITS, dict.fromkeys(range(len(where)), (None, None, None)))
    land.held = [Held(person, 1, unit) for person, unit in enumerate(where)]
    book = making.make(land.judged(), on=ON)
    assert 8 in small_lines(lines(book, Place(unit(7)), Asked()))

    assert not is_shown(book, Place(None), unit(8))
    assert is_shown(book, Place(None), unit(7))


def test_a_ministry_with_its_provinces_does_not_open_beside_them(home: None) -> None:
    """Its page would count the provinces again, its line only what lies in none."""
    book = making.make(drawn(5, 300).judged(), on=ON)

    assert not is_shown(book, Place(None), unit(1))
