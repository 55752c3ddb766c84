"""Sending a kept file: in parts to whoever asks so, once to whoever has it already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, parse_etags, quote_etag

BLOCK = 1 << 16
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)

# Whatever a file says, it says it to nobody: no script, no form, no frame, no page of
# ours beside it. A sandbox would also keep browsers from showing a PDF.
_QUIET = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to send. tag: of its content; shown: in the window, or else saved."""

    path: Path
    tag: str
    mime: str
    name: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to, but not including, `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Unsatisfiable(Exception):
    """None of the bytes asked for are there."""


def send(request: HttpRequest, sent: Sent) -> HttpResponseBase:
    """Answer a GET or HEAD of a file: all of it, one part, or that it did not change.

    A browser may keep it for its reader, and asks each time whether it may still be
    read. Source: RFC 9110, 13 and 14.
    """
    tag, size = quote_etag(sent.tag), sent.path.stat().st_size
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _said(HttpResponseNotModified(), tag)
    try:
        span = _asked(request, tag, size)
    except Unsatisfiable:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return _said(refused, tag)
    part = span or Span(0, size)
    content = iter(()) if request.method == "HEAD" else _blocks(sent.path, part)
    answer = StreamingHttpResponse(
        content, status=206 if span else 200, content_type=sent.mime
    )
    if span:
        answer["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    answer["Content-Length"] = str(part.length)
    answer["Content-Disposition"] = _disposition(sent)
    return _said(_kept_quiet(answer, sent), tag)


def _asked(request: HttpRequest, tag: str, size: int) -> Span | None:
    """Return the part asked for; None where all is to be sent."""
    if request.headers.get("If-Range", tag) != tag:
        return None
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:  # so many from the end
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if last and first and int(last) < int(first):
        return None
    if start >= size or start >= end:
        raise Unsatisfiable
    return Span(start, end)


def _blocks(path: Path, span: Span) -> Iterator[bytes]:
    left = span.length
    with path.open("rb") as stream:
        stream.seek(span.start)
        while left and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _disposition(sent: Sent) -> str:
    said = content_disposition_header(as_attachment=not sent.shown, filename=sent.name)
    return said or "inline"


def _kept_quiet(answer: StreamingHttpResponse, sent: Sent) -> StreamingHttpResponse:
    policy = _QUIET if sent.mime == "application/pdf" else f"{_QUIET}; sandbox"
    answer["Content-Security-Policy"] = policy
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _said(answer: HttpResponseBase, tag: str) -> HttpResponseBase:
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = tag
    return answer
