"""Two versions of a plan, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.planning.actions.approving import money_of
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import Line, Version
from karamad.cycle.planning.views.reaching import open_plan
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import DiffRow
from karamad.web.display import month_name, number, plain_digits, said
from karamad.web.keys import key_or_404


@require_GET
@never_cache
@requires(Permission.PLANNING_PLAN_VIEW)
def compare(request: SignedRequest, pk: int) -> HttpResponse:
    """Show what differs between a version and the one before it, or one named."""
    opened = open_plan(request, pk)
    by_number = {version.number: version for version in opened.versions}
    asked = request.GET.get("with", "")
    other = key_or_404(asked) if asked else opened.version.number - 1
    if other not in by_number:
        raise Http404
    before, after = by_number[other], opened.version
    rows = list(_rows(before, after))
    changed = sum(row.change != "same" for row in rows)
    words = ngettext(
        "میان دو نسخه %(n)s چیز دگرگون است",
        "میان دو نسخه %(n)s چیز دگرگون است",
        changed,
    )
    context = {
        "title": words % {"n": number(changed)} if changed else _("دو نسخه یکی‌اند"),
        "crumbs": opened.crumbs,
        "rows": rows,
        "before": _name(before),
        "after": _name(after),
    }
    return render(request, "planning/compare.html", context)


def _name(version: Version) -> str:
    words = {
        "n": plain_digits(version.number),
        "state": version.get_state_display(),
    }
    return _("نسخهٔ %(n)s، %(state)s") % words


def _rows(before: Version, after: Version) -> Iterator[DiffRow]:
    old, new = _by_number(before), _by_number(after)
    for line in sorted(old.keys() | new.keys()):
        was = _words(old[line]) if line in old else ""
        becomes = _words(new[line]) if line in new else ""
        label = _("ردیف %(n)s") % {"n": plain_digits(line)}
        yield DiffRow(label, was, becomes, _change(was, becomes))
    was, becomes = (letters.money_words(money_of(each)) for each in (before, after))
    yield DiffRow(_("هزینه و بودجه"), was, becomes, _change(was, becomes))


def _by_number(version: Version) -> dict[int, Line]:
    rows = version.lines.select_related("course", "provider")
    return {line.number: line for line in rows.in_order()}


def _words(line: Line) -> str:
    words = {
        "course": said(line.course, "title"),
        "audience": line.audience,
        "heads": number(line.heads),
        "hours": number(line.hours),
        "runs": number(line.runs),
        "month": month_name(line.month),
        "provider": said(line.provider, "name") if line.provider else "—",
        "cost": letters.rials(line.cost) if line.cost is not None else "—",
    }
    return (
        _(
            "%(course)s؛ %(audience)s؛ %(heads)s نفر × %(hours)s ساعت؛ "
            "%(runs)s برگزاری؛ %(month)s؛ %(provider)s؛ %(cost)s"
        )
        % words
    )


def _change(was: str, becomes: str) -> str:
    if was == becomes:
        return "same"
    if not was:
        return "added"
    return "changed" if becomes else "removed"
