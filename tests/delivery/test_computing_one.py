"""One person's outcome is computed anew, and nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.delivery.models import Enrolment, Outcome, Run
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import (
    Campus,
    attended,
    campus,
    enrolment,
    rule,
    run,
    score,
    servant,
)
from tests.nation import province, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


@pytest.fixture
def passed(at: Campus) -> tuple[Run, list[Enrolment]]:
    """Two who passed, of whom nothing has been computed yet."""
    rule()
    what = run(at)
    session = what.sessions.get()
    rows = [enrolment(what, servant(at, first_name=name)) for name in ("زهرا", "سارا")]
    for row in rows:
        attended(row, session)
        score(row, 90)
    return what, rows


def text(client: Client, page: str) -> str:
    return " ".join(strip_tags(client.get(page).content.decode()).split())


def test_the_register_gets_one_completion_and_the_page_says_whose(expert, passed):
    what, (zahra, sara) = passed

    answer = expert.post(
        f"/runs/{what.pk}/compute/?result=passed&page=1&next=//evil.example/",
        {"enrolment": zahra.pk},
    )

    assert answer["Location"] == f"/runs/{what.pk}/outcomes/?result=passed&page=1"
    told = text(expert, answer["Location"])
    assert f"نتیجهٔ {zahra.person.name} دوباره محاسبه شد: گذراند." in told
    assert [row.person for row in Completion.objects.all()] == [zahra.person]
    assert not Outcome.objects.filter(enrolment=sara).exists()


def test_a_second_click_changes_nothing(expert, passed):
    what, (zahra, _sara) = passed
    for _click in range(2):
        expert.post(f"/runs/{what.pk}/compute/", {"enrolment": zahra.pk})

    assert Completion.objects.count() == 1


def test_each_row_has_its_button_and_readers_have_none(at, expert, passed):
    what, rows = passed
    page = f"/runs/{what.pk}/outcomes/"

    assert expert.get(page).content.decode().count('name="enrolment"') == len(rows)
    auditor = signed_in(Role.AUDITOR, at.province)
    assert 'name="enrolment"' not in auditor.get(page).content.decode()


@pytest.mark.parametrize("key", ["", "x", "0", "999999"])
def test_who_is_not_in_the_run_is_not_found(expert, passed, key):
    what, _rows = passed

    answer = expert.post(f"/runs/{what.pk}/compute/", {"enrolment": key})

    assert answer.status_code == 404
    assert not Outcome.objects.exists()


def test_another_runs_enrolment_and_another_provinces_expert(at, expert, passed):
    what, _rows = passed
    elsewhere = enrolment(run(at), servant(at))
    stranger = signed_in(Role.PROVINCIAL_EXPERT, province("01", "مازندران"))

    other = expert.post(f"/runs/{what.pk}/compute/", {"enrolment": elsewhere.pk})
    theirs = stranger.post(f"/runs/{what.pk}/compute/", {"enrolment": passed[1][0].pk})

    assert (other.status_code, theirs.status_code) == (404, 404)
    assert not Outcome.objects.exists()


def test_who_has_left_has_no_outcome_and_it_is_said(expert, passed):
    what, (zahra, _sara) = passed
    Enrolment.objects.filter(pk=zahra.pk).update(state="withdrawn")

    expert.post(f"/runs/{what.pk}/compute/", {"enrolment": zahra.pk})

    assert "جایی در این اجرا ندارد" in text(expert, f"/runs/{what.pk}/outcomes/")
