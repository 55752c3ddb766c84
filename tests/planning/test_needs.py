"""Needs asked for, accepted, turned down, merged, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from karamad.cycle.planning.actions import deriving, priorities, requesting, settling
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.models import Level, Need, Priority, State
from karamad.cycle.planning.rules import Ground
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.nation import NOW
from tests.planning.conftest import Stage

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(stage: Stage) -> Any:
    return nation.user(Role.PROVINCIAL_EXPERT, stage.khorasan)


def ordered(stage: Stage, **facts: Any) -> Need:
    wish = {
        "unit": stage.birjand,
        "heads": 3,
        "priority": stage.pressing,
        "course": stage.law,
        **facts,
    }
    return deriving.order(order=deriving.Order(**wish), by=None, at=NOW)


def requested(stage: Stage, person: Any, **facts: Any) -> Need:
    wish = {"course": stage.crisis, "wish": "", **facts}
    return requesting.request_training(
        person=person, request=requesting.Request(**wish), by=None, at=NOW
    )


# ---- asking ------------------------------------------------------------------


def test_a_request_goes_to_where_the_person_stands(stage: Stage):
    person = stage.governor(stage.qaen)

    need = requested(stage, person)

    assert (need.unit, need.level, need.heads) == (stage.qaen, Level.PERSON, 1)
    assert need.answer_by == date(2026, 5, 31)
    assert need.state == State.OPEN
    entry = Entry.objects.about("person", person.pk).latest_first().first()
    assert entry is not None
    assert entry.act == "planning:need:request"
    assert entry.after["course"] == "CRISIS"


def test_the_words_of_a_wish_stay_out_of_the_audit(stage: Stage):
    person = stage.governor(stage.qaen)

    requested(stage, person, course=None, wish="زبان اشاره برای فرزندم")

    assert "زبان" not in str(Entry.objects.about("person", person.pk).get().after)


def test_the_same_is_not_asked_twice_while_it_is_open(stage: Stage):
    person = stage.governor(stage.qaen)
    requested(stage, person)

    with pytest.raises(Refused) as refused:
        requested(stage, person)

    assert refused.value.grounds == (Ground.ASKED_ALREADY,)


def test_a_course_already_passed_is_not_asked_again_unless_it_expires(stage: Stage):
    person = stage.governor(stage.qaen, stage.crisis)

    with pytest.raises(Refused) as refused:
        requested(stage, person)
    type(stage.crisis).objects.filter(pk=stage.crisis.pk).update(valid_years=2)
    stage.crisis.refresh_from_db()

    assert refused.value.grounds == (Ground.TAKEN_ALREADY,)
    assert requested(stage, person).state == State.OPEN


def test_a_request_is_accepted_and_its_wish_named_a_course(stage: Stage, officer: Any):
    need = requested(stage, stage.governor(stage.qaen), course=None, wish="بحران")

    requesting.accept(
        need=need,
        text="در پاییز.",
        priority=stage.pressing,
        course=stage.crisis,
        by=officer,
        at=LATER,
    )

    need.refresh_from_db()
    assert (need.state, need.course) == (State.OPEN, stage.crisis)
    assert need.accepted_on == date(2026, 5, 1)
    assert need.former.get().course is None


def test_nobody_answers_his_own_request(stage: Stage, officer: Any):
    need = requested(stage, stage.governor(stage.qaen, account=officer))

    with pytest.raises(Refused) as accepted:
        requesting.accept(
            need=need,
            text="",
            priority=stage.pressing,
            course=None,
            by=officer,
            at=LATER,
        )
    with pytest.raises(Refused) as rejected:
        settling.reject(needs=[need], reason="نه", by=officer, at=LATER)

    assert accepted.value.grounds == rejected.value.grounds == (Ground.OWN_CASE,)


# ---- settling ----------------------------------------------------------------


def test_needs_are_turned_down_together_or_not_at_all(stage: Stage, officer: Any):
    first, second = ordered(stage), ordered(stage, unit=stage.qaen)
    settling.reject(needs=[second], reason="تکراری", by=officer, at=NOW)

    with pytest.raises(Refused) as refused:
        settling.reject(needs=[first, second], reason="نه", by=officer, at=LATER)

    first.refresh_from_db()
    assert refused.value.grounds == (Ground.NOT_OPEN,)
    assert first.state == State.OPEN


def test_a_rejection_is_taken_back(stage: Stage, officer: Any):
    needs = [ordered(stage), ordered(stage, unit=stage.qaen)]
    entry = settling.reject(needs=needs, reason="بودجه نیست", by=officer, at=NOW)

    taken = settling.undo(entry=entry, within=Need.objects.all(), by=officer, at=LATER)

    assert taken == 2
    assert {need.state for need in Need.objects.all()} == {State.OPEN}
    assert {need.reason for need in Need.objects.all()} == {""}
    assert Need.objects.earliest("pk").former.count() == 2


def test_what_something_else_was_done_to_is_not_taken_back(stage: Stage, officer: Any):
    need = ordered(stage)
    entry = settling.reject(needs=[need], reason="نه", by=officer, at=NOW)
    settling.undo(entry=entry, within=Need.objects.all(), by=officer, at=LATER)

    with pytest.raises(Refused) as refused:
        settling.undo(entry=entry, within=Need.objects.all(), by=officer, at=LATER)

    assert refused.value.grounds == (Ground.SINCE_CHANGED,)


def test_what_lies_beyond_his_reach_keeps_the_whole_act(stage: Stage, officer: Any):
    needs = [ordered(stage), ordered(stage, unit=stage.rasht)]
    entry = settling.reject(needs=needs, reason="نه", by=officer, at=NOW)
    today = date(2026, 5, 1)

    with pytest.raises(Refused):
        settling.undo(
            entry=entry,
            within=Need.objects.visible_to(officer, on=today),
            by=officer,
            at=LATER,
        )

    assert {need.state for need in Need.objects.all()} == {State.REJECTED}


def test_needs_of_a_course_are_merged_and_counted_by_who_merges(
    stage: Stage, officer: Any
):
    into, other = ordered(stage, unit=stage.khorasan), ordered(stage)

    entry = settling.merge(needs=[into, other], into=into, heads=5, by=officer, at=NOW)
    into.refresh_from_db()
    other.refresh_from_db()

    assert (into.heads, into.state) == (5, State.OPEN)
    assert (other.state, other.into) == (State.MERGED, into)
    settling.undo(entry=entry, within=Need.objects.all(), by=officer, at=LATER)
    into.refresh_from_db()
    other.refresh_from_db()
    assert (into.heads, other.state, other.into) == (3, State.OPEN, None)


def test_needs_of_two_courses_are_not_merged(stage: Stage, officer: Any):
    into, other = ordered(stage), ordered(stage, course=stage.crisis)

    with pytest.raises(Refused) as refused:
        settling.merge(needs=[into, other], into=into, heads=5, by=officer, at=NOW)

    assert refused.value.grounds == (Ground.OTHER_COURSE,)


def test_an_order_names_something_and_somebody(stage: Stage):
    with pytest.raises(Refused) as refused:
        ordered(stage, course=None, heads=0)

    assert refused.value.grounds == (Ground.NOTHING_ASKED, Ground.NOBODY)


# ---- what must never be false ------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"heads": 0}, "need_has_heads"),
        ({"course": None}, "need_names_a_course_or_a_wish"),
        ({"level": Level.PERSON}, "need_of_a_person_is_of_one_head"),
        ({"state": State.REJECTED}, "need_is_rejected_with_a_reason"),
        ({"state": State.MERGED}, "need_is_merged_into_another"),
        ({"source": "verdict"}, "need_of_the_judge_names_profile_and_day"),
    ],
)
def test_the_table_refuses(stage: Stage, facts: dict[str, Any], constraint: str):
    need = ordered(stage)
    for name, value in facts.items():
        setattr(need, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        need.save()


# ---- priorities --------------------------------------------------------------


def test_priorities_are_seeded_once_and_what_is_edited_stays(stage: Stage):
    Priority.objects.filter(code="in-service").update(title="فوری")

    assert priorities.seed(NOW) == {"priorities": 0}
    assert Priority.objects.get(code="in-service").title == "فوری"


def test_priorities_are_put_into_another_order(stage: Stage, officer: Any):
    wish = {"in-service": 4, "appointment": 1, "improvement": 2, "development": 3}

    changed = priorities.order_priorities(positions=wish, by=officer, at=NOW)
    again = priorities.order_priorities(positions=wish, by=officer, at=NOW)

    rows = Priority.objects.most_pressing_first()
    assert changed
    assert not again
    assert [row.code for row in rows] == [
        "appointment",
        "improvement",
        "development",
        "in-service",
    ]
