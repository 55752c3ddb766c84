"""Every kind, in and out, as formats.md has it."""

from datetime import date
from decimal import Decimal

import pytest

from karamad.kernel.identifiers import synthetic
from karamad.kernel.text import sounds
from karamad.registers.competencies.models import Edition
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    Equivalence,
)
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.exchange.exporting import export
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import (
    Assignment,
    Person,
    Post,
    Unit,
    UnitPlace,
)
from tests.exchange.bringing import (
    ALI,
    EVERYTHING,
    TODAY,
    Folder,
    bring,
    counts,
    everything,
    rows_of,
)

pytestmark = pytest.mark.django_db


def test_every_kind_is_loaded_as_it_is_written(nation: Folder):
    everything(nation)

    unit = Unit.objects.get(code="M3")
    assert (unit.province, unit.grade, unit.population) == ("10", 7, 120_000)
    assert unit.path.startswith(Unit.objects.get(code="C1").path)
    assert Post.objects.get(code="HEAD").managerial
    person = Person.objects.identified_by(synthetic(9)).get()
    assert (person.degree, person.gender, person.birth_date) == (
        "master",
        "f",
        date(1988, 3, 20),
    )
    assert person in Person.objects.named(sounds(person.last_name))
    seat = Assignment.objects.get(person__blind_index__isnull=False, post__code="MAYOR")
    assert (seat.until_day, seat.kind) == (date(2025, 7, 23), "elected")
    assert Accreditation.objects.current().count() == 2
    course = Course.objects.get(code="N1")
    assert (course.hours, course.provider and course.provider.code) == (
        Decimal("8.5"),
        "UNI",
    )
    assert set(Equivalence.objects.values_list("course__code", "of__code")) == {
        ("N1", "EL-204"),
        ("N1", "N2"),
        ("N2", "N1"),
    }
    done = Completion.objects.get(course__code="N1")
    assert (done.hours, done.score, done.certificate_no) == (
        Decimal("8.25"),
        Decimal("87.5"),
        "=C1+2",
    )
    ranks = Result.objects.filter(kind="rank").order_by("value")
    assert [int(each.value or 0) for each in ranks] == [1, 2, 3]
    assert Credential.objects.get().issuer == "راهور"
    assert Exemption.objects.get().document == "200/1834"
    assert Edition.objects.get().number == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("gregorian", [False, True])
def test_what_is_exported_is_loaded_as_the_same(
    nation: Folder, ending: str, gregorian: bool
):
    everything(nation)

    for name, kind in KINDS.items():
        path = nation.path / f"{name}.{ending}"
        written = export(kind, path, Scope(TODAY), gregorian=gregorian)
        outcome = bring(name, path)

        assert written, name
        assert counts(outcome) == (0, 0, written, 0), (name, outcome.refusals)


def test_export_has_the_columns_of_the_contract_and_full_ids(nation: Folder):
    everything(nation)
    path = nation.path / "people.csv"

    export(KINDS["people"], path, Scope(TODAY))

    head, first, *_ = rows_of(path)
    assert tuple(head) == KINDS["people"].names
    assert first[0] == ALI
    assert first[4] == "1360-01-01"


def test_loading_twice_changes_nothing(nation: Folder):
    everything(nation)
    before = (
        Completion.objects.count(),
        Person.objects.count(),
        UnitPlace.objects.count(),
    )

    for kind, text in EVERYTHING.items():
        outcome = nation.load(kind, text)

        assert counts(outcome)[:2] == (0, 0), kind
    after = (
        Completion.objects.count(),
        Person.objects.count(),
        UnitPlace.objects.count(),
    )
    assert before == after
