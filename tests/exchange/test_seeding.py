from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from karamad.kernel.text import document_key
from karamad.registers.courses.models import Course
from karamad.registers.exchange import seeding
from karamad.registers.people.models import Person, Post, Unit, UnitPlace
from karamad.registers.regulations.models import Document, Link, Provision
from karamad.trust.audit.models import Entry

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_home_starts_with_the_registers_and_without_people():
    added = seeding.seed(at=AT)

    assert added["provinces"] == 31
    assert added["courses"] == 48
    assert min(added.values()) > 0
    assert not Person.objects.exists()
    assert not Post.objects.exists()
    assert Entry.objects.filter(act__endswith=":seed").count() == 10


def test_the_second_run_changes_nothing():
    seeding.seed(at=AT)
    entries = Entry.objects.count()

    again = seeding.seed(at=LATER)

    assert set(again.values()) == {0}
    assert Entry.objects.count() == entries


def test_what_an_officer_edited_stays_edited():
    seeding.seed(at=AT)
    Course.objects.filter(code="KRM-03").update(hours=12)

    seeding.seed(at=LATER)

    assert Course.objects.get(code="KRM-03").hours == 12


def test_a_link_taken_back_is_not_seeded_again():
    seeding.seed(at=AT)
    Link.objects.filter(document__number="98565").update(superseded_at=LATER)

    assert seeding.seed(at=LATER)["links"] == 0


def test_what_is_missing_comes_back():
    seeding.seed(at=AT)
    Course.objects.filter(code="KRM-03").delete()

    assert seeding.seed(at=LATER)["courses"] == 1


def test_a_circular_is_found_in_either_order():
    seeding.seed(at=AT)

    found = Document.objects.numbered(document_key("1834/200")).get()

    assert found.number == "200/1834"


def test_each_province_is_a_root_under_its_two_digits():
    seeding.seed(at=AT)
    place = UnitPlace.objects.current().get(unit__code="09")

    assert place.parent is None
    assert place.unit.path == f"{place.unit.pk}."
    assert place.unit.province == "09"
    assert Unit.objects.order_by("sort_key").values_list("name", flat=True)[0] == (
        "آذربایجان شرقی"
    )


def test_a_fact_holds_from_its_documents_day_and_an_open_one_has_no_value():
    seeding.seed(at=AT)
    managers = Provision.objects.get(code="hours-managers")
    open_one = Provision.objects.get(code="assessment-minimum")

    assert managers.document is not None
    assert managers.from_day == managers.document.issued_on
    assert (open_one.value, open_one.status) == ("", "unconfirmed")


def test_the_command_says_what_it_added(capsys: pytest.CaptureFixture[str]):
    call_command("seed")
    first = capsys.readouterr().out
    call_command("seed")

    assert "استان: ۳۱" in first
    assert capsys.readouterr().out == ""
