from datetime import date

import pytest

from karamad.cycle.eligibility.rules import Catalogue, Facts, Judgement, judge
from karamad.cycle.eligibility.rules.nearness import (
    Group,
    group_of,
    lacking,
    one_short,
    unknown,
)
from karamad.registers.competencies.rules import Degree, Profile, profile_from_yaml

ON = date(2026, 5, 1)
MASTER = Facts(birth_date=date(1990, 3, 21), degree=Degree.MASTER)
TEXT = """
profile: p
title: {fa: پ}
criteria:
  - {id: degree, kind: degree, degree: bachelor, source: {document: "1"}}
  - {id: young, kind: age, maximum: 30, source: {document: "1"}}
  - {id: trained, kind: course, courses: [A], source: {document: "1"}}
  - {id: served, kind: service, years: 2, source: {document: "1"}}
"""


def profile(tree: str) -> Profile:
    return profile_from_yaml(f"{TEXT}verdict: {tree}\n")


def judged(tree: str, facts: Facts = MASTER) -> tuple[Profile, Judgement]:
    asked = profile(tree)
    return asked, judge(asked, facts, Catalogue(), post=None, on=ON)


@pytest.mark.parametrize(
    ("tree", "group", "short"),
    [
        ("{all: [degree]}", Group.ELIGIBLE, ()),
        ("{all: [degree, trained]}", Group.NEARLY, ("trained",)),
        (
            "{all: [degree, {any: [young, trained]}]}",
            Group.NEARLY,
            ("young", "trained"),
        ),
        (
            "{at_least: 2, of: [degree, young, trained]}",
            Group.NEARLY,
            ("young", "trained"),
        ),
        ("{all: [young, trained]}", Group.NOT_ELIGIBLE, ()),
        ("{all: [degree, served]}", Group.UNDETERMINED, ()),
        # The one that is unmet would do nothing: another is not known.
        ("{all: [trained, served]}", Group.NOT_ELIGIBLE, ()),
    ],
)
def test_near_is_who_lacks_exactly_one(tree: str, group: Group, short: tuple[str, ...]):
    asked, judgement = judged(tree)

    assert group_of(asked, judgement) is group
    assert one_short(asked, judgement) == short


def test_of_one_who_nearly_qualifies_only_what_does_it_is_shown():
    near = judged(
        "{all: [degree, {at_least: 1, of: [trained, {all: [young, served]}]}]}"
    )
    far = judged("{all: [young, trained]}")

    assert lacking(*near) == ("trained",)
    assert lacking(*far) == ("young", "trained")
    assert unknown(far[1]) == ("served",)


def test_a_finding_outside_the_tree_keeps_nobody_away():
    asked, judgement = judged("{all: [degree]}")

    assert group_of(asked, judgement) is Group.ELIGIBLE
    assert [group.nearness for group in Group] == [0, 1, 2, 3]
