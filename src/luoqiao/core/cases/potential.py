"""应享未享: who could claim under a clause by what is known and has not, what that comes to, by clause and by place.

What is not known is counted as not known, never as nothing: an enterprise that lacks a needed fact is neither here nor there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Potential:
    """可以申报的一家: what a clause would give, by tier in the order of the pack (fen); whether there is a case already."""

    uscc: str
    name: str
    township: str
    industry: str
    clause: str
    shares: tuple[int, ...]
    claimed: bool

    @property
    def total(self) -> int:
        """All tiers together."""
        return sum(self.shares)


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """一条的比对: how many could have it and how many of them have a case, what that comes to (fen), how many lack a fact,
    how many are known not to be entitled, how many are not known at all."""

    clause: str
    title: str
    automatic: bool
    entitled: int
    amount: int
    claimed: int
    claimed_amount: int
    lacking: int
    refused: int

    @property
    def left(self) -> int:
        """Could claim and have not."""
        return self.entitled - self.claimed

    @property
    def left_amount(self) -> int:
        """What these would get."""
        return self.amount - self.claimed_amount


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """一个镇街的比对."""

    township: str
    firms: int
    left: int
    left_amount: int


@dataclass(frozen=True, slots=True)
class Matched:
    """全部企业比对全部条款: as of a day, for a year; `rows` are those that could claim, the largest first."""

    on: date
    year: int
    tiers: tuple[str, ...]
    enterprises: int
    clauses: tuple[ClauseMatch, ...]
    rows: tuple[Potential, ...]

    @property
    def left(self) -> tuple[Potential, ...]:
        """Those that could claim and have not."""
        return tuple(row for row in self.rows if not row.claimed)

    @property
    def left_amount(self) -> int:
        """What they would get together."""
        return sum(row.total for row in self.left)

    def by_place(self) -> tuple[PlaceMatch, ...]:
        """Firms and money not claimed yet by township, the largest first."""
        return places_of(self.left)


def places_of(rows: Iterable[Potential]) -> tuple[PlaceMatch, ...]:
    """Rows gathered by township."""
    firms: dict[str, set[str]] = {}
    sums: dict[str, tuple[int, int]] = {}
    for row in rows:
        firms.setdefault(row.township, set()).add(row.uscc)
        many, amount = sums.get(row.township, (0, 0))
        sums[row.township] = (many + 1, amount + row.total)
    found = (PlaceMatch(place, len(firms[place]), *sums[place]) for place in firms)
    return tuple(sorted(found, key=lambda one: (-one.left_amount, one.township)))
