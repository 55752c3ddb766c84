from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.display import jalali
from tests import nation
from tests.eligibility import evidence
from tests.nation import signed_in, user

pytestmark = pytest.mark.django_db

START = date(2025, 6, 1)
DAY = timedelta(days=1)
CLERK = """
profile: clerk
title: {fa: کارشناس, en: Clerk}
applies_to: {posts: [CLERK]}
criteria:
  - id: course
    kind: course
    courses: [A]
    source: {document: "1", status: confirmed}
"""


@pytest.fixture
def here() -> Unit:
    return nation.province("01", "گیلان")


@pytest.fixture
def person(here: Unit) -> Person:
    evidence.profile(CLERK)
    nation.post("CLERK", title="کارشناس", title_en="Clerk")
    who = nation.person()
    nation.assignment(who, nation.post(), here)
    return who


@pytest.fixture
def officer(here: Unit) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, here)


def put_up(client: Client, person: Person, where: Unit, **changed: str) -> Any:
    typed = {
        "post": "کارشناس",
        "unit": where.code,
        "from_day": jalali(START),
        **changed,
    }
    return client.post(f"/people/{person.pk}/consider/", typed)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def passport(client: Client, person: Person, on: date = START) -> str:
    return text(client.get(f"/people/{person.pk}/", {"as_of": jalali(on)}))


def test_a_candidate_is_judged_for_the_post_from_the_day(
    person: Person, here: Unit, officer: Client
):
    assert "نامزد کردن برای یک پست" in passport(officer, person)
    assert officer.get(f"/people/{person.pk}/consider/").status_code == 200
    assert put_up(officer, person, here).url == f"/people/{person.pk}/"

    for day in (START, START + DAY):
        assert "نامزد پست کارشناس: واجد شرایط نیست" in passport(officer, person, day)
    before = passport(officer, person, START - DAY)
    assert "نامزد پست کارشناس:" not in before
    assert "نامزدی‌ها" in before


def test_twice_is_refused(person: Person, here: Unit, officer: Client):
    put_up(officer, person, here)
    again = put_up(officer, person, here)

    assert again.status_code == 422
    assert "او پیش‌تر نامزد همین پست شده است." in text(again)
    assert Candidacy.objects.count() == 1


def test_what_is_typed_wrong_is_said(person: Person, here: Unit, officer: Client):
    elsewhere = nation.province("02", "مازندران")
    for wrong in (
        {"post": "هیچ"},
        {"unit": elsewhere.code},
        {"unit": ""},
        {"from_day": "1404/13/01"},
    ):
        assert put_up(officer, person, here, **wrong).status_code == 422
    assert not Candidacy.objects.exists()


def test_it_ends_on_its_day(person: Person, here: Unit, officer: Client):
    put_up(officer, person, here)
    first = Candidacy.objects.get()
    end = START + 10 * DAY
    page = f"/candidacies/{first.pk}/end/"
    assert "نامزد کارشناس در گیلان" in text(officer.get(page))

    assert officer.post(page, {"on": jalali(end)}).status_code == 302
    assert Candidacy.objects.current().get().until_day == end
    assert "نامزد پست کارشناس:" in passport(officer, person, end - DAY)
    assert "نامزد پست کارشناس:" not in passport(officer, person, end)
    assert officer.post(page, {"on": jalali(end)}).status_code == 404
    row = Candidacy.objects.current().get()
    late = officer.post(f"/candidacies/{row.pk}/end/", {"on": jalali(end)})
    assert late.status_code == 422


def test_one_that_never_began_is_gone(person: Person, here: Unit, officer: Client):
    put_up(officer, person, here)
    page = f"/candidacies/{Candidacy.objects.get().pk}/end/"

    assert officer.post(page, {"on": jalali(START)}).status_code == 302
    assert not Candidacy.objects.current().exists()
    assert Entry.objects.filter(act="eligibility:candidacy:end").count() == 1


def test_out_of_reach_there_is_nothing(person: Person, here: Unit, officer: Client):
    elsewhere = nation.province("02", "مازندران")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)
    put_up(officer, person, here)
    page = f"/candidacies/{Candidacy.objects.get().pk}/end/"

    assert put_up(colleague, person, elsewhere).status_code == 404
    assert colleague.get(page).status_code == 404
    for role in (Role.LEARNER, Role.AUDITOR):
        reader = signed_in(role, here)
        assert put_up(reader, person, here).status_code == 403
        assert reader.get(page).status_code == 403
    assert "پایان دادن" not in passport(signed_in(Role.AUDITOR, here), person)


def test_nobody_puts_himself_up(person: Person, here: Unit):
    account = user(Role.PROVINCIAL_EXPERT, here)
    person.account = account
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")

    assert "نامزد کردن" not in passport(client, person)
    assert put_up(client, person, here).status_code == 422
    assert not Candidacy.objects.exists()


def test_it_reads_in_english(person: Person, here: Unit, officer: Client):
    officer.cookies["django_language"] = "en"

    form = text(officer.get(f"/people/{person.pk}/consider/"))
    assert "as a candidate for a post" in form
    put_up(officer, person, here, post="CLERK")
    page = passport(officer, person)
    assert "Candidacies" in page
    assert "End the candidacy" in page
