"""A small nation to try things on: two provinces, a few units, a few people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from karamad.kernel.identifiers import NationalId, synthetic
from karamad.registers.people import actions
from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.actions.persons import PersonDetails
from karamad.registers.people.actions.posts import PostDetails
from karamad.registers.people.actions.units import UnitDetails
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit import actions as audit

TODAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 5, 2, 8, tzinfo=UTC)
START = date(2020, 3, 20)

numbers = count(1)


def national_id() -> NationalId:
    return NationalId(synthetic(next(numbers)))


def unit(
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    province: str = "",
    opened_on: date | None = None,
) -> Unit:
    return actions.open_unit(
        code=code,
        details=UnitDetails(
            name=name, kind=kind, province=province, opened_on=opened_on
        ),
        parent=parent,
        by=None,
        at=NOW,
    )


def person(
    first_name: str = "زهرا",
    last_name: str = "احمدی",
    home_unit: Unit | None = None,
    **details: object,
) -> Person:
    return actions.create_person(
        national_id=national_id(),
        details=PersonDetails(first_name, last_name, **details),  # type: ignore[arg-type]
        home_unit=home_unit,
        by=None,
        at=NOW,
    )


def seat(
    who: Person,
    post: Post,
    where: Unit,
    from_day: date = START,
    until_day: date | None = None,
) -> Assignment:
    return actions.record_assignment(
        person=who, seat=Seat(post, where, from_day, until_day), by=None, at=NOW
    )


def user(
    name: str,
    role: Role | None = None,
    where: Unit | None = None,
    from_day: date = START,
    until_day: date | None = None,
) -> User:
    one = User.objects.create_user(name)
    if role is not None:
        entry = audit.record(
            act="accounts:grant:give", subject=("user", name), by=None, at=NOW
        )
        Grant.objects.create(
            user=one,
            role=role,
            unit_code=where.code if where else "",
            from_day=from_day,
            until_day=until_day,
            recorded_at=NOW,
            entry=entry,
        )
    return one


@dataclass(frozen=True, slots=True)
class Nation:
    ministry: Unit
    khorasan: Unit
    birjand: Unit
    city_hall: Unit
    gilan: Unit
    rasht: Unit
    governor: Post
    mayor: Post


def found_nation() -> Nation:
    ministry = unit("MOI", "وزارت کشور", "ministry", None)
    khorasan = unit("P29", "استان خراسان جنوبی", "province", ministry, "29")
    birjand = unit("C2901", "شهرستان بیرجند", "county", khorasan, "29")
    city_hall = unit("M2901", "شهرداری بیرجند", "municipality", birjand, "29")
    gilan = unit("P01", "استان گیلان", "province", ministry, "01")
    rasht = unit("M0101", "شهرداری رشت", "municipality", gilan, "01")
    governor = actions.create_post(
        code="GOV", details=PostDetails("فرماندار", "Governor"), by=None, at=NOW
    )
    mayor = actions.create_post(
        code="MAYOR", details=PostDetails("شهردار", "Mayor"), by=None, at=NOW
    )
    return Nation(ministry, khorasan, birjand, city_hall, gilan, rasht, governor, mayor)
