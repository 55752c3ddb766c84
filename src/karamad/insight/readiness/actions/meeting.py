"""Who meets a profile, and since which day.

Many people are asked of the judge of everyone first: who does not meet it on the day is
done with. The others, and few people from the start, are gathered once and judged on
the days on which something of theirs changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from karamad.cycle.eligibility.actions.gathering import gather, records_of
from karamad.cycle.eligibility.actions.judging import answers, batched
from karamad.cycle.eligibility.actions.laws import Law, law
from karamad.cycle.eligibility.actions.seats import Seat, seat_of
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.cycle.eligibility.measures import TooManyCriteria
from karamad.cycle.eligibility.rules import Catalogue, Facts, Verdict
from karamad.insight.readiness.models import Target
from karamad.lake.following import is_up_to_date
from karamad.lake.shelf import newest
from karamad.registers.people.models import Assignment, Person, Post, Unit

MANY = 2000  # people from whom on the judge of everyone is asked first


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


@dataclass(frozen=True, slots=True)
class _Held:
    """A seat, and its post and unit by key. path: the unit's."""

    seat: Seat
    post: int
    unit: int
    path: str


def judged(target: Target, on: date) -> Iterator[Met]:
    """Judge everybody a target asks, batch by batch."""
    assert target.profile is not None  # noqa: S101 - asked only of such targets
    asked = law(target.profile.code)
    held = _seats(target, on)
    meets = _meet(held, asked, on) if len(held) >= MANY else None
    if meets is not None:
        yield from (
            Met(person, each.path, None)
            for person, each in held.items()
            if person not in meets
        )
        held = {person: each for person, each in held.items() if person in meets}
    for batch in batched(held.items()):
        owners = records_of([person for person, _held in batch])
        gathered = gather(owners)
        for person, each in batch:
            facts = gathered.facts.get(person)
            if facts is not None:
                case = _Case(person, each.seat, asked, facts, gathered.catalogue)
                yield Met(person, each.path, case.since(target.from_day, on))


def _meet(held: Mapping[int, _Held], asked: Law, on: date) -> frozenset[int] | None:
    """Return who meets it in his seat; None where the copy of the registers is old."""
    lake = newest()
    if lake is None or not is_up_to_date(lake):
        return None
    everyone = Asked(
        on, laws=[asked], people=held.keys(), everyone=True, with_until=False
    )
    try:
        verdict = stand(everyone, lake=lake).verdict
    except TooManyCriteria:
        return None
    columns = (verdict[name].to_pylist() for name in ("person", "post", "unit"))
    rows = zip(*columns, verdict["verdict"].to_pylist(), strict=True)
    return frozenset(
        person
        for person, post, unit, said in rows
        if said == Verdict.ELIGIBLE.value
        and (post, unit) == (held[person].post, held[person].unit)
    )


def _seats(target: Target, on: date) -> dict[int, _Held]:
    """Return each person's seat and where it is; of several the first unit's."""
    held = Assignment.objects.current().held_on(on).filter(post__code__in=target.posts)
    if target.unit is not None:
        held = held.filter(unit__in=Unit.objects.below([target.unit.path]))
    posts = {post.pk: post for post in Post.objects.filter(code__in=target.posts)}
    serving = Person.objects.unmerged().serving_on(on)
    keys = set(serving.holding(held).values_list("pk", flat=True))
    found: dict[int, _Held] = {}
    rows = held.select_related("unit", "person").order_by("unit_id", "post_id", "pk")
    for row in rows:
        person = row.person.merged_into_id or row.person_id
        if person in keys:
            seat = seat_of(posts[row.post_id], row.unit)
            place = _Held(seat, row.post_id, row.unit_id, row.unit.path)
            found.setdefault(person, place)
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
