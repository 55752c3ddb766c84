"""What the sample courses hand out: a paper in two versions and a link, all samples."""

from __future__ import annotations

from datetime import datetime, timedelta

from karamad.cycle.eligibility.demo.nation import Nation
from karamad.registers.courses.actions import materials
from karamad.registers.courses.actions.materials import Content, Wish
from karamad.registers.courses.models import Course
from karamad.trust.audit.models import Entry

COURSES = ("KRM-16", "KRM-33", "KRM-34")
BEFORE = timedelta(days=60)
PAPER = (
    "{title}\n\nجزوهٔ نمونه، نسخهٔ {number}. این نوشته ساختگی است و جای جزوهٔ واقعی را "
    "نشان می‌دهد.\n"
)
LINK = "https://example.ir/sample-film"


def tell(_nation: Nation, _entry: Entry, at: datetime) -> None:
    """Hand something out in the courses that have sample runs."""
    for course in Course.objects.filter(code__in=COURSES).order_by("pk"):
        first = materials.add_material(
            course=course,
            wish=Wish(title="جزوهٔ نمونه", title_en="Sample handout"),
            content=_paper(course, 1),
            by=None,
            at=at - BEFORE,
            sample=True,
        )
        materials.publish(
            material=first.material, content=_paper(course, 2), by=None, at=at
        )
        materials.add_material(
            course=course,
            wish=Wish(title="فیلم نمونه", title_en="Sample film"),
            content=materials.link_content(LINK),
            by=None,
            at=at - BEFORE,
            sample=True,
        )


def _paper(course: Course, number: int) -> Content:
    text = PAPER.format(title=course.title, number="۱۲"[number - 1])
    note = "" if number == 1 else "نمونه‌ای از یک نسخهٔ تازه"
    return materials.file_content("sample.txt", [text.encode()], note=note)
