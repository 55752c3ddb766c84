"""The official holidays of a year: shown before they are written, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from openpyxl import Workbook

from karamad.cycle.delivery.actions import holidays
from karamad.cycle.delivery.actions.holidays import NothingToTakeBack, SeveralYears
from karamad.cycle.delivery.models import Holiday, HolidayList
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import FIRST_DAY, campus, run
from tests.nation import NOW, province, signed_in

pytestmark = pytest.mark.django_db

NOWRUZ = date(2026, 3, 21)  # 1405-01-01
DAY = timedelta(days=1)
YEAR = 1405
ADDRESS = "/calendar/holidays/load/"


@pytest.fixture
def national(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def load(days: dict[date, str], document: str = "") -> holidays.Change:
    return holidays.load(days=days, document=document, by=None, at=NOW)


def standing() -> dict[date, str]:
    return dict(Holiday.objects.values_list("day", "name"))


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def file(body: bytes, name: str = "1405.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


# ---- loading ------------------------------------------------------------------------


def test_a_year_is_loaded_whole():
    load({NOWRUZ: "نوروز", NOWRUZ + DAY: "عید"})

    change = load({NOWRUZ: "جشن نوروز", NOWRUZ + 2 * DAY: "عید"})

    assert change.added == {NOWRUZ + 2 * DAY: "عید"}
    assert change.renamed == {NOWRUZ: "جشن نوروز"}
    assert change.dropped == {NOWRUZ + DAY: "عید"}
    assert standing() == {NOWRUZ: "جشن نوروز", NOWRUZ + 2 * DAY: "عید"}


def test_another_year_stays_as_it_was():
    last = NOWRUZ - DAY
    load({last: "نفت"})

    load({NOWRUZ: "نوروز"})

    assert standing() == {last: "نفت", NOWRUZ: "نوروز"}


def test_the_same_list_twice_changes_nothing():
    load({NOWRUZ: "نوروز"}, "۱۲۳")
    entry = HolidayList.objects.get().entry_id

    change = load({NOWRUZ: "نوروز"}, "۱۲۳")

    assert (change.is_nothing, change.same) == (True, 1)
    assert HolidayList.objects.get().entry_id == entry


def test_the_same_days_with_a_document_are_confirmed():
    load({NOWRUZ: "نوروز"})

    load({NOWRUZ: "نوروز"}, "شورای فرهنگ عمومی")

    assert HolidayList.objects.get().document == "شورای فرهنگ عمومی"


@pytest.mark.parametrize("days", [{}, {NOWRUZ - DAY: "الف", NOWRUZ: "ب"}])
def test_holidays_of_one_year_are_loaded_at_once(days: dict[date, str]):
    with pytest.raises(SeveralYears):
        load(days)


def test_comparing_writes_nothing_and_counts_sessions_on_new_holidays():
    at = campus()
    run(at)
    run(at, hour=14)
    run(at, hour=16, cancelled_on=date(2026, 5, 1), reason="سیل")

    change = holidays.compare({FIRST_DAY: "عید"})

    assert change.sessions == 2
    assert standing() == {}


# ---- taking back --------------------------------------------------------------------


def test_a_load_is_taken_back_and_brought_again():
    load({NOWRUZ: "نوروز", NOWRUZ + DAY: "عید"}, "یک")
    before = standing()
    load({NOWRUZ: "جشن نوروز", NOWRUZ + 2 * DAY: "تازه"}, "دو")
    after = standing()

    holidays.take_back(year=YEAR, by=None, at=NOW + DAY)
    taken_back, document = standing(), HolidayList.objects.get().document
    holidays.take_back(year=YEAR, by=None, at=NOW + 2 * DAY)

    assert (taken_back, document) == (before, "یک")
    assert (standing(), HolidayList.objects.get().document) == (after, "دو")


def test_the_first_load_taken_back_leaves_no_holiday():
    load({NOWRUZ: "نوروز"})

    holidays.take_back(year=YEAR, by=None, at=NOW + DAY)

    assert standing() == {}


def test_a_year_that_was_changed_since_is_not_taken_back():
    load({NOWRUZ: "نوروز"})
    Holiday.objects.update(name="دیگر")

    with pytest.raises(NothingToTakeBack):
        holidays.take_back(year=YEAR, by=None, at=NOW + DAY)
    with pytest.raises(NothingToTakeBack):
        holidays.take_back(year=1399, by=None, at=NOW + DAY)

    assert standing() == {NOWRUZ: "دیگر"}


# ---- the pages ----------------------------------------------------------------------


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["نام", "روز", "یادداشت"])
    sheet.append(["نوروز", NOWRUZ, "نمونه"])
    sheet.append(["عید", "1405/01/02", ""])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        "روز,نام\n1405/01/01,نوروز\n۱۴۰۵/۰۱/۰۲,عید\n".encode(),
        "name;day\nنوروز;2026-03-21\nعید;1405-01-02\n".encode("utf-8-sig"),
        "تاريخ\tمناسبت\n1405/01/01\tنوروز\n1405/01/02\tعيد\n".encode("cp1256"),
        workbook(),
    ],
    ids=["csv", "semicolons", "windows-1256", "xlsx"],
)
def test_a_file_is_shown_first_and_loaded_as_it_was_shown(national, body):
    shown = national.post(ADDRESS, {"file": file(body), "document": "تقویم نمونه"})
    before = standing()
    lines = shown.context["lines"]
    loaded = national.post(
        ADDRESS, {"lines": lines, "document": "تقویم نمونه", "load": "1"}
    )

    assert shown.status_code == 200
    assert shown.context["title"] == "با این بارگذاری، سال ۱۴۰۵ چنین می‌شود"
    assert before == {}
    assert loaded.status_code == 302
    assert sorted(standing()) == [NOWRUZ, NOWRUZ + DAY]


def test_a_list_without_a_document_is_shown_as_unconfirmed(national):
    load({NOWRUZ: "نوروز"})

    assert "فهرست سال ۱۴۰۵ سندی ندارد" in text(national.get("/calendar/holidays/"))
    load({NOWRUZ: "نوروز"}, "مصوبهٔ ۱۲")
    assert "سال ۱۴۰۵: مصوبهٔ ۱۲" in text(national.get("/calendar/holidays/"))


def test_everything_wrong_in_a_file_is_told_and_nothing_is_loaded(national):
    body = "روز,نام\n1405/01/01,نوروز\n1405/13/01,نیست\n1405/01/02,\n1405/01/01,باز\n"

    answer = national.post(ADDRESS, {"file": file(body.encode()), "load": "1"})

    assert answer.status_code == 422
    shown = text(answer)
    assert "سطر ۳: ماه از ۱ تا ۱۲ است." in shown
    assert "سطر ۴: نام این تعطیل نوشته نشده است." in shown
    assert "سطر ۵: این روز دو بار آمده است." in shown
    assert standing() == {}


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"a,b\n1,2\n", b"PK\x03\x04x", b" "])
def test_a_file_that_is_no_list_is_refused_in_words(national, body):
    answer = national.post(ADDRESS, {"file": file(body)})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_list_or_a_file_and_not_both(national):
    both = {"lines": "۱۴۰۵/۰۱/۰۱، نوروز", "file": file(b"x")}

    assert national.post(ADDRESS, both).status_code == 422
    assert national.post(ADDRESS, {}).status_code == 422


def test_taking_back_is_offered_and_done_on_the_page(national):
    load({NOWRUZ: "نوروز"})

    answer = national.post(f"/calendar/holidays/{YEAR}/take-back/", follow=True)

    assert "سال ۱۴۰۵ به حال پیش از آخرین بارگذاری برگشت." in text(answer)
    assert standing() == {}


def test_sessions_on_a_holiday_are_counted_in_reach():
    at = campus()
    run(at)
    load({FIRST_DAY: "عید", FIRST_DAY + DAY: "عید"})
    expert = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    stranger = signed_in(Role.PROVINCIAL_EXPERT, province("01", "گیلان"))

    def counted(client: Client) -> list[int]:
        lines = client.get("/calendar/holidays/").context["lines"]
        return [line.sessions for line in lines]

    assert counted(expert) == [0, 1]
    assert counted(stranger) == [0, 0]


def test_an_expert_of_a_province_loads_and_takes_back_nothing():
    expert = signed_in(Role.PROVINCIAL_EXPERT, campus().province)

    assert expert.get(ADDRESS).status_code == 403
    assert expert.post(f"/calendar/holidays/{YEAR}/take-back/").status_code == 403
