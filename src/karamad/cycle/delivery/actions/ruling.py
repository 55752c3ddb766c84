"""Setting what a class of courses asks of one who is to have completed one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from karamad.cycle.delivery.models import CompletionRule
from karamad.registers.regulations.models import Document, Status
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

SINCE = date(1979, 3, 21)  # 1358-01-01: before any course on record


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule as an officer sets it, from a day on. None of a number: not set.

    least_share: hundredths of the time. least_score: of a hundred.
    """

    course_class: str
    from_day: date
    least_share: Decimal | None = None
    least_score: Decimal | None = None
    asks_exam: bool = True
    asks_assignment: bool = False
    leave_counts: bool = False
    document: Document | None = None
    status: str = ""


_FACTS = tuple(field.name for field in fields(Wish))


@transaction.atomic
def set_rule(*, wish: Wish, by: User | None, at: datetime) -> CompletionRule | None:
    """Set a class's rule from a day until its next one; what was said is kept.

    The rule in force before ends on that day; one of the very day is corrected.
    Outcomes stand until they are computed again. Returns None when the rule says so
    already.
    """
    rows = CompletionRule.objects.current().filter(course_class=wish.course_class)
    # One writer at a time for a class, so that two rules never cover one day.
    standing = list(rows.select_for_update(of=("self",)).order_by("from_day", "pk"))
    before = [row for row in standing if row.from_day < wish.from_day]
    same = [row for row in standing if row.from_day == wish.from_day]
    after = [row for row in standing if row.from_day > wish.from_day]
    if same and _facts(same[0]) == _facts(wish):
        return None
    entry = audit.record(
        act="delivery:rule:set",
        subject=("completion_rule", wish.course_class or "any"),
        by=by,
        at=at,
        before=_told(same[0] if same else before[-1]) if same or before else None,
        after=_told(wish),
    )
    stamp = {"recorded_at": at, "entry": entry}
    for row in same:
        _supersede(row, at)
    if before and _reaches(before[-1], wish.from_day):
        last = before[-1]
        _supersede(last, at)
        shortened = {**_facts(last), "until_day": wish.from_day}
        CompletionRule.objects.create(**shortened, **stamp)
    until_day = after[0].from_day if after else None
    return CompletionRule.objects.create(**_facts(wish), until_day=until_day, **stamp)


def seed(at: datetime) -> dict[str, int]:
    """Give a new home one rule for every class, without a number: none is confirmed.

    A home that ever had a rule is left as it is.
    Source: docs/domain.md, 11 (open, and left empty).
    """
    if CompletionRule.objects.exists():
        return {"completion rules": 0}
    entry = audit.record(
        act="delivery:rule:seed",
        subject=("completion_rule", "seed"),
        by=None,
        at=at,
        after={"rows": 1},
    )
    CompletionRule.objects.create(
        from_day=SINCE, status=Status.UNCONFIRMED, recorded_at=at, entry=entry
    )
    return {"completion rules": 1}


def _reaches(row: CompletionRule, day: date) -> bool:
    return row.until_day is None or row.until_day > day


def _supersede(row: CompletionRule, at: datetime) -> None:
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])


def _facts(said: Wish | CompletionRule) -> dict[str, Any]:
    return {name: getattr(said, name) for name in _FACTS}


def _told(said: Wish | CompletionRule) -> dict[str, Any]:
    """Return it as the audit keeps it."""
    return {
        name: str(value) if not isinstance(value, (bool, str)) else value
        for name, value in _facts(said).items()
        if value is not None
    }
