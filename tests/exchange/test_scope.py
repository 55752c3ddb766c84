"""Who may load and take out what."""

import pytest

from karamad.kernel.identifiers import synthetic
from karamad.registers.exchange import actions
from karamad.registers.exchange.exporting import export
from karamad.registers.exchange.rules.faults import FileCode
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import (
    Person,
)
from karamad.trust.accounts.permissions import Role
from tests.exchange.bringing import (
    ALI,
    EVERYTHING,
    ONE,
    PROFILE,
    SARA,
    TODAY,
    Folder,
    codes,
    counts,
    officer,
    rows_of,
)

pytestmark = pytest.mark.django_db


def scope(name: str, role: Role, unit: str = "") -> Scope:
    return actions.scope_of(officer(name, role, unit), TODAY)


def test_an_officer_loads_facts_only_of_his_people(nation: Folder):
    outcome = nation.load(
        "completions",
        f"{ONE}{synthetic(99)},EL-204,1404-02-11,1,\n",
        scope=scope("m1", Role.HR_OFFICER, "M1"),
    )
    elsewhere = nation.load(
        "completions", ONE, scope=scope("m2", Role.HR_OFFICER, "M2")
    )

    assert counts(outcome) == (1, 0, 0, 1)
    # Nobody learns whether the person exists elsewhere.
    assert codes(outcome) == [(3, "national_id", "out-of-scope")]
    assert codes(elsewhere) == [(2, "national_id", "out-of-scope")]


def test_new_people_get_the_unit_that_loads_them(nation: Folder):
    mine = scope("m1", Role.HR_OFFICER, "M1")

    outcome = nation.load(
        "people",
        f"national_id,first_name,last_name\n{synthetic(9)},الف,ب\n",
        scope=mine,
    )

    person = Person.objects.identified_by(synthetic(9)).get()
    assert counts(outcome) == (1, 0, 0, 0)
    assert person.home_unit
    assert person.home_unit.code == "M1"
    again = nation.load(
        "assignments",
        f"national_id,post,unit,from\n{synthetic(9)},CLERK,M1,1405-01-01\n",
        scope=mine,
    )
    assert counts(again) == (1, 0, 0, 0)


def test_a_person_of_another_place_is_not_changed(nation: Folder):
    outcome = nation.load(
        "people",
        f"national_id,first_name,last_name\n{ALI},دیگر,دیگر\n",
        scope=scope("m2", Role.HR_OFFICER, "M2"),
    )

    assert codes(outcome) == [(2, "national_id", "out-of-scope")]
    assert Person.objects.identified_by(ALI).get().first_name == "علی"


def test_posts_are_given_only_in_ones_own_units(nation: Folder):
    outcome = nation.load(
        "assignments",
        f"national_id,post,unit,from\n{ALI},CLERK,M2,1405-01-01\n",
        scope=scope("m1", Role.HR_OFFICER, "M1"),
    )

    assert codes(outcome) == [(2, "unit", "out-of-scope")]


@pytest.mark.parametrize("kind", ["posts", "courses", "providers", "profiles"])
def test_national_codes_are_loaded_by_national_roles(nation: Folder, kind: str):
    expert = scope("expert", Role.PROVINCIAL_EXPERT, "P10")
    deputy = scope("deputy", Role.NATIONAL_DEPUTY)
    texts = {**EVERYTHING, "profiles": PROFILE}
    texts["courses"] = "code,title\nZ,ز\n"

    refused = nation.load(kind, texts[kind], scope=expert)
    taken = nation.load(kind, texts[kind], scope=deputy)

    assert refused.fault is not None
    assert refused.fault.code is FileCode.NOT_ALLOWED
    assert taken.fault is None
    assert taken.counts.new


def test_a_province_loads_units_below_itself(nation: Folder):
    nation.load("units", "code,name,kind,province\nP11,دیگری,province,11\n")
    expert = scope("expert", Role.PROVINCIAL_EXPERT, "P10")

    outcome = nation.load(
        "units",
        "code,name,kind,parent\nN1,نو,office,M1\nN2,نو,office,P11\nN3,نو,office,\n"
        "P11,نام,province,\nN4,نو,office,N1\n",
        scope=expert,
    )

    assert counts(outcome)[0] == 2
    assert {(row, code) for row, _, code in codes(outcome)} == {
        (3, "out-of-scope"),
        (4, "out-of-scope"),
        (5, "out-of-scope"),
    }


def test_a_learner_loads_nothing(nation: Folder):
    outcome = nation.load("completions", ONE, scope=scope("l", Role.LEARNER))

    assert outcome.fault is not None
    assert outcome.fault.code is FileCode.NOT_ALLOWED


def test_an_officer_exports_only_his_people(nation: Folder):
    nation.load("completions", f"{ONE}{SARA},EL-204,1404-02-11,1,\n")
    path = nation.path / "out.csv"

    export(KINDS["completions"], path, scope("m1", Role.HR_OFFICER, "M1"))

    assert [row[0] for row in rows_of(path)[1:]] == [ALI]
