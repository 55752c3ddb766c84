"""Keeping what is handed out in a course: list, publish, renew, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.actions import handing
from karamad.cycle.delivery.actions.handing import Uses
from karamad.cycle.delivery.forms.materials import (
    FileForm,
    LinkForm,
    MaterialForm,
    NewFileForm,
    NewLinkForm,
    WithdrawForm,
)
from karamad.cycle.delivery.letters import materials as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run
from karamad.registers.courses.actions import materials as acts
from karamad.registers.courses.models import Course, Material, MaterialVersion
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number

VIEW = Permission.COURSES_MATERIAL_VIEW
EDIT = Permission.COURSES_MATERIAL_EDIT
FORMS = {"file": (NewFileForm, FileForm), "link": (NewLinkForm, LinkForm)}
RUNS = 20  # named under a version; the rest are counted


@dataclass(frozen=True, slots=True)
class Line:
    """A material of the list. version: the latest standing; reason: why none is."""

    material: Material
    version: MaterialVersion | None
    what: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version on the page of its material, and the runs that take it."""

    version: MaterialVersion
    what: str
    reason: str
    runs: list[tuple[Run, str]]
    used: int
    coming: int

    @property
    def more(self) -> int:
        return self.used + self.coming - len(self.runs)


@require_GET
@requires(VIEW)
def materials(request: SignedRequest, pk: int) -> HttpResponse:
    """List what is handed out in a course, in reach of the reader."""
    course = get_object_or_404(Course, pk=pk)
    seen = Material.objects.visible_to(request.user, on=timezone.localdate())
    rows = list(seen.filter(course=course).select_related("unit").in_order())
    lines = _lines(rows)
    words = ngettext("%(n)s محتوا در این دوره", "%(n)s محتوا در این دوره", len(rows))
    context = {
        "title": words % {"n": number(len(rows))}
        if rows
        else _("این دوره محتوایی ندارد"),
        "course": course,
        "crumbs": _crumbs(course),
        "lines": lines,
        "may_edit": _may_keep(request),
    }
    return render(request, "delivery/materials.html", context)


@require_GET
@requires(VIEW)
def material(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one material: its versions, which runs took which, what it said before."""
    row = _seen(request, pk)
    today = timezone.localdate()
    runs = Run.objects.visible_to(request.user, on=today).standing().published()
    chosen = runs.filter(course=row.course).select_related("course", "unit")
    uses = handing.uses(row, chosen.order_by("-first_day", "pk"), on=today)
    context = {
        "title": row.title,
        "material": row,
        "crumbs": _crumbs(row.course, here=row.title),
        "editions": _editions(row, uses),
        "former": row.former.select_related("unit").order_by("-superseded_at", "pk"),
        "may_edit": _keeps(request, row),
    }
    return render(request, "delivery/material.html", context)


def _forms(what: str) -> tuple[Any, Any]:
    """Return the forms of a kind of content, 404 for what is none."""
    if what not in FORMS:
        raise Http404
    return FORMS[what]


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest, pk: int, what: str) -> HttpResponse:
    """Add a material to a course, with its first version."""
    course = get_object_or_404(Course, pk=pk)
    asked = _forms(what)[0]
    form = asked(*_posted(request), **_reach(request), initial=_own_unit(request))
    if request.method == "POST" and form.is_valid():
        content = _content(form)
        if content is not None:
            version = acts.add_material(
                course=course,
                wish=form.wish(),
                content=content,
                by=request.user,
                at=timezone.now(),
            )
            notices.say(request, _("افزوده شد؛ اجراهایی که هنوز نیامده‌اند می‌گیرند."))
            return redirect("delivery:material", pk=version.material_id)
    title = _("پروندهٔ تازه") if what == "file" else _("پیوند تازه")
    back = reverse("delivery:materials", args=[course.pk])
    words = {"title": title, "lede": course.title, "back": back, "button": _("بیفزا")}
    return _page(request, form, crumbs=_crumbs(course, here=title), **words)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def renew(request: SignedRequest, pk: int, what: str) -> HttpResponse:
    """Publish a new version; runs that have begun keep the one they had."""
    row = _kept(request, pk)
    form = _forms(what)[1](*_posted(request))
    if request.method == "POST" and form.is_valid():
        content = _content(form)
        if content is not None and _publish(request, row, form, content):
            return redirect("delivery:material", pk=row.pk)
    title = _("نسخهٔ تازه")
    note = _("اجراهایی که آغاز شده‌اند نسخهٔ خود را نگه می‌دارند.")
    back = reverse("delivery:material", args=[row.pk])
    words = {"title": title, "lede": row.title, "note": note, "back": back}
    crumbs = _crumbs(row.course, row, here=title)
    return _page(request, form, crumbs=crumbs, button=_("منتشر کن"), **words)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Correct a material's title, or whose runs take it."""
    row = _kept(request, pk)
    initial = {"title": row.title, "title_en": row.title_en, "unit": row.unit}
    posted = request.POST if request.method == "POST" else None
    form = MaterialForm(posted, initial=initial, **_reach(request))
    if request.method == "POST" and form.is_valid():
        acts.correct_material(
            material=row, wish=form.wish(), by=request.user, at=timezone.now()
        )
        notices.say(request, _("تصحیح شد."))
        return redirect("delivery:material", pk=row.pk)
    title = _("تصحیح محتوا")
    back = reverse("delivery:material", args=[row.pk])
    words = {"title": title, "lede": row.title, "back": back, "button": _("ثبت")}
    return _page(request, form, crumbs=_crumbs(row.course, row, here=title), **words)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def withdraw(request: SignedRequest, pk: int, number_: int) -> HttpResponse:
    """Let nobody be given a version any more, or any of them; with a reason."""
    row = _kept(request, pk)
    version = get_object_or_404(row.versions, number=number_)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        numbers = [version.number]
        if form.cleaned_data["which"] == "all":
            numbers = list(row.versions.values_list("number", flat=True))
        gone = acts.withdraw(
            material=row,
            numbers=numbers,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        _say_withdrawn(request, row, version, gone)
        return redirect("delivery:material", pk=row.pk)
    title = _("کنار گذاشتن نسخهٔ %(n)s") % {"n": number(version.number)}
    note = _("اجراها نسخهٔ پس از آن را می‌گیرند، یا پیش از آن را؛ می‌توانید برگردانید.")
    back = reverse("delivery:material", args=[row.pk])
    words = {"title": title, "lede": row.title, "note": note, "back": back}
    crumbs = _crumbs(row.course, row, here=title)
    return _page(
        request, form, crumbs=crumbs, button=_("کنار بگذار"), danger=True, **words
    )


@require_POST
@requires(EDIT)
def take_back(request: SignedRequest, pk: int, number_: int) -> HttpResponse:
    """Let a withdrawn version be given again."""
    row = _kept(request, pk)
    version = get_object_or_404(row.versions, number=number_)
    back = acts.take_back(
        material=row, numbers=[version.number], by=request.user, at=timezone.now()
    )
    if back:
        notices.say(request, _("نسخه به کار برگشت."))
    return redirect("delivery:material", pk=row.pk)


# ---- common -------------------------------------------------------------------------


def _seen(request: SignedRequest, pk: int) -> Material:
    rows = Material.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("course", "unit"), pk=pk)


def _kept(request: SignedRequest, pk: int) -> Material:
    rows = Material.objects.kept_by(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("course", "unit"), pk=pk)


def _keeps(request: SignedRequest, row: Material) -> bool:
    kept = Material.objects.kept_by(request.user, on=timezone.localdate())
    return kept.filter(pk=row.pk).exists()


def _may_keep(request: SignedRequest) -> bool:
    return EDIT in request.user.permissions_on(timezone.localdate())


def _reach(request: SignedRequest) -> dict[str, Any]:
    """Return for which units the reader may hand out, and whether for everyone."""
    today: date = timezone.localdate()
    return {
        "units": Unit.objects.visible_to(request.user, on=today, permission=EDIT),
        "everyone": request.user.reach(EDIT, on=today).everywhere,
    }


def _own_unit(request: SignedRequest) -> dict[str, Any]:
    """Begin with the highest unit of his, where he hands out to units alone."""
    reach = _reach(request)
    if reach["everyone"]:
        return {}
    return {"unit": reach["units"].order_by("path", "pk").first()}


def _posted(request: SignedRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _content(form: Form) -> acts.Content | None:
    """Return what the form brings; None, said on the form, when it is not taken."""
    said = form.cleaned_data
    note = said.get("note", "")
    if "link" in said:
        return acts.link_content(said["link"], note=note)
    file = said["file"]
    try:
        return acts.file_content(file.name, file.chunks(), note=note)
    except acts.TooLarge as large:
        form.add_error("file", letters.too_large(large.largest))
    except acts.BadFile as bad:
        form.add_error("file", letters.FAULTS[bad.fault])
    return None


def _publish(
    request: SignedRequest, row: Material, form: Form, content: acts.Content
) -> bool:
    by, at = request.user, timezone.now()
    try:
        version = acts.publish(material=row, content=content, by=by, at=at)
    except acts.NothingNew:
        form.add_error(None, _("این همان است که اکنون هست؛ چیزی تازه نیست."))
        return False
    words = _("نسخهٔ %(n)s منتشر شد؛ اجراهای در حال برگزاری نسخهٔ خود را نگه می‌دارند.")
    notices.say(request, words % {"n": number(version.number)})
    return True


def _say_withdrawn(
    request: SignedRequest, row: Material, version: MaterialVersion, gone: int
) -> None:
    words = ngettext(
        "%(n)s نسخه کنار گذاشته شد؛ به کسی داده نمی‌شود.",
        "%(n)s نسخه کنار گذاشته شد؛ به کسی داده نمی‌شود.",
        gone,
    )
    undo = reverse("delivery:material-take-back", args=[row.pk, version.number])
    told = words % {"n": number(gone)}
    notices.say(request, told, undo=undo if gone == 1 else "")


def _lines(rows: list[Material]) -> list[Line]:
    versions, withdrawn = handing.versions_of(rows), handing.reasons_of(rows)
    return [_line(row, versions[row.pk], withdrawn) for row in rows]


def _line(
    row: Material, versions: list[MaterialVersion], withdrawn: dict[int, str]
) -> Line:
    latest = handing.latest_of(versions, withdrawn)
    if latest is None:
        reason = withdrawn[versions[-1].pk] if versions else ""
        return Line(row, None, "", len(versions), reason)
    return Line(row, latest, letters.what(latest), len(versions))


def _editions(row: Material, uses: list[Uses]) -> list[Edition]:
    withdrawn = handing.reasons_of([row])
    return [
        _edition(each, withdrawn.get(each.pk, ""), uses)
        for each in row.versions.order_by("-number")
    ]


def _edition(version: MaterialVersion, reason: str, uses: list[Uses]) -> Edition:
    own = [each for each in uses if each.number == version.number]
    used = sum(each.begun for each in own)
    return Edition(
        version,
        letters.what(version),
        reason,
        [(each.run, title_of(each.run)) for each in own[:RUNS]],
        used,
        len(own) - used,
    )


def _crumbs(
    course: Course, row: Material | None = None, *, here: str = ""
) -> list[Crumb]:
    way = [
        Crumb(_("دوره‌ها"), reverse("courses:courses")),
        Crumb(course.title, reverse("courses:course", args=[course.pk])),
    ]
    listed = reverse("delivery:materials", args=[course.pk])
    way.append(Crumb(_("محتوا"), listed if here else ""))
    if row is not None:
        way.append(Crumb(row.title, reverse("delivery:material", args=[row.pk])))
    return [*way, Crumb(here)] if here else way


def _page(request: SignedRequest, form: Form, **words: Any) -> HttpResponse:
    context = {
        "form": form,
        "files": "file" in form.fields,
        "largest": letters.too_large(settings.LARGEST_MATERIAL),
        **words,
    }
    status = 422 if form.errors else 200
    template = "delivery/material_act.html"
    return render(request, template, context, status=status)
