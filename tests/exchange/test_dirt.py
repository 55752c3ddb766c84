"""The dirt of the field's files, piece by piece."""

from datetime import date

import pytest
from django.core.validators import validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from karamad.kernel.identifiers import NationalId, synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.exchange.rules.cells import mail
from karamad.registers.exchange.rules.faults import Fault, FileCode
from karamad.registers.people.actions import correct_national_id
from karamad.registers.people.models import Person, Unit
from tests.exchange.bringing import ALI, NOON, SARA, Folder, bring, codes, counts

HEAD = "national_id,course,completed_on,passed\n"


# ---- letters, digits, marks --------------------------------------------------


def test_letters_are_stored_in_one_spelling(folder: Folder, db: None):
    text = f"کد ملی,نام,نام خانوادگی\n{ALI},علي,كـــاظمي\u200f\n"

    folder.load("people", text)

    person = Person.objects.get()
    assert (person.first_name, person.last_name) == ("علی", "کاظمی")


@pytest.mark.parametrize("header", ["كد ملي", "کدملی", "کد\u200cملی", "NATIONAL_ID"])
def test_headers_are_compared_as_persian_is(folder: Folder, db: None, header: str):
    outcome = folder.load("people", f"{header},نام,نام\u200cخانوادگی\n{ALI},الف,ب\n")

    assert counts(outcome) == (1, 0, 0, 0)


def test_half_spaces_stay_in_names_and_do_not_tell_rows_apart(folder: Folder, db: None):
    folder.load("units", "code,name,kind\nU,دهیاری علی‌آباد,دهیاری\n")

    assert Unit.objects.get().name == "دهیاری علی‌آباد"
    assert Unit.objects.get().search_key == "دهیاریعلیاباد"


def test_digits_of_any_script_are_read(nation: Folder):
    persian = ALI.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    arabic = SARA.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    outcome = nation.load(
        "completions",
        f"{HEAD}{persian},EL-۲۰۴,۱۴۰۴/۰۲/۱۱,۱\n{arabic},EL-204,١٤٠٤-٢-١١,بله\n",
    )

    assert counts(outcome) == (2, 0, 0, 0)
    assert set(Completion.objects.values_list("completed_on", flat=True)) == {
        date(2025, 5, 1)
    }


def test_bidi_marks_inside_cells_are_passed_over(nation: Folder):
    outcome = nation.load(
        "completions",
        f"{HEAD}\u200f{ALI}\u200e,\u202bEL-204\u202c,\u200f1404/02/11,1\n",
    )

    assert counts(outcome) == (1, 0, 0, 0)


@pytest.mark.parametrize("missing", ["", "-", "ندارد", " ", "\u200f-", "ندارد\u200c"])
def test_what_means_missing_is_missing(folder: Folder, db: None, missing: str):
    folder.load(
        "people", f"national_id,first_name,last_name,degree\n{ALI},ع,ر,{missing}\n"
    )

    assert Person.objects.get().degree == ""


def test_no_degree_is_not_a_missing_degree(folder: Folder, db: None):
    folder.load(
        "people", f"national_id,first_name,last_name,degree\n{ALI},ع,ر,بی مدرک\n"
    )

    assert Person.objects.get().degree == "none"


# ---- encodings and separators ------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(
    folder: Folder, db: None, encoding: str, separator: str
):
    # Windows-1256 has no Persian yeh; such files are written with the Arabic one.
    text = f"national_id,first_name,last_name\n{ALI},علي,حسيني\n"
    path = folder.text(text.replace(",", separator), encoding)

    assert counts(bring("people", path)) == (1, 0, 0, 0)
    assert Person.objects.get().last_name == "حسینی"


def test_quoted_separators_and_line_breaks_stay_in_the_cell(folder: Folder, db: None):
    folder.load("units", 'code,name,kind\nU,"اداره، الف,\nب",office\n')

    assert Unit.objects.get().name == "اداره، الف, ب"


# ---- national ids ------------------------------------------------------------


def test_lost_zeros_are_put_back_and_counted(folder: Folder, db: None):
    outcome = folder.load(
        "people", "national_id,first_name,last_name\n499370899,الف,ب\n"
    )

    assert (outcome.counts.new, outcome.counts.mended) == (1, 1)
    assert Person.objects.get().national_id == "0499370899"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0499370898", "nid-checksum"),
        ("2222222222", "nid-repeated"),
        ("04993708991", "nid-length"),
        ("04993a0899", "nid-characters"),
        ("", "required"),
        ("ندارد", "required"),
    ],
)
def test_a_bad_national_id_is_refused(folder: Folder, db: None, cell: str, code: str):
    outcome = folder.load("people", f"national_id,first_name,last_name\n{cell},الف,ب\n")

    assert codes(outcome) == [(2, "national_id", code)]


def test_a_foreigners_twelve_digits_are_taken(folder: Folder, db: None):
    folder.load("people", "national_id,first_name,last_name\n123456789012,الف,ب\n")

    assert Person.objects.get().foreigner


# ---- mail addresses ----------------------------------------------------------

MAILS = "national_id,first_name,last_name,email\n0499370899,الف,ب,{}\n"


@pytest.mark.parametrize(
    "cell",
    ["name", "name@", "@example.ir", "a b@example.ir", "a@example", "a@b.ir;c@d.ir"],
)
def test_what_is_no_mail_address_is_refused(folder: Folder, db: None, cell: str):
    outcome = folder.load("people", MAILS.format(cell))

    assert codes(outcome) == [(2, "email", "mail-invalid")]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("name.last+one@mail.example.ir", "name.last+one@mail.example.ir"),
        ("name۱@example.ir", "name1@example.ir"),
        ("ندارد", ""),
    ],
)
def test_a_mail_address_is_taken(folder: Folder, db: None, cell: str, kept: str):
    folder.load("people", MAILS.format(cell))

    assert Person.objects.get().email == kept


PIECES = (
    "a",
    "Z",
    "9",
    ".",
    "-",
    "_",
    "+",
    "'",
    "@",
    "ir",
    "xn--p1ai",
    "ب",
    "[",
    "é",
    " ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("name@mail.example.ir")
@example("a@b-.ir")
@example("a@b.i9")
def test_a_server_would_be_sent_to_whatever_is_taken(cell: str):
    try:
        said = mail(254)(cell, date(2026, 5, 1))
    except Fault:
        return
    if said:
        validate_email(said)


# ---- days --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1/2/1404", "date-day-first"),
        ("04/2/1", "date-two-digit-year"),
        ("1404/12/30", "date-invalid"),
        ("1404/13/01", "date-invalid"),
        ("1405/02/12", "date-future"),
        ("2026-05-02", "date-future"),
        ("1001/01/01", "date-out-of-range"),
        ("دیروز", "date-invalid"),
    ],
)
def test_a_day_that_is_none_is_refused(nation: Folder, cell: str, code: str):
    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,{cell},1\n")

    assert codes(outcome) == [(2, "completed_on", code)]


@pytest.mark.parametrize("cell", ["45778", "۴۵۷۷۸", "45778.0"])
def test_a_day_that_lost_its_format_is_named(nation: Folder, cell: str):
    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,{cell},1\n")

    (refusal,) = outcome.refusals
    assert (refusal.code, refusal.about) == ("date-serial", "1404-02-11")


def test_today_is_not_in_the_future(nation: Folder):
    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,1405/02/11,1\n")

    assert counts(outcome) == (1, 0, 0, 0)


def test_a_future_day_is_refused_only_where_it_cannot_be(nation: Folder):
    outcome = nation.load(
        "assignments", f"national_id,post,unit,from\n{SARA},CLERK,M1,1410-01-01\n"
    )

    assert counts(outcome) == (1, 0, 0, 0)


def test_the_year_before_is_proposed_for_a_future_day(nation: Folder):
    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,1405/11/03,1\n")

    assert outcome.refusals[0].about == "1404-11-03"


# ---- rows --------------------------------------------------------------------


def test_every_faulty_cell_of_a_row_is_named(nation: Folder):
    outcome = nation.load(
        "completions",
        f"national_id,course,completed_on,passed,score\n{ALI},,04/2/1,شاید,187\n",
    )

    assert codes(outcome) == [
        (2, "course", "required"),
        (2, "completed_on", "date-two-digit-year"),
        (2, "score", "number-range"),
        (2, "passed", "bool-invalid"),
    ]
    assert counts(outcome) == (0, 0, 0, 1)


def test_what_the_registers_lack_is_told_beside_a_bad_cell(nation: Folder):
    """One mending is enough: the second load has nothing new to say."""
    text = (
        f"{HEAD}{synthetic(99)},EL-24,04/2/1,1\n"
        f"{ALI},EL-205,شاید,1\n"
        "x,EL-24,1404-2-1,1\n"
    )
    outcome = nation.load("completions", text)

    assert codes(outcome) == [
        (2, "completed_on", "date-two-digit-year"),
        (2, "national_id", "person-unknown"),
        (2, "course", "course-unknown"),
        (3, "completed_on", "date-invalid"),
        (4, "national_id", "nid-characters"),
        (4, "course", "course-unknown"),
    ]
    assert counts(outcome) == (0, 0, 0, 3)


def test_a_corrected_national_id_still_leads_to_the_person(nation: Folder):
    person = Person.objects.identified_by(ALI).get()
    right = NationalId(synthetic(77))
    correct_national_id(person=person, national_id=right, by=None, at=NOON)

    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1\n")
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.counts.mended == 1
    assert Completion.objects.filter(person=person).count() == 1

    # A file of people from before the correction makes no second person of him.
    before = Person.objects.count()
    people = "national_id,first_name,last_name,birth_date,degree\n"
    outcome = nation.load("people", f"{people}{ALI},علی,رضایی,1360-01-01,کارشناسی\n")
    assert counts(outcome) == (0, 0, 1, 0)
    assert outcome.counts.mended == 1
    assert Person.objects.count() == before


def test_of_one_person_under_two_ids_the_first_of_the_file_counts(nation: Folder):
    person, borne = Person.objects.identified_by(ALI).get(), synthetic(77)
    right = NationalId(borne)
    correct_national_id(person=person, national_id=right, by=None, at=NOON)
    head = "national_id,first_name,last_name\n"
    text = f"{head}{ALI},علی,یزدی\n{borne},علی,آبادی\n"

    outcome = nation.load("people", text)

    assert codes(outcome) == [(3, "national_id", "duplicate-in-file")]
    assert Person.objects.identified_by(borne).get().last_name == "یزدی"


def test_a_corrected_national_id_that_is_anothers_today_is_his(nation: Folder):
    person = Person.objects.identified_by(ALI).get()
    right = NationalId(synthetic(77))
    correct_national_id(person=person, national_id=right, by=None, at=NOON)
    other = Person.objects.identified_by(SARA).get()
    theirs = NationalId(ALI)
    correct_national_id(person=other, national_id=theirs, by=None, at=NOON)

    outcome = nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1\n")
    assert outcome.counts.mended == 0
    assert Completion.objects.get().person == other


def test_the_nearest_code_is_named(nation: Folder):
    outcome = nation.load("completions", f"{HEAD}{ALI},EL-24,1404-02-11,1\n")

    assert codes(outcome) == [(2, "course", "course-unknown")]
    assert outcome.refusals[0].about == "EL-204"
    assert outcome.refusals[0].value == "EL-24"


def test_the_nearest_code_is_found_in_whichever_case(nation: Folder):
    outcome = nation.load("completions", f"{HEAD}{ALI},el-204,1404-02-11,1\n")

    assert outcome.refusals[0].about == "EL-204"


def test_blank_rows_are_no_rows(nation: Folder):
    text = f"{HEAD}{ALI},EL-204,1404-02-11,1\n,,,\n\n ,\u200f, ,\n,,,\n"

    assert counts(nation.load("completions", text)) == (1, 0, 0, 0)


def test_rows_are_counted_as_the_file_shows_them(nation: Folder):
    text = f"{HEAD}\n,,,\n{ALI},EL-204,1404-02-11,شاید\n"

    assert codes(nation.load("completions", text)) == [(4, "passed", "bool-invalid")]


def test_more_cells_than_headers_are_refused(nation: Folder):
    text = f"{HEAD}{ALI},EL-204,1404-02-11,1,,\n{SARA},EL,204,1404-02-11,1\n"

    outcome = nation.load("completions", text)

    assert counts(outcome)[0] == 1
    assert (3, "", "too-many-cells") in codes(outcome)


def test_a_key_twice_alike_counts_as_the_same(nation: Folder):
    text = f"{HEAD}{ALI},EL-204,1404-02-11,1\n{ALI},EL-204,1404/2/11,بله\n"

    assert counts(nation.load("completions", text)) == (1, 0, 1, 0)


def test_a_key_twice_with_another_value_is_refused(nation: Folder):
    text = f"{HEAD}{ALI},EL-204,1404-02-11,1\n{ALI},EL-204,1404-02-11,0\n"

    outcome = nation.load("completions", text)

    assert codes(outcome) == [(3, "national_id", "duplicate-in-file")]
    assert Completion.objects.get().passed


def test_a_key_twice_is_seen_across_batches_and_in_a_dry_run(nation: Folder):
    text = (
        f"{HEAD}{ALI},EL-204,1404-02-11,1\n{SARA},EL-204,1404-02-11,1\n"
        f"{ALI},EL-204,1404-02-11,0\n"
    )

    for dry_run in (True, False):
        outcome = nation.load("completions", text, dry_run=dry_run, batch=1)

        assert codes(outcome) == [(4, "national_id", "duplicate-in-file")]


def test_unknown_columns_are_reported_once_and_ignored(nation: Folder):
    text = (
        "national_id,course,completed_on,passed,نام استان,نام استان,error\n"
        f"{ALI},EL-204,1404-02-11,1,x,y,z\n"
    )

    outcome = nation.load("completions", text)

    assert outcome.unknown == ["نام استان"]
    assert counts(outcome) == (1, 0, 0, 0)


def test_a_required_column_that_is_missing_refuses_the_file(nation: Folder):
    outcome = nation.load("completions", "national_id,course\n")

    assert outcome.fault is not None
    assert outcome.fault.code is FileCode.COLUMN_MISSING
    assert outcome.fault.about == "completed_on, passed"


def test_a_column_that_comes_twice_refuses_the_file(nation: Folder):
    outcome = nation.load("completions", f"کد ملی,{HEAD}")

    assert outcome.fault is not None
    assert outcome.fault.code is FileCode.COLUMN_TWICE
