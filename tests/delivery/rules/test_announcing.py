from dataclasses import replace

from karamad.cycle.delivery.rules.announcing import (
    Draft,
    Fault,
    Objection,
    changing,
    publishing,
)

RUN = Draft(capacity=20, sessions=1)


def faults(**facts: object) -> list[Fault]:
    return [each.fault for each in changing(replace(RUN, **facts))]


def test_a_run_with_a_session_and_a_provider_is_announced():
    assert publishing(RUN) == ()


def test_places_may_be_as_few_as_people_and_no_fewer():
    assert faults(placed=20) == []
    assert changing(replace(RUN, placed=21)) == (
        Objection(Fault.FEWER_PLACES_THAN_PEOPLE, "21"),
    )


def test_a_run_fits_into_its_smallest_room():
    assert faults(least_room=20) == []
    assert faults(least_room=19) == [Fault.ROOM_TOO_SMALL]


def test_the_course_stays_when_somebody_has_asked_for_it():
    assert faults(same_course=False) == []
    assert faults(same_course=False, living=1) == [Fault.OTHER_COURSE_WITH_PEOPLE]


def test_what_meets_nowhere_needs_no_sessions():
    assert publishing(replace(RUN, sessions=0, meets=False)) == ()
    assert publishing(replace(RUN, sessions=0)) == (Objection(Fault.NO_SESSIONS),)


def test_everything_is_told_at_once():
    wrong = replace(
        RUN,
        sessions=0,
        has_provider=False,
        cancelled=True,
        closed=True,
        asking_in_order=False,
    )

    assert [each.fault for each in publishing(wrong)] == [
        Fault.CALLED_OFF,
        Fault.CLOSED,
        Fault.ASKING_ENDS_BEFORE_IT_BEGINS,
        Fault.NO_PROVIDER,
        Fault.NO_SESSIONS,
    ]
