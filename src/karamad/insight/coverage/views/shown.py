"""The lines, the map and the criteria of a page, as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil, floor

from django.utils.translation import gettext as _

from karamad.insight.coverage.actions import asking
from karamad.insight.coverage.actions.asking import Cube, Lack, Lasting
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.disclosing import hidden_lines
from karamad.insight.coverage.letters import (
    ANSWERS,
    OF_CRITERION,
    SOON,
    name_of,
)
from karamad.insight.coverage.rules import Answer, Figures, total_of
from karamad.insight.coverage.views.asked import Question
from karamad.kernel.hiding import tells
from karamad.registers.competencies.letters import names_for, sentence, title_of
from karamad.registers.people.models import Unit, UnitKind
from karamad.web.components import Count, Tile
from karamad.web.display import number

STEPS = 5
LACKS = 8  # criteria on a page
LASTED = 5  # criteria lacked for long
WORST = "share"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. figures: None where they are too small to be shown.

    own: people of the unit itself, not of one below it.
    """

    unit: Unit
    figures: Figures | None
    url: str
    own: bool = False

    @property
    def name(self) -> str:
        if self.own:
            return _("خود %(unit)s") % {"unit": name_of(self.unit)}
        return name_of(self.unit)


@dataclass(frozen=True, slots=True)
class Lines:
    """The table. total: None where even that is too small."""

    rows: list[Row]
    total: Figures | None

    @property
    def hides(self) -> bool:
        return self.total is None or any(row.figures is None for row in self.rows)


def lines(question: Question, cube: Cube) -> Lines:
    """Return the lines in the reader's reach, what is too small hidden from him.

    One query, whatever there is to show.
    """
    place = question.place
    total = total_of(cube.lines.values())
    hidden: frozenset[int] = frozenset()
    if not place.sees_people and question.book is not None:
        found = hidden_lines(question.book, place)
        if found is None:
            return Lines([], None)
        hidden = found
    units = Unit.objects.in_bulk(cube.lines.keys())
    rows = [
        Row(
            unit=units[key],
            figures=None if key in hidden else figures,
            url=_url(question, key) if key not in hidden else "",
            own=_is_own(question, key),
        )
        for key, figures in cube.lines.items()
        if key in units
    ]
    return Lines(rows, total)


def _is_own(question: Question, key: int) -> bool:
    return question.place.unit is not None and question.place.unit.pk == key


def _url(question: Question, key: int) -> str:
    return "" if _is_own(question, key) else question.address("unit", key)


SORTS: Mapping[str, Callable[[Figures], float]] = {
    "people": lambda each: each.people,
    "eligible": lambda each: each.eligible,
    "not": lambda each: each.not_eligible,
    "unknown": lambda each: each.undetermined,
    "soon": lambda each: each.soon,
    WORST: lambda each: each.share or 0.0,
}


def in_order(rows: list[Row], sort: str) -> list[Row]:
    """Sort lines by `name` or a figure, `-` before it from the most down.

    Hidden lines stand last, by name: their place would tell of them.
    """
    named = sorted(rows, key=lambda row: row.unit.sort_key or row.unit.name)
    key = sort.lstrip("-")
    if key == "name":
        return named[::-1] if sort.startswith("-") else named
    measure = SORTS.get(key, SORTS[WORST])
    falling = sort.startswith("-")
    seen = [row for row in named if row.figures is not None]
    seen.sort(key=lambda row: measure(row.figures or Figures()), reverse=falling)
    return seen + [row for row in named if row.figures is None]


# ---- the map ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Map:
    tiles: list[Tile]
    scale: list[str]


def map_of(question: Question, rows: list[Row]) -> Map | None:
    """Return the provinces with the share of the eligible; None but for the nation."""
    provinces = [
        row for row in rows if row.unit.kind == UnitKind.PROVINCE and row.unit.province
    ]
    if not question.place.is_nation or not provinces:
        return None
    shares = [row.figures.share or 0.0 for row in provinces if row.figures]
    edges = even_edges(shares)
    tiles = [
        Tile(
            row.unit.province,
            None if row.figures is None else round(100 * (row.figures.share or 0)),
            1 if row.figures is None else _step(row.figures.share or 0.0, edges),
            _words(row.figures),
            row.url,
        )
        for row in provinces
    ]
    return Map(tiles, _scale(edges))


def even_edges(shares: list[float]) -> list[int]:
    """Return the four hundredths at which the five colours part.

    Evenly between the least share and the most, on round numbers.
    """
    if not shares:
        return []
    low, high = floor(min(shares) * 20) * 5, ceil(max(shares) * 20) * 5
    step = max(1, ceil((high - low) / STEPS))
    return [low + step * place for place in range(1, STEPS)]


def _step(share: float, edges: list[int]) -> int:
    return 1 + sum(100 * share >= edge for edge in edges)


def _scale(edges: list[int]) -> list[str]:
    if not edges:
        return []
    return [
        _("کمتر از %(edge)s٪") % {"edge": number(edges[0])},
        *(_("%(edge)s٪ و بیشتر") % {"edge": number(edge)} for edge in edges),
    ]


def _words(figures: Figures | None) -> str:
    if figures is None:
        return _("کم‌شمار؛ پنهان")
    return _("%(some)s نفر از %(all)s نفر") % {
        "some": number(figures.eligible),
        "all": number(figures.people),
    }


# ---- the strip and the criteria ----------------------------------------------------


def counts(question: Question, total: Figures) -> list[Count]:
    """Return the strip above the page; each number leads to its people."""
    words = OF_CRITERION if question.criterion else ANSWERS
    sees = question.place.sees_people

    def url(group: str) -> str:
        return question.address("people", answer=group) if sees else ""

    strip = [
        Count(words[Answer.ELIGIBLE], total.eligible, tone="good", url=url("eligible")),
        Count(
            words[Answer.NOT_ELIGIBLE],
            total.not_eligible,
            tone="bad" if total.not_eligible else "",
            url=url("not_eligible"),
        ),
        Count(
            words[Answer.UNDETERMINED],
            total.undetermined,
            tone="warn" if total.undetermined else "",
            url=url("undetermined"),
        ),
        Count(_("همه"), total.people, is_sum=True, url=url("")),
    ]
    if not question.criterion:
        strip.append(Count(SOON, total.soon, _("از واجدان"), url=url("soon")))
    return strip


@dataclass(frozen=True, slots=True)
class Lacked:
    """A criterion that people lack. share: of those it is asked of."""

    words: str
    profile: str
    lack: Lack
    share: float
    url: str
    unmet_url: str
    unknown_url: str


def lacked(question: Question, cube: Cube) -> list[Lacked]:
    """Return the criteria that most people lack, the most lacked first."""
    place, laws = question.place, question.laws
    if not place.sees_people and (place.known or not place.is_whole):
        # Told of units side by side, a criterion would tell of the hidden ones.
        return []
    known = [each for each in cube.lacks if each.lacking and each.profile in laws]
    if not place.sees_people:
        known = [each for each in known if not _is_telling(each)]
    most = sorted(known, key=lambda each: (-each.unmet, -each.unknown, each.place))
    most = most[:LACKS]
    names = names_for(*(laws[key].profile for key in {each.profile for each in most}))
    found = []
    for each in most:
        law = laws[each.profile]
        criterion = law.profile.criteria[each.place]
        narrowed = partial(question.address, profile=law.code, criterion=criterion.id)
        sees = place.sees_people
        found.append(
            Lacked(
                sentence(criterion, names),
                title_of(law.profile),
                each,
                each.lacking / each.asked,
                narrowed("unit") if sees else "",
                narrowed("people", answer="not_eligible")
                if sees and each.unmet
                else "",
                narrowed("people", answer="undetermined")
                if sees and each.unknown
                else "",
            )
        )
    return found


def _is_telling(lack: Lack) -> bool:
    parts = (lack.unmet, lack.unknown, lack.asked, lack.asked - lack.lacking)
    return tells(parts)


@dataclass(frozen=True, slots=True)
class Lasted:
    """A criterion that many have lacked for long. share: of those who lack it now."""

    words: str
    profile: str
    lacking: int
    since_then: int
    share: float


def lasting(question: Question, earlier: Book) -> list[Lasted]:
    """Return the criteria lacked longest by most, the most first."""
    place, laws = question.place, question.laws
    if question.book is None:
        return []
    told = None if place.sees_people else _told(question, question.book)
    found = [
        each
        for each in asking.lasting(
            question.book, earlier, place, question.asked, question.criteria
        )
        if each.since_then
        and each.profile in laws
        and question.asked.place in {None, each.place}
        and (
            told is None
            or ((each.profile, each.place) in told and not _is_telling_of(each))
        )
    ]
    found.sort(key=lambda each: (-each.since_then, each.profile, each.place))
    most = found[:LASTED]
    names = names_for(*(laws[key].profile for key in {each.profile for each in most}))
    return [
        Lasted(
            sentence(laws[each.profile].profile.criteria[each.place], names),
            title_of(laws[each.profile].profile),
            each.lacking,
            each.since_then,
            each.since_then / each.lacking,
        )
        for each in most
    ]


def _told(question: Question, book: Book) -> frozenset[tuple[int, int]]:
    """Return the criteria whose lack may be told: of as many as are asked, that is."""
    lacks = asking.cube(book, question.place, question.asked, question.criteria).lacks
    return frozenset(
        (each.profile, each.place) for each in lacks if not _is_telling(each)
    )


def _is_telling_of(lasting: Lasting) -> bool:
    parts = (lasting.since_then, lasting.lacking, lasting.lacking - lasting.since_then)
    return tells(parts)
