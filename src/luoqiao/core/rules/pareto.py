"""取舍的边界: the scenarios of which no other costs less and reaches as many, or reaches more for the same."""

from __future__ import annotations

from collections.abc import Sequence


def front(points: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The places of the points (cost, reach) on the front, cheapest first; of equal points the first one stands."""
    order = sorted(range(len(points)), key=lambda place: (points[place][0], -points[place][1], place))
    kept: list[int] = []
    best = -1
    for place in order:
        if points[place][1] > best:
            kept.append(place)
            best = points[place][1]
    return tuple(kept)
