"""What is copied of candidacies: seats that somebody is considered for."""

from __future__ import annotations

from karamad.kernel.extracts import Extract, day, key

EXTRACTS = (
    Extract(
        "candidacy",
        "eligibility.Candidacy",
        (
            key("person"),
            key("post"),
            key("unit"),
            day("from_day"),
            day("until_day"),
        ),
    ),
)
