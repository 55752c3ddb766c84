"""A server that has a film, a page and a form, for the test of poor lines."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, HttpResponseBase

from karamad.config.turns import Turns
from karamad.web.sending import Sent, send

FILM = Sent(Path(os.environ["FILM"]), "tag", "video/mp4", "film.mp4", shown=True)


def one_of_three(environ, start_response):
    answer: HttpResponseBase = HttpResponse("a page")
    if environ["PATH_INFO"] == "/film":
        answer = send(WSGIRequest(environ), FILM)
    if environ["PATH_INFO"] == "/form":
        answer = HttpResponse(str(len(WSGIRequest(environ).body)))
    start_response(f"{answer.status_code} {answer.reason_phrase}", [*answer.items()])
    return answer


application = Turns(one_of_three, int(os.environ["KARAMAD_AT_ONCE"]), 9 << 20)
