"""A profile: the conditions that circulars set for holding a post.

Frozen facts and nothing else; they are read by `reading`, written by `writing` and
judged by the eligibility rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from karamad.kernel.period import ALWAYS, Period
from karamad.registers.competencies.rules.scales import (
    CourseClass,
    Degree,
    Employment,
    PostLevel,
    Rank,
    Sureness,
    UnitKind,
    Word,
)


class Kind(StrEnum):
    """What a criterion asks about. The value is written in profiles."""

    COURSE = "course"
    HOURS = "hours"
    ASSESSMENT = "assessment"
    COMPETENCY = "competency"
    CREDENTIAL = "credential"
    SERVICE = "service"
    DEGREE = "degree"
    AGE = "age"
    APPRAISAL = "appraisal"
    EXAM = "exam"
    RANK = "rank"


# ---- windows: which days count --------------------------------------------


class Unit(Word):
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


class Turn(StrEnum):
    CURRENT = "current"
    PREVIOUS = "previous"


class Since(StrEnum):
    APPOINTMENT = "appointment"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class ReachBack:
    """So many Jalali years, months or days back; the first day is left out.

    count: None when the document's number is not known yet.
    """

    unit: Unit
    count: int | None


@dataclass(frozen=True, slots=True)
class JalaliYear:
    """The Jalali year of the day asked, up to that day, or the whole year before."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class FixedDays:
    """Fixed days, and never after the day asked."""

    period: Period


@dataclass(frozen=True, slots=True)
class SinceEvent:
    """From the appointment to the post judged, or from the latest rank; inclusive."""

    event: Since


Window = ReachBack | JalaliYear | FixedDays | SinceEvent


# ---- terms: what each kind asks -------------------------------------------
# A term that is None where its kind needs one is not set yet: never invented.


@dataclass(frozen=True, slots=True)
class CourseTerms:
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursTerms:
    """minimum, caps: hours. classes: in the order a yearly cap is filled; none: all."""

    minimum: Decimal | None
    classes: tuple[CourseClass, ...] = ()
    yearly_cap: Decimal | None = None
    class_caps: tuple[tuple[CourseClass, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentTerms:
    assessment: str
    minimum: Decimal | None


@dataclass(frozen=True, slots=True)
class CompetencyTerms:
    """level: the attested level as a number, higher is better."""

    competency: str
    level: Decimal | None


@dataclass(frozen=True, slots=True)
class CredentialTerms:
    credential: str


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    years: int | None


@dataclass(frozen=True, slots=True)
class DegreeTerms:
    degree: Degree | None


@dataclass(frozen=True, slots=True)
class AgeTerms:
    """Completed Jalali years, both inclusive; unset only when both are None."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class AppraisalTerms:
    minimum: Decimal | None
    years: int | None


@dataclass(frozen=True, slots=True)
class ExamTerms:
    exam: str
    minimum: Decimal | None


@dataclass(frozen=True, slots=True)
class RankTerms:
    rank: Rank | None


Terms = (
    CourseTerms
    | HoursTerms
    | AssessmentTerms
    | CompetencyTerms
    | CredentialTerms
    | ServiceTerms
    | DegreeTerms
    | AgeTerms
    | AppraisalTerms
    | ExamTerms
    | RankTerms
)

KINDS: dict[type[Terms], Kind] = {
    CourseTerms: Kind.COURSE,
    HoursTerms: Kind.HOURS,
    AssessmentTerms: Kind.ASSESSMENT,
    CompetencyTerms: Kind.COMPETENCY,
    CredentialTerms: Kind.CREDENTIAL,
    ServiceTerms: Kind.SERVICE,
    DegreeTerms: Kind.DEGREE,
    AgeTerms: Kind.AGE,
    AppraisalTerms: Kind.APPRAISAL,
    ExamTerms: Kind.EXAM,
    RankTerms: Kind.RANK,
}
WINDOWED = frozenset(
    {Kind.COURSE, Kind.HOURS, Kind.ASSESSMENT, Kind.COMPETENCY, Kind.EXAM}
)


# ---- criteria and the tree over them --------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where it is written. document: its number as text, such as 200/90/31146."""

    document: str
    article: str | None = None
    status: Sureness = Sureness.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Criterion:
    """is_unset: a number it needs is not set yet, so nobody can be judged by it."""

    id: str
    terms: Terms
    source: Source
    window: Window | None = None
    in_force: Period = ALWAYS
    is_unset: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Told once: the judge asks it at every turn of every criterion.
        is_unset = _is_unset(self.terms) or (
            isinstance(self.window, ReachBack) and self.window.count is None
        )
        object.__setattr__(self, "is_unset", is_unset)

    @property
    def kind(self) -> Kind:
        return KINDS[type(self.terms)]


def _is_unset(terms: Terms) -> bool:
    match terms:
        case AgeTerms(minimum, maximum):
            return minimum is None and maximum is None
        case AppraisalTerms(minimum, years):
            return minimum is None or years is None
        case (
            HoursTerms(minimum=None)
            | AssessmentTerms(minimum=None)
            | ExamTerms(minimum=None)
            | CompetencyTerms(level=None)
            | ServiceTerms(years=None)
            | DegreeTerms(degree=None)
            | RankTerms(rank=None)
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Leaf:
    criterion: str


class _Branching:
    """names: the criteria that are branches by themselves. groups: the other branches.

    Told once: the tree is folded at every turn of every criterion.
    """

    __slots__ = ()
    branches: tuple[Tree, ...]

    def __post_init__(self) -> None:
        names = [each.criterion for each in self.branches if isinstance(each, Leaf)]
        groups = [each for each in self.branches if not isinstance(each, Leaf)]
        object.__setattr__(self, "names", tuple(names))
        object.__setattr__(self, "groups", tuple(groups))


@dataclass(frozen=True, slots=True)
class AllOf(_Branching):
    branches: tuple[Tree, ...]
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    groups: tuple[Tree, ...] = field(init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf(_Branching):
    branches: tuple[Tree, ...]
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    groups: tuple[Tree, ...] = field(init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast(_Branching):
    count: int
    branches: tuple[Tree, ...]
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    groups: tuple[Tree, ...] = field(init=False, repr=False, compare=False)


Tree = Leaf | AllOf | AnyOf | AtLeast


def leaves(tree: Tree) -> Iterator[str]:
    """Yield the criterion ids of `tree` from left to right, repeats included.

    Source: docs/judgement.md, "A profile".
    """
    if isinstance(tree, Leaf):
        yield tree.criterion
    else:
        for branch in tree.branches:
            yield from leaves(branch)


# ---- the profile -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """Which posts, and at whose. An empty tuple or None asks nothing."""

    posts: tuple[str, ...] = ()
    level: PostLevel | None = None
    managerial: bool | None = None
    employment: tuple[Employment, ...] = ()
    unit_kind: tuple[UnitKind, ...] = ()
    unit_grade: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """verdict: None when every criterion is asked (`all`).

    tree: what is folded, the verdict written or all criteria in order. in_tree: the
    ids in it.
    """

    code: str
    title_fa: str
    title_en: str = ""
    applies_to: AppliesTo = AppliesTo()
    criteria: tuple[Criterion, ...] = ()
    verdict: Tree | None = None
    tree: Tree = field(init=False, repr=False, compare=False)
    in_tree: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tree = self.verdict
        if tree is None:
            tree = AllOf(tuple(Leaf(criterion.id) for criterion in self.criteria))
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "in_tree", frozenset(leaves(tree)))

    def __hash__(self) -> int:
        # Its code tells it from all but its other editions, and costs nothing.
        return hash(self.code)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id. Errors: KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on which a criterion comes into force or leaves it, in order."""
        days = {
            day
            for criterion in self.criteria
            for day in (criterion.in_force.start, criterion.in_force.end)
            if day is not None
        }
        return tuple(sorted(days))
