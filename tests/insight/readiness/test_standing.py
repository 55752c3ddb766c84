from datetime import date
from typing import Any

import pytest

from karamad.insight.readiness.actions import foreseeing
from karamad.insight.readiness.actions.counting import counted, holders_missing
from karamad.insight.readiness.actions.standing import Reader, Standing, standing
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import Answer
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Person
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.eligibility import evidence
from tests.insight.readiness.conftest import DAY, DEADLINE, FIRST, TODAY, Stage
from tests.nation import user

pytestmark = pytest.mark.django_db


def read(
    target: Target, on: date = TODAY, role: Role = Role.NATIONAL_DEPUTY, at: Any = None
) -> Standing:
    return standing(target, to=Reader.of(user(role, at), TODAY), on=on)


def heads_and_done(target: Target, on: date = TODAY) -> tuple[int, int]:
    seen = counted(target, on)
    done = sum(each.people for each in seen if each.done_on is not None)
    return sum(each.people for each in seen), done


def names(target: Target, on: date = TODAY) -> set[int]:
    return set(
        holders_missing(Person.objects.all(), target, on, None).values_list(
            "pk", flat=True
        )
    )


# ---- who is asked, who is done ----------------------------------------------------


def test_whoever_holds_the_post_is_asked(stage: Stage):
    stage.governor(stage.birjand, TODAY)
    missing = stage.governor(stage.rasht)
    clerk = nation.person()
    nation.assignment(clerk, nation.post(), stage.rasht)

    target = stage.target()

    assert heads_and_done(target) == (2, 1)
    assert names(target) == {missing.pk}


def test_it_is_asked_as_of_the_day(stage: Stage):
    stage.governor(stage.birjand, TODAY)
    target = stage.target()

    assert heads_and_done(target, TODAY - DAY) == (1, 0)
    assert heads_and_done(target, TODAY) == (1, 1)
    assert heads_and_done(target, nation.LONG_AGO - DAY) == (0, 0)


def test_a_post_ends_before_its_last_day(stage: Stage):
    person = stage.governor(stage.birjand)
    Assignment.objects.filter(person=person).update(until_day=TODAY)
    target = stage.target()

    assert heads_and_done(target, TODAY - DAY) == (1, 0)
    assert heads_and_done(target, TODAY) == (0, 0)


@pytest.mark.parametrize("how", ["retired_on", "died_on"])
def test_the_retired_and_the_dead_are_not_asked(stage: Stage, how: str):
    stage.governor(stage.birjand, **{how: TODAY})
    target = stage.target()

    assert heads_and_done(target, TODAY - DAY) == (1, 0)
    assert heads_and_done(target, TODAY) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "done"),
    [
        ({}, 1),
        ({"passed": False}, 0),
        ({"revoked_on": TODAY}, 0),
        ({"revoked_on": TODAY + DAY}, 1),
        ({"superseded_at": nation.NOW}, 0),
    ],
)
def test_what_counts_as_done(stage: Stage, facts: dict[str, Any], done: int):
    person = stage.governor(stage.birjand)
    evidence.completion(person, stage.course, TODAY - DAY, **facts)

    assert heads_and_done(stage.target()) == (1, done)


@pytest.mark.parametrize(("day", "done"), [(FIRST - DAY, 0), (FIRST, 1)])
def test_an_equivalent_counts_since_it_is_creditable(
    stage: Stage, day: date, done: int
):
    person = stage.governor(stage.birjand)
    evidence.completion(person, stage.equal, day)

    assert heads_and_done(stage.target()) == (1, done)


def test_the_asked_does_not_count_for_its_equivalent(stage: Stage):
    stage.governor(stage.birjand, TODAY)

    assert heads_and_done(stage.target(course=stage.equal)) == (1, 0)


def test_two_records_of_one_person_are_one(stage: Stage):
    person = stage.governor(stage.birjand)
    twin = nation.person()
    nation.assignment(twin, stage.post, stage.qaen)
    evidence.completion(twin, stage.course, TODAY)
    target = stage.target()
    assert heads_and_done(target) == (2, 1)

    Person.objects.filter(pk=twin.pk).update(merged_into=person)

    assert heads_and_done(target) == (1, 1)
    assert names(target) == set()


def test_two_posts_of_one_person_are_one(stage: Stage):
    person = stage.governor(stage.birjand)
    nation.assignment(person, stage.post, stage.rasht)

    assert heads_and_done(stage.target()) == (1, 0)


def test_a_target_of_a_unit_asks_its_own(full: Stage):
    target = full.target(unit=full.khorasan)

    assert heads_and_done(target) == (30, 15)
    assert sorted(row.heads for row in read(target).rows) == [12, 18]


# ---- a profile --------------------------------------------------------------------

PROFILE = """
profile: governor
title: {fa: شرط بخشدار, en: Conditions of a governor}
applies_to: {posts: [GOV]}
criteria:
  - id: course
    kind: course
    courses: [EL-1]
    source: {document: "1", status: confirmed}
"""


def test_a_profile_is_met_since_the_day_of_what_met_it(stage: Stage):
    profile = evidence.profile(PROFILE).profile
    early = stage.governor(stage.birjand, FIRST - 40 * DAY)
    middle = stage.governor(stage.birjand, TODAY - DAY)
    missing = stage.governor(stage.rasht)
    target = stage.target(course=None, profile=profile)

    seen = {(each.path, each.done_on): each.people for each in counted(target, TODAY)}

    assert seen == {
        (stage.birjand.path, FIRST - DAY): 1,
        (stage.birjand.path, TODAY - DAY): 1,
        (stage.rasht.path, None): 1,
    }
    assert names(target) == {missing.pk}
    assert early.pk not in names(target, TODAY)
    assert middle.pk in names(target, TODAY - 2 * DAY)


def test_a_profile_and_its_course_agree(full: Stage):
    profile = evidence.profile(PROFILE).profile
    by_profile = full.target(course=None, profile=profile)
    by_course = full.target()

    assert read(by_profile).series == read(by_course).series
    assert names(by_profile) == names(by_course)


# ---- how it stands -----------------------------------------------------------------


def test_figures_add_up_and_the_series_ends_today(full: Stage):
    stands = read(full.target())

    assert (stands.total.heads, stands.total.done, stands.total.left) == (70, 35, 35)
    assert sum(row.heads for row in stands.rows) == 70
    assert sum(row.done for row in stands.rows) == 35
    assert stands.series[0] == (FIRST - DAY, 0)
    assert stands.series[-1] == (TODAY, 35)
    assert [stands.units[row.path].code for row in stands.rows] in (
        ["29", "01"],
        ["01", "29"],
    )


def test_the_forecast_begins_where_we_are_and_ends_on_the_deadline(full: Stage):
    stands = read(full.target())

    band = stands.total.band
    assert band is not None
    assert 35 <= band.low <= band.median <= band.high <= 70
    assert stands.fan[-1][0] == DEADLINE
    assert stands.total.answer in {Answer.WILL_NOT, Answer.MAY}
    assert stands.total.needs.a_day is not None
    assert stands.total.needs.a_day * stands.open_days >= 35


def test_a_province_reads_the_number_that_the_deputy_reads_of_it(full: Stage):
    target = full.target()

    nation_wide = {each.path: each for each in read(target).rows}
    own = read(target, role=Role.PROVINCIAL_EXPERT, at=full.khorasan)

    assert own.total.band == nation_wide[full.khorasan.path].band
    assert (own.total.heads, own.total.done) == (30, 15)
    assert {row.path for row in own.rows} == {full.birjand.path, full.qaen.path}


def test_on_the_deadline_and_after_it_is_told_how_it_went(full: Stage):
    target = full.target(deadline=TODAY)

    for day in (TODAY, TODAY + 90 * DAY):
        stands = read(target, on=day)
        assert stands.is_over
        assert stands.total.answer is Answer.MISSED
        assert stands.total.band is None
        assert stands.on == TODAY
    assert not read(target, on=TODAY - DAY).is_over


def test_before_its_first_day_nothing_is_foreseen_where_nothing_was_learnt(full: Stage):
    target = full.target(from_day=TODAY + DAY)

    stands = read(target)

    assert stands.total.answer is Answer.NOT_BEGUN
    assert stands.series == []
    assert stands.total.done == 35


def test_with_nothing_done_yet_it_is_not_told(stage: Stage):
    stage.governor(stage.birjand)

    assert read(stage.target()).total.answer is Answer.UNKNOWN


def test_where_all_are_done_it_is_done(stage: Stage):
    stage.governor(stage.birjand, TODAY)

    stands = read(stage.target())

    assert stands.total.answer is Answer.DONE
    assert stands.total.chance == 1.0


def test_nobody_asked_is_nobody(stage: Stage):
    stands = read(stage.target())

    assert stands.total.answer is Answer.NOBODY
    assert stands.rows == []


def test_a_share_asks_for_fewer(full: Stage):
    stands = read(full.target(share=50))

    assert stands.total.asked == 35
    assert stands.total.answer is Answer.DONE


def test_provinces_in_turns_are_not_foreseen(stage: Stage):
    for number in range(10):
        code = f"{number + 2:02}"
        county = nation.unit(under=nation.province(code, f"استان {number}"))
        for _ in range(4):
            stage.governor(county, FIRST + DAY * number if number < 5 else None)
    target = stage.target()

    stands = read(target)

    assert stands.in_turns
    assert stands.total.band is None
    assert stands.total.answer is Answer.UNKNOWN


def test_earlier_targets_teach_the_same_first(full: Stage):
    other = nation.course("OTHER")
    target = full.target()
    earlier = full.target(from_day=FIRST - 60 * DAY, deadline=FIRST - DAY)
    strange = full.target(course=other, from_day=FIRST - 60 * DAY, deadline=FIRST - DAY)
    for person in full.people[:20]:
        evidence.completion(person, full.course, FIRST - 10 * DAY)
        evidence.completion(person, other, FIRST - 10 * DAY)

    def taught(on: date) -> tuple[int, bool]:
        shape, is_same = foreseeing.taught(target, on)
        return shape.campaigns, is_same

    assert taught(TODAY) == (1, True)
    assert taught(FIRST - DAY) == (0, False)  # not over by then
    Target.objects.filter(pk=earlier.pk).delete()
    assert taught(TODAY) == (1, False)
    Target.objects.filter(pk=strange.pk).delete()
    assert taught(TODAY) == (0, False)


def test_before_anybody_is_done_another_course_foretells_nothing(full: Stage):
    other = nation.course("OTHER")
    target = full.target(course=other)
    full.target(from_day=FIRST - 60 * DAY, deadline=FIRST - DAY)
    for person in full.people[:20]:
        evidence.completion(person, full.course, FIRST - 10 * DAY)

    before = read(target)
    evidence.completion(full.people[0], other, TODAY)
    after = read(target)

    assert (before.total.answer, before.total.band) == (Answer.UNKNOWN, None)
    assert after.total.band is not None
    assert after.learnt == 1


def test_the_same_course_foretells_before_anybody_is_done(stage: Stage):
    for each in range(20):
        stage.governor(stage.rasht, FIRST - 10 * DAY if each % 2 else None)
    stage.target(from_day=FIRST - 60 * DAY, deadline=FIRST - DAY)
    again = stage.target(from_day=TODAY)

    assert read(again).total.band is not None


def test_on_its_last_day_a_target_is_not_missed_yet(full: Stage):
    target = full.target(deadline=TODAY)
    reader = Reader.of(user(Role.NATIONAL_DEPUTY), TODAY)

    last = standing(target, to=reader, on=TODAY, today=TODAY)
    looked_back = standing(target, to=reader, on=TODAY, today=TODAY + DAY)

    assert last.total.answer is Answer.LAST_DAY
    assert not last.is_over
    assert last.total.needs.a_day is None, "1 May 2026 is a Friday"
    assert last.total.chance is None
    assert looked_back.total.answer is Answer.MISSED


def test_on_its_last_day_today_still_counts_as_open(full: Stage):
    saturday = TODAY + DAY
    target = full.target(deadline=saturday)
    reader = Reader.of(user(Role.NATIONAL_DEPUTY), TODAY)

    last = standing(target, to=reader, on=saturday, today=saturday)

    assert last.total.needs.a_day == last.total.missing == 35


def test_a_closed_target_stands_as_on_the_day_it_was_closed(full: Stage):
    target = full.target()
    Target.objects.filter(pk=target.pk).update(closed_on=TODAY, closing_note="بس است")
    target.refresh_from_db()
    for person in full.people[:30:2]:
        evidence.completion(person, full.course, TODAY + DAY)

    assert read(target, on=DEADLINE + DAY).total.done == 35
    assert read(target, on=TODAY - DAY).on == TODAY - DAY


def test_what_is_entered_shows_at_once(full: Stage):
    target = full.target()
    before = read(target)
    missing = next(p for p in full.people if not Completion.objects.filter(person=p))

    evidence.completion(missing, full.course, TODAY)

    after = read(target)
    assert after.total.done == before.total.done + 1
    assert after.series[-1] == (TODAY, before.total.done + 1)


def test_the_same_day_gives_the_same_numbers(full: Stage):
    target = full.target()
    first = read(target)
    foreseeing.cache.clear()

    assert read(target) == first


def test_seats_bound_the_forecast(full: Stage):
    loose, tight = full.target(), full.target(seats=1)

    assert read(tight).total.band is not None
    assert read(tight).total.band.high <= 35 + read(tight).open_days
    assert read(loose).total.band.high >= read(tight).total.band.high


# ---- small figures -------------------------------------------------------------------


def test_who_sees_no_people_sees_no_small_figures(full: Stage):
    small = nation.unit(under=nation.province("02", "مازندران"))
    for _ in range(2):
        full.governor(small)
    target = full.target()

    observer = read(target, role=Role.OBSERVER)
    deputy = read(target)

    assert sum(row.hidden for row in observer.rows) >= 2
    assert not any(row.hidden for row in deputy.rows)
    assert observer.total == deputy.total
    assert all(row.heads == row.done == 0 for row in observer.rows if row.hidden)


@pytest.mark.parametrize(("done", "left"), [(4, 30), (30, 4), (0, 3)])
def test_a_whole_that_tells_of_single_people_is_not_told(
    stage: Stage, done: int, left: int
):
    for each in range(done + left):
        stage.governor(stage.rasht, FIRST if each < done else None)
    target = stage.target()

    observer, deputy = read(target, role=Role.OBSERVER), read(target)

    assert observer.total.answer is Answer.HIDDEN
    assert (observer.total.heads, observer.total.band) == (0, None)
    assert all(row.hidden for row in observer.rows)
    assert (observer.series, observer.fan) == ([], [])
    assert (deputy.total.done, deputy.total.left) == (done, left)


def test_what_a_reader_knows_by_another_role_is_taken_off_first(full: Stage):
    """Of fifty-eight in all he sees eighteen; forty and three more are left."""
    for each in range(3):
        full.governor(full.khorasan, last_name=f"رحیمی {each}")
    observer = user(Role.OBSERVER)
    nation.grant(observer, Role.PROVINCIAL_EXPERT, full.birjand)
    nation.grant(observer, Role.PROVINCIAL_EXPERT, full.qaen)

    alone = standing(full.target(), to=Reader.of(user(Role.OBSERVER), TODAY), on=TODAY)
    stands = standing(
        full.target(title="همان"), to=Reader.of(observer, TODAY), on=TODAY
    )

    assert not any(row.hidden for row in alone.rows), "thirty-three and forty"
    hidden = {stands.units[row.path].name for row in stands.rows if row.hidden}
    assert hidden == {"خراسان جنوبی", "گیلان"}, "thirty-three less thirty are three"
