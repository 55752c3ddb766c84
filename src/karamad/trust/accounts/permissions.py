"""What a signed-in user may do. Named `<app>:<thing>:<act>`; kept alphabetical."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from karamad.trust.accounts.models import User

FIRST_DOOR = "accounts:password"  # for whoever was given his password
SEAT = "acting_for"  # in the session: for whom a substitute sits

P_ = ParamSpec("P_")
View = Callable[Concatenate[HttpRequest, P_], HttpResponseBase]


class Permission(StrEnum):
    """One thing a role lets its holder do."""

    ACCOUNTS_GRANT_GIVE = "accounts:grant:give"
    ACCOUNTS_SUBSTITUTE_NAME = "accounts:substitute:name"
    ACCOUNTS_TOKEN_ISSUE = "accounts:token:issue"  # noqa: S105 - a name, not a secret
    ACCOUNTS_USER_VIEW = "accounts:user:view"
    AUDIT_ENTRY_VIEW = "audit:entry:view"
    COMPETENCIES_PROFILE_EDIT = "competencies:profile:edit"
    COMPETENCIES_PROFILE_VIEW = "competencies:profile:view"
    COSTS_FIGURE_VIEW = "costs:figure:view"
    COSTS_INVOICE_EDIT = "costs:invoice:edit"
    COSTS_INVOICE_VIEW = "costs:invoice:view"
    COURSES_COURSE_EDIT = "courses:course:edit"
    COURSES_COURSE_VIEW = "courses:course:view"
    COURSES_INSTRUCTOR_EDIT = "courses:instructor:edit"
    COURSES_MATERIAL_EDIT = "courses:material:edit"
    COURSES_MATERIAL_VIEW = "courses:material:view"
    COVERAGE_FIGURE_VIEW = "coverage:figure:view"
    DELIVERY_ATTENDANCE_TAKE = "delivery:attendance:take"
    DELIVERY_ENROLMENT_ASK = "delivery:enrolment:ask"
    DELIVERY_ENROLMENT_DECIDE = "delivery:enrolment:decide"
    DELIVERY_ENROLMENT_NOMINATE = "delivery:enrolment:nominate"
    DELIVERY_RULE_SET = "delivery:rule:set"
    DELIVERY_RUN_EDIT = "delivery:run:edit"
    DELIVERY_RUN_VIEW = "delivery:run:view"
    DELIVERY_SCORE_ENTER = "delivery:score:enter"
    DESK_HOME_VIEW = "desk:home:view"
    ELIGIBILITY_CANDIDACY_EDIT = "eligibility:candidacy:edit"
    ELIGIBILITY_DECISION_MAKE = "eligibility:decision:make"
    ELIGIBILITY_DECISION_VIEW = "eligibility:decision:view"
    ELIGIBILITY_OBJECTION_ANSWER = "eligibility:objection:answer"
    ELIGIBILITY_OBJECTION_RAISE = "eligibility:objection:raise"
    ELIGIBILITY_VERDICT_LIST = "eligibility:verdict:list"
    ELIGIBILITY_VERDICT_VIEW = "eligibility:verdict:view"
    EXCHANGE_EXPORT_MAKE = "exchange:export:make"
    EXCHANGE_LOAD_MAKE = "exchange:load:make"
    EXCHANGE_LOAD_NATIONAL = "exchange:load:national"
    EXCHANGE_LOAD_VIEW = "exchange:load:view"
    OUTBOX_MESSAGE_SEND = "outbox:message:send"
    OUTBOX_MESSAGE_VIEW = "outbox:message:view"
    OUTBOX_WORDING_WRITE = "outbox:wording:write"
    PEOPLE_NATIONAL_ID_VIEW = "people:national-id:view"
    PEOPLE_PERSON_EDIT = "people:person:edit"
    PEOPLE_PERSON_LIST = "people:person:list"
    PEOPLE_PERSON_MERGE = "people:person:merge"
    PEOPLE_PERSON_VIEW = "people:person:view"
    PEOPLE_POST_EDIT = "people:post:edit"
    PEOPLE_UNIT_EDIT = "people:unit:edit"
    PEOPLE_UNIT_VIEW = "people:unit:view"
    PLANNING_NEED_EDIT = "planning:need:edit"
    PLANNING_NEED_REQUEST = "planning:need:request"
    PLANNING_NEED_VIEW = "planning:need:view"
    PLANNING_PLAN_APPROVE = "planning:plan:approve"
    PLANNING_PLAN_COMMENT = "planning:plan:comment"
    PLANNING_PLAN_EDIT = "planning:plan:edit"
    PLANNING_PLAN_VIEW = "planning:plan:view"
    PLANNING_PRIORITY_EDIT = "planning:priority:edit"
    PLANNING_PROGRAMME_EDIT = "planning:programme:edit"
    PLANNING_PROGRAMME_VIEW = "planning:programme:view"
    PLANNING_TARIFF_EDIT = "planning:tariff:edit"
    READINESS_TARGET_EDIT = "readiness:target:edit"
    READINESS_TARGET_VIEW = "readiness:target:view"
    REGULATIONS_DOCUMENT_EDIT = "regulations:document:edit"
    REGULATIONS_DOCUMENT_VIEW = "regulations:document:view"
    WHATIF_SCENARIO_ASK = "whatif:scenario:ask"


class Role(StrEnum):
    """An office, as the field names it."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    HR_OFFICER = "hr_officer"
    INTEGRATION = "integration"
    INTEGRATION_READER = "integration_reader"
    LEARNER = "learner"
    NATIONAL_DEPUTY = "national_deputy"
    OBSERVER = "observer"
    PROVINCIAL_EXPERT = "provincial_expert"
    SUPERVISOR = "supervisor"
    WORKING_GROUP = "working_group"

    @property
    def label(self) -> _StrPromise:
        return NAMES[self]


NAMES = {
    Role.ADMINISTRATOR: _("مدیر سامانه"),
    Role.AUDITOR: _("بازرس"),
    Role.HR_OFFICER: _("کارشناس منابع انسانی"),
    Role.INTEGRATION: _("سامانهٔ همکار (خواندن و بارگذاری)"),
    Role.INTEGRATION_READER: _("سامانهٔ همکار (فقط خواندن)"),
    Role.LEARNER: _("فراگیر"),
    Role.NATIONAL_DEPUTY: _("معاون ملی"),
    Role.OBSERVER: _("بینندهٔ ارقام"),
    Role.PROVINCIAL_EXPERT: _("کارشناس استان"),
    Role.SUPERVISOR: _("مدیر واحد"),
    Role.WORKING_GROUP: _("کارگروه آموزش"),
}
# What a program holds, and what stands for oneself alone: neither is an office.
PROGRAMS = frozenset({Role.INTEGRATION, Role.INTEGRATION_READER})
OFFICES = frozenset(Role) - PROGRAMS - {Role.LEARNER}

P = Permission

# What one does for oneself alone; no office does it for another.
ONESELF = frozenset({P.DELIVERY_ENROLMENT_ASK, P.ELIGIBILITY_OBJECTION_RAISE})
LEARNER = frozenset(
    {
        P.COMPETENCIES_PROFILE_VIEW,
        P.COURSES_COURSE_VIEW,
        # He may teach, too: then of his own sessions.
        P.DELIVERY_ATTENDANCE_TAKE,
        P.DELIVERY_ENROLMENT_ASK,
        P.DELIVERY_RUN_VIEW,
        P.DELIVERY_SCORE_ENTER,
        P.DESK_HOME_VIEW,
        P.ELIGIBILITY_OBJECTION_RAISE,
        P.ELIGIBILITY_VERDICT_VIEW,
        P.OUTBOX_MESSAGE_VIEW,
        P.PEOPLE_PERSON_VIEW,
        P.PLANNING_NEED_REQUEST,
        P.REGULATIONS_DOCUMENT_VIEW,
    }
)
TEACHING = frozenset({P.DELIVERY_ATTENDANCE_TAKE, P.DELIVERY_SCORE_ENTER})
# Learners ask for themselves, offices for their people; who only reads asks for nobody.
READER = LEARNER - ONESELF - TEACHING - {P.PLANNING_NEED_REQUEST} | {
    P.COSTS_FIGURE_VIEW,
    P.COSTS_INVOICE_VIEW,
    P.COURSES_MATERIAL_VIEW,
    P.COVERAGE_FIGURE_VIEW,
    P.ELIGIBILITY_DECISION_VIEW,
    P.ELIGIBILITY_VERDICT_LIST,
    P.EXCHANGE_LOAD_VIEW,
    P.PEOPLE_PERSON_LIST,
    P.PEOPLE_UNIT_VIEW,
    P.PLANNING_NEED_VIEW,
    P.PLANNING_PLAN_VIEW,
    P.PLANNING_PROGRAMME_VIEW,
    P.READINESS_TARGET_VIEW,
}
OFFICER = READER | {
    P.ACCOUNTS_SUBSTITUTE_NAME,
    P.DELIVERY_ENROLMENT_DECIDE,
    P.DELIVERY_ENROLMENT_NOMINATE,
    P.ELIGIBILITY_CANDIDACY_EDIT,
    P.ELIGIBILITY_DECISION_MAKE,
    P.ELIGIBILITY_OBJECTION_ANSWER,
    P.EXCHANGE_EXPORT_MAKE,
    P.EXCHANGE_LOAD_MAKE,
    P.PEOPLE_NATIONAL_ID_VIEW,
    P.PEOPLE_PERSON_EDIT,
    P.PLANNING_NEED_EDIT,
    P.PLANNING_NEED_REQUEST,
    P.PLANNING_PLAN_COMMENT,
    P.PLANNING_PLAN_EDIT,
}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission) - ONESELF,
    Role.AUDITOR: READER | {P.AUDIT_ENTRY_VIEW, P.EXCHANGE_EXPORT_MAKE},
    Role.HR_OFFICER: OFFICER,
    Role.INTEGRATION: READER - {P.DESK_HOME_VIEW}
    | {P.EXCHANGE_LOAD_MAKE, P.PEOPLE_NATIONAL_ID_VIEW},
    Role.INTEGRATION_READER: READER - {P.DESK_HOME_VIEW},
    Role.LEARNER: LEARNER,
    Role.NATIONAL_DEPUTY: frozenset(Permission)
    - {
        P.ACCOUNTS_TOKEN_ISSUE,
        P.ACCOUNTS_USER_VIEW,
        P.AUDIT_ENTRY_VIEW,
        P.DELIVERY_ENROLMENT_ASK,
        P.ELIGIBILITY_OBJECTION_RAISE,
        # He asks how many and where; who, he finds by name.
        P.PEOPLE_NATIONAL_ID_VIEW,
    },
    # Figures and no people: a screen on a wall, a guest of the province.
    Role.OBSERVER: frozenset(
        {
            P.COSTS_FIGURE_VIEW,
            P.COVERAGE_FIGURE_VIEW,
            P.DESK_HOME_VIEW,
            P.READINESS_TARGET_VIEW,
        }
    ),
    Role.PROVINCIAL_EXPERT: OFFICER
    | {
        P.ACCOUNTS_GRANT_GIVE,
        P.COSTS_INVOICE_EDIT,
        P.COURSES_INSTRUCTOR_EDIT,
        P.COURSES_MATERIAL_EDIT,
        P.DELIVERY_ATTENDANCE_TAKE,
        P.DELIVERY_RUN_EDIT,
        P.DELIVERY_SCORE_ENTER,
        P.OUTBOX_MESSAGE_SEND,
        P.PEOPLE_PERSON_MERGE,
        P.PEOPLE_UNIT_EDIT,
        P.READINESS_TARGET_EDIT,
        P.WHATIF_SCENARIO_ASK,
    },
    # Sees the people of his unit and what they lack, and asks for training for them.
    Role.SUPERVISOR: frozenset(
        {
            P.COMPETENCIES_PROFILE_VIEW,
            P.COURSES_COURSE_VIEW,
            P.DESK_HOME_VIEW,
            P.ELIGIBILITY_VERDICT_VIEW,
            P.PEOPLE_PERSON_LIST,
            P.PEOPLE_PERSON_VIEW,
            P.PEOPLE_UNIT_VIEW,
            P.PLANNING_NEED_REQUEST,
            P.PLANNING_NEED_VIEW,
            P.REGULATIONS_DOCUMENT_VIEW,
        }
    ),
    # Reviews what officers plan: it reads everything of its units and changes nothing.
    Role.WORKING_GROUP: READER | {P.PLANNING_PLAN_APPROVE, P.PLANNING_PLAN_COMMENT},
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a permission carries: everywhere, units and all below, or himself."""

    everywhere: bool = False
    unit_codes: frozenset[str] = frozenset()
    himself: bool = False


class SignedRequest(HttpRequest):
    """A request of someone signed in, as `requires` hands it to the view."""

    user: User


SignedView = Callable[Concatenate[SignedRequest, P_], HttpResponseBase]


def requires(permission: Permission) -> Callable[[SignedView[P_]], View[P_]]:
    """Let a view run only for those some role of whom allows `permission`.

    Strangers are led to the sign-in page, others get a 403. *Which* rows they may see
    is the querysets' business. Leaves `required_permission` on the view, so that a test
    can ask every page for its own.
    """

    def decorate(view: SignedView[P_]) -> View[P_]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: P_.args, **kwargs: P_.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            if request.user.must_change_password:
                return redirect(FIRST_DOOR)
            take_seat(request)
            if permission not in request.user.permissions_on(localdate()):
                raise PermissionDenied
            return view(cast("SignedRequest", request), *args, **kwargs)

        vars(guarded)["required_permission"] = permission
        return guarded

    return decorate


def signed_in(view: SignedView[P_]) -> View[P_]:
    """Say that a page is open to whoever has signed in: his own account's pages.

    Whoever must change his password first is led to the one that does it.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P_.args, **kwargs: P_.kwargs
    ) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        at_the_door = request.path == reverse(FIRST_DOOR)
        if request.user.must_change_password and not at_the_door:
            return redirect(FIRST_DOOR)
        take_seat(request)
        return view(cast("SignedRequest", request), *args, **kwargs)

    vars(guarded)["required_permission"] = ""
    return guarded


def public(view: View[P_]) -> View[P_]:
    """Say that a page is open to everyone."""
    vars(view)["required_permission"] = None
    return view


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    asked = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse(settings.LOGIN_URL)}?{asked}")


def take_seat(request: HttpRequest) -> None:
    """Seat a substitute where his session says, as long as he may sit there today."""
    user = request.user
    if not user.is_authenticated:
        return
    officers = {officer.pk: officer for officer in user.officers_on(localdate())}
    chosen: int | None = request.session.get(SEAT)
    if chosen is None and officers and not user.own_grants_on(localdate()):
        chosen = next(iter(officers))
    user.acting_for = officers.get(chosen or 0)


def allowed(request: HttpRequest) -> dict[str, Any]:
    """Give templates `may(permission)`: the shell shows what its reader may open.

    `account_note` stands beside his name when he sits in another's seat.
    """

    def may(permission: str) -> bool:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return False
        if permission == SEAT:
            return bool(user.officers_on(localdate()))
        return permission in user.permissions_on(localdate())

    seat = getattr(getattr(request, "user", None), "acting_for", None)
    note = gettext("به جای %(name)s") % {"name": seat} if seat else ""
    return {"may": may, "account_note": note}
