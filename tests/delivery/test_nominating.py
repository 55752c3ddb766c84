"""Naming many at once: by a list, a file, and by who lacks the course."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.listed import Typed, read_list
from karamad.cycle.delivery.actions.nominating import (
    MOST,
    TooMany,
    nominate_people,
    nominate_typed,
    take_refused,
)
from karamad.cycle.delivery.actions.reading import typed_of_file, typed_of_text
from karamad.cycle.delivery.models import Admission, Enrolment, Nomination, Run, Source
from karamad.kernel.identifiers import synthetic
from karamad.registers.exchange.reading import Unreadable
from karamad.registers.people.models import Person
from karamad.registers.people.models.former import FormerIdentity
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import blind_index
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.nation import NOW, entry, province, signed_in, unit, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def ahead(at: Campus, **facts: Any) -> Run:
    facts = {"admission": Admission.NOMINATION, **facts}
    return run(at, day=localdate() + 14 * DAY, **facts)


def rows(*texts: str) -> list[Typed]:
    return [Typed(row, text) for row, text in enumerate(texts, start=1)]


def grounds(made: Nomination) -> list[list[str]]:
    return [[code for code, _about in told] for _row, _masked, told in made.refused]


def name(row: Run, officer: User, *texts: str) -> Nomination:
    return nominate_typed(
        run=row, typed=rows(*texts), source=Source.LIST, by=officer, at=NOW
    )


def test_places_go_in_the_order_of_the_list(at, officer):
    row = ahead(at, capacity=1)
    second, first = servant(at), servant(at)

    made = name(row, officer, first.national_id, second.national_id)

    assert (made.named, made.placed, made.waiting) == (2, 1, 1)
    assert Enrolment.objects.get(person=first).state == "placed"
    assert Enrolment.objects.get(person=second).state == "waiting"


def test_each_refused_row_has_its_reasons_and_does_not_hold_up_the_others(at, officer):
    row = ahead(at)
    taken, welcome = servant(at), servant(at)
    enrolment(row, taken)
    unknown = synthetic(999_999)

    made = name(
        row,
        officer,
        "1234567890",
        taken.national_id,
        welcome.national_id,
        unknown,
        welcome.national_id,
    )

    assert grounds(made) == [
        ["nid-checksum"],
        ["already_enrolled"],
        ["not_in_reach"],
        ["twice"],
    ]
    assert [refused[0] for refused in made.refused] == [1, 2, 4, 5]
    assert made.placed == 1


def test_national_ids_are_kept_masked_and_what_was_typed_sealed(at, officer):
    taken = servant(at)
    row = ahead(at)
    enrolment(row, taken)

    made = name(row, officer, taken.national_id)

    assert taken.national_id not in str(made.refused)
    assert made.refused[0][1] == taken.masked
    assert made.typed == taken.national_id


def test_somebody_of_another_province_is_as_unknown_as_nobody(at, officer):
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    stranger = servant(at._replace(office=elsewhere))

    found = read_list(
        rows(stranger.national_id, synthetic(888_888)), by=officer, on=localdate()
    )

    assert not found.people
    assert {each.grounds for each in found.refused} == {(("not_in_reach", ""),)}


def test_an_id_corrected_since_leads_to_its_person_once(at, officer):
    person = servant(at)
    former = synthetic(777_777)
    FormerIdentity.objects.create(
        person=person,
        national_id=former,
        blind_index=blind_index(former),
        recorded_at=NOW,
        superseded_at=NOW,
        entry=entry(),
    )

    found = read_list(rows(former, person.national_id), by=officer, on=localdate())

    assert list(found.people) == [person.pk]
    assert found.refused[0].grounds == (("twice", "1"),)


def test_one_act_has_a_bound(at, officer):
    with pytest.raises(TooMany):
        name(ahead(at), officer, *["1"] * (MOST + 1))


def test_people_out_of_reach_are_left_out_of_those_who_lack(at, officer):
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    stranger = servant(at._replace(office=elsewhere))
    own = servant(at)

    made = nominate_people(
        run=ahead(at), people=[stranger.pk, own.pk], by=officer, at=NOW
    )

    assert (made.named, made.placed) == (1, 1)
    assert Enrolment.objects.get().person == own


def test_who_lacks_it_is_first_asked_of_the_units_of_the_run_and_the_reader(at):
    own = unit(under=at.province, province="29", name="شهرداری قاین")
    expert = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    clerk = signed_in(Role.HR_OFFICER, own)
    address = f"/runs/{ahead(at).pk}/nominate/lacking/"

    assert 'value="خراسان جنوبی"' in expert.get(address).content.decode()
    assert 'value="شهرداری قاین"' in clerk.get(address).content.decode()


def test_where_nobody_lacks_it_nobody_was_refused(at):
    client = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    officer = User.objects.get(pk=client.session["_auth_user_id"])
    row = ahead(at)
    made = nominate_people(run=row, people=[], by=officer, at=NOW)
    Nomination.objects.update(source="lacking")

    page = client.get(f"/runs/{row.pk}/nominate/{made.pk}/").content.decode()

    assert "کسی نبود که معرفی شود" in page
    assert "شرط پست کسی این دوره نیست" in page
    assert "پذیرفته نشد" not in page


def test_the_queries_do_not_grow_with_the_people(
    at, officer, django_assert_max_num_queries
):
    people = [servant(at).national_id for _number in range(40)]

    with django_assert_max_num_queries(60):
        name(ahead(at, capacity=20), officer, *people)


# ---- files --------------------------------------------------------------------------


def workbook(folder: Path, *lines: list[str]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    path = folder / "named.xlsx"
    book.save(path)
    return path


def test_a_pasted_list_keeps_the_numbers_of_its_rows():
    assert typed_of_text("123\n\n 456 \n") == [Typed(1, "123"), Typed(3, "456")]


def test_a_file_is_read_by_the_header_of_the_national_id(tmp_path):
    path = workbook(tmp_path, ["نام", "کد ملی"], ["مریم", "123"], ["علی", "456"])

    assert typed_of_file(path) == [Typed(2, "123"), Typed(3, "456")]


def test_a_file_of_one_column_needs_no_header(tmp_path):
    path = tmp_path / "ids.csv"
    path.write_text("123\n456\n", encoding="utf-8")

    assert typed_of_file(path) == [Typed(1, "123"), Typed(2, "456")]


def test_a_file_without_national_ids_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        typed_of_file(workbook(tmp_path, ["نام", "شهر"], ["مریم", "بیرجند"]))


# ---- pages --------------------------------------------------------------------------


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_an_officer_pastes_a_list_and_gets_the_refused_back_to_mend(at, expert):
    row = ahead(at)
    person = servant(at)

    answer = expert.post(
        f"/runs/{row.pk}/nominate/",
        {"ids": f"{person.national_id}\n1234567890"},
        follow=True,
    )

    shown = text(answer)
    assert "۱ نفر معرفی شد؛ ۱ ردیف نپذیرفته" in shown
    assert "رقم آخر این کد ملی با بقیه نمی‌خواند" in shown
    assert person.national_id not in answer.content.decode()
    made = Nomination.objects.get()
    file = expert.get(f"/runs/{row.pk}/nominate/{made.pk}/refused.csv")
    assert "1234567890" in file.content.decode("utf-8-sig")


def test_the_mended_file_is_taken_again(at, expert):
    row = ahead(at)
    expert.post(f"/runs/{row.pk}/nominate/", {"ids": "1234567890"})
    made = Nomination.objects.get()
    file = expert.get(f"/runs/{row.pk}/nominate/{made.pk}/refused.csv").content
    mended = file.replace(b"1234567890", servant(at).national_id.encode())

    expert.post(
        f"/runs/{row.pk}/nominate/", {"file": SimpleUploadedFile("r.csv", mended)}
    )

    assert Nomination.objects.latest("pk").placed == 1


def test_a_clerk_of_an_office_names_his_people_for_a_run_of_the_province(at):
    row = ahead(at)
    person: Person = servant(at)
    clerk = signed_in(Role.HR_OFFICER, at.office)

    clerk.post(f"/runs/{row.pk}/nominate/", {"ids": person.national_id})

    assert Enrolment.objects.get().person == person
    assert clerk.get(f"/runs/{row.pk}/edit/").status_code == 403


def test_another_officers_naming_is_not_shown(at, expert):
    row = ahead(at)
    expert.post(f"/runs/{row.pk}/nominate/", {"ids": "1"})
    made = Nomination.objects.get()
    colleague = signed_in(Role.PROVINCIAL_EXPERT, at.province)

    assert colleague.get(f"/runs/{row.pk}/nominate/{made.pk}/").status_code == 404


def sits_in(absent: User) -> User:
    """His substitute, sitting in his seat until tomorrow."""
    stand_in = user()
    Grant.objects.create(
        user=stand_in,
        role=Role.PROVINCIAL_EXPERT,
        unit_code=Grant.objects.get(user=absent).unit_code,
        from_day=localdate(),
        until_day=localdate() + DAY,
        substitutes=absent,
        recorded_at=NOW,
        entry=entry(),
    )
    stand_in.acting_for = absent
    return stand_in


def test_a_substitute_reads_what_was_named_from_the_seat_while_he_sits_there(
    at, officer
):
    row = ahead(at)
    before = name(row, officer, "1")
    stand_in = sits_in(officer)
    meanwhile = name(row, stand_in, "2")

    def read_by(reader: User) -> set[int]:
        return set(Nomination.objects.of_seat(reader).values_list("pk", flat=True))

    in_the_seat = read_by(stand_in)
    stand_in.acting_for = None
    assert in_the_seat == read_by(officer) == {before.pk, meanwhile.pk}
    assert read_by(stand_in) == set()


def test_whoever_takes_the_typed_ids_is_in_the_audit(at, officer):
    made = name(ahead(at), officer, "1234567890")

    taken = take_refused(nomination=made, by=sits_in(officer), at=NOW)

    assert [typed for typed, _refused in taken] == ["1234567890"]
    told = Entry.objects.get(act="delivery:nomination:take")
    assert (told.acting_for, told.after) == (officer, {"rows": 1})
