"""From what somebody wrote to a profile, or every reason why it is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from karamad.kernel.period import ALWAYS
from karamad.registers.competencies.rules.nouns import (
    WINDOWED,
    AgeTerms,
    AppliesTo,
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    CourseTerms,
    CredentialTerms,
    Criterion,
    DegreeTerms,
    ExamTerms,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Kind,
    Profile,
    RankTerms,
    ReachBack,
    ServiceTerms,
    Since,
    SinceEvent,
    Source,
    Terms,
    Turn,
    Unit,
    Window,
)
from karamad.registers.competencies.rules.refusals import BadProfile, Fault, Refusal
from karamad.registers.competencies.rules.scales import (
    RANK_WORDS,
    CourseClass,
    Degree,
    Employment,
    PostLevel,
    Rank,
    Sureness,
    UnitKind,
)
from karamad.registers.competencies.rules.taking import Sheet
from karamad.registers.competencies.rules.tree_reading import read_tree

_LONGEST_REACH: Final = {Unit.YEARS: 100, Unit.MONTHS: 1200, Unit.DAYS: 36600}
_LONGEST_LIFE: Final = 150
_MOST_APPRAISED: Final = 40
MOST_CRITERIA: Final = 62  # everyone is judged at once, by words of 64 bits
MOST_KEPT: Final = 200  # of editions recorded before that bound
_HIGHEST_GRADE: Final = 12


def read_profile(written: object, *, most: int = MOST_CRITERIA) -> Profile:
    """Return the profile a mapping says, in the words of `docs/judgement.md`.

    A number that is null or absent where the kind needs one leaves the criterion
    unset; everything else that is not understood is refused.
    most: criteria it may have.
    Errors: BadProfile with all refusals.
    Source: docs/judgement.md, "A profile".
    """
    refusals: list[Refusal] = []
    sheet = Sheet(written, "", refusals)
    if refusals:
        raise BadProfile(tuple(refusals))
    profile = _profile(sheet, most)
    if refusals:
        raise BadProfile(tuple(refusals))
    return profile


def _profile(sheet: Sheet, most: int) -> Profile:
    code = sheet.code("profile")
    title = sheet.part("title")
    title_fa = title_en = ""
    if title is None:
        sheet.refuse(Fault.FIELD_MISSING, "title")
    else:
        title_fa = title.text("fa")
        title_en = title.text("en", required=False)
        title.finish()
    applies_to = _applies_to(sheet.part("applies_to"))
    criteria = _criteria(sheet, most)
    written_tree = sheet.take("verdict")
    ids = frozenset(criterion.id for criterion in criteria)
    tree = None
    if written_tree is not None:
        tree = read_tree(written_tree, ids, sheet.refusals)
    sheet.finish()
    return Profile(code, title_fa, title_en, applies_to, criteria, tree)


def _applies_to(sheet: Sheet | None) -> AppliesTo:
    if sheet is None:
        return AppliesTo()
    applies_to = AppliesTo(
        posts=sheet.codes("posts"),
        level=sheet.word("level", PostLevel),
        managerial=sheet.flag("managerial"),
        employment=sheet.words("employment", Employment),
        unit_kind=sheet.words("unit_kind", UnitKind),
        unit_grade=sheet.wholes("unit_grade", low=1, high=_HIGHEST_GRADE),
    )
    sheet.finish()
    return applies_to


def _criteria(sheet: Sheet, most: int) -> tuple[Criterion, ...]:
    written = sheet.take("criteria")
    if written is None:
        return ()
    if not isinstance(written, list | tuple):
        sheet.refuse(Fault.NOT_A_LIST, "criteria", written)
        return ()
    if len(written) > most:
        sheet.refuse(Fault.TOO_MANY_CRITERIA, "criteria", len(written), (str(most),))
        return ()
    criteria = []
    seen = set()
    for place, each in enumerate(written):
        part = Sheet(each, f"criteria[{place}]", sheet.refusals)
        if not isinstance(each, Mapping):
            continue
        criterion = _criterion(part)
        if criterion.id in seen:
            part.refuse(Fault.CRITERION_TWICE, "id", criterion.id)
        seen.add(criterion.id)
        criteria.append(criterion)
    return tuple(criteria)


def _criterion(sheet: Sheet) -> Criterion:
    criterion_id = sheet.code("id")
    kind = None
    if "kind" in sheet.names():
        kind = _kind(sheet)
    else:
        sheet.refuse(Fault.FIELD_MISSING, "kind")
    source = _source(sheet)
    force = sheet.part("in_force")
    in_force = ALWAYS
    if force is not None:
        in_force = force.period()
        force.finish()
    if kind is None:
        # Its fields cannot be told right from wrong, so nothing is said of them.
        return Criterion(criterion_id, CourseTerms(()), source, None, in_force)
    window = _window(sheet.part("window")) if kind in WINDOWED else None
    terms = _TERMS[kind](sheet)
    sheet.finish()
    return Criterion(criterion_id, terms, source, window, in_force)


def _kind(sheet: Sheet) -> Kind | None:
    written = sheet.take("kind")
    for kind in Kind:
        if kind.value == written:
            return kind
    sheet.refuse(Fault.KIND_UNKNOWN, "kind", written, tuple(Kind))
    return None


def _source(sheet: Sheet) -> Source:
    part = sheet.part("source")
    if part is None:
        sheet.refuse(Fault.FIELD_MISSING, "source")
        return Source("")
    source = Source(
        document=part.text("document"),
        article=part.text("article", required=False) or None,
        status=part.word("status", Sureness) or Sureness.UNCONFIRMED,
    )
    part.finish()
    return source


# ---- windows ---------------------------------------------------------------


def _window(sheet: Sheet | None) -> Window | None:
    if sheet is None:
        return None
    names = sheet.names()
    window: Window | None = None
    if set(names) <= {"from", "until"} and names:
        window = FixedDays(sheet.period())
    elif len(names) == 1:
        window = _named_window(sheet, names[0])
    if window is None:
        sheet.refuse(Fault.WINDOW_UNKNOWN, "", ", ".join(names))
    return window


def _named_window(sheet: Sheet, name: str) -> Window | None:
    if name in set(Unit):
        unit = Unit(name)
        return ReachBack(unit, sheet.whole(name, low=1, high=_LONGEST_REACH[unit]))
    if name == "jalali_year":
        return JalaliYear(sheet.word(name, Turn) or Turn.CURRENT)
    if name == "since":
        return SinceEvent(sheet.word(name, Since) or Since.APPOINTMENT)
    return None


# ---- terms, kind by kind ---------------------------------------------------


def _course(sheet: Sheet) -> CourseTerms:
    courses = sheet.codes("courses")
    if not courses:
        sheet.refuse(Fault.FIELD_MISSING, "courses")
    return CourseTerms(courses)


def _hours(sheet: Sheet) -> HoursTerms:
    classes = sheet.words("classes", CourseClass)
    return HoursTerms(
        minimum=sheet.number("minimum"),
        classes=classes,
        yearly_cap=sheet.number("yearly_cap"),
        class_caps=_class_caps(sheet.part("class_caps"), classes),
    )


def _class_caps(
    sheet: Sheet | None, classes: tuple[CourseClass, ...]
) -> tuple[tuple[CourseClass, Decimal], ...]:
    if sheet is None:
        return ()
    caps = []
    for course_class in CourseClass:
        if course_class.value not in sheet.names():
            continue
        cap = sheet.number(course_class.value)
        if cap is None:
            sheet.refuse(Fault.FIELD_MISSING, course_class.value)
        elif classes and course_class not in classes:
            sheet.refuse(Fault.CLASS_UNLISTED, course_class.value, course_class)
        else:
            caps.append((course_class, cap))
    sheet.finish()
    return tuple(caps)


def _assessment(sheet: Sheet) -> AssessmentTerms:
    return AssessmentTerms(sheet.code("assessment"), sheet.number("minimum"))


def _competency(sheet: Sheet) -> CompetencyTerms:
    return CompetencyTerms(sheet.code("competency"), sheet.number("level"))


def _credential(sheet: Sheet) -> CredentialTerms:
    return CredentialTerms(sheet.code("credential"))


def _service(sheet: Sheet) -> ServiceTerms:
    return ServiceTerms(sheet.whole("years", low=0, high=_LONGEST_LIFE))


def _degree(sheet: Sheet) -> DegreeTerms:
    return DegreeTerms(sheet.word("degree", Degree))


def _age(sheet: Sheet) -> AgeTerms:
    minimum = sheet.whole("minimum", low=0, high=_LONGEST_LIFE)
    maximum = sheet.whole("maximum", low=0, high=_LONGEST_LIFE)
    if minimum is not None and maximum is not None and minimum > maximum:
        sheet.refuse(Fault.BOUNDS_CROSSED, "maximum", f"{minimum}..{maximum}")
    return AgeTerms(minimum, maximum)


def _appraisal(sheet: Sheet) -> AppraisalTerms:
    years = sheet.whole("years", low=1, high=_MOST_APPRAISED)
    return AppraisalTerms(sheet.number("minimum"), years)


def _exam(sheet: Sheet) -> ExamTerms:
    return ExamTerms(sheet.code("exam"), sheet.number("minimum"))


def _rank(sheet: Sheet) -> RankTerms:
    written = sheet.take("rank")
    if written is None:
        return RankTerms(None)
    if isinstance(written, str):
        if written in RANK_WORDS:
            return RankTerms(RANK_WORDS[written])
        if written in set(Rank):
            return RankTerms(Rank(written))
    sheet.refuse(Fault.WORD_UNKNOWN, "rank", written, (*Rank, *RANK_WORDS))
    return RankTerms(None)


_TERMS: dict[Kind, Callable[[Sheet], Terms]] = {
    Kind.COURSE: _course,
    Kind.HOURS: _hours,
    Kind.ASSESSMENT: _assessment,
    Kind.COMPETENCY: _competency,
    Kind.CREDENTIAL: _credential,
    Kind.SERVICE: _service,
    Kind.DEGREE: _degree,
    Kind.AGE: _age,
    Kind.APPRAISAL: _appraisal,
    Kind.EXAM: _exam,
    Kind.RANK: _rank,
}
