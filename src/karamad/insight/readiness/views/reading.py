"""One target: will we make it, where not, and what it takes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.insight.readiness import letters
from karamad.insight.readiness.actions.standing import (
    Reader,
    Standing,
    standing,
)
from karamad.insight.readiness.actions.taking import write_rows
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import DAY
from karamad.insight.readiness.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web.asof import PARAMETER, AsOf, asked_day
from karamad.web.components import Choice, Count, Crumb
from karamad.web.display import jalali, number

VIEW = Permission.READINESS_TARGET_VIEW
ENDINGS = ("csv", "xlsx")
BEFORE = 14  # days before the deadline, of the shortcut


@require_GET
@requires(VIEW)
def target(request: SignedRequest, pk: int) -> HttpResponse:
    """Show how a target stands as of a day."""
    asked = loading.in_reach(request.user, pk)
    today = timezone.localdate()
    as_of = asked_day(request, today=today)
    reader = Reader.of(request.user, today)
    stands = standing(asked, to=reader, on=as_of.day, today=today)
    shown = loading.lines(stands, as_of, people=reader.sees_people)
    editable = Target.objects.editable_by(request.user, on=today)
    context = {
        "title": letters.headline(stands.total, asked),
        "target": asked,
        "name": letters.title_of(asked),
        "asks": letters.asks(asked),
        "posts": letters.posts_words(loading.posts_of(asked)),
        "crumbs": [
            Crumb(_("آمادگی"), reverse("readiness:targets")),
            Crumb(letters.title_of(asked)),
        ],
        "as_of": as_of,
        "typed_day": as_of.typed or as_of.day,
        "shortcuts": _shortcuts(asked, as_of),
        "standing": stands,
        "counts": _counts(stands, as_of, people=reader.sees_people),
        "countdown": letters.countdown(asked, as_of.day),
        "seats": letters.seats_words(stands.total, stands.open_days),
        "fan": loading.fan_of(stands),
        "tiles": loading.tiles(stands, shown),
        "scale": loading.scale(),
        "map_title": loading.map_title(stands),
        "lines": shown,
        "whole_chance": letters.chance_words(stands.total),
        "hidden": sum(line.row.hidden for line in shown),
        "may_edit": editable.filter(pk=asked.pk).exists(),
        "may_take": Permission.EXCHANGE_EXPORT_MAKE
        in request.user.permissions_on(today),
    }
    return render(request, "readiness/target.html", context)


def _shortcuts(target: Target, as_of: AsOf) -> list[Choice]:
    days = [
        (_("امروز"), as_of.today),
        (_("دو هفته پیش از مهلت"), target.deadline - DAY * BEFORE),
        (_("روز مهلت"), target.deadline),
    ]
    return [
        Choice(label, f"?{PARAMETER}={jalali(day)}", day == as_of.day)
        for label, day in days
        if day <= as_of.today
    ]


def _counts(stands: Standing, as_of: AsOf, *, people: bool) -> list[Count]:
    row = stands.total
    if row.hidden:
        return []
    missing = reverse("readiness:people", args=[stands.target.pk]) + as_of.query
    pace = _("در دو هفتهٔ گذشته روزی %(pace)s نفر")
    if stands.on < as_of.today:
        pace = _("در دو هفتهٔ پیش از آن روز روزی %(pace)s نفر")
    counts = [
        Count(
            _("گذرانده‌اند"),
            row.done,
            pace % {"pace": number(row.pace, 1)} if row.pace is not None else "",
        ),
        Count(
            _("مانده"),
            row.left,
            _("تا نصاب %(n)s نفر") % {"n": number(row.missing)}
            if row.missing != row.left
            else "",
            tone="warn" if row.missing else "",
            url=missing if people and row.left else "",
        ),
        Count(_("گروه هدف"), row.heads, is_sum=True),
    ]
    if row.band is not None:
        counts.append(
            Count(
                _("پیش‌بینی روز مهلت"),
                row.band.median,
                _("بازهٔ ۸۰٪: %(band)s")
                % {"band": letters.between(row.band.low, row.band.high)},
            )
        )
    return counts


@require_GET
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def export(request: SignedRequest, pk: int, ending: str) -> FileResponse:
    """Hand the rows over as a file; who took what is on record."""
    if ending not in ENDINGS:
        raise Http404
    asked = loading.in_reach(request.user, pk)
    as_of = asked_day(request, today=timezone.localdate())
    reader = Reader.of(request.user, as_of.today)
    stands = standing(asked, to=reader, on=as_of.day, today=as_of.today)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"readiness.{ending}"
        rows = write_rows(stands, path)
        stream = path.open("rb")  # stays readable when the folder is gone
    after: dict[str, Any] = {"rows": rows, "form": ending, "on": stands.on.isoformat()}
    audit.record(
        act="readiness:target:take",
        subject=("target", asked.code),
        by=request.user,
        at=timezone.now(),
        after=after,
    )
    name = f"readiness-{asked.code}.{ending}"
    return FileResponse(stream, as_attachment=True, filename=name)
