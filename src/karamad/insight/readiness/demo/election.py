"""The mission's scenario: four roles before an election, one course by province.

Three roles are through in all provinces; the district governors, some 1,200 at full
size, are trained in two weeks and are about half way; the course of provincial
governance has come to its fifteenth province. A demo made after the election tells how
it went. Everything is drawn from the nation's seed. Source: docs/mission.md, S0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from karamad.cycle.eligibility.demo import turns
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.insight.readiness.actions.setting import Wish, set_target
from karamad.insight.readiness.rules import days_of, is_open
from karamad.kernel.jalali import jalali_day
from karamad.registers.courses.models import Course, Provider
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Person
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import blind_index

ELECTION = jalali_day(1405, 2, 11)
ELECTION_COURSE, GOVERNANCE_COURSE = "KRM-33", "KRM-34"
GOVERNORS, DIRECTORS, IT, DISTRICTS = (
    "COUNTY-GOVERNOR",
    "POLITICAL-DG",
    "IT-MANAGER",
    "DISTRICT-GOVERNOR",
)
DAY = timedelta(days=1)
FORTNIGHT = 14 * DAY
HALF_WAY = 8 * DAY  # before the end of the district governors' two weeks
NEAR = 30 * DAY  # an election as near as that is their deadline itself


@dataclass(frozen=True, slots=True)
class Wave:
    """A role trained in some weeks, all but a few of them."""

    title: str
    title_en: str
    post: str
    back: int  # days before the scenario's today on which it ended
    length: int  # days
    trained: float  # share


WAVES = (
    Wave(
        "دورهٔ انتخابات فرمانداران",
        "Election course of county governors",
        GOVERNORS,
        54,
        21,
        1.0,
    ),
    Wave(
        "دورهٔ انتخابات مدیران‌کل سیاسی",
        "Election course of directors-general for political affairs",
        DIRECTORS,
        40,
        18,
        1.0,
    ),
    Wave(
        "دورهٔ انتخابات مدیران فناوری اطلاعات",
        "Election course of IT managers",
        IT,
        26,
        18,
        1.0,
    ),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post on the demo's day."""

    person: int
    province: str


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Train the roles and set the targets."""
    now = min(nation.on, ELECTION - HALF_WAY)
    begun = now - (FORTNIGHT - HALF_WAY)
    deadline = ELECTION if ELECTION - now <= NEAR else now + HALF_WAY
    done = [
        *_waves(nation, now),
        *_districts(nation, begun, deadline),
    ]
    _write(ELECTION_COURSE, done, nation, entry, at)
    first = now - DAY * (WAVES[0].back + WAVES[0].length)
    _set_election_targets(first, begun, deadline, now, at)
    _tell_governance(nation, entry, at)
    _set_village_target(nation, at)


# ---- who ------------------------------------------------------------------------


def _holders(nation: Nation, *posts: str) -> list[Holder]:
    """Return who holds the posts, without the planted: their answers are known."""
    planted = [blind_index(p.dossier.person.national_id) for p in nation.planted()]
    held = Assignment.objects.current().held_on(nation.on).filter(post__code__in=posts)
    serving = Person.objects.serving_on(nation.on).exclude(blind_index__in=planted)
    rows = held.filter(person__in=serving.values("pk")).order_by("person_id")
    return [Holder(*row) for row in rows.values_list("person_id", "unit__province")]


def _waves(nation: Nation, now: date) -> Iterator[tuple[int, date]]:
    """Yield who of the first three roles was trained, and when."""
    for wave in WAVES:
        rng = Random(f"wave {wave.post} {nation.seed}")
        end = now - DAY * wave.back
        days = [d for d in days_of(end - DAY * (wave.length - 1), end) if is_open(d)]
        for holder in _holders(nation, wave.post):
            if rng.random() < wave.trained:
                # The nearer the end, the more come.
                yield holder.person, days[int(len(days) * rng.random() ** 0.6)]


def _districts(
    nation: Nation, begun: date, deadline: date
) -> Iterator[tuple[int, date]]:
    """Yield the district governors trained by the demo's day; provinces differ."""
    rng = Random(f"districts {nation.seed}")
    paces: dict[str, float] = {}
    days = [day for day in days_of(begun, deadline) if is_open(day)]
    for holder in _holders(nation, DISTRICTS):
        pace = paces.setdefault(holder.province, rng.lognormvariate(-2.9, 0.6))
        left = len(days)
        for day in days:
            left -= 1
            if rng.random() < min(0.9, pace * (1 + 3 * 0.8**left)):
                if day <= nation.on:
                    yield holder.person, day
                break


# ---- written ----------------------------------------------------------------------


def _write(
    code: str,
    done: Iterable[tuple[int, date]],
    nation: Nation,
    entry: Entry,
    at: datetime,
) -> None:
    """Write completions of a course, but for those on record already."""
    course = Course.objects.get(code=code)
    known = set(
        Completion.objects.current()
        .filter(course=course)
        .values_list("person_id", "completed_on")
    )
    provider = Provider.objects.filter(code="MOI").first()
    Completion.objects.bulk_create(
        Completion(
            person_id=person,
            course=course,
            completed_on=day,
            hours=8,
            passed=True,
            mode="in_person",
            provider=provider,
            recorded_at=at,
            entry=entry,
        )
        for person, day in done
        if (person, day) not in known and day <= nation.on
    )


def _set_election_targets(
    first: date, begun: date, deadline: date, now: date, at: datetime
) -> None:
    course = Course.objects.get(code=ELECTION_COURSE)
    wishes = [
        Wish(
            title="همهٔ نقش‌های اجرایی پیش از انتخابات شوراها",
            title_en="All executive roles before the council elections",
            course=course,
            posts=(GOVERNORS, DIRECTORS, IT, DISTRICTS),
            from_day=first,
            deadline=deadline,
        ),
        Wish(
            title="دو هفتهٔ بخشداران: دورهٔ انتخابات",
            title_en="Two weeks of the district governors: the election course",
            course=course,
            posts=(DISTRICTS,),
            from_day=begun,
            deadline=deadline,
            share=95,
        ),
    ]
    for wave in WAVES:
        end = now - DAY * wave.back
        wishes.append(
            Wish(
                title=wave.title,
                title_en=wave.title_en,
                course=course,
                posts=(wave.post,),
                from_day=end - DAY * (wave.length - 1),
                deadline=end,
            )
        )
    for wish in wishes:
        set_target(wish=wish, by=None, at=at, sample=True)


def _set_village_target(nation: Nation, at: datetime) -> None:
    """Set a target that runs whenever the demo is made, on what the nation learns."""
    wish = Wish(
        title="آموزش دهیاران: یک دورهٔ پایه برای همه",
        title_en="Village administrators: one basic course for all",
        course=Course.objects.get(code="KRM-16"),
        posts=("DEHYAR",),
        from_day=nation.on - 60 * DAY,
        deadline=nation.on + 30 * DAY,
        share=90,
    )
    set_target(wish=wish, by=None, at=at, sample=True)


def _tell_governance(nation: Nation, entry: Entry, at: datetime) -> None:
    """Bring the course of provincial governance to one province after the other."""
    rng = turns.luck(nation)
    holders = _holders(nation, *turns.POSTS)
    order = turns.in_turn({holder.province for holder in holders}, rng)
    first = turns.first_day(nation)
    done = []
    for holder in holders:
        if holder.province not in order:
            continue
        turn = first + turns.EACH_PROVINCE * order.index(holder.province)
        days = [
            day
            for day in days_of(turn, turn + turns.EACH_PROVINCE - DAY)
            if is_open(day)
        ]
        if days and rng.random() < 0.95:
            done.append((holder.person, rng.choice(days)))
    _write(GOVERNANCE_COURSE, done, nation, entry, at)
    wish = Wish(
        title="دورهٔ حکمرانی استانی، استان به استان",
        title_en="Provincial governance, province by province",
        course=Course.objects.get(code=GOVERNANCE_COURSE),
        posts=turns.POSTS,
        from_day=first,
        deadline=first + turns.EACH_PROVINCE * len(order),
        share=90,
    )
    set_target(wish=wish, by=None, at=at, sample=True)
