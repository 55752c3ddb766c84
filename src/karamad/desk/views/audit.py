"""Who did what, when, to what: for those who look into it, over the whole nation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.desk.forms import AuditFilter
from karamad.kernel.text import fold_digits
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit.letters import act_words, kind_words
from karamad.trust.audit.models import Entry, EntryQuerySet
from karamad.web.components import Chip
from karamad.web.display import jalali_long
from karamad.web.keys import whole_number

PAGE = 50
VIEW = Permission.AUDIT_ENTRY_VIEW
PAGES_OF = {
    "load": "exchange:load",
    "person": "eligibility:passport",
    "user": "desk:user",
}


@require_GET
@requires(VIEW)
def entries(request: SignedRequest) -> HttpResponse:
    """List what was done, the newest first, a page at a time by where the last ended.

    Entries name subjects of every province, so only a role over the whole nation sees
    them; for others the page is not there.
    """
    if not request.user.reach(VIEW, on=localdate()).everywhere:
        raise Http404
    form = AuditFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = _found(asked)
    cursor = _cursor(request.GET.get("before", ""))
    if cursor:
        rows = rows.before(*cursor)
    found = list(rows.select_related("actor", "acting_for").latest_first()[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = f"{last.at.isoformat()},{last.pk}" if last else ""
    return render(
        request,
        "desk/audit.html",
        {
            "title": _("چه کسی چه کرد"),
            "form": form,
            "rows": [(entry, _page_of(entry)) for entry in found[:PAGE]],
            "older": older,
            "first": cursor is None,
            "chips": _chips(asked),
        },
        status=422 if form.errors else 200,
    )


def _found(asked: dict[str, Any]) -> EntryQuerySet:
    rows = Entry.objects.all()
    if asked.get("who"):
        # Known before it is asked: an index serves one actor in order, not a subquery.
        user = User.objects.filter(username=fold_digits(asked["who"])).first()
        rows = rows.filter(actor=user.pk) if user else rows.none()
    if asked.get("act"):
        rows = rows.filter(act=asked["act"])
    if asked.get("kind"):
        rows = rows.filter(subject_kind=asked["kind"])
        if asked.get("key"):
            rows = rows.filter(subject_key=asked["key"])
    if asked.get("since"):
        rows = rows.filter(at__gte=make_aware(datetime.combine(asked["since"], time())))
    if asked.get("until"):
        last = asked["until"] + timedelta(days=1)
        rows = rows.filter(at__lt=make_aware(datetime.combine(last, time())))
    return rows


def _cursor(text: str) -> tuple[datetime, int] | None:
    """Read where the page before ended; noise is the first page."""
    moment, _comma, key = text.replace(" ", "+").partition(",")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    number = whole_number(key)
    if at is None or at.tzinfo is None or number is None:
        return None
    return at, number


def _page_of(entry: Entry) -> str:
    name = PAGES_OF.get(entry.subject_kind)
    key = whole_number(entry.subject_key)
    return "" if name is None or key is None else reverse(name, args=[key])


def _chips(asked: dict[str, Any]) -> list[Chip]:
    words: dict[str, tuple[str, Callable[[Any], str]]] = {
        "who": (_("چه کسی"), str),
        "act": (_("چه کاری"), act_words),
        "kind": (_("با چه چیزی"), kind_words),
        "key": (_("شناسه"), str),
        "since": (_("از روز"), jalali_long),
        "until": (_("تا روز"), jalali_long),
    }
    return [
        Chip(name, "", label, say(asked[name]))
        for name, (label, say) in words.items()
        if asked.get(name)
    ]
