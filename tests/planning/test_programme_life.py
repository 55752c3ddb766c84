"""A programme is corrected, its turns moved, closed; who is left has a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions import programmes as acts
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.models import Programme, Wave
from karamad.cycle.planning.rules import ProgrammeGround, Progress
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import NOW, signed_in
from tests.planning.conftest import Stage, found_stage
from tests.planning.test_programmes import DAY, FIRST, WEEK, made, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(db: None) -> Any:
    return nation.user(Role.NATIONAL_DEPUTY)


def wish(stage: Stage, **facts: Any) -> acts.ProgrammeWish:
    said = {
        "title": "دورهٔ سه‌روزه",
        "audience": "بخشداران",
        "posts": ("GOV",),
        "courses": (stage.law, stage.crisis),
        **facts,
    }
    return acts.ProgrammeWish(**said)


def turn(programme: Programme, stage: Stage) -> Wave:
    return acts.give_turn(
        programme=programme, unit=stage.khorasan, days=WEEK, by=None, at=NOW
    )


def test_what_a_programme_said_stays_in_the_audit(stage: Stage, deputy: Any):
    programme = made(stage)
    change = {"programme": programme, "by": deputy, "at": NOW}

    assert acts.change_programme(wish=wish(stage, courses=(stage.law,)), **change)
    assert not acts.change_programme(wish=wish(stage, courses=(stage.law,)), **change)

    assert list(programme.courses.all()) == [stage.law]
    act = Entry.objects.get(act="planning:programme:correct")
    assert (act.before or {})["courses"] == ["CRISIS", "LAW"]


def test_a_turn_is_moved_but_not_to_end_before_it_starts(stage: Stage, deputy: Any):
    wave = turn(made(stage), stage)
    later = (FIRST + 7 * DAY, FIRST + 9 * DAY)

    assert acts.move_turn(wave=wave, days=later, by=deputy, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.move_turn(wave=wave, days=(FIRST, FIRST), by=deputy, at=NOW)

    wave.refresh_from_db()
    assert (wave.from_day, wave.until_day) == later
    assert refused.value.grounds == (ProgrammeGround.ENDS_BEFORE_START,)


def test_nobody_is_called_to_one_that_is_closed(stage: Stage, deputy: Any):
    programme = made(stage)
    wave = turn(programme, stage)
    acts.close_programme(programme=programme, by=deputy, at=NOW)

    for act in (
        lambda: acts.give_turn(
            programme=programme, unit=stage.gilan, days=WEEK, by=deputy, at=NOW
        ),
        lambda: acts.move_turn(wave=wave, days=(FIRST, FIRST + DAY), by=deputy, at=NOW),
        lambda: acts.change_programme(
            programme=programme, wish=wish(stage, title="دیگر"), by=deputy, at=NOW
        ),
        lambda: acts.order_needs(
            programme=programme,
            stands={stage.khorasan.pk: Progress(3, 0)},
            urgency=deriving.Urgency(stage.pressing),
            by=deputy,
            at=NOW,
        ),
        lambda: acts.close_programme(programme=programme, by=deputy, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.grounds == (ProgrammeGround.CLOSED,)

    acts.open_programme(programme=programme, by=deputy, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.open_programme(programme=programme, by=deputy, at=NOW)
    assert refused.value.grounds == (ProgrammeGround.NOT_CLOSED,)


@pytest.mark.django_db(transaction=True)
def test_who_is_left_is_named_to_who_may_see_him(
    registers: Any, copied: Callable[[], None]
):
    stage = found_stage()
    programme = made(stage)
    stage.governor(stage.birjand, stage.law, stage.crisis, last_name="گذرانده‌پور")
    stage.governor(stage.birjand, stage.law, last_name="مانده‌نژاد")
    stage.governor(stage.rasht, last_name="گیلانی‌فر")
    copied()
    page = reverse("planning:left", args=[programme.pk, stage.khorasan.pk])

    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)
    stranger = signed_in(Role.PROVINCIAL_EXPERT, stage.gilan)

    said = text(expert.get(page))
    assert "۱ نفر در خراسان جنوبی مانده‌اند" in said
    assert "مانده‌نژاد" in said
    assert "گذرانده‌پور" not in said
    assert stranger.get(page).status_code == 404
