from datetime import UTC, date, datetime, timedelta

import pytest

from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import ROLES, Permission, Role
from karamad.trust.accounts.rules import Ground
from karamad.trust.audit.models import Entry
from tests.accounts.factories import grant, holding, user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
NEXT_WEEK = TODAY + timedelta(days=7)
BIRJAND = actions.Place("29-01", frozenset({"29-01", "29"}))


def give(by: User, to: User, role: Role, place: actions.Place = BIRJAND) -> Grant:
    return actions.give(
        user=to,
        role=role,
        place=place,
        from_day=TODAY,
        until_day=None,
        by=by,
        on=TODAY,
        at=NOW,
    )


def substitute(officer: User, by: User, stand_in: User, **days: date) -> list[Grant]:
    period = {"from_day": TODAY, "until_day": NEXT_WEEK, **days}
    return actions.name_substitute(
        officer=officer,
        substitute=stand_in,
        offices=officer.own_grants_on(TODAY),
        by=by,
        on=TODAY,
        at=NOW,
        **period,
    )


def test_a_role_given_is_held_and_written_down():
    expert = holding("expert", Role.PROVINCIAL_EXPERT, "29")
    officer = user("officer")

    given = give(expert, officer, Role.HR_OFFICER)

    assert officer.permissions_on(TODAY) == ROLES[Role.HR_OFFICER]
    assert officer.permissions_on(TODAY - timedelta(days=1)) == frozenset()
    entry = given.entry
    assert (entry.act, entry.actor) == ("accounts:grant:give", expert)
    assert entry.after == {"role": "hr_officer", "unit": "29-01", "from": "2026-11-21"}


def test_a_refused_gift_leaves_nothing_behind():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    expert = holding("expert", Role.PROVINCIAL_EXPERT, "29")
    before = Grant.objects.count(), Entry.objects.count()

    with pytest.raises(actions.Refused) as refused:
        give(expert, officer, Role.ADMINISTRATOR, actions.NATION)

    assert refused.value.grounds == (Ground.OUT_OF_REACH,)
    assert (Grant.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_deputy_makes_neither_administrators_nor_auditors(role):
    deputy = holding("deputy", Role.NATIONAL_DEPUTY)

    with pytest.raises(actions.Refused) as refused:
        give(deputy, user("other"), role, actions.NATION)

    assert refused.value.grounds == (Ground.MORE_THAN_HELD,)


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gives_every_role(role):
    administrator = holding("admin", Role.ADMINISTRATOR)

    assert give(administrator, user("other"), role).role == role


def test_a_revoked_role_is_gone_and_its_substitutes_with_it():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    stand_in = user("stand-in")
    substitute(officer, officer, stand_in)
    own = officer.own_grants_on(TODAY)[0]

    ended = actions.revoke(grant=own, by=None, at=NOW)

    assert ended == 2
    assert not Grant.objects.held_on(TODAY).exists()
    entry = Entry.objects.filter(act="accounts:grant:revoke").order_by("pk")[0]
    assert entry.before == {"role": "hr_officer", "unit": "29-01", "from": "2020-03-20"}


def test_a_substitute_leaving_leaves_the_officer_alone():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    (seat,) = substitute(officer, officer, user("stand-in"))

    actions.revoke(grant=seat, by=officer, at=NOW)

    assert Grant.objects.of(officer).held_on(TODAY).count() == 1


def test_a_substitute_sits_in_one_seat_at_a_time():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    stand_in = holding("stand-in", Role.AUDITOR, "09")
    substitute(officer, officer, stand_in)
    own = stand_in.permissions_on(TODAY)

    stand_in.acting_for = officer

    assert own == ROLES[Role.AUDITOR]
    assert stand_in.permissions_on(TODAY) == ROLES[Role.HR_OFFICER]
    reach = stand_in.reach(Permission.PEOPLE_PERSON_VIEW, on=TODAY)
    assert reach.unit_codes == {"29-01"}
    assert stand_in.permissions_on(NEXT_WEEK) == frozenset()


def test_the_audit_keeps_the_substitutes_name_and_the_seat():
    officer = holding("officer", Role.PROVINCIAL_EXPERT, "29")
    stand_in = user("stand-in")
    substitute(officer, officer, stand_in)
    stand_in = User.objects.get(pk=stand_in.pk)
    stand_in.acting_for = officer

    given = give(stand_in, user("other"), Role.HR_OFFICER)

    assert (given.entry.actor, given.entry.acting_for) == (stand_in, officer)


def test_a_substitute_does_not_name_a_substitute():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    stand_in = user("stand-in")
    (seat,) = substitute(officer, officer, stand_in)

    with pytest.raises(actions.Refused) as refused:
        actions.name_substitute(
            officer=stand_in,
            substitute=user("third"),
            from_day=TODAY,
            until_day=NEXT_WEEK,
            offices=[seat],
            by=stand_in,
            on=TODAY,
            at=NOW,
        )

    assert refused.value.grounds == (Ground.NOTHING_TO_HAND_ON,)


def test_a_substitute_is_named_once_for_the_same_days():
    officer = holding("officer", Role.HR_OFFICER, "29-01")
    stand_in = user("stand-in")
    substitute(officer, officer, stand_in)

    with pytest.raises(actions.Refused) as refused:
        substitute(officer, officer, stand_in, from_day=NEXT_WEEK - timedelta(days=1))

    assert refused.value.grounds == (Ground.ALREADY_HELD,)


def test_the_first_administrator_is_made_once():
    first = actions.make_administrator(
        username="sara", name="سارا", another=False, at=NOW
    )

    assert first.permissions_on(TODAY) == ROLES[Role.ADMINISTRATOR]
    with pytest.raises(actions.AdministratorExists):
        actions.make_administrator(username="b", name="", another=False, at=NOW)
    assert actions.make_administrator(username="b", name="", another=True, at=NOW)


def test_a_closed_account_is_no_administrator():
    grant(user("gone", is_active=False), Role.ADMINISTRATOR)

    assert actions.make_administrator(username="b", name="", another=False, at=NOW)


def test_a_name_is_taken_whatever_its_case():
    user("Sara")

    with pytest.raises(actions.NameTaken):
        actions.create_user(username="sara", name="سارا", by=None, at=NOW)


def test_a_correction_of_a_user_keeps_before_and_after():
    administrator = holding("admin", Role.ADMINISTRATOR)
    other = user("other", name="رضا")

    changes = {"name": "علی‌رضا", "is_active": True}
    actions.correct_user(user=other, changes=changes, by=administrator, at=NOW)

    entry = Entry.objects.get(act="accounts:user:correct")
    assert (entry.before, entry.after) == ({"name": "رضا"}, {"name": "علی‌رضا"})
