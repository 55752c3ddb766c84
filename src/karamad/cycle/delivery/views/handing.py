"""Reading what is handed out: in a run by those in it, and by its keepers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karamad.cycle.delivery.actions import handing
from karamad.cycle.delivery.letters import materials as letters
from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.views import loading
from karamad.kernel.media import SHOWN, Media
from karamad.registers.courses.actions.materials import path_of
from karamad.registers.courses.models import Material, MaterialVersion
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number
from karamad.web.sending import Sent, send

READ = Permission.DELIVERY_RUN_VIEW
VIEW = Permission.COURSES_MATERIAL_VIEW
GIVE = Permission.DELIVERY_RUN_EDIT


@require_safe
@requires(READ)
def handout(request: SignedRequest, pk: int, version_id: int) -> HttpResponse:
    """Show what a run hands out, before it is opened or saved."""
    run, version = _in_run(request, pk, version_id)
    file = reverse("delivery:handout-file", args=[run.pk, version.pk])
    back = reverse("delivery:run", args=[run.pk])
    crumbs = loading.crumbs(run, here=version.material.title)
    return _show(request, version, file=file, back=back, crumbs=crumbs)


@require_safe
@requires(READ)
def handout_file(request: SignedRequest, pk: int, version_id: int) -> HttpResponseBase:
    """Send a file that a run hands out."""
    _run, version = _in_run(request, pk, version_id)
    return _file(request, version)


@require_safe
@requires(VIEW)
def version(request: SignedRequest, pk: int, number_: int) -> HttpResponse:
    """Show a version, an old or withdrawn one too, to who keeps or oversees it."""
    row = _of_material(request, pk, number_)
    material = row.material
    back = reverse("delivery:material", args=[material.pk])
    crumbs = [
        Crumb(_("محتوا"), reverse("delivery:materials", args=[material.course_id])),
        Crumb(material.title, back),
        Crumb(_("نسخهٔ %(n)s") % {"n": number(row.number)}),
    ]
    file = reverse("delivery:material-file", args=[material.pk, row.number])
    return _show(request, row, file=file, back=back, crumbs=crumbs)


@require_safe
@requires(VIEW)
def version_file(request: SignedRequest, pk: int, number_: int) -> HttpResponseBase:
    """Send the file of a version to who keeps or oversees it."""
    return _file(request, _of_material(request, pk, number_))


@require_POST
@requires(GIVE)
def give(request: SignedRequest, pk: int, version_id: int) -> HttpResponse:
    """Let a run take another version than the rule says."""
    run = loading.run_in_reach(request.user, pk, GIVE)
    rows = MaterialVersion.objects.select_related("material")
    row = get_object_or_404(rows.filter(material__course=run.course), pk=version_id)
    by, at = request.user, timezone.now()
    try:
        given = handing.give(run=run, version=row, by=by, at=at)
    except handing.NotForTheRun:
        raise Http404 from None
    if given is not None:
        words = _("از اکنون نسخهٔ %(n)s «%(title)s» به این اجرا داده می‌شود.")
        told = {"n": number(row.number), "title": row.material.title}
        undo = reverse("delivery:hand-back", args=[run.pk, row.material_id])
        notices.say(request, words % told, undo=undo)
    return redirect("delivery:run", pk=run.pk)


@require_POST
@requires(GIVE)
def leave(request: SignedRequest, pk: int, material_id: int) -> HttpResponse:
    """Let a run take again the version of its first day."""
    run = loading.run_in_reach(request.user, pk, GIVE)
    rows = Material.objects.filter(course=run.course)
    row = get_object_or_404(rows, pk=material_id)
    if handing.leave(run=run, material=row, by=request.user, at=timezone.now()):
        notices.say(request, _("اجرا همان را می‌گیرد که روز آغازش بود."))
    return redirect("delivery:run", pk=run.pk)


# ---- common -------------------------------------------------------------------------


def _in_run(
    request: SignedRequest, pk: int, version_id: int
) -> tuple[Run, MaterialVersion]:
    """Return a run he reads the material of and a version it takes, or 404."""
    today = timezone.localdate()
    runs = Run.objects.read_by(request.user, on=today)
    run = get_object_or_404(runs.select_related("course", "unit"), pk=pk)
    for each in handing.handouts(run, on=today):
        if each.version is not None and each.version.pk == version_id:
            each.version.material = each.material
            return run, each.version
    raise Http404


def _of_material(request: SignedRequest, pk: int, number_: int) -> MaterialVersion:
    """Return a version in his reach, or 404; a withdrawn one is for its keepers."""
    today = timezone.localdate()
    seen = Material.objects.visible_to(request.user, on=today)
    rows = MaterialVersion.objects.filter(material__in=seen.values("pk"))
    found = rows.select_related("material__course")
    row = get_object_or_404(found, material=pk, number=number_)
    kept = Material.objects.kept_by(request.user, on=today).filter(pk=pk)
    if row.pk in handing.reasons_of([row.material]) and not kept.exists():
        raise Http404
    return row


def _show(request: SignedRequest, row: MaterialVersion, **where: Any) -> HttpResponse:
    media = Media(row.media) if row.media else None
    context = {
        "title": row.material.title,
        "version": row,
        "material": row.material,
        "what": letters.what(row),
        "media": media,
        "opens": media in SHOWN,
        **where,
    }
    return render(request, "delivery/handout.html", context)


def _file(request: SignedRequest, row: MaterialVersion) -> HttpResponseBase:
    path = path_of(row.sha256) if row.sha256 else None
    if path is None or not path.exists():
        raise Http404
    shown = Media(row.media) in SHOWN and "save" not in request.GET
    sent = Sent(path, row.sha256, row.mime, row.name, shown=shown)
    return send(request, sent)
