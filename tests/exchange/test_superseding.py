"""What is changed supersedes; dry runs, batches, refused rows as a file."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from karamad.registers.courses.models import (
    Equivalence,
)
from karamad.registers.credentials.models import (
    Completion,
)
from karamad.registers.exchange.models import Load
from karamad.registers.people.models import (
    FormerPerson,
    FormerPost,
    Person,
    Post,
    Unit,
    UnitPlace,
)
from karamad.trust.audit.actions import moment_of_decision
from tests.exchange.bringing import (
    ALI,
    HEAD,
    ONE,
    REZA,
    SARA,
    Folder,
    codes,
    counts,
    rows_of,
)

pytestmark = pytest.mark.django_db


# ---- supersession -------------------------------------------------------


def test_a_changed_fact_supersedes_the_old_one(nation: Folder):
    nation.load("completions", ONE)

    outcome = nation.load("completions", ONE.replace(",1,12", ",0,10"))

    assert counts(outcome) == (0, 1, 0, 0)
    old, new = Completion.objects.order_by("pk")
    assert (old.passed, new.passed) == (True, False)
    assert old.superseded_at == new.recorded_at
    assert new.superseded_at is None


def test_a_changed_entity_keeps_what_it_said(nation: Folder):
    text = "code,title,level,managerial\nMAYOR,شهردار کل,senior,1\n"

    outcome = nation.load("posts", text)

    post = Post.objects.get(code="MAYOR")
    assert counts(outcome) == (0, 1, 0, 0)
    assert post.title == "شهردار کل"
    former = FormerPost.objects.get(post=post)
    assert former.title == "شهردار"
    assert former.superseded_at == post.recorded_at


def test_a_renamed_person_is_found_by_the_new_name(nation: Folder):
    text = f"national_id,first_name,last_name\n{ALI},علی,ژاله\n"

    nation.load("people", text)

    person = Person.objects.identified_by(ALI).get()
    assert Person.objects.named("ژال").get() == person
    assert person not in Person.objects.named("رزا")
    assert person.degree == "bachelor"  # a column that is not there says nothing
    assert FormerPerson.objects.get().last_name == "رضایی"


def test_an_empty_cell_empties_and_an_absent_column_does_not(nation: Folder):
    nation.load("completions", ONE)

    kept = nation.load(
        "completions",
        f"national_id,course,completed_on,passed\n{ALI},EL-204,1404-02-11,1\n",
    )
    emptied = nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1,\n")

    assert counts(kept) == (0, 0, 1, 0)
    assert counts(emptied) == (0, 1, 0, 0)


def test_a_unit_moves_from_a_day_and_yesterdays_tree_is_still_there(nation: Folder):
    text = (
        "code,name,kind,parent,province,parent_from\n"
        "M1,شهرداری یک,municipality,P10,10,1405-01-01\n"
    )

    outcome = nation.load("units", text)

    assert counts(outcome) == (0, 1, 0, 0)
    unit = Unit.objects.get(code="M1")
    places = UnitPlace.objects.current().filter(unit=unit)
    assert set(places.values_list("parent__code", "from_day")) == {
        ("C1", None),
        ("P10", date(2026, 3, 21)),
    }
    assert unit.path == f"{Unit.objects.get(code='P10').path}{unit.pk}."


def test_a_file_that_tells_one_end_is_held_to_the_others_record(nation: Folder):
    nation.load("units", "code,name,kind,closed_on\nX,الف,office,1400-01-01\n")

    outcome = nation.load(
        "units", "code,name,kind,opened_on\nX,الف,office,1401-01-01\n"
    )

    assert codes(outcome) == [(2, "closed_on", "ends-before-start")]


def test_an_equivalence_that_is_left_out_ends(nation: Folder):
    head = "code,title,class,hours,equivalent_to\n"
    nation.load("courses", f"{head}EL-204,ایمنی,job,12,EL-205\n")

    outcome = nation.load("courses", f"{head}EL-204,ایمنی,job,12,\n")

    assert counts(outcome) == (0, 1, 0, 0)
    assert not Equivalence.objects.current().exists()
    assert Equivalence.objects.count() == 1


# ---- dry run, all or nothing, batches -----------------------------------


def test_a_dry_run_counts_alike_and_writes_nothing(nation: Folder):
    text = ONE + f"{SARA},EL-204,1404-02-11,شاید,\n"

    dry = nation.load("completions", text, dry_run=True)
    wet = nation.load("completions", text)

    assert counts(dry) == counts(wet) == (1, 0, 0, 1)
    assert Load.objects.filter(kind="completions").count() == 1


def test_all_or_nothing_writes_nothing_when_a_row_is_refused(nation: Folder):
    text = ONE + f"{SARA},EL-204,1404-02-11,شاید,\n"

    outcome = nation.load("completions", text, all_or_nothing=True)

    assert counts(outcome) == (1, 0, 0, 1)
    assert not outcome.kept
    assert not Completion.objects.exists()


def test_all_or_nothing_writes_all_when_none_is(nation: Folder):
    outcome = nation.load("completions", ONE, all_or_nothing=True)

    assert outcome.kept
    assert Completion.objects.count() == 1


def test_each_batch_has_its_moment(nation: Folder):
    text = ONE + f"{SARA},EL-204,1404-02-11,1,\n{REZA},EL-204,1404-02-11,1,\n"

    nation.load("completions", text, batch=2)

    first, second, third = Completion.objects.order_by("pk")
    assert first.recorded_at == second.recorded_at < third.recorded_at
    assert first.entry == third.entry


def test_rows_after_a_decision_are_stamped_after_it(nation: Folder):
    late = datetime(2026, 6, 1, tzinfo=UTC)
    with transaction.atomic():
        decided = moment_of_decision(late)

    nation.load("completions", ONE)

    assert Completion.objects.get().recorded_at > decided


# ---- refused rows as a file ---------------------------------------------


def test_refused_rows_come_back_to_be_mended_and_loaded_again(nation: Folder):
    errors = nation.path / "errors.csv"
    text = ONE + f"{SARA},EL-204,04/2/1,1,12\n"
    nation.load("completions", text, errors=errors)

    head, row = rows_of(errors)
    assert head == [*HEAD.strip().split(","), "error"]
    assert row[:5] == [SARA, "EL-204", "04/2/1", "1", "12"]
    assert "date-two-digit-year" in row[5]
    mended = errors.read_text("utf-8-sig").replace("04/2/1", "1404/2/1")
    outcome = nation.load("completions", mended)
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.unknown == []


def test_the_errors_file_has_the_form_of_its_source(nation: Folder):
    errors = nation.path / "errors.csv"
    text = f"{HEAD}{SARA},EL-204,04/2/1,1,12\n".replace(",", ";")

    nation.load("completions", text, errors=errors)

    assert rows_of(errors, ";")[1][2] == "04/2/1"


def test_what_a_spreadsheet_would_compute_is_written_harmless(nation: Folder):
    errors = nation.path / "errors.csv"
    head = "national_id,course,completed_on,passed,certificate_no\n"
    text = f'{head}{SARA},EL-204,1404-02-11,شاید,"=HYPERLINK(""x"")"\n'
    nation.load("completions", text, errors=errors)

    assert rows_of(errors)[1][4] == '\'=HYPERLINK("x")'
    mended = errors.read_text("utf-8-sig").replace("شاید", "1")
    nation.load("completions", mended)
    assert Completion.objects.get().certificate_no == '=HYPERLINK("x")'
