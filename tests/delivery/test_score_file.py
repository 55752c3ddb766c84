"""Scores from files as people make them: tried, entered once, bad rows back."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from openpyxl import Workbook

from karamad.cycle.delivery.models import Enrolment, Outcome, Run, Score
from karamad.kernel.identifiers import NationalId, read_national_id, synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.people import actions as people
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    attended,
    campus,
    enrolment,
    rule,
    run,
    score,
    servant,
)
from tests.nation import NOW, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def upload(client: Client, what: Run, content: bytes | str, out_of: str = "100") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("scores", raw)
    return client.post(
        f"/runs/{what.pk}/scores/file/", {"file": file, "out_of": out_of}
    )


def entered(client: Client, what: Run, tried: Any) -> Any:
    address = f"/runs/{what.pk}/scores/file/"
    return client.post(address, {"tried": tried.context["tried"]}, follow=True)


def scores() -> set[tuple[int, str, Decimal]]:
    rows = Score.objects.current().values_list("enrolment", "kind", "value")
    return set(rows)


def number_of(row: Enrolment) -> str:
    return str(row.person.national_id)


def test_a_file_is_tried_then_entered_and_the_same_file_again_enters_nothing(
    at: Campus, expert: Client
) -> None:
    what = run(at)
    first, second = (enrolment(what, servant(at)) for _ in range(2))
    score(first, 60)
    told = (
        "کد ملی,پیش‌آزمون,پس‌آزمون,نمره,یادداشت\n"
        f"{number_of(first)},۴۰,85.5,۷۰,خوب\n"
        f" {number_of(second)} ,,90,۷۱٫۲۵,\n"
    )

    tried = upload(expert, what, told)

    assert "۵ نمره ثبت خواهد شد" in text(tried)
    assert Score.objects.count() == 1
    entered(expert, what, tried)
    assert scores() == {
        (first.pk, "before", Decimal(40)),
        (first.pk, "after", Decimal("85.5")),
        (first.pk, "exam", Decimal(70)),
        (second.pk, "after", Decimal(90)),
        (second.pk, "exam", Decimal("71.25")),
    }
    before = Entry.objects.count()
    again = upload(expert, what, told)
    assert "این نمره‌ها پیش‌تر ثبت شده است" in text(again)
    assert again.context["tried"] == ""
    entered(expert, what, tried)  # the button pressed twice
    assert Entry.objects.count() == before


def test_every_bad_row_comes_back_with_its_reason_and_holds_up_no_other(
    at: Campus, expert: Client
) -> None:
    what = run(at)
    good = enrolment(what, servant(at))
    waiting = enrolment(what, servant(at), "waiting")
    stranger = servant(at)
    rows = [
        ["national_id", "exam"],
        [number_of(good), "80"],
        [number_of(good), "81"],
        [number_of(waiting), "70"],
        [str(stranger.national_id), "70"],
        ["1234567890", "70"],
        ["", "70"],
        [number_of(enrolment(what, servant(at))), "101"],
        [number_of(enrolment(what, servant(at))), "هفتاد"],
        [number_of(enrolment(what, servant(at))), "70.005"],
        ["=1+1", "70"],
    ]
    told = "\n".join(",".join(row) for row in rows)

    tried = upload(expert, what, told)

    page = text(tried)
    assert "۱ نمره ثبت خواهد شد" in page
    assert "این کس در این اجرا جا ندارد" in page
    address = f"/runs/{what.pk}/scores/file/"
    back = expert.post(address, {"bad": tried.context["bad"]})
    header, *mend = csv.reader(io.StringIO(back.content.decode("utf-8-sig")))
    assert header == ["national_id", "exam", "خطا"]
    assert [row[1] for row in mend] == [row[1] for row in rows[2:]]
    assert all(row[2] for row in mend)
    assert mend[-1][0].startswith("'=")
    entered(expert, what, tried)
    assert scores() == {(good.pk, "exam", Decimal(80))}


def test_a_workbook_of_twenty_is_kept_of_a_hundred(at: Campus, expert: Client) -> None:
    what = run(at)
    # A number keeps no noughts before it: they are given back.
    lost = next(n for n in map(synthetic, count(900_000)) if n[0] == "0" != n[1])
    row = enrolment(what, servant(at, national_id=lost))
    book = Workbook()
    sheet = book.active
    sheet.append(["شماره ملی", "نمره آزمون", "تکلیف"])  # type: ignore[union-attr]
    sheet.append([int(number_of(row)), 17.25, "۲۰"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)

    entered(expert, what, upload(expert, what, stream.getvalue(), "20"))

    assert scores() == {
        (row.pk, "exam", Decimal("86.25")),
        (row.pk, "assignment", Decimal(100)),
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "خالی"),
        ("نام,نمره\nزهرا,۲۰\n", "نیستند: کد ملی"),
        ("کد ملی,نام\n1,2\n", "پیش‌آزمون"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "گذرواژه"),
    ],
)
def test_what_is_no_file_of_scores_is_refused_in_words(
    at: Campus, expert: Client, content: bytes | str, words: str
) -> None:
    what = run(at)
    answer = upload(expert, what, content)
    assert answer.status_code == 422
    assert words in text(answer)


def test_what_was_tried_for_one_run_or_by_another_is_not_entered(
    at: Campus, expert: Client
) -> None:
    what, other = run(at), run(at)
    row = enrolment(what, servant(at))
    tried = upload(expert, what, f"national_id,exam\n{number_of(row)},80\n")
    somebody = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    entered(somebody, what, tried)
    entered(expert, other, tried)
    forged = tried.context["tried"][:-1] + "x"
    expert.post(f"/runs/{what.pk}/scores/file/", {"tried": forged})
    assert not Score.objects.exists()


def test_a_national_id_that_was_corrected_still_finds_its_person(
    at: Campus, expert: Client
) -> None:
    what = run(at)
    row = enrolment(what, servant(at))
    former, today = number_of(row), "0012345679"
    read = read_national_id(today)
    assert isinstance(read, NationalId)
    people.correct_national_id(person=row.person, national_id=read, by=None, at=NOW)
    entered(expert, what, upload(expert, what, f"کد ملی,نمره\n{former},50\n"))
    assert scores() == {(row.pk, "exam", Decimal(50))}


def test_scores_of_a_closed_run_settle_it(at: Campus, expert: Client) -> None:
    rule()
    what = run(at, closed_on=FIRST_DAY)
    row = enrolment(what, servant(at))
    attended(row, what.sessions.get())
    entered(expert, what, upload(expert, what, f"کد ملی,نمره\n{number_of(row)},90\n"))
    assert Outcome.objects.get().result == "passed"
    assert Completion.objects.get().score == 90
