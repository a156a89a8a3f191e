"""谁受益: what a change brings each enterprise, and the same by industry, township or size.

Gains are what an enterprise gets from all tiers together, in fen, against today. Medians and quarters are amounts that
some enterprise really has (the lower of two in the middle): nothing is averaged away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from luoqiao.core.rules.trial_run import Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """一家的变化: its number in the population, what it gets today and under the change (fen, all tiers)."""

    firm: int
    before: int
    after: int

    @property
    def gain(self) -> int:
        """More (or, below zero, less) than today."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Group:
    """一组的得失: how many take part, gain, lose, stay; sums, and the median gain of those who gain."""

    name: str
    taking: int
    winners: int
    losers: int
    more: int
    less: int
    median: int | None

    @property
    def unchanged(self) -> int:
        """Neither more nor less."""
        return self.taking - self.winners - self.losers

    @property
    def net(self) -> int:
        """All gains and losses together."""
        return self.more - self.less


@dataclass(frozen=True, slots=True)
class Bin:
    """一档得失: gains from `low` (included) to `high` (left out), and how many enterprises."""

    low: int
    high: int
    count: int


def changes(before: Outcome, after: Outcome, firms: Sequence[int]) -> tuple[Change, ...]:
    """The change for every enterprise of which both are known, in the order of the takers."""
    return tuple(
        Change(firm, sum(one), sum(other))
        for firm, one, other in zip(firms, before.shares, after.shares, strict=True)
        if one is not None and other is not None
    )


def group(name: str, found: Sequence[Change]) -> Group:
    """Gains and losses of some enterprises."""
    gains = sorted(one.gain for one in found if one.gain > 0)
    losses = [-one.gain for one in found if one.gain < 0]
    return Group(
        name, len(found), len(gains), len(losses), sum(gains), sum(losses), quantile(gains, 1, 2)
    )


def by_label(found: Sequence[Change], labels: Mapping[int, str], order: Sequence[str]) -> tuple[Group, ...]:
    """The same by a label of the enterprises; labels nobody has are left out."""
    held: dict[str, list[Change]] = {}
    for one in found:
        held.setdefault(labels.get(one.firm, "未填"), []).append(one)
    listed = [*(name for name in order if name in held), *(name for name in held if name not in order)]
    return tuple(group(name, held[name]) for name in listed)


def quantile(ordered: Sequence[int], part: int, of: int) -> int | None:
    """The amount that part/of of an ordered list do not exceed; None for an empty list."""
    return ordered[max(0, -(-len(ordered) * part // of) - 1)] if ordered else None


def largest(found: Sequence[Change], count: int = 10) -> tuple[Change, ...]:
    """The largest changes, gains before losses of the same size, then in the order of the population."""
    moved = [one for one in found if one.gain]
    return tuple(sorted(moved, key=lambda one: (-abs(one.gain), -one.gain, one.firm))[:count])


def distribution(found: Sequence[Change], most_bins: int = 12) -> tuple[Bin, ...]:
    """Gains and losses in bins of one round width; those who stay are not drawn."""
    gains = [one.gain for one in found if one.gain]
    if not gains:
        return ()
    width = next(width for width in _widths() if max(gains) // width - min(gains) // width < most_bins)
    first, last = min(gains) // width, max(gains) // width
    counts = [0] * (last - first + 1)
    for gain in gains:
        counts[gain // width - first] += 1
    return tuple(Bin((first + at) * width, (first + at + 1) * width, count) for at, count in enumerate(counts))


def _widths() -> Iterator[int]:
    """1, 2, 5 times powers of ten, from a yuan upwards."""
    size = 100
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10
