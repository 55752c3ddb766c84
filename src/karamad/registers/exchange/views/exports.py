"""Registers taken out as files, within the user's reach."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.registers.exchange import actions, wording
from karamad.registers.exchange.exporting import export
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit.actions import record

ENDINGS = ("csv", "xlsx")


@require_GET
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def exports(request: SignedRequest) -> HttpResponse:
    """Offer every register as a file."""
    context = {
        "title": _("دریافت دفترها"),
        "rows": [(kind, wording.TITLES[kind]) for kind in KINDS],
    }
    return render(request, "exchange/exports.html", context)


@require_GET
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def download(request: SignedRequest, kind: str, ending: str) -> FileResponse:
    """Write a register to a file and hand it over; who took what is on record."""
    if kind not in KINDS or ending not in ENDINGS:
        raise Http404
    on = timezone.localdate()
    scope = actions.scope_of(request.user, on)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.{ending}"
        rows = export(KINDS[kind], path, scope)
        stream = path.open("rb")  # stays readable when the folder is gone
    record(
        act="exchange:export:make",
        subject=("register", kind),
        by=request.user,
        at=timezone.now(),
        after={"rows": rows, "form": ending},
    )
    return FileResponse(stream, as_attachment=True, filename=f"{kind}.{ending}")
