"""People in scope, their facts, and what they qualify for."""

from __future__ import annotations

from typing import Annotated, Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import localdate
from ninja import Router, Schema
from pydantic import Field

from karamad.cycle.eligibility.actions.gathering import NotOnRecord
from karamad.cycle.eligibility.actions.judging import Answer, judge_person
from karamad.desk.api import shapes
from karamad.desk.api.doors import ApiRequest, asked_day, needs
from karamad.desk.api.errors import REFUSALS, Code, Problem, Refused
from karamad.desk.api.paging import Asked, Key, Text, page_of, paged
from karamad.kernel.identifiers import NationalId, mask, read_national_id
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.actions import record
from karamad.web.encrypted import blind_index

router = Router(tags=["people"])
MANY = 500  # people looked up at once


def caller_of(request: HttpRequest) -> User:
    return cast("ApiRequest", request).auth


def _person(row: Person, *, plainly: bool) -> dict[str, Any]:
    national_id = row.national_id
    names = set(shapes.PersonOut.model_fields) - {"national_id", "home_unit"}
    names -= {"merged_into"}
    return {
        **{name: getattr(row, name) for name in names},
        "national_id": national_id if plainly else mask(national_id),
        "home_unit": row.home_unit.code if row.home_unit else None,
        "merged_into": row.merged_into_id,
    }


def _plain(
    caller: User, rows: list[Person], among: Permission = Permission.PEOPLE_PERSON_VIEW
) -> set[int]:
    keys = [row.pk for row in rows]
    return Person.objects.plain_to(caller, keys, on=localdate(), among=among)


def _loaded(request: HttpRequest, person_id: int) -> Person:
    """Load a person in scope, and write down that his record was read."""
    caller = caller_of(request)
    people = Person.objects.visible_to(caller, on=localdate())
    row = get_object_or_404(people.select_related("home_unit"), pk=person_id)
    record(
        act="people:person:read",
        subject=("person", row.pk),
        by=caller,
        at=timezone.now(),
    )
    return row


@router.get("/people", response={200: shapes.PersonPage, **REFUSALS})
@needs(Permission.PEOPLE_PERSON_LIST)
def people(request: HttpRequest, page: Asked, unit: Text = "", post: Text = "") -> Any:
    """People in scope. unit: holding a post there or below today; post: holding it."""
    caller, today = caller_of(request), localdate()
    rows = Person.objects.visible_to(
        caller, on=today, permission=Permission.PEOPLE_PERSON_LIST
    )
    if unit or post:
        seats = Assignment.objects.current().held_on(today)
        if unit:
            units = Unit.objects.visible_to(caller, on=today)
            asked = get_object_or_404(units, code=unit)
            seats = seats.filter(unit__in=Unit.objects.below([asked.path]))
        if post:
            seats = seats.filter(post__code=post)
        holders = Q(pk__in=seats.values("person"))
        rows = rows.filter(holders | Q(merged__in=seats.values("person"))).distinct()
    found, following = paged(rows.select_related("home_unit"), page)
    plain = _plain(caller, found, Permission.PEOPLE_PERSON_LIST)
    return page_of([_person(row, plainly=row.pk in plain) for row in found], following)


class Ids(Schema):
    """National ids never stand in an address; they are sent in the body."""

    national_ids: Annotated[list[Text], Field(min_length=1, max_length=MANY)]


class Found(Schema):
    items: list[shapes.PersonOut]


@router.post("/people/find", response={200: Found, 400: Problem, **REFUSALS})
@needs(Permission.PEOPLE_PERSON_VIEW)
def find(request: HttpRequest, asked: Ids) -> Any:
    """Return those of the people in scope who bear one of these national ids."""
    caller = caller_of(request)
    ids = [read_national_id(each) for each in asked.national_ids]
    keys = {blind_index(each.digits) for each in ids if isinstance(each, NationalId)}
    rows = Person.objects.visible_to(caller, on=localdate())
    matching = rows.filter(blind_index__in=keys).select_related("home_unit")
    found = list(matching.order_by("pk"))
    plain = _plain(caller, found)
    return {"items": [_person(row, plainly=row.pk in plain) for row in found]}


@router.get("/people/{person_id}", response={200: shapes.PersonWithFacts, **REFUSALS})
@needs(Permission.PEOPLE_PERSON_VIEW)
def person(request: HttpRequest, person_id: Key) -> Any:
    """A person with today's record of him. The reading is written into the audit."""
    row = _loaded(request, person_id)
    records = row.record_ids()
    seats = Assignment.objects.current().filter(person__in=records)
    done: Any = Completion.objects.current().filter(person__in=records)
    results: Any = Result.objects.current().filter(person__in=records)
    credentials: Any = Credential.objects.current().filter(person__in=records)
    exemptions: Any = Exemption.objects.current().filter(person__in=records)
    return {
        **_person(row, plainly=bool(_plain(caller_of(request), [row]))),
        "assignments": [
            {
                "post": each.post.code,
                "unit": each.unit.code,
                "kind": each.kind,
                "from_day": each.from_day,
                "until_day": each.until_day,
            }
            for each in seats.select_related("post", "unit").order_by("from_day", "pk")
        ],
        "completions": [
            {
                **_fields(each, shapes.CompletionOut, {"course", "provider"}),
                "course": each.course.code,
                "provider": each.provider.code if each.provider else None,
            }
            for each in done.select_related("course", "provider").order_by(
                "completed_on", "pk"
            )
        ],
        "results": list(results.order_by("taken_on", "pk")),
        "credentials": [
            {
                **_fields(each, shapes.CredentialOut, {"type"}),
                "type": each.credential_type,
            }
            for each in credentials.order_by("issued_on", "pk")
        ],
        "exemptions": [
            {
                **_fields(each, shapes.ExemptionOut, {"profile"}),
                "profile": each.profile.code,
            }
            for each in exemptions.select_related("profile").order_by("from_day", "pk")
        ],
    }


def _fields(row: object, shape: type[Schema], without: set[str]) -> dict[str, Any]:
    names = set(shape.model_fields) - without
    return {name: getattr(row, name) for name in names}


@router.get("/people/{person_id}/verdicts", response={200: shapes.Verdicts, **REFUSALS})
@needs(Permission.ELIGIBILITY_VERDICT_VIEW)
def verdicts(request: HttpRequest, person_id: Key, on: Text | None = None) -> Any:
    """What the person qualifies for on a day, by every profile of his posts, and why.

    on: a day, Jalali or Gregorian; today if not given.
    """
    day = asked_day(on)
    row = _loaded(request, person_id)
    try:
        answers = judge_person(row, on=day)
    except NotOnRecord:
        raise Refused(Code.NOT_FOUND) from None
    return {"items": [_verdict(answer) for answer in answers]}


def _verdict(answer: Answer) -> dict[str, Any]:
    judgement = answer.judgement
    return {
        "post": answer.seat.post,
        "unit": answer.seat.unit,
        "considered": answer.seat.considered,
        "profile": answer.law.code,
        "edition": answer.law.number,
        "title": answer.law.profile.title_fa,
        "as_of": judgement.on,
        "verdict": judgement.verdict.value,
        "until": judgement.until,
        "findings": [
            {
                "criterion": finding.criterion.id,
                "finding": finding.outcome.value,
                "reached": finding.reached_text,
                "asked": finding.asked_text,
                "until": finding.until,
                "evidence": [each.gregorian_id for each in finding.evidence],
                "lacks": [lack.what.value for lack in finding.lacks],
                "document": finding.source.document,
                "article": finding.source.article,
                "status": finding.source.status.value,
            }
            for finding in judgement.findings
        ],
    }
