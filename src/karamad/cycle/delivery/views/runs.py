"""The list of runs, what of them needs the reader, and one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count as Counted
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from karamad.cycle.delivery.actions import asking, handing
from karamad.cycle.delivery.letters import materials as handed
from karamad.cycle.delivery.letters import standing
from karamad.cycle.delivery.letters.refusals import reasons, title_of
from karamad.cycle.delivery.letters.seating import kept_back, own_words
from karamad.cycle.delivery.models import (
    Admission,
    Enrolment,
    EnrolmentState,
    Nomination,
    Run,
    Session,
)
from karamad.cycle.delivery.models.runs import RunQuerySet
from karamad.cycle.delivery.rules.phases import Phase
from karamad.cycle.delivery.rules.seating import free_places
from karamad.cycle.delivery.views import loading
from karamad.kernel.text import fold_digits, search_key
from karamad.registers.people.models import Person, Unit
from karamad.registers.people.models.himself import himself
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Chip, Count
from karamad.web.display import number

VIEW = Permission.DELIVERY_RUN_VIEW
EDIT = Permission.DELIVERY_RUN_EDIT
NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
PAGE = 30
NAMINGS = 5  # of those one made lately


@dataclass(frozen=True, slots=True)
class Line:
    """A run of the list, and how it stands."""

    run: Run
    title: str
    phase: Phase
    words: str
    tone: str
    free: int


@require_GET
@requires(VIEW)
def runs(request: SignedRequest) -> HttpResponse:
    """List the runs in reach, the next to begin first."""
    today = timezone.localdate()
    seen = Run.objects.visible_to(request.user, on=today)
    found = _asked(request, seen, today)
    if request.GET.get("phase"):
        ordered = found.coming_first()
    else:
        ordered = found.needed_first(today)
    # Keys are put in order; the rows, and who has a place in them, are of one page.
    page = Paginator(ordered.values_list("pk", flat=True), PAGE).get_page(
        request.GET.get("page")
    )
    rows = Run.objects.select_related("course", "unit").with_placed()
    shown = rows.in_bulk(list(page.object_list))
    may = request.user.permissions_on(today)
    context = {
        "title": _title(page.paginator.count),
        "lines": [_line(shown[key], today) for key in page.object_list],
        "page": page,
        "chips": _chips(request, today),
        "counts": _needs(request, seen, today) if EDIT in may else [],
        "phases": [(phase.value, words) for phase, words in standing.WORDS.items()],
        "admissions": Admission.choices,
        "may_edit": EDIT in may,
    }
    return render(request, "delivery/runs.html", context)


def _title(count: int) -> str:
    if not count:
        return _("اجرایی نیست")
    words = ngettext("%(n)s اجرای دوره", "%(n)s اجرای دوره", count)
    return words % {"n": number(count)}


def _asked(request: SignedRequest, seen: RunQuerySet, today: date) -> RunQuerySet:
    asked = request.GET
    if words := asked.get("q", "").strip():
        code = fold_digits(words)
        by_code = Q(code__iexact=code) | Q(course__code__iexact=code)
        by_title = Q(course__search_key__contains=search_key(words))
        seen = seen.filter(by_code | by_title | Q(title__contains=words))
    if asked.get("phase") in set(Phase):
        seen = seen.in_phase(Phase(asked["phase"]), today)
    if asked.get("admission") in Admission.values:
        seen = seen.filter(admission=asked["admission"])
    if unit := _unit(request, today):
        seen = seen.filter(unit__path__begins=unit.path)
    if asked.get("needs") == "empty":
        seen = seen.with_places_empty(today)
    return seen


def _unit(request: SignedRequest, today: date) -> Unit | None:
    code = request.GET.get("unit", "").strip()
    if not code:
        return None
    units = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    return units.called(code).first()


def _chips(request: SignedRequest, today: date) -> list[Chip]:
    asked, chips = request.GET, []
    if words := asked.get("q", "").strip():
        chips.append(Chip("q", words, _("جست‌وجو"), words))
    if asked.get("phase") in set(Phase):
        phase = Phase(asked["phase"])
        chips.append(Chip("phase", phase, _("وضع"), standing.WORDS[phase]))
    if asked.get("admission") in Admission.values:
        way = Admission(asked["admission"])
        chips.append(Chip("admission", way, _("پذیرش"), way.label))
    if unit := _unit(request, today):
        chips.append(Chip("unit", asked["unit"], _("واحد"), unit.name))
    if asked.get("needs") == "empty":
        chips.append(Chip("needs", "empty", _("کار مانده"), _("جای خالی")))
    return chips


def _line(run: Run, today: date) -> Line:
    phase = loading.phase_of(run, today)
    return Line(
        run=run,
        title=title_of(run),
        phase=phase,
        words=str(standing.WORDS[phase]),
        tone=standing.tone(phase),
        free=free_places(capacity=run.capacity, placed=getattr(run, "placed", 0)),
    )


def _needs(request: SignedRequest, seen: RunQuerySet, today: date) -> list[Count]:
    """Count what waits for the reader; each number leads to its rows."""
    address = reverse("delivery:runs")
    waiting = Enrolment.objects.awaiting(request.user, on=today).count()
    drafts = seen.in_phase(Phase.DRAFT, today).count()
    empty = seen.with_places_empty(today).count()
    return [
        Count(
            _("در انتظار موافقت شما"),
            waiting,
            tone="warn" if waiting else "",
            url=reverse("delivery:approvals") if waiting else "",
        ),
        Count(
            _("اعلام نشده"),
            drafts,
            tone="warn" if drafts else "",
            url=f"{address}?phase=draft" if drafts else "",
        ),
        Count(
            _("با جای خالی"),
            empty,
            tone="warn" if empty else "",
            url=f"{address}?needs=empty" if empty else "",
        ),
    ]


# ---- one run ------------------------------------------------------------------


@require_GET
@requires(VIEW)
def run(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one run: its places, its sessions, who waits."""
    row = loading.run_in_reach(request.user, pk)
    today = timezone.localdate()
    phase = loading.phase_of(row, today)
    states = _states(row)
    placed = states.get(EnrolmentState.PLACED, 0)
    sessions = Session.objects.filter(run=row).select_related("room", "instructor")
    editable = Run.objects.visible_to(request.user, on=today, permission=EDIT)
    may_edit = editable.filter(pk=row.pk).exists()
    nameable = Run.objects.visible_to(request.user, on=today, permission=NAME)
    names = nameable.filter(pk=row.pk).exists()
    namings = Nomination.objects.of_seat(request.user).filter(run=row).latest_first()
    person = _himself(request, row, today)
    own = asking.standing_of(person, row, at=timezone.now()) if person else None
    context = {
        "title": standing.headline(row, phase, placed),
        "name": title_of(row),
        "run": row,
        "phase": phase,
        "phase_words": standing.WORDS[phase],
        "tone": standing.tone(phase),
        "crumbs": loading.crumbs(row),
        "counts": _counts(row, states),
        "sessions": sessions.in_order(),
        "former": row.former.select_related("course").order_by("-superseded_at", "pk"),
        "own": own,
        "own_tone": "good" if own and _has_place(own) else "info",
        "own_words": own_words(own.enrolment, row, own.turn)
        if own and own.enrolment
        else "",
        "own_kept_back": _kept_back(own),
        "why_not": reasons(own.refusals) if own else [],
        "may_edit": may_edit,
        "namings": namings[:NAMINGS] if names else [],
        "may_name": names and phase in {Phase.ASKING, Phase.COMING, Phase.UNDER_WAY},
        "may_set": may_edit and not (row.is_cancelled or row.is_closed),
        "may_score": Run.objects.kept_by(
            request.user, on=today, permission=Permission.DELIVERY_SCORE_ENTER
        )
        .filter(pk=row.pk)
        .exists(),
        "handouts": _handouts(request, row, today, keeps=may_edit),
        "kept": set(
            sessions.kept_by(
                request.user, on=today, permission=Permission.DELIVERY_ATTENDANCE_TAKE
            ).values_list("pk", flat=True)
        ),
    }
    return render(request, "delivery/run.html", context)


def _handouts(
    request: SignedRequest, row: Run, today: date, *, keeps: bool
) -> list[tuple[handing.Handout, str, str]] | None:
    """Return what the run hands out to its reader; None to whom it hands out nothing.

    Each with what it is, and why it is that: only officers read how it came about.
    """
    if not Run.objects.read_by(request.user, on=today).filter(pk=row.pk).exists():
        return None
    return [
        (
            each,
            handed.what(each.version) if each.version else "",
            str(handed.BASES[each.basis]) if keeps or not each.version else "",
        )
        for each in handing.handouts(row, on=today)
        if keeps or each.version or each.reason
    ]


def _has_place(own: asking.Standing) -> bool:
    row = own.enrolment
    return row is not None and row.state == EnrolmentState.PLACED


def _kept_back(own: asking.Standing | None) -> str:
    row = own.enrolment if own else None
    return kept_back([row]).get(row.pk, "") if row else ""


def _himself(request: SignedRequest, row: Run, today: date) -> Person | None:
    """Return the reader's own file, where he may ask for a place himself."""
    asks = Permission.DELIVERY_ENROLMENT_ASK
    if asks not in request.user.permissions_on(today):
        return None
    return himself(request.user)


def _states(row: Run) -> dict[str, int]:
    rows = Enrolment.objects.filter(run=row).values_list("state")
    return dict(rows.annotate(people=Counted("pk")).order_by())


def _counts(row: Run, states: dict[str, int]) -> list[Count]:
    address = reverse("delivery:roster", args=[row.pk])
    shown = [
        (EnrolmentState.PLACED, _("جا دارند"), ""),
        (EnrolmentState.WAITING, _("در فهرست انتظار"), "warn"),
        (EnrolmentState.ASKED, _("در انتظار موافقت"), "warn"),
    ]
    counts = [
        Count(
            label,
            states.get(state, 0),
            tone=tone if states.get(state) else "",
            url=f"{address}?state={state}" if states.get(state) else "",
        )
        for state, label, tone in shown
    ]
    return [*counts, Count(_("گنجایش"), row.capacity, is_sum=True)]
