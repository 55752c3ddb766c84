"""The list of needs and one need; ordering one by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.forms.needs import NeedsFilter, OrderForm
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.models import Level, Need, NeedQuerySet, State
from karamad.cycle.planning.models.sources import REQUEST, VERDICT, source_words
from karamad.cycle.planning.views import acting
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Chip, Crumb, Fact
from karamad.web.display import jalali_long, number, said
from karamad.web.templatetags.words import code

VIEW = Permission.PLANNING_NEED_VIEW
EDIT = Permission.PLANNING_NEED_EDIT
PAGE = 50
RELATED = ("course", "unit", "person", "priority", "profile", "into__course", "plan")


@dataclass(frozen=True, slots=True)
class Line:
    """A need as the list shows it."""

    need: Need
    what: str
    tone: str
    late: bool
    may_settle: bool


@require_GET
@never_cache
@requires(VIEW)
def needs(request: SignedRequest) -> HttpResponse:
    """List needs, the most pressing first; several are settled at once."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today)
    units = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    form = NeedsFilter(request.GET, units=units)
    rows, chips = _narrowed(seen, form)
    page = Paginator(
        rows.select_related(*RELATED).most_pressing_first(), PAGE
    ).get_page(request.GET.get("page"))
    may_edit = EDIT in request.user.permissions_on(today)
    total = rows.aggregate(heads=Sum("heads"))["heads"] or 0
    waiting = seen.open().aggregate(heads=Sum("heads"))["heads"] or 0
    settled = _settled_by(request.user, page.object_list, today)
    context = {
        "title": letters.list_title(seen.open().count(), waiting),
        "form": form,
        "chips": chips,
        "page": page,
        "lines": [_line(need, today, settled) for need in page.object_list],
        "heads": total,
        "late": seen.overdue_on(today).count(),
        "may_edit": may_edit,
        "may_order": Permission.PLANNING_PRIORITY_EDIT
        in request.user.permissions_on(today),
        "filtered": bool(chips),
    }
    status = 422 if form.errors else 200
    return render(request, "planning/needs.html", context, status=status)


def _narrowed(rows: NeedQuerySet, form: NeedsFilter) -> tuple[NeedQuerySet, list[Chip]]:
    """Keep what the filter asks for; what it does not understand hides everything."""
    if not form.is_valid():
        return rows.none(), []
    asked = form.cleaned_data
    chips = []
    if asked["state"] != "all":
        rows = rows.filter(state=asked["state"] or State.OPEN)
    if asked["state"]:
        everything = asked["state"] == "all"
        words = _("همه") if everything else State(asked["state"]).label
        chips.append(Chip("state", asked["state"], _("وضع"), words))
    if asked["unit"] is not None:
        rows = rows.at_or_below([asked["unit"].path])
        raw = form.data.get("unit", "")
        chips.append(Chip("unit", raw, _("واحد"), said(asked["unit"], "name")))
    if asked["level"]:
        rows = rows.filter(level=asked["level"])
        words = Level(asked["level"]).label
        chips.append(Chip("level", asked["level"], _("سطح"), words))
    if asked["priority"]:
        rows = rows.filter(priority=asked["priority"])
        raw, words = asked["priority"].code, said(asked["priority"], "title")
        chips.append(Chip("priority", raw, _("اولویت"), words))
    if asked["source"]:
        rows = rows.filter(source=asked["source"])
        words = source_words(asked["source"])
        chips.append(Chip("source", asked["source"], _("از کجا"), words))
    return rows, chips


def _settled_by(user: User, page: object, today: date) -> set[int]:
    """Return which of the page's needs he may settle."""
    if EDIT not in user.permissions_on(today):
        return set()
    keys = [need.pk for need in page]  # type: ignore[attr-defined]  # a page of needs
    mine = Need.objects.visible_to(user, on=today, permission=EDIT).open()
    return set(mine.filter(pk__in=keys).values_list("pk", flat=True))


def _line(need: Need, today: date, settled: set[int]) -> Line:
    waits = need.source == REQUEST and not need.is_answered
    late = waits and need.answer_by is not None and need.answer_by < today
    tone = letters.TONES.get(State(need.state), "open")
    return Line(need, letters.what(need), tone, late, need.pk in settled)


@require_GET
@never_cache
@requires(VIEW)
def need(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one need: what, for whom, whence, and all that was done to it."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today)
    row = get_object_or_404(seen.select_related(*RELATED, "entry__actor"), pk=pk)
    mine = Need.objects.visible_to(request.user, on=today, permission=EDIT)
    may_settle = row.state == State.OPEN and mine.filter(pk=pk).exists()
    may_list = Permission.PEOPLE_PERSON_LIST in request.user.permissions_on(today)
    context = {
        "title": _title(row),
        "need": row,
        "crumbs": [Crumb(_("نیازها"), reverse("planning:needs"))],
        "facts": _facts(request.user, row, today),
        "answer": letters.answer_words(row, today) if row.person_id else "",
        "history": _history(row),
        "may_settle": may_settle,
        "may_accept": may_settle and row.source == REQUEST and row.accepted_on is None,
        "may_list": may_list and row.source == VERDICT,
    }
    return render(request, "planning/need.html", context)


def _title(row: Need) -> str:
    words = {
        "what": letters.what(row),
        "heads": number(row.heads),
        "unit": said(row.unit, "name"),
    }
    return _("%(heads)s نفر در %(unit)s: «%(what)s»") % words


def _facts(user: User, row: Need, today: date) -> list[Fact]:
    facts = [
        Fact(_("سطح"), row.get_level_display()),
        Fact(_("از کجا"), row.source_words),
        Fact(_("اولویت"), said(row.priority, "title")),
        Fact(_("وضع"), row.get_state_display()),
    ]
    if row.person_id and _sees(user, row, today):
        facts.insert(0, Fact(_("فرد"), row.person.name if row.person else ""))
    if row.profile is not None:
        criterion = f"{row.profile.code} · {row.criterion}"
        facts.append(Fact(_("نمایه و شرط"), code(criterion)))
    if row.judged_on is not None:
        facts.append(Fact(_("سنجش در روزِ"), jalali_long(row.judged_on)))
    if row.needed_by is not None:
        facts.append(Fact(_("تا چه روزی"), jalali_long(row.needed_by)))
    if row.answer_by is not None:
        facts.append(Fact(_("مهلت پاسخ"), jalali_long(row.answer_by)))
    if row.reason:
        facts.append(Fact(_("پاسخ یا دلیل"), row.reason))
    return facts


def _sees(user: User, row: Need, today: date) -> bool:
    people = Person.objects.visible_to(user, on=today)
    return row.person_id is not None and people.filter(pk=row.person_id).exists()


def _history(row: Need) -> list[object]:
    former = row.former.select_related("entry__actor").order_by("recorded_at", "pk")
    return [*[each.entry for each in former], row.entry]


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def order(request: SignedRequest) -> HttpResponse:
    """Record a need that the organisation orders for a unit within reach."""
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    form = OrderForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        wished = deriving.Order(**form.cleaned_data)
        try:
            row = deriving.order(order=wished, by=request.user, at=timezone.now())
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            notices.say(request, _("نیاز ثبت شد."))
            return redirect("planning:need", pk=row.pk)
    return acting.page(
        request,
        form,
        back=reverse("planning:needs"),
        crumbs=[Crumb(_("نیازها"), reverse("planning:needs"))],
        title=_("نیازی که سازمان دستور می‌دهد"),
        lede=_(
            "نیازهای شغلی را از داوری بگیرید؛ "
            "اینجا آنچه دستور یا سندی می‌خواهد ثبت می‌شود."
        ),
        button=_("ثبت نیاز"),
    )
