"""What is copied of what people have to show: no number, no score, no provider."""

from __future__ import annotations

from karamad.kernel.extracts import (
    Column,
    Extract,
    Kind,
    amount,
    day,
    flag,
    key,
    word,
)

EXTRACTS = (
    Extract(
        "completion",
        "credentials.Completion",
        (
            key("person"),
            key("course"),
            day("completed_on"),
            amount("hours"),
            flag("passed"),
            day("revoked_on"),
        ),
    ),
    Extract(
        "result",
        "credentials.Result",
        (
            key("person"),
            word("instrument"),
            word("kind"),
            day("taken_on"),
            amount("value"),
        ),
    ),
    Extract(
        "credential",
        "credentials.Credential",
        (
            key("person"),
            word("credential_type"),
            day("issued_on"),
            day("expires_on"),
            day("revoked_on"),
        ),
    ),
    Extract(
        "exemption",
        "credentials.Exemption",
        (
            key("person"),
            Column("profile", Kind.WORD, "profile_id", code_of="competencies.Profile"),
            word("criterion"),
            word("document"),
            day("from_day"),
            day("until_day"),
        ),
    ),
)
