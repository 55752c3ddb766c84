"""Who qualifies: candidates are found there, and a worker's death is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from time_machine import travel

from karamad.cycle.eligibility import tasks
from karamad.cycle.eligibility.actions import inquiring
from karamad.cycle.eligibility.actions.inquiring import Vacancy
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.models import Candidacy, Inquiry, Progress
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.eligibility.test_inquiring import (
    crew as crew,  # noqa: PLC0414 - fixtures of others
)
from tests.eligibility.test_inquiring import (
    in_small_batches as in_small_batches,  # noqa: PLC0414
)
from tests.eligibility.test_inquiring import north as north  # noqa: PLC0414
from tests.eligibility.test_inquiring import vacancy as vacancy  # noqa: PLC0414
from tests.nation import TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def deputy() -> User:
    return nation.user(Role.NATIONAL_DEPUTY)


def candidate(person: Person, vacancy: Vacancy, unit: Unit, **facts: Any) -> None:
    Candidacy.objects.create(
        person=person,
        post=vacancy.post,
        unit=unit,
        from_day=facts.pop("from_day", TODAY),
        recorded_at=AT,
        entry=nation.entry(AT),
        **facts,
    )


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def page(user: User, inquiry: Inquiry, **query: str) -> Any:
    return seated(user).get(reverse("eligibility:inquiry", args=[inquiry.pk]), query)


def listed(answer: Any) -> set[int]:
    return {each.row.person_id for each in answer.context["rows"]}


# ---- candidates ---------------------------------------------------------------------


def test_who_is_considered_is_marked_and_can_be_listed_alone(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], north: Unit
):
    candidate(crew["nearly"], vacancy, north)
    day = timedelta(days=1)
    candidate(crew["eligible"], vacancy, north, from_day=TODAY + day)
    candidate(
        crew["undetermined"], vacancy, north, from_day=TODAY - day, until_day=TODAY
    )
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    everybody, alone = page(deputy, inquiry), page(deputy, inquiry, considered="1")

    marked = {
        each.row.person_id for each in everybody.context["rows"] if each.considered
    }
    assert marked == listed(alone) == {crew["nearly"].pk}
    assert len(listed(everybody)) == 5
    assert "نامزد این پست" in strip_tags(everybody.content.decode())


def test_of_another_post_nobody_is_marked(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], north: Unit
):
    other = Vacancy(nation.post("OTHER"), law("lead"), TODAY)
    candidate(crew["nearly"], other, north)
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert not any(each.considered for each in page(deputy, inquiry).context["rows"])


def test_a_record_joined_to_his_is_his(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], north: Unit
):
    double = nation.person(last_name="ب", merged_into=crew["nearly"])
    candidate(double, vacancy, north)
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert listed(page(deputy, inquiry, considered="1")) == {crew["nearly"].pk}


def test_among_those_of_a_unit_are_its_candidates_from_elsewhere(
    vacancy: Vacancy, deputy: User, crew: dict[str, Person], north: Unit
):
    candidate(crew["elsewhere"], vacancy, north)
    inquiry = Inquiry(
        asked_by=deputy,
        asked_at=AT,
        post=vacancy.post,
        judged_on=TODAY,
        among_unit=north,
    )

    found = inquiring.candidates(inquiry)
    colleague = nation.user(Role.PROVINCIAL_EXPERT, north)
    inquiry.asked_by = colleague

    assert crew["elsewhere"].pk in found
    assert len(found) == 5
    assert crew["elsewhere"].pk not in inquiring.candidates(inquiry), "out of his reach"


# ---- the worker ---------------------------------------------------------------------


def test_a_worker_killed_in_the_middle_is_told_and_the_rest_is_judged(
    in_small_batches: None, vacancy: Vacancy, deputy: User, monkeypatch: Any
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    keep, kept = inquiring._keep, []

    def killed(*given: Any) -> None:
        if kept:
            raise SystemExit  # as `kill -9`: nothing is written after it
        kept.append(keep(*given))

    monkeypatch.setattr(inquiring, "_keep", killed)
    with pytest.raises(SystemExit):
        inquiring.run(inquiry.pk, clock=lambda: AT)
    monkeypatch.setattr(inquiring, "_keep", keep)
    at_work = page(deputy, inquiry)
    monkeypatch.setattr(tasks.run_inquiry.__class__, "enqueue", lambda *_given: None)

    with travel(AT + timedelta(minutes=6), tick=False):
        dead = page(deputy, inquiry)
        again = seated(deputy).post(
            reverse("eligibility:inquiry-resume", args=[inquiry.pk])
        )
        waits = page(deputy, inquiry)
        done = inquiring.run(inquiry.pk, clock=lambda: AT + timedelta(minutes=6))

    assert at_work.context["progress"] is not None
    assert dead.context["progress"] is None
    assert "پیش از پایان ایستاد" in dead.content.decode()
    assert again.status_code == 302
    assert waits.context["progress"] is not None
    assert (done.progress, done.judged) == (Progress.DONE, 5)


def test_who_waits_in_the_queue_is_not_dead(
    in_small_batches: None, vacancy: Vacancy, deputy: User
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)

    assert not inquiry.is_silent(AT + timedelta(minutes=59))
    assert inquiry.is_silent(AT + timedelta(minutes=60))


def test_one_that_goes_on_is_not_taken_up_twice(
    in_small_batches: None, vacancy: Vacancy, deputy: User
):
    inquiry = inquiring.inquire(vacancy=vacancy, by=deputy, at=AT)
    Inquiry.objects.update(progress=Progress.RUNNING, heard_at=AT)

    same = inquiring.resume(inquiry=inquiry, by=deputy, at=AT + timedelta(minutes=4))

    assert same.progress == Progress.RUNNING
