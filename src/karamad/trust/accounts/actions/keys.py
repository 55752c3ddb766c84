"""Accounts and their keys: opened, corrected, given a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import record


class NameTaken(Exception):
    """Somebody signs in under this name already."""


@transaction.atomic
def create_user(  # noqa: PLR0913 - who he is, and who wrote it down when
    *,
    username: str,
    name: str,
    name_en: str = "",
    email: str = "",
    is_program: bool = False,
    by: User | None,
    at: datetime,
) -> User:
    """Open an account without a password; a link (`link_for`) sets the first one.

    Errors: NameTaken.
    """
    username = User.normalize_username(username)
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken
    user = User.objects.create_user(
        username, name=name, name_en=name_en, email=email, is_program=is_program
    )
    after = {"username": username, "name": name, "name_en": name_en, "email": email}
    record(
        act="accounts:user:create",
        subject=("user", user.pk),
        by=by,
        at=at,
        after={key: value for key, value in after.items() if value},
    )
    return user


@transaction.atomic
def correct_user(
    *, user: User, changes: dict[str, Any], by: User, at: datetime
) -> None:
    """Change a name, an address, or whether the account may sign in at all."""
    old = User.objects.select_for_update().get(pk=user.pk)
    changed = {n: v for n, v in changes.items() if getattr(old, n) != v}
    if not changed:
        return
    record(
        act="accounts:user:correct",
        subject=("user", user.pk),
        by=by,
        at=at,
        before={name: getattr(old, name) for name in changed},
        after=changed,
    )
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))


@transaction.atomic
def set_password(
    *, user: User, password: str, by: User | None, at: datetime, once: bool = False
) -> None:
    """Give the user a password; `once` makes him choose his own at the next sign-in."""
    user.set_password(password)
    user.must_change_password = once
    user.save(update_fields=["password", "must_change_password"])
    record(act="accounts:password:set", subject=("user", user.pk), by=by, at=at)


@transaction.atomic
def link_for(*, user: User, by: User | None, at: datetime) -> str:
    """Return the path of a page where whoever has the link sets the password, once.

    The link dies with its first use, with any sign-in, and after three days.
    """
    record(act="accounts:password:link", subject=("user", user.pk), by=by, at=at)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("accounts:password-link", args=[uid, token])
