"""The demo's needs, a plan approved and one drafted, a programme on its way.

All of it is marked as a sample. Prices are agreed ones where a plan is approved: the
base rate of the tariff is nobody's to invent. Source: docs/mission.md, S0 and S4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from karamad.cycle.eligibility.demo.land import HOME_PROVINCE
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.planning.actions import (
    approving,
    covering,
    deriving,
    drafting,
    requesting,
)
from karamad.cycle.planning.demo import programmes
from karamad.cycle.planning.models import Need, Priority, Version
from karamad.kernel.jalali import jalali_year
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Assignment, Person, Unit, UnitKind
from karamad.trust.audit.models import Entry

PAPER = "نمونه"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A line of the sample plans. price: rials agreed on for the whole line."""

    course: str
    audience: str
    heads: int
    runs: int
    month: int
    price: int


SKETCHES = (
    Sketch("KRM-33", "دست‌اندرکاران انتخابات استان", 120, 4, 2, 480_000_000),
    Sketch("KRM-34", "فرمانداران و مدیران‌کل استان", 40, 1, 5, 260_000_000),
    Sketch("KRM-12", "شهرداران و کارکنان شهرداری‌ها", 200, 5, 7, 640_000_000),
    Sketch("KRM-05", "دهیاران", 300, 8, 9, 720_000_000),
)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Write the sample needs, plans and programme; without them where units lack."""
    home = Unit.objects.filter(kind=UnitKind.PROVINCE, province=HOME_PROVINCE).first()
    pressing = Priority.objects.most_pressing_first().first()
    if home is None or pressing is None:
        return
    year = jalali_year(nation.on)
    approved = _plan(home, year, at, agreed=True)
    _cover(home, approved, pressing, at)
    approving.submit(version=approved, by=None, at=at)
    approving.approve(version=approved, by=None, at=at)
    _plan(home, year + 1, at, agreed=False)
    _wishes(home, nation, at)
    programmes.tell(nation, entry, at)


def _plan(home: Unit, year: int, at: datetime, *, agreed: bool) -> Version:
    """Draft a plan; one to be approved has its prices and its money."""
    version, _new = drafting.start_plan(
        unit=home, year=year, by=None, at=at, sample=True
    )
    courses = Course.objects.in_bulk(
        [sketch.course for sketch in SKETCHES], field_name="code"
    )
    known = [sketch for sketch in SKETCHES if sketch.course in courses]
    for sketch in known:
        course = courses[sketch.course]
        wish = drafting.LineWish(
            course=course,
            audience=sketch.audience,
            heads=sketch.heads,
            hours=course.hours or Decimal(8),
            runs=sketch.runs,
            month=sketch.month,
            customer="agency",
            venue="centre",
            mode=course.mode,
            agreed=sketch.price if agreed else None,
            agreed_document=PAPER if agreed else "",
        )
        drafting.add_line(version=version, wish=wish, by=None, at=at)
    drafting.add_budget(
        version=version,
        source="اعتبار آموزش استان",
        amount=sum(sketch.price for sketch in known) + 100_000_000,
        document=PAPER,
        by=None,
        at=at,
    )
    return version


def _cover(home: Unit, version: Version, pressing: Priority, at: datetime) -> None:
    """Let each line answer a need that the organisation ordered."""
    for line in version.lines.select_related("course", "version").order_by("number"):
        order = deriving.Order(home, line.heads, pressing, course=line.course)
        need = deriving.order(order=order, by=None, at=at, sample=True)
        covering.cover(needs=[need], line=line, by=None, at=at)


def _wishes(home: Unit, nation: Nation, at: datetime) -> None:
    """Ask for some who serve in the province: what is in no catalogue yet."""
    serving = Assignment.objects.current().held_on(nation.on)
    seats = serving.filter(unit__in=Unit.objects.below([home.path]).values("pk"))
    keys = seats.order_by("person").values_list("person", flat=True)[:3]
    wish = requesting.Request(
        course=None, wish="کار با داده‌های مکانی برای مدیریت بحران"
    )
    for person in Person.objects.filter(pk__in=list(keys)).order_by("pk"):
        if not Need.objects.open().about(person).exists():
            requesting.request_training(
                person=person, request=wish, by=None, at=at, sample=True
            )
