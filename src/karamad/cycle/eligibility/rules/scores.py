"""What was measured: assessments, competencies, exams, appraisals, ranks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from karamad.cycle.eligibility.rules.answers import (
    UNMET,
    Answer,
    Turn,
    met,
    unknown,
    unmet,
)
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.facts import (
    Result,
    ResultKind,
    rank_of,
    rank_value,
)
from karamad.cycle.eligibility.rules.judgement import Lack, Missing, Outcome
from karamad.cycle.eligibility.rules.windows import (
    Span,
    last_seen,
    span,
    turning_days,
)
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.competencies.rules import (
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    ExamTerms,
    RankTerms,
    Window,
)

_ZERO: Final = Decimal(0)
_MEAN_STEP: Final = Decimal("0.0001")

# By a name of the module: looking a member up in its class takes ten times as long.
_ASSESSMENT: Final = ResultKind.ASSESSMENT
_COMPETENCY: Final = ResultKind.COMPETENCY
_EXAM: Final = ResultKind.EXAM
_APPRAISAL: Final = ResultKind.APPRAISAL
_RANK: Final = ResultKind.RANK
_UNKNOWN: Final = Outcome.UNKNOWN
# ---- the latest in the window ----------------------------------------------


def assessment(
    terms: AssessmentTerms, window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the latest result in the window, also when it failed.

    Source: docs/judgement.md, `assessment`.
    """
    rows = case.dossier.scored(_ASSESSMENT, terms.assessment, case.on)
    return _latest(rows, terms.minimum, span(window, case, day))


def competency(
    terms: CompetencyTerms, window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the latest attested level in the window, also when too low.

    Source: docs/judgement.md, `competency`.
    """
    rows = case.dossier.scored(_COMPETENCY, terms.competency, case.on)
    return _latest(rows, terms.level, span(window, case, day))


def latest_turns(
    _terms: AssessmentTerms | CompetencyTerms,
    window: Window | None,
    case: Case,
    now: Answer,
) -> Sequence[date] | Turn:
    """Return the days in order on which the latest result may cease to decide.

    Source: docs/adr/0002-what-until-means.md.
    """
    return last_seen(window, case, now)


def _latest(rows: Sequence[Result], asked: Decimal | None, seen: Span | Lack) -> Answer:
    if isinstance(seen, Lack):
        return unknown(seen)
    first, last = seen
    for row in reversed(rows):
        if row.day <= last:
            if first is not None and row.day < first:
                return UNMET
            return _scored(row, asked)
    return UNMET


def _scored(row: Result, asked: Decimal | None) -> Answer:
    if row.value is None or asked is None:
        return unknown(_not_stated(row), rows=(row,))
    decide = met if row.value >= asked else unmet
    return decide(row.value, (row,))


def _not_stated(row: Result) -> Lack:
    return Lack(Missing.RESULT_VALUE, row.instrument, row.day)


# ---- the best in the window ------------------------------------------------


def exam(terms: ExamTerms, window: Window | None, case: Case, day: date) -> Answer:
    """Answer with the best score in the window, of equal ones the latest.

    A score not stated leaves the answer open unless another one is enough.
    Source: docs/judgement.md, `exam`.
    """
    seen = span(window, case, day)
    if isinstance(seen, Lack):
        return unknown(seen)
    first, last = seen
    rows = [
        row
        for row in case.dossier.scored(_EXAM, terms.exam, case.on)
        if row.day <= last and (first is None or first <= row.day)
    ]
    if not rows:
        return UNMET
    scored = [(row.value, row.day, row) for row in rows if row.value is not None]
    score, _, best = max(scored, default=(None, None, None))
    decided = () if best is None else (best,)
    if score is not None and terms.minimum is not None and score >= terms.minimum:
        return met(score, decided)
    unstated = [row for row in rows if row.value is None]
    if unstated:
        latest = unstated[-1]
        return unknown(_not_stated(latest), reached=score, rows=(latest,))
    return unmet(score, decided)


def exam_turns(
    terms: ExamTerms, window: Window | None, case: Case, _now: Answer
) -> Sequence[date]:
    """Return the days in order on which an `exam` criterion may turn.

    Source: docs/adr/0002-what-until-means.md.
    """
    rows = case.dossier.scored(_EXAM, terms.exam, case.on)
    return turning_days(window, case, [row.day for row in rows])


# ---- appraisal -------------------------------------------------------------


def appraisal(
    terms: AppraisalTerms, _window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the mean of the last complete years, rounded down to 0.0001.

    Source: docs/judgement.md, `appraisal`.
    """
    years = terms.years or 0
    this_year = jalali_year(day)
    scored = case.dossier.scored(_APPRAISAL, "", case.on)
    latest = {jalali_year(row.day): row for row in scored}
    rows: tuple[Result, ...] = ()
    lacks = []
    total = _ZERO
    for year in range(this_year - years, this_year):
        found = latest.get(year)
        if found is None:
            lacks.append(Lack(Missing.APPRAISAL, "", year_starts(year)))
            continue
        rows += (found,)
        if found.value is None:
            lacks.append(_not_stated(found))
        else:
            total += found.value
    if lacks or terms.minimum is None:
        return unknown(*lacks, rows=rows)
    mean = (total / years).quantize(_MEAN_STEP, rounding=ROUND_FLOOR)
    decide = met if total >= terms.minimum * years else unmet
    return decide(mean, rows)


def appraisal_turns(
    terms: AppraisalTerms, _window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the new years on which the appraised years move on.

    Source: docs/adr/0002-what-until-means.md.
    """
    year = jalali_year(case.on)
    scored = case.dossier.scored(_APPRAISAL, "", case.on)
    if not scored or scored[-1].day < year_starts(year):
        # From the new year on this one is asked, and has no score.
        if now.outcome is _UNKNOWN:
            return ()
        lack = Lack(Missing.APPRAISAL, "", year_starts(year))
        return Turn(year_starts(year + 1), unknown(lack))
    return [year_starts(year + 1 + ahead) for ahead in range((terms.years or 0) + 1)]


# ---- rank ------------------------------------------------------------------


def rank(terms: RankTerms, _window: Window | None, case: Case, _day: date) -> Answer:
    """Answer with the latest rank granted; none granted is unmet.

    Source: docs/judgement.md, `rank`.
    """
    granted = case.dossier.scored(_RANK, "", case.on)
    if not granted or terms.rank is None:
        return UNMET
    latest = granted[-1]
    if latest.value is None:
        return unknown(_not_stated(latest), rows=(latest,))
    decide = met if latest.value >= rank_value(terms.rank) else unmet
    return decide(rank_of(latest.value), (latest,))
