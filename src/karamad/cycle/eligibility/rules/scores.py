"""What was measured: assessments, competencies, exams, appraisals, ranks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from operator import attrgetter
from typing import Final

from karamad.cycle.eligibility.rules.answers import UNMET, Answer, met, unknown, unmet
from karamad.cycle.eligibility.rules.dossier import Case, Scored
from karamad.cycle.eligibility.rules.facts import ResultKind, rank_of, rank_value
from karamad.cycle.eligibility.rules.judgement import Lack, Missing
from karamad.cycle.eligibility.rules.windows import span, turning_days
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.competencies.rules import (
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    ExamTerms,
    RankTerms,
    Window,
)

_MEAN_STEP: Final = Decimal("0.0001")
_DAY_OF: Final = attrgetter("day")

# ---- the latest in the window ----------------------------------------------


def assessment(
    terms: AssessmentTerms, window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the latest result in the window, also when it failed.

    Source: docs/judgement.md, `assessment`.
    """
    rows = case.dossier.scored(ResultKind.ASSESSMENT, terms.assessment)
    return _latest(rows, terms.minimum, window, case, day)


def competency(
    terms: CompetencyTerms, window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the latest attested level in the window, also when too low.

    Source: docs/judgement.md, `competency`.
    """
    rows = case.dossier.scored(ResultKind.COMPETENCY, terms.competency)
    return _latest(rows, terms.level, window, case, day)


def _latest(
    rows: Sequence[Scored],
    asked: Decimal | None,
    window: Window | None,
    case: Case,
    day: date,
) -> Answer:
    seen = span(window, case, day)
    if isinstance(seen, Lack):
        return unknown(seen)
    before = bisect_right(rows, seen.last, key=_DAY_OF)
    if before == 0:
        return UNMET
    latest = rows[before - 1]
    if seen.first is not None and latest.day < seen.first:
        return UNMET
    if latest.value is None or asked is None:
        return unknown(_not_stated(latest), rows=(latest,))
    decide = met if latest.value >= asked else unmet
    return decide(latest.value, (latest,))


def _not_stated(row: Scored) -> Lack:
    return Lack(Missing.RESULT_VALUE, row.code, row.day)


# ---- the best in the window ------------------------------------------------


def exam(terms: ExamTerms, window: Window | None, case: Case, day: date) -> Answer:
    """Answer with the best score in the window, of equal ones the latest.

    A score not stated leaves the answer open unless another one is enough.
    Source: docs/judgement.md, `exam`.
    """
    seen = span(window, case, day)
    if isinstance(seen, Lack):
        return unknown(seen)
    best: Scored | None = None
    open_one: Scored | None = None
    for row in case.dossier.scored(ResultKind.EXAM, terms.exam):
        if row.day > seen.last or (seen.first is not None and row.day < seen.first):
            continue
        if row.value is None:
            open_one = row
        elif best is None or best.value is None or row.value >= best.value:
            best = row
    score = None if best is None else best.value
    decided = () if best is None else (best,)
    if score is not None and terms.minimum is not None and score >= terms.minimum:
        return met(score, decided)
    if open_one is not None:
        return unknown(_not_stated(open_one), reached=score, rows=(open_one,))
    return unmet(score, decided)


def windowed_turns(
    terms: AssessmentTerms | CompetencyTerms | ExamTerms,
    window: Window | None,
    case: Case,
) -> Sequence[date]:
    """Return the days in order on which a windowed result may turn its criterion."""
    kind, instrument = _instrument(terms)
    rows = case.dossier.scored(kind, instrument)
    return turning_days(window, case, [row.day for row in rows if row.day <= case.on])


def _instrument(
    terms: AssessmentTerms | CompetencyTerms | ExamTerms,
) -> tuple[ResultKind, str]:
    match terms:
        case AssessmentTerms():
            return ResultKind.ASSESSMENT, terms.assessment
        case CompetencyTerms():
            return ResultKind.COMPETENCY, terms.competency
    return ResultKind.EXAM, terms.exam


# ---- appraisal -------------------------------------------------------------


def appraisal(
    terms: AppraisalTerms, _window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the mean of the last complete years, rounded down to 0.0001.

    Source: docs/judgement.md, `appraisal`.
    """
    years = terms.years or 0
    this_year = jalali_year(day)
    latest: dict[int, Scored] = {}
    for row in case.dossier.scored(ResultKind.APPRAISAL):
        if row.day <= case.on:
            latest[jalali_year(row.day)] = row
    rows = []
    lacks = []
    total = Decimal(0)
    for year in range(this_year - years, this_year):
        found = latest.get(year)
        if found is None:
            lacks.append(Lack(Missing.APPRAISAL, "", year_starts(year)))
            continue
        rows.append(found)
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
    terms: AppraisalTerms, _window: Window | None, case: Case
) -> Sequence[date]:
    """Return the new years on which the appraised years move on."""
    year = jalali_year(case.on)
    return [year_starts(year + 1 + ahead) for ahead in range((terms.years or 0) + 1)]


# ---- rank ------------------------------------------------------------------


def rank(terms: RankTerms, _window: Window | None, case: Case, _day: date) -> Answer:
    """Answer with the latest rank granted; none granted is unmet.

    Source: docs/judgement.md, `rank`.
    """
    granted = [
        row for row in case.dossier.scored(ResultKind.RANK) if row.day <= case.on
    ]
    if not granted or terms.rank is None:
        return UNMET
    latest = granted[-1]
    if latest.value is None:
        return unknown(_not_stated(latest), rows=(latest,))
    decide = met if latest.value >= rank_value(terms.rank) else unmet
    return decide(rank_of(latest.value), (latest,))
