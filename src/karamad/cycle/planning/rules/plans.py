"""How a plan goes from draft to approved, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from karamad.cycle.planning.rules.money import Fit
from karamad.kernel.jalali import jalali_day

DRAFT: Final = "draft"
REVIEW: Final = "review"
APPROVED: Final = "approved"
A_QUARTER: Final = 3  # months


class PlanGround(StrEnum):
    """Why something is not done to a plan; the codes are stable."""

    NOT_A_DRAFT = "not-a-draft"
    NOT_IN_REVIEW = "not-in-review"
    NOT_APPROVED = "not-approved"
    UNDER_WORK = "under-work"
    NO_LINES = "no-lines"
    OWN_PLAN = "own-plan"
    UNPRICED = "unpriced"
    OVER_BUDGET = "over-budget"
    REASON_MISSING = "reason-missing"
    NO_HEADS = "no-heads"
    NO_HOURS = "no-hours"
    NO_RUNS = "no-runs"
    RUNS_OVER_HEADS = "runs-over-heads"
    AUDIENCE_MISSING = "audience-missing"
    DEGREE_PROGRAMME = "degree-programme"
    NOT_CREDITABLE = "not-creditable"
    PRICE_WITHOUT_DOCUMENT = "price-without-document"
    PROVIDER = "provider"
    GONE = "gone"
    THERE_ALREADY = "there-already"


class Refusal(NamedTuple):
    """One reason against. line: of which line. about: a provider's ground."""

    ground: PlanGround
    line: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A line as the rules read it. hours: for each head. agreed: a price agreed on.

    authority: grounds of the courses' rules against the provider, as of the line's day.
    """

    number: int | None
    heads: int
    hours: Decimal
    runs: int
    audience: str
    degree_programme: bool = False
    creditable: bool = True
    agreed: int | None = None
    document: str = ""
    authority: tuple[str, ...] = ()


def line_day(year: int, month: int) -> date:
    """Return the day on which a planned line is looked at: the first of its month.

    Source: docs/mission.md, row M24 (the provider's authority is checked as of the run;
    a plan knows the month of it).
    """
    return jalali_day(year, month, 1)


def quarter(month: int) -> int:
    """Return the quarter, 1 to 4, of a Jalali month.

    Source: the Jalali calendar; plans are followed quarter by quarter.
    """
    return (month - 1) // A_QUARTER + 1


def line_refusals(planned: Planned) -> tuple[Refusal, ...]:
    """Return every reason not to plan a line so.

    Source: docs/mission.md, rows M7 and M24; قانون مدیریت خدمات کشوری, art. 61.
    """
    return tuple(_against(planned))


def _against(planned: Planned) -> Iterator[Refusal]:
    checks = (
        (planned.heads < 1, PlanGround.NO_HEADS),
        (planned.hours <= 0, PlanGround.NO_HOURS),
        (planned.runs < 1, PlanGround.NO_RUNS),
        (1 <= planned.heads < planned.runs, PlanGround.RUNS_OVER_HEADS),
        (not planned.audience.strip(), PlanGround.AUDIENCE_MISSING),
        (planned.degree_programme, PlanGround.DEGREE_PROGRAMME),
        (not planned.creditable, PlanGround.NOT_CREDITABLE),
        (
            planned.agreed is not None and not planned.document.strip(),
            PlanGround.PRICE_WITHOUT_DOCUMENT,
        ),
    )
    for fails, ground in checks:
        if fails:
            yield Refusal(ground, planned.number)
    for about in planned.authority:
        yield Refusal(PlanGround.PROVIDER, planned.number, about)


def edit_refusals(state: str) -> tuple[Refusal, ...]:
    """Return why the lines of a version may not be changed: approved ones are frozen.

    Source: docs/domain.md, 1.2 (annex 2 of 200/92/18819: the plan is approved).
    """
    return () if state == DRAFT else (Refusal(PlanGround.NOT_A_DRAFT),)


def submission_refusals(state: str, lines: Sequence[Planned]) -> tuple[Refusal, ...]:
    """Return every reason not to send a draft to review.

    Source: docs/domain.md, 1.2 (annex 2 of 200/92/18819).
    """
    found = list(edit_refusals(state))
    if not lines:
        found.append(Refusal(PlanGround.NO_LINES))
    for planned in lines:
        found.extend(line_refusals(planned))
    return tuple(found)


def approval_refusals(
    state: str,
    lines: Sequence[Planned],
    unpriced: Sequence[int],
    money: Fit,
    *,
    himself: bool,
) -> tuple[Refusal, ...]:
    """Return every reason not to approve a version.

    An approved plan has its budget: every line has a price, and all of them fit.
    unpriced: numbers of lines without one. himself: who approves sent it.
    Source: docs/domain.md, 1.4 (the budget) and 1.10 (the working group approves).
    """
    found = []
    if state != REVIEW:
        found.append(Refusal(PlanGround.NOT_IN_REVIEW))
    if himself:
        found.append(Refusal(PlanGround.OWN_PLAN))
    if not lines:
        found.append(Refusal(PlanGround.NO_LINES))
    for planned in lines:
        found.extend(line_refusals(planned))
    found.extend(Refusal(PlanGround.UNPRICED, number) for number in unpriced)
    if money.cost > money.budget:
        found.append(Refusal(PlanGround.OVER_BUDGET))
    return tuple(found)


def return_refusals(state: str, note: str) -> tuple[Refusal, ...]:
    """Return every reason not to give a version back to its makers.

    Source: docs/domain.md, 1.10 (the working group); whoever is refused reads why.
    """
    found = []
    if state != REVIEW:
        found.append(Refusal(PlanGround.NOT_IN_REVIEW))
    if not note.strip():
        found.append(Refusal(PlanGround.REASON_MISSING))
    return tuple(found)


def amendment_refusals(
    state: str, note: str, *, under_work: bool
) -> tuple[Refusal, ...]:
    """Return every reason not to begin a new version beside an approved one.

    under_work: another version is a draft or in review.
    Source: docs/domain.md, 1.2; one plan a unit and year lives, its versions stay.
    """
    found = []
    if state != APPROVED:
        found.append(Refusal(PlanGround.NOT_APPROVED))
    if under_work:
        found.append(Refusal(PlanGround.UNDER_WORK))
    if not note.strip():
        found.append(Refusal(PlanGround.REASON_MISSING))
    return tuple(found)


def closing_refusals(state: str, note: str, *, under_work: bool) -> tuple[Refusal, ...]:
    """Return every reason not to close a plan as carried out.

    Source: docs/domain.md, 1.2; a plan is closed by who approves, with a word.
    """
    return amendment_refusals(state, note, under_work=under_work)
