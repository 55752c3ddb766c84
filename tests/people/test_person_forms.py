"""Forms that record, correct, retire, merge and take apart people."""

from __future__ import annotations

import pytest
from django.test import Client

from karamad.registers.people import actions
from karamad.registers.people.models import Assignment, Person
from karamad.trust.accounts.permissions import Role
from tests.people.nation import NOW, START, TODAY, Nation, national_id, person, seat
from tests.people.test_people_pages import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def gilan(nation: Nation) -> Client:
    return client("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)


@pytest.fixture
def mayor(nation: Nation) -> Person:
    who = person("زهرا", "احمدی")
    seat(who, nation.mayor, nation.rasht)
    return who


FORMS = (
    "edit/",
    "national-id/",
    "leave/",
    "stay/",
    "merge/",
    "assignments/new/",
)


def text(page) -> str:
    return page.content.decode()


def test_a_colleague_finds_no_form_and_a_learner_may_not(nation, mayor):
    khorasan = client("khorasan", Role.PROVINCIAL_EXPERT, nation.khorasan)
    learner = client("learner", Role.LEARNER)
    held = mayor.assignments.get()

    for form in (*FORMS, f"assignments/{held.pk}/edit/"):
        assert khorasan.get(f"/people/{mayor.pk}/{form}").status_code == 404
        assert learner.get(f"/people/{mayor.pk}/{form}").status_code == 403
        assert Client().get(f"/people/{mayor.pk}/{form}").status_code == 302


def test_a_person_is_recorded(gilan, nation):
    known = national_id().digits
    facts = {
        "national_id": known,
        "first_name": "علي",
        "last_name": "کريمی",
        "birth_date": "۱۳۶۰/۱/۱",
        "home_unit": "P01",
    }

    recorded = gilan.post("/people/new/", facts)

    who = Person.objects.identified_by(known).get()
    assert recorded.headers["Location"] == f"/people/{who.pk}/record/"
    assert (who.name, who.home_unit) == ("علی کریمی", nation.gilan)
    twice = gilan.post("/people/new/", facts)
    assert "این کد ملی از آنِ پروندهٔ دیگری است" in text(twice)
    assert "national_id" not in twice.request["QUERY_STRING"]
    bad = gilan.post("/people/new/", {**facts, "birth_date": "1410/01/01"})
    assert bad.status_code == 422
    beyond = gilan.post("/people/new/", {**facts, "home_unit": "P29"})
    assert "واحدی با این کد یا نام" in text(beyond)


def test_a_person_is_corrected_and_the_page_says_what_was(gilan, mayor):
    gilan.post(
        f"/people/{mayor.pk}/edit/",
        {"first_name": "زهرا", "last_name": "صادقی", "degree": "master"},
    )

    page = text(gilan.get(f"/people/{mayor.pk}/record/"))
    assert "زهرا صادقی" in page
    assert "نام خانوادگی: احمدی" in page


def test_a_national_id_is_corrected_after_a_second_look(gilan, mayor):
    right = national_id().digits
    address = f"/people/{mayor.pk}/national-id/"

    foreseen = gilan.post(address, {"national_id": right})
    gilan.post(address, {"national_id": right, "confirm": "1"})

    assert mayor.national_id not in text(foreseen)
    assert Person.objects.identified_by(right).get() == mayor
    page = text(gilan.get(f"/people/{mayor.pk}/record/"))
    assert "کد ملی دیگری ثبت بود" in page


@pytest.mark.parametrize("how", ["retire", "die"])
def test_an_end_says_which_posts_end_and_can_be_taken_back(gilan, mayor, how):
    address = f"/people/{mayor.pk}/leave/"
    facts = {"how": how, "on": "1405/02/11", "with_seats": "on"}

    foreseen = gilan.post(address, facts)
    assert "پایان می‌یابد: شهردار، شهرداری رشت" in text(foreseen)
    gilan.post(address, {**facts, "confirm": "1"})
    assert not Person.objects.serving_on(TODAY).exists()
    gilan.post(f"/people/{mayor.pk}/stay/", {})
    assert Person.objects.serving_on(TODAY).get() == mayor


def test_two_records_are_merged_and_taken_apart(gilan, nation, mayor):
    double = person("زهره", "احمدی", home_unit=nation.gilan)
    address = f"/people/{mayor.pk}/merge/"

    foreseen = text(gilan.post(address, {"national_id": double.national_id}))
    gilan.post(address, {"national_id": double.national_id, "confirm": "1"})

    assert "زهره احمدی" in foreseen
    double.refresh_from_db()
    assert double.merged_into == mayor
    page = text(gilan.get(f"/people/{mayor.pk}/record/"))
    apart = f"/people/{mayor.pk}/merged/{double.pk}/take-apart/"
    assert apart in page
    gilan.post(apart, {})
    double.refresh_from_db()
    assert double.merged_into is None
    assert gilan.get(apart).status_code == 404


def test_nobody_out_of_reach_is_merged(gilan, nation, mayor):
    stranger = person(home_unit=nation.khorasan)

    for digits in (stranger.national_id, national_id().digits):
        refused = gilan.post(
            f"/people/{mayor.pk}/merge/", {"national_id": digits, "confirm": "1"}
        )
        assert refused.status_code == 422
        assert "در دسترس شما نیست" in text(refused)


def test_an_assignment_is_recorded_within_reach(gilan, nation, mayor):
    address = f"/people/{mayor.pk}/assignments/new/"
    facts = {"post": "GOV", "from_day": "1404/01/01", "kind": "acting"}

    refused = gilan.post(address, {**facts, "unit": "C2901"})
    gilan.post(address, {**facts, "unit": "M0101"})
    again = gilan.post(address, {**facts, "unit": "M0101"})

    assert refused.status_code == 422
    assert mayor.assignments.current().count() == 2
    assert "همین پست در همین واحد از همین روز ثبت است" in text(again)


def test_an_assignment_is_corrected_ended_and_withdrawn(gilan, nation, mayor):
    def current() -> Assignment:
        return mayor.assignments.current().get()

    def address(act: str) -> str:
        return f"/people/{mayor.pk}/assignments/{current().pk}/{act}/"

    gilan.post(
        address("edit"),
        {
            "post": "MAYOR",
            "unit": "M0101",
            "from_day": "1399/01/02",
            "kind": "acting",
        },
    )
    assert (current().kind, current().from_day == START) == ("acting", False)
    gilan.post(address("end"), {"until_day": "1405/02/11"})
    assert current().until_day == TODAY
    gilan.post(address("withdraw"), {})
    assert not mayor.assignments.current().exists()


def test_an_assignment_elsewhere_is_left_to_its_office(gilan, nation, mayor):
    elsewhere = seat(mayor, nation.governor, nation.birjand)

    assert (
        gilan.get(f"/people/{mayor.pk}/assignments/{elsewhere.pk}/edit/").status_code
        == 404
    )


def test_the_forms_stand_in_english(gilan, mayor, nation):
    gilan.cookies["django_language"] = "en"
    actions.merge_persons(
        person=person(home_unit=nation.gilan), into=mayor, by=None, at=NOW
    )

    for form in (*FORMS, "record/"):
        assert gilan.get(f"/people/{mayor.pk}/{form}").status_code == 200
