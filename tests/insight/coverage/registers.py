"""Registers of two provinces: mayors by one profile, some old, some of unknown age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.insight.coverage.actions import counting
from karamad.insight.coverage.models import Tally
from karamad.registers.competencies.actions import profile_from_text, save_edition
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.permissions import Role
from tests import nation

PROFILE = """
profile: mayor-conditions
title: {fa: شرایط شهردار, en: Conditions of a mayor}
applies_to: {posts: [MAYOR]}
criteria:
  - id: age
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
  - id: law
    kind: course
    courses: [PR5009]
    source: {document: "226725", status: confirmed}
"""
YOUNG, OLD = date(2000, 3, 21), date(1960, 3, 21)


@dataclass
class Registers:
    ministry: Unit
    khorasan: Unit
    birjand: Unit
    hall: Unit
    gilan: Unit
    rasht: Unit
    mayor: Post
    clerk: Post
    people: list[Person]

    def count(self, day: date | None = None) -> Tally:
        """Count the day, as a worker would."""
        asked = day or localdate()
        counting.tally_of(asked, at=timezone.now())
        counting.run(asked, clock=timezone.now)
        return Tally.objects.get(day=asked)


def found_registers() -> Registers:
    ministry = nation.unit("MOI", kind="ministry", name="وزارت کشور")
    khorasan = nation.province("29", "خراسان جنوبی", under=ministry)
    birjand = nation.unit("C2901", under=khorasan, kind="county", name="بیرجند")
    hall = nation.unit(
        "M2901", under=birjand, kind="municipality", name="شهرداری بیرجند"
    )
    gilan = nation.province("01", "گیلان", under=ministry)
    rasht = nation.unit("M0101", under=gilan, kind="municipality", name="شهرداری رشت")
    mayor = nation.post("MAYOR", title="شهردار", title_en="Mayor")
    clerk = nation.post("CLERK", title="بایگان", title_en="Clerk")
    nation.course("PR5009", title="قانون شهرداری‌ها")
    save_edition(profile_from_text(PROFILE), by=None, at=nation.NOW)
    people = [
        *seated(12, hall, mayor, birth_date=OLD),
        *seated(3, hall, mayor, birth_date=None),
        *seated(9, rasht, mayor, birth_date=YOUNG, gender="f", employment="official"),
        *seated(2, rasht, clerk, birth_date=YOUNG),
    ]
    return Registers(
        ministry, khorasan, birjand, hall, gilan, rasht, mayor, clerk, people
    )


def seated(count: int, where: Unit, post: Post, **facts: object) -> list[Person]:
    people = [
        nation.person(last_name=f"نشانه {where.code}", **facts) for _ in range(count)
    ]
    for person in people:
        nation.assignment(person, post, where)
    return people


def reader(role: Role = Role.NATIONAL_DEPUTY, on: Unit | None = None) -> Client:
    return nation.signed_in(role, on)
