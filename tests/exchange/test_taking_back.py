"""A whole load is taken back."""

from decimal import Decimal

import pytest

from karamad.kernel.identifiers import synthetic
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    Equivalence,
    FormerCourse,
)
from karamad.registers.credentials.models import (
    Completion,
)
from karamad.registers.exchange import actions
from karamad.registers.exchange.models import Load, State
from karamad.registers.people.models import (
    Person,
    Unit,
)
from tests.exchange.bringing import (
    ALI,
    EVERYTHING,
    HEAD,
    NOON,
    ONE,
    SARA,
    Clock,
    Folder,
    counts,
    last_load,
)

pytestmark = pytest.mark.django_db


def test_a_load_of_facts_is_taken_back(nation: Folder):
    nation.load("completions", ONE)
    nation.load(
        "completions",
        f"{HEAD}{ALI},EL-204,1404-02-11,0,10\n{SARA},EL-205,1404-02-11,1,\n",
        clock=Clock(NOON.replace(hour=13)),
    )

    assert actions.rows_on_record(last_load()) == 2
    undone = actions.take_back(load=last_load(), by=None, at=NOON.replace(hour=14))

    assert (undone.withdrawn, undone.restored) == (2, 1)
    current = Completion.objects.current().get()
    assert (current.passed, current.hours) == (True, Decimal(12))
    assert current.recorded_at == NOON.replace(hour=14)
    assert last_load().state == State.TAKEN_BACK
    again = nation.load("completions", ONE)
    assert counts(again) == (0, 0, 1, 0)


def test_a_later_correction_outlives_the_taking_back(nation: Folder):
    nation.load("completions", ONE)
    load = last_load()
    nation.load(
        "completions",
        f"{HEAD}{ALI},EL-204,1404-02-11,0,10\n",
        clock=Clock(NOON.replace(hour=13)),
    )

    undone = actions.take_back(load=load, by=None, at=NOON.replace(hour=14))

    assert undone.withdrawn == 0
    assert not Completion.objects.current().get().passed


def test_new_and_changed_people_are_taken_back(nation: Folder):
    before = Person.objects.count()
    nation.load(
        "people",
        f"national_id,first_name,last_name\n{ALI},علی,ژاله\n{synthetic(9)},نو,تازه\n",
        clock=Clock(NOON.replace(hour=13)),
    )

    undone = actions.take_back(load=last_load(), by=None, at=NOON.replace(hour=14))

    assert (undone.restored, undone.removed, undone.kept) == (1, 1, 0)
    assert Person.objects.count() == before
    person = Person.objects.identified_by(ALI).get()
    assert (person.last_name, person.degree) == ("رضایی", "bachelor")
    assert Person.objects.named("ژال").count() == 0


def test_people_whom_something_names_stay(nation: Folder):
    load = Load.objects.get(kind="people")

    undone = actions.take_back(load=load, by=None, at=NOON.replace(hour=14))

    assert (undone.removed, undone.kept) == (2, 1)  # Ali holds a post


def test_units_courses_and_providers_are_taken_back(nation: Folder):
    units, courses = Unit.objects.count(), Course.objects.count()
    nation.load("providers", EVERYTHING["providers"])
    providers = last_load()
    nation.load(
        "courses",
        "code,title,class,hours,equivalent_to\nEL-204,ایمنی,job,13,EL-205|N1\n"
        "N1,نو,job,1,EL-204\n",
        clock=Clock(NOON.replace(hour=13)),
    )
    of_courses = last_load()
    nation.load(
        "units",
        "code,name,kind,parent,province\n"
        "M1,شهرداری یک,municipality,P10,10\nN,نو,office,M1,\n",
        clock=Clock(NOON.replace(hour=13)),
    )
    of_units = last_load()

    for load in (of_units, of_courses, providers):
        undone = actions.take_back(load=load, by=None, at=NOON.replace(hour=14))
        assert undone.kept == 0, load.kind

    assert (Unit.objects.count(), Course.objects.count()) == (units, courses)
    assert Unit.objects.get(code="M1").path.startswith(Unit.objects.get(code="C1").path)
    assert Course.objects.get(code="EL-204").hours == 12
    assert not Equivalence.objects.current().exists()
    assert not Accreditation.objects.current().exists()
    assert FormerCourse.objects.exists()


def test_a_load_decided_on_is_not_taken_back(nation: Folder, monkeypatch):
    nation.load("completions", ONE)
    witness = actions.taking_back
    monkeypatch.setattr(witness, "_witnesses", [lambda load: load.kind != "x"])

    with pytest.raises(actions.Decided):
        actions.take_back(load=last_load(), by=None, at=NOON)
    assert Completion.objects.current().exists()


def test_a_load_is_taken_back_once(nation: Folder):
    nation.load("completions", ONE)
    actions.take_back(load=last_load(), by=None, at=NOON)

    with pytest.raises(actions.NotNow):
        actions.take_back(load=last_load(), by=None, at=NOON)
