"""Keeping scenarios: made, changed, shared, deleted and brought back, proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.insight.whatif.models import Measure, Scenario, Share
from karamad.registers.competencies import actions as competencies
from karamad.registers.competencies.models import Draft, Edition
from karamad.registers.competencies.rules import (
    Profile,
    profile_to_yaml,
    read_profile,
    write_profile,
)
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import ROLES, Permission, Role
from karamad.trust.audit import actions as audit


class Unchanged(Exception):
    """The scenario says what its base says: nothing to propose."""


class MayNotAsk(Exception):
    """The colleague, or the office, may not ask what-ifs."""


class IsOwn(Exception):
    """He made the scenario himself; it need not be shared with him."""


class Overtaken(Exception):
    """Somebody changed the scenario since it was read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked beside the change. price: rials an hour; capacity: of a year."""

    name: str
    day: date
    price: int | None = None
    capacity: int | None = None
    measure: Measure = Measure.HOURS


def offices() -> tuple[Role, ...]:
    """Return the offices that may ask what-ifs, and so may be shown one."""
    asked = Permission.WHATIF_SCENARIO_ASK
    return tuple(role for role in Role if asked in ROLES[role])


@transaction.atomic
def make(
    *, base: Edition, plan: Plan, by: User, at: datetime, like: Scenario | None = None
) -> Scenario:
    """Begin a scenario from an edition. like: begin with what that one changed."""
    written: Any = write_profile(competencies.profile_of(base))
    scenario = Scenario.objects.create(
        base=base,
        changed=like.changed if like else written,
        maker=by,
        made_at=at,
        changed_at=at,
        **_fields(plan),
    )
    _note(scenario, "make", by, at, profile=base.profile.code, edition=base.number)
    return scenario


@transaction.atomic
def replan(*, scenario: Scenario, plan: Plan, by: User, at: datetime) -> None:
    """Ask for another day, name, price or capacity."""
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    for name, value in _fields(plan).items():
        setattr(scenario, name, value)
    scenario.changed_at = at
    scenario.save(update_fields=[*_fields(plan), "changed_at"])
    _note(scenario, "set", by, at, day=plan.day.isoformat())


@transaction.atomic
def change(
    *, scenario: Scenario, written: dict[str, Any], by: User, at: datetime
) -> Profile:
    """Let the scenario's edition say something else; the profile stays as it is.

    scenario: as it was read; what `written` was made of.
    Errors: BadProfile with every refusal; ValueError for another profile's code;
    Overtaken, else the other's change would be lost without a word.
    """
    profile = read_profile(written)
    if profile.code != scenario.base.profile.code:
        raise ValueError(f"{profile.code} is another profile.")
    row = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if row.changed != scenario.changed:
        raise Overtaken
    whole: Any = write_profile(profile)
    if whole != row.changed:
        row.changed, row.changed_at = whole, at
        row.save(update_fields=["changed", "changed_at"])
        _note(scenario, "change", by, at, criteria=len(profile.criteria))
    return profile


@transaction.atomic
def share(
    *,
    scenario: Scenario,
    user: User | None = None,
    role: Role | None = None,
    by: User,
    at: datetime,
) -> Share:
    """Let a colleague, or all who hold an office, read the scenario.

    Errors: MayNotAsk, IsOwn.
    """
    if user is not None and user.pk == scenario.maker_id:
        raise IsOwn
    _refuse_who_may_not_ask(user, role, at.date())
    row, made = Share.objects.get_or_create(
        scenario=scenario, user=user, role=role or ""
    )
    if made:
        whom = {"role": str(role)} if role else {"user": user.pk if user else None}
        _note(scenario, "share", by, at, **whom)
    return row


@transaction.atomic
def unshare(*, share: Share, by: User, at: datetime) -> None:
    """Let them read it no more."""
    whom = {"role": share.role} if share.role else {"user": share.user_id}
    _note(share.scenario, "revoke", by, at, **whom)
    share.delete()


@transaction.atomic
def delete(*, scenario: Scenario, by: User, at: datetime) -> None:
    """Put a scenario away, once; `restore` brings it back as it was."""
    if Scenario.objects.kept().filter(pk=scenario.pk).update(deleted_at=at):
        _note(scenario, "delete", by, at)


@transaction.atomic
def restore(*, scenario: Scenario, by: User, at: datetime) -> None:
    """Bring a scenario back that was put away."""
    gone = Scenario.objects.exclude(deleted_at=None)
    if gone.filter(pk=scenario.pk).update(deleted_at=None):
        _note(scenario, "take-back", by, at)


@transaction.atomic
def propose(*, scenario: Scenario, by: User, at: datetime) -> Draft:
    """Hand what the scenario says to the profile, as a draft that judges nobody.

    Where the same draft waits already, that one. Errors: Unchanged.
    """
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    changed = read_profile(scenario.changed)
    if competencies.digest_of(changed) == scenario.base.digest:
        raise Unchanged
    same = Draft.objects.waiting().filter(base=scenario.base, note=scenario.name)
    for draft in same.filter(text=profile_to_yaml(changed)):
        return draft
    return competencies.propose(
        changed, base=scenario.base, note=scenario.name, by=by, at=at
    )


def _fields(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "day": plan.day,
        "price": plan.price,
        "capacity": plan.capacity,
        "measure": plan.measure,
    }


def _refuse_who_may_not_ask(user: User | None, role: Role | None, on: date) -> None:
    asked = Permission.WHATIF_SCENARIO_ASK
    if role is not None and role not in offices():
        raise MayNotAsk
    if user is not None and asked not in user.permissions_on(on):
        raise MayNotAsk


def _note(scenario: Scenario, verb: str, by: User, at: datetime, **facts: Any) -> None:
    audit.record(
        act=f"whatif:scenario:{verb}",
        subject=("scenario", scenario.pk),
        by=by,
        at=at,
        after=facts or None,
    )
