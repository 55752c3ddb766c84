"""Setting a target, correcting it, closing it and opening it again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.insight.readiness.models import FormerTarget, Target
from karamad.insight.readiness.rules import Asked, Ground, refusals
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import correct, moment_of_record, record


class Refused(Exception):
    """The rules say no; `grounds` holds every reason, in the order to put right."""

    def __init__(self, grounds: tuple[Ground, ...]) -> None:
        super().__init__(", ".join(grounds))
        self.grounds = grounds


class IsSet(Exception):
    """An open target says the very same; `target` is that one."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.code)
        self.target = target


@dataclass(frozen=True, slots=True)
class Wish:
    """What a target is to say; see `models.Target`."""

    title: str
    title_en: str
    posts: tuple[str, ...]
    from_day: date
    deadline: date
    course: Course | None = None
    profile: Profile | None = None
    unit: Unit | None = None
    share: int = 100
    seats: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        names = self.__dataclass_fields__
        return {name: getattr(self, name) for name in names} | {
            "posts": list(self.posts)
        }

    @property
    def asked(self) -> Asked:
        return Asked(
            self.from_day,
            self.deadline,
            int(self.course is not None),
            int(self.profile is not None),
            len(self.posts),
        )


@transaction.atomic
def set_target(
    *, wish: Wish, by: User | None, at: datetime, sample: bool = False
) -> Target:
    """Set a target. Errors: Refused; IsSet, as after a second click."""
    at = moment_of_record(at)
    _check(wish)
    twin = Target.objects.open().filter(**wish.facts).order_by("pk").first()
    if twin is not None:
        raise IsSet(twin)
    code = secrets.token_hex(4)
    entry = record(
        act="readiness:target:set",
        subject=("target", code),
        by=by,
        at=at,
        after=_plain(wish.facts),
    )
    return Target.objects.create(
        **wish.facts, code=code, sample=sample, recorded_at=at, entry=entry
    )


@transaction.atomic
def correct_target(*, target: Target, wish: Wish, by: User, at: datetime) -> bool:
    """Correct what a target says; what it said before is kept.

    Returns False when nothing differs. Errors: Refused, also when it is closed.
    """
    at = moment_of_record(at)
    row = Target.objects.select_for_update().get(pk=target.pk)
    if row.is_closed:
        raise Refused((Ground.CLOSED,))
    _check(wish)
    return _change(row, wish.facts, "correct", by, at)


@transaction.atomic
def close_target(
    *, target: Target, note: str, on: date, by: User, at: datetime
) -> bool:
    """Close a target: it is followed no more, and says why. False: it is closed."""
    at = moment_of_record(at)
    row = Target.objects.select_for_update().get(pk=target.pk)
    if row.is_closed:
        return False
    return _change(row, {"closed_on": on, "closing_note": note}, "close", by, at)


@transaction.atomic
def reopen_target(*, target: Target, by: User, at: datetime) -> bool:
    """Follow a closed target again. Returns False when it is open."""
    at = moment_of_record(at)
    row = Target.objects.select_for_update().get(pk=target.pk)
    return _change(row, {"closed_on": None, "closing_note": ""}, "open", by, at)


def wish_of(target: Target) -> Wish:
    """Return what a target says, to be changed."""
    names = Wish.__dataclass_fields__
    facts = {name: getattr(target, name) for name in names}
    return Wish(**{**facts, "posts": tuple(target.posts)})


def _check(wish: Wish) -> None:
    grounds = refusals(wish.asked)
    if grounds:
        raise Refused(grounds)


def _change(
    row: Target, changes: dict[str, Any], verb: str, by: User, at: datetime
) -> bool:
    said = {name: getattr(row, name) for name in changes}
    differing = {name for name in changes if said[name] != changes[name]}
    if not differing:
        return False
    entry = record(
        act=f"readiness:target:{verb}",
        subject=("target", row.code),
        by=by,
        at=at,
        before=_plain({name: said[name] for name in sorted(differing)}),
        after=_plain({name: changes[name] for name in sorted(differing)}),
    )
    return correct(
        row, former=FormerTarget, key="target", changes=changes, entry=entry, at=at
    )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as the audit keeps them: codes for rows, ISO days."""
    plain: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, date):
            plain[name] = value.isoformat()
        else:
            plain[name] = getattr(value, "code", value)
    return plain
