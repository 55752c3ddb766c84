"""Roles: given, taken back, lent to a substitute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.trust.accounts import rules
from karamad.trust.accounts.actions.keys import create_user
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import OFFICES, ROLES, Permission, Role
from karamad.trust.accounts.rules import Gift, Ground, Held
from karamad.trust.audit.actions import record


class Refused(Exception):
    """The rules say no; `grounds` holds every reason."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        self.grounds = tuple(grounds)
        super().__init__(", ".join(self.grounds))


class AdministratorExists(Exception):
    """There is an administrator already; another has to be asked for by name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the grants see it: its code, and the codes of it and all above."""

    code: str = ""
    lineage: frozenset[str] = frozenset()


NATION = Place()


@transaction.atomic
def make_administrator(
    *, username: str, name: str, another: bool, at: datetime
) -> User:
    """Open an administrator's account over the whole nation, from the command line.

    Errors: AdministratorExists when one holds the role and `another` is not asked for;
    NameTaken.
    """
    standing = Grant.objects.unrevoked().filter(
        role=Role.ADMINISTRATOR, user__is_active=True
    )
    if standing.exists() and not another:
        raise AdministratorExists
    user = create_user(username=username, name=name, by=None, at=at)
    _grant(
        user=user,
        role=Role.ADMINISTRATOR,
        place=NATION,
        period=(localdate(at), None),
        by=None,
        at=at,
    )
    return user


@transaction.atomic
def open_account(  # noqa: PLR0913 - who, his first role, and who opened it
    *,
    username: str,
    name: str,
    name_en: str,
    email: str,
    role: Role,
    place: Place,
    period: tuple[date, date | None],
    by: User,
    on: date,
    at: datetime,
) -> User:
    """Open an account together with its first role; neither without the other.

    Errors: NameTaken, Refused.
    """
    user = create_user(
        username=username, name=name, name_en=name_en, email=email, by=by, at=at
    )
    give(
        user=user,
        role=role,
        place=place,
        from_day=period[0],
        until_day=period[1],
        by=by,
        on=on,
        at=at,
    )
    return user


@transaction.atomic
def give(  # noqa: PLR0913 - who, what, where, when; and by whom
    *,
    user: User,
    role: Role,
    place: Place,
    from_day: date,
    until_day: date | None,
    by: User,
    on: date,
    at: datetime,
) -> Grant:
    """Give a role on a place to a user.

    Errors: Refused when the giver does not hold as much there himself.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    gift = Gift(
        role=role,
        unit_code=place.code,
        lineage=place.lineage,
        permissions=frozenset(ROLES[role]),
        from_day=from_day,
        until_day=until_day,
        hands_on=Permission.ACCOUNTS_GRANT_GIVE,
        personal=role == Role.LEARNER,
        to_himself=user.pk == by.pk,
    )
    already = Grant.objects.of(user).unrevoked().filter(substitutes=None)
    grounds = rules.refusals(
        gift, held(by.roles_on(on)), held(already.order_by("pk")), on
    )
    if grounds:
        raise Refused(grounds)
    return _grant(
        user=user, role=role, place=place, period=(from_day, until_day), by=by, at=at
    )


def _grant(  # noqa: PLR0913 - a grant's own attributes
    *,
    user: User,
    role: Role,
    place: Place,
    period: tuple[date, date | None],
    by: User | None,
    at: datetime,
    substitutes: User | None = None,
) -> Grant:
    entry = record(
        act="accounts:grant:give",
        subject=("user", user.pk),
        by=by,
        at=at,
        after=_said(role, place.code, period, substitutes),
    )
    user.__dict__.pop("_held", None)
    return Grant.objects.create(
        user=user,
        role=role,
        unit_code=place.code,
        from_day=period[0],
        until_day=period[1],
        substitutes=substitutes,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def revoke(*, grant: Grant, by: User | None, at: datetime) -> int:
    """Take a role back, and with it the seats of those who stood in for its holder.

    Returns how many grants ended. Whoever may give a role there may take it back: the
    caller loads the grant within reach (`GrantQuerySet.within`).
    """
    ended = 0
    fallen = Grant.objects.unrevoked().filter(
        substitutes=grant.user_id, role=grant.role, unit_code=grant.unit_code
    )
    own = Grant.objects.unrevoked().filter(pk=grant.pk)
    fallen = own if grant.substitutes_id else own | fallen
    for each in fallen.select_for_update().order_by("pk"):
        period = (each.from_day, each.until_day)
        record(
            act="accounts:grant:revoke",
            subject=("user", each.user_id),
            by=by,
            at=at,
            before=_said(Role(each.role), each.unit_code, period, each.substitutes),
        )
        each.revoked_at = at
        each.save(update_fields=["revoked_at"])
        ended += 1
    return ended


@transaction.atomic
def name_substitute(  # noqa: PLR0913 - who for whom, when; and by whom
    *,
    officer: User,
    substitute: User,
    from_day: date,
    until_day: date,
    offices: Iterable[Grant],
    by: User,
    on: date,
    at: datetime,
) -> list[Grant]:
    """Seat a substitute in an officer's offices for a while; he acts in his own name.

    offices: those of the officer's own grants that `by` may hand over: all when he is
    the officer, those within his reach when he stands above him (`within`).
    Errors: Refused.
    """
    User.objects.select_for_update().get(pk=substitute.pk)
    kept = [
        grant
        for grant in offices
        if grant.substitutes_id is None and Role(grant.role) in OFFICES
    ]
    grounds = list(
        rules.substitution_refusals(
            held(kept),
            (from_day, until_day),
            on,
            to_himself=substitute.pk == officer.pk,
        )
    )
    overlapping = (
        Grant.objects.of(substitute)
        .unrevoked()
        .filter(substitutes=officer, from_day__lt=until_day, until_day__gt=from_day)
    )
    if overlapping.exists():
        grounds.append(Ground.ALREADY_HELD)
    if grounds:
        raise Refused(grounds)
    return [
        _grant(
            user=substitute,
            role=Role(grant.role),
            place=Place(grant.unit_code),
            period=(from_day, until_day),
            by=by,
            at=at,
            substitutes=officer,
        )
        for grant in kept
    ]


def held(grants: Iterable[Grant]) -> tuple[Held, ...]:
    """Return grants as the rules see them; over oneself alone one has no power."""
    return tuple(
        Held(
            role=grant.role,
            unit_code=grant.unit_code,
            permissions=frozenset()
            if grant.role == Role.LEARNER
            else frozenset(ROLES[Role(grant.role)]),
            from_day=grant.from_day,
            until_day=grant.until_day,
        )
        for grant in grants
    )


def _said(
    role: Role, code: str, period: tuple[date, date | None], substitutes: User | None
) -> dict[str, str]:
    said = {"role": role.value, "unit": code, "from": period[0].isoformat()}
    if period[1] is not None:
        said["until"] = period[1].isoformat()
    if substitutes is not None:
        said["for"] = substitutes.username
    return said
