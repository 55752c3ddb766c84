"""In which order needs press."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karamad.cycle.planning.actions import priorities as acts
from karamad.cycle.planning.forms.needs import PrioritiesForm
from karamad.cycle.planning.models import Priority
from karamad.cycle.planning.views import acting
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb


@require_http_methods(["GET", "POST"])
@requires(Permission.PLANNING_PRIORITY_EDIT)
def priorities(request: SignedRequest) -> HttpResponse:
    """Show the priorities and let an officer of the nation order them."""
    rows = list(Priority.objects.most_pressing_first())
    form = PrioritiesForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        changed = acts.order_priorities(
            positions=form.cleaned_data, by=request.user, at=timezone.now()
        )
        words = _("ترتیب ثبت شد.") if changed else _("چیزی دگرگون نشد.")
        notices.say(request, words)
        return redirect("planning:needs")
    back = reverse("planning:needs")
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(_("نیازها"), back)],
        title=_("اولویت‌ها به چه ترتیب‌اند؟"),
        lede=_("۱ فوری‌ترین است؛ فهرست نیازها به همین ترتیب چیده می‌شود."),
        button=_("ثبت ترتیب"),
    )
