"""Which posts a profile speaks of, and what changed between two editions."""

from dataclasses import replace

import pytest

from karamad.registers.competencies.rules import (
    AppliesTo,
    Change,
    Employment,
    FieldChange,
    Place,
    PostLevel,
    Profile,
    UnitKind,
    applies,
    differences,
    read_profile,
)

BASE, MIDDLE = PostLevel.BASE, PostLevel.MIDDLE
CHIEF = Place("CHIEF", BASE, managerial=True)
EXPERT = Place("EXPERT", BASE, managerial=False)
MAYOR = Place(
    "MAYOR",
    MIDDLE,
    managerial=True,
    employment=Employment.ELECTED,
    unit_kind=UnitKind.MUNICIPALITY,
    unit_grade=10,
)


def is_asked(place, **wanted):
    return applies(Profile("p", "نمونه", applies_to=AppliesTo(**wanted)), place)


def test_neither_posts_nor_level_is_every_post():
    assert is_asked(CHIEF)
    assert is_asked(EXPERT)


def test_posts_choose_by_code_and_level_the_managerial_posts_of_it():
    assert is_asked(EXPERT, posts=("EXPERT",))
    assert not is_asked(CHIEF, posts=("EXPERT",))
    assert is_asked(CHIEF, level=BASE)
    assert not is_asked(EXPERT, level=BASE)
    assert not is_asked(MAYOR, level=BASE)


def test_posts_and_level_together_choose_either():
    both = {"posts": ("EXPERT",), "level": MIDDLE}

    assert is_asked(EXPERT, **both)
    assert is_asked(MAYOR, **both)
    assert not is_asked(CHIEF, **both)


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ({"managerial": True}, True),
        ({"managerial": False}, False),
        ({"employment": (Employment.ELECTED, Employment.OTHER)}, True),
        ({"employment": (Employment.OFFICIAL,)}, False),
        ({"unit_kind": (UnitKind.MUNICIPALITY,)}, True),
        ({"unit_kind": (UnitKind.COUNCIL,)}, False),
        ({"unit_grade": (10, 11)}, True),
        ({"unit_grade": (11, 12)}, False),
        ({"posts": ("MAYOR",), "unit_grade": (11,)}, False),
        ({"posts": ("MAYOR",), "unit_grade": (10,), "managerial": True}, True),
    ],
)
def test_the_rest_narrows_the_choice(wanted, asked):
    assert is_asked(MAYOR, **wanted) is asked


def test_what_is_not_stated_is_not_among_the_listed():
    assert not is_asked(EXPERT, employment=tuple(Employment))
    assert not is_asked(EXPERT, unit_kind=tuple(UnitKind))
    assert not is_asked(EXPERT, unit_grade=tuple(range(1, 13)))


# ---- between two editions --------------------------------------------------


def profile(*criteria, **fields):
    written = {"profile": "p", "title": {"fa": "نمونه"}, "criteria": list(criteria)}
    return read_profile(written | fields)


def served(years, **fields):
    criterion = {"id": "served", "kind": "service", "years": years}
    return criterion | {"source": {"document": "1"}} | fields


TAUGHT = {
    "id": "taught",
    "kind": "degree",
    "degree": "bachelor",
    "source": {"document": "1"},
}


def test_two_equal_profiles_do_not_differ():
    assert not differences(profile(served(7)), profile(served(7)))


def test_a_changed_criterion_is_told_field_by_field():
    old = profile(served(7, in_force={"from": "1398-04-31"}))
    new = profile(served(8, source={"document": "2", "article": "3"}))

    (change,) = differences(old, new).criteria

    assert (change.criterion, change.change) == ("served", Change.CHANGED)
    assert change.fields == (
        FieldChange("years", 7, 8),
        FieldChange("source.document", "1", "2"),
        FieldChange("in_force.from", "1398-04-31", None),
        FieldChange("source.article", None, "3"),
    )


def test_criteria_are_added_and_removed():
    changes = differences(profile(served(7)), profile(TAUGHT)).criteria

    assert [(each.criterion, each.change) for each in changes] == [
        ("taught", Change.ADDED),
        ("served", Change.REMOVED),
    ]
    assert FieldChange("degree", None, "bachelor") in changes[0].fields
    assert FieldChange("years", 7, None) in changes[1].fields


def test_a_number_set_is_a_change_from_nothing():
    (change,) = differences(profile(served(None)), profile(served(7))).criteria

    assert change.fields == (FieldChange("years", None, 7),)


def test_title_posts_and_tree_are_told_apart():
    old = profile(served(7), TAUGHT)
    new = replace(
        profile(served(7), TAUGHT, verdict={"any": ["served", "taught"]}),
        title_en="Sample",
        applies_to=AppliesTo(posts=("CHIEF",)),
    )

    change = differences(old, new)

    assert change.profile == (
        FieldChange("title.en", None, "Sample"),
        FieldChange("applies_to.posts", None, ["CHIEF"]),
    )
    assert change.criteria == ()
    assert change.tree == FieldChange(
        "verdict", {"all": ["served", "taught"]}, {"any": ["served", "taught"]}
    )


def test_a_tree_written_out_as_all_folds_as_before():
    written_out = profile(served(7), verdict={"all": ["served"]})

    assert not differences(profile(served(7)), written_out)
