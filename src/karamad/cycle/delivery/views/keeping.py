"""Rooms."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.delivery.actions import keeping
from karamad.cycle.delivery.forms.keeping import RoomForm
from karamad.cycle.delivery.models import Room
from karamad.cycle.delivery.views import loading
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number

EDIT = Permission.DELIVERY_RUN_EDIT
PAGE = 50


@require_GET
@requires(EDIT)
def rooms(request: SignedRequest) -> HttpResponse:
    """List the rooms in reach."""
    today = timezone.localdate()
    seen = Room.objects.visible_to(request.user, on=today, permission=EDIT)
    rows = seen.select_related("unit").order_by("unit__sort_key", "name", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    words = ngettext("%(n)s کلاس", "%(n)s کلاس", count) % {"n": number(count)}
    context = {
        "title": words if count else _("کلاسی نیست"),
        "crumbs": [*loading.crumbs(), Crumb(_("کلاس‌ها"))],
        "page": page,
    }
    return render(request, "delivery/rooms.html", context)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit_room(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Add a room, or correct one."""
    today = timezone.localdate()
    seen = Room.objects.visible_to(request.user, on=today, permission=EDIT)
    row = None if pk is None else get_object_or_404(seen, pk=pk)
    names = ("unit", "name", "address", "seats", "closed_on")
    form = RoomForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names} if row else None,
        units=Unit.objects.visible_to(request.user, on=today, permission=EDIT),
    )
    if request.method == "POST" and form.is_valid():
        try:
            keeping.save_room(
                room=row, facts=form.cleaned_data, by=request.user, at=timezone.now()
            )
        except keeping.NameTaken:
            form.add_error("name", _("این واحد کلاسی به این نام دارد."))
        else:
            notices.say(request, _("کلاس ثبت شد."))
            return redirect("delivery:rooms")
    address = reverse("delivery:rooms")
    title = _("تصحیح کلاس") if row else _("کلاس تازه")
    crumbs = [*loading.crumbs(), Crumb(_("کلاس‌ها"), address), Crumb(title)]
    context = {"title": title, "crumbs": crumbs, "button": _("ثبت"), "back": address}
    return _page(request, form, context)


def _page(request: SignedRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    shown = {"form": form, **context}
    return render(request, "delivery/act.html", shown, status=status)
