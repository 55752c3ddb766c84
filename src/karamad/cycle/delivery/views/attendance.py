"""The list of a session: who was there, marked fast by keyboard, disputes settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import attending
from karamad.cycle.delivery.actions.attending import NewMark, Taken
from karamad.cycle.delivery.letters.marks import disputes, mark_words
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import (
    Attendance,
    Enrolment,
    Presence,
    Run,
    Session,
    Way,
)
from karamad.cycle.delivery.views import loading
from karamad.kernel.text import fold_digits
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count
from karamad.web.display import number
from karamad.web.keys import whole_number

TAKE = Permission.DELIVERY_ATTENDANCE_TAKE
PAGE = 200  # people; a page that a form can send and an eye can follow


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody of the list, what the marks come to, and the ways that differ.

    number: his row, as on the printed sheet. seen: how he stands while the page is
    read; the form brings it back.
    """

    number: int
    enrolment: Enrolment
    presence: str
    minutes: int
    disputed: str
    seen: str


@require_http_methods(["GET", "POST"])
@never_cache
@requires(TAKE)
def attendance(request: SignedRequest, pk: int) -> HttpResponse:
    """Show the list of a session and take what was marked on it."""
    session = loading.kept_session(request.user, pk)
    rows = Enrolment.objects.placed().filter(run=session.run).select_related("person")
    page = Paginator(rows.order_by("person__sort_key", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    people = list(page.object_list)
    standing = {
        row.enrolment_id: row
        for row in Attendance.objects.filter(session=session, enrolment__in=people)
    }
    way = Way.SHEET if request.GET.get("way") == Way.SHEET else Way.LIST
    if request.method == "POST":
        now = timezone.now()
        typed = _typed(request, people, standing, now)
        taken = attending.take(
            session=session, marks=typed.marks, way=way, by=request.user, at=now
        )
        _say(request, session.run, taken, typed)
        return redirect(request.get_full_path())
    return _shown(request, session, page, standing, way)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says anew; overtaken: how many somebody else marked meanwhile."""

    marks: tuple[NewMark, ...]
    overtaken: int


def _typed(
    request: SignedRequest,
    people: list[Enrolment],
    standing: Mapping[int, Attendance],
    now: datetime,
) -> Typed:
    """Read who is marked otherwise than the reader of the form saw him.

    What nobody touched says nothing: a page that stood open all morning does not put
    its old marks over newer ones.
    """
    marks, overtaken = [], 0
    for row in people:
        said, known = _said(request, row), standing.get(row.pk)
        if said is None:
            continue
        if request.POST.get(f"seen-{row.pk}", "") == _seen(known):
            marks.append(NewMark(uuid4(), row.pk, *said, now))
        elif known is None or (known.presence, known.minutes) != said:
            overtaken += 1
    return Typed(tuple(marks), overtaken)


def _said(request: SignedRequest, row: Enrolment) -> tuple[str, int] | None:
    """Return what the form says of somebody, and nothing where it is as it was."""
    presence = request.POST.get(f"presence-{row.pk}", "")
    if presence not in Presence.values:
        return None
    typed = fold_digits(request.POST.get(f"minutes-{row.pk}", "")).strip()
    late = presence == Presence.LATE
    minutes = whole_number(typed) or 0 if late else 0
    _mark, *seen = request.POST.get(f"seen-{row.pk}", "").split() or [""]
    settles = request.POST.get(f"settle-{row.pk}") == "1" and "disputed" in seen
    if seen[:2] == [presence, str(minutes)] and not settles:
        return None
    return presence, minutes


def _say(request: SignedRequest, run: Run, taken: Taken, typed: Typed) -> None:
    if taken.refused:
        words = {mark_words(fault) for fault in taken.refused.values()}
        notices.say(request, " ".join(sorted(words)), tone="bad")
    if typed.overtaken:
        notices.say(request, _overtaken(typed.overtaken), tone="bad")
    if taken.new or not (taken.refused or typed.overtaken):
        count = len(taken.new)
        words_of = ngettext("%(n)s علامت ثبت شد.", "%(n)s علامت ثبت شد.", count)
        told = words_of % {"n": number(count)}
        if taken.new and run.is_closed:
            told += " " + _("این اجرا بسته شده بود؛ نتیجه از نو حساب شد.")
        notices.say(request, told)


def _overtaken(count: int) -> str:
    words = ngettext(
        "حضور %(n)s نفر را در این میان کسی دیگر ثبت کرده است؛ ببینید و اگر درست نیست "
        "دوباره بنویسید.",
        "حضور %(n)s نفر را در این میان کسی دیگر ثبت کرده است؛ ببینید و اگر درست نیست "
        "دوباره بنویسید.",
        count,
    )
    return words % {"n": number(count)}


def _shown(
    request: SignedRequest,
    session: Session,
    page: Page[Enrolment],
    standing: Mapping[int, Attendance],
    way: Way,
) -> HttpResponse:
    counted = Counter(
        Attendance.objects.filter(session=session).values_list("presence", flat=True)
    )
    disputed = Attendance.objects.filter(session=session, disputed=True).count()
    unmarked = page.paginator.count - counted.total()
    context = {
        "title": _title(unmarked, disputed, page.paginator.count),
        "name": title_of(session.run),
        "session": session,
        "run": session.run,
        "crumbs": loading.crumbs(session.run, here=_("حضور")),
        "counts": [
            *(Count(each.label, counted[each.value]) for each in Presence),
            Count(_("بی‌علامت"), max(0, unmarked), tone="warn" if unmarked > 0 else ""),
        ],
        "lines": _lines(page, session, standing),
        "page": page,
        "presences": Presence.choices,
        "is_sheet": way == Way.SHEET,
        "sheet": reverse("delivery:sheet", args=[session.pk]),
        "wall": reverse("delivery:wall", args=[session.pk]),
    }
    return render(request, "delivery/attendance.html", context)


def _title(unmarked: int, disputed: int, people: int) -> str:
    if disputed:
        words = ngettext(
            "%(n)s علامت ناهمخوان است", "%(n)s علامت ناهمخوان است", disputed
        )
        return words % {"n": number(disputed)}
    if not people:
        return _("کسی در این اجرا جا ندارد")
    if unmarked > 0:
        words = ngettext(
            "حضور %(n)s نفر هنوز ثبت نشده است",
            "حضور %(n)s نفر هنوز ثبت نشده است",
            unmarked,
        )
        return words % {"n": number(unmarked)}
    return _("حضور همه ثبت شده است")


def _lines(
    page: Page[Enrolment], session: Session, standing: Mapping[int, Attendance]
) -> list[Line]:
    told = disputes(row for row in standing.values() if row.disputed)
    return [
        _line(number, row, standing.get(row.pk), told.get((session.pk, row.pk), ""))
        for number, row in enumerate(page.object_list, start=page.start_index())
    ]


def _line(number: int, row: Enrolment, known: Attendance | None, said: str) -> Line:
    if known is None:
        return Line(number, row, "", 0, "", _seen(None))
    return Line(number, row, known.presence, known.minutes, said, _seen(known))


def _seen(row: Attendance | None) -> str:
    """Say how somebody stands, so that the form can tell what its reader saw."""
    if row is None:
        return ""
    disputed = "disputed" if row.disputed else ""
    return f"{row.mark_id} {row.presence} {row.minutes} {disputed}".strip()
