"""What is copied of the catalogue."""

from __future__ import annotations

from karamad.kernel.extracts import Extract, amount, day, flag, key, word

EXTRACTS = (
    Extract(
        "course",
        "courses.Course",
        (
            key("course", of="id"),
            word("code"),
            word("course_class"),
            amount("hours"),
            day("creditable_from"),
            day("creditable_until"),
            flag("degree_programme"),
        ),
        of_people=False,
        former=("courses.FormerCourse", "course_id"),
    ),
    Extract(
        "equivalence",
        "courses.Equivalence",
        (key("course"), key("of")),
        of_people=False,
    ),
)
