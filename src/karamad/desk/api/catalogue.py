"""What holds for everyone: units, posts, courses, profiles, regulations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Router

from karamad.desk.api import shapes
from karamad.desk.api.doors import needs
from karamad.desk.api.errors import REFUSALS
from karamad.desk.api.paging import Asked, Key, Text, page_of, paged
from karamad.desk.api.people import caller_of
from karamad.kernel.text import document_key
from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import write_profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Post, Unit, UnitPlace
from karamad.registers.regulations.models import Document
from karamad.trust.accounts.permissions import Permission

router = Router()


@router.get("/units", response={200: shapes.UnitPage, **REFUSALS}, tags=["units"])
@needs(Permission.PEOPLE_UNIT_VIEW)
def units(
    request: HttpRequest, page: Asked, kind: Text = "", province: Text = ""
) -> Any:
    """Units in scope, with the code of the unit above each today."""
    rows = Unit.objects.visible_to(caller_of(request), on=localdate())
    if kind:
        rows = rows.filter(kind=kind)
    if province:
        rows = rows.filter(province=province)
    found, following = paged(rows, page)
    return page_of(_units(found), following)


@router.get("/units/{code}", response={200: shapes.UnitOut, **REFUSALS}, tags=["units"])
@needs(Permission.PEOPLE_UNIT_VIEW)
def unit(request: HttpRequest, code: Text) -> Any:
    rows = Unit.objects.visible_to(caller_of(request), on=localdate())
    return _units([get_object_or_404(rows, code=code)])[0]


def _units(found: list[Unit]) -> list[dict[str, Any]]:
    places = (
        UnitPlace.objects.in_force_on(localdate())
        .filter(unit__in=found)
        .values_list("unit_id", "parent__code")
    )
    parents = dict(places)
    return [
        {
            **{
                name: getattr(row, name)
                for name in shapes.UnitOut.model_fields
                if name != "parent"
            },
            "parent": parents.get(row.pk),
        }
        for row in found
    ]


@router.get("/posts", response={200: shapes.PostPage, **REFUSALS}, tags=["posts"])
@needs(Permission.PEOPLE_UNIT_VIEW)
def posts(request: HttpRequest, page: Asked) -> Any:
    """Posts: a national code, the same for everyone."""
    return page_of(*paged(Post.objects.all(), page))


@router.get("/posts/{code}", response={200: shapes.PostOut, **REFUSALS}, tags=["posts"])
@needs(Permission.PEOPLE_UNIT_VIEW)
def post(request: HttpRequest, code: Text) -> Any:
    return get_object_or_404(Post, code=code)


def _course(row: Course) -> dict[str, Any]:
    names = set(shapes.CourseOut.model_fields) - {"provider"}
    provider = row.provider.code if row.provider else None
    return {**{name: getattr(row, name) for name in names}, "provider": provider}


@router.get("/courses", response={200: shapes.CoursePage, **REFUSALS}, tags=["courses"])
@needs(Permission.COURSES_COURSE_VIEW)
def courses(request: HttpRequest, page: Asked) -> Any:
    found, following = paged(Course.objects.select_related("provider"), page)
    return page_of([_course(row) for row in found], following)


@router.get(
    "/courses/{code}", response={200: shapes.CourseOut, **REFUSALS}, tags=["courses"]
)
@needs(Permission.COURSES_COURSE_VIEW)
def course(request: HttpRequest, code: Text) -> Any:
    rows = Course.objects.select_related("provider")
    return _course(get_object_or_404(rows, code=code))


def _profile(row: Edition) -> dict[str, Any]:
    return {
        "code": row.profile.code,
        "edition": row.number,
        "title": row.title,
        "title_en": row.title_en,
        "recorded_at": row.recorded_at,
    }


@router.get(
    "/profiles", response={200: shapes.ProfilePage, **REFUSALS}, tags=["profiles"]
)
@needs(Permission.COMPETENCIES_PROFILE_VIEW)
def profiles(request: HttpRequest, page: Asked) -> Any:
    """The newest edition of every profile."""
    rows = Edition.objects.newest().select_related("profile")
    found, following = paged(rows, page)
    return page_of([_profile(row) for row in found], following)


@router.get(
    "/profiles/{code}",
    response={200: shapes.ProfileText, **REFUSALS},
    tags=["profiles"],
)
@needs(Permission.COMPETENCIES_PROFILE_VIEW)
def profile(request: HttpRequest, code: Text, edition: Key | None = None) -> Any:
    """A profile with all its criteria: the newest edition unless one is named."""
    rows = Edition.objects.of(code)
    rows = rows.numbered(edition) if edition else rows.newest()
    row = get_object_or_404(rows.select_related("profile").with_criteria())
    return {**_profile(row), "written": write_profile(profile_of(row))}


@router.get(
    "/regulations",
    response={200: shapes.DocumentPage, **REFUSALS},
    tags=["regulations"],
)
@needs(Permission.REGULATIONS_DOCUMENT_VIEW)
def regulations(request: HttpRequest, page: Asked, number: Text = "") -> Any:
    """Documents; `number` finds one written in either order, 200/1834 or 1834/200."""
    rows = Document.objects.all()
    if number:
        rows = rows.numbered(document_key(number))
    return page_of(*paged(rows, page))


@router.get(
    "/regulations/{document_id}",
    response={200: shapes.DocumentOut, **REFUSALS},
    tags=["regulations"],
)
@needs(Permission.REGULATIONS_DOCUMENT_VIEW)
def regulation(request: HttpRequest, document_id: Key) -> Any:
    return get_object_or_404(Document, pk=document_id)
