"""People are told what a run came to for them: once, and again when it changes."""

from datetime import timedelta

import pytest

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.models import Enrolment, Run
from karamad.cycle.outbox.models import Message
from karamad.registers.people.models import Person
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    attended,
    campus,
    enrolment,
    moment,
    rule,
    run,
    score,
    servant,
)
from tests.nation import user

pytestmark = pytest.mark.django_db
AFTER = moment(FIRST_DAY + timedelta(days=1), 9)


@pytest.fixture
def at(db: None) -> Campus:
    rule()
    return campus()


def sat(at: Campus, what: Run, value: int = 90) -> Enrolment:
    row = enrolment(what, servant(at))
    attended(row, what.sessions.get())
    score(row, value)
    return row


def told(person: Person) -> list[str]:
    rows = Message.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("template", flat=True))


def test_who_passed_is_told_once_however_often_it_is_computed(at: Campus) -> None:
    row = sat(at, what := run(at))

    completing.compute(run=what, by=None, at=AFTER)
    completing.compute(run=what, by=None, at=AFTER + timedelta(hours=1))
    completing.close(run=what, by=user(), at=AFTER + timedelta(hours=2))

    assert told(row.person) == ["course-completed"]
    assert what.course.title in Message.objects.get().text


def test_who_did_not_is_told_when_the_run_is_closed_and_not_before(at: Campus) -> None:
    row = sat(at, what := run(at), 10)

    completing.compute(run=what, by=None, at=AFTER)
    before = told(row.person)
    completing.close(run=what, by=user(), at=AFTER + timedelta(hours=2))

    assert before == []
    assert told(row.person) == ["course-not-completed"]


def test_what_is_taken_back_is_told_and_so_is_what_comes_back(at: Campus) -> None:
    row = sat(at, what := run(at))
    for hour, value in enumerate((90, 10, 95)):
        score(row, value)
        completing.compute(run=what, by=None, at=AFTER + timedelta(hours=hour))

    assert told(row.person) == [
        "course-completed",
        "course-not-completed",
        "course-completed",
    ]


def test_another_score_that_passes_as_well_is_no_news(at: Campus) -> None:
    row = sat(at, what := run(at), 80)
    completing.compute(run=what, by=None, at=AFTER)

    score(row, 95)
    completing.compute(run=what, by=None, at=AFTER + timedelta(hours=1))

    assert told(row.person) == ["course-completed"]
