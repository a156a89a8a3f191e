"""同一件事的比较: several ways of the same work in turn, each answer counted against the exact one, one row each."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.measure import Row, of_durations, show


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its name, the call, and how many of how many cells of its answer are wrong."""

    name: str
    call: Callable[[], Any]
    wrong: Callable[[Any], int]
    cells: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """目标: seconds at most, and the words of it."""

    words: str
    seconds: float

    def verdict(self, seconds: float) -> str:
        """yes or NO."""
        return "yes" if seconds <= self.seconds else "NO"


def best_of(ways: Sequence[Way], rounds: int = 3) -> Way:
    """The quickest of several ways to write the same peer: only it stands in the table."""
    def least(way: Way) -> float:
        return min(_timed(way)[0] for _ in range(rounds))

    return min(ways, key=least)


def contest(work: str, ours: Way | None, peers: Sequence[Way], *, rounds: int, goal: Goal | None = None) -> list[Row]:
    """Rows of one piece of work: ours first; every round runs each way once, so that all meet the same machine."""
    ways = [way for way in (ours, *peers) if way is not None]
    wrong = {way.name: way.wrong(way.call()) for way in ways}
    durations: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            durations[way.name].append(_timed(way)[0])
    mark = median(durations[ours.name]) if ours is not None else 0.0
    rows = [row_of(work, way, durations[way.name], wrong[way.name], mark, goal if way is ours else None) for way in ways]
    for row in rows:
        print(f"{row.work}  {show(row.median)}  {row.wrong}", file=sys.stderr, flush=True)
    return rows


def row_of(work: str, way: Way, durations: Sequence[float], wrong: int, mark: float, goal: Goal | None = None) -> Row:
    """A row with its wrong cells and its time against `mark`, ours."""
    plain = of_durations(f"{work}: {way.name}", durations, baseline=way.note)
    return Row(
        plain.work, plain.n, plain.median, plain.least, plain.most,
        goal=goal.words if goal else "", baseline=way.note,
        met=goal.verdict(plain.median) if goal else "",
        wrong=f"{wrong:,} of {way.cells:,}" if way.cells else "",
        ratio=f"{plain.median / mark:.1f}" if mark else "",
    )  # fmt: skip


def _timed(way: Way) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    answer = way.call()
    return time.perf_counter() - start, answer
