"""与今天相比: who gains and who loses, the rows included that no kernel answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.open_rows import OpenRows
from luoqiao.adapters.numba.outcomes import TOTAL, exact_sum


def compare_others(
    compared: Mapping[str, int], others: Sequence[OpenRows], today: NDArray[np.int64]
) -> dict[str, int]:
    """winners, losers, helped, gain and loss of all rows, from the kernel's counts and the rows that it left.

    The kernel takes a row that it leaves for one that gets nothing; without a kernel every row is such a row.
    """
    found = dict(compared) or {
        "winners": 0, "losers": int((today > 0).sum()), "gain": 0, "loss": exact_sum(today), "helped": 0,
    }  # fmt: skip
    for one in others:
        now = one.low[TOTAL]
        before = today[one.rows]
        found["winners"] += int((now > before).sum())
        found["losers"] += int((now < before).sum()) - int((before > 0).sum())
        found["helped"] += int((now > 0).sum())
        found["gain"] += exact_sum(np.maximum(now - before, 0))
        found["loss"] += exact_sum(np.maximum(before - now, 0)) - exact_sum(before)
    return found
