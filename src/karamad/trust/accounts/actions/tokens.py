"""Tokens of integrations: issued once, kept as a digest, used, revoked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from karamad.trust.accounts.actions.keys import create_user
from karamad.trust.accounts.actions.roles import Place, give
from karamad.trust.accounts.models import Grant, Token, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.actions import record

PREFIX = 8  # letters that tell tokens apart
SECRET = 32  # bytes of chance
USED_EVERY = timedelta(minutes=1)  # how finely the last use is written down


@transaction.atomic
def issue_token(  # noqa: PLR0913 - whose, what for, where, how long; and by whom
    *,
    name: str,
    role: Role,
    place: Place,
    until_day: date,
    expires_at: datetime,
    by: User,
    on: date,
    at: datetime,
) -> tuple[Token, str]:
    """Make a program's account, its role and its token; return it and its only copy.

    The token reads `krm_<prefix>_<secret>`.
    Errors: Refused when the issuer does not hold as much there himself.
    """
    prefix = secrets.token_hex(PREFIX // 2)
    secret = secrets.token_urlsafe(SECRET)
    program = create_user(
        username=f"api-{prefix}", name=name, is_program=True, by=by, at=at
    )
    give(
        user=program,
        role=role,
        place=place,
        from_day=on,
        until_day=until_day,
        by=by,
        on=on,
        at=at,
    )
    entry = record(
        act="accounts:token:issue",
        subject=("user", program.pk),
        by=by,
        at=at,
        after={"name": name, "prefix": prefix, "expires": expires_at.isoformat()},
    )
    token = Token.objects.create(
        name=name,
        user=program,
        prefix=prefix,
        digest=_digest(secret),
        created_by=by,
        expires_at=expires_at,
        recorded_at=at,
        entry=entry,
    )
    return token, f"krm_{prefix}_{secret}"


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> None:
    """End a token and its program's account at once."""
    record(
        act="accounts:token:revoke",
        subject=("user", token.user_id),
        by=by,
        at=at,
        before={"name": token.name, "prefix": token.prefix},
    )
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    Grant.objects.of(token.user).unrevoked().update(revoked_at=at)


def program_of(*, presented: str, at: datetime) -> User | None:
    """Return the program a presented token belongs to, or None.

    Writes the last use down, at most once a minute.
    """
    kind, _, rest = presented.partition("_")
    prefix, _, secret = rest.partition("_")
    if kind != "krm" or not secret or len(prefix) != PREFIX:
        return None
    usable = Token.objects.usable_at(at).select_related("user")
    token = usable.filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(token.digest, _digest(secret)):
        return None
    if token.last_used_at is None or at - token.last_used_at >= USED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
