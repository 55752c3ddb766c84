"""Verdicts, findings, charts and the map. Built in: no `load` needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.web import charts, display, fans, lines
from karamad.web.components import (
    Count,
    Crumb,
    DiffRow,
    Fact,
    Fan,
    Finding,
    Group,
    Moment,
    Multiple,
    Progress,
    RefusedRow,
    Remedy,
    Span,
    Tile,
)
from karamad.web.templatetags.controls import icon

register = template.Library()

STATES = {
    "met": gettext_lazy("برآورده"),
    "unmet": gettext_lazy("برآورده‌نشده"),
    "unknown": gettext_lazy("نامعلوم"),
    "waived": gettext_lazy("معاف"),
}
VERDICTS = {
    "yes": (gettext_lazy("واجد شرایط"), "met"),
    "no": (gettext_lazy("واجد شرایط نیست"), "unmet"),
    "open": (gettext_lazy("نامشخص"), "unknown"),
}
# The engine's own words are taken as well as the style sheet's.
VERDICT_NAMES = {
    "eligible": "yes",
    "not_eligible": "no",
    "not eligible": "no",
    "not-eligible": "no",
    "undetermined": "open",
}


def _verdict(answer: str) -> str:
    return VERDICT_NAMES.get(answer, answer)


@register.simple_tag
def state(name: str, label: str = "") -> SafeString:
    """Show a finding's state: a shape, a word, then a colour."""
    return format_html(
        '<span class="state" data-state="{}">{}{}</span>',
        name,
        icon(name),
        label or STATES[name],
    )


@register.simple_tag
def badge(answer: str, label: str = "") -> SafeString:
    """Show a verdict in a list: eligible, not_eligible or undetermined."""
    name = _verdict(answer)
    words, mark = VERDICTS[name]
    return format_html(
        '<span class="badge" data-verdict="{}">{}{}</span>',
        name,
        icon(mark),
        label or words,
    )


@register.simple_block_tag
def verdict(content: SafeString, answer: str, title: str, note: str = "") -> SafeString:
    """Frame a verdict: its rule in its tone, its sentence, then what is inside."""
    return format_html(
        '<div class="verdict" data-verdict="{}"><div class="section-head"><h2>{}</h2>'
        '<p class="small">{}</p></div>{}</div>',
        _verdict(answer),
        title,
        note,
        content,
    )


@register.inclusion_tag("web/_remedies.html")
def remedies(remedies: Sequence[Remedy]) -> dict[str, Any]:
    return {"remedies": remedies}


@register.inclusion_tag("web/_findings.html")
def findings(findings: Sequence[Finding | Group]) -> dict[str, Any]:
    """List findings in the order given; a Group stands as a heading among them."""
    rows = [
        {"group": each, "finding": None}
        if isinstance(each, Group)
        else {"group": None, "finding": each, "bullet": charts.bullet(each)}
        for each in findings
    ]
    return {"rows": rows}


@register.inclusion_tag("web/_facts.html")
def facts(facts: Sequence[Fact]) -> dict[str, Any]:
    return {"facts": facts}


@register.inclusion_tag("web/_crumbs.html")
def crumbs(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    return {"crumbs": crumbs}


@register.inclusion_tag("web/_counts.html")
def counts(counts: Sequence[Count]) -> dict[str, Any]:
    return {"counts": counts}


@register.inclusion_tag("web/_timeline.html")
def timeline(spans: Sequence[Span], on: date) -> dict[str, Any]:
    """Draw stays on one scale up to the day asked; time runs with the writing."""
    return {"rows": charts.lanes(spans, on)}


@register.inclusion_tag("web/_multiples.html")
def multiples(
    multiples: Sequence[Multiple], unit: str, caption: str = ""
) -> dict[str, Any]:
    """Draw small charts to one scale, with their table behind."""
    labels = [bar.label for bar in multiples[0].bars] if multiples else []
    return {
        "figures": charts.columns(multiples, rtl=display.is_persian()),
        "multiples": multiples,
        "labels": labels,
        "unit": unit,
        "caption": caption,
    }


@register.inclusion_tag("web/_tile_map.html")
def tile_map(
    tiles: Sequence[Tile], title: str, scale: Sequence[str] = (), note: str = ""
) -> dict[str, Any]:
    """Draw the 31 provinces, each a link with its value; its table behind.

    scale: what the five steps of colour mean, from little to much.
    """
    return {
        "places": charts.tiles(tiles, persian=display.is_persian()),
        "title": title,
        "scale": list(enumerate(scale, start=1)),
        "note": note,
    }


@register.inclusion_tag("web/_share_line.html")
def share_line(moments: Sequence[Moment], title: str) -> dict[str, Any]:
    """Draw a share over time; the page puts a table behind it."""
    comma, colon = ("، ", "؛ ") if display.is_persian() else (", ", "; ")
    points = (
        f"{each.label} {display.number(100 * each.share, 1)}٪" for each in moments
    )
    return {
        "drawing": lines.drawn(moments, rtl=display.is_persian()),
        "words": f"{title}{colon}{comma.join(points)}",
    }


@register.inclusion_tag("web/_fan.html")
def fan(fan: Fan, table: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """Draw a count up to today and its forecast to the last day; its table behind.

    table: left out on a wall, where nobody opens it.
    """
    return {
        "fan": fan,
        "drawn": fans.drawn(fan, rtl=display.is_persian()),
        "table": table,
    }


@register.simple_tag
def bar(share: float) -> SafeString:
    """Draw a share from 0 to 1 as a bar in a cell of a table (`td class="bar"`)."""
    width = f"{100 * min(1.0, max(0.0, share)):.1f}"
    return format_html(
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"/></svg>',
        width,
    )


@register.inclusion_tag("web/_progress.html")
def progress(progress: Progress, name: str = "progress") -> dict[str, Any]:
    """Show a job that runs: the bar asks `progress.url` for its successor."""
    share = progress.done / progress.total if progress.total else 0
    return {"progress": progress, "name": name, "share": share}


@register.inclusion_tag("web/_compare.html")
def compare(rows: Sequence[DiffRow], before: str, after: str) -> dict[str, Any]:
    """Set two editions side by side; what changed is marked by word and colour."""
    words = {
        "changed": _("دگرگون"),
        "added": _("افزوده"),
        "removed": _("برداشته"),
        "same": _("یکسان"),
    }
    return {
        "rows": [(row, words[row.change]) for row in rows],
        "before": before,
        "after": after,
    }


@register.inclusion_tag("web/_refused_rows.html")
def refused_rows(rows: Sequence[RefusedRow], caption: str) -> dict[str, Any]:
    return {"rows": rows, "caption": caption}
