from dataclasses import replace
from datetime import date

from karamad.cycle.delivery.rules.meeting import (
    Hindrance,
    Meeting,
    Obstacle,
    obstacles,
)
from karamad.cycle.delivery.rules.seating import Span
from karamad.kernel.period import Period
from tests.delivery.campus import FIRST_DAY, moment


def span(begins: int, ends: int, run: str = "OTHER") -> Span:
    return Span(moment(FIRST_DAY, begins), moment(FIRST_DAY, ends), run)


WISHED = Meeting(span(8, 10, "OURS"), FIRST_DAY, capacity=20)


def against(**facts: object) -> list[Hindrance]:
    return [each.hindrance for each in obstacles(replace(WISHED, **facts))]


def test_nothing_stands_against_a_session_in_a_free_room():
    assert obstacles(WISHED) == ()


def test_sessions_may_follow_each_other():
    around = (span(6, 8), span(10, 12))

    assert against(run=around, room=around, instructor=around) == []


def test_a_moment_shared_is_a_clash():
    inside = (span(9, 10),)

    assert against(run=inside, room=inside, instructor=inside) == [
        Hindrance.SAME_RUN_MEETS,
        Hindrance.ROOM_TAKEN,
        Hindrance.INSTRUCTOR_TAKEN,
    ]


def test_the_clash_names_the_other_run_and_its_hour():
    taken = span(9, 11)

    assert obstacles(replace(WISHED, room=(taken,))) == (
        Obstacle(Hindrance.ROOM_TAKEN, f"OTHER {taken.begins_at.isoformat()}"),
    )


def test_a_room_holds_as_many_as_it_has_seats():
    assert against(room_seats=20) == []
    assert against(room_seats=19) == [Hindrance.ROOM_TOO_SMALL]
    assert against(room_seats=None) == []
    assert against(room_open=False) == [Hindrance.ROOM_CLOSED]


def test_an_instructor_teaches_what_he_is_approved_for_on_that_day():
    until_today = Period(None, FIRST_DAY)
    from_today = Period(FIRST_DAY, None)

    assert against(approved=(from_today,)) == []
    assert against(approved=(until_today,)) == [Hindrance.INSTRUCTOR_NOT_APPROVED]
    assert against(approved=()) == [Hindrance.INSTRUCTOR_NOT_APPROVED]
    assert against(away=(from_today,)) == [Hindrance.INSTRUCTOR_AWAY]
    assert against(away=(until_today,)) == []


def test_whoever_sits_elsewhere_is_counted_by_run():
    assert obstacles(replace(WISHED, seated=(("OTHER", 3),))) == (
        Obstacle(Hindrance.SEATED_CLASH, "OTHER 3"),
    )


def test_a_session_that_ends_before_it_begins_is_told_only_that():
    assert against(span=span(10, 8), room_open=False) == [
        Hindrance.ENDS_BEFORE_BEGINNING
    ]
    assert against(span=span(8, 8)) == [Hindrance.ENDS_BEFORE_BEGINNING]


def test_everything_is_told_at_once():
    taken = (span(8, 9),)

    assert against(
        run=taken,
        room=taken,
        room_open=False,
        room_seats=1,
        instructor=taken,
        approved=(),
        away=(Period(date(2026, 1, 1), None),),
        seated=(("OTHER", 1),),
    ) == [
        Hindrance.SAME_RUN_MEETS,
        Hindrance.ROOM_TAKEN,
        Hindrance.ROOM_CLOSED,
        Hindrance.ROOM_TOO_SMALL,
        Hindrance.INSTRUCTOR_TAKEN,
        Hindrance.INSTRUCTOR_NOT_APPROVED,
        Hindrance.INSTRUCTOR_AWAY,
        Hindrance.SEATED_CLASH,
    ]
