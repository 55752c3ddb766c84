"""What the API says when it says no: a stable code, a sentence in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ninja import Schema
from pydantic import Field


class Code(StrEnum):
    BAD_CURSOR = "bad_cursor"
    BAD_DAY = "bad_day"
    BAD_REQUEST = "bad_request"
    CONFLICT = "conflict"
    INVALID = "invalid"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    TOO_MANY = "too_many"
    UNAUTHENTICATED = "unauthenticated"


STATUS = {
    Code.BAD_CURSOR: 422,
    Code.BAD_DAY: 422,
    Code.BAD_REQUEST: 400,
    Code.CONFLICT: 409,
    Code.INVALID: 422,
    Code.NOT_ALLOWED: 403,
    Code.NOT_FOUND: 404,
    Code.TOO_MANY: 429,
    Code.UNAUTHENTICATED: 401,
}
# Both languages travel together: the reader of an error is often not its receiver.
WORDS = {
    Code.BAD_CURSOR: (
        "این نشانگر صفحه از ما نیست.",
        "This cursor is not one of ours.",
    ),
    Code.BAD_DAY: (
        "این نوشته روز نیست؛ مانند 1404-02-11 یا 2025-05-01 بنویسید.",
        "This is not a day; write it like 1404-02-11 or 2025-05-01.",
    ),
    Code.BAD_REQUEST: (
        "متن درخواست خواندنی نیست.",
        "The body of the request cannot be read.",
    ),
    Code.CONFLICT: (
        "در این حال شدنی نیست.",
        "That cannot be done in this state.",
    ),
    Code.INVALID: (
        "بخشی از درخواست درست نیست؛ errors را ببینید.",
        "Part of the request is not right; see errors.",
    ),
    Code.NOT_ALLOWED: (
        "این نشانه چنین اختیاری ندارد.",
        "This token does not allow that.",
    ),
    Code.NOT_FOUND: (
        "چنین چیزی نیست، یا در دامنهٔ شما نیست.",
        "There is no such thing, or it is not in your scope.",
    ),
    Code.TOO_MANY: (
        "درخواست‌ها زیاد است؛ اندکی درنگ کنید.",
        "Too many requests; wait a little.",
    ),
    Code.UNAUTHENTICATED: (
        "نشانه‌ای نیامده، یا دیگر کار نمی‌کند.",
        "There is no token, or it no longer works.",
    ),
}


class Fault(Schema):
    """One thing wrong in the request."""

    where: str
    why: str


class Problem(Schema):
    """Why a request was refused; `code` is stable, the sentences are not."""

    code: Code
    status: int
    title_fa: str
    title_en: str
    errors: list[Fault] = Field(default_factory=list)


class Refused(Exception):
    """The API says no."""

    def __init__(self, code: Code, *faults: Fault) -> None:
        self.code = code
        self.faults = faults
        super().__init__(code)


def problem(code: Code, faults: Any = ()) -> dict[str, Any]:
    persian, english = WORDS[code]
    return Problem(
        code=code,
        status=STATUS[code],
        title_fa=persian,
        title_en=english,
        errors=list(faults),
    ).model_dump(mode="json")


REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
