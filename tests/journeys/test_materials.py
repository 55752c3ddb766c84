"""From a paper an officer adds to the learner who opens it on his phone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate

from karamad.cycle.delivery.models import Run
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.web.display import plain_digits
from tests.delivery import campus
from tests.journeys.test_learner import PHONE, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def add(page: Any, at: campus.Campus, button: str, **fields: str) -> None:
    page.goto(f"/courses/course/{at.course.pk}/")
    page.get_by_role("link", name="محتوای این دوره").click()
    page.get_by_role("link", name=button).click()
    for label, value in fields.items():
        page.get_by_label(label).first.fill(value)


def add_both(desk: Any, at: campus.Campus, axe: Any, folder: Path) -> None:
    """Add a picture, of which the first try is no file of ours, and a link."""
    add(desk, at, "پروندهٔ تازه", عنوان="نقشهٔ تخلیه")
    wrong, right = folder / "نقشه.png", folder / "نقشهٔ تخلیه.png"
    wrong.write_bytes(b"MZ\x90\0 a program")
    right.write_bytes(PICTURE)
    desk.get_by_label("پرونده").set_input_files(wrong)
    desk.get_by_role("button", name="بیفزا").click()
    desk.get_by_text("پیدا نیست که چیست").first.wait_for()
    assert desk.get_by_label("عنوان", exact=True).input_value() == "نقشهٔ تخلیه"
    assert not axe(desk)
    desk.get_by_label("پرونده").set_input_files(right)
    desk.get_by_role("button", name="بیفزا").click()
    desk.get_by_text("افزوده شد").wait_for()
    desk.get_by_role("heading", name="نسخهٔ ۱").wait_for()
    assert not axe(desk)
    add(desk, at, "پیوند تازه", عنوان="فیلم", نشانی="https://example.ir/film")
    desk.get_by_role("button", name="بیفزا").click()
    desk.get_by_text("افزوده شد").wait_for()
    desk.get_by_role("link", name="محتوا", exact=True).click()
    desk.get_by_role("heading", name="۲ محتوا در این دوره").wait_for()
    assert not axe(desk)


def read(phone: Any, run: Run, axe: Any) -> str:
    """See what it is and how large, open it, save it; returns its address."""
    phone.goto(f"/runs/{run.pk}/")
    phone.get_by_text(f"تصویر، {plain_digits(len(PICTURE))} بایت").wait_for()
    phone.get_by_text("پیوند به example.ir").wait_for()
    assert fits(phone)
    assert not axe(phone)
    phone.get_by_role("link", name="نقشهٔ تخلیه").click()
    phone.get_by_role("img", name="نقشهٔ تخلیه").scroll_into_view_if_needed()
    phone.wait_for_function("document.querySelector('img.handout').naturalWidth === 1")
    assert fits(phone)
    assert not axe(phone)
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="بارگیری").click()
    assert saved.value.suggested_filename == "نقشهٔ تخلیه.png"
    assert Path(saved.value.path()).read_bytes() == PICTURE
    return str(phone.url)


def test_an_officer_hands_out_and_a_learner_reads_on_a_phone(
    transactional_db: Any, at_the_desk: Any, axe: Any, tmp_path: Path
):
    at = campus.campus()
    run = campus.run(at, title="مدیریت بحران", day=localdate() + timedelta(days=3))
    add_both(at_the_desk(Role.PROVINCIAL_EXPERT, at.province), at, axe, tmp_path)

    phone = at_the_desk(Role.LEARNER, at.office, viewport=PHONE)
    learner = campus.servant(at)
    Person.objects.filter(pk=learner.pk).update(account=User.objects.latest("pk"))
    campus.enrolment(run, learner)
    inside = read(phone, run, axe)

    # Somebody without a place finds neither the page nor the file.
    stranger = at_the_desk(Role.LEARNER, at.office, viewport=PHONE)
    for address in (inside, f"{inside}file/"):
        assert stranger.request.get(address).status == 404
