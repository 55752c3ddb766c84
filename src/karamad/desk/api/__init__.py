"""The API: JSON, read and load, under the same scope as the pages.

One token an integration; `/api/v1/openapi.json` describes it, `/api/v1/docs/` reads
it aloud. Mounted in `config/urls.py`.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from karamad.desk.api import catalogue, loads, people
from karamad.desk.api.doors import TokenDoor, slow_down
from karamad.desk.api.errors import STATUS, Code, Fault, Refused, problem
from karamad.desk.api.summaries import name_operation

PROBLEM_JSON = "application/problem+json"


class KaramadAPI(NinjaAPI):
    """Ninja's API whose refusals are problem documents, in the schema as in life."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        root = self.get_root_path({})
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                key = f"{method.upper()} /{path.removeprefix(root)}"
                name_operation(key, operation)
                for status, answer in operation["responses"].items():
                    content = answer.get("content")
                    if int(status) >= 400 and content:  # noqa: PLR2004
                        answer["content"] = {PROBLEM_JSON: next(iter(content.values()))}
        return schema


api = KaramadAPI(
    title="Karamad",
    version="1",
    description=(
        "خواندن دفترها و بار کردن پرونده‌ها، در دامنهٔ همان نقشی که نشانه دارد. "
        "Reads the registers and loads files, in the scope of the token's role."
    ),
    urls_namespace="api",
    auth=TokenDoor(),
    docs_url=None,
)
api.add_router("", catalogue.router)
api.add_router("", people.router)
api.add_router("", loads.router)


def _say(request: HttpRequest, code: Code, faults: Any = ()) -> HttpResponse:
    response = api.create_response(request, problem(code, faults), status=STATUS[code])
    response.headers["Content-Type"] = PROBLEM_JSON
    return slow_down(response) if code == Code.TOO_MANY else response


@api.exception_handler(Refused)
def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return _say(request, exc.code, exc.faults)


@api.exception_handler(AuthenticationError)
def unauthenticated(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    response = _say(request, Code.UNAUTHENTICATED)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return _say(request, Code.NOT_FOUND)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    faults = [
        Fault(where=".".join(str(part) for part in each["loc"][1:]), why=each["msg"])
        for each in exc.errors
    ]
    return _say(request, Code.INVALID, faults)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return _say(request, Code.BAD_REQUEST)


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address that the API does not have as the API answers."""
    return _say(request, Code.NOT_FOUND)


vars(nowhere)["required_permission"] = ""
