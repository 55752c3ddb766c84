"""The ministry's programmes, as samples: governors, provinces in turn, election roles.

The county governors' three days were held in the capital in summer and are over; the
course of provincial governance has come to its fifteenth province; of the election's
roles three are through. Source: docs/mission.md, S0; how long three days are in hours
is not said there, and not here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from karamad.cycle.eligibility.demo import turns
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.planning.actions import programmes
from karamad.cycle.planning.actions.programmes import ProgrammeWish
from karamad.kernel.jalali import jalali_day, jalali_year
from karamad.registers.courses.actions import add_course
from karamad.registers.courses.models import Course, CourseClass, Mode, Provider
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Person, Unit, UnitKind
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import blind_index

GOVERNANCE, ELECTION, THREE_DAYS = "KRM-34", "KRM-33", "SMP-3DAYS"
GOVERNOR = "COUNTY-GOVERNOR"
ROLES = (GOVERNOR, "POLITICAL-DG", "IT-MANAGER", "DISTRICT-GOVERNOR")
CAME = 0.96  # share of the governors who sat the three days
DAY = timedelta(days=1)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Set the programmes up, each as far as the mission says it has come."""
    _governance(nation, at)
    _three_days(nation, entry, at)
    course = Course.objects.filter(code=ELECTION).first()
    if course is not None:
        wish = ProgrammeWish(
            title="آموزش نقش‌های انتخابات شوراها",
            title_en="Election roles of the council elections",
            audience="فرمانداران، مدیران‌کل سیاسی، مدیران فناوری اطلاعات و بخشداران",
            posts=ROLES,
            courses=(course,),
        )
        programmes.make_programme(wish=wish, by=None, at=at, sample=True)


def _governance(nation: Nation, at: datetime) -> None:
    """Bring provincial governance to one province after the other."""
    course = Course.objects.filter(code=GOVERNANCE).first()
    if course is None:
        return
    first = turns.first_day(nation)
    wish = ProgrammeWish(
        title="دورهٔ حکمرانی استانی",
        title_en="Provincial governance",
        audience="فرمانداران، مدیران‌کل سیاسی و مدیران ارشد استان‌ها",
        posts=turns.POSTS,
        courses=(course,),
        since=first - DAY,
    )
    made = programmes.make_programme(wish=wish, by=None, at=at, sample=True)
    units = {
        unit.province: unit for unit in Unit.objects.filter(kind=UnitKind.PROVINCE)
    }
    held = Assignment.objects.current().held_on(nation.on)
    seats = held.filter(post__code__in=turns.POSTS)
    provinces = set(seats.values_list("unit__province", flat=True).order_by())
    for place, code in enumerate(turns.in_turn(provinces, turns.luck(nation))):
        if code not in units:
            continue
        start = first + turns.EACH_PROVINCE * place
        programmes.give_turn(
            programme=made,
            unit=units[code],
            days=(start, start + turns.EACH_PROVINCE),
            by=None,
            at=at,
        )


def _three_days(nation: Nation, entry: Entry, at: datetime) -> None:
    """Hold the governors' three days in the last summer that is over."""
    course = add_course(
        code=THREE_DAYS,
        facts={
            "title": "دورهٔ سه‌روزهٔ فرمانداران سراسر کشور (نمونه)",
            "title_en": "Three days of the county governors (sample)",
            "course_class": CourseClass.MANAGERS,
            "mode": Mode.IN_PERSON,
            "audience": "فرمانداران",
            "audience_en": "County governors",
            "length_note": "سه روز",
            "length_note_en": "three days",
            "source_note": "S0 (Tasnim)",
        },
        by=None,
        at=at,
    )
    last = _summer(nation.on)
    _sit(nation, course, last, entry, at)
    wish = ProgrammeWish(
        title="دورهٔ سه‌روزهٔ فرمانداران",
        title_en="Three days of the county governors",
        audience="فرمانداران سراسر کشور",
        posts=(GOVERNOR,),
        courses=(course,),
        since=last - 3 * DAY,
    )
    programmes.make_programme(wish=wish, by=None, at=at, sample=True)


def _summer(on: date) -> date:
    """Return the last of three days in Mordad, of this year or the one before."""
    year = jalali_year(on)
    this = jalali_day(year, 5, 21)
    return this if this <= on else jalali_day(year - 1, 5, 21)


def _sit(nation: Nation, course: Course, day: date, entry: Entry, at: datetime) -> None:
    """Let nearly all governors complete it; of the planted the answers are known."""
    planted = [blind_index(p.dossier.person.national_id) for p in nation.planted()]
    held = Assignment.objects.current().held_on(nation.on).filter(post__code=GOVERNOR)
    serving = Person.objects.serving_on(nation.on).exclude(blind_index__in=planted)
    people = serving.filter(pk__in=held.values("person")).order_by("pk")
    rng = Random(f"three days {nation.seed}")
    provider = Provider.objects.filter(code="MOI").first()
    Completion.objects.bulk_create(
        Completion(
            person_id=person,
            course=course,
            completed_on=day,
            passed=True,
            mode=Mode.IN_PERSON,
            provider=provider,
            recorded_at=at,
            entry=entry,
        )
        for person in people.values_list("pk", flat=True)
        if rng.random() < CAME
    )
