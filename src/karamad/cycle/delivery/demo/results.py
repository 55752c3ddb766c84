"""What became of the sample runs: who was there, what they got, who completed one.

Everything goes through the acts that people use, so that a demo shows what they write.
The numbers of the rule are samples: they hold for the days of the one run that is over,
and are unset again from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import attending, completing, ruling, scoring
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.actions.ruling import Wish
from karamad.cycle.delivery.actions.scoring import NewScore
from karamad.cycle.delivery.models import (
    Enrolment,
    Presence,
    Run,
    ScoreKind,
    Session,
    Way,
)
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.registers.regulations.models import Status
from karamad.trust.accounts.actions import create_user
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry

OVER, UNDER_WAY = "SAMPLE-7", "SAMPLE-6"
TEACHER = "sample-teacher"
DAY = timedelta(days=1)
LEAST_SHARE, LEAST_SCORE = Decimal(70), Decimal(60)  # samples, as all of it


def tell(_nation: Nation, _entry: Entry, at: datetime) -> None:
    """Keep the lists of a run that is over and of one under way; close the former."""
    over = Run.objects.select_related("course").get(code=OVER)
    first, last = over.first_day, over.last_day
    if first is None or last is None or last >= localdate(at):
        return  # a nation of a day to come: nothing is over yet
    teacher = _teacher(at)
    _rule(over.course.course_class, first, last, at)
    for session in over.sessions.in_order():
        _list(session, teacher, at)
    _scores(over, last, teacher, at)
    completing.close(run=over, by=None, at=at)
    for session in Session.objects.filter(run__code=UNDER_WAY, ends_at__lte=at):
        _list(session, teacher, at)
        _dispute(session, teacher, at)


def _teacher(at: datetime) -> User:
    """Return who keeps the sample lists; he cannot sign in."""
    user = create_user(username=TEACHER, name="مدرس نمونه", by=None, at=at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def _rule(course_class: str, first: date, last: date, at: datetime) -> None:
    wish = Wish(
        course_class=course_class,
        from_day=first,
        least_share=LEAST_SHARE,
        least_score=LEAST_SCORE,
        status=Status.UNCONFIRMED,
    )
    ruling.set_rule(wish=wish, by=None, at=at)
    unset = Wish(
        course_class=course_class,
        from_day=last + DAY,
        status=Status.UNCONFIRMED,
    )
    ruling.set_rule(wish=unset, by=None, at=at)


def _list(session: Session, by: User, at: datetime) -> None:
    marks = [
        NewMark(_key(session, row, "list"), row.pk, *_presence(number), at)
        for number, row in enumerate(_people(session.run))
    ]
    attending.take(session=session, marks=marks, way=Way.LIST, by=by, at=at)


def _presence(number: int) -> tuple[str, int]:
    """Most were there; of eighteen two came late, one was on leave, two were away."""
    if number % 8 == 3:
        return Presence.LATE, 15 + number
    if number % 17 == 5:
        return Presence.LEAVE, 0
    if number % 9 == 7:
        return Presence.ABSENT, 0
    return Presence.PRESENT, 0


def _dispute(session: Session, by: User, at: datetime) -> None:
    """A phone that came back on the line later says the first was away."""
    row = _people(session.run)[0]
    key = _key(session, row, "offline")
    mark = NewMark(key, row.pk, Presence.ABSENT, 0, session.begins_at)
    later = at + timedelta(seconds=1)
    attending.take(session=session, marks=[mark], way=Way.OFFLINE, by=by, at=later)


def _scores(over: Run, last: date, by: User, at: datetime) -> None:
    scores = [
        score
        for number, row in enumerate(_people(over))
        for score in _scores_of(number, row)
    ]
    scoring.enter(run=over, scores=scores, on=last, by=by, at=at)


def _scores_of(number: int, row: Enrolment) -> Iterator[NewScore]:
    before = 35 + number * 7 % 30
    yield NewScore(row.pk, ScoreKind.BEFORE, Decimal(before))
    yield NewScore(row.pk, ScoreKind.AFTER, Decimal(before + 10 + number * 5 % 25))
    if number % 13 != 6:  # one did not sit the exam
        yield NewScore(row.pk, ScoreKind.EXAM, Decimal(52 + number * 11 % 47))


def _people(run: Run) -> list[Enrolment]:
    return list(Enrolment.objects.placed().filter(run=run).order_by("pk"))


def _key(session: Session, row: Enrolment, way: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{session.pk} {row.pk} {way}")
