"""Needs that come back: a line goes, an act is undone, what is planned is met again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from karamad.cycle.planning.actions import (
    approving,
    covering,
    deriving,
    drafting,
    programmes,
    settling,
)
from karamad.cycle.planning.actions.refusing import PlanRefused, Refused
from karamad.cycle.planning.models import (
    Comment,
    Line,
    Need,
    State,
    Version,
)
from karamad.cycle.planning.rules import Ground, PlanGround, Progress
from karamad.registers.competencies.models import Profile
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.nation import NOW, TODAY
from tests.planning.conftest import Stage
from tests.planning.test_needs import ordered, requested
from tests.planning.test_plans import approved, grounds, lined, wish

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)


@pytest.fixture
def officer(stage: Stage) -> Any:
    return nation.user(Role.PROVINCIAL_EXPERT, stage.khorasan)


def covered(line: Line, *needs: Need) -> None:
    covering.cover(needs=needs, line=line, by=None, at=LATER)


def derived(stage: Stage, heads: int) -> deriving.Derived:
    found = deriving.Found(
        stage.khorasan, Profile.objects.get(), "law", stage.law, heads
    )
    return deriving.derive(
        findings=deriving.Findings([found], TODAY),
        urgency=deriving.Urgency(stage.pressing),
        by=None,
        at=NOW,
    )


def open_heads() -> list[int]:
    rows = Need.objects.open().order_by("pk")
    return list(rows.values_list("heads", flat=True))


# ---- planned already ---------------------------------------------------------


def test_who_is_planned_for_is_not_asked_for_again(stage: Stage, officer: Any):
    derived(stage, 20)
    covered(lined(stage), Need.objects.get())

    assert derived(stage, 20) == deriving.Derived(0, 0, 1)
    assert derived(stage, 25) == deriving.Derived(1, 0, 0)
    assert derived(stage, 27) == deriving.Derived(0, 1, 0)
    assert open_heads() == [7]


def test_once_a_plan_is_carried_out_who_still_lacks_is_asked_for(
    stage: Stage, officer: Any
):
    version = approved(stage)
    derived(stage, 20)
    Need.objects.update(state=State.COVERED, plan=version.plan, line=1)
    approving.close(version=version, note="پایان سال", by=officer, at=LAST)

    assert derived(stage, 5) == deriving.Derived(1, 0, 0)


def test_a_line_that_goes_gives_its_need_to_the_open_one_like_it(
    stage: Stage, officer: Any
):
    line = lined(stage)
    derived(stage, 20)
    covered(line, Need.objects.get())
    derived(stage, 25)

    assert drafting.drop_line(line=line, by=officer, at=LAST) == 1

    assert open_heads() == [25]
    assert Need.objects.get(state=State.MERGED).into == Need.objects.open().get()


def test_a_programme_counts_anew_and_orders_no_head_twice(stage: Stage):
    made = programmes.make_programme(
        wish=programmes.ProgrammeWish("حکمرانی", "بخشداران", ("GOV",), (stage.law,)),
        by=None,
        at=NOW,
    )

    def order(left: int) -> int:
        return programmes.order_needs(
            programme=made,
            stands={stage.khorasan.pk: Progress(left, 0)},
            urgency=deriving.Urgency(stage.pressing),
            by=None,
            at=NOW,
        )

    assert order(12) == 1
    assert order(15) == 1
    assert open_heads() == [15]
    covered(lined(stage), Need.objects.get())
    with pytest.raises(Refused):
        order(15)
    assert order(18) == 1
    assert open_heads() == [3]


# ---- a person's own ----------------------------------------------------------


def test_two_wishes_of_one_person_come_back_as_two(stage: Stage, officer: Any):
    person = stage.governor(stage.birjand)
    first = requested(stage, person, course=None, wish="نقشه‌خوانی")
    second = requested(stage, person, course=None, wish="سنجش از دور")
    line = lined(stage, course=stage.crisis)
    covered(line, first, second)

    drafting.drop_line(line=line, by=officer, at=LAST)

    wishes = Need.objects.open().order_by("pk").values_list("wish", "course")
    assert list(wishes) == [("نقشه‌خوانی", None), ("سنجش از دور", None)]


def test_what_is_planned_for_him_is_not_requested_again(stage: Stage):
    person = stage.governor(stage.birjand)
    need = requested(stage, person)
    covered(lined(stage, course=stage.crisis), need)

    with pytest.raises(Refused) as refused:
        requested(stage, person)

    assert refused.value.grounds == (Ground.ASKED_ALREADY,)


def test_without_a_unit_nobody_could_answer(stage: Stage):
    person = nation.person()
    Person.objects.filter(pk=person.pk).update(home_unit=None)

    with pytest.raises(Refused) as refused:
        requested(stage, person)

    assert refused.value.grounds == (Ground.NO_UNIT,)


# ---- undoing -----------------------------------------------------------------


def undo(act: Entry, by: Any) -> int:
    return settling.undo(entry=act, within=Need.objects.all(), by=by, at=LAST)


def test_what_was_asked_anew_stands_in_the_way_of_undoing(stage: Stage, officer: Any):
    person = stage.governor(stage.birjand)
    need = requested(stage, person)
    act = settling.reject(needs=[need], reason="جا نیست", by=officer, at=LATER)
    requested(stage, person)

    with pytest.raises(Refused) as refused:
        undo(act, officer)

    assert refused.value.grounds == (Ground.OPEN_ALREADY,)
    need.refresh_from_db()
    assert need.state == State.REJECTED


def test_what_the_judge_found_anew_stands_in_the_way_of_undoing(
    stage: Stage, officer: Any
):
    derived(stage, 20)
    act = settling.reject(
        needs=[Need.objects.get()], reason="نه امسال", by=officer, at=LATER
    )
    derived(stage, 20)

    with pytest.raises(Refused) as refused:
        undo(act, officer)

    assert refused.value.grounds == (Ground.OPEN_ALREADY,)


def test_an_act_is_not_undone_over_one_that_came_while_it_waited(
    stage: Stage, officer: Any, monkeypatch: pytest.MonkeyPatch
):
    need = ordered(stage)
    act = settling.reject(needs=[need], reason="جا نیست", by=officer, at=LATER)
    held = settling.locked

    def once_held(rows: Any) -> list[Need]:
        found = list(rows)
        other = nation.entry(LAST)
        Need.objects.filter(pk=need.pk).update(state=State.OPEN, entry=other)
        return held(found)

    monkeypatch.setattr(settling, "locked", once_held)
    with pytest.raises(Refused) as refused:
        undo(act, officer)

    assert refused.value.grounds == (Ground.SINCE_CHANGED,)


# ---- lines -------------------------------------------------------------------


def test_a_line_of_another_course_covers_what_it_covered_no_more(
    stage: Stage, officer: Any
):
    line = lined(stage)
    need = ordered(stage)
    covered(line, need)

    changed = drafting.change_line(
        line=line, wish=wish(stage, course=stage.crisis), by=officer, at=LAST
    )

    assert changed == 1
    need.refresh_from_db()
    assert (need.state, need.course) == (State.OPEN, stage.law)


def test_while_the_approved_line_stands_its_need_is_covered(stage: Stage, officer: Any):
    version = approved(stage)
    need = ordered(stage)
    Need.objects.update(state=State.COVERED, plan=version.plan, line=1)
    draft = approving.amend(version=version, note="دورهٔ دیگر", by=officer, at=LATER)

    changed = drafting.change_line(
        line=draft.lines.get(),
        wish=wish(stage, course=stage.crisis),
        by=officer,
        at=LAST,
    )

    assert changed == 0
    need.refresh_from_db()
    assert need.state == State.COVERED


def test_nothing_is_covered_by_a_line_that_somebody_took_out(
    stage: Stage, officer: Any
):
    line, need = lined(stage), ordered(stage)
    gone = Line.objects.get(pk=line.pk)
    drafting.drop_line(line=line, by=officer, at=LATER)

    for act in (
        lambda: covered(gone, need),
        lambda: drafting.drop_line(line=gone, by=officer, at=LAST),
        lambda: drafting.change_line(line=gone, wish=wish(stage), by=None, at=LAST),
    ):
        with pytest.raises(PlanRefused) as refused:
            act()
        assert grounds(refused) == [PlanGround.GONE]
    need.refresh_from_db()
    assert need.state == State.OPEN


# ---- words -------------------------------------------------------------------


def test_a_note_is_of_who_wrote_it_whoever_acts_after(stage: Stage, officer: Any):
    group = nation.user(Role.WORKING_GROUP, stage.khorasan)
    version = lined(stage).version
    approving.submit(version=version, by=officer, at=NOW)
    approving.give_back(version=version, note="گران است", by=group, at=LATER)
    row = approving.submit(version=version, by=officer, at=LAST)

    assert row.noted is not None
    assert (row.note, row.noted.actor) == ("گران است", group)
    sent = Entry.objects.get(pk=row.entry_id)
    assert "note" not in (sent.after or {})


def test_what_was_said_of_a_draft_outlives_it(stage: Stage, officer: Any):
    version = approved(stage)
    draft = approving.amend(version=version, note="کم است", by=officer, at=LATER)
    drafting.comment(version=draft, line=1, text="دو بار بس است", by=officer, at=LAST)

    approving.drop_draft(version=draft, by=officer, at=LAST)

    assert Comment.objects.get().version == Version.objects.get()
