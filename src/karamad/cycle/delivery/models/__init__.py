"""Runs of courses: when and where, who sits in them, what came of it."""

from karamad.cycle.delivery.models.attendance import (
    Attendance,
    AttendanceMark,
    Presence,
    Way,
)
from karamad.cycle.delivery.models.completing import (
    CompletionRule,
    Outcome,
    Result,
    Score,
    ScoreKind,
)
from karamad.cycle.delivery.models.enrolments import (
    Approval,
    Enrolment,
    EnrolmentState,
)
from karamad.cycle.delivery.models.feeds import Feed
from karamad.cycle.delivery.models.materials import GivenVersion
from karamad.cycle.delivery.models.nominations import Nomination, Source
from karamad.cycle.delivery.models.runs import Admission, FormerRun, Run
from karamad.cycle.delivery.models.sessions import (
    FormerRoom,
    FormerSession,
    Holiday,
    HolidayList,
    Room,
    Session,
)
from karamad.cycle.delivery.models.wall import Misread, Wall

__all__ = [
    "Admission",
    "Approval",
    "Attendance",
    "AttendanceMark",
    "CompletionRule",
    "Enrolment",
    "EnrolmentState",
    "Feed",
    "FormerRoom",
    "FormerRun",
    "FormerSession",
    "GivenVersion",
    "Holiday",
    "HolidayList",
    "Misread",
    "Nomination",
    "Outcome",
    "Presence",
    "Result",
    "Room",
    "Run",
    "Score",
    "ScoreKind",
    "Session",
    "Source",
    "Wall",
    "Way",
]
