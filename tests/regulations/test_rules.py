from datetime import date

import pytest

from karamad.registers.regulations.rules import Standing, Stroke, standing

ISSUED = date(2019, 7, 22)  # 226725, 1398-04-31
ANNULLED = date(2020, 10, 20)  # ruling 964-966, 1399-07-29
RULING = Stroke(Standing.ANNULLED, ANNULLED)


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (date(2019, 7, 21), (Standing.NOT_YET, None)),
        (ISSUED, (Standing.IN_FORCE, ISSUED)),
        (date(2020, 10, 19), (Standing.IN_FORCE, ISSUED)),
        (ANNULLED, (Standing.ANNULLED, ANNULLED)),
        (date(2020, 10, 21), (Standing.ANNULLED, ANNULLED)),
    ],
)
def test_the_age_ceiling_stands_until_the_ruling(on, stands):
    assert standing(ISSUED, [RULING], on) == stands


def test_annulment_weighs_more_than_replacement_and_amendment():
    strokes = [
        Stroke(Standing.AMENDED, date(2020, 1, 1)),
        Stroke(Standing.REPLACED, date(2020, 2, 1)),
        RULING,
    ]

    assert standing(ISSUED, strokes, date(2020, 1, 31))[0] is Standing.AMENDED
    assert standing(ISSUED, strokes, date(2020, 2, 1))[0] is Standing.REPLACED
    assert standing(ISSUED, strokes, ANNULLED)[0] is Standing.ANNULLED


def test_a_stroke_without_a_day_counts_always():
    undated = [Stroke(Standing.REPLACED, None)]

    assert standing(None, undated, date(1990, 1, 1)) == (Standing.REPLACED, None)


def test_the_first_of_two_amendments_says_since_when():
    strokes = [
        Stroke(Standing.AMENDED, date(2021, 1, 1)),
        Stroke(Standing.AMENDED, date(2020, 1, 1)),
    ]

    assert standing(ISSUED, strokes, date(2022, 1, 1))[1] == date(2020, 1, 1)
