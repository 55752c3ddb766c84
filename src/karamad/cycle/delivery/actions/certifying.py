"""What the register of credentials gets from a run, once and for each.

Delivery corrects only what it wrote itself. What came otherwise, from a file say,
stands: it is adopted, so that nobody has one course twice on one day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, cast

from karamad.cycle.delivery.models import Outcome, Run
from karamad.cycle.eligibility.actions.gathering import records_of
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person
from karamad.trust.audit.models import Entry

Each = TypeVar("Each")

AT_ONCE = 5_000  # keys in one question
OURS = "delivery:"  # how the acts of this app begin


class Due(NamedTuple):
    """What the register is to say of one: passed or not, with which score.

    given: the completion that his outcome named until now.
    """

    enrolment: int
    person: int
    passed: bool
    score: Decimal | None
    given: int | None


class _Row(NamedTuple):
    """A completion on record; act: by which it was written."""

    pk: int
    person_id: int
    course_id: int
    completed_on: date
    hours: Decimal | None
    score: Decimal | None
    mode: str
    provider_id: int | None
    passed: bool
    certificate_no: str
    act: str


@dataclass(slots=True)
class Plan:
    """What is to be written. stands, new: what an enrolment's outcome is to name."""

    stands: dict[int, int] = field(default_factory=dict)
    new: dict[int, Completion] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    adopted: int = 0
    corrected: int = 0

    @property
    def fresh(self) -> list[Completion]:
        """The rows to add, each once; two enrolments of one person share theirs."""
        return list({id(row): row for row in self.new.values()}.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many the register gets, takes from a file, corrects and loses."""
        return {
            "given": len(self.fresh) - self.corrected,
            "adopted": self.adopted,
            "corrected": self.corrected,
            "withdrawn": len(self.ended) - self.corrected,
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """The register's rows that concern a run.

    roots: the person by record. here: by person, of the run's course and last day.
    given: those that outcomes name, by key. shared: named by somebody else's, too.
    """

    run: Run
    roots: Mapping[int, int]
    here: Mapping[int, _Row]
    given: Mapping[int, _Row]
    shared: frozenset[int]

    def is_ours(self, row: _Row) -> bool:
        return row.act.startswith(OURS) and row.pk not in self.shared


def planned(run: Run, dues: Sequence[Due]) -> Plan:
    """Return what the register lacks of these people, and what it says wrongly."""
    known = _known(run, dues)
    plan = Plan()
    settled: dict[int, int | Completion] = {}
    for due in dues:
        if due.passed:
            person = known.roots[due.person]
            if person not in settled:
                settled[person] = _settled(due, known, plan)
            _name(due.enrolment, settled[person], plan)
    kept = set(plan.stands.values())
    for due in dues:
        row = known.given.get(due.given or 0)
        if row is not None and row.pk not in kept and known.is_ours(row):
            plan.ended.add(row.pk)
    return plan


def _settled(due: Due, known: _Known, plan: Plan) -> int | Completion:
    """Return the row that is to stand for one who passed: on record, or a new one."""
    person = known.roots[due.person]
    row, wanted = known.here.get(person), _wanted(known.run, person, due)
    if row is None:
        return wanted
    if not known.is_ours(row):
        plan.adopted += row.pk != due.given
        return row.pk
    if _says(row) == _says(wanted):
        return row.pk
    wanted.certificate_no = row.certificate_no
    plan.ended.add(row.pk)
    plan.corrected += 1
    return wanted


def _name(enrolment: int, stands: int | Completion, plan: Plan) -> None:
    if isinstance(stands, int):
        plan.stands[enrolment] = stands
    else:
        plan.new[enrolment] = stands


def _says(row: _Row | Completion) -> tuple[Any, ...]:
    return (row.hours, row.score, row.mode, row.provider_id, row.passed)


def _wanted(run: Run, person: int, due: Due) -> Completion:
    day = cast("date", run.last_day)  # nobody passes what never met
    hours = run.course.hours if run.hours is None else run.hours
    return Completion(
        person_id=person,
        course_id=run.course_id,
        completed_on=day,
        hours=hours,
        score=due.score,
        mode=run.mode,
        provider_id=run.provider_id,
        passed=True,
    )


def written(plan: Plan, *, entry: Entry, at: datetime) -> dict[int, int]:
    """Write the plan; return the completion that each who passed has now."""
    for keys in batches(sorted(plan.ended)):
        Completion.objects.current().filter(pk__in=keys).update(superseded_at=at)
    fresh = plan.fresh
    for row in fresh:
        row.recorded_at, row.entry = at, entry
    Completion.objects.bulk_create(fresh)
    return plan.stands | {enrolment: row.pk for enrolment, row in plan.new.items()}


def batches(keys: Iterable[Each]) -> Iterator[list[Each]]:
    """Yield the keys in lists that a database takes in one question."""
    rest = list(keys)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]


# ---- what is on record --------------------------------------------------------


def _known(run: Run, dues: Sequence[Due]) -> _Known:
    roots = _roots({due.person for due in dues})
    owners = records_of(set(roots.values()))
    here: dict[int, _Row] = {}
    if run.last_day is not None:
        rows = Completion.objects.filter(course=run.course_id)
        for row in _rows(rows.filter(completed_on=run.last_day), person__in=owners):
            # Of two, under two records, the one that came otherwise stands.
            person = owners[row.person_id]
            if person not in here or not row.act.startswith(OURS):
                here[person] = row
    named = {due.given for due in dues if due.given is not None}
    given = {row.pk: row for row in _rows(Completion.objects.all(), pk__in=named)}
    keys = {row.pk for row in here.values()} | set(given)
    shared = _shared(keys, {due.enrolment for due in dues})
    return _Known(run, roots, here, given, shared)


def _rows(rows: Any, **among: Collection[int]) -> Iterator[_Row]:
    """Read current rows of which a column is among the keys."""
    columns = [*_Row._fields[:-1], "entry__act"]
    for name, keys in among.items():
        for some in batches(sorted(keys)):
            for row in rows.current().filter(**{name: some}).values_list(*columns):
                yield _Row(*row)


def _roots(people: set[int]) -> dict[int, int]:
    """Return to whom each record belongs: itself, or into which it was merged."""
    roots = {pk: pk for pk in people}
    merged = _merged(people)
    while merged:
        roots = {pk: merged.get(root, root) for pk, root in roots.items()}
        merged = _merged(set(merged.values()))
    return roots


def _merged(people: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in batches(sorted(people)):
        rows = Person.objects.filter(pk__in=some, merged_into__isnull=False)
        found |= dict(rows.values_list("pk", "merged_into_id"))
    return found


def _shared(keys: set[int], enrolments: set[int]) -> frozenset[int]:
    found: set[int] = set()
    for some in batches(sorted(keys)):
        rows = Outcome.objects.filter(completion__in=some)
        found |= {
            completion
            for enrolment, completion in rows.values_list(
                "enrolment_id", "completion_id"
            )
            if enrolment not in enrolments
        }
    return frozenset(found)
