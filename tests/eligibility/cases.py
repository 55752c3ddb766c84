"""Small worlds made by seed: profiles, people and days where boundaries lie thick.

Days are drawn close to each other and to the ends of months and years, so that windows,
anniversaries, revocations and expiries meet on the same day far oftener than in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from karamad.cycle.eligibility.rules import (
    Assignment,
    Catalogue,
    Completion,
    Course,
    Credential,
    Exemption,
    Facts,
    Result,
    ResultKind,
)
from karamad.kernel.jalali import add_months, add_years, parse_day
from karamad.kernel.period import ALWAYS, Period
from karamad.registers.competencies.rules import (
    AgeTerms,
    AllOf,
    AnyOf,
    AppraisalTerms,
    AssessmentTerms,
    AtLeast,
    CompetencyTerms,
    CourseClass,
    CourseTerms,
    CredentialTerms,
    Criterion,
    Degree,
    DegreeTerms,
    ExamTerms,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Kind,
    Leaf,
    Profile,
    Rank,
    RankTerms,
    ReachBack,
    ServiceTerms,
    Since,
    SinceEvent,
    Source,
    Terms,
    Tree,
    Turn,
    Unit,
    Window,
)

EDGES = tuple(
    parse_day(text)
    for text in (
        "1403-12-30",
        "1403-12-29",
        "1404-01-01",
        "1404-12-29",
        "1405-01-01",
        "1404-06-31",
        "1404-07-30",
        "1399-12-30",
        "1400-12-29",
        "1404-02-11",
    )
)
POSTS = ("CHIEF", "CLERK")
COURSES = ("A", "B", "C", "D", "E")
CLASSES = (CourseClass.JOB, CourseClass.MANAGERS, CourseClass.CULTURE)
HOURS = tuple(Decimal(text) for text in ("0", "8", "12.5", "20", "40"))
SCORES = tuple(Decimal(text) for text in ("0", "59.99", "60", "60.01", "85"))
PROFILE = "p"


@dataclass(frozen=True, slots=True)
class Question:
    """All that a judge is given."""

    profile: Profile
    facts: Facts
    catalogue: Catalogue
    post: str | None
    on: date


def questions(seed: int, count: int) -> Iterator[Question]:
    """Yield `count` questions, always the same ones for a seed."""
    dice = Random(seed)  # noqa: S311 - nothing secret
    for _ in range(count):
        yield question(dice)


def question(dice: Random) -> Question:
    on = dice.choice(EDGES) if dice.random() < 0.7 else some_day(dice, EDGES[0])
    return Question(
        profile=profile(dice, on),
        facts=facts(dice, on),
        catalogue=catalogue(dice, on),
        post=dice.choice((*POSTS, None)),
        on=on,
    )


# ---- days ------------------------------------------------------------------


def some_day(dice: Random, on: date) -> date:
    """Return a day around `on`: on a boundary of some window, or a step beside it."""
    shape = dice.random()
    if shape < 0.35:
        day = add_years(on, -dice.randrange(4))
    elif shape < 0.5:
        day = add_months(on, -dice.randrange(1, 8))
    elif shape < 0.65:
        day = dice.choice(EDGES)
    else:
        day = on - timedelta(days=dice.randrange(-40, 1500))
    return day + timedelta(days=dice.choice((-1, 0, 0, 0, 1)))


def later_day(dice: Random, day: date) -> date | None:
    """Return a day after `day`, or None for never."""
    if dice.random() < 0.5:
        return None
    later = some_day(dice, dice.choice(EDGES))
    return later if later > day else day + timedelta(days=dice.randrange(1, 900))


def maybe(dice: Random, share: float) -> bool:
    return dice.random() < share


# ---- profiles --------------------------------------------------------------


def profile(dice: Random, on: date) -> Profile:
    criteria = tuple(
        criterion(dice, f"c{place}", on) for place in range(dice.randrange(1, 5))
    )
    ids = [each.id for each in criteria]
    verdict = tree(dice, ids, 0) if maybe(dice, 0.6) else None
    return Profile(PROFILE, "نمونه", criteria=criteria, verdict=verdict)


def criterion(dice: Random, criterion_id: str, on: date) -> Criterion:
    in_force = ALWAYS
    if maybe(dice, 0.3):
        start = some_day(dice, on) if maybe(dice, 0.5) else None
        end = later_day(dice, start or on)
        in_force = Period(start, end)
    kind = dice.choice(tuple(Kind))
    takes_window = kind in WINDOWED_KINDS
    return Criterion(
        id=criterion_id,
        terms=terms(dice, kind),
        source=Source("1"),
        window=window(dice, on) if takes_window and maybe(dice, 0.85) else None,
        in_force=in_force,
    )


WINDOWED_KINDS = (
    Kind.COURSE,
    Kind.HOURS,
    Kind.ASSESSMENT,
    Kind.COMPETENCY,
    Kind.EXAM,
)


def terms(dice: Random, kind: Kind) -> Terms:
    unset = maybe(dice, 0.04)
    minimum = None if unset else dice.choice(SCORES)
    years = None if unset else dice.randrange(0, 4)
    match kind:
        case Kind.COURSE:
            return CourseTerms(tuple(dice.sample(COURSES, dice.randrange(1, 3))))
        case Kind.HOURS:
            return hours(dice, unset=unset)
        case Kind.ASSESSMENT:
            return AssessmentTerms("X", minimum)
        case Kind.COMPETENCY:
            return CompetencyTerms("X", minimum)
        case Kind.EXAM:
            return ExamTerms("X", minimum)
        case Kind.CREDENTIAL:
            return CredentialTerms(dice.choice(("ICDL", "LAW")))
        case Kind.SERVICE:
            return ServiceTerms(years)
        case Kind.DEGREE:
            return DegreeTerms(None if unset else dice.choice(tuple(Degree)))
        case Kind.AGE:
            low = dice.choice((None, 0, 1, 2))
            high = dice.choice((None, 2, 3))
            return AgeTerms(low, high)
        case Kind.APPRAISAL:
            return AppraisalTerms(minimum, dice.randrange(1, 4))
        case Kind.RANK:
            return RankTerms(None if unset else dice.choice(tuple(Rank)))


def hours(dice: Random, *, unset: bool) -> HoursTerms:
    classes = tuple(dice.sample(CLASSES, dice.randrange(4)))
    capped = [each for each in classes or CLASSES if maybe(dice, 0.4)]
    return HoursTerms(
        minimum=None if unset else Decimal(dice.choice((0, 8, 20, 28, 40, 60))),
        classes=classes,
        yearly_cap=dice.choice((None, None, Decimal(20), Decimal(30))),
        class_caps=tuple(
            (each, dice.choice(HOURS)) for each in CLASSES if each in capped
        )
        if maybe(dice, 0.4)
        else (),
    )


def window(dice: Random, on: date) -> Window:
    shape = dice.randrange(8)
    if shape < 3:
        unit = tuple(Unit)[shape]
        count = dice.randrange(1, 4) if unit is Unit.YEARS else dice.randrange(1, 40)
        return ReachBack(unit, count)
    if shape < 5:
        return JalaliYear(dice.choice(tuple(Turn)))
    if shape < 7:
        return SinceEvent(dice.choice(tuple(Since)))
    start = some_day(dice, on)
    return FixedDays(Period(start, later_day(dice, start)))


def tree(dice: Random, ids: list[str], depth: int) -> Tree:
    if depth == 2 or maybe(dice, 0.4 * depth):
        return Leaf(dice.choice(ids))
    branches = tuple(tree(dice, ids, depth + 1) for _ in range(dice.randrange(1, 4)))
    shape = dice.randrange(3)
    if shape == 0:
        return AllOf(branches)
    if shape == 1:
        return AnyOf(branches)
    return AtLeast(dice.randrange(1, len(branches) + 1), branches)


# ---- people and courses ----------------------------------------------------


def facts(dice: Random, on: date) -> Facts:
    ranks = tuple(Decimal(order) for order in range(len(Rank)))
    completions = [completion(dice, on) for _ in range(dice.randrange(7))]
    if completions and maybe(dice, 0.15):
        twin = dice.choice(completions)
        completions.append(completion(dice, on, course=twin.course, day=twin.day))
    return Facts(
        birth_date=some_day(dice, on) if maybe(dice, 0.85) else None,
        service_start=some_day(dice, on) if maybe(dice, 0.8) else None,
        degree=dice.choice((None, *Degree)),
        assignments=tuple(assignment(dice, on) for _ in range(dice.randrange(4))),
        completions=tuple(completions),
        results=(
            *results(dice, on, ResultKind.ASSESSMENT, SCORES),
            *results(dice, on, ResultKind.COMPETENCY, SCORES),
            *results(dice, on, ResultKind.EXAM, SCORES),
            *results(dice, on, ResultKind.APPRAISAL, SCORES, most=8),
            *results(dice, on, ResultKind.RANK, ranks),
        ),
        credentials=tuple(credential(dice, on) for _ in range(dice.randrange(4))),
        exemptions=tuple(exemption(dice, on) for _ in range(dice.choice((0, 0, 1, 2)))),
    )


def assignment(dice: Random, on: date) -> Assignment:
    start = some_day(dice, on)
    return Assignment(dice.choice(POSTS), "U", start, later_day(dice, start))


def completion(
    dice: Random, on: date, course: str | None = None, day: date | None = None
) -> Completion:
    day = day or some_day(dice, on)
    return Completion(
        course=course or dice.choice((*COURSES, "NOT-IN-CATALOGUE")),
        day=day,
        hours=dice.choice((None, *HOURS)),
        passed=maybe(dice, 0.85),
        revoked_on=some_day(dice, on) if maybe(dice, 0.2) else None,
    )


def results(
    dice: Random,
    on: date,
    kind: ResultKind,
    values: tuple[Decimal, ...],
    most: int = 3,
) -> tuple[Result, ...]:
    return tuple(
        Result(
            "X" if maybe(dice, 0.9) else "Y",
            kind,
            some_day(dice, on),
            None if maybe(dice, 0.1) else dice.choice(values),
        )
        for _ in range(dice.randrange(most + 1))
    )


def credential(dice: Random, on: date) -> Credential:
    issued = some_day(dice, on)
    return Credential(
        dice.choice(("ICDL", "LAW")),
        issued,
        later_day(dice, issued),
        some_day(dice, on) if maybe(dice, 0.2) else None,
    )


def exemption(dice: Random, on: date) -> Exemption:
    start = some_day(dice, on)
    return Exemption(
        PROFILE if maybe(dice, 0.9) else "other",
        f"c{dice.randrange(3)}",
        dice.choice(("70", "71")),
        start,
        later_day(dice, start),
    )


def catalogue(dice: Random, on: date) -> Catalogue:
    return Catalogue.of(
        Course(
            code=code,
            course_class=dice.choice((*CLASSES, None)),
            hours=dice.choice((None, *HOURS)),
            creditable_from=some_day(dice, on) if maybe(dice, 0.25) else None,
            creditable_until=some_day(dice, on) if maybe(dice, 0.25) else None,
            degree_programme=maybe(dice, 0.1),
            equivalent_to=frozenset(dice.sample(COURSES, dice.choice((0, 0, 1, 2)))),
        )
        for code in COURSES
    )
