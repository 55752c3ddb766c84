"""The list of people, and a person's record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from karamad.kernel.identifiers import NationalId
from karamad.registers.people import actions
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.display import plain_digits
from tests.people.nation import NOW, TODAY, Nation, person, seat, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def client(name: str, role: Role | None = None, where: object = None) -> Client:
    one = Client()
    one.force_login(
        user(name, role, where),  # type: ignore[arg-type]
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return one


@pytest.fixture
def deputy(nation: Nation) -> Client:
    return client("deputy", Role.NATIONAL_DEPUTY)


@pytest.fixture
def gilan(nation: Nation) -> Client:
    return client("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)


@pytest.fixture
def khorasan(nation: Nation) -> Client:
    return client("khorasan", Role.PROVINCIAL_EXPERT, nation.khorasan)


@pytest.fixture
def mayor(nation: Nation) -> Person:
    who = person("زهرا", "احمدی", degree="master")
    seat(who, nation.mayor, nation.rasht)
    return who


def names(page) -> list[str]:
    return [row.person.name for row in page.context["rows"]]


def test_people_are_listed_in_alphabetical_order(deputy, nation, mayor):
    for first, last in (("بابک", "آزاد"), ("آذر", "احمدی")):
        person(first, last)

    page = deputy.get("/people/")

    assert names(page) == ["بابک آزاد", "آذر احمدی", "زهرا احمدی"]
    assert page.context["title"] == "۳ نفر در خدمت"
    assert names(deputy.get("/people/?sort=-name"))[0] == "زهرا احمدی"


def test_each_sees_his_own_province(gilan, khorasan, mayor):
    assert names(gilan.get("/people/")) == ["زهرا احمدی"]
    assert names(khorasan.get("/people/")) == []
    assert "کسی با این نشانی‌ها یافت نشد" in khorasan.get("/people/").content.decode()
    assert gilan.get(f"/people/{mayor.pk}/record/").status_code == 200
    assert khorasan.get(f"/people/{mayor.pk}/record/").status_code == 404


def test_strangers_are_led_to_the_door_and_learners_have_no_list(nation, mayor):
    assert Client().get("/people/").status_code == 302
    assert client("nobody").get("/people/").status_code == 403
    learner = client("learner", Role.LEARNER)
    assert learner.get("/people/").status_code == 403
    assert learner.get(f"/people/{mayor.pk}/record/").status_code == 404


@pytest.mark.parametrize("typed", ["احمدي", "اهمد", "زهرا احمدی", "زه"])
def test_a_name_is_found_in_any_spelling(deputy, mayor, typed):
    person("علی", "رضایی")

    assert names(deputy.get("/people/", {"q": typed})) == ["زهرا احمدی"]


def test_a_half_name_with_a_blank_is_found(deputy):
    person("علی‌اکبر", "صادقی")
    person("محمد", "علی‌پور")

    assert names(deputy.get("/people/?q=علیاکبر")) == ["علی‌اکبر صادقی"]
    assert names(deputy.get("/people/?q=علی اکبر")) == ["علی‌اکبر صادقی"]
    assert names(deputy.get("/people/?q=علیپور")) == ["محمد علی‌پور"]


def test_filters_narrow_and_show_as_chips(deputy, nation, mayor):
    governor = person("علی", "رضایی", degree="bachelor")
    seat(governor, nation.governor, nation.birjand)

    for query, name in (
        ("unit=P01", "زهرا احمدی"),
        ("unit=P29", "علی رضایی"),
        ("post=MAYOR", "زهرا احمدی"),
        ("degree=bachelor", "علی رضایی"),
        ("unit=MOI&post=GOV&kind=appointment", "علی رضایی"),
    ):
        page = deputy.get(f"/people/?{query}")
        assert names(page) == [name]
        assert len(page.context["chips"]) == query.count("=")
    assert names(deputy.get("/people/?kind=elected")) == []
    assert len(names(deputy.get("/people/?degree=nonsense&page=x&sort=zz"))) == 2


def test_a_unit_out_of_reach_is_not_found(gilan, mayor):
    assert gilan.get("/people/?unit=P29").status_code == 404
    assert gilan.get("/people/?unit=NONE").status_code == 404
    assert gilan.get("/people/?post=NONE").status_code == 404


def test_the_day_moves_the_posts(deputy, nation, mayor):
    actions.move_unit(
        unit=nation.rasht, parent=nation.khorasan, from_day=TODAY, by=None, at=NOW
    )

    assert names(deputy.get("/people/?unit=P29")) == ["زهرا احمدی"]
    assert names(deputy.get("/people/?unit=P29&as_of=1405/02/10")) == []
    assert names(deputy.get("/people/?unit=P01&as_of=1405/02/10")) == ["زهرا احمدی"]
    bad = deputy.get("/people/?as_of=1405/13/10")
    assert "ماه از ۱ تا ۱۲ است" in bad.content.decode()


def test_the_retired_leave_the_list_from_the_day(deputy, mayor):
    actions.retire(person=mayor, on=TODAY, with_seats=True, by=None, at=NOW)

    assert names(deputy.get("/people/")) == []
    assert names(deputy.get("/people/?as_of=1405/02/10")) == ["زهرا احمدی"]
    assert names(deputy.get("/people/?who=left")) == ["زهرا احمدی"]
    assert "بازنشسته" in deputy.get("/people/?who=all").content.decode()


def test_a_national_id_leads_to_its_person_and_never_into_an_address(
    deputy, khorasan, mayor
):
    found = deputy.post("/people/search/", {"q": mayor.national_id})
    hidden = khorasan.post("/people/search/", {"q": mayor.national_id})

    assert found.headers["Location"] == f"/people/{mayor.pk}/record/"
    assert hidden.headers["Location"] == "/people/"
    page = deputy.get("/people/", {"q": mayor.national_id}, follow=True)
    assert "کد ملی در نشانی صفحه جست‌وجو نمی‌شود" in page.content.decode()
    assert page.redirect_chain == [("/people/?", 302)]


def test_a_national_id_is_found_with_persian_digits_and_lost_zeros(deputy):
    who = person()
    Person.objects.filter(pk=who.pk).update(blind_index="x")
    actions.correct_national_id(
        person=who,
        national_id=NationalId("0012345679"),
        by=None,
        at=NOW + timedelta(1),
    )

    for typed in ("0012345679", "۰۰۱۲۳۴۵۶۷۹", "12345679", "001-234567-9"):
        found = deputy.post("/people/search/", {"q": typed})
        assert found.headers["Location"] == f"/people/{who.pk}/record/"


def test_a_search_becomes_an_address(deputy, nation, mayor):
    answer = deputy.post(
        "/people/search/",
        {"q": "احمدی", "unit": "استان گیلان", "post": "MAYOR", "as_of": "1405/01/01"},
    )

    assert answer.headers["Location"].startswith("/people/?q=")
    assert "unit=P01&post=MAYOR&as_of=1405" in answer.headers["Location"]
    refused = deputy.post("/people/search/", {"unit": "ناکجا"})
    assert refused.status_code == 422
    assert "واحدی با این کد یا نام" in refused.content.decode()


def test_a_list_costs_the_same_for_one_and_for_many(
    deputy, nation, django_assert_max_num_queries
):
    for _ in range(20):
        seat(person(), nation.mayor, nation.rasht)

    # PostgreSQL is told the names, which are read before.
    told = 1 if connection.vendor == "postgresql" else 0
    with django_assert_max_num_queries(12 + told):
        page = deputy.get("/people/?unit=P01&q=زهرا")

    assert len(names(page)) == 20


def test_a_merged_record_is_listed_once_and_leads_to_its_own(deputy, nation, mayor):
    double = person("زهرا", "احمدی پور")
    actions.merge_persons(person=mayor, into=double, by=None, at=NOW)

    page = deputy.get("/people/?post=MAYOR")

    assert names(page) == ["زهرا احمدی پور"]
    assert page.context["rows"][0].seat.post_code == nation.mayor.code
    led = deputy.get(f"/people/{mayor.pk}/record/")
    assert led.headers["Location"] == f"/people/{double.pk}/record/"


def test_reading_a_record_is_written_down(gilan, mayor):
    gilan.get(f"/people/{mayor.pk}/record/")

    entry = Entry.objects.about("person", mayor.pk).get(act="people:person:read")
    assert entry.actor.username == "gilan"


def test_ids_are_masked_for_those_who_need_not_know(nation, mayor):
    auditor = client("auditor", Role.AUDITOR)
    officer = client("officer", Role.HR_OFFICER, nation.rasht)

    for address in ("/people/", f"/people/{mayor.pk}/record/"):
        whole = plain_digits(mayor.national_id)
        hidden = auditor.get(address).content.decode()
        assert mayor.national_id not in hidden
        assert whole not in hidden
        assert whole in officer.get(address).content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_stand_in_both_languages(deputy, mayor, language):
    deputy.cookies["django_language"] = language

    for address in ("/people/", f"/people/{mayor.pk}/record/"):
        page = deputy.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()


def test_the_search_is_guarded_and_its_form_carries_the_token(nation):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(
        user("deputy", Role.NATIONAL_DEPUTY),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    form = guarded.get("/people/").content.decode().split('role="search"')[1]
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    assert guarded.post("/people/search/", {"q": "احمدی"}).status_code == 403
    typed = {"q": "احمدی", "csrfmiddlewaretoken": token}
    assert guarded.post("/people/search/", typed).status_code == 302
