"""The API read aloud: every address, what it takes and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.desk.api import api
from karamad.trust.accounts.permissions import public
from karamad.web.display import is_persian


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as the page shows it."""

    method: str
    path: str
    words: str
    parameters: list[Parameter]
    body: str
    answer: str


@require_GET
@public
def api_docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    groups: dict[str, list[Described]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            group = next(iter(operation.get("tags", [])), "")
            groups.setdefault(group, []).append(_described(path, method, operation))
    return render(
        request,
        "desk/api_docs.html",
        {
            "title": _("رابط برنامه‌ها"),
            "groups": groups,
            "spoken": "fa" if is_persian() else "en",
            "shapes": _shapes(schema["components"]["schemas"]),
            "base": request.build_absolute_uri(reverse("api:api-root")),
        },
    )


def _described(path: str, method: str, operation: dict[str, Any]) -> Described:
    return Described(
        method=method.upper(),
        path=path,
        words=operation["summary"] if is_persian() else operation["description"],
        parameters=[
            Parameter(
                each["name"],
                each["in"],
                _kind(each["schema"]),
                bool(each.get("required")),
            )
            for each in operation.get("parameters", [])
        ],
        body=_content(operation.get("requestBody", {})),
        answer=_content(_good(operation["responses"])),
    )


def _content(holder: dict[str, Any]) -> str:
    content: dict[str, Any] = next(iter(holder.get("content", {}).values()), {})
    return _kind(content.get("schema", {}))


def _good(responses: dict[Any, Any]) -> dict[str, Any]:
    return next((a for status, a in responses.items() if int(status) < 300), {})  # noqa: PLR2004


def _kind(schema: dict[str, Any]) -> str:
    """Say in a word or two what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or schema.get("title", ""))


def _shapes(schemas: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            name,
            [(field, _kind(each)) for field, each in shape["properties"].items()],
        )
        for name, shape in sorted(schemas.items())
        if "properties" in shape
    ]
