"""Which profiles are conditions of a post, and which something to strive for."""

from __future__ import annotations

from karamad.registers.competencies.rules import AppliesTo


def is_of_post(applies_to: AppliesTo) -> bool:
    """Test whether a profile asks something of a post.

    It names posts, a level, or managerial posts and others. A profile of everybody, of
    a rank or a certificate, is asked about by itself.
    Source: docs/mission.md, "Who qualifies".
    """
    return bool(
        applies_to.posts
        or applies_to.level is not None
        or applies_to.managerial is not None
    )
