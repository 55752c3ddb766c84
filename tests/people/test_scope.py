"""Who sees whom.

Source: docs/architecture.md, rule 4 (scope at the door).
"""

from datetime import date, timedelta

import pytest

from karamad.registers.people import actions
from karamad.registers.people.models import Person, Unit
from karamad.registers.people.views.rows import rows_of
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.web.asof import AsOf
from tests.people.nation import NOW, START, TODAY, Nation, person, seat, user

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


@pytest.fixture
def expert(nation: Nation) -> User:
    """The provincial expert of Gilan."""
    return user("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)


@pytest.fixture
def colleague(nation: Nation) -> User:
    """The provincial expert of South Khorasan."""
    return user("khorasan", Role.PROVINCIAL_EXPERT, nation.khorasan)


def sees(viewer: User, who: Person, on: date = TODAY) -> bool:
    anew = User.objects.get(pk=viewer.pk)
    anew.acting_for = viewer.acting_for
    return Person.objects.visible_to(anew, on=on).filter(pk=who.pk).exists()


def test_a_current_assignment_below_shows(
    nation: Nation, expert: User, colleague: User
):
    who = person()
    seat(who, nation.mayor, nation.rasht)

    assert sees(expert, who)
    assert not sees(colleague, who)


def test_one_of_several_posts_is_enough(nation: Nation, expert: User, colleague: User):
    who = person()
    seat(who, nation.mayor, nation.rasht)
    seat(who, nation.governor, nation.birjand)

    assert sees(expert, who)
    assert sees(colleague, who)


def test_the_last_assignment_shows_who_holds_none(
    nation: Nation, expert: User, colleague: User
):
    who = person(home_unit=nation.khorasan)
    seat(who, nation.governor, nation.birjand, until_day=date(2022, 1, 1))
    seat(who, nation.mayor, nation.rasht, date(2022, 1, 1), date(2024, 1, 1))

    assert sees(expert, who)
    assert not sees(colleague, who)


def test_two_that_ended_on_one_day_are_both_last(
    nation: Nation, expert: User, colleague: User
):
    who = person()
    seat(who, nation.governor, nation.birjand, until_day=YESTERDAY)
    seat(who, nation.mayor, nation.rasht, until_day=YESTERDAY)

    assert sees(expert, who)
    assert sees(colleague, who)


def test_without_an_assignment_the_home_unit_shows(
    nation: Nation, expert: User, colleague: User
):
    who = person(home_unit=nation.rasht)

    assert sees(expert, who)
    assert not sees(colleague, who)
    assert not sees(expert, person())


def test_before_the_first_assignment_begins_the_home_unit_shows(
    nation: Nation, expert: User, colleague: User
):
    who = person(home_unit=nation.khorasan)
    seat(who, nation.mayor, nation.rasht, from_day=TOMORROW)

    assert sees(colleague, who)
    assert not sees(expert, who)
    assert sees(expert, who, on=TOMORROW)
    assert not sees(colleague, who, on=TOMORROW)


def test_a_transfer_takes_the_person_along_on_its_day(
    nation: Nation, expert: User, colleague: User
):
    who = person()
    seat(who, nation.governor, nation.birjand, until_day=TODAY)
    seat(who, nation.mayor, nation.rasht, from_day=TODAY)

    assert sees(colleague, who, on=YESTERDAY)
    assert not sees(expert, who, on=YESTERDAY)
    assert not sees(colleague, who)
    assert sees(expert, who)


def test_between_two_posts_the_old_unit_still_sees_him(
    nation: Nation, expert: User, colleague: User
):
    who = person()
    seat(who, nation.governor, nation.birjand, until_day=YESTERDAY)
    seat(who, nation.mayor, nation.rasht, from_day=TOMORROW)

    assert sees(colleague, who)
    assert not sees(expert, who)


def test_a_superseded_assignment_shows_nothing(
    nation: Nation, expert: User, colleague: User
):
    who = person(home_unit=nation.khorasan)
    mistake = seat(who, nation.mayor, nation.rasht)
    actions.withdraw_assignment(assignment=mistake, by=None, at=NOW)

    assert not sees(expert, who)
    assert sees(colleague, who)


def test_a_learner_sees_himself_and_nobody_else(nation: Nation):
    himself, other = person(), person()
    learner = user("learner", Role.LEARNER)
    Person.objects.filter(pk=himself.pk).update(account=learner)

    assert sees(learner, himself)
    assert not sees(learner, other)
    assert not Unit.objects.visible_to(learner, on=TODAY).exists()


def test_an_officer_sees_himself_wherever_he_serves(nation: Nation, expert: User):
    himself = person()
    seat(himself, nation.governor, nation.birjand)
    Person.objects.filter(pk=himself.pk).update(account=expert)

    assert sees(expert, himself)


def test_a_stranger_sees_nobody(nation: Nation):
    who = person(home_unit=nation.rasht)
    stranger = user("stranger")
    Person.objects.filter(pk=who.pk).update(account=stranger)

    assert not sees(stranger, who)


@pytest.mark.parametrize(
    ("from_day", "until_day", "shown"),
    [
        (TODAY, None, True),
        (TOMORROW, None, False),
        (START, TODAY, False),
        (START, TOMORROW, True),
    ],
)
def test_a_role_holds_for_its_days(
    nation: Nation, from_day: date, until_day: date | None, shown: bool
):
    who = person(home_unit=nation.rasht)
    officer = user("officer", Role.HR_OFFICER, nation.rasht, from_day, until_day)

    assert sees(officer, who) is shown


def test_a_substitute_sees_what_the_officer_sees_while_he_is_away(
    nation: Nation, expert: User
):
    who = person(home_unit=nation.rasht)
    substitute = user(
        "substitute", Role.PROVINCIAL_EXPERT, nation.gilan, YESTERDAY, TOMORROW
    )
    Grant.objects.filter(user=substitute).update(substitutes=expert)

    assert not sees(substitute, who)
    substitute.acting_for = expert
    assert sees(substitute, who)
    assert not sees(substitute, who, on=TOMORROW)
    Grant.objects.filter(user=substitute).update(revoked_at=NOW)
    assert not sees(substitute, who)


def test_a_national_role_sees_everybody(nation: Nation):
    who = person()

    assert sees(user("deputy", Role.NATIONAL_DEPUTY), who)


def test_merged_records_are_seen_as_one(nation: Nation, expert: User, colleague: User):
    who, double = person(), person(home_unit=nation.khorasan)
    seat(double, nation.mayor, nation.rasht)
    actions.merge_persons(person=double, into=who, by=None, at=NOW)

    assert sees(expert, who)
    assert not sees(colleague, who)

    seat(who, nation.governor, nation.birjand, until_day=YESTERDAY)
    assert sees(expert, who)
    assert not sees(colleague, who)


def test_a_move_of_a_unit_moves_the_scope_on_its_day(
    nation: Nation, expert: User, colleague: User
):
    who = person()
    seat(who, nation.mayor, nation.city_hall)
    actions.move_unit(
        unit=nation.birjand, parent=nation.gilan, from_day=TOMORROW, by=None, at=NOW
    )

    assert sees(colleague, who)
    assert not sees(expert, who)

    actions.refresh_paths(on=TOMORROW)

    assert sees(expert, who)
    assert not sees(colleague, who)


def test_units_are_seen_below_a_role(nation: Nation, expert: User):
    seen = Unit.objects.visible_to(expert, on=TODAY).order_by("code")

    assert [unit.code for unit in seen] == ["M0101", "P01"]


def test_the_right_to_read_ids_reaches_as_far_as_its_own_role(nation: Nation):
    here, there = person(), person()
    seat(here, nation.mayor, nation.rasht)
    seat(there, nation.governor, nation.birjand)
    both = user("auditor", Role.AUDITOR)
    expert = user("expert", Role.PROVINCIAL_EXPERT, nation.gilan)
    people, keys = Person.objects.all(), [here.pk, there.pk]

    assert people.plain_to(both, keys, on=TODAY) == set()
    Grant.objects.filter(user=expert).update(user=both)
    both = User.objects.get(pk=both.pk)
    assert people.plain_to(both, keys, on=TODAY) == {here.pk}
    page = rows_of([here.pk, there.pk], both, AsOf(TODAY, TODAY))
    assert page[0].national_id == here.national_id
    assert page[1].national_id == there.masked
