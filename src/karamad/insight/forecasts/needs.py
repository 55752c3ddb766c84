"""What has to be done every day from now, so that the date is met."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Needs:
    """Seats a day. a_day: so that all who are asked get done in the open days left.

    more: beyond the present pace, so that it is met in four cases of five.
    Both are None when no open day is left and somebody is missing.
    """

    a_day: int | None
    more: int | None


def needs(*, missing: int, short: int, open_days: int) -> Needs:
    """Return how many seats a day are needed.

    missing: people still to be done, up to the share asked. short: how many would be
    missing on the last day at the unlucky end, one case in five. open_days: left.
    """
    if missing <= 0:
        return Needs(0, 0)
    if open_days <= 0:
        return Needs(None, None)
    return Needs(ceil(missing / open_days), ceil(max(0, short) / open_days))
