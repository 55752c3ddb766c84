"""Two provinces, managers with hours of training, a profile that asks for some."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.models import Edition
from karamad.registers.courses.models import Course
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person, Post, Unit
from tests import nation

ON = date(2026, 5, 1)  # 1405-02-11
PROFILE = """
profile: base-manager
title: {fa: مدیر پایه, en: Base-level manager}
criteria:
  - id: hours
    kind: hours
    minimum: 20
    source: {document: "200/90/31146", status: confirmed}
"""


@dataclass
class Land:
    gilan: Unit
    khorasan: Unit
    post: Post
    course: Course
    edition: Edition
    people: dict[str, Person]


def found_land() -> Land:
    """Four managers: of Gilan with 20 and 30 hours, of Khorasan with 50 and none."""
    gilan = nation.province("01", "استان گیلان")
    khorasan = nation.province("29", "استان خراسان جنوبی")
    post = nation.post("MGR", title="مدیر پایه")
    course = nation.course("PR5009", title="برگزاری انتخابات", hours=Decimal(16))
    people = {}
    for name, province, hours in (
        ("کم‌ساعت", gilan, 20),
        ("میانه", gilan, 30),
        ("پرساعت", khorasan, 50),
        ("بی‌ساعت", khorasan, 0),
    ):
        person = nation.person(last_name=name)
        office = nation.unit(under=province)
        nation.assignment(person, post, office)
        if hours:
            Completion.objects.create(
                person=person,
                course=nation.course(hours=Decimal(hours)),
                completed_on=date(2026, 1, 1),
                passed=True,
                recorded_at=nation.NOW,
                entry=nation.entry(),
            )
        people[name] = person
    profile = rules.profile_from_yaml(PROFILE)
    edition = actions.save_edition(profile, by=None, at=nation.NOW).edition
    return Land(gilan, khorasan, post, course, edition, people)
