"""分组相加: exact sums by group; the upper and the lower half of each amount apart, so that nothing can overflow."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def count_outcomes(groups: Any, outcome: Any, counts: Any) -> None:
    """Rows by group and outcome."""
    for row in range(groups.shape[0]):
        counts[groups[row], outcome[row]] += 1


@njit(cache=True, nogil=True)
def _add(groups: Any, amounts: Any, upper: Any, lower: Any) -> None:
    for row in range(groups.shape[0]):
        amount = np.int64(amounts[row])
        if amount != 0:
            upper[groups[row]] += amount >> 32
            lower[groups[row]] += amount & 0xFFFFFFFF


def sum_by_group(groups: NDArray[np.int32], amounts: NDArray[Any], number: int) -> list[int]:
    """The exact sum of amounts in each group."""
    upper, lower = np.zeros(number, np.int64), np.zeros(number, np.int64)
    _add(groups, amounts, upper, lower)
    return [(a << 32) + b for a, b in zip(upper.tolist(), lower.tolist(), strict=True)]
