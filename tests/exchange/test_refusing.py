"""Refusals that need the register."""

import pytest

from karamad.kernel.identifiers import synthetic
from karamad.registers.competencies.models import Edition
from karamad.registers.exchange import actions
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import (
    Unit,
)
from karamad.trust.accounts.permissions import Role
from tests.exchange.bringing import (
    ALI,
    EVERYTHING,
    HEAD,
    PROFILE,
    SARA,
    TODAY,
    Clock,
    Folder,
    codes,
    counts,
    everything,
    officer,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "completions",
            f"{HEAD}{synthetic(99)},EL-204,1404-1-1,1,\n",
            ("national_id", "person-unknown"),
        ),
        ("completions", f"{HEAD}{ALI},XX,1404-1-1,1,\n", ("course", "course-unknown")),
        (
            "assignments",
            f"national_id,post,unit,from\n{ALI},X,M1,1404-1-1\n",
            ("post", "post-unknown"),
        ),
        (
            "assignments",
            f"national_id,post,unit,from\n{ALI},CLERK,X,1404-1-1\n",
            ("unit", "unit-unknown"),
        ),
        (
            "assignments",
            f"national_id,post,unit,from,until\n{ALI},CLERK,M1,1404-1-1,1404-1-1\n",
            ("until", "ends-before-start"),
        ),
        (
            "courses",
            "code,title,provider\nX,y,NOPE\n",
            ("provider", "provider-unknown"),
        ),
        (
            "courses",
            "code,title,equivalent_to\nX,y,X\n",
            ("equivalent_to", "refers-to-itself"),
        ),
        (
            "units",
            "code,name,kind,parent\nX,y,office,X\n",
            ("parent", "refers-to-itself"),
        ),
        (
            "units",
            "code,name,kind,parent\nC1,y,county,M1\n",
            ("parent", "below-itself"),
        ),
        (
            "units",
            "code,name,kind,province\nX,y,office,31\n",
            ("province", "number-range"),
        ),
        ("units", "code,name,kind,grade\nX,y,office,13\n", ("grade", "number-range")),
        ("units", "code,name,kind\nX,y,شهرک\n", ("kind", "word-unknown")),
        (
            "completions",
            f"{HEAD}{ALI},EL-204,1404-1-1,1,1.234\n",
            ("hours", "number-precision"),
        ),
        (
            "completions",
            f"{HEAD}{ALI},EL-204,1404-1-1,1,-1\n",
            ("hours", "number-range"),
        ),
        (
            "completions",
            f"{HEAD}{ALI},EL-204,1404-1-1,1,ده\n",
            ("hours", "number-invalid"),
        ),
        (
            "results",
            f"national_id,instrument,kind,taken_on,value\n{ALI},RANK,rank,1404-1-1,9\n",
            ("value", "rank-unknown"),
        ),
        (
            "results",
            f"national_id,instrument,kind,taken_on,value\n{ALI},G,rank,1404-1-1,1\n",
            ("instrument", "instrument-mismatch"),
        ),
        (
            "results",
            f"national_id,instrument,kind,taken_on,value\n{ALI},G,exam,1404-1-1,خوب\n",
            ("value", "number-invalid"),
        ),
        (
            "exemptions",
            f"national_id,profile,criterion,document,from\n{ALI},nope,c,1,1404-1-1\n",
            ("profile", "profile-unknown"),
        ),
    ],
)
def test_refused_with_code_and_column(
    nation: Folder, kind: str, text: str, expected: tuple[str, str]
):
    outcome = nation.load(kind, text)

    assert codes(outcome) == [(2, *expected)]


def test_a_criterion_the_profile_never_had_is_refused(nation: Folder):
    everything(nation)
    text = EVERYTHING["exemptions"].replace("assessed", "other")

    outcome = nation.load("exemptions", text)

    assert codes(outcome) == [(2, "criterion", "criterion-unknown")]


# ---- a row that is refused for a cell -------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "assignments",
            f"national_id,post,unit,from,until,kind\n{ALI},X,M1,1404-1-1,1404-1-1,?\n",
            ["kind word-unknown", "until ends-before-start", "post post-unknown"],
        ),
        (
            "courses",
            "code,title,hours,provider,equivalent_to\nX,y,ده,NOPE,EL-200\n",
            [
                "hours number-invalid",
                "equivalent_to course-unknown",
                "provider provider-unknown",
            ],
        ),
        (
            "courses",
            "code,title,provider,equivalent_to\nX,y,NOPE,X\n",
            ["provider provider-unknown", "equivalent_to refers-to-itself"],
        ),
        (
            "units",
            "code,name,kind,parent\nX,y,شهرک,NOPE\n",
            ["kind word-unknown", "parent unit-unknown"],
        ),
        (
            "results",
            f"national_id,instrument,kind,taken_on,value\n{ALI},G,rank,04/1/1,9\n",
            [
                "taken_on date-two-digit-year",
                "instrument instrument-mismatch",
                "value rank-unknown",
            ],
        ),
    ],
)
def test_all_faults_of_a_row_are_told_at_once(
    nation: Folder, kind: str, text: str, expected: list[str]
):
    outcome = nation.load(kind, text)

    assert [f"{each.column} {each.code}" for each in outcome.refusals] == expected


def test_a_criterion_is_looked_up_though_nobody_is_exempt(nation: Folder):
    everything(nation)
    text = EVERYTHING["exemptions"].replace("assessed", "other")

    outcome = nation.load("exemptions", text.replace(SARA, synthetic(99)))

    assert codes(outcome) == [
        (2, "national_id", "person-unknown"),
        (2, "criterion", "criterion-unknown"),
    ]


def test_what_comes_in_the_same_file_is_not_missing(nation: Folder):
    text = (
        "code,title,hours,equivalent_to\n"
        "A,الف,ده,B|C\n"  # B comes and is good, C comes and is refused
        "B,ب,12,\n"
        "C,پ,بیست,A\n"
    )

    outcome = nation.load("courses", text)

    assert codes(outcome) == [
        (2, "hours", "number-invalid"),
        (4, "hours", "number-invalid"),
    ]


def test_whom_one_may_not_see_is_told_beside_a_bad_cell(nation: Folder):
    clerk = officer("clerk", Role.HR_OFFICER, "M2")
    scope = Scope(TODAY, clerk, Unit.objects.get(code="M2"))
    text = f"national_id,first_name,last_name,birth_date\n{ALI},علی,رضایی,04/1/1\n"

    outcome = nation.load("people", text, scope=scope)

    assert codes(outcome) == [
        (2, "birth_date", "date-two-digit-year"),
        (2, "national_id", "out-of-scope"),
    ]


def test_parents_may_come_after_their_children(nation: Folder):
    text = "code,name,kind,parent\nC,ج,office,B\nB,ب,office,A\nA,الف,office,M1\n"

    assert counts(nation.load("units", text)) == (3, 0, 0, 0)
    assert Unit.objects.get(code="C").path.count(".") == 6


def test_a_child_of_a_refused_parent_is_refused(nation: Folder):
    text = "code,name,kind,parent\nC,ج,office,B\nB,ب,office,NOPE\n"

    outcome = nation.load("units", text)

    assert codes(outcome) == [
        (2, "parent", "unit-unknown"),
        (3, "parent", "unit-unknown"),
    ]


def test_units_in_a_ring_are_refused(nation: Folder):
    text = "code,name,kind,parent\nX,ج,office,Y\nY,ب,office,X\n"

    outcome = nation.load("units", text)

    assert [code for _, _, code in codes(outcome)] == ["below-itself"] * 2


def test_a_yaml_that_is_no_profile_is_refused_with_every_reason(nation: Folder):
    order = actions.Order("profiles", Scope(TODAY), Clock())
    bad = PROFILE.replace("minimum: 60", "minimum: x").replace("kind: ass", "kind: oss")

    (outcome,) = actions.load_files(order, [nation.text(bad, suffix=".yaml")])

    assert counts(outcome) == (0, 0, 0, 1)
    assert outcome.refusals
    assert not Edition.objects.exists()
