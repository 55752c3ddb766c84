"""Entries of the audit in pages: `{% load audit %}`."""

from __future__ import annotations

from typing import Any

from django import template

from karamad.trust.audit.letters import (
    act_words,
    fact_words,
    kind_words,
    value_words,
)
from karamad.trust.audit.models import Entry

register = template.Library()
register.filter("act_words", act_words)
register.filter("fact_words", fact_words)
register.filter("kind_words", kind_words)
register.simple_tag(value_words)

LATEST = 20


@register.inclusion_tag("audit/_history.html")
def history(kind: str, key: int | str, latest: int = LATEST) -> dict[str, Any]:
    """Show what was done to one subject, the newest first; readings are left out.

    The page has made sure that its reader may see the subject.
    """
    entries = Entry.objects.about(kind, key).exclude(act__endswith=":read")
    rows = entries.select_related("actor", "acting_for").latest_first()
    return {"entries": rows[:latest]}
