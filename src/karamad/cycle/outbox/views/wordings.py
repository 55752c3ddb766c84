"""The words of messages, and writing them anew."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.outbox.actions import wording as actions
from karamad.cycle.outbox.forms import WordingForm
from karamad.cycle.outbox.letters import (
    LANGUAGES,
    Template,
    Words,
    template_of,
    templates,
)
from karamad.cycle.outbox.models import Channel, Wording
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import labels

WRITE = Permission.OUTBOX_WORDING_WRITE
NAMES = {"fa": "فارسی", "en": "English"}


@require_GET
@requires(WRITE)
def wordings(request: SignedRequest) -> HttpResponse:
    """List what is said on which occasion, and what an officer has worded anew."""
    changed = {
        (row.template, row.channel, row.language) for row in Wording.objects.all()
    }
    rows = [(template, _ways(template, changed)) for template in templates()]
    context = {
        "title": _("متن پیام‌ها"),
        "crumbs": [
            Crumb(_("پیام‌ها"), reverse("outbox:messages")),
            Crumb(_("متن پیام‌ها")),
        ],
        "rows": rows,
    }
    return render(request, "outbox/wordings.html", context)


def _ways(
    template: Template, changed: set[tuple[str, str, str]]
) -> list[tuple[str, str, bool]]:
    return [
        (
            f"{label}، {NAMES[language]}",
            reverse("outbox:wording", args=[template.code, channel, language]),
            (template.code, channel, language) in changed,
        )
        for channel, label in labels(Channel).items()
        for language in LANGUAGES
    ]


@require_http_methods(["GET", "POST"])
@requires(WRITE)
def wording(
    request: SignedRequest, code: str, channel: str, language: str
) -> HttpResponse:
    """Word a message anew, with how it will read."""
    template = _template(code, channel, language)
    said = _said(template, channel, language)
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": said[0], "text": said[1]},
        has_subject=channel == Channel.EMAIL,
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.write(
                template=template,
                words=actions.Words(
                    channel,
                    language,
                    form.cleaned_data.get("subject", ""),
                    form.cleaned_data["text"],
                ),
                by=request.user,
                at=timezone.now(),
            )
        except actions.Flawed as flawed:
            form.refuse(flawed.flaws)
        else:
            words = _("متن پیام نوشته شد.") if changed else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect("outbox:wordings")
    own = template.own(channel, language)
    context = {
        "title": template.name,
        "crumbs": [
            Crumb(_("پیام‌ها"), reverse("outbox:messages")),
            Crumb(_("متن پیام‌ها"), reverse("outbox:wordings")),
            Crumb(f"{Channel(channel).label}، {NAMES[language]}"),
        ],
        "form": form,
        "places": template.places,
        "preview": _preview(template, channel, language),
        "own": own[1] if own != said else "",
        "language": language,
    }
    return render(
        request, "outbox/wording.html", context, status=422 if form.errors else 200
    )


def _template(code: str, channel: str, language: str) -> Template:
    try:
        template = template_of(code)
    except KeyError:
        raise Http404 from None
    if channel not in Channel.values or language not in LANGUAGES:
        raise Http404
    return template


def _said(template: Template, channel: str, language: str) -> tuple[str, str]:
    row = Wording.objects.filter(
        template=template.code, channel=channel, language=language
    ).first()
    return (row.subject, row.text) if row else template.own(channel, language)


def _preview(template: Template, channel: str, language: str) -> tuple[str, str]:
    rows = Wording.objects.filter(template=template.code)
    return Words(template, rows).say(channel, language, template.places)
