"""A plan from its draft to its approval, its amendment and its close; races too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from karamad.cycle.planning.actions import (
    approving,
    covering,
    drafting,
    settling,
    tariffs,
)
from karamad.cycle.planning.actions.refusing import PlanRefused, Refused
from karamad.cycle.planning.models import (
    Line,
    Need,
    Plan,
    State,
    Tariff,
    Version,
    VersionState,
)
from karamad.cycle.planning.rules import Ground, PlanGround
from karamad.registers.courses.models import Accreditation
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.nation import NOW, entry
from tests.planning.conftest import Stage, found_stage
from tests.planning.test_needs import ordered, requested

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
YEAR = 1405


def priced(base: int | None = 1_000) -> None:
    tariffs.seed(NOW)
    Tariff.objects.filter(year=1400).update(base=base)


def wish(stage: Stage, **facts: Any) -> drafting.LineWish:
    said = {
        "course": stage.law,
        "audience": "بخشداران",
        "heads": 20,
        "hours": Decimal(8),
        "runs": 1,
        "month": 7,
        "customer": "agency",
        "venue": "county",
        "mode": "in_person",
        **facts,
    }
    return drafting.LineWish(**said)


def begun(stage: Stage, unit: Any = None) -> Version:
    version, _new = drafting.start_plan(
        unit=unit or stage.khorasan, year=YEAR, by=None, at=NOW
    )
    return version


def lined(stage: Stage, **facts: Any) -> Line:
    return drafting.add_line(
        version=begun(stage), wish=wish(stage, **facts), by=None, at=NOW
    )


def funded(version: Version, amount: int = 240_000) -> None:
    drafting.add_budget(
        version=version,
        source="اعتبار استانی",
        amount=amount,
        document="12/1",
        by=None,
        at=NOW,
    )


def approved(stage: Stage) -> Version:
    priced()
    version = lined(stage).version
    funded(version)
    approving.submit(version=version, by=None, at=NOW)
    return approving.approve(version=version, by=None, at=LATER)


@pytest.fixture
def group(stage: Stage) -> Any:
    return nation.user(Role.WORKING_GROUP, stage.khorasan)


@pytest.fixture
def expert(stage: Stage) -> Any:
    return nation.user(Role.PROVINCIAL_EXPERT, stage.khorasan)


def grounds(refused: Any) -> list[PlanGround]:
    return [each.ground for each in refused.value.refusals]


# ---- drafting ----------------------------------------------------------------


def test_a_unit_has_one_plan_a_year(stage: Stage):
    first, new = drafting.start_plan(unit=stage.khorasan, year=YEAR, by=None, at=NOW)
    again, anew = drafting.start_plan(unit=stage.khorasan, year=YEAR, by=None, at=NOW)

    assert new
    assert not anew
    assert first == again
    assert Plan.objects.count() == 1


def test_a_line_is_priced_by_the_newest_tariff_and_keeps_how(stage: Stage):
    priced()

    line = lined(stage)

    assert line.cost == 20 * 8 * 1_500
    assert line.working["year"] == 1400
    assert line.working["base"] == 1_000
    assert line.working["factors"] == [
        {
            "value": "1.500",
            "customer": "agency",
            "venue": "county",
            "mode": "",
            "at_most": True,
        }
    ]


def test_without_a_base_a_line_has_no_cost_and_says_why(stage: Stage):
    priced(base=None)

    line = lined(stage)

    assert line.cost is None
    assert line.working["missing"] == ["base-unset"]


def test_a_price_agreed_on_stands_instead_of_the_tariff(stage: Stage):
    line = lined(stage, agreed=5_000_000, agreed_document="77/4")

    assert line.cost == 5_000_000
    assert line.working == {"by": "agreed", "document": "77/4"}


def test_costs_are_worked_out_again_and_the_audit_knows(stage: Stage, expert: Any):
    priced(base=None)
    version = lined(stage).version
    Tariff.objects.filter(year=1400).update(base=2_000)

    changed = drafting.price_anew(version=version, by=expert, at=LATER)
    again = drafting.price_anew(version=version, by=expert, at=LATER)

    assert (changed, again) == (1, 0)
    act = Entry.objects.get(act="planning:plan:price")
    assert (act.before, act.after) == ({"1": None}, {"1": 480_000})


def test_a_line_is_changed_with_its_price(stage: Stage, expert: Any):
    priced()
    line = lined(stage)

    changed = drafting.change_line(
        line=line, wish=wish(stage, heads=10), by=expert, at=LATER
    )
    again = drafting.change_line(
        line=line, wish=wish(stage, heads=10), by=expert, at=LATER
    )

    line.refresh_from_db()
    assert changed == 0
    assert again is None
    assert line.cost == 120_000
    act = Entry.objects.get(act="planning:line:correct")
    assert (act.before, act.after) == ({"heads": 20}, {"line": 1, "heads": 10})


def test_a_provider_without_authority_on_the_day_is_refused_with_his_ground(
    stage: Stage,
):
    private = nation.provider(kind="private")
    Accreditation.objects.create(
        provider=private,
        domain="حقوق",
        from_day=date(2025, 1, 1),
        until_day=date(2026, 9, 23),  # 1405-07-01
        recorded_at=NOW,
        entry=entry(),
    )

    with pytest.raises(PlanRefused) as refused:
        lined(stage, provider=private)
    before = lined(stage, provider=private, month=6)

    (refusal,) = refused.value.refusals
    assert (refusal.ground, refusal.about) == (PlanGround.PROVIDER, "not_accredited")
    assert before.provider == private


def test_a_number_by_which_something_was_said_is_not_given_again(
    stage: Stage, expert: Any
):
    priced()
    first, second = lined(stage), lined(stage)
    drafting.comment(version=first.version, line=2, text="کم است", by=expert, at=NOW)

    drafting.drop_line(line=second, by=expert, at=LATER)

    assert (first.number, second.number, lined(stage).number) == (1, 2, 3)


# ---- covering ----------------------------------------------------------------


def test_a_line_covers_needs_and_names_the_wish_a_course(stage: Stage, expert: Any):
    line = lined(stage)
    job = ordered(stage)
    in_words = requested(stage, stage.governor(stage.qaen), course=None, wish="حقوق")

    covering.cover(needs=[job, in_words], line=line, by=expert, at=LATER)

    in_words.refresh_from_db()
    assert (in_words.state, in_words.course) == (State.COVERED, stage.law)
    assert Need.objects.covered_by(line.version.plan, line.number).count() == 2


def test_needs_of_another_course_or_province_are_not_covered(stage: Stage, expert: Any):
    line = lined(stage)

    with pytest.raises(Refused) as refused:
        covering.cover(
            needs=[ordered(stage, course=stage.crisis, unit=stage.rasht)],
            line=line,
            by=expert,
            at=LATER,
        )

    assert refused.value.grounds == (Ground.OTHER_COURSE, Ground.BEYOND_THE_PLAN)


def test_what_a_draft_covers_is_taken_back_and_opens_with_its_line(
    stage: Stage, expert: Any
):
    line, need = lined(stage), ordered(stage)
    act = covering.cover(needs=[need], line=line, by=expert, at=LATER)
    settling.undo(entry=act, within=Need.objects.all(), by=expert, at=LATER)
    need.refresh_from_db()
    assert need.state == State.OPEN

    covering.cover(needs=[need], line=line, by=expert, at=LATER)
    opened = drafting.drop_line(line=line, by=expert, at=LATER)

    need.refresh_from_db()
    assert opened == 1
    assert (need.state, need.plan, need.line) == (State.OPEN, None, None)


def test_what_an_approved_plan_covers_is_not_taken_back(stage: Stage, expert: Any):
    priced()
    line, need = lined(stage), ordered(stage)
    act = covering.cover(needs=[need], line=line, by=expert, at=LATER)
    funded(line.version)
    approving.submit(version=line.version, by=expert, at=LATER)

    with pytest.raises(Refused) as refused:
        settling.undo(entry=act, within=Need.objects.all(), by=expert, at=LATER)

    assert refused.value.grounds == (Ground.SINCE_CHANGED,)


# ---- approving ---------------------------------------------------------------


def test_a_draft_goes_to_review_and_is_approved_by_another(
    stage: Stage, expert: Any, group: Any
):
    priced()
    version = lined(stage).version
    funded(version)

    approving.submit(version=version, by=expert, at=NOW)
    with pytest.raises(PlanRefused) as himself:
        approving.approve(version=version, by=expert, at=LATER)
    approving.approve(version=version, by=group, at=LATER)

    version.refresh_from_db()
    assert grounds(himself) == [PlanGround.OWN_PLAN]
    assert version.state == VersionState.APPROVED
    assert version.decided.actor == group


def test_what_has_no_price_or_no_money_is_not_approved(stage: Stage, group: Any):
    priced(base=None)
    unpriced = lined(stage).version
    approving.submit(version=unpriced, by=None, at=NOW)
    with pytest.raises(PlanRefused) as without_price:
        approving.approve(version=unpriced, by=group, at=LATER)
    Line.objects.update(cost=240_001)
    funded_version = Version.objects.get()
    Version.objects.update(state=VersionState.DRAFT)
    funded(funded_version)
    Version.objects.update(state=VersionState.REVIEW)

    with pytest.raises(PlanRefused) as over:
        approving.approve(version=unpriced, by=group, at=LATER)

    assert grounds(without_price) == [PlanGround.UNPRICED]
    assert grounds(over) == [PlanGround.OVER_BUDGET]


def test_what_is_in_review_or_approved_is_frozen(stage: Stage, expert: Any):
    version = approved(stage)
    line = version.lines.get()

    for act in (
        lambda: drafting.add_line(version=version, wish=wish(stage), by=None, at=LATER),
        lambda: drafting.change_line(
            line=line, wish=wish(stage, heads=1), by=expert, at=LATER
        ),
        lambda: drafting.drop_line(line=line, by=expert, at=LATER),
        lambda: drafting.price_anew(version=version, by=expert, at=LATER),
        lambda: funded(version),
        lambda: drafting.drop_budget(budget=version.budget.get(), by=expert, at=LATER),
        lambda: approving.submit(version=version, by=expert, at=LATER),
    ):
        with pytest.raises(PlanRefused) as refused:
            act()
        assert grounds(refused) == [PlanGround.NOT_A_DRAFT]


def test_a_plan_given_back_is_a_draft_again_with_its_note(stage: Stage, group: Any):
    version = lined(stage).version
    approving.submit(version=version, by=None, at=NOW)

    approving.give_back(version=version, note="ساعت‌ها کم است", by=group, at=LATER)

    version.refresh_from_db()
    assert (version.state, version.note) == (VersionState.DRAFT, "ساعت‌ها کم است")


def test_an_amendment_stands_beside_and_replaces_when_approved(
    stage: Stage, expert: Any, group: Any
):
    first = approved(stage)
    need = ordered(stage)
    second = approving.amend(version=first, note="دورهٔ تازه", by=expert, at=LATER)
    more = drafting.add_line(
        version=second, wish=wish(stage, month=9), by=expert, at=LATER
    )
    covering.cover(needs=[need], line=more, by=expert, at=LATER)
    funded(second, 240_000)

    assert Line.objects.in_force().get().version == first
    with pytest.raises(PlanRefused) as twice:
        approving.amend(version=first, note="باز", by=expert, at=LATER)
    approving.submit(version=second, by=expert, at=LATER)
    approving.approve(version=second, by=group, at=LATER)

    first.refresh_from_db()
    assert grounds(twice) == [PlanGround.UNDER_WORK]
    assert first.state == VersionState.REPLACED
    assert first.lines.count() == 1
    assert [line.number for line in Line.objects.in_force().in_order()] == [1, 2]


def test_an_amendment_given_up_leaves_the_approved_and_opens_its_needs(
    stage: Stage, expert: Any
):
    first = approved(stage)
    second = approving.amend(version=first, note="دورهٔ تازه", by=expert, at=LATER)
    more = drafting.add_line(version=second, wish=wish(stage), by=expert, at=LATER)
    need = ordered(stage)
    covering.cover(needs=[need], line=more, by=expert, at=LATER)

    approving.drop_draft(version=second, by=expert, at=LATER)

    need.refresh_from_db()
    first.refresh_from_db()
    assert need.state == State.OPEN
    assert first.state == VersionState.APPROVED


def test_a_line_amended_away_opens_its_needs_when_that_is_approved(
    stage: Stage, expert: Any, group: Any
):
    priced()
    line, need = lined(stage), ordered(stage)
    covering.cover(needs=[need], line=line, by=expert, at=NOW)
    other = lined(stage)
    funded(line.version, 480_000)
    approving.submit(version=line.version, by=None, at=NOW)
    first = approving.approve(version=line.version, by=None, at=NOW)
    second = approving.amend(version=first, note="کم شد", by=expert, at=LATER)
    gone = second.lines.get(number=line.number)

    kept = drafting.drop_line(line=gone, by=expert, at=LATER)
    need.refresh_from_db()
    state_before = need.state
    approving.submit(version=second, by=expert, at=LATER)
    approving.approve(version=second, by=group, at=LATER)

    need.refresh_from_db()
    assert (kept, state_before) == (0, State.COVERED)
    assert need.state == State.OPEN
    assert Line.objects.in_force().get().number == other.number


def test_a_plan_carried_out_is_closed_and_stays_in_force(stage: Stage, group: Any):
    version = approved(stage)

    approving.close(version=version, note="اجرا شد", by=group, at=LATER)

    assert Line.objects.in_force().count() == 1
    assert Version.objects.get().state == VersionState.CLOSED


def test_a_tariff_is_set_and_a_new_year_begins_with_the_factors_before(
    stage: Stage, expert: Any
):
    priced()

    made = tariffs.set_tariff(
        year=1405,
        wording=tariffs.Wording("بخشنامهٔ ۱۴۰۵", 9_000),
        factors={},
        by=expert,
        at=LATER,
    )
    tariffs.set_tariff(
        year=1405,
        wording=tariffs.Wording("بخشنامهٔ ۱۴۰۵", 10_000),
        factors={1: Decimal("1.4")},
        by=expert,
        at=LATER,
    )

    made.refresh_from_db()
    assert made.base == 10_000
    assert [former.base for former in made.former.all()] == [9_000]
    assert made.factors.count() == 3
    assert made.factors.get(position=1).value == Decimal("1.4")
    assert lined(stage).cost == 20 * 8 * 14_000


# ---- what must never be false ------------------------------------------------


def test_the_table_keeps_one_version_in_force_and_one_under_work(stage: Stage):
    version = approved(stage)
    second = Version.objects.create(
        plan=version.plan, number=2, recorded_at=NOW, entry=entry()
    )
    second.state = VersionState.APPROVED
    second.submitted = second.decided = version.decided

    with (
        pytest.raises(IntegrityError, match=r"one_version_in_force|version\.plan_id"),
        transaction.atomic(),
    ):
        second.save()
    with (
        pytest.raises(IntegrityError, match=r"one_version_under_work|version\.plan_id"),
        transaction.atomic(),
    ):
        Version.objects.create(
            plan=version.plan, number=3, recorded_at=NOW, entry=entry()
        )


# ---- races -------------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts side by side where the database can; return what each gave."""
    if connection.vendor != "postgresql":
        return [tried(act) for act in acts]
    found: list[object] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(20)
        found[place] = tried(act)
        connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


def tried(act: Callable[[], object]) -> object:
    try:
        act()
    except PlanRefused as refused:
        return [each.ground for each in refused.refusals]
    except Refused as refused:
        return list(refused.grounds)
    return "done"


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_approve_once():
    stage = found_stage()
    priced()
    version = lined(stage).version
    funded(version)
    approving.submit(version=version, by=None, at=NOW)

    def approve() -> object:
        return approving.approve(version=version, by=None, at=LATER)

    found = at_once(approve, approve)

    assert sorted(map(str, found)) == sorted(["done", str([PlanGround.NOT_IN_REVIEW])])
    assert Entry.objects.filter(act="planning:plan:approve").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_plans_cover_a_need_once():
    stage = found_stage()
    need = ordered(stage)
    lines = [
        drafting.add_line(version=begun(stage, unit), wish=wish(stage), by=None, at=NOW)
        for unit in (stage.khorasan, stage.birjand)
    ]

    found = at_once(
        *[
            lambda line=line: covering.cover(needs=[need], line=line, by=None, at=LATER)
            for line in lines
        ]
    )

    assert sorted(map(str, found)) == sorted(["done", str([Ground.NOT_OPEN])])
    need.refresh_from_db()
    assert need.former.count() == 1
