"""A draft is begun and worked on: lines, prices, budget, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from karamad.cycle.planning.actions import pricing
from karamad.cycle.planning.actions.recording import plain, release
from karamad.cycle.planning.actions.refusing import PlanRefused, check_plan
from karamad.cycle.planning.models import (
    BudgetLine,
    Comment,
    Line,
    Need,
    Plan,
    Version,
)
from karamad.cycle.planning.rules import (
    PlanGround,
    Planned,
    Refusal,
    edit_refusals,
    line_day,
    line_refusals,
)
from karamad.kernel.period import Period
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.actions.authority import offer_of
from karamad.registers.courses.models import Accreditation, Course, Provider
from karamad.registers.courses.rules import refusals
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class LineWish:
    """What a line is to say; see `models.Line`."""

    course: Course
    audience: str
    heads: int
    hours: Decimal
    runs: int
    month: int
    customer: str
    venue: str
    mode: str = ""
    posts: tuple[str, ...] = ()
    profile: Profile | None = None
    provider: Provider | None = None
    agreed: int | None = None
    agreed_document: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return facts | {"posts": list(self.posts)}


@transaction.atomic
def start_plan(
    *, unit: Unit, year: int, by: User | None, at: datetime, sample: bool = False
) -> tuple[Version, bool]:
    """Begin the plan of a unit and year with a draft, or return the one there is.

    Returns its newest version, and whether it was begun now.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    plan = Plan.objects.filter(unit=unit, year=year).first()
    if plan is not None:
        return plan.versions.latest_first()[0], False
    entry = audit.record(
        act="planning:plan:make",
        subject=("unit", unit.code),
        by=by,
        at=at,
        after={"year": year},
    )
    written = {"recorded_at": at, "entry": entry}
    plan = Plan.objects.create(unit=unit, year=year, sample=sample, **written)
    return Version.objects.create(plan=plan, number=1, **written), True


@transaction.atomic
def add_line(
    *, version: Version, wish: LineWish, by: User | None, at: datetime
) -> Line:
    """Add a line to a draft. Errors: PlanRefused with every reason."""
    version = draft(version)
    line = Line(version=version, number=next_number(version.plan), **wish.facts)
    check_plan(line_refusals(planned(line)))
    pricing.price(line, pricing.rate_of(version.plan.year))
    line.recorded_at, line.entry = at, _write("add", line, by, at)
    line.save()
    return line


@transaction.atomic
def change_line(
    *, line: Line, wish: LineWish, by: User | None, at: datetime
) -> int | None:
    """Change a line of a draft; with another course it covers other needs.

    Returns how many needs are open again; None when nothing differs.
    Errors: PlanRefused with every reason.
    """
    version = draft(line.version)
    row = line_of(version, line.pk)
    facts = wish.facts
    before = {name: getattr(row, name) for name in facts}
    changed = {name for name in facts if before[name] != facts[name]}
    if not changed:
        return None
    for name, value in facts.items():
        setattr(row, name, value)
    check_plan(line_refusals(planned(row)))
    pricing.price(row, pricing.rate_of(version.plan.year))
    said = {name: before[name] for name in sorted(changed)}
    row.recorded_at, row.entry = at, _write("correct", row, by, at, before=said)
    row.save()
    return release(version.plan, row.entry, at) if "course" in changed else 0


@transaction.atomic
def drop_line(*, line: Line, by: User, at: datetime) -> int:
    """Take a line out of a draft; the needs it covered are open again.

    Returns how many of them. Errors: PlanRefused.
    """
    version = draft(line.version)
    row = line_of(version, line.pk)
    entry = _write("delete", row, by, at)
    row.delete()
    return release(version.plan, entry, at)


@transaction.atomic
def price_anew(*, version: Version, by: User, at: datetime) -> int:
    """Work the costs of a draft out again, by the tariff of today.

    Returns how many changed; what changed is in the audit. Errors: PlanRefused.
    """
    version = draft(version)
    rate = pricing.rate_of(version.plan.year)
    before, after, changed = {}, {}, []
    for line in version.lines.select_for_update().order_by("number"):
        cost, working = line.cost, line.working
        pricing.price(line, rate)
        if not pricing.is_same(line, working, cost):
            before[str(line.number)], after[str(line.number)] = cost, line.cost
            changed.append(line)
    if not changed:
        return 0
    entry = audit.record(
        act="planning:plan:price",
        subject=("plan", version.plan_id),
        by=by,
        at=at,
        before=before,
        after=after,
    )
    for line in changed:
        line.recorded_at, line.entry = at, entry
        line.save()
    return len(changed)


# ---- money and words ---------------------------------------------------------


@transaction.atomic
def add_budget(
    *,
    version: Version,
    source: str,
    amount: int,
    document: str,
    by: User | None,
    at: datetime,
) -> BudgetLine:
    """Add money from one source to a draft. Errors: PlanRefused."""
    version = draft(version)
    facts = {"source": source, "amount": amount, "document": document}
    entry = audit.record(
        act="planning:budget:add",
        subject=("plan", version.plan_id),
        by=by,
        at=at,
        after=facts,
    )
    return BudgetLine.objects.create(
        version=version, recorded_at=at, entry=entry, **facts
    )


@transaction.atomic
def drop_budget(*, budget: BudgetLine, by: User, at: datetime) -> None:
    """Take money out of a draft. Errors: PlanRefused."""
    version = draft(budget.version)
    if not version.budget.filter(pk=budget.pk).exists():
        raise PlanRefused((Refusal(PlanGround.GONE),))
    audit.record(
        act="planning:budget:delete",
        subject=("plan", version.plan_id),
        by=by,
        at=at,
        before={"source": budget.source, "amount": budget.amount},
    )
    budget.delete()


@transaction.atomic
def comment(
    *, version: Version, line: int | None, text: str, by: User | None, at: datetime
) -> Comment:
    """Say something of a version, or of one of its lines."""
    entry = audit.record(
        act="planning:comment:add",
        subject=("plan", version.plan_id),
        by=by,
        at=at,
        after={"version": version.number, "line": line},
    )
    return Comment.objects.create(
        version=version, line=line, text=text.strip(), recorded_at=at, entry=entry
    )


# ---- what the rules read -----------------------------------------------------


def draft(version: Version) -> Version:
    """Return the version, held till the transaction ends. Errors: PlanRefused."""
    related = Version.objects.select_for_update(of=("self",)).select_related("plan")
    row = related.get(pk=version.pk)
    check_plan(edit_refusals(row.state))
    return row


def line_of(version: Version, key: int) -> Line:
    """Return a line of a version that is held. Errors: PlanRefused: it is gone."""
    rows = version.lines.select_related("course", "provider")
    row = rows.filter(pk=key).first()
    if row is None:
        raise PlanRefused((Refusal(PlanGround.GONE),))
    row.version = version
    return row


def planned(line: Line) -> Planned:
    """Return a line as the rules read it; its version's plan is at hand."""
    return planned_lines([line])[0]


def all_planned(version: Version) -> list[Planned]:
    """Return the lines of a version as the rules read them, in one go."""
    lines = version.lines.select_related(
        "course__provider", "provider", "version__plan"
    )
    return planned_lines(lines.order_by("number"))


def planned_lines(lines: Iterable[Line]) -> list[Planned]:
    """Return lines as the rules read them; courses, providers and plan are at hand."""
    rows = list(lines)
    providers = {line.provider_id for line in rows if line.provider_id}
    held: dict[int, list[Accreditation]] = {}
    current = Accreditation.objects.current().filter(provider__in=providers)
    for each in current if providers else ():
        held.setdefault(each.provider_id, []).append(each)
    return [
        Planned(
            number=line.number,
            heads=line.heads,
            hours=line.hours,
            runs=line.runs,
            audience=line.audience,
            degree_programme=line.course.degree_programme,
            creditable=_day(line)
            in Period(line.course.creditable_from, line.course.creditable_until),
            agreed=line.agreed,
            document=line.agreed_document,
            authority=tuple(_authority(line, held.get(line.provider_id or 0, []))),
        )
        for line in rows
    ]


def _day(line: Line) -> Any:
    return line_day(line.version.plan.year, line.month)


def _authority(line: Line, held: list[Accreditation]) -> Iterator[str]:
    if line.provider is None:
        return
    offer = offer_of(line.course, line.provider, held)
    for refusal in refusals(offer, _day(line)):
        yield refusal.ground.value


def next_number(plan: Plan) -> int:
    """Return a number by which no version, need or comment of the plan goes."""
    used = Line.objects.filter(version__plan=plan).aggregate(most=Max("number"))
    needs = Need.objects.filter(plan=plan).aggregate(most=Max("line"))
    said = Comment.objects.filter(version__plan=plan).aggregate(most=Max("line"))
    return max(each["most"] or 0 for each in (used, needs, said)) + 1


def _write(
    verb: str,
    line: Line,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | None = None,
) -> Entry:
    names = before or {"course": 0, "heads": 0, "hours": 0, "month": 0}
    after = {name: getattr(line, name) for name in names}
    return audit.record(
        act=f"planning:line:{verb}",
        subject=("plan", line.version.plan_id),
        by=by,
        at=at,
        before=None if before is None else _json(before),
        after={"line": line.number, **_json(after)},
    )


def _json(facts: dict[str, Any]) -> dict[str, Any]:
    said = plain(facts)
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in said.items()
    }
