"""Provinces beside each other: which figures may be shown, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from karamad.cycle.costs.rules import Held
from karamad.cycle.planning.letters.plans import rials
from karamad.kernel.hiding import tells, too_small
from karamad.registers.people.models import Unit
from karamad.web.components import Tile
from karamad.web.display import number

STEPS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A province. held: None where its figures are hidden."""

    unit: Unit
    name: str
    held: Held | None

    @property
    def effective_hour(self) -> int | None:
        return self.held.effective_hour if self.held else None


def compared(
    found: Mapping[int, Held], *, plain: bool
) -> tuple[dict[int, Held | None], Held | None]:
    """Return what may be shown of each, and of all together.

    plain: the reader may see people, and is shown everything.
    """
    whole = sum(found.values(), Held())
    if plain:
        return dict(found), whole
    if tells(_parts(whole)):
        return dict.fromkeys(found), None
    hidden = too_small({key: _parts(held) for key, held in found.items()})
    shown = {key: None if key in hidden else held for key, held in found.items()}
    return shown, whole


def _parts(held: Held) -> tuple[int, ...]:
    return held.heads, held.passed, held.heads - held.passed


def headline(whole: Held | None, rows: Sequence[Row]) -> str:
    """Answer what an effective hour costs, and how far the provinces lie apart."""
    if whole is None:
        return _("شمارها کوچک‌تر از آن‌اند که نشان داده شوند")
    all_of_them = whole.effective_hour
    if whole.spent and whole.passed and not whole.billed.effective:
        return _("ساعت دوره‌های گذرانده تعیین نشده است؛ بهای هر ساعت معلوم نیست")
    if all_of_them is None:
        return _("هنوز هزینه‌ای برای دوره‌های گذرانده ثبت نشده است")
    known = [price for row in rows if (price := row.effective_hour) is not None]
    words = {"hour": rials(all_of_them)}
    if len(known) < 2:  # noqa: PLR2004 - two to compare
        return _("هر ساعت مؤثر آموزش %(hour)s هزینه داشته است") % words
    words |= {"least": rials(min(known)), "most": rials(max(known))}
    return _("هر ساعت مؤثر آموزش %(hour)s؛ از %(least)s تا %(most)s در استان‌ها") % words


def tiles(rows: Sequence[Row]) -> list[Tile]:
    """Return the provinces on the map, in thousands of rials an effective hour."""
    known = sorted(price for row in rows if (price := row.effective_hour) is not None)
    return [
        Tile(
            row.unit.province,
            _thousands(row.effective_hour),
            _step(row.effective_hour, known),
            _words(row),
        )
        for row in rows
        if row.unit.province
    ]


def _thousands(price: int | None) -> int | None:
    return None if price is None else round(price / 1_000)


def _step(price: int | None, known: Sequence[int]) -> int:
    """Return the fifth of the known prices that a price lies in, 1 to 5."""
    if price is None:
        return 1
    below = sum(each < price for each in known)
    return 1 + below * STEPS // len(known)


def _words(row: Row) -> str:
    if row.held is None:
        return _("نشان داده نمی‌شود")
    words = {
        "hour": rials(row.effective_hour) if row.effective_hour else "—",
        "passed": number(row.held.passed),
    }
    return _("هر ساعت مؤثر %(hour)s؛ %(passed)s نفر گذرانده‌اند") % words
