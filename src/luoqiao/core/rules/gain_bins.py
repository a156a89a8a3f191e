"""得失的分布: gains and losses counted in steps of one round width, for a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_BINS = 12


@dataclass(frozen=True, slots=True)
class Bin:
    """一档得失: gains from `low` (included) to `high` (left out) in fen, and how many enterprises."""

    low: int
    high: int
    count: int


def gain_bins(gains: Iterable[int], most: int = MOST_BINS) -> tuple[Bin, ...]:
    """Every step from the least to the greatest gain, empty ones too; who neither gains nor loses is left out."""
    moved = [gain for gain in gains if gain]
    if not moved:
        return ()
    width = next(width for width in _widths() if max(moved) // width - min(moved) // width < most)
    first, last = min(moved) // width, max(moved) // width
    counts = [0] * (last - first + 1)
    for gain in moved:
        counts[gain // width - first] += 1
    return tuple(Bin((first + at) * width, (first + at + 1) * width, count) for at, count in enumerate(counts))


def _widths() -> Iterator[int]:
    """1, 2, 5 times powers of ten, from a yuan upwards."""
    size = 100
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10
