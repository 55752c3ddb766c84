"""What the gallery shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def specimens(request: HttpRequest) -> dict[str, Any]:
    return {}
