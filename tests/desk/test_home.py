"""The first page of the day, for each who opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.exchange.models import Load, State
from karamad.registers.people.actions.accounts import link_account
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests.accounts.factories import grant, holding, user
from tests.desk.test_api import PROFILE
from tests.people.nation import Nation, person, seat

pytestmark = pytest.mark.django_db


def text(client, path="/", **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def mayor(nation: Nation) -> Person:
    someone = person("مینا", "ویژه", nation.city_hall, birth_date=date(1990, 1, 1))
    seat(someone, nation.mayor, nation.city_hall)
    return someone


def load(nation: Nation, name: str, **facts) -> Load:
    return Load.objects.create(
        kind="people",
        name=name,
        sha256="0" * 64,
        uploaded_at=timezone.now(),
        **facts,
    )


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.PROVINCIAL_EXPERT])
def test_an_office_sees_its_own_numbers(client, nation, mayor, role):
    person(home_unit=nation.rasht)
    client.force_login(holding("officer", role, nation.khorasan.code))

    page = text(client)

    assert "کارکنان در خدمت" in page
    assert "استان خراسان جنوبی" in page
    assert 'id="nation"' not in page


def test_the_nation_is_seen_at_once_by_the_deputy(client, nation, mayor):
    client.force_login(holding("deputy", Role.NATIONAL_DEPUTY))

    page = text(client)
    whole = text(client, "/home/nation/")
    part = client.get("/home/nation/", headers={"HX-Request": "true"})

    assert 'hx-get="/home/nation/"' in page
    assert "خراسان جنوبی" in whole
    assert part.content.decode().lstrip().startswith('<div id="map"')


def test_the_map_is_empty_to_a_province(client, nation, mayor):
    client.force_login(holding("expert", Role.PROVINCIAL_EXPERT, "P29"))

    assert "پروندهٔ —٪" in text(client, "/home/nation/")


def test_loads_to_mend_come_first_and_stand_in_the_title(client, nation):
    load(nation, "done.csv", unit=nation.city_hall)
    load(nation, "broken.csv", unit=nation.city_hall, state=State.FAILED)
    load(nation, "theirs.csv", unit=nation.rasht, state=State.FAILED)
    client.force_login(holding("expert", Role.PROVINCIAL_EXPERT, "P29"))

    page = text(client)

    assert "۱ بارگذاری چشم‌به‌راه شماست" in page
    assert "broken.csv" in page
    assert "theirs.csv" not in page


def test_an_administrator_sees_what_ends_and_what_failed(client, nation):
    administrator = holding("admin", Role.ADMINISTRATOR)
    ending = user("ending")
    grant(ending, Role.HR_OFFICER, "P29", until=localdate() + timedelta(days=30))
    later = user("later")
    grant(later, Role.HR_OFFICER, "P29", until=localdate() + timedelta(days=31))
    client.force_login(administrator)

    page = text(client)

    assert "ending" in page
    assert ">later<" not in page
    assert "کارهای پس‌زمینه" in page


def test_an_auditor_sees_the_newest_entries(client, nation, mayor):
    client.force_login(holding("auditor", Role.AUDITOR))

    page = text(client)

    assert "تازه‌ترین سوابق" in page
    assert "ثبت فرد" in page or "ثبت حکم" in page


def test_a_learner_sees_his_own_verdicts(client, nation, mayor):
    save_edition(
        profile_from_text(PROFILE), by=None, at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    learner = holding("learner", Role.LEARNER, nation.city_hall.code)
    client.force_login(learner)
    before = text(client)

    link_account(person=mayor, account=learner, by=None, at=timezone.now())
    page = text(client)

    assert "نپیوسته است" in before
    assert "سلام مینا ویژه" in page
    assert "سن شهردار" in page
    assert "واجد شرایط" in page


def test_the_page_asks_few_questions(
    client, nation, mayor, django_assert_max_num_queries
):
    for number in range(10):
        load(nation, f"{number}.csv", unit=nation.city_hall, state=State.FAILED)
    client.force_login(holding("expert", Role.PROVINCIAL_EXPERT, "P29"))

    with django_assert_max_num_queries(31):
        client.get("/")


def test_the_page_speaks_english(client, nation, mayor):
    client.cookies["django_language"] = "en"
    client.force_login(holding("deputy", Role.NATIONAL_DEPUTY))

    assert "Serving staff" in text(client)
