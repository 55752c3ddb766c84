"""Loading by the API: the road of the pages, on behalf of a token."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.registers.exchange import actions as exchange
from karamad.registers.exchange.models import Load
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests.desk.test_api import Program, place
from tests.people.nation import Nation, national_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(nation: Nation, settings, tmp_path) -> Program:
    settings.MEDIA_ROOT = tmp_path
    return Program(Role.INTEGRATION, place(nation.khorasan.code))


def rows(program: Program, **extra: Any) -> Any:
    sent = {
        "kind": "people",
        "rows": [
            {"national_id": national_id().digits, "نام": "مریم", "last_name": "کاظمی"},
            {"national_id": "1234567890", "نام": "رضا", "last_name": "نوری"},
        ],
        **extra,
    }
    return program.post("/api/v1/loads/rows", sent, content_type="application/json")


def test_rows_are_tried_before_anything_is_written(program):
    sent = rows(program).json()
    asked = program.post(f"/api/v1/loads/{sent['id']}/check")
    load = Load.objects.get(pk=sent["id"])
    exchange.check(load, on=localdate(), clock=timezone.now)

    state = program.read(f"loads/{load.pk}")
    refused = program.read(f"loads/{load.pk}/refused")["items"]

    assert (sent["state"], asked.status_code) == ("uploaded", 202)
    assert (state["state"], state["new"], state["refused"]) == ("checked", 1, 1)
    assert refused[0]["column"] == "national_id"
    assert not Person.objects.exists()


def test_half_a_sign_is_refused_in_words(program):
    answer = rows(program, rows=[{"first_name": "\ud800"}])

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": "rows", "why": "not_text"}]


def test_confirmed_rows_are_written_in_the_programs_name(program):
    sent = rows(program).json()
    confirmed = program.post(f"/api/v1/loads/{sent['id']}/confirm")
    load = Load.objects.get(pk=sent["id"])

    exchange.run(load, on=localdate(), clock=timezone.now)

    assert confirmed.status_code == 202
    assert program.read(f"loads/{load.pk}")["new"] == 1
    written = Person.objects.get()
    assert written.entry.actor == program.token.user
    assert written.home_unit is not None
    assert written.home_unit.code == "P29"


def test_a_file_is_sent_as_a_form(program):
    file = SimpleUploadedFile("people.csv", "کد ملی,نام,نام خانوادگی\n".encode())

    sent = program.post("/api/v1/loads", {"kind": "people", "file": file})

    assert sent.status_code == 201
    assert sent.json()["name"] == "people.csv"


@pytest.mark.parametrize("kind", ["units", "posts", "nothing", "profiles"])
def test_national_codes_are_not_a_provinces_to_load(program, kind):
    refused = rows(program, kind=kind)

    if kind == "units":
        assert refused.status_code in {201, 422}
    else:
        assert refused.status_code == 422


def test_a_reader_loads_nothing(nation, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    reader = Program(Role.INTEGRATION_READER, place(nation.khorasan.code))

    assert rows(reader).status_code == 403


def test_another_programs_load_is_not_there(program, nation):
    sent = rows(program).json()
    other = Program(Role.INTEGRATION, place(nation.gilan.code))

    other.read(f"loads/{sent['id']}", 404)
    assert other.post(f"/api/v1/loads/{sent['id']}/confirm").status_code == 404
    assert other.read("loads")["items"] == []


def test_a_load_under_way_is_not_begun_again(program):
    sent = rows(program).json()
    program.post(f"/api/v1/loads/{sent['id']}/confirm")

    again = program.post(f"/api/v1/loads/{sent['id']}/check")
    stopped = program.post(f"/api/v1/loads/{sent['id']}/cancel")

    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert stopped.status_code == 202
    assert Load.objects.get(pk=sent["id"]).cancel_asked
