"""Scores entered and corrected; rules set from a day on; the command that repairs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from karamad.cycle.delivery.actions import completing, scoring
from karamad.cycle.delivery.actions.ruling import Wish, seed, set_rule
from karamad.cycle.delivery.actions.scoring import Fault, NewScore
from karamad.cycle.delivery.models import CompletionRule, Outcome, Run, Score
from karamad.registers.credentials.models import Completion
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
    servant,
)
from tests.nation import NOW, user

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 3, 21), date(2026, 9, 23)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


def enter(what: object, *scores: NewScore, at: datetime = NOW) -> scoring.Entered:
    return scoring.enter(
        run=what,  # type: ignore[arg-type]
        scores=scores,
        on=FIRST_DAY,
        by=user(),
        at=at,
    )


# ---- scores -------------------------------------------------------------------


def test_scores_are_entered_corrected_and_taken_back(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    first = enter(
        what,
        NewScore(row.pk, "before", Decimal(40)),
        NewScore(row.pk, "after", Decimal(85)),
    )
    again = enter(
        what,
        NewScore(row.pk, "before", Decimal(45)),
        NewScore(row.pk, "after", Decimal(85)),
    )
    gone = enter(what, NewScore(row.pk, "before", None))
    assert (first.changed, again.changed, again.same) == (2, 1, 1)
    assert (gone.removed, gone.changed) == (1, 0)
    assert Score.objects.current().get().kind == "after"
    assert Score.objects.count() == 3


def test_the_same_scores_write_nothing(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    score = NewScore(row.pk, "exam", Decimal("70.50"))
    enter(what, score)
    before = Entry.objects.count()
    assert enter(what, score).same == 1
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("-0.01", Fault.OUT_OF_BOUNDS),
        ("100.01", Fault.OUT_OF_BOUNDS),
        ("NaN", Fault.OUT_OF_BOUNDS),
        ("70.005", Fault.TOO_FINE),
    ],
)
def test_a_score_is_of_a_hundred(at: Campus, value: str, fault: Fault) -> None:
    row = enrolment(what := run(at), servant(at))
    good = NewScore(row.pk, "after", Decimal(100))
    entered = enter(what, NewScore(row.pk, "exam", Decimal(value)), good)
    assert [each for _score, each in entered.refused] == [fault]
    assert Score.objects.get().value == Decimal(100)


def test_who_has_no_place_gets_no_score(at: Campus) -> None:
    stranger = enrolment(run(at), servant(at))
    waiting = enrolment(what := run(at), servant(at), "waiting")
    scores = [NewScore(row.pk, "exam", Decimal(9)) for row in (stranger, waiting)]
    assert [fault for _s, fault in enter(what, *scores).refused] == [
        Fault.NOT_IN_RUN,
        Fault.NOT_IN_RUN,
    ]


def test_a_score_for_a_closed_run_settles_it_again(at: Campus) -> None:
    rule()
    row = enrolment(what := run(at), servant(at))
    attended(row, what.sessions.get())
    evening = moment(FIRST_DAY, 18)
    completing.close(run=what, by=None, at=evening)
    assert Outcome.objects.get().result == "open"
    enter(what, NewScore(row.pk, "exam", Decimal(70)), at=evening)
    assert Outcome.objects.get().result == "passed"


def test_what_the_register_got_of_an_open_run_follows_a_correction(at: Campus) -> None:
    """An officer computed before closing: a lower score takes the completion back."""
    rule()
    row = enrolment(what := run(at), servant(at))
    other = enrolment(what, servant(at))
    attended(row, what.sessions.get())
    evening = moment(FIRST_DAY, 18)
    enter(what, NewScore(row.pk, "exam", Decimal(90)), at=evening)
    completing.compute(run=what, among={row.pk}, by=None, at=evening)
    assert Completion.objects.current().count() == 1
    enter(
        what,
        NewScore(row.pk, "exam", Decimal(20)),
        NewScore(other.pk, "exam", Decimal(90)),
        at=evening,
    )
    assert Outcome.objects.get().result == "failed"
    assert Completion.objects.current().count() == 0


def test_nobody_enters_his_own_score(at: Campus) -> None:
    someone = user()
    own = enrolment(what := run(at), servant(at, account=someone))
    entered = scoring.enter(
        run=what,
        scores=[NewScore(own.pk, "exam", Decimal(100))],
        on=FIRST_DAY,
        by=someone,
        at=NOW,
    )
    assert [fault for _score, fault in entered.refused] == [Fault.HIMSELF]
    assert not Score.objects.exists()


def test_a_test_before_was_taken_on_the_first_day(at: Campus) -> None:
    row = enrolment(what := run(at), servant(at))
    Run.objects.update(last_day=FIRST_DAY + timedelta(days=2))
    what.refresh_from_db()
    scores = [NewScore(row.pk, kind, Decimal(50)) for kind in ("before", "after")]
    scoring.enter(
        run=what, scores=scores, on=FIRST_DAY + timedelta(days=9), by=user(), at=NOW
    )
    taken = dict(Score.objects.values_list("kind", "taken_on"))
    assert taken == {"before": FIRST_DAY, "after": FIRST_DAY + timedelta(days=2)}


# ---- rules ----------------------------------------------------------------------


def spans(course_class: str = "") -> list[tuple[date, date | None]]:
    rows = CompletionRule.objects.current().filter(course_class=course_class)
    return list(rows.order_by("from_day").values_list("from_day", "until_day"))


def wish(day: date, course_class: str = "", least: int | None = None) -> Wish:
    share = None if least is None else Decimal(least)
    return Wish(course_class=course_class, from_day=day, least_share=share)


def test_a_rule_ends_where_the_next_begins(at: Campus) -> None:
    set_rule(wish=wish(SPRING, least=80), by=user(), at=NOW)
    set_rule(wish=wish(AUTUMN, least=90), by=user(), at=NOW)
    assert spans() == [(SPRING, AUTUMN), (AUTUMN, None)]
    between = SPRING + timedelta(days=30)
    set_rule(wish=wish(between), by=user(), at=NOW)
    assert spans() == [(SPRING, between), (between, AUTUMN), (AUTUMN, None)]


def test_a_rule_of_the_very_day_is_corrected_and_the_old_one_kept(at: Campus) -> None:
    set_rule(wish=wish(SPRING, least=80), by=user(), at=NOW)
    set_rule(wish=wish(SPRING, least=85), by=user(), at=NOW)
    assert spans() == [(SPRING, None)]
    assert CompletionRule.objects.current().get().least_share == Decimal(85)
    assert CompletionRule.objects.count() == 2


def test_the_same_rule_is_not_set_twice(at: Campus) -> None:
    set_rule(wish=wish(SPRING, least=80), by=user(), at=NOW)
    before = Entry.objects.count()
    assert set_rule(wish=wish(SPRING, least=80), by=user(), at=NOW) is None
    assert Entry.objects.count() == before


def test_the_rules_of_classes_do_not_touch(at: Campus) -> None:
    set_rule(wish=wish(SPRING, least=80), by=user(), at=NOW)
    set_rule(wish=wish(AUTUMN, "job", least=90), by=user(), at=NOW)
    assert spans() == [(SPRING, None)]
    assert spans("job") == [(AUTUMN, None)]


def test_a_home_begins_with_a_rule_that_has_no_numbers(at: Campus) -> None:
    assert seed(NOW) == {"completion rules": 1}
    assert seed(NOW) == {"completion rules": 0}
    row = CompletionRule.objects.get()
    assert (row.course_class, row.least_share, row.least_score) == ("", None, None)
    assert row.status == "unconfirmed"


# ---- repair -----------------------------------------------------------------------


def test_the_command_computes_one_or_all(at: Campus) -> None:
    what = run(at, code="R1")
    enrolment(what, servant(at))
    run(at, code="R2")
    out = StringIO()
    call_command("outcomes", "R1", stdout=out)
    assert out.getvalue() == "R1: ۱ نفر سنجیده، ۱ دگرگون\n"
    call_command("outcomes", "--all", stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "R1: ۱ نفر سنجیده، ۰ دگرگون",
        "R2: ۰ نفر سنجیده، ۰ دگرگون",
    ]
    with pytest.raises(CommandError, match="با این کد نیست: R3"):
        call_command("outcomes", "R3")
    with pytest.raises(CommandError):
        call_command("outcomes")
