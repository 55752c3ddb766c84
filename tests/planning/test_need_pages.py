"""The pages of needs: whose rows, which words, how many questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.planning.models import Need, State
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import signed_in
from tests.planning.conftest import Stage, found_stage
from tests.planning.test_needs import ordered, requested


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.fixture
def expert(stage: Stage) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)


pytestmark = pytest.mark.django_db


def test_the_title_says_how_much_waits(stage: Stage, expert: Client):
    ordered(stage)
    ordered(stage, unit=stage.qaen, heads=4)
    ordered(stage, unit=stage.rasht, heads=100)

    answer = expert.get("/needs/")

    assert "۲ نیاز باز، برای ۷ نفر" in text(answer)
    assert "رشت" not in text(answer)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, 3),
        ({"unit": "2901"}, 2),
        ({"unit": "رشت"}, 0),
        ({"level": "person"}, 1),
        ({"priority": "in-service"}, 2),
        ({"source": "request"}, 1),
        ({"state": "rejected"}, 0),
        ({"state": "all", "level": "organisation"}, 2),
    ],
)
def test_the_list_is_narrowed(stage: Stage, expert: Client, query: Any, rows: int):
    ordered(stage)
    ordered(stage, unit=stage.qaen)
    requested(stage, stage.governor(stage.birjand))

    answer = expert.get("/needs/", query)

    assert len(answer.context["lines"]) == rows


def test_a_hundred_needs_ask_as_many_questions_as_two(
    stage: Stage, expert: Client, django_assert_max_num_queries: Any
):
    for _each in range(20):
        ordered(stage)
        requested(stage, stage.governor(stage.birjand))

    with django_assert_max_num_queries(22):
        expert.get("/needs/")


def test_several_are_turned_down_after_asking_and_taken_back(
    stage: Stage, expert: Client
):
    keys = [ordered(stage).pk, ordered(stage, unit=stage.qaen).pk]
    chosen = {"act": "reject", "pk": keys}

    asked = expert.post("/needs/settle/", chosen)
    nothing = expert.post("/needs/settle/", {**chosen, "confirmed": "1"})
    done = expert.post(
        "/needs/settle/",
        {**chosen, "confirmed": "1", "reason": "بودجه نیست"},
        follow=True,
    )

    assert "۲ نیاز رد شود؟" in text(asked)
    assert nothing.status_code == 422
    assert "۲ نیاز رد شد." in text(done)
    assert {need.state for need in Need.objects.all()} == {State.REJECTED}
    entry = Need.objects.earliest("pk").entry_id
    assert f"/needs/undo/{entry}/" in done.content.decode()
    back = expert.post(f"/needs/undo/{entry}/", follow=True)
    assert "۲ نیاز به حال پیش برگشت." in text(back)


def test_needs_beyond_his_reach_are_not_among_those_chosen(
    stage: Stage, expert: Client
):
    other = ordered(stage, unit=stage.rasht)

    expert.post(
        "/needs/settle/",
        {"act": "reject", "pk": [other.pk], "confirmed": "1", "reason": "نه"},
    )

    other.refresh_from_db()
    assert other.state == State.OPEN


def test_needs_are_merged_by_the_page(stage: Stage, expert: Client):
    into, other = ordered(stage, unit=stage.khorasan), ordered(stage)
    chosen = {"act": "merge", "pk": [into.pk, other.pk], "confirmed": "1"}

    expert.post("/needs/settle/", {**chosen, "into": into.pk, "heads": "۵"})

    into.refresh_from_db()
    assert into.heads == 5


def test_a_need_of_a_person_is_not_offered_to_take_others_in(
    stage: Stage, expert: Client
):
    one, other = (requested(stage, stage.governor(stage.birjand)) for _ in range(2))
    own = ordered(stage, unit=stage.birjand, course=stage.crisis)

    alone = expert.post("/needs/settle/", {"act": "merge", "pk": [one.pk, other.pk]})
    among = expert.post("/needs/settle/", {"act": "merge", "pk": [one.pk, own.pk]})

    assert "همهٔ این‌ها نیاز یک فردند" in text(alone)
    assert 'name="into"' not in alone.content.decode()
    page = among.content.decode()
    assert f'<option value="{own.pk}"' in page
    assert f'<option value="{one.pk}"' not in page


def test_an_order_is_recorded_in_reach_alone(stage: Stage, expert: Client):
    wish = {"unit": "0101", "course": "LAW", "heads": "۱۲", "priority": "in-service"}

    refused = expert.post("/needs/order/", wish)
    done = expert.post("/needs/order/", {**wish, "unit": "2902"}, follow=True)

    assert refused.status_code == 422
    assert "واحدی با این کد یا نام در دسترس شما نیست." in text(refused)
    assert "۱۲ نفر در قاین: «حقوق اداری»" in text(done)


def test_a_learner_asks_and_reads_the_answer(stage: Stage, expert: Client):
    learner = nation.user(Role.LEARNER, stage.qaen)
    stage.governor(stage.qaen, account=learner)
    client = Client()
    client.force_login(learner)

    asked = client.post("/needs/request/", {"course": "مدیریت بحران"}, follow=True)
    need = Need.objects.get()
    form = {"priority": "improvement", "text": "در پاییز برگزار می‌شود."}
    expert.post(f"/needs/{need.pk}/accept/", form)
    answered = client.get("/needs/mine/")

    assert "۱ درخواست شما پاسخ می‌گیرد" in text(asked)
    assert "در پاییز برگزار می‌شود." in text(answered)
    assert client.get("/needs/").status_code == 403
    assert client.get(f"/needs/{need.pk}/").status_code == 403


def test_an_office_asks_for_its_people_alone(stage: Stage):
    hr = signed_in(Role.HR_OFFICER, stage.birjand)
    own, other = stage.governor(stage.birjand), stage.governor(stage.rasht)

    done = hr.post(f"/people/{own.pk}/request/", {"wish": "کار با سامانه"})

    assert done.status_code == 302
    assert Need.objects.get().person == own
    assert hr.get(f"/people/{other.pk}/request/").status_code == 404


def test_a_degree_programme_is_refused_in_words(stage: Stage):
    hr = signed_in(Role.HR_OFFICER, stage.birjand)
    person = stage.governor(stage.birjand)
    nation.course("MSC", degree_programme=True)

    answer = hr.post(f"/people/{person.pk}/request/", {"course": "MSC"})

    assert answer.status_code == 422
    assert "مادهٔ ۶۱" in text(answer)


def test_an_auditor_reads_needs_and_settles_none(stage: Stage):
    need = ordered(stage)
    auditor = signed_in(Role.AUDITOR, stage.khorasan)

    body = auditor.get("/needs/").content.decode()

    assert "data-bulk-bar" not in body
    assert auditor.get(f"/needs/{need.pk}/").status_code == 200
    assert auditor.post("/needs/settle/", {"act": "reject"}).status_code == 403


def test_the_nation_orders_its_priorities(stage: Stage, expert: Client):
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    wish = {"in-service": 4, "appointment": 1, "improvement": 2, "development": 3}

    done = deputy.post("/needs/priorities/", wish, follow=True)

    assert "ترتیب ثبت شد." in text(done)
    assert expert.get("/needs/priorities/").status_code == 403


# ---- from the judge ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_from_who_lacks_this_to_a_need_and_to_names(registers, copied):
    stage = found_stage()
    for _each in range(3):
        stage.governor(stage.birjand)
    stage.governor(stage.rasht)
    copied()
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    preview = expert.get("/needs/judge/", {"unit": "29"})
    row = next(x for x in preview.context["lines"] if x.key.endswith("crisis"))
    nothing = expert.post("/needs/judge/?unit=29", {"priority": "in-service"})
    done = expert.post(
        "/needs/judge/?unit=29",
        {"row": row.key, f"course-{row.key}": "CRISIS-2", "priority": "in-service"},
        follow=True,
    )

    assert "شرط ۲ دوره برای کسانی برآورده نیست" in text(preview)
    assert row.heads == 3
    assert "دست‌کم یک ردیف را برگزینید." in text(nothing)
    assert "۱ نیاز ثبت شد" in text(done)
    need = Need.objects.get()
    assert (need.heads, need.course.code, need.unit) == (3, "CRISIS-2", stage.khorasan)
    people = expert.get(f"/needs/{need.pk}/people/")
    assert "۳ نفر امروز" in text(people)
    beyond = expert.get("/needs/judge/", {"unit": "0101"})
    assert beyond.status_code == 422


def test_without_a_copy_the_page_says_so(stage: Stage, expert: Client, home: Any):
    answer = expert.get("/needs/judge/", {"unit": "29"})

    assert "رونوشت ستونی هنوز نیست" in text(answer)
