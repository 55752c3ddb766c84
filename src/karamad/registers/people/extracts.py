"""What is copied of people, units and posts: no name, no national id."""

from __future__ import annotations

from karamad.kernel.extracts import Extract, day, flag, key, number, word

EXTRACTS = (
    Extract(
        "person",
        "people.Person",
        (
            key("person", of="id"),
            day("birth_date"),
            day("service_start"),
            word("degree"),
            word("employment"),
            word("gender"),
            key("home_unit"),
            day("retired_on"),
            day("died_on"),
            key("merged_into"),
        ),
        former=("people.FormerPerson", "person_id"),
        merged="merged_into_id",
    ),
    Extract(
        "assignment",
        "people.Assignment",
        (
            key("person"),
            key("post"),
            key("unit"),
            day("from_day"),
            day("until_day"),
            word("kind"),
        ),
    ),
    Extract(
        "post",
        "people.Post",
        (
            key("post", of="id"),
            word("code"),
            word("level"),
            flag("managerial"),
            word("family"),
        ),
        of_people=False,
        former=("people.FormerPost", "post_id"),
    ),
    Extract(
        "unit",
        "people.Unit",
        (
            key("unit", of="id"),
            word("code"),
            word("kind"),
            number("grade"),
            word("province"),
            word("path"),
            day("opened_on"),
            day("closed_on"),
        ),
        of_people=False,
        former=("people.FormerUnit", "unit_id"),
    ),
    Extract(
        "unit_place",
        "people.UnitPlace",
        (key("unit"), key("parent"), day("from_day")),
        of_people=False,
    ),
)
