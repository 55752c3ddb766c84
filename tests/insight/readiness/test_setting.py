from typing import Any

import pytest
from django.db import IntegrityError, transaction

from karamad.insight.readiness.actions import setting
from karamad.insight.readiness.models import FormerTarget, Target
from karamad.insight.readiness.rules import Ground
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.eligibility import evidence
from tests.insight.readiness.conftest import DAY, DEADLINE, FIRST, TODAY, Stage
from tests.insight.readiness.test_standing import PROFILE
from tests.nation import NOW, user

pytestmark = pytest.mark.django_db


def test_setting_one_is_written_down(stage: Stage):
    target = stage.target(unit=stage.khorasan, seats=30)

    entry = Entry.objects.get(act="readiness:target:set")
    assert entry.subject_key == target.code
    assert entry.after["course"] == "EL-1"
    assert entry.after["unit"] == "29"
    assert entry.after["deadline"] == DEADLINE.isoformat()
    assert target.entry == entry


def test_a_correction_keeps_what_it_said(stage: Stage):
    target = stage.target()
    officer = user(Role.ADMINISTRATOR)
    wish = setting.wish_of(target)
    assert not setting.correct_target(target=target, wish=wish, by=officer, at=NOW)

    later = setting.Wish(**{**wish.facts, "posts": wish.posts, "deadline": TODAY})
    assert setting.correct_target(target=target, wish=later, by=officer, at=NOW)

    target.refresh_from_db()
    assert target.deadline == TODAY
    former = FormerTarget.objects.get(target=target)
    assert former.deadline == DEADLINE
    entry = Entry.objects.get(act="readiness:target:correct")
    assert entry.before == {"deadline": DEADLINE.isoformat()}


def test_closed_it_says_why_and_is_not_corrected(stage: Stage):
    target = stage.target()
    officer = user(Role.ADMINISTRATOR)
    close = {"target": target, "note": "رسیدند", "by": officer, "at": NOW}
    assert setting.close_target(on=TODAY, **close)
    assert not setting.close_target(on=TODAY, **close)
    wish = setting.wish_of(target)

    with pytest.raises(setting.Refused) as refused:
        setting.correct_target(target=target, wish=wish, by=officer, at=NOW)

    assert refused.value.grounds == (Ground.CLOSED,)
    assert setting.reopen_target(target=target, by=officer, at=NOW)
    assert not setting.reopen_target(target=target, by=officer, at=NOW)
    target.refresh_from_db()
    assert (target.closed_on, target.closing_note) == (None, "")


def test_the_rules_are_asked(stage: Stage):
    with pytest.raises(setting.Refused) as refused:
        stage.target(course=None, posts=(), deadline=FIRST)

    assert refused.value.grounds == (
        Ground.ENDS_BEFORE_START,
        Ground.ASKS_NOTHING,
        Ground.NO_POSTS,
    )
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"course": None}, "target_asks_for_one_thing"),
        ({"deadline": FIRST}, "target_begins_before_its_deadline"),
        ({"share": 0}, "target_share_1_to_100"),
        ({"share": 101}, "target_share_1_to_100"),
        ({"seats": 0}, "target_has_seats_or_does_not_say"),
    ],
)
def test_what_must_never_be_false(stage: Stage, changes: dict[str, Any], name: str):
    target = stage.target()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(**changes)


def test_two_things_at_once_are_refused_by_the_database_too(stage: Stage):
    profile = evidence.profile(PROFILE).profile
    target = stage.target()

    with (
        pytest.raises(IntegrityError, match="target_asks_for_one_thing"),
        transaction.atomic(),
    ):
        Target.objects.filter(pk=target.pk).update(profile=profile)


def test_who_sees_and_who_edits_which(stage: Stage):
    of_nation, of_khorasan = stage.target(), stage.target(unit=stage.khorasan)
    of_county = stage.target(unit=stage.birjand)
    every = {of_nation.pk, of_khorasan.pk, of_county.pk}

    def keys(rows: Any) -> set[int]:
        return set(rows.values_list("pk", flat=True))

    for role, where, seen, edited in (
        (Role.NATIONAL_DEPUTY, None, every, every),
        (Role.PROVINCIAL_EXPERT, stage.khorasan, every, every - {of_nation.pk}),
        (Role.HR_OFFICER, stage.birjand, every, set()),
        (Role.PROVINCIAL_EXPERT, stage.gilan, {of_nation.pk}, set()),
        (Role.OBSERVER, stage.qaen, {of_nation.pk, of_khorasan.pk}, set()),
        (Role.LEARNER, stage.birjand, set(), set()),
    ):
        reader = user(role, where)
        assert keys(Target.objects.visible_to(reader, on=TODAY)) == seen, role
        assert keys(Target.objects.editable_by(reader, on=TODAY)) == edited, role


def test_the_most_urgent_come_first(stage: Stage):
    over = stage.target(deadline=TODAY - DAY)
    late = stage.target(deadline=TODAY + 20 * DAY)
    soon = stage.target(deadline=TODAY)
    older = stage.target(deadline=TODAY - 9 * DAY)

    rows = Target.objects.most_urgent_first(TODAY)

    assert list(rows) == [soon, late, over, older]
    assert str(over) == over.title
    assert nation.LONG_AGO < FIRST
