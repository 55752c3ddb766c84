"""A province of two counties, a profile that asks for courses, and who lacks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone

from karamad.cycle.planning.actions import priorities
from karamad.cycle.planning.models import Priority
from karamad.lake.extracting import extract
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Person, Post, Unit
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW

TODAY = date(2026, 5, 1)
PROFILE = """
profile: governor
title: {fa: بخشدار, en: District governor}
applies_to: {posts: [GOV]}
criteria:
  - {id: law, kind: course, courses: [LAW], source: {document: "1"}}
  - {id: crisis, kind: course, courses: [CRISIS, CRISIS-2], source: {document: "2"}}
  - {id: degree, kind: degree, degree: bachelor, source: {document: "3"}}
verdict: {all: [law, {any: [crisis, degree]}]}
"""


@dataclass
class Stage:
    khorasan: Unit
    gilan: Unit
    birjand: Unit
    qaen: Unit
    rasht: Unit
    post: Post
    law: Course
    crisis: Course

    def governor(self, where: Unit, *courses: Course, **facts: Any) -> Person:
        """Somebody who holds the post and has passed these courses."""
        person = nation.person(**{"degree": "diploma", **facts})
        nation.assignment(person, self.post, where)
        for course in courses:
            evidence.completion(person, course, date(2026, 1, 5))
        return person

    @property
    def pressing(self) -> Priority:
        return Priority.objects.get(code="in-service")


def found_stage() -> Stage:
    priorities.seed(NOW)
    evidence.profile(PROFILE)
    khorasan = nation.province("29", "خراسان جنوبی")
    gilan = nation.province("01", "گیلان")
    law = nation.course("LAW", title="حقوق اداری", title_en="Administrative law")
    nation.course("CRISIS-2", title="مدیریت بحران ۲")
    return Stage(
        khorasan,
        gilan,
        nation.unit("2901", under=khorasan, kind="county", name="بیرجند"),
        nation.unit("2902", under=khorasan, kind="county", name="قاین"),
        nation.unit("0101", under=gilan, kind="county", name="رشت"),
        nation.post("GOV", title="بخشدار", title_en="District governor"),
        law,
        nation.course("CRISIS", title="مدیریت بحران", title_en="Crisis management"),
    )


@pytest.fixture
def stage(db: None) -> Stage:
    return found_stage()


@pytest.fixture
def copied(registers: Path) -> Callable[[], None]:
    """Copy the registers into columns, for the judge of everyone."""

    def copy() -> None:
        assert registers == configured.HOME
        extract(clock=timezone.now)

    return copy
