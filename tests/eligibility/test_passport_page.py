from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.registers.credentials.models import ResultKind
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.display import jalali
from tests import nation
from tests.eligibility import evidence
from tests.nation import signed_in, user

pytestmark = pytest.mark.django_db

ROUND = date(2025, 6, 1)
DAY = timedelta(days=1)
GOVERNOR = """
profile: governor
title: {fa: فرماندار, en: County governor}
applies_to: {posts: [GOVERNOR]}
criteria:
  - id: course
    kind: course
    courses: [A]
    window: {years: 2}
    source: {document: "1", status: confirmed}
  - id: hours
    kind: hours
    minimum: 60
    source: {document: "2", status: confirmed}
  - id: old
    kind: age
    maximum: 45
    source: {document: "3"}
    in_force: {until: 1399-07-29}
"""

ANYONE = """
profile: anyone
title: {fa: همه, en: Anyone}
criteria:
  - id: age
    kind: age
    maximum: 60
    source: {document: "7", status: confirmed}
"""

APPRAISED = """
profile: appraised
title: {fa: ارزیابی‌شده, en: Appraised}
applies_to: {posts: [GOVERNOR]}
criteria:
  - id: mean
    kind: appraisal
    minimum: 70
    years: 3
    source: {document: "8", status: confirmed}
"""


@pytest.fixture
def here() -> Unit:
    return nation.province("01", "گیلان")


@pytest.fixture
def person(here: Unit) -> Person:
    """A governor who lacks a course and fourteen hours."""
    evidence.profile(GOVERNOR)
    who = nation.person(first_name="الهام", last_name="رستگارنیا")
    post = nation.post("GOVERNOR", title="فرماندار", title_en="County governor")
    nation.assignment(who, post, here)
    nation.course("A", title="مدیریت انتخابات", title_en="Running elections")
    other = nation.course("B", title="بودجه", course_class="job")
    evidence.completion(who, other, ROUND, hours=46)
    return who


def words(client: Client, person: Person, on: date | None = None, **query: str) -> str:
    if on is not None:
        query["as_of"] = jalali(on)
    answer = client.get(f"/people/{person.pk}/", query)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_title_is_the_answer_and_the_way_stands_first(person: Person, here: Unit):
    page = words(signed_in(Role.PROVINCIAL_EXPERT, here), person)

    assert "برای پست فرماندار: واجد شرایط نیست — دو شرط مانده" in page
    assert "اگر این دو کار انجام شود، واجد شرایط می‌شود:" in page
    way = page.index("گذراندن دورهٔ «مدیریت انتخابات»")
    assert way < page.index("۱۴ ساعت دیگر آموزش") < page.index("شرط و سند آن")
    assert "۴۶ ساعت، دست‌کم ۶۰" in page


def test_what_is_not_in_force_is_named_and_not_asked(person: Person, here: Unit):
    page = words(signed_in(Role.PROVINCIAL_EXPERT, here), person)

    assert "سن حداکثر ۴۵ سال تمام از ۲۹ مهر ۱۳۹۹ در اجرا نیست" in page


def test_the_day_moves_the_whole_page(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)

    assert "۴۶ ساعت، دست‌کم ۶۰" not in words(client, person, ROUND - DAY)
    assert "دوره‌ای تا این روز ثبت نشده است" in words(client, person, ROUND - DAY)
    for day in (ROUND, ROUND + DAY):
        assert "۴۶ ساعت، دست‌کم ۶۰" in words(client, person, day)


def test_a_window_closes_on_its_day(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    course = nation.Course.objects.get(code="A")
    evidence.completion(person, course, date(2023, 3, 21), hours=20)  # 1402-01-01
    closes = date(2025, 3, 21)  # 1404-01-01

    assert "مدیریت انتخابات»، در ۲ سال گذشته" in words(client, person, closes - DAY)
    assert "گذراندن دوره" not in words(client, person, closes - DAY).split("شاهد")[0]
    assert "گذرانده نشده" in words(client, person, closes)


def test_who_may_not_see_him_finds_nothing(person: Person):
    elsewhere = nation.province("02", "مازندران")

    for role in (Role.PROVINCIAL_EXPERT, Role.HR_OFFICER):
        answer = signed_in(role, elsewhere).get(f"/people/{person.pk}/")
        assert answer.status_code == 404
    assert Client().get(f"/people/{person.pk}/").status_code == 302


def test_a_learner_sees_himself_and_nobody_else(person: Person, here: Unit):
    account = user(Role.LEARNER)
    person.account = account
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    other = nation.person()

    assert "واجد شرایط نیست" in words(client, person)
    assert client.get(f"/people/{other.pk}/").status_code == 404


def test_each_reading_is_written_down_once(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    words(client, person, ROUND)

    read = Entry.objects.get(act="eligibility:passport:read")
    assert read.after == {"as_of": ROUND.isoformat()}


def test_the_national_id_is_masked_for_those_who_need_not_know(
    person: Person, here: Unit
):
    officer = signed_in(Role.PROVINCIAL_EXPERT, here)
    officer_page = officer.get(
        f"/people/{person.pk}/", headers={"accept-language": "fa"}
    )
    auditor = signed_in(Role.AUDITOR, here).get(f"/people/{person.pk}/")
    shown = person.national_id.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert shown in officer_page.content.decode()
    assert shown not in auditor.content.decode()
    assert person.national_id not in auditor.content.decode()


def test_another_post_can_be_tried(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    nation.post("CLERK", title="کارشناس")

    page = words(client, person, post="کارشناس", profile="governor")
    assert "برای پست کارشناس: واجد شرایط نیست" in page
    assert "در پرونده چیزی ثبت نمی‌شود" in page
    assert "پستی با این نام یا کد نیست." in words(client, person, post="هیچ")


def test_a_unit_out_of_reach_is_not_named(person: Person, here: Unit):
    nation.province("02", "مازندران دور")
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    nation.post("CLERK", title="کارشناس")

    tried = words(client, person, post="CLERK", profile="governor", unit="02")
    assert "مازندران دور" not in tried
    assert tried == words(client, person, post="CLERK", profile="governor", unit="99")


def test_a_mean_just_short_is_never_shown_as_enough(person: Person, here: Unit):
    evidence.profile(APPRAISED)
    for year, value in ((2023, 70), (2024, 70), (2025, 69.98)):
        evidence.result(
            person, "APPRAISAL", date(year, 2, 1), value, kind=ResultKind.APPRAISAL
        )

    page = words(signed_in(Role.PROVINCIAL_EXPERT, here), person, ROUND)
    assert "۶۹٫۹۹" in page
    assert "۶۹٫۹۹۳" not in page


def test_a_day_that_is_none_is_said_so(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)

    assert client.get(f"/people/{person.pk}/?as_of=1404/13/01").status_code == 200


def test_it_reads_in_english(person: Person, here: Unit):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    client.cookies["django_language"] = "en"
    page = words(client, person)

    assert "For the post of County governor: not eligible — two criteria left" in page
    assert "course “Running elections”" in page
    assert "46 hours, at least 60" in page


def test_a_merged_record_leads_to_the_one_that_stands(person: Person, here: Unit):
    other = nation.person(merged_into=person)
    nation.assignment(other, nation.post(), here)
    answer = signed_in(Role.PROVINCIAL_EXPERT, here).get(f"/people/{other.pk}/")

    assert answer.url == f"/people/{person.pk}/"


def test_queries_do_not_grow_with_what_he_has_done(
    person: Person, here: Unit, django_assert_max_num_queries
):
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    words(client, person)
    for number in range(30):
        evidence.completion(
            person, nation.course(), ROUND - number * DAY, hours=1, score=80
        )
        evidence.result(person, f"EXAM{number}", ROUND - number * DAY, 80)

    with django_assert_max_num_queries(37):
        words(client, person)


def test_a_post_held_at_two_units_is_answered_once(person: Person, here: Unit):
    evidence.profile(ANYONE)
    there = nation.province("02", "مازندران")
    nation.assignment(person, nation.Post.objects.get(code="GOVERNOR"), there)
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    page = client.get(f"/people/{person.pk}/").content.decode()

    assert page.count('class="verdict"') == 1
    assert page.count('class="folded"') == 1
    assert "گیلان، مازندران؛ نمایهٔ" in words(client, person)
    folded = words(client, person, open=f"anyone-GOVERNOR-{here.code}")
    assert folded.count("گیلان، مازندران؛ نمایهٔ") == 2


def test_a_seat_he_is_considered_for_is_answered_by_itself(person: Person, here: Unit):
    there = nation.province("02", "مازندران")
    post = nation.Post.objects.get(code="GOVERNOR")
    evidence.candidacy(person, post, there)
    page = words(signed_in(Role.PROVINCIAL_EXPERT, here), person)

    assert "برای پست فرماندار: واجد شرایط نیست" in page
    assert "نامزد پست فرماندار: واجد شرایط نیست" in page


def test_what_is_not_about_the_post_waits_folded(person: Person, here: Unit):
    evidence.profile(ANYONE)
    client = signed_in(Role.PROVINCIAL_EXPERT, here)
    url = f"/people/{person.pk}/"
    findings = "شرط و سند آن"
    folded = f"anyone-GOVERNOR-{here.code}"

    assert words(client, person).count(findings) == 1
    assert words(client, person, open=folded).count(findings) == 2
    part = client.get(url, {"open": folded}, headers={"HX-Request": "true"})
    assert part.content.decode().count(findings) == 1
    assert "<html" not in part.content.decode()
    for noise in ("none", "<b>"):
        assert words(client, person, open=noise).count(findings) == 1
        gone = client.get(url, {"open": noise}, headers={"HX-Request": "true"})
        assert gone.status_code == 404
