"""Nobody hands on more, further or longer than he holds himself."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from karamad.trust.accounts.rules import (
    Gift,
    Ground,
    Held,
    covers,
    may_keep_key,
    refusals,
    substitution_refusals,
)

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)
GIVE = "accounts:grant:give"
READ, WRITE = "read", "write"

EXPERT = Held("expert", "29", frozenset({GIVE, READ, WRITE}), date(2020, 1, 1), None)
READER = Gift(
    role="reader",
    unit_code="29-01",
    lineage=frozenset({"29-01", "29"}),
    permissions=frozenset({READ}),
    from_day=TODAY,
    until_day=None,
    hands_on=GIVE,
)


def test_what_one_holds_one_may_hand_on_below():
    assert refusals(READER, [EXPERT], [], TODAY) == ()


def test_the_whole_nation_is_above_every_unit():
    assert refusals(READER, [replace(EXPERT, unit_code="")], [], TODAY) == ()


def test_another_province_is_out_of_reach():
    elsewhere = replace(READER, unit_code="09-01", lineage=frozenset({"09-01", "09"}))

    assert refusals(elsewhere, [EXPERT], [], TODAY) == (Ground.OUT_OF_REACH,)


def test_the_nation_is_out_of_reach_of_a_province():
    national = replace(READER, unit_code="", lineage=frozenset())

    assert refusals(national, [EXPERT], [], TODAY) == (Ground.OUT_OF_REACH,)


def test_a_role_without_the_right_to_give_gives_nothing():
    held = replace(EXPERT, permissions=frozenset({READ, WRITE}))

    assert refusals(READER, [held], [], TODAY) == (Ground.OUT_OF_REACH,)


def test_nobody_gives_more_than_he_holds_there():
    more = replace(READER, permissions=frozenset({READ, "audit"}))

    assert refusals(more, [EXPERT], [], TODAY) == (Ground.MORE_THAN_HELD,)


def test_what_one_holds_elsewhere_does_not_count():
    more = replace(READER, permissions=frozenset({READ, "audit"}))
    elsewhere = replace(EXPERT, unit_code="09", permissions=frozenset({"audit"}))

    assert refusals(more, [EXPERT, elsewhere], [], TODAY) == (Ground.MORE_THAN_HELD,)


def test_a_role_over_oneself_alone_is_no_power():
    learner = replace(READER, permissions=frozenset({"object"}), personal=True)

    assert refusals(learner, [EXPERT], [], TODAY) == ()


def test_every_reason_is_given_at_once():
    gift = replace(
        READER,
        unit_code="09",
        lineage=frozenset({"09"}),
        until_day=TODAY,
        to_himself=True,
    )
    same = Held("reader", "09", frozenset(), date(2020, 1, 1), None)

    assert refusals(gift, [EXPERT], [same], TODAY) == (
        Ground.PERIOD_EMPTY,
        Ground.HIMSELF,
        Ground.OUT_OF_REACH,
        Ground.ALREADY_HELD,
    )


def test_a_role_is_not_given_twice_for_the_same_days():
    now = Held("reader", "29-01", frozenset(), date(2020, 1, 1), TOMORROW)
    over = replace(now, until_day=TODAY)

    assert refusals(READER, [EXPERT], [now], TODAY) == (Ground.ALREADY_HELD,)
    assert refusals(READER, [EXPERT], [over], TODAY) == ()


def test_a_period_that_ended_today_is_past():
    yesterday = TODAY - timedelta(days=1)
    past = replace(READER, from_day=yesterday, until_day=TODAY)
    last = replace(READER, from_day=yesterday, until_day=TOMORROW)

    assert refusals(past, [EXPERT], [], TODAY) == (Ground.PERIOD_PAST,)
    assert refusals(last, [EXPERT], [], TODAY) == ()


def test_a_substitute_never_outlasts_the_office():
    office = replace(EXPERT, until_day=TOMORROW)

    assert substitution_refusals([office], (TODAY, TOMORROW), TODAY) == ()
    assert substitution_refusals(
        [office], (TODAY, TOMORROW + timedelta(days=1)), TODAY
    ) == (Ground.OUTLIVES,)


def test_a_substitution_needs_an_office_and_another_person():
    assert substitution_refusals([], (TODAY, TOMORROW), TODAY, to_himself=True) == (
        Ground.HIMSELF,
        Ground.NOTHING_TO_HAND_ON,
    )


CODES = st.sampled_from(["", "29", "29-01", "09"])
POWERS = st.frozensets(st.sampled_from([GIVE, READ, WRITE, "audit"]))


@given(
    given_away=POWERS,
    lineage=st.sampled_from([(), ("29",), ("29", "29-01"), ("09",)]),
    held=st.lists(st.tuples(CODES, POWERS), max_size=3),
)
def test_no_chain_of_gifts_makes_power(given_away, lineage, held):
    giver = [Held("r", code, powers, TODAY, None) for code, powers in held]
    gift = replace(
        READER,
        unit_code=lineage[-1] if lineage else "",
        lineage=frozenset(lineage),
        permissions=given_away,
    )

    if not refusals(gift, giver, [], TODAY):
        over = [each for each in giver if covers(each, gift.lineage)]
        assert given_away <= frozenset().union(*(each.permissions for each in over))


def test_a_key_is_kept_by_who_could_give_every_role():
    below = replace(EXPERT, unit_code="29-01", permissions=frozenset({READ}))
    above = replace(EXPERT, unit_code="", permissions=frozenset({READ}))
    lineage = frozenset({"29-01", "29"})

    assert may_keep_key([EXPERT], [(below, lineage)], GIVE)
    assert may_keep_key([EXPERT], [], GIVE)
    assert not may_keep_key([EXPERT], [(below, lineage), (above, frozenset())], GIVE)
    assert not may_keep_key([below], [(below, lineage)], GIVE)
