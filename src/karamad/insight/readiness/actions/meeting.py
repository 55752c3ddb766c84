"""Who meets a profile, and since which day: asked of the judge, person by person.

A target that asks for a profile looks at hundreds or a few thousand people; each is
gathered once and judged on the days on which something of his changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from karamad.cycle.eligibility.actions.gathering import gather, records_of
from karamad.cycle.eligibility.actions.judging import answers, batched
from karamad.cycle.eligibility.actions.laws import Law, law
from karamad.cycle.eligibility.actions.seats import Seat, seat_of
from karamad.cycle.eligibility.rules import Catalogue, Facts, Verdict
from karamad.insight.readiness.models import Target
from karamad.registers.people.models import Assignment, Person, Post, Unit


@dataclass(frozen=True, slots=True)
class Met:
    """A person asked: where, and since when he meets the profile; None: he does not."""

    person: int
    path: str
    since: date | None


def counts(target: Target, on: date) -> Counter[tuple[str, date | None]]:
    """Return how many people at a place meet it since a day."""
    return Counter((each.path, each.since) for each in judged(target, on))


def missing(target: Target, on: date, paths: Sequence[str] | None) -> list[int]:
    """Return the keys of who does not meet it, at or below the paths."""
    return [
        each.person
        for each in judged(target, on)
        if each.since is None and (paths is None or each.path.startswith(tuple(paths)))
    ]


def judged(target: Target, on: date) -> Iterator[Met]:
    """Judge everybody a target asks, batch by batch."""
    assert target.profile is not None  # noqa: S101 - asked only of such targets
    asked = law(target.profile.code)
    for batch in batched(_seats(target, on).items()):
        owners = records_of([person for person, _seat in batch])
        gathered = gather(owners)
        for person, (seat, path) in batch:
            facts = gathered.facts.get(person)
            if facts is not None:
                case = _Case(person, seat, asked, facts, gathered.catalogue)
                yield Met(person, path, case.since(target.from_day, on))


def _seats(target: Target, on: date) -> dict[int, tuple[Seat, str]]:
    """Return each person's seat and where it is; of several the first unit's."""
    held = Assignment.objects.current().held_on(on).filter(post__code__in=target.posts)
    if target.unit is not None:
        held = held.filter(unit__in=Unit.objects.below([target.unit.path]))
    posts = {post.pk: post for post in Post.objects.filter(code__in=target.posts)}
    serving = Person.objects.unmerged().serving_on(on)
    keys = set(serving.holding(held).values_list("pk", flat=True))
    found: dict[int, tuple[Seat, str]] = {}
    rows = held.select_related("unit", "person").order_by("unit_id", "post_id", "pk")
    for row in rows:
        person = row.person.merged_into_id or row.person_id
        if person in keys:
            seat = seat_of(posts[row.post_id], row.unit)
            found.setdefault(person, (seat, row.unit.path))
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    person: int
    seat: Seat
    law: Law
    facts: Facts
    catalogue: Catalogue

    def since(self, from_day: date, on: date) -> date | None:
        """Return since which day he meets it without a break, up to the day asked.

        Only days from the target's first on are told apart; earlier is the day before.
        """
        if not self.is_met(on):
            return None
        since = on
        for day in sorted(self._days(from_day, on), reverse=True):
            if not self.is_met(day):
                return since
            since = day
        return since

    def is_met(self, on: date) -> bool:
        (answer,) = answers(
            self.person, [(self.seat, self.law)], self.facts, self.catalogue, on
        )
        return answer.judgement.verdict is Verdict.ELIGIBLE

    def _days(self, from_day: date, on: date) -> set[date]:
        """Days on which something may have begun to count, and the one before all."""
        facts = self.facts
        days = {each.day for each in facts.completions}
        days |= {each.day for each in facts.results}
        days |= {each.issued_on for each in facts.credentials}
        days |= {each.start for each in facts.exemptions}
        days |= {each.start for each in facts.assignments}
        before = date.fromordinal(from_day.toordinal() - 1)
        return {day for day in days if from_day <= day <= on} | {before}
