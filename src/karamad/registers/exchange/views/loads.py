"""Loads in the browser: upload, columns, dry run, confirm, stop, mend, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.registers.exchange import actions, wording
from karamad.registers.exchange.actions.receiving import sealed_file
from karamad.registers.exchange.actions.working import is_silent
from karamad.registers.exchange.forms import ColumnsForm, UploadForm
from karamad.registers.exchange.models import AT_WORK, RESUMABLE, Load, State
from karamad.registers.exchange.reading import Unreadable
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.exchange.running import demand
from karamad.registers.exchange.views import shown
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

PAGE = 50
REFUSED_PAGE = 20


def _kinds(request: SignedRequest) -> list[tuple[str, str]]:
    """The kinds of files this user may load, in the order they are best loaded."""
    scope = actions.scope_of(request.user, timezone.localdate())
    found = []
    for kind in (*KINDS, PROFILES):
        national = kind == PROFILES or KINDS[kind].national
        try:
            demand(kind, scope, national=national)
        except Unreadable:
            continue
        found.append((kind, str(wording.TITLES[kind])))
    return found


def _load(request: SignedRequest, pk: int) -> Load:
    visible = Load.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(visible.select_related("by", "seat", "unit"), pk=pk)


def _workable(request: SignedRequest, pk: int) -> Load:
    """Return the load if the user may work on it, not only see it."""
    row = _load(request, pk)
    if not _may_work_on(request, row):
        raise PermissionDenied
    return row


def _may_work_on(request: SignedRequest, row: Load) -> bool:
    mine = Load.objects.workable_by(request.user, on=timezone.localdate())
    return mine.filter(pk=row.pk).exists()


def _reads_file(request: SignedRequest, row: Load) -> bool:
    """Test whether he may have the refused rows: they are his, or he may read ids."""
    if row.by == request.user and row.seat == request.user.acting_for:
        return True
    return _reads_ids(request, row)


def _reads_ids(request: SignedRequest, row: Load) -> bool:
    plain = Load.objects.plain_to(request.user, on=timezone.localdate())
    return plain.filter(pk=row.pk).exists()


def _crumbs(load: Load | None = None) -> list[Crumb]:
    found = [Crumb(_("بارگذاری‌ها"), reverse("exchange:loads"))]
    if load is not None:
        found.append(Crumb(str(wording.TITLES[load.kind])))
    return found


@require_GET
@requires(Permission.EXCHANGE_LOAD_VIEW)
def loads(request: SignedRequest) -> HttpResponse:
    """List the loads of the user's reach, the newest first."""
    found = Load.objects.visible_to(request.user, on=timezone.localdate())
    chips = []
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    if kind in wording.TITLES:
        found = found.filter(kind=kind)
        chips.append(Chip("kind", kind, _("نوع"), str(wording.TITLES[kind])))
    if state in State.values:
        found = found.filter(state=state)
        chips.append(Chip("state", state, _("وضع"), State(state).label))
    listed = found.latest_first().select_related("by")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": ngettext(
            "%(count)s بارگذاری", "%(count)s بارگذاری", page.paginator.count
        )
        % {"count": number(page.paginator.count)},
        "rows": [(load, wording.TITLES[load.kind]) for load in page],
        "page": page,
        "chips": chips,
        "kinds": wording.TITLES.items(),
        "states": State.choices,
    }
    return render(request, "exchange/loads.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.EXCHANGE_LOAD_MAKE)
def upload(request: SignedRequest) -> HttpResponse:
    """Take a file in; its columns come next."""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        kinds=_kinds(request),
        initial={"kind": request.GET.get("kind", "people")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            load = _receive(request, form.cleaned_data)
        except Unreadable as bad:
            kind = form.cleaned_data["kind"]
            form.add_error("file", wording.of_file(bad.code, bad.about, kind))
        else:
            return redirect("exchange:load", pk=load.pk)
    context = {
        "title": _("بارگذاری پرونده"),
        "form": form,
        "crumbs": _crumbs(),
        "steps": [_("پرونده"), _("ستون‌ها"), _("آزمایش"), _("ثبت")],
        "kinds": [(wording.TITLES[kind.name], kind.columns) for kind in KINDS.values()],
    }
    status = 422 if form.errors else 200
    return render(request, "exchange/upload.html", context, status=status)


def _receive(request: SignedRequest, said: dict[str, Any]) -> Load:
    """Keep the file and see at once whether it can be read at all."""
    file: UploadedFile[Any] = said["file"]
    load = actions.receive(
        kind=said["kind"],
        name=file.name or "",
        chunks=file.chunks(),
        scope=actions.scope_of(request.user, timezone.localdate()),
        at=timezone.now(),
    )
    try:
        actions.columns_of(load)
    except Unreadable:
        actions.remove(load)
        raise
    return load


@require_http_methods(["GET", "POST"])
@requires(Permission.EXCHANGE_LOAD_VIEW)
def load(request: SignedRequest, pk: int) -> HttpResponse:
    """One load, at whichever step it stands; a POST says which column is which."""
    row = _load(request, pk)
    works = _may_work_on(request, row)
    if request.method == "POST" and not works:
        raise PermissionDenied
    asks = row.state == State.UPLOADED or request.GET.get("step") == "columns"
    if works and asks:
        return _columns(request, row)
    steps, current = shown.steps(row)
    context = {
        "title": shown.title(row),
        "crumbs": _crumbs(row),
        "load": row,
        "kind": wording.TITLES[row.kind],
        "steps": steps,
        "current": current,
        "fault": _fault(row),
        "progress": shown.progress(row, timezone.now()),
        **_what_may(request, row),
    }
    if context["may_take_back"]:
        context["on_record"] = actions.rows_on_record(row)
    if row.state not in AT_WORK:
        context |= _outcome(request, row)
    return render(request, "exchange/load.html", context)


def _fault(row: Load) -> str:
    if not row.fault:
        return ""
    return wording.of_file(row.fault, row.fault_about, row.kind)


def _what_may(request: SignedRequest, row: Load) -> dict[str, bool]:
    """Which acts the page offers: those that fit the state and the reader."""
    mine = _may_work_on(request, row)
    silent = is_silent(row, timezone.now())
    finished = row.state in (State.DONE, *RESUMABLE)
    written = row.entry_id is not None and row.kind != PROFILES
    return {
        "may_run": mine and row.state == State.CHECKED and bool(row.good),
        "may_resume": mine and (row.state in RESUMABLE or silent) and bool(row.path),
        "may_map": mine and row.state in (State.CHECKED, State.FAILED) and not written,
        "may_remove": mine and row.entry_id is None and row.state not in AT_WORK,
        "may_take_back": mine and finished and written and not actions.is_decided(row),
        "is_decided": finished and written and actions.is_decided(row),
    }


def _outcome(request: SignedRequest, row: Load) -> dict[str, Any]:
    with_ids = _reads_ids(request, row)
    with_file = bool(row.errors_path) and _reads_file(request, row)
    refusals = row.refusals.order_by("row", "pk")
    code = request.GET.get("code", "")
    chips = []
    if code in row.reasons:
        refusals = refusals.filter(code=code)
        chips = [Chip("code", code, _("دلیل"), wording.reason(code))]
    page = Paginator(refusals, REFUSED_PAGE).get_page(request.GET.get("page"))
    return {
        "counts": shown.counts(row, with_file=with_file),
        "with_file": with_file,
        "reasons": shown.reasons(row),
        "page": page,
        "refused_rows": [
            shown.refused_row(row, each, with_ids=with_ids) for each in page
        ],
        "kept": row.refusals.count(),
        "chips": chips,
        "unknown": [c["header"] for c in row.columns if not c["column"]],
    }


def _columns(request: SignedRequest, row: Load) -> HttpResponse:
    """Show what each column is taken for, and take the user's word instead."""
    try:
        found = actions.columns_of(row)
    except Unreadable as bad:
        words = wording.of_file(bad.code, bad.about, row.kind)
        notices.say(request, words, tone="bad")
        return redirect("exchange:loads")
    form = None
    if row.kind != PROFILES:
        form = ColumnsForm(
            request.POST or None,
            kind=KINDS[row.kind],
            columns=found,
            initial={"all_or_nothing": row.all_or_nothing},
        )
    if request.method == "POST" and _given(row, form):
        actions.request_check(row, at=timezone.now())
        return redirect("exchange:load", pk=row.pk)
    steps, _current = shown.steps(row)
    ignored = sum(not column.column for column in found)
    words = _("%(known)s ستون شناخته شد، %(ignored)s ستون نه")
    if not ignored:
        words = _("هر %(known)s ستون شناخته شد")
    title = words % {"known": number(len(found) - ignored), "ignored": number(ignored)}
    context = {
        "title": title if form else shown.title(row),
        "crumbs": _crumbs(row),
        "load": row,
        "form": form,
        "steps": steps,
        **_what_may(request, row),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "exchange/columns.html", context, status=status)


def _given(row: Load, form: ColumnsForm | None) -> bool:
    """Keep what the form says of the columns; leaves on the form why it cannot."""
    if form is None:
        return True
    if not form.is_valid():
        return False
    try:
        actions.give_mapping(
            row, form.mapping(), all_or_nothing=form.cleaned_data["all_or_nothing"]
        )
    except Unreadable as bad:
        form.add_error(None, wording.of_file(bad.code, bad.about, row.kind))
        return False
    except actions.NotNow:
        form.add_error(None, _("این پرونده در این میان به کار افتاده است."))
        return False
    return True


@require_GET
@requires(Permission.EXCHANGE_LOAD_VIEW)
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """Answer the page that waits: how far, and once done, show it anew."""
    row = _load(request, pk)
    now = shown.progress(row, timezone.now())
    answer = render(request, "exchange/_progress.html", {"progress": now})
    if not now.running:
        answer["HX-Refresh"] = "true"
    return answer


def _act(
    request: SignedRequest, pk: int, act: Callable[[Load], Any], done: str = ""
) -> HttpResponse:
    row = _workable(request, pk)
    try:
        act(row)
    except actions.NotNow:
        words = _("این کار با وضع کنونی بارگذاری جور نیست؛ صفحه را ببینید.")
        notices.say(request, words, tone="warn")
    else:
        if done:
            notices.say(request, done)
    return redirect("exchange:load", pk=pk)


@require_POST
@requires(Permission.EXCHANGE_LOAD_MAKE)
def run(request: SignedRequest, pk: int) -> HttpResponse:
    """Write what was tried; or go on with what stopped half-way."""
    return _act(request, pk, lambda row: actions.request_run(row, at=timezone.now()))


@require_POST
@requires(Permission.EXCHANGE_LOAD_MAKE)
def stop(request: SignedRequest, pk: int) -> HttpResponse:
    """Stop after the batch under way."""
    words = _("پس از دستهٔ کنونی می‌ایستد؛ آنچه ثبت شده، می‌ماند.")
    return _act(request, pk, actions.ask_to_stop, words)


@require_POST
@requires(Permission.EXCHANGE_LOAD_MAKE)
def remove(request: SignedRequest, pk: int) -> HttpResponse:
    """Forget a file of which nothing was written."""
    try:
        actions.remove(_workable(request, pk))
    except actions.NotNow:
        words = _("از این پرونده چیزی ثبت شده است؛ می‌توانید آن را برگردانید.")
        notices.say(request, words, tone="warn")
        return redirect("exchange:load", pk=pk)
    notices.say(request, _("پرونده کنار گذاشته شد؛ چیزی ثبت نشده بود."))
    return redirect("exchange:loads")


@require_POST
@requires(Permission.EXCHANGE_LOAD_MAKE)
def take_back(request: SignedRequest, pk: int) -> HttpResponse:
    """Undo all that a load wrote, as long as nothing was decided on it."""
    row = _workable(request, pk)
    try:
        undone = actions.take_back(load=row, by=request.user, at=timezone.now())
    except actions.Decided:
        words = _("بر پایهٔ این بارگذاری تصمیمی گرفته شده است و دیگر برنمی‌گردد.")
        notices.say(request, words, tone="warn")
    except actions.NotNow:
        words = _("این بارگذاری را در این وضع نمی‌شود برگرداند.")
        notices.say(request, words, tone="warn")
    else:
        words = _("برگردانده شد: %(gone)s ردیف برداشته و %(back)s ردیف پیشین بازآمد.")
        gone = number(undone.withdrawn + undone.removed)
        back = number(undone.restored)
        notices.say(request, words % {"gone": gone, "back": back})
    return redirect("exchange:load", pk=pk)


@require_GET
@requires(Permission.EXCHANGE_LOAD_VIEW)
def errors(request: SignedRequest, pk: int) -> FileResponse:
    """The refused rows as a file: mend it, load it again.

    They stand there as they came, with national ids.
    """
    row = _load(request, pk)
    if not _reads_file(request, row):
        raise PermissionDenied
    file = sealed_file(row.errors_path)
    if not row.errors_path or not file.path.exists():
        raise Http404
    stem = row.name.rsplit(".", 1)[0]
    name = f"{stem}-refused{file.suffix}"
    return FileResponse(file.open(), as_attachment=True, filename=name)
