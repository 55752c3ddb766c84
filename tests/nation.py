"""A small nation for tests: rows with what they need, and people who sign in.

Every function writes one row and gives it what the test does not say. National ids are
synthetic. `signed_in` returns a client of a user who holds a role on a unit.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from karamad.kernel.identifiers import synthetic
from karamad.kernel.text import search_key, sort_key, sounds
from karamad.registers.courses.models import Course, Provider
from karamad.registers.people.models import (
    Assignment,
    NameKey,
    Person,
    Post,
    Unit,
    UnitKind,
    UnitPlace,
)
from karamad.registers.people.models.seen import derive_seen
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.actions import record
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import blind_index

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
TODAY = date(2026, 5, 1)  # 1405-02-11
LONG_AGO = date(2010, 3, 21)

_numbers = count(1)


def entry(at: datetime = NOW, act: str = "test:row:write") -> Entry:
    return record(act=act, subject=("test", "row"), by=None, at=at)


def unit(
    code: str = "", *, under: Unit | None = None, at: datetime = NOW, **facts: Any
) -> Unit:
    """A unit with its place and its path."""
    number = next(_numbers)
    facts = {"kind": UnitKind.OFFICE, "name": f"ادارهٔ {number}", **facts}
    written = entry(at)
    row = Unit.objects.create(
        code=code or f"U{number}",
        path="",
        search_key=search_key(facts["name"]),
        sort_key=sort_key(facts["name"]),
        recorded_at=at,
        entry=written,
        **facts,
    )
    row.path = (under.path if under else "") + f"{row.pk}."
    row.save(update_fields=["path"])
    UnitPlace.objects.create(unit=row, parent=under, recorded_at=at, entry=written)
    return row


def province(code: str, name: str, *, under: Unit | None = None) -> Unit:
    return unit(code, under=under, kind=UnitKind.PROVINCE, province=code, name=name)


def post(code: str = "", *, at: datetime = NOW, **facts: Any) -> Post:
    number = next(_numbers)
    facts = {"title": f"کارشناس {number}", **facts}
    return Post.objects.create(
        code=code or f"POST{number}",
        search_key=search_key(facts["title"]),
        sort_key=sort_key(facts["title"]),
        recorded_at=at,
        entry=entry(at),
        **facts,
    )


def person(*, at: datetime = NOW, national_id: str = "", **facts: Any) -> Person:
    """A person, found by the words of his name."""
    number = next(_numbers)
    national_id = national_id or synthetic(number)
    facts = {"first_name": "مریم", "last_name": "کریمی", **facts}
    row = Person.objects.create(
        national_id=national_id,
        blind_index=blind_index(national_id),
        sort_key=sort_key(f"{facts['last_name']} {facts['first_name']}"),
        recorded_at=at,
        entry=entry(at),
        **facts,
    )
    NameKey.objects.bulk_create(
        [
            NameKey(name=name, key=key)
            for name in {row.first_name, row.last_name}
            for key in {sounds(word) for word in name.split()}
        ],
        ignore_conflicts=True,
    )
    return row


def assignment(
    person: Person,
    post: Post,
    unit: Unit,
    *,
    at: datetime = NOW,
    from_day: date = LONG_AGO,
    **facts: Any,
) -> Assignment:
    made = Assignment.objects.create(
        person=person,
        post=post,
        unit=unit,
        from_day=from_day,
        recorded_at=at,
        entry=entry(at),
        **facts,
    )
    derive_seen([person.pk])
    return made


def provider(code: str = "", *, at: datetime = NOW, **facts: Any) -> Provider:
    number = next(_numbers)
    facts = {"name": f"مجری {number}", **facts}
    return Provider.objects.create(
        code=code or f"PROV{number}", recorded_at=at, entry=entry(at), **facts
    )


def course(code: str = "", *, at: datetime = NOW, **facts: Any) -> Course:
    number = next(_numbers)
    facts = {"title": f"دورهٔ {number}", **facts}
    return Course.objects.create(
        code=code or f"C{number}",
        search_key=search_key(facts["title"]),
        sort_key=sort_key(facts["title"]),
        recorded_at=at,
        entry=entry(at),
        **facts,
    )


def user(role: Role | None = None, on: Unit | None = None, **facts: Any) -> User:
    """A user who holds a role on a unit; on the nation when no unit is said."""
    row = User.objects.create_user(username=f"user{next(_numbers)}", **facts)
    if role is not None:
        grant(row, role, on)
    return row


def grant(to: User, role: Role, on: Unit | None = None) -> Grant:
    """A role that a user holds, since long ago."""
    return Grant.objects.create(
        user=to,
        role=role,
        unit_code=on.code if on else "",
        from_day=LONG_AGO,
        recorded_at=NOW,
        entry=entry(),
    )


def signed_in(role: Role, on: Unit | None = None, **facts: Any) -> Client:
    client = Client()
    client.force_login(
        user(role, on, **facts), "django.contrib.auth.backends.ModelBackend"
    )
    return client
