"""People who sign in, and the roles they hold: for the tests of every app."""

from __future__ import annotations

from datetime import UTC, date, datetime

from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.actions import record

EVER = date(2020, 3, 20)
THEN = datetime(2020, 3, 20, 8, tzinfo=UTC)
SECRET = "اسب درست باتری گیره"  # noqa: S105 - of nobody


def user(username: str, **fields: str | bool) -> User:
    return User.objects.create_user(username, SECRET, **fields)


def grant(
    holder: User,
    role: Role,
    unit: str = "",
    *,
    since: date = EVER,
    until: date | None = None,
    substitutes: User | None = None,
) -> Grant:
    entry = record(
        act="accounts:grant:give", subject=("user", holder.pk), by=None, at=THEN
    )
    return Grant.objects.create(
        user=holder,
        role=role,
        unit_code=unit,
        from_day=since,
        until_day=until,
        substitutes=substitutes,
        recorded_at=THEN,
        entry=entry,
    )


def holding(username: str, role: Role, unit: str = "") -> User:
    holder = user(username)
    grant(holder, role, unit)
    return holder
