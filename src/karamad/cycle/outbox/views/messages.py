"""What was sent to whom, and what did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.cycle.outbox.actions import sending
from karamad.cycle.outbox.letters import template_of
from karamad.cycle.outbox.models import STUCK, Message, MessageQuerySet, State
from karamad.cycle.outbox.tasks import wake
from karamad.registers.people.models import Person
from karamad.registers.people.models.himself import himself
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Chip, Choice, Crumb, Fact
from karamad.web.display import labels, number
from karamad.web.keys import key_or_404

VIEW = Permission.OUTBOX_MESSAGE_VIEW
SEND = Permission.OUTBOX_MESSAGE_SEND
WRITE = Permission.OUTBOX_WORDING_WRITE
PAGE = 50
TONES = {
    State.FAILED: "not_eligible",
    State.SENT: "eligible",
    State.UNADDRESSED: "undetermined",
    State.UNSURE: "undetermined",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the list, in words."""

    row: Message
    about: str
    channel: str
    state: str
    tone: str


@require_GET
@never_cache
@requires(VIEW)
def messages(request: SignedRequest) -> HttpResponse:
    """List what was sent, the latest first; narrowed to a state and a person."""
    today = timezone.localdate()
    seen = Message.objects.visible_to(request.user, on=today)
    person = _person(request, today)
    if person is not None:
        seen = seen.filter(person=person)
    wanted = request.GET.get("state", "")
    shown = seen.filter(state=wanted) if wanted in State.values else seen
    rows = shown.select_related("person").latest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _title(seen),
        "lines": [_line(row) for row in page.object_list],
        "page": page,
        "tabs": _tabs(wanted),
        "chips": [Chip("person", str(person.pk), _("گیرنده"), person.name)]
        if person
        else [],
        "may_write": WRITE in request.user.permissions_on(today),
        "hears": himself(request.user) is not None,
    }
    return render(request, "outbox/messages.html", context)


def _title(seen: MessageQuerySet) -> str:
    stuck = seen.filter(state__in=STUCK).count()
    if stuck:
        words = ngettext("%(n)s پیام نرسیده است", "%(n)s پیام نرسیده است", stuck)
        return words % {"n": number(stuck)}
    if not seen.exists():
        return _("هنوز پیامی فرستاده نشده است")
    return _("همهٔ پیام‌ها رسیده یا در راه است")


def _person(request: SignedRequest, today: date) -> Person | None:
    asked = request.GET.get("person", "")
    if not asked:
        return None
    people = Person.objects.visible_to(request.user, on=today, permission=VIEW)
    return get_object_or_404(people, pk=key_or_404(asked))


def _tabs(wanted: str) -> list[Choice]:
    every = [Choice(_("همه"), reverse("outbox:messages"), current=not wanted)]
    return every + [
        Choice(
            label,
            f"{reverse('outbox:messages')}?state={state}",
            current=wanted == state,
        )
        for state, label in labels(State).items()
    ]


def _line(row: Message) -> Line:
    return Line(
        row=row,
        about=_about(row),
        channel=row.get_channel_display(),
        state=row.get_state_display(),
        tone=TONES.get(State(row.state), "open"),
    )


def _about(row: Message) -> str:
    try:
        return str(template_of(row.template).name)
    except KeyError:  # the app that said it is no more
        return row.template


@require_GET
@never_cache
@requires(VIEW)
def message(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one message as it went out, and what became of it."""
    row = _seen(request, pk)
    line = _line(row)
    may = request.user.permissions_on(timezone.localdate())
    mine = row.person.account_id == request.user.pk
    context: dict[str, Any] = {
        "title": row.subject or line.about,
        "crumbs": [Crumb(_("پیام‌ها"), reverse("outbox:messages")), Crumb(line.about)],
        "line": line,
        "row": row,
        "facts": [
            Fact(_("گیرنده"), row.person.name),
            Fact(line.channel, row.address if mine else row.masked or "—"),
            Fact(_("شمار کوشش‌ها"), number(row.tries)),
        ],
        "may_send": row.state in (State.FAILED, State.UNSURE) and SEND in may,
        "unsure": row.state == State.UNSURE,
    }
    return render(request, "outbox/message.html", context)


@require_POST
@requires(SEND)
def again(request: SignedRequest, pk: int) -> HttpResponse:
    """Send a message once more."""
    row = _seen(request, pk, SEND)
    now = timezone.now()
    try:
        sending.send_again(message=row, by=request.user, at=now)
    except sending.NotStuck:
        notices.say(request, _("این پیام در صف است یا رسیده است."), tone="warn")
    else:
        wake(now)
        notices.say(request, _("پیام دوباره در صف گذاشته شد."))
    return redirect("outbox:message", pk=row.pk)


def _seen(request: SignedRequest, pk: int, permission: Permission = VIEW) -> Message:
    today = timezone.localdate()
    seen = Message.objects.visible_to(request.user, on=today, permission=permission)
    return get_object_or_404(seen.select_related("person"), pk=pk)
