"""Who lacks what, straight from the judge, as the rules say it one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions.deriving import Findings, Found, Urgency, derive
from karamad.cycle.planning.actions.lacking import Area, Lack, lacks, who_lacks
from karamad.cycle.planning.models import Level, Need
from karamad.cycle.planning.rules import wanted
from karamad.registers.competencies.models import Profile
from karamad.registers.people.models import Person
from tests import nation
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import NOW
from tests.planning.conftest import TODAY, found_stage


@pytest.fixture
def peopled(registers, copied):
    stage = found_stage()
    for _each in range(3):
        stage.governor(stage.birjand)
    stage.governor(stage.birjand, stage.law)
    stage.governor(stage.qaen, stage.law, degree="master")
    stage.governor(stage.qaen, stage.crisis)
    stage.governor(stage.rasht)
    copied()
    return stage


def counted(area: Area) -> dict[tuple[int, str], int]:
    return {(row.unit, row.criterion): row.heads for row in lacks(area, TODAY).rows}


def test_a_province_is_counted_as_one(peopled):
    found = lacks(Area(peopled.khorasan), TODAY)

    unit = peopled.khorasan.pk
    assert found.rows == (
        Lack(unit, "governor", "crisis", ("CRISIS", "CRISIS-2"), 4),
        Lack(unit, "governor", "law", ("LAW",), 4),
    )


def test_each_county_is_counted_by_itself(peopled):
    assert counted(Area(peopled.khorasan, each=True)) == {
        (peopled.birjand.pk, "crisis"): 4,
        (peopled.birjand.pk, "law"): 3,
        (peopled.qaen.pk, "law"): 1,
    }


def test_who_holds_two_seats_is_one_head(peopled, copied):
    person = peopled.governor(peopled.birjand)
    nation.assignment(person, peopled.post, peopled.qaen)
    copied()

    assert counted(Area(peopled.khorasan))[peopled.khorasan.pk, "law"] == 5
    each = counted(Area(peopled.khorasan, each=True))
    assert each[peopled.birjand.pk, "law"] + each[peopled.qaen.pk, "law"] == 6


def test_the_people_are_asked_anew_and_are_those_counted(peopled):
    area = Area(peopled.birjand)

    people = who_lacks(area, profile="governor", criterion="crisis", on=TODAY)

    assert len(people) == counted(area)[peopled.birjand.pk, "crisis"] == 4


def test_it_says_what_the_rules_say_one_by_one(peopled):
    """The set judge and the rules name the same people for every criterion."""
    for criterion in ("law", "crisis"):
        by_rules = set()
        for person in Person.objects.all():
            for answer in judge_person(person, on=TODAY):
                truths = {
                    finding.criterion.id: finding.outcome.truth
                    for finding in answer.judgement.findings
                }
                if criterion in wanted(answer.law.profile.tree, truths):
                    by_rules.add(person.pk)

        found = set()
        for unit in (peopled.khorasan, peopled.gilan):
            found |= set(
                who_lacks(Area(unit), profile="governor", criterion=criterion, on=TODAY)
            )

        assert found == by_rules
        assert found


def test_before_the_registers_are_copied_nothing_is_said(registers):
    stage = found_stage()

    with pytest.raises(NoExtract):
        lacks(Area(stage.khorasan), TODAY)


def test_needs_are_written_once_and_counted_anew(peopled, copied):
    def found() -> list[Found]:
        return [
            Found(
                peopled.khorasan,
                Profile.objects.get(code=row.profile),
                row.criterion,
                peopled.law if row.criterion == "law" else peopled.crisis,
                row.heads,
            )
            for row in lacks(Area(peopled.khorasan), TODAY).rows
        ]

    def keep(day):
        return derive(
            findings=Findings(found(), day),
            urgency=Urgency(peopled.pressing),
            by=None,
            at=NOW + (day - TODAY),
        )

    first = keep(TODAY)
    peopled.governor(peopled.qaen)
    copied()
    second = keep(TODAY + timedelta(days=1))

    assert (first.added, first.renewed) == (2, 0)
    assert (second.added, second.renewed) == (0, 2)
    need = Need.objects.get(criterion="law")
    assert (need.level, need.heads, need.course) == (Level.JOB, 5, peopled.law)
    assert need.judged_on == TODAY + timedelta(days=1)
    assert [former.heads for former in need.former.all()] == [4]
