"""Where the marks of a forecast stand. Pure arithmetic; the template draws.

Laid out from the first day to the last along the line of writing: in Persian time runs
to the left, in English to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from karamad.kernel.jalali import jalali_parts
from karamad.web import display
from karamad.web.components import Fan, Foreseen

WIDTH, HEIGHT = 560.0, 330.0
START, END = 48.0, 446.0  # of the plot, from the edge where writing starts
TOP, FLOOR = 26.0, 296.0
SHORT = 70  # days; a longer way is marked by months
WEEK = 7
LINES = 5  # of the grid, about
APART = 16.0  # between two labels, one above the other


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across or down, and what stands at it."""

    x: str
    y: str
    label: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Closed days, as a strip."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A fan laid out; coordinates are those of the picture."""

    box: str
    rtl: bool
    axis: str
    grid: list[Mark]
    ticks: list[Mark]
    rests: list[Rest]
    asked: Mark
    start: str
    line: str
    outer: str
    inner: str
    median: str
    now: Mark | None
    end: Mark | None
    band: Mark | None
    deadline: Mark
    rows: list[tuple[date, int | None, Foreseen | None]]


def drawn(fan: Fan, *, rtl: bool) -> Drawn:
    """Lay out a fan."""
    plot = _Plot(fan, rtl=rtl)
    ahead = list(fan.ahead)
    if fan.seen and ahead:
        day, count = fan.seen[-1]
        ahead = [Foreseen(day, count, count, count, count, count), *ahead]
    now = end = band = None
    if fan.seen:
        day, count = fan.seen[-1]
        now = plot.mark(day, count, display.number(count))
    if ahead:
        last = ahead[-1]
        end = plot.mark(last.day, last.median, display.number(last.median))
        bounds = {"low": display.number(last.low), "high": display.number(last.high)}
        words = _("%(low)s تا %(high)s") % bounds
        band = Mark(end.x, plot.text_y(last.median, fan.asked), words)
    return Drawn(
        box=f"0 0 {WIDTH:g} {HEIGHT:g}",
        rtl=rtl,
        axis=plot.across(0),
        grid=list(plot.grid()),
        ticks=list(plot.ticks()),
        rests=list(plot.rests()),
        asked=Mark(
            plot.across(fan.asked),
            f"{plot.y(fan.asked) - 6:.1f}",
            _("نصاب: %(n)s") % {"n": display.number(fan.asked)},
        ),
        start=f"{plot.turned(START + 4):.1f}",
        line=plot.points(fan.seen),
        outer=plot.between(ahead, "low", "high"),
        inner=plot.between(ahead, "lower", "upper"),
        median=plot.points((each.day, each.median) for each in ahead),
        now=now,
        end=end,
        band=band,
        deadline=Mark(f"{plot.x(fan.until):.1f}", "", display.jalali_short(fan.until)),
        rows=_rows(fan),
    )


class _Plot:
    def __init__(self, fan: Fan, *, rtl: bool) -> None:
        self.fan = fan
        self.rtl = rtl
        first = min([fan.since, *(day for day, _count in fan.seen[:1])])
        self.first = first
        self.days = max(1, (fan.until - first).days)
        self.most = max([fan.all, 1, *(count for _day, count in fan.seen)])

    def x(self, day: date) -> float:
        along = START + (END - START) * (day - self.first).days / self.days
        return self.turned(along)

    def y(self, count: int) -> float:
        return FLOOR - (FLOOR - TOP) * count / self.most

    def turned(self, along: float) -> float:
        return WIDTH - along if self.rtl else along

    def mark(self, day: date, count: int, label: str) -> Mark:
        return Mark(f"{self.x(day):.1f}", f"{self.y(count):.1f}", label)

    def text_y(self, median: int, asked: int) -> str:
        """Keep the end's two lines of text off the line of what is asked."""
        y = self.y(median)
        gap = y - self.y(asked)
        return f"{y + (APART if 0 <= gap < APART else 0):.1f}"

    def across(self, count: int) -> str:
        y = self.y(count)
        return f"M{self.turned(START):.1f} {y:.1f}H{self.turned(END):.1f}"

    def points(self, counts: Iterable[tuple[date, int]]) -> str:
        return " ".join(f"{self.x(day):.1f},{self.y(n):.1f}" for day, n in counts)

    def between(self, ahead: Sequence[Foreseen], low: str, high: str) -> str:
        there = [(each.day, getattr(each, high)) for each in ahead]
        back = [(each.day, getattr(each, low)) for each in reversed(ahead)]
        return self.points([*there, *back])

    def grid(self) -> Iterator[Mark]:
        step = _step(self.most / LINES)
        for count in range(step, self.most + 1, step):
            x = self.turned(START - 6)
            yield Mark(f"{x:.1f}", f"{self.y(count):.1f}", display.number(count))

    def ticks(self) -> Iterator[Mark]:
        if self.days <= SHORT:
            step = WEEK * (1 if self.days <= SHORT // 2 else 2)
            for n in range(0, self.days - step // 2, step):
                day = self.first + timedelta(days=n)
                yield Mark(f"{self.x(day):.1f}", "", display.jalali_short(day))
            return
        for n in range(self.days):
            day = self.first + timedelta(days=n)
            _year, month, number = jalali_parts(day)
            if number == 1:
                yield Mark(f"{self.x(day):.1f}", "", display.month_name(month))

    def rests(self) -> Iterator[Rest]:
        for first, last in self.fan.closed:
            ends = sorted((self.x(first), self.x(last + timedelta(days=1))))
            yield Rest(f"{ends[0]:.1f}", f"{ends[1] - ends[0]:.1f}")


def _step(least: float) -> int:
    """Return 1, 2 or 5 times a power of ten, at least as large."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power >= least:
                return times * power
        power *= 10


def _rows(fan: Fan) -> list[tuple[date, int | None, Foreseen | None]]:
    """Return the days of the table: week by week, the last seen, and those ahead."""
    seen = list(fan.seen)
    weekly = seen[::-WEEK][::-1]
    past: list[tuple[date, int | None, Foreseen | None]] = [
        (day, count, None) for day, count in weekly
    ]
    return [*past, *((each.day, None, each) for each in fan.ahead)]
