"""Last year's lines taken into a draft: priced anew, none dropped in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from karamad.cycle.planning.actions import drafting, pricing
from karamad.cycle.planning.models import Line, Plan, Version
from karamad.cycle.planning.rules import PlanGround, Refusal, line_refusals
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

SAID_AGAIN = (
    "course",
    "audience",
    "posts",
    "profile",
    "heads",
    "hours",
    "runs",
    "month",
    "provider",
    "mode",
    "customer",
    "venue",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of a year before, and as it would be in the draft; why it cannot.

    loses: it had a price agreed on by a document of its year, which is not taken along.
    """

    old: Line
    new: Line
    against: tuple[Refusal, ...]

    @property
    def loses(self) -> bool:
        return self.old.agreed is not None


@dataclass(frozen=True, slots=True)
class Copied:
    """What was taken, and what was chosen and left, with its reasons."""

    taken: tuple[Candidate, ...]
    left: tuple[Candidate, ...]


def year_before(plan: Plan) -> Version | None:
    """Return what the unit last planned before the year: in force, or else newest."""
    before = Plan.objects.filter(unit=plan.unit_id, year__lt=plan.year)
    last = before.order_by("-year").first()
    if last is None:
        return None
    versions = last.versions.latest_first()
    found = versions.in_force().first() or versions.first()
    if found is not None:
        found.plan = last
    return found


def candidates(*, version: Version, source: Version) -> list[Candidate]:
    """Return the lines of a version as they would be in a draft of another year."""
    related = ("course__provider", "provider", "profile")
    old = list(source.lines.select_related(*related).in_order())
    rate = pricing.rate_of(version.plan.year)
    new = [_again(line, version) for line in old]
    for line in new:
        pricing.price(line, rate)
    against = _against(version, new)
    return [
        Candidate(line, again, tuple(against[place]))
        for place, (line, again) in enumerate(zip(old, new, strict=True))
    ]


@transaction.atomic
def copy_lines(
    *,
    version: Version,
    source: Version,
    numbers: Collection[int],
    by: User,
    at: datetime,
) -> Copied:
    """Take lines of a year before into a draft, those that may be planned so.

    numbers: of the lines in their version. Whatever stands in the draft already is
    left, so that a second click takes nothing twice. Errors: PlanRefused.
    """
    version = drafting.draft(version)
    chosen = [
        each
        for each in candidates(version=version, source=source)
        if each.old.number in numbers
    ]
    taken = [each for each in chosen if not each.against]
    left = tuple(each for each in chosen if each.against)
    if not taken:
        return Copied((), left)
    entry = audit.record(
        act="planning:plan:copy",
        subject=("plan", version.plan_id),
        by=by,
        at=at,
        after={
            "year": source.plan.year,
            "lines": [each.old.number for each in taken],
            "left": [each.old.number for each in left],
        },
    )
    first = drafting.next_number(version.plan)
    for number, each in enumerate(taken, start=first):
        each.new.number, each.new.recorded_at, each.new.entry = number, at, entry
    Line.objects.bulk_create(each.new for each in taken)
    return Copied(tuple(taken), left)


def _again(line: Line, version: Version) -> Line:
    return Line(version=version, **{name: getattr(line, name) for name in SAID_AGAIN})


def _against(version: Version, lines: Sequence[Line]) -> dict[int, list[Refusal]]:
    """Return why each may not be planned so, by its place in the list."""
    against: dict[int, list[Refusal]] = defaultdict(list)
    there = set(version.lines.values_list("course", "audience", "month"))
    planned = drafting.planned_lines(lines)
    for place, (line, facts) in enumerate(zip(lines, planned, strict=True)):
        against[place].extend(line_refusals(facts))
        if (line.course_id, line.audience, line.month) in there:
            against[place].append(Refusal(PlanGround.THERE_ALREADY))
    return against
