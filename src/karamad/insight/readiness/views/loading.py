"""What the pages share: a target in reach, and the parts that are drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.insight.readiness import letters
from karamad.insight.readiness.actions.standing import Standing
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import DAY, Row, days_of, is_open
from karamad.registers.people.models import Post, Unit, UnitKind
from karamad.trust.accounts.models import User
from karamad.web.asof import AsOf
from karamad.web.components import Fan, Foreseen, Tile
from karamad.web.display import number, said

STEPS = (0.2, 0.5, 0.8, 0.95)  # chances where the map's five steps part
LONG = 3  # days in a row on which nothing is open, to be marked


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown."""

    row: Row
    name: str
    url: str
    chance: str
    words: str
    tone: str
    band: str


def in_reach(user: User, pk: int) -> Target:
    """Return a target that the reader may see, or 404."""
    targets = Target.objects.visible_to(user, on=timezone.localdate())
    return get_object_or_404(targets.select_related("course", "profile", "unit"), pk=pk)


def lines(standing: Standing, as_of: AsOf, *, people: bool) -> list[Line]:
    """Return the rows as they are shown; people: lead to those who are missing."""
    address = reverse("readiness:people", args=[standing.target.pk])
    return [
        Line(
            row=row,
            name=said(unit, "name"),
            url=_people_url(address, unit, as_of) if people and row.left else "",
            chance=letters.chance_words(row),
            words=str(letters.WORDS[row.answer]),
            tone=letters.TONES.get(row.answer, "open"),
            band=letters.between(row.band.low, row.band.high) if row.band else "",
        )
        for row in standing.rows
        for unit in [standing.units[row.path]]
    ]


def _people_url(address: str, unit: Unit, as_of: AsOf) -> str:
    query = as_of.query.replace("?", "&")
    return f"{address}?unit={unit.code}{query}"


def tiles(standing: Standing, shown: list[Line]) -> list[Tile]:
    """Return a tile for each province; none where rows are no provinces."""
    drawn = []
    for line in shown:
        unit = standing.units[line.row.path]
        if unit.kind != UnitKind.PROVINCE or not unit.province:
            continue
        share = _share(line.row, over=standing.days_left <= 0)
        value = None if share is None else _hundredths(line.row, share)
        step = _step(share)
        drawn.append(Tile(unit.province, value, step, _tile_words(line), line.url))
    return drawn


def _share(row: Row, *, over: bool) -> float | None:
    """Return what the map shows: the chance, and afterwards the share done."""
    if row.hidden:
        return None
    return row.share if over else row.chance


def _hundredths(row: Row, share: float) -> int:
    """Return it in hundredths; what is open is never quite 0 or 100."""
    hundredths = round(100 * share)
    is_open_yet = row.band is not None and row.missing > 0
    return min(99, max(1, hundredths)) if is_open_yet else hundredths


def _step(share: float | None) -> int:
    """Return the step of colour: the darker the further from done."""
    if share is None:
        return 1
    return 5 - sum(share >= edge for edge in STEPS)


def _tile_words(line: Line) -> str:
    if line.row.hidden:
        return _("کمتر از آن است که بتوان نشان داد")
    words = {
        "words": line.words,
        "done": number(line.row.done),
        "heads": number(line.row.heads),
    }
    return _("%(words)s؛ %(done)s از %(heads)s نفر گذرانده‌اند") % words


def map_title(standing: Standing) -> str:
    """Say what the map shows."""
    if standing.days_left <= 0:
        return _("سهم گذرانده در روز مهلت، استان به استان")
    return _("احتمال رسیدن به مهلت، استان به استان")


def scale() -> list[str]:
    """Say what the five steps of colour mean."""
    edges = [number(round(100 * edge)) for edge in STEPS]
    return [
        _("%(edge)s٪ و بیشتر") % {"edge": edges[3]},
        _("%(low)s تا %(high)s٪") % {"low": edges[2], "high": edges[3]},
        _("%(low)s تا %(high)s٪") % {"low": edges[1], "high": edges[2]},
        _("%(low)s تا %(high)s٪") % {"low": edges[0], "high": edges[1]},
        _("زیر %(edge)s٪") % {"edge": edges[0]},
    ]


def fan_of(standing: Standing) -> Fan | None:
    """Return the chart of a target; None before its first day and without people."""
    if not standing.series or not standing.total.heads:
        return None
    target = standing.target
    return Fan(
        title=_("گذراندگان دوره، روز به روز، و پیش‌بینی تا مهلت"),
        since=target.from_day,
        until=target.deadline,
        seen=standing.series,
        ahead=[_foreseen(day, levels) for day, levels in standing.fan],
        asked=standing.total.asked,
        all=standing.total.heads,
        unit=_("گذرانده تا آن روز"),
        closed=list(_closed(target.from_day, target.deadline)),
    )


def _foreseen(day: date, levels: tuple[int, ...]) -> Foreseen:
    low, _unlucky, lower, median, upper, high = levels
    return Foreseen(day, low, lower, median, upper, high)


def _closed(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield stretches of closed days long enough to be seen."""
    start: date | None = None
    for day in [*days_of(first, last), last + DAY]:
        shut = day <= last and not is_open(day)
        if shut and start is None:
            start = day
        elif not shut and start is not None:
            if (day - start).days >= LONG:
                yield start, day - DAY
            start = None


def posts_of(target: Target) -> list[Post]:
    """Return the posts whose holders a target asks."""
    return list(Post.objects.filter(code__in=target.posts).order_by("sort_key", "pk"))
