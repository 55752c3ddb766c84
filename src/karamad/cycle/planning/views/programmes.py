"""Programmes: who has them behind him, province by province, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions import programmes as acts
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.forms.needs import DerivedForm
from karamad.cycle.planning.forms.programmes import DaysForm, ProgrammeForm, WaveForm
from karamad.cycle.planning.letters import programmes as letters
from karamad.cycle.planning.models import Programme, Wave
from karamad.cycle.planning.rules import Progress, Turn, held, turn_on
from karamad.cycle.planning.views import acting
from karamad.registers.people.models import Unit, UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb, Tile
from karamad.web.display import number, said

VIEW = Permission.PLANNING_PROGRAMME_VIEW
EDIT = Permission.PLANNING_PROGRAMME_EDIT
STEPS = (0.25, 0.5, 0.75, 1.0)  # shares done where the map's five steps part


@dataclass(frozen=True, slots=True)
class Row:
    """A province of a programme."""

    unit: Unit
    wave: Wave | None
    turn: Turn
    words: str
    stands: Progress | None


@require_GET
@never_cache
@requires(VIEW)
def programmes(request: SignedRequest) -> HttpResponse:
    """List the programmes, the newest first."""
    today = timezone.localdate()
    rows = Programme.objects.newest_first().prefetch_related("courses", "waves")
    all_of_them = Unit.objects.filter(kind=UnitKind.PROVINCE).count()
    shown = [
        (
            each,
            held(turn_on((w.from_day, w.until_day), today) for w in each.waves.all()),
        )
        for each in rows
    ]
    title = _("%(n)s برنامهٔ سراسری در راه است") % {"n": number(len(shown))}
    context = {
        "title": title if shown else _("هنوز برنامهٔ سراسری نیست"),
        "programmes": shown,
        "provinces": all_of_them,
        "may_edit": EDIT in request.user.permissions_on(today),
    }
    return render(request, "planning/programmes.html", context)


@require_GET
@never_cache
@requires(VIEW)
def programme(request: SignedRequest, pk: int) -> HttpResponse:
    """Show how a programme stands in the provinces within reach."""
    today = timezone.localdate()
    row = get_object_or_404(Programme, pk=pk)
    try:
        stands: dict[int, Progress] | None = acts.progress(row, today)
    except NoExtract:
        stands = None
    rows = _rows(request, row, stands, today)
    whole = sum((each.stands for each in rows if each.stands), Progress())
    context = {
        "title": letters.headline(
            held(each.turn for each in rows) if row.waves.exists() else None,
            len(rows),
            whole if stands else None,
        ),
        "name": said(row, "title"),
        "crumbs": [
            Crumb(_("برنامه‌های سراسری"), reverse("planning:programmes")),
            Crumb(said(row, "title")),
        ],
        "programme": row,
        "courses": row.courses.order_by("code"),
        "rows": rows,
        "whole": whole,
        "no_extract": stands is None,
        "tiles": [_tile(each) for each in rows if each.unit.province],
        "scale": _scale(),
        "may_edit": EDIT in request.user.permissions_on(today),
        "lists": Permission.PEOPLE_PERSON_LIST in request.user.permissions_on(today),
    }
    return render(request, "planning/programme.html", context)


def _rows(
    request: SignedRequest,
    row: Programme,
    stands: dict[int, Progress] | None,
    today: date,
) -> list[Row]:
    seen = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    provinces = seen.filter(kind=UnitKind.PROVINCE).open_on(today)
    waves = {wave.unit_id: wave for wave in row.waves.all()}
    rows = []
    for unit in provinces.order_by("sort_key", "pk"):
        wave = waves.get(unit.pk)
        turn = turn_on((wave.from_day, wave.until_day) if wave else None, today)
        found = None if stands is None else stands.get(unit.pk, Progress())
        rows.append(Row(unit, wave, turn, str(letters.TURNS[turn]), found))
    last = date.max
    return sorted(rows, key=lambda each: each.wave.from_day if each.wave else last)


def _tile(row: Row) -> Tile:
    share = row.stands.share if row.stands else None
    step = 1 if share is None else 1 + sum(share >= edge for edge in STEPS)
    words = {
        "turn": row.words,
        "done": number(row.stands.done if row.stands else 0),
        "heads": number(row.stands.heads if row.stands else 0),
    }
    value = None if share is None else round(100 * share)
    return Tile(
        row.unit.province,
        value,
        step,
        _("%(turn)s؛ %(done)s نفر از %(heads)s نفر") % words,
    )


def _scale() -> list[str]:
    edges = [number(round(100 * edge)) for edge in STEPS]
    return [
        _("زیر %(edge)s٪") % {"edge": edges[0]},
        _("%(low)s تا %(high)s٪") % {"low": edges[0], "high": edges[1]},
        _("%(low)s تا %(high)s٪") % {"low": edges[1], "high": edges[2]},
        _("%(low)s تا %(high)s٪") % {"low": edges[2], "high": edges[3]},
        _("همه"),
    ]


# ---- setting up --------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def new_programme(request: SignedRequest) -> HttpResponse:
    """Set a programme up."""
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.make_programme(
                wish=form.wish(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused, letters.ground_words)
        else:
            notices.say(request, _("برنامهٔ سراسری ثبت شد."))
            return redirect("planning:programme", pk=made.pk)
    back = reverse("planning:programmes")
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(_("برنامه‌های سراسری"), back)],
        title=_("برنامهٔ سراسری تازه"),
        button=_("ثبت برنامه"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def edit_programme(request: SignedRequest, pk: int) -> HttpResponse:
    """Change what a programme says."""
    row, back = _own(pk)
    names = ("title", "title_en", "audience", "since")
    start = {name: getattr(row, name) for name in names} | {
        "posts": row.posts,
        "courses": "، ".join(_course_codes(row)),
    }
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None, initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = acts.change_programme(
                programme=row, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused, letters.ground_words)
        else:
            words = _("برنامهٔ سراسری اصلاح شد.") if changed else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect(back)
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(said(row, "title"), back)],
        title=_("اصلاح برنامهٔ سراسری"),
        button=_("ثبت اصلاح"),
    )


def _course_codes(row: Programme) -> list[str]:
    return list(row.courses.order_by("code").values_list("code", flat=True))


@require_POST
@never_cache
@requires(EDIT)
def close_programme(request: SignedRequest, pk: int) -> HttpResponse:
    """Close a programme; it can be opened again."""
    row, back = _own(pk)
    try:
        acts.close_programme(programme=row, by=request.user, at=timezone.now())
    except Refused as refused:
        _say_no(request, refused)
    else:
        undo = reverse("planning:open-programme", args=[row.pk])
        notices.say(request, _("برنامهٔ سراسری بسته شد."), undo=undo)
    return redirect(back)


@require_POST
@never_cache
@requires(EDIT)
def open_programme(request: SignedRequest, pk: int) -> HttpResponse:
    """Open a programme again that was closed."""
    row, back = _own(pk)
    try:
        acts.open_programme(programme=row, by=request.user, at=timezone.now())
    except Refused as refused:
        _say_no(request, refused)
    else:
        notices.say(request, _("برنامهٔ سراسری باز شد."))
    return redirect(back)


def _say_no(request: SignedRequest, refused: Refused) -> None:
    for ground in refused.grounds:
        notices.say(request, letters.ground_words(ground), tone="warn")


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def move_wave(request: SignedRequest, pk: int, wave_id: int) -> HttpResponse:
    """Move a province's turn to other days."""
    row, back = _own(pk)
    turn = get_object_or_404(row.waves.select_related("unit"), pk=wave_id)
    start = {"from_day": turn.from_day, "until_day": turn.until_day}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        days = (typed["from_day"], typed["until_day"])
        try:
            moved = acts.move_turn(
                wave=turn, days=days, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused, letters.ground_words)
        else:
            words = _("نوبت جابه‌جا شد.") if moved else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect(back)
    named = {"unit": said(turn.unit, "name")}
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(said(row, "title"), back)],
        title=_("نوبت %(unit)s در چه روزهایی؟") % named,
        button=_("ثبت نوبت"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def wave(request: SignedRequest, pk: int) -> HttpResponse:
    """Give a province its turn."""
    row, back = _own(pk)
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    form = WaveForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            acts.give_turn(
                programme=row,
                unit=typed["unit"],
                days=(typed["from_day"], typed["until_day"]),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused, letters.ground_words)
        else:
            notices.say(request, _("نوبت ثبت شد."))
            return redirect(back)
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(said(row, "title"), back)],
        title=_("نوبت کدام استان؟"),
        button=_("ثبت نوبت"),
    )


@require_POST
@never_cache
@requires(EDIT)
def drop_wave(request: SignedRequest, pk: int, wave_id: int) -> HttpResponse:
    """Take a province's turn back."""
    row, back = _own(pk)
    turn = get_object_or_404(row.waves.select_related("unit", "programme"), pk=wave_id)
    acts.drop_turn(wave=turn, by=request.user, at=timezone.now())
    notices.say(request, _("نوبت برداشته شد."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def order_needs(request: SignedRequest, pk: int) -> HttpResponse:
    """Let a programme order the needs of the provinces that have somebody left."""
    row, back = _own(pk)
    form = DerivedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ordered = acts.order_needs(
                programme=row,
                stands=acts.progress(row, timezone.localdate()),
                urgency=deriving.Urgency(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused, letters.ground_words)
        except NoExtract:
            form.add_error(None, _("رونوشت ستونی هنوز نیست"))
        else:
            words = _("%(n)s نیاز سازمانی ثبت شد.") % {"n": number(ordered)}
            notices.say(request, words)
            return redirect("planning:needs")
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(said(row, "title"), back)],
        title=_("نیازهای این برنامهٔ سراسری ثبت شود؟"),
        lede=_("برای هر استان و هر دوره یک نیاز، به شمار آنان که امروز مانده‌اند."),
        button=_("نیازها را ثبت کن"),
    )


def _own(pk: int) -> tuple[Programme, str]:
    row = get_object_or_404(Programme, pk=pk)
    return row, reverse("planning:programme", args=[row.pk])
