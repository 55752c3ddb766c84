"""What the programs write of their faults, without the people concerned.

Addresses may hold keys (a calendar's, a new password's), and what an exception says may
hold a national id: neither is written down.
"""

from __future__ import annotations

import logging
import re
from typing import Final

# As long as a national id or a mobile number, in any digits.
_LONG_NUMBER: Final = re.compile(r"\d{10,}")


class PageForAddress(logging.Filter):
    """Says which page was asked for, and the number its reader was given of the fault.

    Django's own records name the address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", "")
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = match.view_name if match else "no page"
            fault = getattr(request, "fault", "")
            said = f"{page} [{fault}]" if fault else page
            record.args = tuple(said if each == path else each for each in record.args)
        return True


class WithoutPeople(logging.Formatter):
    """Writes no number that is as long as a national id."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_NUMBER.sub("…", super().format(record))
