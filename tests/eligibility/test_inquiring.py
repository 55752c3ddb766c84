import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks import default_task_backend

from karamad.cycle.eligibility import tasks
from karamad.cycle.eligibility.actions import answering, inquiring
from karamad.cycle.eligibility.actions.inquiring import Vacancy
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.models import Group, Inquiry, Progress
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW, TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
BORN = date(1990, 3, 21)
PROFILE = """
profile: lead
title: {fa: سرپرست}
criteria:
  - {id: course, kind: course, courses: [A], source: {document: "1"}}
  - {id: exam, kind: exam, exam: E, minimum: 60, source: {document: "2"}}
  - {id: age, kind: age, maximum: 45, source: {document: "3"}}
"""


def clock() -> datetime:
    return AT


@pytest.fixture
def north() -> Unit:
    return nation.unit("NORTH")


@pytest.fixture
def crew(north: Unit) -> dict[str, Person]:
    """One of each group, in the north; one eligible elsewhere."""
    evidence.profile(PROFILE)
    course, clerk = nation.course("A"), nation.post("CLERK")
    crew = {
        "eligible": nation.person(birth_date=BORN, last_name="الف"),
        "nearly": nation.person(birth_date=BORN, last_name="ب"),
        "undetermined": nation.person(last_name="پ"),
        "not_eligible": nation.person(birth_date=BORN, last_name="ت"),
        "elsewhere": nation.person(birth_date=BORN, last_name="ث"),
    }
    for name in ("eligible", "nearly", "undetermined", "elsewhere"):
        evidence.completion(crew[name], course, date(2026, 4, 1))
    for name in ("eligible", "undetermined", "elsewhere"):
        evidence.result(crew[name], "E", date(2026, 4, 1), 60)
    for name, person in crew.items():
        unit = nation.unit("SOUTH") if name == "elsewhere" else north
        nation.assignment(person, clerk, unit)
    return crew


@pytest.fixture
def vacancy(crew: dict[str, Person]) -> Vacancy:
    return Vacancy(nation.post("LEAD"), law("lead"), TODAY)


@pytest.fixture
def deputy() -> User:
    return nation.user(Role.NATIONAL_DEPUTY)


def groups(inquiry: Inquiry) -> list[tuple[int, str]]:
    rows = inquiry.rows.nearest_first()
    return [(row.person_id, row.group) for row in rows]


@pytest.fixture
def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiring, "AT_ONCE", 1)
    monkeypatch.setattr(inquiring.batched, "__defaults__", (2,))


# ---- at once ----------------------------------------------------------------


def test_few_are_answered_at_once(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person]
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert inquiry.progress == Progress.DONE
    assert (inquiry.people, inquiry.judged) == (5, 5)
    assert groups(inquiry) == [
        (crew["eligible"].pk, "eligible"),
        (crew["elsewhere"].pk, "eligible"),
        (crew["nearly"].pk, "nearly"),
        (crew["undetermined"].pk, "undetermined"),
        (crew["not_eligible"].pk, "not_eligible"),
    ]
    counts = (inquiry.eligible, inquiry.nearly, inquiry.undetermined)
    assert (*counts, inquiry.not_eligible) == (2, 1, 1, 1)


def test_each_row_says_what_is_lacking(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person]
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    rows = {row.person_id: row for row in inquiry.rows.all()}

    assert rows[crew["eligible"].pk].until is not None
    assert rows[crew["nearly"].pk].lacked == ("exam",)
    assert rows[crew["undetermined"].pk].unknown == ("age",)
    assert rows[crew["not_eligible"].pk].lacked == ("course", "exam")
    assert [r.person_id for r in inquiry.rows.lacking("course")] == [
        crew["not_eligible"].pk
    ]


def test_an_officer_asks_among_his_own(
    vacancy: Vacancy, crew: dict[str, Person], north: Unit
):
    officer = nation.user(Role.HR_OFFICER, north)

    inquiry = inquiring.inquire(vacancy=vacancy, by=officer, at=AT)

    assert inquiry.people == 4
    assert crew["elsewhere"].pk not in dict(groups(inquiry))
    assert list(Inquiry.objects.visible_to(officer)) == [inquiry]


def test_among_a_unit_or_holders_of_posts(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], north: Unit
):
    def asked(**among: Any) -> int:
        narrowed = Vacancy(vacancy.post, vacancy.law, TODAY, **among)
        return inquiring.inquire(vacancy=narrowed, by=deputy, at=AT).people

    assert asked(among_unit=north) == 4
    assert asked(among_posts=("CLERK",)) == 5
    assert asked(among_posts=("NOBODY",)) == 0


def test_the_retired_the_dead_and_merged_records_are_left_out(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person]
):
    Person.objects.filter(pk=crew["eligible"].pk).update(retired_on=TODAY)
    Person.objects.filter(pk=crew["nearly"].pk).update(died_on=TODAY)
    people.merge_persons(
        person=crew["elsewhere"], into=crew["not_eligible"], by=None, at=NOW
    )

    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert groups(inquiry) == [
        (crew["undetermined"].pk, "undetermined"),
        (crew["not_eligible"].pk, "eligible"),
    ] or groups(inquiry) == [
        (crew["not_eligible"].pk, "eligible"),
        (crew["undetermined"].pk, "undetermined"),
    ]


# ---- in the background ------------------------------------------------------


def test_a_substitute_is_answered_from_the_seat_he_asked_in(
    vacancy, crew, north, monkeypatch
):
    monkeypatch.setattr(inquiring, "AT_ONCE", 0)
    absent, stand_in = nation.user(Role.HR_OFFICER, north), nation.user()
    seat = nation.grant(stand_in, Role.HR_OFFICER, north)
    Grant.objects.filter(pk=seat.pk).update(substitutes=absent)
    stand_in.acting_for = absent
    asked = inquiring.inquire(vacancy=vacancy, by=stand_in, at=AT)

    answered = inquiring.run(asked.pk, clock=clock)

    assert answered.judged == len(crew) - 1  # all but who is elsewhere
    assert asked in Inquiry.objects.visible_to(stand_in)
    back = User.objects.get(pk=stand_in.pk)
    assert asked not in Inquiry.objects.visible_to(back)


@pytest.mark.usefixtures("in_small_batches")
def test_many_wait_for_a_worker_and_are_answered_in_batches(
    vacancy: Vacancy, deputy: User
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    assert (inquiry.progress, inquiry.judged) == (Progress.WAITING, 0)

    done = inquiring.run(inquiry.pk, clock=clock)

    assert (done.progress, done.judged, done.rows.count()) == (Progress.DONE, 5, 5)
    assert inquiring.run(inquiry.pk, clock=clock).judged == 5


@pytest.mark.usefixtures("in_small_batches")
def test_a_cancelled_inquiry_keeps_its_answers_and_goes_on_when_resumed(
    vacancy: Vacancy, deputy: User, monkeypatch: pytest.MonkeyPatch
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    keep = inquiring._keep

    def keep_and_cancel(*given: Any) -> None:
        keep(*given)
        inquiring.cancel(inquiry=given[0], by=deputy, at=AT)

    monkeypatch.setattr(inquiring, "_keep", keep_and_cancel)
    cancelled = inquiring.run(inquiry.pk, clock=clock)
    assert (cancelled.progress, cancelled.judged) == (Progress.CANCELLED, 2)
    monkeypatch.setattr(inquiring, "_keep", keep)
    assert inquiring.run(inquiry.pk, clock=clock).judged == 2

    resumed = inquiring.resume(inquiry=cancelled, by=deputy, at=AT)
    assert resumed.progress == Progress.WAITING
    done = inquiring.run(inquiry.pk, clock=clock)

    assert (done.progress, done.judged, done.rows.count()) == (Progress.DONE, 5, 5)


@pytest.mark.usefixtures("in_small_batches")
def test_a_run_that_breaks_off_says_so_and_can_be_taken_up(
    vacancy: Vacancy, deputy: User, monkeypatch: pytest.MonkeyPatch
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    def fail(*_: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(inquiring, "_keep", fail)
        with pytest.raises(OSError, match="disk full"):
            tasks.run_inquiry.call(inquiry.pk)
    inquiry.refresh_from_db()
    assert (inquiry.progress, inquiry.failure) == (Progress.FAILED, "OSError")

    inquiring.resume(inquiry=inquiry, by=deputy, at=AT)
    tasks.run_inquiry.call(inquiry.pk)

    inquiry.refresh_from_db()
    assert (inquiry.progress, inquiry.failure) == (Progress.DONE, "")


@pytest.mark.usefixtures("in_small_batches")
def test_it_is_handed_to_a_worker_after_commit(
    vacancy: Vacancy, deputy: User, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True) as handed:
        tasks.start(inquiring.inquire(vacancy=vacancy, by=deputy, at=AT))

    assert len(handed) == 1
    assert default_task_backend.supports_get_result


def test_an_answered_one_is_not_handed_on(
    vacancy: Vacancy, deputy: User, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks() as handed:
        tasks.start(inquiring.inquire(vacancy=vacancy, by=deputy, at=AT))

    assert not handed


# ---- again, and out ---------------------------------------------------------


def test_asked_again_it_is_fresh_and_the_old_answer_stays(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person]
):
    first = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    evidence.result(crew["nearly"], "E", TODAY, 80)

    second = inquiring.ask_again(inquiry=first, law=law("lead"), by=deputy, at=AT)

    assert (first.eligible, second.eligible) == (2, 3)
    assert first.rows.count() == second.rows.count() == 5


def test_only_the_last_ten_are_kept(
    vacancy: Vacancy, deputy: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(inquiring, "KEPT", 2)
    for _ in range(4):
        inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert Inquiry.objects.count() == 3  # two finished before, and the last one


def test_exported_nearest_first_with_ids_masked_where_they_may_not_be_read(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], tmp_path: Path
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    auditor, officer = nation.user(Role.AUDITOR), nation.user(Role.HR_OFFICER)

    def lines(by: User) -> list[list[str]]:
        path = tmp_path / "rows.csv"
        rows = inquiry.rows.all()
        assert answering.export_rows(inquiry, rows, path, by=by, on=TODAY) == 5
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))

    head, first, *_ = lines(officer)
    assert head == list(answering.COLUMNS)
    person = crew["eligible"]
    assert first[:3] == [person.national_id, "مریم", "الف"]
    assert first[8:10] == ["eligible", "1415-01-01"]
    assert (
        lines(auditor)[1][0]
        == f"{person.national_id[:3]}•••••{person.national_id[-2:]}"
    )


def exported(inquiry: Inquiry, by: User, folder: Path) -> dict[str, dict[str, str]]:
    """The rows of the file, by family name."""
    path = folder / "rows.csv"
    answering.export_rows(inquiry, inquiry.rows.all(), path, by=by, on=TODAY)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["last_name"]: row for row in csv.DictReader(stream)}


def test_exported_with_the_post_and_unit_each_holds_on_the_day(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], tmp_path: Path
):
    chief, west = nation.post("CHIEF"), nation.unit("WEST")
    nation.assignment(crew["nearly"], chief, west, from_day=TODAY)
    nation.assignment(
        crew["elsewhere"], chief, west, from_day=TODAY + timedelta(days=1)
    )

    rows = exported(
        inquiring.inquire(vacancy=vacancy, by=deputy, at=AT), deputy, tmp_path
    )
    seats = {
        name: (row["post"], row["post_title"], row["unit"], row["unit_name"])
        for name, row in rows.items()
    }

    assert seats["ب"] == ("CHIEF", chief.title, "WEST", west.name)
    assert seats["ث"][::2] == ("CLERK", "SOUTH")


def test_candidates_are_marked_in_the_file(
    vacancy: Vacancy,
    deputy: User,
    north: Unit,
    crew: dict[str, Person],
    tmp_path: Path,
):
    evidence.candidacy(crew["nearly"], vacancy.post, north)

    rows = exported(
        inquiring.inquire(vacancy=vacancy, by=deputy, at=AT), deputy, tmp_path
    )

    assert {name for name, row in rows.items() if row["considered"] == "1"} == {"ب"}


def test_rows_about_people_he_may_no_longer_see_are_gone(
    vacancy: Vacancy, deputy: User, north: Unit, crew: dict[str, Person]
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    narrowed = nation.user(Role.HR_OFFICER, north)

    assert inquiry.rows.visible_to(deputy, on=TODAY).count() == 5
    assert inquiry.rows.visible_to(narrowed, on=TODAY).count() == 4
    assert inquiry.rows.in_group(Group.ELIGIBLE).count() == 2
