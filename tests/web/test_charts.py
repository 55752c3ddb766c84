from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from karamad.web import charts, gallery, provinces, specimens
from karamad.web.components import (
    Bar,
    Evidence,
    Finding,
    Multiple,
    Progress,
    Span,
    Tile,
)


def drawn(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


def finding(share: float | None, mark: float | None) -> Finding:
    return Finding("met", "ساعت", share=share, mark=mark)


def test_a_bar_never_leaves_its_track() -> None:
    assert charts.bullet(finding(None, 0.5)) is None
    assert charts.bullet(finding(2, -1)) == charts.Bullet("100.0", "0.0")
    assert charts.bullet(finding(0.5, 1)) == charts.Bullet("50.0", "98.8")


def test_stays_lie_on_one_scale() -> None:
    first = Span(date(2020, 1, 1), date(2021, 1, 1), "یکی")
    second = Span(date(2021, 1, 1), None, "دیگری")
    lanes = charts.lanes([second, first], date(2022, 1, 1))

    assert [lane.span for lane in lanes] == [second, first]
    assert float(lanes[1].x) == charts.LANE_EDGE
    assert float(lanes[0].x) == pytest.approx(
        float(lanes[1].x) + float(lanes[1].width), abs=0.2
    )


@pytest.mark.parametrize("until", [None, date(2026, 1, 1), date(2030, 1, 1)])
def test_a_stay_of_no_length_is_still_seen(until: date | None) -> None:
    day = date(2026, 1, 1)
    lane = charts.lanes([Span(day, until, "یکی")], day)[0]

    assert float(lane.width) >= 2
    assert float(lane.x) + float(lane.width) <= charts.LANE + 0.1


def test_no_stays_draw_nothing() -> None:
    assert charts.lanes([], date(2026, 1, 1)) == []


def test_time_runs_with_the_writing_and_all_share_a_scale() -> None:
    high = Multiple("شغلی", "", [Bar("1403", 10), Bar("1404", 20)])
    low = Multiple("عمومی", "", [Bar("1403", 0), Bar("1404", 5)])
    right, left = (charts.columns([high, low], rtl=rtl) for rtl in (True, False))

    assert float(right[0].columns[0].middle) > float(right[0].columns[1].middle)
    assert float(left[0].columns[0].middle) < float(left[0].columns[1].middle)
    assert float(left[0].columns[1].height) == 4 * float(left[1].columns[1].height)


def test_charts_of_nothing_are_drawn() -> None:
    assert charts.columns([], rtl=True) == []
    assert charts.columns([Multiple("ا", "", [])], rtl=True)[0].columns == []
    assert charts.columns([Multiple("ا", "", [Bar("1404", 0)])], rtl=True)


def test_every_province_has_its_own_place_and_names() -> None:
    codes = {f"{number:02}" for number in range(31)}

    assert set(provinces.NAMES) == set(provinces.PLACES) == codes
    places = {(place.column, place.row) for place in provinces.PLACES.values()}
    assert len(places) == 31


def test_the_map_does_not_mirror() -> None:
    tiles = [Tile("11", 1, 1, ""), Tile("04", 2, 5, "")]
    persian = charts.tiles(tiles, persian=True)
    english = charts.tiles(tiles, persian=False)

    assert [tile.x for tile in persian] == [tile.x for tile in english] == [0, 540]
    assert [tile.name for tile in english] == [
        "West Azerbaijan",
        "Sistan and Baluchestan",
    ]


def test_the_map_has_its_table_behind() -> None:
    page = drawn("{% tile_map tiles title='ت' %}", tiles=specimens.tiles())

    assert page.count('<th scope="row">') == 31
    assert page.count("<title>") == 31


def test_a_finding_shows_its_proof() -> None:
    proof = Evidence("دوره", date(2026, 1, 7), "completion:EL-204@1404-10-17")
    page = drawn("{% findings rows %}", rows=[Finding("met", "شرط", evidence=[proof])])

    assert '<bdi class="code">completion:EL-204@1404-10-17</bdi>' in page
    assert "شاهدی نیست" in drawn("{% findings rows %}", rows=[Finding("met", "شرط")])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("eligible", "واجد شرایط"),
        ("not_eligible", "واجد شرایط نیست"),
        ("undetermined", "نامشخص"),
    ],
)
def test_a_verdict_takes_the_words_of_the_engine(answer: str, words: str) -> None:
    assert words in drawn("{% badge answer %}", answer=answer)


def test_a_running_job_polls_and_a_finished_one_rests() -> None:
    running = drawn("{% progress job %}", job=specimens_job(3))
    finished = drawn("{% progress job %}", job=specimens_job(12))

    assert 'hx-get="/gallery/progress/?done=4"' in running
    assert "<noscript>" in running
    assert "hx-get" not in finished
    with override("en"):
        assert "Recording: batch 3 of 12" in drawn(
            "{% progress job %}", job=specimens_job(3)
        )


def specimens_job(done: int) -> Progress:

    return gallery.job(done)
