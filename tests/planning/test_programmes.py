"""Programmes: what they may be, how provinces stand in them, what they order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions import programmes as acts
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.letters.programmes import headline
from karamad.cycle.planning.models import Level, Need, Programme
from karamad.cycle.planning.rules import (
    ProgrammeGround,
    Progress,
    Turn,
    held,
    programme_refusals,
    turn_on,
    wave_refusals,
)
from karamad.trust.accounts.permissions import Role
from tests.eligibility import evidence
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import NOW, signed_in
from tests.planning.conftest import TODAY, Stage, found_stage

DAY = timedelta(days=1)
FIRST = date(2026, 4, 1)
WEEK = (FIRST, FIRST + 7 * DAY)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def made(stage: Stage, **facts: Any) -> Programme:
    wish = {
        "title": "دورهٔ سه‌روزه",
        "audience": "بخشداران",
        "posts": ("GOV",),
        "courses": (stage.law, stage.crisis),
        **facts,
    }
    return acts.make_programme(wish=acts.ProgrammeWish(**wish), by=None, at=NOW)


# ---- rules ---------------------------------------------------------------------------


def test_every_reason_against_a_programme_is_given_at_once():
    assert programme_refusals(courses=1, posts=1, degree_programmes=0) == ()
    assert programme_refusals(courses=0, posts=0, degree_programmes=1) == (
        ProgrammeGround.NO_COURSES,
        ProgrammeGround.NO_POSTS,
        ProgrammeGround.DEGREE_PROGRAMME,
    )


def test_every_reason_against_a_turn_is_given_at_once():
    assert wave_refusals(*WEEK, province=True, again=False) == ()
    assert wave_refusals(FIRST, FIRST, province=False, again=True) == (
        ProgrammeGround.ENDS_BEFORE_START,
        ProgrammeGround.NOT_A_PROVINCE,
        ProgrammeGround.TURN_ALREADY,
    )


@pytest.mark.parametrize(
    ("on", "turn"),
    [
        (FIRST - DAY, Turn.AHEAD),
        (FIRST, Turn.RUNNING),
        (FIRST + 6 * DAY, Turn.RUNNING),
        (FIRST + 7 * DAY, Turn.HELD),
    ],
)
def test_a_turn_runs_from_its_first_day_to_its_last(on, turn):
    assert turn_on(WEEK, on) is turn
    assert turn_on(None, on) is Turn.NONE


@given(st.lists(st.sampled_from(Turn)))
def test_what_was_held_is_counted(turns):
    assert held(turns) == turns.count(Turn.HELD)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_progress_adds_up(pairs):
    parts = [Progress(max(pair), min(pair)) for pair in pairs]

    whole = sum(parts, Progress())

    assert whole.left == sum(part.left for part in parts)
    assert whole.share is None or 0 <= whole.share <= 1


# ---- as the judge sees it ------------------------------------------------------------


@pytest.fixture
def peopled(registers, copied):
    stage = found_stage()
    stage.governor(stage.birjand, stage.law, stage.crisis)
    stage.governor(stage.birjand, stage.law)
    stage.governor(stage.qaen)
    stage.governor(stage.rasht, stage.law, stage.crisis)
    copied()
    return stage


def test_who_passed_everything_is_done(peopled):
    assert acts.progress(made(peopled), TODAY) == {
        peopled.khorasan.pk: Progress(3, 1),
        peopled.gilan.pk: Progress(1, 1),
    }


def test_what_was_passed_before_it_began_does_not_count(peopled, copied):
    person = peopled.governor(peopled.rasht)
    for course in (peopled.law, peopled.crisis):
        evidence.completion(person, course, FIRST)
    copied()

    stands = acts.progress(made(peopled, since=FIRST), TODAY)

    assert stands[peopled.gilan.pk] == Progress(2, 1)
    late = acts.progress(made(peopled, since=FIRST + DAY), TODAY)
    assert late[peopled.gilan.pk] == Progress(2, 0)


def test_a_programme_orders_the_needs_of_who_is_left_once(peopled):
    programme = made(peopled)
    stands = acts.progress(programme, TODAY)
    urgency = deriving.Urgency(peopled.pressing)

    def order() -> int:
        return acts.order_needs(
            programme=programme, stands=stands, urgency=urgency, by=None, at=NOW
        )

    first = order()
    with pytest.raises(Refused) as again:
        order()

    assert first == 2
    assert again.value.grounds == (ProgrammeGround.NOTHING_LEFT,)
    needs = Need.objects.order_by("course__code")
    assert {(need.unit, need.heads, need.level, need.source) for need in needs} == {
        (peopled.khorasan, 2, Level.ORGANISATION, "programme")
    }


def test_the_page_says_how_it_stands_in_reach(peopled):
    programme = made(peopled)
    acts.give_turn(
        programme=programme, unit=peopled.khorasan, days=WEEK, by=None, at=NOW
    )
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    expert = signed_in(Role.PROVINCIAL_EXPERT, peopled.gilan)

    whole = deputy.get(f"/programmes/{programme.pk}/")
    own = expert.get(f"/programmes/{programme.pk}/")
    done = deputy.post(
        f"/programmes/{programme.pk}/order/", {"priority": "in-service"}, follow=True
    )

    assert "۲ نفر از ۴ نفر مانده‌اند؛ در ۱ استان از ۲ برگزار شده" in text(whole)
    assert "هر ۱ نفر گذرانده‌اند" in text(own)
    assert "خراسان جنوبی" not in [str(row.unit) for row in own.context["rows"]]
    assert "۲ نیاز سازمانی ثبت شد." in text(done)


# ---- by pages ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_programme_is_set_up_with_turns(stage: Stage, home: Any):
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    typed = {
        "title": "دورهٔ سه‌روزه",
        "audience": "بخشداران",
        "posts": "GOV",
        "courses": "LAW، مدیریت بحران",
    }

    deputy.post("/programmes/new/", typed)
    programme = Programme.objects.get()
    turn = {"unit": "29", "from_day": "1405/01/12", "until_day": "1405/01/19"}
    first = deputy.post(f"/programmes/{programme.pk}/waves/", turn)
    again = deputy.post(f"/programmes/{programme.pk}/waves/", turn)
    county = deputy.post(f"/programmes/{programme.pk}/waves/", {**turn, "unit": "2901"})

    assert programme.courses.count() == 2
    assert first.status_code == 302
    assert "از پیش نوبت دارد" in text(again)
    assert "نوبت از آنِ یک استان است" in text(county)
    page = deputy.get(f"/programmes/{programme.pk}/")
    assert "در ۱ استان از ۲ استان برگزار شده است" in text(page)
    assert "رونوشت ستونی هنوز نیست" in text(page)
    wave = programme.waves.get()
    deputy.post(f"/programmes/{programme.pk}/waves/{wave.pk}/drop/")
    assert programme.waves.count() == 0


@pytest.mark.parametrize(
    ("held_in", "whole", "words"),
    [
        (None, Progress(96, 41), "۵۵ نفر از ۹۶ نفر مانده‌اند"),
        (None, Progress(96, 96), "هر ۹۶ نفر گذرانده‌اند"),
        (None, None, "به استان‌ها نوبتی داده نشده است"),
        (14, None, "در ۱۴ استان از ۳۱ استان برگزار شده است"),
    ],
)
def test_a_programme_without_turns_speaks_of_no_provinces(held_in, whole, words):
    assert headline(held_in, 31, whole) == words
