"""The shell's parts and the controls of a page. Built in: no `load` needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from karamad.web import beside, navigation
from karamad.web.components import Chip, Choice
from karamad.web.notices import Notice, read

register = template.Library()

DENSITIES = ("tight", "normal", "loose")
WIDE_RANGE = 2  # page numbers shown on either side of the current one

BUTTON = {
    "kind": "",
    "icon": "",
    "href": "",
    "download": False,
    "name": "",
    "value": "1",
    "type": "submit",
    "form": "",
    "disabled": False,
    "opens": "",
    "closes": "",
}
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "historyCacheSize": 0,  # personal data never goes into the browser's storage
    "includeIndicatorStyles": False,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
    "selfRequestsOnly": True,
}


@register.simple_tag
def htmx_config() -> str:
    return json.dumps(HTMX)


@register.simple_tag
def icon(name: str, *, points: bool = False) -> SafeString:
    """Draw an icon of the sprite; one that `points` turns with the writing."""
    return _drawn(settings.STATIC_URL, str(name), points)


@lru_cache(maxsize=512)
def _drawn(_root: str, name: str, points: bool) -> SafeString:  # noqa: FBT001
    """Draw it once: finding the sprite's address costs more than all else of it.

    _root: where static files are; an address of one root is none of another.
    """
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        " points" if points else "",
        static("web/icons.svg"),
        name,
    )


@register.inclusion_tag("web/_wordmark.html")
def wordmark() -> dict[str, Any]:
    return {}


@register.simple_tag(takes_context=True)
def density(context: Context) -> str:
    """Return how close the rows stand, as this reader left it."""
    request = context.get("request")
    wish = request.COOKIES.get("density", "") if request else ""
    return wish if wish in DENSITIES else "normal"


@register.inclusion_tag("web/_density.html", takes_context=True)
def density_switch(context: Context) -> dict[str, Any]:
    return {"request": context["request"], "now": density(context)}


@register.inclusion_tag("web/_navigation.html", takes_context=True, name="navigation")
def navigation_menu(context: Context) -> dict[str, Any]:
    request, may = context.get("request"), context.get("may")
    return {"menu": navigation.menu(request, may)}


@register.inclusion_tag("web/_beside.html", takes_context=True, name="beside")
def beside_links(context: Context) -> dict[str, Any]:
    """Show the pages that other apps offer beside this one."""
    return {"links": beside.shown(context.get("request"), context.get("may"))}


@register.simple_tag(takes_context=True)
def beside_row(context: Context, name: str, **kwargs: object) -> list[beside.Link]:
    """Return the pages that other apps offer beside a row of this page."""
    may = context.get("may")
    return beside.of(name, kwargs, may, {}) if may else []


@register.inclusion_tag("web/_account.html", takes_context=True)
def account(context: Context) -> dict[str, Any]:
    request, may = context.get("request"), context.get("may")
    user = getattr(request, "user", None)
    name = ""
    if user is not None and user.is_authenticated:
        english = getattr(user, "name_en", "") if get_language() == "en" else ""
        name = english or str(user)
    return {
        "request": request,
        "name": name,
        "note": context.get("account_note", ""),
        "entries": navigation.shown(navigation.Place.ACCOUNT, request, may),
    }


@register.inclusion_tag("web/_notices.html", takes_context=True)
def notices(context: Context) -> dict[str, Any]:
    said: list[Notice] = [read(each) for each in context.get("messages") or ()]
    return {"notices": said}


@register.inclusion_tag("web/_button.html")
def button(label: str, **extra: Any) -> dict[str, Any]:
    """Draw a button, or with `href` a link that looks like one.

    kind: "" (the page's act), "plain", "text", "danger". icon, name, value, type,
    disabled, form, download; opens, closes: the id of a dialog.
    """
    unknown = set(extra) - BUTTON.keys()
    if unknown:
        raise template.TemplateSyntaxError(f"button does not know {sorted(unknown)}")
    return {**BUTTON, **extra, "label": label}


@register.inclusion_tag("web/_chips.html", takes_context=True)
def chips(context: Context, chips: Sequence[Chip]) -> dict[str, Any]:
    """Show the filters in force, each with the address that goes without it."""
    query = context["request"].GET
    rows = []
    for chip in chips:
        rest = query.copy()
        kept = [each for each in rest.getlist(chip.name) if each != chip.raw]
        rest.setlist(chip.name, kept if chip.raw else [])
        rest.pop("page", None)
        rows.append((chip, f"?{rest.urlencode()}"))
    names = {chip.name for chip in chips} | {"page"}
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return {"rows": rows, "clear": f"?{rest.urlencode()}"}


@register.inclusion_tag("web/_sort_header.html", takes_context=True)
def sort_header(
    context: Context,
    name: str,
    label: str,
    *,
    default: str = "",
    numeric: bool = False,
    falling: bool = False,
) -> dict[str, Any]:
    """Head a column that can be sorted by `?sort=name` or `?sort=-name`.

    default: the order in force when the address names none.
    falling: the first click sorts from the most down.
    """
    query = context["request"].GET
    now = query.get("sort") or default
    rising_now = now == name
    falling_now = now == f"-{name}"
    if rising_now or falling_now:
        target = name if falling_now else f"-{name}"
    else:
        target = f"-{name}" if falling else name
    rest = query.copy()
    rest["sort"] = target
    rest.pop("page", None)
    order = "ascending" if rising_now else "descending" if falling_now else ""
    return {
        "label": label,
        "numeric": numeric,
        "order": order,
        "url": f"?{rest.urlencode()}",
    }


@register.inclusion_tag("web/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], label: str = "") -> dict[str, Any]:
    """Lead through a paginator's pages by `?page=`, the rest of the address kept."""
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    last, now = page.paginator.num_pages, page.number
    # Nobody counted to the end of a long list: lead on by steps, to no last page.
    more = getattr(page.paginator, "more", False)
    if more:
        last = now + page.has_next()
    near = range(max(1, now - WIDE_RANGE), min(last, now + WIDE_RANGE) + 1)
    steps: list[tuple[int, str] | None] = []
    for number in sorted({1, *near, last}):
        if steps and steps[-1] and number - steps[-1][0] > 1:
            steps.append(None)
        steps.append((number, url(number)))
    return {
        "page": page,
        "label": label,
        "more": more,
        "steps": steps,
        "previous": url(now - 1) if page.has_previous() else "",
        "following": url(now + 1) if page.has_next() else "",
    }


@register.inclusion_tag("web/_as_of.html", takes_context=True)
def as_of(
    context: Context,
    day: Any,
    *,
    name: str = "as_of",
    shortcuts: Sequence[Choice] = (),
    note: str = "",
    error: str = "",
) -> dict[str, Any]:
    """Show the day a page speaks of, and lead to another.

    day: the day shown, or the text typed when it was no day (then say the `error`).
    shortcuts: days worth a link.
    """
    kept = [
        (key, value)
        for key, values in context["request"].GET.lists()
        for value in values
        if key not in {name, "page"}
    ]
    return {
        "day": day,
        "name": name,
        "kept": kept,
        "shortcuts": shortcuts,
        "note": note,
        "error": error,
        "request": context["request"],
    }


@register.inclusion_tag("web/_steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Show where a task of several steps stands; `current` counts from 1."""
    return {"labels": labels, "current": current}


@register.simple_block_tag
def banner(content: SafeString, tone: str = "info") -> SafeString:
    """Say one thing beside the page's matter. tone: info, good, warn, bad."""
    mark = {"good": "met", "warn": "warn", "bad": "warn"}.get(tone, "info")
    return format_html(
        '<div class="banner wide" data-tone="{}">{}<div>{}</div></div>',
        tone,
        icon(mark),
        content,
    )


@register.simple_block_tag
def empty(content: SafeString, title: str) -> SafeString:
    """Say honestly that there is nothing, why, and what to do."""
    return format_html(
        '<div class="empty"><p class="h3">{}</p>{}</div>', title, content
    )


@register.simple_block_tag
def dialog(content: SafeString, name: str, title: str) -> SafeString:
    """Ask before a grave act; a button with `opens=name` opens it, without script."""
    return format_html(
        '<dialog class="dialog" popover id="{0}" aria-labelledby="{0}-title">'
        '<h3 id="{0}-title">{1}</h3>{2}</dialog>',
        name,
        title,
        content,
    )


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """Hold a wide table: it scrolls on a narrow screen, by keyboard too.

    A group, no landmark: it mostly bears the name of the section around it.
    """
    return format_html(
        '<div class="scroll" role="group" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )


@register.simple_block_tag
def bulk_bar(content: SafeString, total: int) -> SafeString:
    """Head a table of selectable rows: how many are chosen, what to do."""
    return render_to_string("web/_bulk_bar.html", {"content": content, "total": total})
