"""Units, posts, persons and who holds which post where."""

from karamad.registers.people.models.assignments import Assignment, AssignmentKind
from karamad.registers.people.models.called import CalledQuerySet
from karamad.registers.people.models.former import FormerIdentity, FormerPerson
from karamad.registers.people.models.kinds import Degree, Employment, Gender
from karamad.registers.people.models.merges import PersonMerge
from karamad.registers.people.models.persons import (
    NameKey,
    Person,
    PersonQuerySet,
)
from karamad.registers.people.models.posts import (
    FormerPost,
    Level,
    Post,
    PostQuerySet,
)
from karamad.registers.people.models.units import (
    FormerUnit,
    Unit,
    UnitKind,
    UnitPlace,
    UnitQuerySet,
)

__all__ = [
    "Assignment",
    "AssignmentKind",
    "CalledQuerySet",
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
    "PersonQuerySet",
    "Post",
    "PostQuerySet",
    "Unit",
    "UnitKind",
    "UnitPlace",
    "UnitQuerySet",
]
