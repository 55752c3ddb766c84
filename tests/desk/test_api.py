"""The API by its sentences; `test_api_fuzz.py` throws everything else at it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.desk.api import api
from karamad.desk.api.summaries import PERSIAN
from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.people.models import Person
from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Token, User
from karamad.trust.accounts.permissions import Permission, Role
from karamad.trust.audit.models import Entry
from tests.accounts.factories import holding
from tests.people.nation import Nation, person, seat

pytestmark = pytest.mark.django_db

PROFILE = """
profile: mayor-age
title: {fa: سن شهردار, en: Age of a mayor}
applies_to: {posts: [MAYOR]}
criteria:
  - id: age
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
"""


class Program(Client):
    """A client that sends its token with every request."""

    def __init__(self, role: Role, place: actions.Place = actions.NATION) -> None:
        issuer = User.objects.filter(username="issuer").first() or holding(
            "issuer", Role.ADMINISTRATOR
        )
        self.token, secret = actions.issue_token(
            name="کارگزینی",
            role=role,
            place=place,
            until_day=localdate() + timedelta(days=30),
            expires_at=timezone.now() + timedelta(days=30),
            by=issuer,
            on=localdate(),
            at=timezone.now(),
        )
        super().__init__(headers={"authorization": f"Bearer {secret}"})

    def read(self, path: str, status: int = 200, **query: str) -> Any:
        response = self.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content
        return response.json()


def place(code: str, *above: str) -> actions.Place:
    return actions.Place(code, frozenset({code, *above}))


@pytest.fixture
def reader(nation: Nation) -> Program:
    return Program(Role.INTEGRATION_READER, place(nation.khorasan.code))


@pytest.fixture
def mayor(nation: Nation) -> Person:
    someone = person(home_unit=nation.city_hall, birth_date=date(1990, 1, 1))
    seat(someone, nation.mayor, nation.city_hall)
    return someone


@pytest.fixture
def stranger(nation: Nation) -> Person:
    someone = person("علی", "نوری", home_unit=nation.rasht)
    seat(someone, nation.mayor, nation.rasht)
    return someone


# ---- who may -----------------------------------------------------------------


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer krm_0_0", "Basic YTpi", "Bearer \xe9"]
)
def test_without_a_token_nothing_is_read(client, nation, header):
    response = client.get("/api/v1/units", headers={"authorization": header})

    assert response.status_code == 401
    assert response.json()["code"] == "unauthenticated"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(client, nation):
    client.force_login(holding("admin", Role.ADMINISTRATOR))

    assert client.get("/api/v1/units").status_code == 401


def test_a_revoked_token_ends(reader):
    reader.read("units")

    actions.revoke_token(
        token=reader.token, by=reader.token.created_by, at=timezone.now()
    )

    reader.read("units", 401)


def test_every_operation_names_its_permission():
    operations = [
        operation
        for router in (entry[1] for entry in api._routers)
        for view in router.path_operations.values()
        for operation in view.operations
    ]

    assert len(operations) > 10
    assert all(
        isinstance(operation.view_func.required_permission, Permission)
        for operation in operations
    )


def test_a_caller_in_a_hurry_waits(reader, settings):
    settings.API_CALLS_A_MINUTE = 2
    start = datetime.now(tz=UTC)
    statuses = [reader.get("/api/v1/posts").status_code for _ in range(3)]

    if datetime.now(tz=UTC).minute == start.minute:
        assert statuses == [200, 200, 429]


# ---- what --------------------------------------------------------------------


def test_units_are_those_in_scope_with_their_parents(reader, nation):
    items = reader.read("units")["items"]

    parents = {item["code"]: item["parent"] for item in items}
    assert parents == {"P29": "MOI", "C2901": "P29", "M2901": "C2901"}
    assert reader.read("units/M0101", 404)["code"] == "not_found"
    assert reader.read("units", kind="municipality")["items"][0]["code"] == "M2901"


def test_people_of_another_province_are_not_there(reader, mayor, stranger):
    items = reader.read("people")["items"]

    assert [item["id"] for item in items] == [mayor.pk]
    reader.read(f"people/{stranger.pk}", 404)
    reader.read(f"people/{stranger.pk}/verdicts", 404)
    reader.read("people", 404, unit="M0101")
    found = reader.post(
        "/api/v1/people/find",
        {"national_ids": [stranger.national_id]},
        content_type="application/json",
    )
    assert found.json() == {"items": []}


def test_national_ids_are_masked_unless_the_role_may_see_them(reader, mayor, nation):
    whole = Program(Role.INTEGRATION, place(nation.khorasan.code))

    masked = reader.read(f"people/{mayor.pk}")["national_id"]
    plain = whole.read(f"people/{mayor.pk}")["national_id"]

    assert plain == mayor.national_id
    assert masked != plain
    assert "*" in masked or "•" in masked


def test_reading_a_person_is_written_down(reader, mayor):
    reader.read(f"people/{mayor.pk}")

    entry = Entry.objects.get(act="people:person:read")
    assert (entry.actor, entry.subject_key) == (reader.token.user, str(mayor.pk))


def test_a_person_comes_with_his_seats(reader, mayor):
    read = reader.read(f"people/{mayor.pk}")

    assert read["assignments"][0]["post"] == "MAYOR"
    assert read["completions"] == read["results"] == read["credentials"] == []


def test_people_are_asked_by_unit_and_post(reader, mayor, nation):
    assert len(reader.read("people", unit="C2901", post="MAYOR")["items"]) == 1
    assert reader.read("people", unit="C2901", post="GOV")["items"] == []


def test_a_long_list_comes_in_pages(nation):
    reader = Program(Role.INTEGRATION_READER)
    for _ in range(5):
        person(home_unit=nation.rasht)

    first = reader.read("people", limit="2")
    second = reader.read("people", limit="2", cursor=first["next"])
    third = reader.read("people", limit="2", cursor=second["next"])

    seen = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert len(set(seen)) == 5
    assert third["next"] is None


@pytest.mark.parametrize("cursor", ["x", "LTE=", "é", "MTAwMDAwMDAwMDAwMDAwMDAwMDA="])
def test_a_cursor_of_somebody_else_is_refused(reader, cursor):
    assert reader.read("people", 422, cursor=cursor)["code"] == "bad_cursor"


def test_a_verdict_says_why_as_of_a_day(reader, mayor):
    save_edition(
        profile_from_text(PROFILE), by=None, at=datetime(2026, 5, 1, tzinfo=UTC)
    )

    now = reader.read(f"people/{mayor.pk}/verdicts", on="1405-02-11")["items"]
    later = reader.read(f"people/{mayor.pk}/verdicts", on="2040-01-01")["items"]

    assert [each["verdict"] for each in (*now, *later)] == ["eligible", "not_eligible"]
    finding = now[0]["findings"][0]
    assert (finding["document"], finding["finding"]) == ("226725", "met")
    assert now[0]["as_of"] == "2026-05-01"


def test_a_bad_day_is_said_in_two_languages(reader, mayor):
    refused = reader.read(f"people/{mayor.pk}/verdicts", 422, on="1404-13-01")

    assert refused["code"] == "bad_day"
    assert refused["title_fa"]
    assert refused["title_en"]


def test_the_catalogue_is_read_by_code(reader, nation):
    save_edition(
        profile_from_text(PROFILE), by=None, at=datetime(2026, 5, 1, tzinfo=UTC)
    )

    assert reader.read("posts/MAYOR")["title"] == "شهردار"
    assert reader.read("profiles")["items"][0]["code"] == "mayor-age"
    written = reader.read("profiles/mayor-age")["written"]
    assert written["criteria"][0]["maximum"] == 45
    for path in ("posts/x", "courses/x", "profiles/x", "regulations/9", "units/x"):
        assert reader.read(path, 404)["code"] == "not_found"
    for path in ("courses", "regulations"):
        assert reader.read(path) == {"items": [], "next": None}


def test_what_is_wrong_is_named(reader):
    refused = reader.read("people", 422, limit="0")

    assert refused["errors"][0]["where"] == "page.limit" or refused["errors"]


def test_an_unreadable_body_is_refused(reader):
    response = reader.post("/api/v1/people/find", "{", content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


def test_a_page_of_people_asks_few_questions(nation, django_assert_max_num_queries):
    reader = Program(Role.INTEGRATION_READER, place(nation.khorasan.code))
    for _ in range(20):
        seat(person(home_unit=nation.city_hall), nation.mayor, nation.city_hall)
    reader.read("posts")

    with django_assert_max_num_queries(6):
        assert len(reader.read("people")["items"]) == 20


def test_tokens_keep_their_last_use(reader):
    reader.read("posts")

    assert Token.objects.get(pk=reader.token.pk).last_used_at is not None


def test_an_address_that_is_not_there_is_a_problem_too(client):
    response = client.post("/api/v2/x")

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_every_operation_says_in_both_languages_what_it_does(client: Client):
    document = client.get("/api/v1/openapi.json").json()
    operations = [each for path in document["paths"].values() for each in path.values()]

    assert len(operations) == len(PERSIAN)
    assert not any(each["summary"].isascii() for each in operations)
    assert all(each["description"].isascii() for each in operations)
    assert all(each["description"] for each in operations)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fa", "یک فرد با آنچه امروز از او ثبت است"), ("en", "The catalogue of courses.")],
)
def test_the_page_says_it_in_the_readers_language(client, language, words):
    client.cookies["django_language"] = language

    assert words in client.get("/api/v1/docs/").content.decode()


def test_the_api_is_read_aloud_to_everyone(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert "/api/v1/people/{person_id}/verdicts" in page
    assert "PersonWithFacts" in page
