"""The list of runs, one run and its people, as their readers see them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.models import Enrolment, Run
from karamad.cycle.delivery.rules.phases import Phase
from karamad.cycle.delivery.views.loading import phase_of
from karamad.cycle.delivery.views.runs import PAGE
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import FIRST_DAY, Campus, campus, enrolment, run, servant
from tests.nation import NOW, province, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def title(answer: Any) -> str:
    body = answer.content.decode()
    return strip_tags(
        body.split("<h1", 1)[1].split(">", 1)[1].split("</h1>")[0]
    ).strip()


def test_the_title_of_a_run_says_how_many_places_are_left(at, expert):
    row = run(at, capacity=3, day=localdate() + DAY)
    enrolment(row, servant(at))

    answer = expert.get(f"/runs/{row.pk}/")

    assert title(answer) == "۲ جا از ۳ جا خالی است"


def test_a_run_called_off_says_when_and_why(at, expert):
    row = run(at, cancelled_on=FIRST_DAY, reason="استاد بیمار شد")

    answer = expert.get(f"/runs/{row.pk}/")

    assert title(answer) == "این اجرا در ۲۶ اردیبهشت ۱۴۰۵ لغو شد: استاد بیمار شد"


def test_a_list_is_narrowed_to_a_phase(at, expert):
    coming = run(at, title="در راه است", day=localdate() + DAY)
    run(at, title="گذشته است", day=localdate() - DAY)

    shown = text(expert.get("/runs/", {"phase": "asking"}))

    assert coming.title in shown
    assert "گذشته است" not in shown


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"published_at": None},
        {"cancelled_on": FIRST_DAY},
        {"closed_on": FIRST_DAY},
        {"asking_from": FIRST_DAY - 9 * DAY, "asking_until": FIRST_DAY - 2 * DAY},
        {"first_day": None, "last_day": None},
    ],
)
def test_a_list_and_a_page_agree_on_the_phase(at, facts):
    row = run(at, **facts)

    for days in range(-12, 4):
        on = FIRST_DAY + days * DAY
        listed = [
            phase
            for phase in Phase
            if Run.objects.in_phase(phase, on).filter(pk=row.pk).exists()
        ]
        assert listed == [phase_of(row, on)]


def test_what_needs_the_reader_stands_first(at, expert):
    asked = run(at, day=localdate() + DAY, chain=["provincial_expert"])
    enrolment(asked, servant(at), "asked")
    run(at, published_at=None)

    counts = expert.get("/runs/").context["counts"]

    assert [count.value for count in counts] == [1, 1, 1]


def test_the_waiting_list_shows_everyones_turn(at, expert):
    row = run(at, capacity=1, day=localdate() + DAY)
    enrolment(row, servant(at))
    later = enrolment(
        row, servant(at, last_name="دومی"), "waiting", in_line_since=NOW + DAY
    )
    first = enrolment(row, servant(at, last_name="اولی"), "waiting")

    lines = expert.get(f"/runs/{row.pk}/people/", {"state": "waiting"}).context["lines"]

    assert [(line.enrolment, line.turn) for line in lines] == [(first, 1), (later, 2)]


def test_a_colleague_of_another_province_sees_no_run(at):
    row = run(at, title="نشانه‌دار")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, province("01", "گیلان"))

    assert colleague.get(f"/runs/{row.pk}/").status_code == 404
    assert row.title not in text(colleague.get("/runs/"))


def test_a_long_list_costs_no_more_queries(at, expert, django_assert_max_num_queries):
    for _number in range(12):
        enrolment(run(at), servant(at))

    with django_assert_max_num_queries(22):
        expert.get("/runs/")


TICK = 10  # steps of SQLite between two that are counted


def steps(asked: Any) -> int:
    """Return about how many steps SQLite goes; others do not tell: none.

    Each statement begins its ticks anew, so a wide tick would count chance.
    """
    gone = [0]
    if connection.vendor != "sqlite":
        asked()
        return 0

    def count() -> int:
        gone[0] += TICK
        return 0

    connection.connection.set_progress_handler(count, TICK)
    asked()
    connection.connection.set_progress_handler(None, 0)
    return gone[0]


def test_who_sat_in_runs_of_other_pages_is_not_counted(at, expert):
    for number in range(PAGE):
        run(at, day=localdate() + (number + 1) * DAY)
    over = [run(at, day=localdate() - 30 * DAY) for _number in range(10)]
    people = [servant(at) for _number in range(100)]
    few = steps(lambda: expert.get("/runs/"))
    few_shown = steps(lambda: expert.get("/runs/?page=2"))

    sat = Enrolment.objects.bulk_create(
        Enrolment(
            run=row,
            person=who,
            state="placed",
            way="open",
            asked_at=NOW,
            in_line_since=NOW,
            recorded_at=NOW,
            entry=row.entry,
        )
        for row in over
        for who in people
    )
    many = steps(lambda: expert.get("/runs/"))
    many_shown = steps(lambda: expert.get("/runs/?page=2"))

    # Less than a step for each of them; where they are shown, at least one.
    assert many - few < len(sat)
    if connection.vendor == "sqlite":
        assert many_shown - few_shown > len(sat)


def test_each_line_says_how_many_places_are_left(at, expert):
    empty = run(at, capacity=2, day=localdate() + DAY)
    half = run(at, capacity=2, day=localdate() + 2 * DAY)
    enrolment(half, servant(at))
    enrolment(half, servant(at), "waiting")

    lines = expert.get("/runs/").context["lines"]

    assert [(each.run, each.free) for each in lines] == [(empty, 2), (half, 1)]
