"""资金流向图的布局: columns of boxes with bands between them; what goes into a box comes out of it.

Pure geometry in whole units: a column is at most `UNITS` high, gaps included; nothing overlaps, nothing is lost to rounding,
as every edge is where the fen up to it end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UNITS = 1_000_000
"""The height of the drawing."""
GAP, GAPS_AT_MOST = UNITS // 50, UNITS * 3 // 10
"""Between two boxes of a column; less where there are very many."""


@dataclass(frozen=True, slots=True)
class Flow:
    """一股资金: from which box of a column to which of the next, how many fen."""

    column: int
    source: str
    target: str
    fen: int


@dataclass(frozen=True, slots=True)
class Box:
    """一格: its column and key, top and height in units, its fen."""

    column: int
    key: str
    top: int
    height: int
    fen: int


@dataclass(frozen=True, slots=True)
class Band:
    """一条带: of which flow, where it leaves the one box and reaches the other, how high it is at both ends."""

    flow: Flow
    left: int
    right: int
    left_height: int
    right_height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """画好的: boxes column by column, bands in the order in which they leave."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]


Place = tuple[int, str]


def lay_out(columns: Sequence[Sequence[str]], flows: Iterable[Flow]) -> Drawing:
    """The drawing of flows between columns of boxes; a box through which nothing goes is left out.

    What leaves the first column is the whole; a box of a later column is as high as what comes into it.
    """
    kept = [one for one in flows if one.fen > 0]
    total = sum(one.fen for one in kept if one.column == 0)
    if not total:
        return Drawing((), ())
    sizes = _sizes(kept)
    most = max(sum(1 for key in keys if sizes.get((column, key))) for column, keys in enumerate(columns))
    gap = min(GAP, GAPS_AT_MOST // max(1, most - 1))
    room = UNITS - gap * (most - 1)
    boxes: dict[Place, Box] = {}
    for column, keys in enumerate(columns):
        before, gaps = 0, 0
        for key in keys:
            fen = sizes.get((column, key), 0)
            if fen:
                top, end = before * room // total, (before + fen) * room // total
                boxes[column, key] = Box(column, key, top + gaps, end - top, fen)
                before, gaps = before + fen, gaps + gap
    return Drawing(tuple(boxes.values()), tuple(_bands(columns, kept, boxes)))


def _sizes(flows: Iterable[Flow]) -> dict[Place, int]:
    """Fen by column and box: what leaves the first column, what comes into the others."""
    sizes: dict[Place, int] = {}
    for one in flows:
        if one.column == 0:
            sizes[0, one.source] = sizes.get((0, one.source), 0) + one.fen
        sizes[one.column + 1, one.target] = sizes.get((one.column + 1, one.target), 0) + one.fen
    return sizes


def _bands(columns: Sequence[Sequence[str]], flows: Iterable[Flow], boxes: dict[Place, Box]) -> list[Band]:
    """Bands leave a box in the order of the boxes they go to, and reach one in the order of those they come from."""
    place = {(column, key): at for column, keys in enumerate(columns) for at, key in enumerate(keys)}

    def order(flow: Flow) -> tuple[int, int, int]:
        return flow.column, place[flow.column, flow.source], place[flow.column + 1, flow.target]

    out: dict[Place, int] = {}
    into: dict[Place, int] = {}
    found = []
    for one in sorted(flows, key=order):
        source, target = (one.column, one.source), (one.column + 1, one.target)
        left, left_height = _edge(boxes[source], out, source, one.fen)
        right, right_height = _edge(boxes[target], into, target, one.fen)
        found.append(Band(one, left, right, left_height, right_height))
    return found


def _edge(box: Box, taken: dict[Place, int], at: Place, fen: int) -> tuple[int, int]:
    """Where a band meets the edge of a box: behind what met it before."""
    before = taken.get(at, 0)
    taken[at] = before + fen
    top, end = before * box.height // box.fen, (before + fen) * box.height // box.fen
    return box.top + top, end - top
