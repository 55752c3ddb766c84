"""What a run came to: computed, put into the register once, repaired, explained."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.models import CompletionRule, Enrolment, Outcome, Run
from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.rules import Verdict
from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.credentials.models import Completion
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    attended,
    campus,
    enrolment,
    moment,
    rule,
    run,
    score,
    servant,
    session,
)
from tests.nation import NOW, entry, user

pytestmark = pytest.mark.django_db
AFTER = moment(FIRST_DAY, 18)
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    rule()
    return campus()


def sat(
    at: Campus, what: Run, *, presence: str = "present", exam: float | None = 90
) -> Enrolment:
    """Somebody who sat in a run, and what he got."""
    row = enrolment(what, servant(at))
    for held in what.sessions.all():
        attended(row, held, presence)
    if exam is not None:
        score(row, exam)
    return row


def compute(what: Run, **options: Any) -> completing.Computed:
    options = {"by": user(), "at": AFTER, **options}
    return completing.compute(run=what, **options)


def outcome(of: Enrolment) -> Outcome:
    return Outcome.objects.get(enrolment=of)


def why(of: Enrolment) -> list[str]:
    return [reason["why"] for reason in outcome(of).reasons]


def register(person: Person | None = None) -> list[Completion]:
    rows = Completion.objects.current()
    if person is not None:
        rows = rows.filter(person=person)
    return list(rows.order_by("pk"))


# ---- the register gets it once -----------------------------------------------


def test_who_passed_gets_one_completion_with_all_it_says(at: Campus) -> None:
    what = run(at, hours=Decimal(12), mode="virtual")
    row = sat(at, what)

    computed = compute(what)

    (made,) = register()
    assert (made.person_id, made.course_id) == (row.person_id, at.course.pk)
    assert (made.completed_on, made.passed) == (FIRST_DAY, True)
    assert (made.hours, made.score, made.mode) == (Decimal(12), Decimal(90), "virtual")
    assert made.provider == at.provider
    assert outcome(row).completion == made
    assert (outcome(row).result, outcome(row).share) == ("passed", Decimal(100))
    assert computed.register["given"] == 1


def test_without_its_own_hours_a_run_gives_the_courses(at: Campus) -> None:
    at.course.hours = Decimal(16)
    at.course.save()
    sat(at, what := run(at))
    compute(what)
    assert register()[0].hours == Decimal(16)


def test_computing_again_changes_nothing_and_says_so(at: Campus) -> None:
    sat(at, what := run(at))
    compute(what)
    before = list(Completion.objects.values())
    again = compute(what, at=AFTER + timedelta(hours=1))
    assert list(Completion.objects.values()) == before
    assert (again.judged, again.changed) == (1, 0)
    assert not any(again.register.values())


def test_one_act_is_one_entry_and_counts(at: Campus) -> None:
    what = run(at)
    sat(at, what), sat(at, what), sat(at, what, exam=10)
    before = Entry.objects.count()
    compute(what)
    assert Entry.objects.count() == before + 1
    written = Entry.objects.get(act="delivery:outcome:compute")
    assert written.after == {
        "judged": 3,
        "passed": 2,
        "failed": 1,
        "given": 2,
        "changed": 3,
    }


def test_a_higher_score_supersedes_what_was_given(at: Campus) -> None:
    row = sat(at, what := run(at), exam=75)
    compute(what)
    (first,) = register()
    score(row, 95)
    compute(what, at=AFTER + timedelta(hours=1))
    first.refresh_from_db()
    (second,) = register()
    assert first.superseded_at == AFTER + timedelta(hours=1)
    assert second.score == Decimal(95)
    assert outcome(row).completion == second


def test_who_passes_no_more_loses_it_and_is_told_why(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what)
    score(row, 20)
    computed = compute(what, at=AFTER + timedelta(hours=1))
    assert register() == []
    assert Completion.objects.count() == 1
    assert why(row) == ["score_too_low"]
    assert outcome(row).completion is None
    assert computed.register["withdrawn"] == 1


def test_who_gave_up_his_place_loses_it(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what)
    Enrolment.objects.update(state="withdrawn")
    compute(what)
    assert register() == []
    assert why(row) == ["no_place"]


def test_a_run_called_off_takes_back_what_it_gave(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what)
    Run.objects.update(cancelled_on=FIRST_DAY)
    compute(what)
    assert register() == []
    assert outcome(row).result == "open"


def test_another_last_day_moves_the_completion(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what)
    attended(row, session(what, NEXT_DAY), "present")
    Run.objects.update(last_day=NEXT_DAY)
    compute(what, at=moment(NEXT_DAY, 18))
    (made,) = register()
    assert made.completed_on == NEXT_DAY
    assert outcome(row).completion == made


# ---- what came otherwise -----------------------------------------------------


def loaded(who: Person, what: Run, **facts: Any) -> Completion:
    facts = {"passed": True, "certificate_no": "۱۲/۳۴", **facts}
    return Completion.objects.create(
        person=who,
        course=what.course,
        completed_on=what.last_day,
        recorded_at=NOW,
        entry=entry(act="exchange:load:run"),
        **facts,
    )


def test_what_a_file_said_before_is_adopted(at: Campus) -> None:
    row = sat(at, what := run(at))
    known = loaded(row.person, what)
    computed = compute(what)
    assert register() == [known]
    assert outcome(row).completion == known
    assert (computed.register["adopted"], computed.register["given"]) == (1, 0)
    assert compute(what).register["adopted"] == 0


def test_what_a_file_corrected_since_stands(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what)
    Completion.objects.update(superseded_at=AFTER)
    corrected = loaded(row.person, what, score=Decimal(99))
    compute(what)
    assert register() == [corrected]
    assert outcome(row).completion == corrected


def test_what_a_file_said_is_never_taken_back(at: Campus) -> None:
    row = sat(at, what := run(at))
    known = loaded(row.person, what)
    compute(what)
    score(row, 10)
    compute(what)
    assert register() == [known]
    assert outcome(row).completion is None


def test_a_completion_of_two_runs_stays_while_one_stands(at: Campus) -> None:
    first, second = run(at), run(at, hour=14)
    row = sat(at, first)
    other = enrolment(second, row.person)
    attended(other, second.sessions.get(), "present")
    score(other, 80)
    compute(first), compute(second)
    (made,) = register()
    assert outcome(other).completion == made
    score(row, 10)
    compute(first)
    assert register() == [made]
    score(other, 10)
    compute(second)
    assert register() == []


def test_two_records_of_one_person_get_one(at: Campus) -> None:
    what = run(at)
    row, double = sat(at, what), sat(at, what)
    people.merge_persons(person=double.person, into=row.person, by=None, at=NOW)
    compute(what)
    (made,) = register()
    assert made.person_id == row.person_id
    assert outcome(row).completion == outcome(double).completion == made
    score(double, 10)
    compute(what)
    assert register() == [made]


def test_a_file_that_names_the_merged_record_is_found(at: Campus) -> None:
    row, double = sat(at, what := run(at)), servant(at)
    known = loaded(double, what)
    people.merge_persons(person=double, into=row.person, by=None, at=NOW)
    compute(what)
    assert register() == [known]


# ---- the rule ----------------------------------------------------------------


def test_the_rule_of_the_class_goes_before_the_common(at: Campus) -> None:
    at.course.course_class = "job"
    at.course.save()
    rule("job", least_score=Decimal(95))
    row = sat(at, what := run(at))
    compute(what)
    assert why(row) == ["score_too_low"]


def test_the_rule_is_that_of_the_last_day(at: Campus) -> None:
    CompletionRule.objects.update(until_day=NEXT_DAY)
    later = rule(from_day=NEXT_DAY, least_score=Decimal(95))
    row = sat(at, what := run(at))
    compute(what)
    assert outcome(row).result == "passed"
    other = sat(at, late := run(at, day=NEXT_DAY))
    compute(late, at=moment(NEXT_DAY, 18))
    assert outcome(other).rule == later
    assert outcome(other).result == "failed"


def test_numbers_that_nobody_set_leave_it_open(at: Campus) -> None:
    CompletionRule.objects.update(least_share=None, least_score=None)
    row = sat(at, what := run(at))
    compute(what)
    assert why(row) == ["share_not_set", "score_not_set"]
    assert register() == []


def test_without_any_rule_it_is_open(at: Campus) -> None:
    CompletionRule.objects.update(superseded_at=NOW)
    row = sat(at, what := run(at))
    compute(what)
    assert (outcome(row).result, why(row)) == ("open", ["no_rule"])


def test_nothing_is_passed_before_the_last_session_has_ended(at: Campus) -> None:
    row = sat(at, what := run(at))
    compute(what, at=moment(FIRST_DAY, 9))
    assert (outcome(row).result, why(row)) == ("open", ["not_over"])


def test_a_session_called_off_is_not_missed(at: Campus) -> None:
    row = sat(at, what := run(at))
    session(what, hour=14, cancelled_at=NOW)
    compute(what)
    assert outcome(row).result == "passed"


def test_who_waits_has_no_outcome(at: Campus) -> None:
    what = run(at)
    waiting = enrolment(what, servant(at), "waiting")
    compute(what)
    assert not Outcome.objects.filter(enrolment=waiting).exists()


def test_one_alone_is_computed_alone(at: Campus) -> None:
    what = run(at)
    row, other = sat(at, what), sat(at, what)
    assert compute(what, among=[row.pk]).judged == 1
    assert not Outcome.objects.filter(enrolment=other).exists()
    assert len(register()) == 1


# ---- closing -----------------------------------------------------------------


def test_closing_settles_the_outcomes(at: Campus) -> None:
    sat(at, what := run(at))
    completing.close(run=what, by=user(), at=AFTER)
    what.refresh_from_db()
    assert what.closed_on == FIRST_DAY
    assert what.former.count() == 1
    assert len(register()) == 1
    with pytest.raises(completing.AlreadyClosed):
        completing.close(run=what, by=user(), at=AFTER)


def test_a_run_is_not_closed_before_its_end(at: Campus) -> None:
    with pytest.raises(completing.NotOver):
        completing.close(run=run(at), by=user(), at=moment(FIRST_DAY, 9))
    with pytest.raises(completing.NotOver):
        completing.close(
            run=run(at, day=NEXT_DAY, hour=20), by=user(), at=moment(NEXT_DAY, 21)
        )


# ---- many, and what follows --------------------------------------------------


def queries_for(at: Campus, people: int) -> int:
    what = run(at, capacity=100)
    for _ in range(people):
        sat(at, what)
    someone = user()
    with CaptureQueriesContext(connection) as asked:
        compute(what, by=someone)
    return len(asked)


def test_many_cost_as_many_queries_as_few(at: Campus) -> None:
    few = queries_for(at, 3)

    assert queries_for(at, 40) <= few
    assert len(register()) == 43


LAW = """
profile: trained
title: {{fa: آموزش‌دیده, en: Trained}}
applies_to: {{posts: [{post}]}}
criteria:
  - id: course
    kind: course
    courses: [{course}]
    source: {{document: "1", status: unconfirmed}}
"""


def test_the_verdict_moves_with_the_completion(at: Campus) -> None:
    text = LAW.format(post=at.post.code, course=at.course.code)
    save_edition(profile_from_text(text), by=None, at=NOW)
    row = sat(at, what := run(at))

    def verdict() -> Verdict:
        (answer,) = judge_person(row.person, on=NEXT_DAY)
        return answer.judgement.verdict

    assert verdict() is Verdict.NOT_ELIGIBLE
    compute(what)
    assert verdict() is Verdict.ELIGIBLE
    score(row, 10)
    compute(what)
    assert verdict() is Verdict.NOT_ELIGIBLE


class Recomputed(TestCase):
    """However often and in whatever order, the register says what was computed last."""

    @settings(max_examples=25)
    @given(
        steps=st.lists(
            st.sampled_from(["pass", "fail", "compute", "close", "load"]), max_size=12
        )
    )
    def test_the_register_follows_and_never_doubles(self, steps: list[str]) -> None:
        rule()
        at = campus()
        row = sat(at, what := run(at))
        from_file = False
        for step in [*steps, "compute"]:
            if step in {"pass", "fail"}:
                score(row, 90 if step == "pass" else 10)
            elif step == "load":
                if not register(row.person):
                    loaded(row.person, what)
                    from_file = True
            elif step == "close" and not Run.objects.get(pk=what.pk).is_closed:
                completing.close(run=what, by=None, at=AFTER)
            else:
                compute(what)
            assert len(register(row.person)) <= 1
        has = bool(register(row.person))
        passed = outcome(row).result == "passed"
        assert has == (passed or from_file)
        assert (outcome(row).completion is not None) == passed
