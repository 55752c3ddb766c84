"""Where this Karamad is served, as far as the command line can know."""

from __future__ import annotations

from django.conf import settings

DEFAULT = "http://127.0.0.1:8000"


def address(asked: str) -> str:
    """Return the address to print before a path: asked for, configured, or ours."""
    origins = [str(each) for each in settings.CSRF_TRUSTED_ORIGINS]
    return (asked or next(iter(origins), DEFAULT)).rstrip("/")
