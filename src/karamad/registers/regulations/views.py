"""The register of regulations on pages: find, read, correct, fill in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.kernel.text import document_key, search_key
from karamad.registers.regulations import actions
from karamad.registers.regulations.forms import DocumentForm, LinkForm, ProvisionForm
from karamad.registers.regulations.models import (
    Document,
    DocumentKind,
    DocumentQuerySet,
    Effect,
    Link,
    Provision,
    Status,
)
from karamad.registers.regulations.rules import Standing, Stroke, standing
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import asked_day
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

PAGE = 50
_DIGIT = re.compile(r"\d")
SORTS = {"date": "issued_on", "number": "number_key", "subject": "search_key"}
STROKES = {
    Effect.ANNULS: Standing.ANNULLED,
    Effect.REPLACES: Standing.REPLACED,
    Effect.AMENDS: Standing.AMENDED,
}


def standing_words(how: Standing) -> str:
    """Return a standing in the words of the page's language."""
    return {
        Standing.NOT_YET: _("هنوز صادر نشده"),
        Standing.IN_FORCE: _("برقرار"),
        Standing.AMENDED: _("برقرار، با اصلاح"),
        Standing.REPLACED: _("جایگزین شده"),
        Standing.ANNULLED: _("باطل شده"),
    }[how]


def strokes_on(document: Document) -> list[Stroke]:
    """Return what other documents do to this one; links are to be prefetched."""
    return [
        Stroke(STROKES[Effect(link.effect)], link.from_day or link.document.issued_on)
        for link in document.acted_on_by.all()
        if link.superseded_at is None and link.effect in STROKES
    ]


def _stood(document: Document, on: date) -> dict[str, Any]:
    how, since = standing(document.issued_on, strokes_on(document), on)
    return {"document": document, "standing": standing_words(how), "since": since}


def _asked(request: HttpRequest) -> DocumentQuerySet:
    """Documents by number (either order) or words, kind and status."""
    found = Document.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        by_number = Q(number_key=document_key(words))
        by_words = Q(search_key__contains=search_key(words))
        found = found.filter(by_number | by_words)
    if request.GET.get("kind") in DocumentKind.values:
        found = found.filter(kind=request.GET["kind"])
    if request.GET.get("status") in Status.values:
        found = found.filter(status=request.GET["status"])
    return found


def _chips(request: HttpRequest) -> list[Chip]:
    chips = []
    if words := request.GET.get("q", "").strip():
        chips.append(Chip("q", words, _("جست‌وجو"), words))
    for name, label, choices in (
        ("kind", _("نوع"), DocumentKind),
        ("status", _("وضع تأیید"), Status),
    ):
        value = request.GET.get(name, "")
        if value in choices.values:
            chips.append(Chip(name, value, label, choices(value).label))
    return chips


@require_GET
@requires(Permission.REGULATIONS_DOCUMENT_VIEW)
def documents(request: HttpRequest) -> HttpResponse:
    """List the documents, with how each stands on the day asked."""
    as_of = asked_day(request, today=timezone.localdate())
    sort = request.GET.get("sort", "-date")
    column = SORTS.get(sort.lstrip("-"), "issued_on")
    order = f"-{column}" if sort.startswith("-") else column
    found = _asked(request).order_by(order, "pk")
    page = Paginator(found.prefetch_related("acted_on_by__document"), PAGE).get_page(
        request.GET.get("page")
    )
    unset = Provision.objects.current().filter(value="").count()
    total = page.paginator.count
    return render(
        request,
        "regulations/documents.html",
        {
            "title": ngettext(
                "%(count)s سند در دفتر مقررات", "%(count)s سند در دفتر مقررات", total
            )
            % {"count": number(total)},
            "page": page,
            "rows": [_stood(document, as_of.day) for document in page],
            "chips": _chips(request),
            "as_of": as_of,
            "kinds": DocumentKind.choices,
            "statuses": Status.choices,
            "unset": unset,
        },
    )


@require_GET
@requires(Permission.REGULATIONS_DOCUMENT_VIEW)
def provisions(request: HttpRequest) -> HttpResponse:
    """List what is asked for and not set yet: the work of whoever has the text."""
    unset = Provision.objects.current().filter(value="").select_related("document")
    rows = list(unset.order_by("document__number_key", "pk"))
    if rows:
        title = ngettext(
            "%(count)s مقدار هنوز تعیین نشده است",
            "%(count)s مقدار هنوز تعیین نشده است",
            len(rows),
        ) % {"count": number(len(rows))}
    else:
        title = _("همهٔ مقدارها تعیین شده است")
    crumbs = [Crumb(_("مقررات"), reverse("regulations:documents"))]
    context = {"title": title, "rows": rows, "crumbs": crumbs}
    return render(request, "regulations/provisions.html", context)


def _linked(document: Document) -> dict[str, list[Link]]:
    outward = Link.objects.current().filter(document=document)
    inward = Link.objects.current().filter(other=document)
    return {
        "acts_on": list(outward.select_related("other").order_by("pk")),
        "acted_on_by": list(inward.select_related("document").order_by("pk")),
    }


@require_GET
@requires(Permission.REGULATIONS_DOCUMENT_VIEW)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: how it stands, what it fixes, what acts on it."""
    row = get_object_or_404(
        Document.objects.prefetch_related("acted_on_by__document"), pk=pk
    )
    as_of = asked_day(request, today=timezone.localdate())
    fixed = Provision.objects.current().filter(document=row).order_by("from_day", "pk")
    return render(
        request,
        "regulations/document.html",
        {
            **_stood(row, as_of.day),
            **_linked(row),
            "title": row.subject,
            "is_numbered": _DIGIT.search(row.number) is not None,
            "crumbs": [Crumb(_("مقررات"), reverse("regulations:documents"))],
            "as_of": as_of,
            "provisions": fixed,
            "former": row.former.order_by("-superseded_at", "pk"),
        },
    )


def _initial(row: Document) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DocumentForm.base_fields}


@require_http_methods(["GET", "POST"])
@requires(Permission.REGULATIONS_DOCUMENT_EDIT)
def edit(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Add a document, or correct what is said of one."""
    row = None if pk is None else get_object_or_404(Document, pk=pk)
    form = DocumentForm(request.POST or None, initial=_initial(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, row, form.cleaned_data)
        except actions.AlreadyRegistered as known:
            form.add_error("number", _already(known.document))
        else:
            notices.say(request, _("سند ثبت شد."))
            return redirect("regulations:document", pk=saved.pk)
    title = _("تصحیح سند") if row else _("سند تازه")
    context = {"title": title, "form": form, "row": row, "crumbs": _crumbs(row)}
    status = 422 if form.errors else 200
    return render(request, "regulations/edit.html", context, status=status)


def _save(
    request: SignedRequest, row: Document | None, facts: dict[str, Any]
) -> Document:
    by, at = request.user, timezone.now()
    if row is None:
        return actions.register(facts=facts, by=by, at=at)
    actions.amend_record(document=row, facts=facts, by=by, at=at)
    return row


def _already(document: Document) -> str:
    return _("سند %(number)s با همین تاریخ پیش‌تر ثبت شده است.") % {
        "number": document.number
    }


def _crumbs(row: Document | None) -> list[Crumb]:
    crumbs = [Crumb(_("مقررات"), reverse("regulations:documents"))]
    if row is not None:
        crumbs.append(Crumb(row.number, reverse("regulations:document", args=[row.pk])))
    return crumbs


@require_http_methods(["GET", "POST"])
@requires(Permission.REGULATIONS_DOCUMENT_EDIT)
def provision(request: SignedRequest, code: str) -> HttpResponse:
    """Fill in, or correct, what a document fixes."""
    row = get_object_or_404(
        Provision.objects.current().select_related("document"), code=code
    )
    initial = {name: getattr(row, name) for name in ProvisionForm.base_fields}
    form = ProvisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_provision(
            code=code, facts=form.cleaned_data, by=request.user, at=timezone.now()
        )
        notices.say(request, _("مقدار ثبت شد؛ آنچه پیش‌تر نوشته بود نگه داشته شد."))
        if row.document_id is None:
            return redirect("regulations:provisions")
        return redirect("regulations:document", pk=row.document_id)
    former = Provision.objects.filter(code=code).exclude(superseded_at=None)
    context = {
        "title": row.title,
        "form": form,
        "row": row,
        "crumbs": _crumbs(row.document),
        "former": former.order_by("-superseded_at", "pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "regulations/provision.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.REGULATIONS_DOCUMENT_EDIT)
def link(request: SignedRequest, pk: int) -> HttpResponse:
    """Say what a document does to another."""
    row = get_object_or_404(Document, pk=pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.link(
                document=row,
                effect=Effect(form.cleaned_data["effect"]),
                other=form.cleaned_data["other"],
                from_day=form.cleaned_data["from_day"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.ActsOnItself:
            form.add_error("other", _("سند بر خودش اثر نمی‌گذارد."))
        else:
            notices.say(request, _("پیوند دو سند ثبت شد."))
            return redirect("regulations:document", pk=pk)
    title = _("این سند با کدام سند چه می‌کند")
    context = {"title": title, "form": form, "row": row, "crumbs": _crumbs(row)}
    status = 422 if form.errors else 200
    return render(request, "regulations/edit.html", context, status=status)


@require_POST
@requires(Permission.REGULATIONS_DOCUMENT_EDIT)
def unlink(request: SignedRequest, pk: int, link_id: int) -> HttpResponse:
    """Take a link between two documents off the record."""
    row = get_object_or_404(Link.objects.current(), pk=link_id, document_id=pk)
    actions.unlink(link=row, by=request.user, at=timezone.now())
    notices.say(request, _("پیوند برداشته شد؛ پیشینهٔ آن می‌ماند."))
    return redirect("regulations:document", pk=pk)
