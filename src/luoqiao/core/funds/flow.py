"""资金流向图的布局: columns of boxes with bands between them; what goes into a box comes out of it.

Pure geometry in one unit of height a column: every column is as high as the drawing, gaps included; nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.02
"""Between two boxes of a column, as a part of the height; less where there are very many."""


@dataclass(frozen=True, slots=True)
class Flow:
    """一股资金: from which box of a column to which of the next, how many fen."""

    column: int
    source: str
    target: str
    fen: int


@dataclass(frozen=True, slots=True)
class Box:
    """一格: its column and key, top and height from 0 to 1, its fen."""

    column: int
    key: str
    top: float
    height: float
    fen: int


@dataclass(frozen=True, slots=True)
class Band:
    """一条带: of which flow, where it leaves the one box and reaches the other; the same height at both ends."""

    flow: Flow
    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """画好的: boxes and bands, in the order in which they were given."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]


def lay_out(columns: Sequence[Sequence[str]], flows: Sequence[Flow]) -> Drawing:
    """The drawing of flows between columns of boxes; a box through which nothing goes is left out.

    What leaves the first column is the whole; a box of a later column is as high as what comes into it.
    """
    flows = [one for one in flows if one.fen > 0]
    total = sum(one.fen for one in flows if one.column == 0)
    if not total:
        return Drawing((), ())
    sizes = _sizes(columns, flows)
    most = max(sum(1 for key in keys if sizes.get((column, key))) for column, keys in enumerate(columns))
    gap = min(GAP, 0.3 / max(1, most - 1))
    scale = (1 - gap * (most - 1)) / total
    boxes = {(box.column, box.key): box for column, keys in enumerate(columns) for box in _boxes(column, keys, sizes, scale, gap)}
    return Drawing(tuple(boxes.values()), tuple(_bands(columns, flows, boxes, scale)))


def _sizes(columns: Sequence[Sequence[str]], flows: Sequence[Flow]) -> dict[tuple[int, str], int]:
    """Fen by column and box: what leaves the first column, what comes into the others."""
    sizes: dict[tuple[int, str], int] = {}
    for one in flows:
        if one.column == 0:
            sizes[0, one.source] = sizes.get((0, one.source), 0) + one.fen
        sizes[one.column + 1, one.target] = sizes.get((one.column + 1, one.target), 0) + one.fen
    return sizes


def _boxes(
    column: int, keys: Sequence[str], sizes: dict[tuple[int, str], int], scale: float, gap: float
) -> list[Box]:
    found, top = [], 0.0
    for key in keys:
        fen = sizes.get((column, key), 0)
        if fen:
            found.append(Box(column, key, top, fen * scale, fen))
            top += fen * scale + gap
    return found


def _bands(
    columns: Sequence[Sequence[str]], flows: Sequence[Flow], boxes: dict[tuple[int, str], Box], scale: float
) -> list[Band]:
    """Bands leave a box in the order of the boxes they go to, and reach one in the order of those they come from."""
    place = {(column, key): at for column, keys in enumerate(columns) for at, key in enumerate(keys)}
    left: dict[tuple[int, str], float] = {}
    right: dict[tuple[int, str], float] = {}
    found = []

    def order(flow: Flow) -> tuple[int, int, int]:
        return flow.column, place[flow.column, flow.source], place[flow.column + 1, flow.target]

    for one in sorted(flows, key=order):
        source, target = (one.column, one.source), (one.column + 1, one.target)
        height = one.fen * scale
        start, end = left.get(source, boxes[source].top), right.get(target, boxes[target].top)
        found.append(Band(one, start, end, height))
        left[source], right[target] = start + height, end + height
    return found
