"""Units, posts, persons and who holds which post where."""

from karamad.registers.people.models.assignments import Assignment, AssignmentKind
from karamad.registers.people.models.persons import (
    Degree,
    Employment,
    FormerIdentity,
    FormerPerson,
    Gender,
    NameKey,
    Person,
    PersonMerge,
)
from karamad.registers.people.models.posts import FormerPost, Level, Post
from karamad.registers.people.models.units import (
    FormerUnit,
    Unit,
    UnitKind,
    UnitPlace,
)

__all__ = [
    "Assignment",
    "AssignmentKind",
    "Degree",
    "Employment",
    "FormerIdentity",
    "FormerPerson",
    "FormerPost",
    "FormerUnit",
    "Gender",
    "Level",
    "NameKey",
    "Person",
    "PersonMerge",
    "Post",
    "Unit",
    "UnitKind",
    "UnitPlace",
]
