"""The instructor's phone in a hall without a line: lists taken along, marks sent later.

The page itself holds nobody's name, so that a browser may keep it. The lists come and
the marks go as JSON; `static/delivery/hall.js` keeps both until there is a line.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.cycle.delivery.actions import attending
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.letters.marks import disputes, mark_words
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import (
    Attendance,
    Enrolment,
    Presence,
    Session,
    Way,
)
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.rules.attending import AHEAD, GRACE, made_at
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import (
    Permission,
    SignedRequest,
    public,
    requires,
)
from karamad.web.display import clock, jalali_long

TAKE = Permission.DELIVERY_ATTENDANCE_TAKE
MOST = 2_000  # marks in one post
ASSETS = ("hall.js", "attendance.css")
WORKER = Path(__file__).parents[1] / "static/delivery/hall-worker.js"


@require_GET
@requires(TAKE)
def hall(request: SignedRequest) -> HttpResponse:
    """Show the empty page that the phone fills; nobody's name is in it."""
    return render(request, "delivery/hall.html", {"title": _("حضور در کلاس")})


@require_GET
@never_cache
@requires(TAKE)
def lists(request: SignedRequest) -> HttpResponse:
    """Hand out the lists of the sessions that he teaches, a week ahead."""
    now = timezone.now()
    sessions = list(
        _taught(request.user)
        .filter(begins_at__lt=now + AHEAD, ends_at__gt=now - GRACE)
        .select_related("run__course", "room")
        .in_order()
    )
    people = defaultdict(list)
    placed = Enrolment.objects.placed().filter(run__in={s.run_id for s in sessions})
    for row in placed.select_related("person").order_by("person__sort_key", "pk"):
        people[row.run_id].append(row)
    standing = {
        (row.session_id, row.enrolment_id): row
        for row in Attendance.objects.filter(session__in=sessions)
    }
    said = disputes(row for row in standing.values() if row.disputed)
    told = [_list(each, people[each.run_id], standing, said) for each in sessions]
    return _answer(request, {"sessions": told})


def _taught(user: User) -> SessionQuerySet:
    return Session.objects.standing().filter(instructor__person__in=own_records(user))


def _list(
    session: Session,
    people: list[Enrolment],
    standing: dict[tuple[int, int], Attendance],
    said: Mapping[tuple[int, int], str],
) -> dict[str, Any]:
    return {
        "id": session.pk,
        "title": title_of(session.run),
        "when": _("، ").join(
            (jalali_long(session.begins_at), clock(session.begins_at))
        ),
        "begins": session.begins_at.isoformat(),
        "ends": session.ends_at.isoformat(),
        "forget": (session.ends_at + GRACE).isoformat(),
        "settle": reverse("delivery:attendance", args=[session.pk]),
        "room": session.room.name if session.room else "",
        "people": [
            {"enrolment": row.pk, "name": row.person.name}
            | _stands(standing.get((session.pk, row.pk)))
            | {"disputed": said.get((session.pk, row.pk), "")}
            for row in people
        ],
    }


def _stands(row: Attendance | None) -> dict[str, Any]:
    if row is None:
        return {"presence": "", "minutes": 0}
    return {"presence": row.presence, "minutes": row.minutes}


def _answer(request: SignedRequest, said: dict[str, Any]) -> JsonResponse:
    """Answer with who asked, so that a phone knows whose marks it may send."""
    owner = salted_hmac("karamad.delivery.hall", str(request.user.pk)).hexdigest()
    facts = {
        "owner": owner[:16],
        "csrf": get_token(request),
        "now": timezone.now().isoformat(),
    }
    return JsonResponse(facts | said)


# ---- marks ------------------------------------------------------------------------


class BadPost(Exception):
    """What came is no list of marks."""


@require_POST
@requires(TAKE)
def marks(request: SignedRequest) -> HttpResponse:
    """Take marks that a phone kept; the same ones twice change nothing."""
    now = timezone.now()
    try:
        posted, unread = _posted(request, now)
    except BadPost:
        return JsonResponse({"error": "not a list of marks"}, status=422)
    kept = {
        row.pk: row
        for row in Session.objects.kept_by(
            request.user, on=timezone.localdate(), permission=TAKE
        ).filter(pk__in=posted)
    }
    done: list[str] = []
    refused = {str(key): _("این علامت خوانده نشد.") for key in unread}
    for session, some in sorted(posted.items()):
        if session not in kept:
            words = _("این جلسه دیگر با شما نیست.")
            refused |= {str(mark.key): words for mark in some}
            continue
        taken = attending.take(
            session=kept[session],
            marks=some,
            way=Way.OFFLINE,
            by=request.user,
            at=now,
        )
        done += [str(key) for key in (*taken.new, *taken.known)]
        refused |= {str(k): mark_words(fault) for k, fault in taken.refused.items()}
    return _answer(request, {"done": done, "refused": refused})


def _posted(
    request: HttpRequest, now: datetime
) -> tuple[dict[int, list[NewMark]], list[UUID]]:
    """Return the marks by session, by our clock, and the keys of those not readable.

    One of them holds up no other. Errors: BadPost when it is no list of marks at all.
    """
    try:
        said = json.loads(request.body)
        sent_at = _moment(said["sent_at"])
        rows = [(UUID(row["key"]), row) for row in said["marks"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadPost from error  # brackets by the thousand are no list either
    if len(rows) > MOST:
        raise BadPost
    found = defaultdict(list)
    unread = []
    for key, row in rows:
        try:
            found[_key(row["session"])].append(_mark(key, row, sent_at, now))
        except (ValueError, KeyError, TypeError, OverflowError):
            unread.append(key)
    return found, unread


def _mark(key: UUID, row: dict[str, Any], sent_at: datetime, now: datetime) -> NewMark:
    presence, minutes = Presence(row["presence"]), int(row["minutes"])
    if not 0 <= minutes < 10_000:  # noqa: PLR2004 - what the column holds
        raise ValueError(minutes)
    made = made_at(said=_moment(row["marked_at"]), sent=sent_at, received=now)
    return NewMark(key, _key(row["enrolment"]), presence.value, minutes, made)


def _key(said: Any) -> int:
    """Return a row's key. Errors: ValueError for what no column holds."""
    key = int(said)
    if not 0 < key < 2**63:
        raise ValueError(key)
    return key


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found


# ---- what a browser needs to keep the page ------------------------------------------


@require_GET
@public
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the page is installed on a phone."""
    return JsonResponse(
        {
            "name": _("کارآمد: حضور در کلاس"),
            "short_name": _("حضور"),
            "start_url": reverse("delivery:hall"),
            "scope": reverse("delivery:hall"),
            "display": "standalone",
            "dir": "auto",
            "icons": [
                {
                    "src": static("web/favicon.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                }
            ],
        },
        content_type="application/manifest+json",
    )


@require_GET
@public
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the worker from where it may keep the page; it names what to keep."""
    keep = [
        static("web/karamad.css"),
        static("web/favicon.svg"),
        static("web/fonts/vazirmatn.woff2"),
        *(static(f"delivery/{name}") for name in ASSETS),
    ]
    head = f"const KEEP = {json.dumps(keep)};\n"
    body = HttpResponse(head, content_type="text/javascript")
    body.write(WORKER.read_text(encoding="utf-8"))
    body.headers["Cache-Control"] = "no-cache"
    return body
