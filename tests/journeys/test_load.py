"""An officer brings his spreadsheet in, mends what was refused, takes it back."""

import csv
from pathlib import Path
from typing import Any

import pytest

from karamad.kernel.identifiers import synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.journeys.menu import through_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HEADER = ["کدملی پرسنل", "کد دوره", "تاريخ پايان", "وضعیت قبولی", "نمره", "نام استان"]


OLD_LETTERS = str.maketrans("یک", "يك")  # Windows-1256 has no others


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="cp1256", newline="") as stream:
        lines = [[cell.translate(OLD_LETTERS) for cell in row] for row in rows]
        csv.writer(stream, delimiter=";").writerows(lines)
    return path


def hand_in(page: Any, path: Path) -> None:
    """Upload the file, say what its columns are, and have it tried."""
    through_menu(page, "کارکنان", "بارگذاری‌ها")
    page.get_by_role("link", name="بارگذاری پرونده").click()
    page.get_by_label("چه چیزی بارگذاری می‌شود").select_option("completions")
    page.get_by_label("پرونده", exact=True).set_input_files(path)
    page.get_by_role("button", name="ادامه").click()
    selects = page.locator("main table select")
    selects.nth(0).select_option("national_id")
    selects.nth(3).select_option("passed")
    page.get_by_role("button", name="آزمایش کن").click()


def answer(page: Any, title: str) -> None:
    page.get_by_role("heading", name=title).wait_for()


@pytest.fixture
def ids() -> list[str]:
    """Three clerks of South Khorasan, and the course they took."""
    khorasan = nation.province("29", "خراسان جنوبی")
    clerk = nation.post(title="کارشناس")
    found = ["0000000019", *(synthetic(number) for number in (910_001, 910_002))]
    for national_id in found:
        nation.assignment(nation.person(national_id=national_id), clerk, khorasan)
    nation.course("EL-204", title="آموزش انتخابات")
    return found


def test_from_a_dirty_file_to_clean_rows_and_back(
    at_the_desk: Any, tmp_path: Path, ids: list[str]
):
    khorasan = Unit.objects.get(code="29")
    page = at_the_desk(Role.PROVINCIAL_EXPERT, khorasan)
    dirty = write(
        tmp_path / "دوره‌ها.csv",
        [
            HEADER,
            [ids[0].lstrip("0"), "EL-204", "1404/2/11", "بله", "88", "خراسان جنوبی"],
            [ids[1], "EL-204", "1/2/1404", "بله", "90", ""],
            [ids[2], "EL-24", "1404/02/11", "خیر", "70", ""],
            ["", "", "", "", "", ""],
        ],
    )

    hand_in(page, dirty)
    answer(page, "۱ ردیف آماده است؛ ۲ ردیف باید درست شود")
    assert not Completion.objects.exists()
    assert page.get_by_text("در ۱ ردیف پذیرفته کد ملی درست شد").is_visible()
    assert page.get_by_text("نخست سال را بنویسید").first.is_visible()
    assert page.get_by_text("نزدیک‌ترین کد").first.is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="دریافت ۲ ردیف نپذیرفته").click()
    page.get_by_role("button", name="ثبت ۱ ردیف").click()
    answer(page, "۱ ردیف در دفتر است؛ ۲ ردیف بیرون ماند")
    assert Completion.objects.current().count() == 1

    hand_in(page, mended(Path(download.value.path()), tmp_path / "mended.csv"))
    page.get_by_role("button", name="ثبت ۲ ردیف").click()
    answer(page, "هر ۲ ردیف در دفتر است")
    assert Completion.objects.current().count() == len(ids)

    page.get_by_role("button", name="برگرداندن همه").click()
    page.get_by_role("button", name="برگردان", exact=True).click()
    answer(page, "این بارگذاری برگردانده شد")
    assert Completion.objects.current().count() == 1


def mended(refused: Path, path: Path) -> Path:
    """Put the refused rows right, as an officer would in his spreadsheet."""
    text = refused.read_bytes().decode("utf-8-sig")
    for wrong, right in (
        ("1/2/1404", "1404/02/01"),
        ("EL-24;", "EL-204;"),
    ):
        assert wrong in text
        text = text.replace(wrong, right)
    path.write_text(text, encoding="utf-8")
    return path
