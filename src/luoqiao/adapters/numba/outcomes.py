"""结果: what a run over a population answers, by clause and row, and added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Fen = NDArray[np.integer[Any]]
TAKES_NO_PART, ENTITLED, NOT_ENTITLED, UNDETERMINED = 0, 1, 2, 3
TOTAL = "total"
"""Among the shares where rows lack facts: all tiers of a row together, which can be narrower than the tiers one by one."""
OPEN = -1
"""A greatest amount that has no limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """One tier's share in every row, in fen: `low` is certain; `high` differs only in rows that lack facts."""

    low: Fen
    open_rows: NDArray[np.int64]
    open_high: NDArray[np.int64]

    @property
    def high(self) -> Fen:
        """The greatest amount of every row, OPEN without limit."""
        if self.open_rows.size == 0:
            return self.low
        found = self.low.astype(np.int64)
        found[self.open_rows] = self.open_high
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ClauseOutcomes:
    """One clause: outcome and shares by row where they were asked for, sums always when sums were."""

    clause: str
    outcome: NDArray[np.uint8] | None
    shares: Mapping[str, Amounts]
    low: Mapping[str, int]
    """Certain sum by tier, in fen."""
    high: Mapping[str, int | None]
    """Greatest possible sum by tier; None without limit."""
    counts: Mapping[int, int]
    """Rows by outcome."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """The whole run."""

    rows: int
    clauses: Mapping[str, ClauseOutcomes]
    totals: Mapping[str, int]
    """Certain sum by tier over all clauses, in fen."""
    compared: Mapping[str, int] = field(default_factory=dict)
    """winners, losers, helped (rows), gain and loss (fen) against today."""


def exact_sum(values: NDArray[np.int64]) -> int:
    """Sum without overflow: the upper and the lower half apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
