"""How long one takes back what he did himself, without asking anybody."""

from __future__ import annotations

from datetime import datetime, timedelta

REGRET = timedelta(minutes=10)


def may_regret(*, done_at: datetime, at: datetime) -> bool:
    """Test whether somebody still takes back what he did a moment ago.

    Afterwards others have read of it, and built on it. Source: Karamad's own rule; no
    document sets how long.
    """
    return at - done_at <= REGRET
