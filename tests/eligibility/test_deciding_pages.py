from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.eligibility.models import Decision, Objection
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.eligibility import evidence
from tests.nation import signed_in, user

pytestmark = pytest.mark.django_db

LONG_SINCE = date(2025, 6, 1)
CLERK = """
profile: clerk
title: {fa: کارشناس, en: Clerk}
applies_to: {posts: [CLERK]}
criteria:
  - id: course
    kind: course
    courses: [A]
    source: {document: "1", status: confirmed}
"""
ORDER = {
    "document_number": "12/34",
    "document_date": "1405/02/01",
    "effective_from": "1405/02/01",
    "kind": "appointment",
}
WHY = {"reason": "نیاز فوری", "reason_document": "9/1"}


@pytest.fixture
def here() -> Unit:
    return nation.province("01", "گیلان")


@pytest.fixture
def person(here: Unit) -> Person:
    """Holds a post here, and is no clerk; the course is open to him."""
    evidence.profile(CLERK)
    nation.post("CLERK", title="کارشناس")
    nation.course("A", title="نامه‌نگاری")
    who = nation.person()
    nation.assignment(who, nation.post(), here)
    return who


@pytest.fixture
def officer(here: Unit) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, here)


def trained(person: Person) -> None:
    course = nation.Course.objects.get(code="A")
    evidence.completion(person, course, LONG_SINCE)


def form(person: Person, unit: Unit) -> str:
    return (
        f"/people/{person.pk}/decide/?profile=clerk&post=CLERK"
        f"&unit={unit.code}&as_of=1405/02/01"
    )


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_an_appointment_is_shown_first_and_then_recorded(
    person: Person, here: Unit, officer: Client
):
    trained(person)

    shown = officer.post(form(person, here), ORDER)
    assert "چنین ثبت خواهد شد" in text(shown)
    assert "برای پست کارشناس: واجد شرایط است" in text(shown)
    assert not Decision.objects.exists()

    made = officer.post(form(person, here), {**ORDER, "confirm": ""}, follow=True)
    decision = Decision.objects.get()
    assert decision.digest in text(made)
    assert "آنچه دیده شد: واجد شرایط" in text(made)


def test_sent_twice_it_is_recorded_once(person: Person, here: Unit, officer: Client):
    trained(person)

    for _time in range(2):
        answer = officer.post(form(person, here), {**ORDER, "confirm": ""})
        assert answer.status_code == 302
    assert Decision.objects.count() == 1


def test_against_the_verdict_it_needs_a_reason(
    person: Person, here: Unit, officer: Client
):
    refused = officer.post(form(person, here), {**ORDER, "confirm": ""})
    assert refused.status_code == 422
    assert "دلیل این تصمیم و سند آن را بنویسید" in text(refused)

    taken = officer.post(form(person, here), {**ORDER, **WHY, "confirm": ""})
    assert taken.status_code == 302
    assert Decision.objects.get().verdict == "not_eligible"


def test_no_one_decides_out_of_his_reach(person: Person, here: Unit):
    elsewhere = nation.province("02", "مازندران")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)

    assert colleague.get(form(person, here)).status_code == 404
    assert colleague.get(form(person, elsewhere)).status_code == 404
    assert signed_in(Role.LEARNER).get(form(person, here)).status_code == 403


def test_judged_again_it_is_the_same_and_today_says_otherwise(
    person: Person, here: Unit, officer: Client
):
    officer.post(form(person, here), {**ORDER, **WHY, "confirm": ""})
    decision = Decision.objects.get()
    address = f"/decisions/{decision.pk}/?recompute=1"

    assert "همان نتیجه به دست می‌آید" in text(officer.get(address))
    assert "دفتر امروز هم همین را می‌گوید" in text(officer.get(address))
    course = nation.Course.objects.get(code="A")
    evidence.completion(
        person, course, LONG_SINCE, at=decision.moment + timedelta(seconds=1)
    )
    again = text(officer.get(address))
    assert "همان نتیجه به دست می‌آید" in again
    assert "آنچه امروز ثبت است" in again
    assert "دفتر امروز هم همین" not in again


def test_a_decision_is_withdrawn_by_a_document(
    person: Person, here: Unit, officer: Client
):
    trained(person)
    officer.post(form(person, here), {**ORDER, "confirm": ""})
    address = f"/decisions/{Decision.objects.get().pk}/withdraw/"

    assert officer.post(address, {"reason": "", "document": ""}).status_code == 422
    officer.post(address, {"reason": "اشتباه", "document": "7"})
    assert Decision.objects.get().is_withdrawn
    assert "پس‌گرفته" in text(officer.get("/decisions/?standing=no"))
    assert "تصمیمی ثبت نشده است" in text(officer.get("/decisions/?standing=yes"))


def test_decisions_stay_in_their_province(person: Person, here: Unit, officer: Client):
    trained(person)
    officer.post(form(person, here), {**ORDER, "confirm": ""})
    elsewhere = nation.province("02", "مازندران")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)

    assert person.name in text(officer.get("/decisions/"))
    assert person.name not in text(colleague.get("/decisions/"))
    address = f"/decisions/{Decision.objects.get().pk}/"
    assert colleague.get(address).status_code == 404


# ---- who qualifies --------------------------------------------------------


def ask(client: Client, **more: str) -> Any:
    asked = {"post": "CLERK", "day": "1405/02/01", **more}
    return client.post("/who/", asked, follow=True)


def test_who_qualifies_is_answered_at_once(person: Person, here: Unit, officer: Client):
    other = nation.person(first_name="سارا", last_name="احمدی")
    nation.assignment(other, nation.post(), here)
    trained(other)

    page = text(ask(officer))
    assert "۱ نفر واجد شرایط پست کارشناس است؛ ۱ نفر یک شرط کم دارد" in page
    assert page.index("سارا احمدی") < page.index("مریم کریمی")
    assert "گذراندن دورهٔ «نامه‌نگاری»" in page


def test_the_answer_is_filtered_and_taken_away(
    person: Person, here: Unit, officer: Client
):
    address = ask(officer).redirect_chain[-1][0]

    assert "کسی در این گروه نیست" in text(officer.get(address + "?group=eligible"))
    assert "مریم کریمی" in text(officer.get(address + "?lacks=course"))
    for ending in ("csv", "xlsx"):
        taken = officer.get(f"{address}export/{ending}/")
        assert b"".join(taken.streaming_content)
    for query, people in (("group=eligible", 0), ("lacks=course", 1), ("", 1)):
        taken = officer.get(f"{address}export/csv/?{query}")
        lines = b"".join(taken.streaming_content).decode().splitlines()
        assert len(lines) == people + 1
    shown = officer.get(address + "?group=nearly&page=1").content.decode()
    assert f'href="{address}export/xlsx/?group=nearly"' in shown
    assert officer.get(f"{address}export/exe/").status_code == 404
    assert Entry.objects.filter(act="eligibility:inquiry:export").count() == 5


def test_another_does_not_see_the_answer(person: Person, here: Unit, officer: Client):
    address = ask(officer).redirect_chain[-1][0]
    colleague = signed_in(Role.PROVINCIAL_EXPERT, here)

    assert colleague.get(address).status_code == 404
    assert colleague.get(f"{address}export/csv/").status_code == 404
    assert colleague.get(f"{address}progress/").status_code == 404
    assert "مریم کریمی" not in text(
        ask(signed_in(Role.PROVINCIAL_EXPERT, nation.province("02", "مازندران")))
    )


def test_a_bar_that_is_over_has_the_page_read_anew(
    person: Person, here: Unit, officer: Client
):
    address = ask(officer).redirect_chain[-1][0]

    assert officer.get(f"{address}progress/")["HX-Refresh"] == "true"
    assert officer.post(f"{address}cancel/").status_code == 302


def test_a_question_that_cannot_be_asked_is_refused(officer: Client):
    assert ask(officer, post="هیچ").status_code == 422


# ---- objections ---------------------------------------------------------------


@pytest.fixture
def himself(person: Person) -> Client:
    person.account = user(Role.LEARNER)
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account, "django.contrib.auth.backends.ModelBackend")
    return client


def objection_form(person: Person) -> str:
    return f"/people/{person.pk}/object/?profile=clerk&post=CLERK&criterion=course"


def test_an_objection_reaches_the_officer_and_the_answer_the_person(
    person: Person, here: Unit, officer: Client, himself: Client
):
    claim = {"asked": "met", "text": "گواهی دارم"}
    sent = himself.post(objection_form(person), claim, follow=True)
    assert "هنوز پاسخی داده نشده است" in text(sent)

    assert "۱ اعتراض در انتظار پاسخ" in text(officer.get("/objections/"))
    address = f"/objections/{Objection.objects.get().pk}/"
    assert "گواهی دارم" in text(officer.get(address))
    assert himself.post(address, {"word": "accepted"}).status_code == 404
    reply = {"word": "rejected", "text": "گواهی دورهٔ دیگری است", "document": "5"}
    officer.post(address, reply)
    assert "گواهی دورهٔ دیگری است" in text(himself.get(address))
    assert "اعتراضی نیست" in text(officer.get("/objections/"))


def test_an_overdue_objection_is_said_so(
    person: Person, here: Unit, officer: Client, himself: Client
):
    himself.post(objection_form(person), {"asked": "met", "text": "دارم"})
    Objection.objects.update(due_on=date(2026, 1, 1))

    page = text(officer.get("/objections/"))
    assert "مهلت ۱ تا گذشته است" in page
    assert "گذشته از مهلت" in page


def test_only_the_person_judged_objects(
    person: Person, here: Unit, officer: Client, himself: Client
):
    other = nation.person()

    assert officer.get(objection_form(person)).status_code == 403
    assert himself.get(objection_form(other)).status_code == 404
    assert himself.get(objection_form(person) + "x").status_code == 404
    assert himself.get("/objections/").status_code == 403


def test_an_objection_without_words_is_refused(person: Person, himself: Client):
    answer = himself.post(objection_form(person), {"asked": "met", "text": ""})

    assert answer.status_code == 422


# ---- what was recorded when -------------------------------------------------------


def test_history_shows_what_was_corrected(person: Person, officer: Client):
    trained(person)

    page = text(officer.get(f"/people/{person.pk}/history/"))
    assert "دورهٔ «نامه‌نگاری»" in page
    elsewhere = nation.province("02", "مازندران")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)
    assert colleague.get(f"/people/{person.pk}/history/").status_code == 404
