"""The sheet that is printed and signed: its pages, its fonts, who is on it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from karamad.cycle.delivery.models import Session
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.web import paper
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.nation import signed_in

pytestmark = pytest.mark.django_db
A4 = (595, 842)  # points


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def printed(client: Client, session: Session, language: str = "fa") -> PdfReader:
    client.cookies["django_language"] = language
    answer = client.get(f"/sessions/{session.pk}/sheet.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def fonts(pdf: PdfReader) -> set[tuple[str, bool]]:
    """The name of each font of the file, and whether its letters are in it."""
    found = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = font.get_object()["/DescendantFonts"]
            told: Any = inner.get_object()["/FontDescriptor"].get_object()
            name = str(told["/FontName"]).split("+")[-1]
            embedded = any(key in told for key in ("/FontFile2", "/FontFile3"))
            found.add((name.split("-")[0], embedded))
    return found


def test_two_hundred_people_fill_ten_pages_each_with_its_head(at, expert):
    what = run(at, capacity=200, code="RUN-OF-200")
    for number in range(200):
        enrolment(what, servant(at, last_name=f"Nemuneh{number:03}"))

    pdf = printed(expert, what.sessions.get(), "en")

    texts = [page.extract_text() for page in pdf.pages]
    assert 8 <= len(texts) <= 10
    for number, text in enumerate(texts, start=1):
        assert "RUN-OF-200" in text
        assert "26 Ordibehesht 1405" in text
        assert f"Page {number} of {len(texts)}" in text
    found = "".join(texts)
    assert all(found.count(f"Nemuneh{number:03}") == 1 for number in range(200))
    assert fonts(pdf) == {("Vazirmatn", True)}
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4


def test_the_persian_sheet_has_its_letters_in_it(at, expert):
    what = run(at)
    row = enrolment(what, servant(at, first_name="زهرا", last_name="نمونه"))

    pdf = printed(expert, what.sessions.get())

    text = pdf.pages[0].extract_text()
    assert "زهرا" in text
    assert row.person.national_id not in text
    assert len(pdf.pages) == 1
    assert fonts(pdf) == {("Vazirmatn", True)}


def test_what_people_are_called_is_text_and_no_command(at, expert):
    """A name with the signs of the paper's own language comes out as it is."""
    what = run(at)
    person = servant(at)
    Person.objects.filter(pk=person.pk).update(
        first_name="Zahra", last_name='#read("/etc") $x$ *b*'
    )
    enrolment(what, person)

    text = printed(expert, what.sessions.get(), "en").pages[0].extract_text()

    assert '#read("/etc") $x$ *b*' in text


def test_without_its_font_no_empty_boxes_are_printed(at, expert, settings, tmp_path):
    what = run(at)
    settings.ASSETS = tmp_path
    with pytest.raises(paper.FontMissing):
        expert.get(f"/sessions/{what.sessions.get().pk}/sheet.pdf")
