"""Under which unit people are shown, and in which cell they are forecast."""

from __future__ import annotations

from collections.abc import Sequence


def row_of(path: str, anchors: Sequence[str], provinces: frozenset[str]) -> str:
    """Return the path of the unit under which people at `path` are shown; "" is none.

    anchors: paths of the units the reader holds; none is the nation. From the nation
    rows are provinces, and whatever lies in none by its root; from one unit its
    children; from several each of them. provinces: keys of the provinces.
    Source: docs/mission.md, "Who sees what".
    """
    if not anchors:
        return _upto_province(path, provinces)
    over = [anchor for anchor in anchors if path.startswith(anchor)]
    if not over:
        return ""
    anchor = max(over, key=len)
    return anchor if len(anchors) > 1 else _child(path, anchor)


def cell_of(path: str, row: str, provinces: frozenset[str]) -> tuple[str, str]:
    """Return the path of the cell that is forecast for people at `path`, and its group.

    The same cells for every reader, so that all read the same numbers: the units just
    below a province, pooled to it. Finer only where the reader's rows are.
    Source: docs/forecasts.md.
    """
    province = _upto_province(path, provinces)
    cell = _child(path, province)
    return (row if len(row) > len(cell) else cell), province


def _upto_province(path: str, provinces: frozenset[str]) -> str:
    keys = path.rstrip(".").split(".")
    for depth, key in enumerate(keys):
        if key in provinces:
            return ".".join(keys[: depth + 1]) + "."
    return f"{keys[0]}."


def _child(path: str, parent: str) -> str:
    """Return the child of `parent` on the way to `path`; itself if it ends there."""
    rest = path[len(parent) :]
    return parent + rest.split(".", 1)[0] + "." if rest else parent
