"""Addresses for calendar programmes: opened, renewed, withdrawn, and read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from karamad.cycle.delivery.actions import feeding
from karamad.cycle.delivery.letters.calendars import calendar_file
from karamad.cycle.delivery.models import Feed, Room, Session
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import (
    Permission,
    SignedRequest,
    public,
    requires,
)
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.keys import key_or_404

VIEW = Permission.DELIVERY_RUN_VIEW
# Nobody between keeps it; the programme itself asks again after a quarter of an hour.
KEPT = "private, max-age=900"


@dataclass(frozen=True, slots=True)
class Line:
    """What may be read at an address, and the open address itself, if there is one."""

    room: Room | None
    feed: Feed | None


@never_cache
@require_http_methods(["GET", "POST"])
@requires(VIEW)
def feeds(request: SignedRequest) -> HttpResponse:
    """List one's addresses; open or renew one, and show it this once."""
    room = _room(request)
    if request.method == "POST":
        return _open(request, room)
    open_now = Feed.objects.open().of(request.user).select_related("room")
    rows = {feed.room_id: feed for feed in open_now.order_by("room__name", "pk")}
    asked = [Line(None, rows.pop(None, None))]
    if room is not None:
        asked.append(Line(room, rows.pop(room.pk, None)))
    others = [Line(feed.room, feed) for feed in rows.values()]
    context = {
        "title": _("نشانی تقویم"),
        "crumbs": _crumbs(),
        "lines": [*asked, *others],
        "in_seat": request.user.acting_for is not None,
    }
    return render(request, "delivery/feeds.html", context)


def _open(request: SignedRequest, room: Room | None) -> HttpResponse:
    try:
        row, secret = feeding.open_feed(
            user=request.user,
            room=room,
            language=get_language() or "fa",
            at=timezone.now(),
        )
    except feeding.OutOfReach:
        words = _("در جای دیگری نشسته‌اید؛ نشانی تقویم را هرکس برای خودش می‌گیرد.")
        notices.say(request, words, tone="warn")
        return redirect("delivery:feeds")
    address = request.build_absolute_uri(reverse("delivery:feed", args=[secret]))
    context = {
        "title": _named(row),
        "crumbs": _crumbs(here=_("نشانی تازه")),
        "address": address,
    }
    return render(request, "delivery/feed_once.html", context)


@require_POST
@requires(VIEW)
def withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Close one of one's own addresses."""
    row = get_object_or_404(Feed.objects.open().of(request.user), pk=pk)
    feeding.withdraw(feed=row, by=request.user, at=timezone.now())
    notices.say(request, _("نشانی بسته شد؛ از همین دم چیزی از آن خوانده نمی‌شود."))
    return redirect("delivery:feeds")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Hand a calendar programme the sessions at an address; nobody signs in for it."""
    now = timezone.now()
    row = feeding.feed_at(secret, now)
    if row is None:
        raise Http404
    with translation.override(row.language):
        body = calendar_file(
            feeding.sessions_of(row, now),
            name=_named(row),
            address=lambda session: _run_address(request, session),
        )
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer: HttpResponse = HttpResponseNotModified()
    if etag not in _without_weakness(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="karamad.ics"'
    answer["ETag"] = etag
    answer["Cache-Control"] = KEPT
    answer["Content-Language"] = row.language
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _without_weakness(asked: str) -> set[str]:
    """Return the tags asked for; a proxy that compresses makes ours weak."""
    return {tag.removeprefix("W/") for tag in parse_etags(asked)}


def _run_address(request: HttpRequest, session: Session) -> str:
    return request.build_absolute_uri(reverse("delivery:run", args=[session.run_id]))


def _named(feed: Feed) -> str:
    if feed.room is None:
        return _("دوره‌های من در کارآمد")
    return _("کلاس %(name)s") % {"name": feed.room.name}


def _room(request: SignedRequest) -> Room | None:
    """Return the room asked for, 404 when it is out of reach; None: his own."""
    asked = request.POST.get("room") or request.GET.get("room") or ""
    if not asked:
        return None
    seen = Room.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(seen, pk=key_or_404(asked))


def _crumbs(here: str = "") -> list[Crumb]:
    way = [*loading.crumbs(), Crumb(_("تقویم"), reverse("delivery:calendar"))]
    own = Crumb(_("نشانی تقویم"), reverse("delivery:feeds") if here else "")
    return [*way, own, *([Crumb(here)] if here else [])]
