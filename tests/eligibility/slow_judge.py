"""A second judge, written from docs/judgement.md alone and in the most obvious way.

It shares the nouns of profiles and facts with the real one, and nothing else: no index,
no shortcut, its own calendar through persiantools, `until` by stepping day after day.
Where the two disagree the text decides.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

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
    HoursTerms,
    Leaf,
    Rank,
    RankTerms,
    ServiceTerms,
    Tree,
    Window,
)
from tests.eligibility.slow_calendar import jalali, whole_years
from tests.eligibility.slow_record import SlowRecord

DEGREES = list(Degree)
RANKS = list(Rank)

Found = tuple[str, object, tuple[str, ...]]
"""Outcome, what was reached, and evidence ids in order."""


class SlowCase(SlowRecord):
    def finding(self, criterion: Criterion, day: date) -> Found | None:
        force = criterion.in_force
        if force.start is not None and day < force.start:
            return None
        if force.end is not None and day >= force.end:
            return None
        exempting = [
            each
            for each in self.exemptions
            if each.profile == self.profile.code
            and each.criterion == criterion.id
            and each.start <= day
            and (each.until is None or day < each.until)
        ]
        if exempting:
            latest = max(each.start for each in exempting)
            document = min(e.document for e in exempting if e.start == latest)
            return "waived", None, (name("exemption", document, latest),)
        if criterion.is_unset:
            return "unknown", None, ()
        terms, window = criterion.terms, criterion.window
        match terms:
            case CourseTerms():
                return self.course(terms, window, day)
            case HoursTerms():
                return self.hours(terms, window, day)
            case AssessmentTerms():
                asked = "assessment", terms.assessment
                return self.latest(asked, terms.minimum, window, day)
            case CompetencyTerms():
                asked = "competency", terms.competency
                return self.latest(asked, terms.level, window, day)
            case CredentialTerms():
                return self.credential(terms, day)
            case ServiceTerms():
                return self.service(terms, day)
            case DegreeTerms():
                return self.degree(terms)
            case AgeTerms():
                return self.age(terms, day)
            case AppraisalTerms():
                return self.appraisal(terms, day)
            case ExamTerms():
                return self.exam(terms, window, day)
            case RankTerms():
                return self.rank(terms)

    # ---- kinds ----

    def course(self, terms: CourseTerms, window: Window | None, day: date) -> Found:
        if self.cannot_tell(window, day):
            return "unknown", None, ()
        found: list[tuple[int, str, date]] = []
        for each in self.seen(day):
            course = self.course_of(each)
            counts = each.course in terms.courses or (
                any(asked in course.equivalent_to for asked in terms.courses)
                and (
                    course.creditable_from is None or each.day >= course.creditable_from
                )
            )
            if counts and self.lies_in(window, each.day, day):
                found.append((-each.day.toordinal(), each.course, each.day))
        if not found:
            return "unmet", None, ()
        _, code, on = min(found)
        return "met", code, (name("completion", code, on),)

    def hours(self, terms: HoursTerms, window: Window | None, day: date) -> Found:
        if self.cannot_tell(window, day):
            return "unknown", None, ()
        earned: dict[tuple[int, CourseClass | None], Decimal] = {}
        evidence: list[tuple[date, str]] = []
        someone_knows = True
        for each in self.seen(day):
            course = self.course_of(each)
            if not self.lies_in(window, each.day, day):
                continue
            if terms.classes and course.course_class not in terms.classes:
                continue
            if course.creditable_from is not None and each.day < course.creditable_from:
                continue
            if (
                course.creditable_until is not None
                and each.day >= course.creditable_until
            ):
                continue
            hours = self.hours_of(each)
            if hours is None:
                someone_knows = False
                continue
            if hours > 0:
                evidence.append((each.day, each.course))
            key = jalali(each.day)[0], course.course_class
            earned[key] = earned.get(key, Decimal(0)) + hours
        total = self.capped(terms, earned)
        ids = tuple(name("completion", code, on) for on, code in sorted(evidence))
        assert terms.minimum is not None
        if total >= terms.minimum:
            return "met", total, ids
        return ("unmet" if someone_knows else "unknown"), total, ids

    def capped(
        self,
        terms: HoursTerms,
        earned: dict[tuple[int, CourseClass | None], Decimal],
    ) -> Decimal:
        order = list(terms.classes) or [*CourseClass, None]
        counted: dict[tuple[int, CourseClass | None], Decimal] = {}
        for year in {year for year, _ in earned}:
            room = terms.yearly_cap
            for course_class in order:
                hours = earned.get((year, course_class), Decimal(0))
                if room is not None:
                    hours = min(hours, room)
                    room = room - hours
                counted[year, course_class] = hours
        total = Decimal(0)
        caps = dict(terms.class_caps)
        for course_class in order:
            hours = sum(
                (h for (_, its), h in counted.items() if its == course_class),
                Decimal(0),
            )
            if course_class is not None and course_class in caps:
                hours = min(hours, caps[course_class])
            total += hours
        return total

    def latest(
        self,
        asked: tuple[str, str],
        minimum: Decimal | None,
        window: Window | None,
        day: date,
    ) -> Found:
        if self.cannot_tell(window, day):
            return "unknown", None, ()
        seen = [
            each for each in self.of_kind(*asked) if self.lies_in(window, each.day, day)
        ]
        if not seen:
            return "unmet", None, ()
        last = seen[-1]
        ids = (name("result", last.instrument, last.day),)
        if last.value is None:
            return "unknown", None, ids
        assert minimum is not None
        return ("met" if last.value >= minimum else "unmet"), last.value, ids

    def exam(self, terms: ExamTerms, window: Window | None, day: date) -> Found:
        if self.cannot_tell(window, day):
            return "unknown", None, ()
        assert terms.minimum is not None
        best = open_one = None
        for each in self.of_kind("exam", terms.exam):
            if not self.lies_in(window, each.day, day):
                continue
            if each.value is None:
                open_one = each
            elif best is None or best.value is None or each.value >= best.value:
                best = each
        reached = None if best is None else best.value
        ids = () if best is None else (name("result", best.instrument, best.day),)
        if reached is not None and reached >= terms.minimum:
            return "met", reached, ids
        if open_one is not None:
            ids = (name("result", open_one.instrument, open_one.day),)
            return "unknown", reached, ids
        return "unmet", reached, ids

    def credential(self, terms: CredentialTerms, day: date) -> Found:
        holding = [
            each.issued_on
            for each in self.credentials
            if each.type == terms.credential
            and each.issued_on <= day
            and (each.expires_on is None or day < each.expires_on)
            and (each.revoked_on is None or day < each.revoked_on)
        ]
        if not holding:
            return "unmet", None, ()
        ids = (name("credential", terms.credential, max(holding)),)
        return "met", terms.credential, ids

    def service(self, terms: ServiceTerms, day: date) -> Found:
        start = self.facts.service_start
        if start is None:
            return "unknown", None, ()
        if start > day:
            return "unmet", None, ()
        assert terms.years is not None
        years = whole_years(start, day)
        return ("met" if years >= terms.years else "unmet"), years, ()

    def degree(self, terms: DegreeTerms) -> Found:
        held = self.facts.degree
        if held is None:
            return "unknown", None, ()
        assert terms.degree is not None
        is_met = DEGREES.index(held) >= DEGREES.index(terms.degree)
        return ("met" if is_met else "unmet"), held, ()

    def age(self, terms: AgeTerms, day: date) -> Found:
        born = self.facts.birth_date
        if born is None:
            return "unknown", None, ()
        if born > day:
            return "unmet", None, ()
        years = whole_years(born, day)
        if terms.minimum is not None and years < terms.minimum:
            return "unmet", years, ()
        if terms.maximum is not None and years > terms.maximum:
            return "unmet", years, ()
        return "met", years, ()

    def appraisal(self, terms: AppraisalTerms, day: date) -> Found:
        assert terms.years is not None
        assert terms.minimum is not None
        scores: list[Decimal] = []
        ids: list[str] = []
        for back in range(terms.years, 0, -1):
            year = jalali(day)[0] - back
            of_year = [
                each
                for each in self.of_kind("appraisal", None)
                if jalali(each.day)[0] == year
            ]
            if of_year:
                last = of_year[-1]
                ids.append(name("result", last.instrument, last.day))
                if last.value is not None:
                    scores.append(last.value)
        if len(scores) < terms.years:
            return "unknown", None, tuple(ids)
        total = sum(scores, Decimal(0))
        mean = (total / terms.years).quantize(Decimal("0.0001"), ROUND_FLOOR)
        is_met = total >= terms.minimum * terms.years
        return ("met" if is_met else "unmet"), mean, tuple(ids)

    def rank(self, terms: RankTerms) -> Found:
        granted = self.of_kind("rank", None)
        if not granted:
            return "unmet", None, ()
        last = granted[-1]
        ids = (name("result", last.instrument, last.day),)
        if last.value is None:
            return "unknown", None, ids
        assert terms.rank is not None
        held = RANKS[int(last.value)]
        is_met = RANKS.index(held) >= RANKS.index(terms.rank)
        return ("met" if is_met else "unmet"), held, ids

    # ---- the answer ----

    def findings(self, day: date) -> dict[str, Found]:
        found = {each.id: self.finding(each, day) for each in self.profile.criteria}
        return {code: each for code, each in found.items() if each is not None}

    def verdict(self, findings: dict[str, Found]) -> str:
        outcomes = {code: each[0] for code, each in findings.items()}
        tree = self.profile.verdict
        if tree is None:
            tree = AllOf(tuple(Leaf(each.id) for each in self.profile.criteria))
        folded = fold(tree, outcomes)
        if folded is None or folded == "met":
            return "eligible"
        return "not_eligible" if folded == "unmet" else "undetermined"


def fold(tree: Tree, outcomes: dict[str, str]) -> str | None:
    """Return met, unmet, unknown, or None where nothing is left."""
    if isinstance(tree, Leaf):
        outcome = outcomes.get(tree.criterion)
        return "met" if outcome == "waived" else outcome
    left = []
    for branch in tree.branches:
        folded = fold(branch, outcomes)
        if folded is not None:
            left.append(folded)
    if not left:
        return None
    asked = len(left)
    if isinstance(tree, AnyOf):
        asked = 1
    if isinstance(tree, AtLeast):
        asked = min(tree.count, len(left))
    if left.count("met") >= asked:
        return "met"
    if left.count("met") + left.count("unknown") < asked:
        return "unmet"
    return "unknown"


def name(kind: str, code: str, day: date) -> str:
    year, month, day_of_month = jalali(day)
    return f"{kind}:{code}@{year:04}-{month:02}-{day_of_month:02}"
