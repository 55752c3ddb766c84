"""People with known answers, planted among the others, each with what must come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from karamad.cycle.eligibility.demo.land import Home, Land
from karamad.cycle.eligibility.demo.people import Crowd
from karamad.cycle.eligibility.demo.planted import posts, service
from karamad.cycle.eligibility.demo.planted.gardener import (
    Answer,
    Gardener,
    Planted,
)

__all__ = ["Answer", "Planted", "planted"]

_BEDS = (
    service.ranks,
    service.yearly_hours,
    posts.managers,
    posts.mayors,
    posts.villages,
    posts.elections,
    posts.others,
)


def planted(crowd: Crowd, land: Land, on: date) -> Iterator[Planted]:
    """Yield the planted people; `on` is the demo's today."""
    gardener = Gardener(crowd, Home.of(land), on)
    for bed in _BEDS:
        yield from bed(gardener)
