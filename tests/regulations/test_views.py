from datetime import date
from typing import Any

import pytest
from django.test import Client

from karamad.registers.regulations import actions
from karamad.registers.regulations.models import Document, Effect, Provision
from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = pytest.mark.django_db

CEILING: dict[str, Any] = {
    "number": "226725",
    "issued_on": date(2019, 7, 22),
    "subject": "سقف سن انتصاب مدیران",
    "subject_en": "Age ceilings for managers",
    "kind": "decree",
    "status": "confirmed",
}
RULING: dict[str, Any] = {
    "number": "964-966",
    "issued_on": date(2020, 10, 20),
    "subject": "ابطال سقف سن",
    "kind": "ruling",
    "status": "confirmed",
}


@pytest.fixture
def ceiling() -> Document:
    row = actions.register(facts=CEILING, by=None, at=nation.NOW)
    ruling = actions.register(facts=RULING, by=None, at=nation.NOW)
    actions.link(
        document=ruling,
        effect=Effect.ANNULS,
        other=row,
        from_day=None,
        by=None,
        at=nation.NOW,
    )
    return row


@pytest.fixture
def deputy() -> Client:
    return nation.signed_in(Role.NATIONAL_DEPUTY)


@pytest.fixture
def learner() -> Client:
    return nation.signed_in(Role.LEARNER)


def test_a_document_stands_as_of_the_day_asked(deputy, ceiling):
    address = f"/regulations/{ceiling.pk}/"

    before = deputy.get(address, {"as_of": "1399/07/28"}).content.decode()
    after = deputy.get(address, {"as_of": "1399/07/29"}).content.decode()

    assert "برقرار، از ۳۱ تیر ۱۳۹۸" in before
    assert "باطل شده، از ۲۹ مهر ۱۳۹۹" in after


def test_a_number_is_found_in_either_order(deputy):
    facts = {**CEILING, "number": "200/1834", "subject": "نظام آموزش"}
    actions.register(facts=facts, by=None, at=nation.NOW)

    page = deputy.get("/regulations/", {"q": "۱۸۳۴/۲۰۰"})

    assert "نظام آموزش" in page.content.decode()


def test_nothing_found_says_what_to_do(deputy):
    page = deputy.get("/regulations/", {"q": "نیست"})

    assert "سندی با این نشانی‌ها نیست" in page.content.decode()


def test_the_list_asks_no_more_when_it_is_longer(
    deputy, ceiling, django_assert_max_num_queries
):
    for number in range(30):
        actions.register(
            facts={**CEILING, "number": f"77{number}"}, by=None, at=nation.NOW
        )

    with django_assert_max_num_queries(12):
        deputy.get("/regulations/")


def test_a_value_not_set_is_filled_in_by_form(deputy, ceiling):
    actions.set_provision(
        code="hours",
        facts={
            "document": ceiling,
            "title": "حداقل ساعت",
            "value": "",
            "status": "unconfirmed",
        },
        by=None,
        at=nation.NOW,
    )
    assert "حداقل ساعت" in deputy.get("/regulations/unset/").content.decode()

    answer = deputy.post(
        "/regulations/provision/hours/",
        {"title": "حداقل ساعت", "value": "۶۰", "status": "confirmed"},
    )

    assert answer.status_code == 302
    assert Provision.objects.current().get(code="hours").value == "۶۰"
    assert "حداقل ساعت" not in deputy.get("/regulations/unset/").content.decode()


def test_a_refused_form_keeps_what_was_typed(deputy):
    answer = deputy.post(
        "/regulations/new/",
        {"number": "12", "subject": "", "issued_on": "1/2/1404", "kind": "circular"},
    )

    assert answer.status_code == 422
    assert "1/2/1404" in answer.content.decode()
    assert not Document.objects.filter(number="12").exists()


def test_a_document_is_added_once(deputy):
    form = {
        "number": "3469",
        "subject": "انتصاب",
        "kind": "decree",
        "issued_on": "۱۴۰۴/۰۱/۲۳",
        "status": "confirmed",
    }

    first = deputy.post("/regulations/new/", form)
    second = deputy.post("/regulations/new/", form)

    assert (first.status_code, second.status_code) == (302, 422)
    assert Document.objects.get(number="3469").issued_on == date(2025, 4, 12)


def test_the_reader_reads_and_does_not_write(learner, ceiling):
    assert learner.get(f"/regulations/{ceiling.pk}/").status_code == 200
    assert learner.get(f"/regulations/{ceiling.pk}/edit/").status_code == 403
    assert learner.post(f"/regulations/{ceiling.pk}/link/").status_code == 403
    assert (
        "تصحیح سند" not in learner.get(f"/regulations/{ceiling.pk}/").content.decode()
    )


def test_in_english_the_subject_is_english(deputy, ceiling):
    deputy.cookies["django_language"] = "en"

    page = deputy.get(f"/regulations/{ceiling.pk}/").content.decode()

    assert "Age ceilings for managers" in page
    assert 'dir="ltr"' in page
