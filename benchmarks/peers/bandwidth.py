"""内存带宽: what two threads of this machine read and write, by Numba loops over arrays far beyond the last cache.

Bytes are counted as STREAM counts them: those the loop names, not the line that a store fetches first.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

THREADS = 2
LENGTH = 32_000_000
"""Elements of each float64 array: 256 MB."""

Floats = NDArray[np.float64]


@numba.njit(parallel=True, fastmath=True)
def _copy(a: Floats, b: Floats) -> None:
    for i in numba.prange(a.size):
        a[i] = b[i]


@numba.njit(parallel=True, fastmath=True)
def _triad(a: Floats, b: Floats, c: Floats, s: float) -> None:
    for i in numba.prange(a.size):
        a[i] = b[i] + s * c[i]


@numba.njit(parallel=True, fastmath=True)
def _read(a: Floats) -> float:
    total = 0.0
    for i in numba.prange(a.size):
        total += a[i]
    return total


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Seconds of each round and bytes a round."""

    name: str
    size: int
    durations: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Bytes a second in the median round."""
        return self.size / float(np.median(self.durations))


def measure(rounds: int = 11) -> dict[str, Bandwidth]:
    """Copy a = b, triad a = b + s·c, and reading alone, the rounds taken in turn."""
    numba.set_num_threads(min(THREADS, numba.get_num_threads()))
    a, b, c = (np.full(LENGTH, value) for value in (0.0, 1.0, 2.0))
    works = {
        "copy": (lambda: _copy(a, b), 16 * LENGTH),
        "triad": (lambda: _triad(a, b, c, 3.0), 24 * LENGTH),
        "read": (lambda: _read(b), 8 * LENGTH),
    }
    found: dict[str, list[float]] = {name: [] for name in works}
    for round_number in range(rounds + 1):
        for name, (work, _) in works.items():
            start = time.perf_counter()
            work()
            if round_number:
                found[name].append(time.perf_counter() - start)
    return {name: Bandwidth(name, size, tuple(found[name])) for name, (_, size) in works.items()}
