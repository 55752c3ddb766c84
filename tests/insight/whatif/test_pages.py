"""From a question to an answer, its people, its file, and a draft edition."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.insight.whatif.actions import answering, reading
from karamad.insight.whatif.models import Scenario
from karamad.insight.whatif.rules import Need, Standing
from karamad.registers.competencies.models import Draft, Edition
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import ROLES, Permission, Role
from tests import nation
from tests.insight.whatif.land import ON, Land

PLAN = {
    "name": "شصت ساعت",
    "day": "1405/02/11",
    "price": "1000000",
    "capacity": "100",
    "measure": "hours",
}
HOURS = {
    "minimum": "60",
    "window": "",
    "document": "200/90/31146",
    "status": "confirmed",
}


@pytest.fixture(autouse=True)
def today() -> Any:
    with travel(datetime(2026, 5, 1, 8, tzinfo=UTC), tick=False):
        yield


def deputy() -> tuple[Client, User]:
    user = nation.user(Role.NATIONAL_DEPUTY)
    return seated(user), user


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def made(client: Client) -> Scenario:
    """A scenario in which sixty hours are asked, where twenty are now."""
    answer = client.post(reverse("whatif:new"), {**PLAN, "profile": "base-manager"})
    assert answer.status_code == 302
    scenario = Scenario.objects.order_by("-pk")[0]
    address = reverse("whatif:criterion", args=[scenario.pk, "hours"])
    assert client.post(address, HOURS).status_code == 302
    return Scenario.objects.get(pk=scenario.pk)


def page(client: Client, name: str, pk: int, **query: Any) -> str:
    answer = client.get(reverse(f"whatif:{name}", args=[pk]), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def answered(client: Client) -> Scenario:
    scenario = made(client)
    client.post(reverse("whatif:ask", args=[scenario.pk]))
    return scenario


def test_the_answer_counts_who_loses_and_what_brings_them_back(land: Land):
    client, user = deputy()

    scenario = answered(client)

    answer = answering.latest(scenario)
    assert answer is not None
    figures = reading.figures(answer, user, on=ON)
    eligible, not_eligible = Standing.ELIGIBLE, Standing.NOT_ELIGIBLE
    assert figures.matrix == {
        (eligible, not_eligible): 3,
        (not_eligible, not_eligible): 1,
    }
    assert figures.needs == {Need.HOURS: 3}
    assert figures.hours == Decimal(40 + 30 + 10)
    assert {code: move.lost for code, move in figures.provinces.items()} == {
        "01": 2,
        "29": 1,
    }
    said = page(client, "scenario", scenario.pk)
    assert "۳ شاغل شرایط پست خود را از دست می‌دهند" in said
    assert "دست‌کم ۸۰ نفرساعت" in said
    assert "دست‌کم ۸۰٬۰۰۰٬۰۰۰ ریال" in said
    # 80 of 100 hours a year: 292 days from 11 Ordibehesht 1405.
    assert "تا ۲۸ بهمن ۱۴۰۵" in said


def test_nothing_leaks_into_the_registers(land: Land):
    client, _user = deputy()
    before = {
        name: judge_person(person, on=ON)[0].judgement
        for name, person in land.people.items()
    }

    scenario = answered(client)
    client.post(reverse("whatif:draft", args=[scenario.pk]))

    assert Draft.objects.count() == 1
    assert Edition.objects.count() == 1
    assert {
        name: judge_person(person, on=ON)[0].judgement
        for name, person in land.people.items()
    } == before


def test_a_draft_judges_nobody_until_it_is_saved(land: Land):
    client, _user = deputy()
    scenario = made(client)

    answer = client.post(reverse("whatif:draft", args=[scenario.pk]))

    draft = Draft.objects.get()
    assert (
        answer.url
        == f"{reverse('competencies:text', args=['base-manager'])}?draft={draft.pk}"
    )
    form = client.get(answer.url).content.decode()
    assert "minimum: 60" in form
    assert "پیش‌نویس «شصت ساعت»" in form
    saved = client.post(answer.url, {"text": draft.text, "based_on": "1"})
    assert saved.status_code == 302
    draft.refresh_from_db()
    assert draft.edition is not None
    assert draft.edition.number == 2
    assert client.get(answer.url).status_code == 404, "it is no draft any more"


def test_an_expert_reads_his_own_province_only(land: Land):
    client, _user = deputy()
    scenario = answered(client)
    colleague = nation.user(Role.PROVINCIAL_EXPERT, land.gilan)
    address = reverse("whatif:scenario", args=[scenario.pk])
    assert seated(colleague).get(address).status_code == 404

    client.post(
        reverse("whatif:readers", args=[scenario.pk]),
        {"username": colleague.username, "role": ""},
    )

    reader = seated(colleague)
    assert "۲ شاغل شرایط پست خود را از دست می‌دهند" in page(
        reader, "scenario", scenario.pk
    )
    people = page(reader, "people", scenario.pk)
    assert "کم‌ساعت" in people
    assert "پرساعت" not in people.replace("پرساعت‌ترین", "")
    assert reader.get(reverse("whatif:plan", args=[scenario.pk])).status_code == 404
    answer = reader.get(reverse("whatif:export", args=[scenario.pk, "csv"]))
    file = b"".join(answer).decode()
    assert "کم‌ساعت" in file
    assert "پرساعت" not in file


def test_shared_with_an_office_it_is_read_by_all_who_hold_it(land: Land):
    client, _user = deputy()
    scenario = made(client)
    colleague = nation.user(Role.PROVINCIAL_EXPERT, land.gilan)

    client.post(
        reverse("whatif:readers", args=[scenario.pk]),
        {"username": "", "role": Role.PROVINCIAL_EXPERT},
    )

    assert (
        seated(colleague)
        .get(reverse("whatif:scenario", args=[scenario.pk]))
        .status_code
        == 200
    )


def test_who_may_not_ask_is_not_shared_with(land: Land):
    client, _user = deputy()
    scenario = made(client)
    officer = nation.user(Role.HR_OFFICER, land.gilan)

    refused = client.post(
        reverse("whatif:readers", args=[scenario.pk]),
        {"username": officer.username, "role": ""},
    )

    assert refused.status_code == 422
    assert not scenario.shares.exists()


def test_who_asks_what_ifs_sees_people_so_no_number_is_too_small_for_him():
    for role in Role:
        if Permission.WHATIF_SCENARIO_ASK in ROLES[role]:
            assert Permission.PEOPLE_PERSON_LIST in ROLES[role]


def test_two_scenarios_stand_side_by_side(land: Land):
    client, _user = deputy()
    one, other = answered(client), made(client)

    said = page(client, "compare", one.pk, **{"with": other.pk})

    assert "۸۰" in said
    assert "هر دو یک چیز می‌گویند" in said


def test_what_is_deleted_comes_back(land: Land):
    client, _user = deputy()
    scenario = made(client)

    client.post(reverse("whatif:delete", args=[scenario.pk]))
    gone = client.get(reverse("whatif:scenario", args=[scenario.pk]))
    listed = client.get(reverse("whatif:scenarios")).content.decode()
    client.post(reverse("whatif:restore", args=[scenario.pk]))

    assert gone.status_code == 404
    assert "حذف‌شده‌ها" in listed
    assert client.get(reverse("whatif:scenario", args=[scenario.pk])).status_code == 200


def test_an_answer_to_another_question_says_that_it_is_old(land: Land):
    client, _user = deputy()
    scenario = answered(client)
    assert "سناریو پس از این پاسخ" not in page(client, "scenario", scenario.pk)

    client.post(reverse("whatif:remove", args=[scenario.pk, "hours"]))

    assert "سناریو پس از این پاسخ" in page(client, "scenario", scenario.pk)
    client.post(reverse("whatif:ask", args=[scenario.pk]))
    said = page(client, "scenario", scenario.pk)
    assert "۱ شاغل دارای شرایط پست خود می‌شود" in said
    assert scenario.answers.count() == 1, "the older answer is let go"


def test_hours_of_a_past_year_are_said_to_count_from_the_new_year_on(land: Land):
    client, _user = deputy()
    scenario = answered(client)
    words = "ساعت سال پیش را دیگر نمی‌شود گذراند"
    assert words not in page(client, "scenario", scenario.pk)

    address = reverse("whatif:criterion", args=[scenario.pk, "hours"])
    client.post(address, {**HOURS, "window": "previous"})
    client.post(reverse("whatif:ask", args=[scenario.pk]))

    assert words in page(client, "scenario", scenario.pk)
