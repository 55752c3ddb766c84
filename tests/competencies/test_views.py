from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.models import Edition
from karamad.registers.regulations import actions as regulations
from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = pytest.mark.django_db

PROFILE = """
profile: base-manager
title: {fa: مدیر پایه, en: Base-level manager}
applies_to: {level: base}
criteria:
  - id: hours
    kind: hours
    minimum: 60
    classes: [managers, job]
    window: {jalali_year: previous}
    source: {document: "200/90/31146", status: confirmed}
  - id: age
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
    in_force: {from: 1398-04-31, until: 1399-07-29}
  - id: service
    kind: service
    years: null
    source: {document: "3469"}
verdict: {all: [hours, {any: [age, service]}]}
"""
DEMO = Path(__file__).parents[2] / "src" / "karamad"


@pytest.fixture
def edition() -> Edition:
    profile = rules.profile_from_yaml(PROFILE)
    return actions.save_edition(profile, by=None, at=nation.NOW).edition


@pytest.fixture
def deputy() -> Client:
    return nation.signed_in(Role.NATIONAL_DEPUTY)


def text(client: Client, address: str, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def newest() -> Edition:
    return Edition.objects.of("base-manager").newest().with_criteria().get()


def test_a_profile_reads_as_sentences_with_their_documents(deputy, edition):
    regulations.register(
        facts={"number": "31146/90/200", "subject": "ساعت آموزش"},
        by=None,
        at=nation.NOW,
    )

    page = text(deputy, "/profiles/profile/base-manager/")

    assert "دست‌کم ۶۰ ساعت آموزش مدیران و شغلی، در سال پیش" in page
    assert "یکی از این شرط‌ها" in page
    assert "/regulations/" in page
    assert "دست‌کم (تعیین‌نشده) سال سابقهٔ خدمت" in page
    assert "۱ شرط هنوز عددی ندارد" in page


def test_a_criterion_out_of_force_says_so_on_its_day(deputy, edition):
    address = "/profiles/profile/base-manager/"
    fallen = "در این روز برقرار نیست"

    assert fallen not in text(deputy, address, as_of="1399/07/28")
    assert fallen in text(deputy, address, as_of="1399/07/29")


def test_a_number_not_set_is_filled_in_by_form(deputy, edition):
    address = "/profiles/profile/base-manager/criterion/service/"
    form = {
        "years": "۷",
        "document": "3469",
        "status": "unconfirmed",
        "based_on": "1",
    }

    answer = deputy.post(address, form)

    service = actions.profile_of(newest()).criterion("service")
    assert answer.status_code == 302
    assert newest().number == 2
    assert service.terms == rules.ServiceTerms(7)
    assert actions.profile_of(edition).criterion("service").is_unset


def test_the_form_shows_what_stands_and_saves_it_unchanged(deputy, edition):
    for each in actions.profile_of(edition).criteria:
        address = f"/profiles/profile/base-manager/criterion/{each.id}/"
        form = deputy.get(address).context["form"]
        data = {name: form[name].value() for name in form.fields}
        shown = {name: value for name, value in data.items() if value is not None}

        answer = deputy.post(address, {**shown, "based_on": "1"})

        assert answer.status_code == 302, answer.context["form"].errors
        assert newest().number == 1


def test_two_officers_do_not_overwrite_each_other(deputy, edition):
    address = "/profiles/profile/base-manager/criterion/service/"
    form = {"document": "3469", "status": "unconfirmed", "based_on": "1"}
    deputy.post(address, {**form, "years": "7"})

    answer = deputy.post(address, {**form, "years": "9"})

    assert answer.status_code == 422
    assert "ویرایش ۲ در این میان ثبت شد" in answer.content.decode()
    assert newest().number == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"years": "۷"}, "دست‌کم ۷ سال سابقهٔ خدمت"),
        ({"years": ""}, "دست‌کم (تعیین‌نشده) سال سابقهٔ خدمت"),
        ({"years": "هفت"}, "شمار درست نیست"),
    ],
)
def test_the_sentence_is_previewed_and_nothing_saved(deputy, edition, typed, said):
    form = {"document": "3469", "status": "unconfirmed", **typed}

    answer = deputy.post("/profiles/preview/service/", form)

    assert said in answer.content.decode()
    assert newest().number == 1


def test_a_criterion_is_added_to_the_tree_and_removed_from_it(deputy, edition):
    address = "/profiles/profile/base-manager/"
    form = {
        "id": "degree",
        "degree": "bachelor",
        "document": "1",
        "status": "confirmed",
    }

    deputy.post(f"{address}criterion/?kind=degree", {**form, "based_on": "1"})
    assert newest().verdict == {"all": ["hours", {"any": ["age", "service"]}, "degree"]}

    deputy.post(f"{address}criterion/age/remove/", {"based_on": "2"})
    deputy.post(f"{address}criterion/service/remove/", {"based_on": "3"})
    assert newest().verdict == {"all": ["hours", "degree"]}


def test_every_kind_has_its_form(deputy, edition):
    for kind in rules.Kind:
        address = "/profiles/profile/base-manager/criterion/"
        assert deputy.get(address, {"kind": kind.value}).status_code == 200
    assert deputy.get(address, {"kind": "wish"}).status_code == 404


def test_the_whole_is_edited_as_text_and_every_fault_is_named(deputy, edition):
    address = "/profiles/profile/base-manager/text/"
    bad = PROFILE.replace("kind: age", "kind: wish").replace("60", "sixty")

    answer = deputy.post(address, {"text": bad, "based_on": "1"})
    refused = answer.content.decode()
    saved = deputy.post(address, {"text": PROFILE.replace("60", "70"), "based_on": "1"})

    assert answer.status_code == 422
    assert "چنین نوعی از شرط نیست" in refused
    assert "این‌جا باید عددی بیاید" in refused
    assert "sixty" in refused
    assert saved.status_code == 302
    assert newest().number == 2


def test_the_code_of_a_profile_is_for_ever(deputy, edition):
    renamed = PROFILE.replace("base-manager", "other")

    answer = deputy.post(
        "/profiles/profile/base-manager/text/", {"text": renamed, "based_on": "1"}
    )

    assert answer.status_code == 422


def test_two_editions_stand_side_by_side(deputy, edition):
    changed = rules.profile_from_yaml(PROFILE.replace("60", "70"))
    actions.save_edition(changed, by=None, at=nation.NOW)

    page = text(deputy, "/profiles/profile/base-manager/compare/")
    same = text(
        deputy, "/profiles/profile/base-manager/compare/", before="1", after="1"
    )

    assert "دست‌کم ۶۰ ساعت" in page
    assert "دست‌کم ۷۰ ساعت" in page
    assert "این دو ویرایش یک چیز می‌گویند" in same


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (
            '31146", status: confirmed}',
            '31146", status: confirmed}\n    in_force: {from: 1405-01-01}',
            ["برقرار از", "۱ فروردین ۱۴۰۵"],
        ),
        ("until: 1399-07-29", "until: 1399-07-30", ["۲۹ مهر ۱۳۹۹", "۳۰ مهر ۱۳۹۹"]),
        ('"3469"', '"3470"', ["شمارهٔ سند", "3469", "3470"]),
        (
            "{any: [age, service]}",
            "{at_least: 1, of: [age, service]}",
            [
                "همهٔ (hours، یکی از (age، service))",
                "همهٔ (hours، دست‌کم ۱ از (age، service))",
            ],
        ),
        (
            "level: base",
            "level: middle",
            ["از چه کسی پرسیده می‌شود", "مدیریتی سطح پایه", "مدیریتی سطح میانی"],
        ),
    ],
)
def test_what_differs_is_told_in_the_words_of_the_page(
    deputy, edition, was, now, words
):
    changed = PROFILE.replace("60", "70").replace(was, now)
    actions.save_edition(rules.profile_from_yaml(changed), by=None, at=nation.NOW)

    page = text(deputy, "/profiles/profile/base-manager/compare/")

    assert "دست‌کم ۷۰ ساعت" in page
    assert [each for each in words if each not in page] == []
    for untold in ("1405-", "1399-", "applies_to", "in_force", "at_least"):
        assert untold not in page


def test_what_is_downloaded_loads_as_the_same(deputy, edition):
    answer = deputy.get("/profiles/profile/base-manager/download/")

    profile = rules.profile_from_yaml(answer.content.decode())
    assert actions.standing_of(profile) is actions.Standing.SAME


def test_a_new_profile_begins_with_its_head(deputy):
    form = {"code": "mayor", "title_fa": "شهردار", "posts": "MAYOR|MAYOR-2"}

    answer = deputy.post("/profiles/new/", {**form, "unit_grade": "11|12"})

    made = actions.profile_of(Edition.objects.of("mayor").newest().get())
    assert answer.status_code == 302
    assert made.applies_to.posts == ("MAYOR", "MAYOR-2")
    assert made.applies_to.unit_grade == (11, 12)
    assert "این نمایه شرطی ندارد" in text(deputy, "/profiles/profile/mayor/")
    assert deputy.post("/profiles/new/", form).status_code == 422


def test_the_head_is_edited_and_the_criteria_stay(deputy, edition):
    address = "/profiles/profile/base-manager/head/"
    form = {"title_fa": "مدیر پایهٔ تازه", "level": "base", "based_on": "1"}

    assert deputy.post(address, {**form, "managerial": "1"}).status_code == 302

    profile = actions.profile_of(newest())
    assert profile.title_fa == "مدیر پایهٔ تازه"
    assert profile.applies_to.managerial is True
    assert len(profile.criteria) == 3


def test_profiles_are_found_by_words_document_and_what_is_unset(deputy, edition):
    assert "مدیر پایه" in text(deputy, "/profiles/", q="مدير پايه")
    assert "مدیر پایه" in text(deputy, "/profiles/", document="31146/90/200")
    assert "نمایه‌ای نیست" in text(deputy, "/profiles/", document="1")
    assert "مدیر پایه" in text(deputy, "/profiles/", unset="1")


def test_the_reader_reads_and_does_not_write(edition):
    learner = nation.signed_in(Role.LEARNER)
    address = "/profiles/profile/base-manager/"

    assert "عنوان و پست‌ها" not in text(learner, address)
    for below in ("criterion/service/", "head/", "text/"):
        assert learner.get(address + below).status_code == 403
    assert learner.post(f"{address}criterion/service/remove/").status_code == 403


def test_pages_ask_little(deputy, edition, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        deputy.get("/profiles/profile/base-manager/")
    with django_assert_max_num_queries(9):
        deputy.get("/profiles/")
