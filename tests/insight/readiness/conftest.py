"""Two provinces, a course that is asked for, one that counts for it, and a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from karamad.insight.readiness.actions.setting import Wish, set_target
from karamad.insight.readiness.models import Target
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Person, Post, Unit
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW

DAY = timedelta(days=1)
FIRST, DEADLINE = date(2026, 4, 4), date(2026, 5, 23)
TODAY = date(2026, 5, 1)


@dataclass
class Stage:
    """The places and what is asked; `governor` makes somebody who is asked."""

    khorasan: Unit
    gilan: Unit
    birjand: Unit
    qaen: Unit
    rasht: Unit
    post: Post
    course: Course
    equal: Course
    people: list[Person] = field(default_factory=list)

    def governor(
        self, where: Unit, done_on: date | None = None, **facts: Any
    ) -> Person:
        person = nation.person(**facts)
        nation.assignment(person, self.post, where)
        if done_on is not None:
            evidence.completion(person, self.course, done_on)
        self.people.append(person)
        return person

    def target(self, **changes: Any) -> Target:
        wish: dict[str, Any] = {
            "title": "دورهٔ بخشداران",
            "title_en": "Course of the governors",
            "posts": (self.post.code,),
            "from_day": FIRST,
            "deadline": DEADLINE,
            "course": self.course,
            **changes,
        }
        return set_target(wish=Wish(**wish), by=None, at=NOW)


@pytest.fixture
def stage(db: None) -> Stage:
    khorasan = nation.province("29", "خراسان جنوبی")
    gilan = nation.province("01", "گیلان")
    course = nation.course("EL-1", title="دورهٔ انتخابات", title_en="Election course")
    equal = nation.course("EL-2", title="هم‌ارز", creditable_from=FIRST)
    evidence.equivalence(equal, course)
    return Stage(
        khorasan,
        gilan,
        nation.unit("2901", under=khorasan, kind="county", name="بیرجند"),
        nation.unit("2902", under=khorasan, kind="county", name="قاین"),
        nation.unit("0101", under=gilan, kind="county", name="رشت"),
        nation.post("GOV", title="بخشدار", title_en="District governor"),
        course,
        equal,
    )


@pytest.fixture
def full(stage: Stage) -> Stage:
    """Thirty in South Khorasan and forty in Gilan, half of them done by today."""
    for place, number in ((stage.birjand, 18), (stage.qaen, 12), (stage.rasht, 40)):
        for each in range(number):
            done_on = FIRST + DAY * (each % 25) if each % 2 else None
            stage.governor(place, done_on, last_name=f"احمدی {each}")
    return stage
