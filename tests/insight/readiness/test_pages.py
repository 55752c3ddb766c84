from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils.html import strip_tags
from time_machine import travel

from karamad.insight.readiness.models import Target
from karamad.kernel.hiding import SMALL
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.display import jalali
from tests import nation
from tests.eligibility import evidence
from tests.insight.readiness.conftest import DAY, DEADLINE, FIRST, TODAY, Stage
from tests.insight.readiness.test_standing import PROFILE
from tests.nation import signed_in

pytestmark = pytest.mark.django_db

AS_OF = {"as_of": jalali(TODAY)}


@pytest.fixture
def deputy(db: None) -> Client:
    return signed_in(Role.NATIONAL_DEPUTY)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def title(answer: Any) -> str:
    body = answer.content.decode()
    return strip_tags(
        body.split("<h1", 1)[1].split(">", 1)[1].split("</h1>")[0]
    ).strip()


def page(client: Client, target: Target, on: date = TODAY) -> Any:
    answer = client.get(f"/readiness/{target.pk}/", {"as_of": jalali(on)})
    assert answer.status_code == 200
    return answer


# ---- one target -----------------------------------------------------------------


def test_the_title_answers_with_the_band(full: Stage, deputy: Client):
    target = full.target()

    answer = page(deputy, target)

    assert title(answer).startswith(("به مهلت نمی‌رسد: تا ۲ خرداد، ", "شاید به مهلت"))
    assert "نفر از ۷۰ نفر می‌گذرانند" in title(answer)
    body = text(answer)
    assert "صندلی لازم" in body
    assert "هدفی پیش از این نبوده است" in body
    assert "<svg" in answer.content.decode()
    assert body.count("خراسان جنوبی") >= 2  # the map and the table behind it


def test_the_figures_of_the_table_add_up(full: Stage, deputy: Client):
    stands = page(deputy, full.target()).context["standing"]

    assert sum(row.left for row in stands.rows) == stands.total.left == 35


def test_after_the_deadline_it_says_how_it_went(full: Stage, deputy: Client):
    target = full.target()

    over = page(deputy, target, DEADLINE + DAY)

    assert title(over) == "به مهلت نرسید: ۳۵ نفر از ۷۰ نفر ماندند"
    assert "سهم گذرانده در روز مهلت" in text(over)


def test_long_after_it_the_wall_does_not_say_that_it_is_today(
    full: Stage, deputy: Client
):
    target = full.target(deadline=TODAY - 9 * DAY)

    wall = text(deputy.get(f"/readiness/{target.pk}/board/", AS_OF))
    said = text(page(deputy, target))

    assert "امروز مهلت است" not in wall
    assert "۹ روز از مهلت گذشته" in wall
    assert "تا مهلت روز بازی نمانده است" not in said
    assert "در دو هفتهٔ پیش از آن روز" in said


def test_on_the_last_day_it_says_so(full: Stage):
    target = full.target(deadline=TODAY)

    with travel(datetime(2026, 5, 1, 8, tzinfo=UTC), tick=False):
        deputy = signed_in(Role.NATIONAL_DEPUTY)
        said = page(deputy, target)
        listed = deputy.get("/readiness/")

    assert title(said) == "امروز مهلت است: ۳۵ نفر از ۷۰ نفر مانده‌اند"
    assert title(listed) == "۱ هدف شاید به مهلت نرسد"


def test_where_nothing_is_foreseen_no_chance_is_told(stage: Stage, deputy: Client):
    stage.governor(stage.birjand)

    said = text(page(deputy, stage.target()))

    assert "صندلی لازم است" in said
    assert "احتمالش به ۸۰٪" not in said
    assert "آهنگ کنونی بس است" not in said


def test_before_its_first_day_it_says_when_it_begins(full: Stage, deputy: Client):
    answer = page(deputy, full.target(from_day=TODAY + DAY))

    assert "آغاز می‌شود" in title(answer)
    assert "جدول این نمودار" not in text(answer)


def test_where_nobody_is_asked_the_page_says_so(stage: Stage, deputy: Client):
    answer = page(deputy, stage.target())

    assert title(answer) == "هیچ کس در گروه این هدف نیست"
    assert "کسی در گروه این هدف نیست" in text(answer)


def test_a_bad_day_is_answered_in_words(full: Stage, deputy: Client):
    target = full.target()

    answer = deputy.get(f"/readiness/{target.pk}/", {"as_of": "1405/13/01"})

    assert answer.status_code == 200
    assert "ماه از ۱ تا ۱۲ است." in text(answer)


def test_an_expert_sees_the_counties_of_his_province(full: Stage):
    expert = signed_in(Role.PROVINCIAL_EXPERT, full.khorasan)

    body = text(page(expert, full.target()))

    assert "بیرجند" in body
    assert "قاین" in body
    assert "رشت" not in body
    assert "گیلان" not in body


def test_an_observer_sees_figures_and_no_people(full: Stage):
    small = nation.unit(under=nation.province("02", "مازندران"))
    full.governor(small)
    target = full.target()
    observer = signed_in(Role.OBSERVER)

    answer = page(observer, target)

    hidden = [line for line in answer.context["lines"] if line.row.hidden]
    assert {line.name for line in hidden} == {"مازندران", "خراسان جنوبی"}
    assert "کمتر از آن است که بتوان نشان داد" in text(answer)
    assert f"/readiness/{target.pk}/people/" not in answer.content.decode()
    assert observer.get(f"/readiness/{target.pk}/people/").status_code == 403
    assert observer.get(f"/readiness/{target.pk}/rows.csv").status_code == 403
    assert observer.get(f"/readiness/{target.pk}/board/").status_code == 200
    for shown in answer.context["lines"]:
        if not shown.row.hidden:
            assert shown.row.heads >= SMALL


def test_a_target_of_a_few_tells_an_observer_nothing(stage: Stage):
    for each in range(33):
        stage.governor(stage.rasht, FIRST if each < 30 else None)
    target = stage.target()
    observer = signed_in(Role.OBSERVER)

    pages = [
        text(observer.get(f"/readiness/{place}", AS_OF))
        for place in ("", f"{target.pk}/", "board/", f"{target.pk}/board/")
    ]

    assert not any("۳۰" in page or "۳۳" in page for page in pages)
    assert "کمتر از آن است که بی نام گفته شود" in pages[1]


def test_an_observer_is_led_from_home_to_the_targets(full: Stage):
    answer = signed_in(Role.OBSERVER).get("/")

    assert answer.status_code == 302
    assert answer.url == "/readiness/"


# ---- queries ----------------------------------------------------------------------


def test_so_many_queries_however_many_people(
    full: Stage, deputy: Client, django_assert_max_num_queries: Any
):
    target = full.target()
    page(deputy, target)

    with django_assert_max_num_queries(11):
        page(deputy, target)
    with django_assert_max_num_queries(10):
        deputy.get(f"/readiness/{target.pk}/people/", AS_OF)
    with django_assert_max_num_queries(9):
        deputy.get(f"/readiness/{target.pk}/board/", AS_OF)


def test_a_target_more_costs_the_list_three_queries(
    full: Stage, deputy: Client, django_assert_max_num_queries: Any
):
    for number in range(5):
        full.target(title=f"هدف {number}")
    deputy.get("/readiness/")

    with django_assert_max_num_queries(6 + 3 * 5):
        deputy.get("/readiness/")


# ---- who is missing -----------------------------------------------------------------


def test_the_missing_are_named_and_led_to_their_passport(full: Stage, deputy: Client):
    target = full.target()

    answer = deputy.get(f"/readiness/{target.pk}/people/", AS_OF)

    assert title(answer) == "۳۵ نفر مانده‌اند"
    person = answer.context["lines"][0].person
    assert f"/people/{person.pk}/?as_of=" in answer.content.decode()
    assert "بخشدار" in text(answer)


def test_the_missing_of_a_unit(full: Stage, deputy: Client):
    target = full.target()

    answer = deputy.get(f"/readiness/{target.pk}/people/", {**AS_OF, "unit": "2902"})

    assert title(answer) == "۶ نفر مانده‌اند"
    assert "واحد: قاین" in text(answer)


def test_the_missing_are_those_in_reach(full: Stage):
    target = full.target()
    expert = signed_in(Role.PROVINCIAL_EXPERT, full.khorasan)

    own = expert.get(f"/readiness/{target.pk}/people/", AS_OF)
    other = expert.get(f"/readiness/{target.pk}/people/", {**AS_OF, "unit": "0101"})

    assert title(own) == "۱۵ نفر مانده‌اند"
    assert other.status_code == 404


def test_where_nobody_is_missing_the_list_says_so(stage: Stage, deputy: Client):
    stage.governor(stage.birjand, TODAY)
    target = stage.target()

    answer = deputy.get(f"/readiness/{target.pk}/people/", AS_OF)

    assert title(answer) == "کسی نمانده است"


def test_the_missing_of_a_profile(stage: Stage, deputy: Client):
    profile = evidence.profile(PROFILE).profile
    stage.governor(stage.birjand)
    stage.governor(stage.rasht, TODAY)
    target = stage.target(course=None, profile=profile)

    answer = deputy.get(f"/readiness/{target.pk}/people/", AS_OF)

    assert title(answer) == "۱ نفر مانده‌اند"
    assert "برآوردن نمایهٔ «شرط بخشدار»" in text(answer)


# ---- files ------------------------------------------------------------------------


def test_the_rows_go_home_as_a_file(full: Stage, deputy: Client, tmp_path: Any):
    target = full.target()

    csv = deputy.get(f"/readiness/{target.pk}/rows.csv", AS_OF)
    lines = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    xlsx = deputy.get(f"/readiness/{target.pk}/rows.xlsx", AS_OF)
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"".join(xlsx.streaming_content))
    sheet = list(openpyxl.load_workbook(path).active.values)

    assert len(lines) == 4
    assert lines[0].startswith("unit,name,as_of,deadline,people,done,missing")
    assert lines[-1].startswith(",,1405-02-11,1405-03-02,70,35,35,70,")
    assert len(sheet) == 4
    assert Entry.objects.filter(act="readiness:target:take").count() == 2
    assert deputy.get(f"/readiness/{target.pk}/rows.pdf").status_code == 404


# ---- the list and the boards ---------------------------------------------------------


def test_the_list_begins_empty_and_offers_to_set_one(deputy: Client):
    answer = deputy.get("/readiness/")

    assert title(answer) == "هنوز هدفی گذاشته نشده است"
    assert "/readiness/new/" in answer.content.decode()
    reader = signed_in(Role.AUDITOR)
    assert "/readiness/new/" not in reader.get("/readiness/").content.decode()


def test_the_list_says_how_many_are_late(
    full: Stage, deputy: Client, time_machine: Any
):
    time_machine.move_to(nation.NOW, tick=False)
    full.target()
    full.target(deadline=FIRST + DAY)

    answer = deputy.get("/readiness/")

    assert title(answer) == "۱ هدف شاید به مهلت نرسد"
    assert "نرسید" in text(answer)


def test_the_wall_refreshes_itself_and_has_no_menu(
    full: Stage, deputy: Client, time_machine: Any
):
    time_machine.move_to(nation.NOW, tick=False)
    target = full.target()
    full.target(title="پایان‌یافته", deadline=FIRST + DAY)

    for address in ("/readiness/board/", f"/readiness/{target.pk}/board/"):
        answer = deputy.get(address)
        body = answer.content.decode()
        assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in body
        assert 'hx-trigger="every 300s"' in body
        assert "<nav" not in body
        assert body.count("<script") == 1  # which reads the figures anew
        assert "روز تا مهلت" in text(answer)
        assert "پایان‌یافته" not in text(answer)


def test_a_wall_with_nothing_running_says_so(stage: Stage, deputy: Client):
    assert "امروز هدفی در راه نیست" in text(deputy.get("/readiness/board/"))


# ---- setting ------------------------------------------------------------------------


def typed(**changed: str) -> dict[str, str]:
    return {
        "title": "دورهٔ بخشداران",
        "title_en": "",
        "course": "EL-1",
        "profile": "",
        "posts": "بخشدار",
        "unit": "",
        "from_day": "۱۴۰۵/۰۱/۱۵",
        "deadline": "۱۴۰۵/۰۳/۰۲",
        "share": "۹۵",
        "seats": "",
        **changed,
    }


def test_a_target_is_set_and_corrected(stage: Stage, deputy: Client):
    made = deputy.post("/readiness/new/", typed(seats="۳۰"))

    target = Target.objects.get()
    assert made.url == f"/readiness/{target.pk}/"
    assert (target.posts, target.share, target.seats) == (["GOV"], 95, 30)
    form = deputy.get(f"/readiness/{target.pk}/edit/")
    assert 'value="۱۴۰۵/۰۳/۰۲"' in form.content.decode()
    fixed = deputy.post(f"/readiness/{target.pk}/edit/", typed(title="تازه"))
    assert fixed.status_code == 302
    target.refresh_from_db()
    assert (target.title, target.seats) == ("تازه", None)
    same = deputy.post(
        f"/readiness/{target.pk}/edit/", typed(title="تازه"), follow=True
    )
    assert "چیزی دگرگون نشد." in text(same)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"deadline": "1405/01/15"}, "مهلت باید پس از روز آغاز باشد."),
        ({"deadline": "1410/01/15"}, "بیش از هزار روز"),
        ({"course": ""}, "دوره یا نمایه‌ای را نام ببرید."),
        ({"profile": "governor"}, "هدف یک چیز می‌خواهد"),
        ({"posts": "بخشدار، هیچ"}, "پستی با این کد یا عنوان نیست: هیچ"),
        ({"posts": "،"}, "دست‌کم یک پست را نام ببرید."),
        ({"posts": ""}, "این خانه خالی است."),
        ({"course": "هیچ"}, "دوره‌ای با این کد یا عنوان نیست."),
        ({"unit": "هیچ"}, "واحدی با این کد یا نام"),
        ({"share": "0"}, "دست‌کم ۱ بنویسید."),
        ({"share": "۱۰۱"}, "این شمار بیش از اندازه است."),
        ({"from_day": "بهار"}, "این نوشته روز نیست"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_lost(
    stage: Stage, deputy: Client, changed: dict[str, str], words: str
):
    evidence.profile(PROFILE)

    answer = deputy.post("/readiness/new/", typed(**changed))

    assert answer.status_code == 422
    assert words in text(answer)
    assert "دورهٔ بخشداران" in answer.content.decode()
    assert not Target.objects.exists()


def test_two_of_one_name_are_told_apart_by_code(stage: Stage, deputy: Client):
    nation.post("GOV2", title="بخشدار")
    nation.course("EL-3", title="دورهٔ انتخابات")

    answer = deputy.post("/readiness/new/", typed(course="دورهٔ انتخابات"))

    assert answer.status_code == 422
    assert "EL-1" in text(answer)
    assert "چند پست این عنوان را دارند" in text(answer)


def test_a_province_sets_targets_of_its_own(stage: Stage):
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    assert expert.post("/readiness/new/", typed()).status_code == 422
    assert expert.post("/readiness/new/", typed(unit="01")).status_code == 422
    assert expert.post("/readiness/new/", typed(unit="2901")).status_code == 302
    assert Target.objects.get().unit == Unit.objects.get(code="2901")


def test_a_target_is_closed_and_opened(stage: Stage, deputy: Client):
    target = stage.target()

    assert deputy.get(f"/readiness/{target.pk}/close/").status_code == 200
    assert deputy.post(f"/readiness/{target.pk}/close/", {}).status_code == 422
    closed = deputy.post(
        f"/readiness/{target.pk}/close/", {"note": "رسیدند"}, follow=True
    )
    assert "بسته شد: رسیدند" in text(closed)
    late = deputy.post(f"/readiness/{target.pk}/edit/", typed(title="دیگر"))
    assert late.status_code == 422
    deputy.post(f"/readiness/{target.pk}/open/")
    target.refresh_from_db()
    assert not target.is_closed


def test_closed_twice_it_keeps_the_first_note(stage: Stage, deputy: Client):
    target = stage.target()
    address = f"/readiness/{target.pk}/close/"
    deputy.post(address, {"note": "رسیدند"})

    again = deputy.post(address, {"note": "باز هم"}, follow=True)

    assert "هدف پیش از این بسته شده بود" in text(again)
    assert "بسته شد: رسیدند" in text(again)
    assert "روز تا مهلت" not in text(again)


def test_a_second_click_sets_no_second_target(stage: Stage, deputy: Client):
    first = deputy.post("/readiness/new/", typed())
    second = deputy.post("/readiness/new/", typed(), follow=True)

    assert Target.objects.count() == 1
    assert second.redirect_chain[0][0] == first.url
    assert "همین هدف پیش از این گذاشته شده است" in text(second)


def test_out_of_reach_there_is_nothing(stage: Stage):
    target = stage.target(unit=stage.khorasan)
    of_nation = stage.target()
    colleague = signed_in(Role.PROVINCIAL_EXPERT, stage.gilan)

    for address in ("", "edit/", "close/", "people/", "board/", "rows.csv"):
        assert colleague.get(f"/readiness/{target.pk}/{address}").status_code == 404
    assert colleague.post(f"/readiness/{target.pk}/open/").status_code == 404
    assert colleague.get(f"/readiness/{of_nation.pk}/").status_code == 200
    assert colleague.get(f"/readiness/{of_nation.pk}/edit/").status_code == 404
    learner = signed_in(Role.LEARNER, stage.khorasan)
    assert learner.get(f"/readiness/{of_nation.pk}/").status_code == 403


# ---- in English ----------------------------------------------------------------------


def test_it_reads_in_english(full: Stage, deputy: Client):
    target = full.target()
    deputy.cookies["django_language"] = "en"

    body = text(page(deputy, target))

    assert "of 70 will be done by 2 Khordad" in body
    assert "Course of the governors" in body
    assert "Seats needed a day" in body
    assert "Election course" in body
    board = text(deputy.get(f"/readiness/{target.pk}/board/", AS_OF))
    assert "days to the deadline" in board
    assert not any("\u06f0" <= letter <= "\u06f9" for letter in body)
