"""A list as a file."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.test import Client

from karamad.kernel.tables import harmless
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.people.nation import Nation, person, seat
from tests.people.test_people_pages import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def gilan(nation: Nation) -> Client:
    return client("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)


@pytest.fixture
def mayor(nation: Nation) -> Person:
    who = person("زهرا", "احمدی", degree="master")
    seat(who, nation.mayor, nation.rasht)
    seat(who, nation.governor, nation.rasht)
    return who


def rows(answer) -> list[list[str]]:
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_what_is_shown_is_handed_out(gilan, nation, mayor):
    seat(person("علی", "رضایی"), nation.governor, nation.birjand)

    head, *people = rows(gilan.get("/people/list.csv?q=احمدی"))

    assert head[:3] == ["کد ملی", "نام", "نام خانوادگی"]
    assert len(people) == 1
    assert people[0][:3] == [mayor.national_id, "زهرا", "احمدی"]
    assert people[0][8] == "1399-01-01"
    assert people[0][-1] == "فرماندار، شهرداری رشت"


def test_an_id_in_the_address_does_not_hand_out_everybody(gilan, mayor):
    answer = gilan.get("/people/list.csv", {"q": mayor.national_id})

    assert answer.status_code == 302
    again = gilan.get(answer["Location"])
    assert mayor.national_id not in again["Location"]
    assert not Entry.objects.filter(act="people:list:export").exists()


def test_a_sheet_reads_from_right_to_left(gilan, mayor):
    answer = gilan.get("/people/list.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.cell(2, 1).value == mayor.national_id
    assert sheet.max_row == 2


def test_ids_are_masked_in_files_too(nation, mayor):
    auditor = client("auditor", Role.AUDITOR)

    assert mayor.national_id not in auditor.get("/people/list.csv").getvalue().decode()


def test_an_export_is_written_down(gilan, mayor):
    gilan.get("/people/list.csv?q=احمدی&unit=P01")

    entry = Entry.objects.get(act="people:list:export")
    assert entry.actor.username == "gilan"
    assert entry.after["asked"]["unit"] == "P01"


def test_who_may_not_export_finds_no_button(nation, mayor):
    learner = client("learner", Role.LEARNER)
    khorasan = client("khorasan", Role.PROVINCIAL_EXPERT, nation.khorasan)

    assert learner.get("/people/list.csv").status_code == 403
    assert len(rows(khorasan.get("/people/list.csv"))) == 1
    assert khorasan.get("/people/list.csv?unit=P01").status_code == 404
    assert khorasan.get("/people/list.pdf").status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+98+A1", "-x", "@sum", "\tx", "\rx"])
def test_no_cell_becomes_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless("احمدی") == "احمدی"


def test_a_name_that_looks_like_a_formula_is_harmless(gilan, nation):
    Person.objects.filter(pk=person(home_unit=nation.gilan).pk).update(
        first_name="=HYPERLINK(1)"
    )

    _, row = rows(gilan.get("/people/list.csv"))
    assert row[1] == "'=HYPERLINK(1)"


def test_the_file_speaks_the_readers_language(gilan, mayor):
    gilan.cookies["django_language"] = "en"

    head, row = rows(gilan.get("/people/list.csv"))
    assert head[1] == "Name"
    assert "master" in [cell.lower() for cell in row]
