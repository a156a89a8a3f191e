"""备好的运行: compiled kernels with their columns, run on two threads; rows that lack facts are judged apart and put in.

May be called as often as parameters change; only what was asked for is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.comparing import compare_others
from luoqiao.adapters.numba.compiler import Kernel
from luoqiao.adapters.numba.open_rows import OpenRows, Task, judge_open_rows
from luoqiao.adapters.numba.outcomes import NOT_ENTITLED, TOTAL, Amounts, ClauseOutcomes, Outcomes, exact_sum
from luoqiao.adapters.numba.write_kernel import Want, Written
from luoqiao.adapters.population.columns import Population
from luoqiao.core.rules.parameters import with_parameters
from luoqiao.core.rules.terms import PARAMETER

THREADS = 2
Array = NDArray[Any]
Parameters = Mapping[str, Mapping[str, int]]
"""Values of the numbers left open, by clause and parameter identifier."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One compiled kernel with its columns."""

    written: Written
    kernel: Kernel
    columns: tuple[Array, ...]
    rows: int
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """备好的运行: kernels for complete rows, tasks for the others."""

    population: Population
    want: Want
    tiers: tuple[str, ...]
    parts: tuple[Part, ...]
    tasks: tuple[Task, ...]
    apart: frozenset[str]
    """Clauses that no kernel can run for this population: everything is judged row by row pattern."""
    today: NDArray[np.int64] | None = None
    buffers: dict[tuple[str, str], Array] = field(default_factory=dict)

    def run(self, parameters: Parameters | None = None) -> Outcomes:
        """Calculate; `parameters` gives those left open, by clause and identifier.

        Arrays of an earlier run are used again: copy what has to outlive the next one.
        """
        sums: dict[tuple[str, str], int] = {}
        arrays: dict[tuple[str, str], Array] = {}
        for part in self.parts:
            self._run_part(part, parameters or {}, sums, arrays)
        others = {task.clause.identifier: self._others(task, parameters or {}, sums, arrays) for task in self.tasks}
        found = {name: self._clause(name, sums, arrays, other) for name, other in others.items()}
        totals = {}
        for tier in self.tiers:
            totals[tier] = sums.get(("", tier), 0) + sum(c.low[tier] for c in found.values())
        compared = {what: value for (clause, what), value in sums.items() if not clause and what not in self.tiers}
        if self.today is not None:
            compared = compare_others(compared, [one for one in others.values() if one is not None], self.today)
        return Outcomes(self.population.rows, found, totals, compared)

    def _run_part(
        self, part: Part, parameters: Parameters, sums: dict[tuple[str, str], int],
        arrays: dict[tuple[str, str], Array],
    ) -> None:  # fmt: skip
        given = [parameters[clause][name.removeprefix(PARAMETER)] for clause, name in part.written.parameters]
        columns = [*_places(part), *([_place(np.array(given, part.written.type), moves=False)] if given else [])]
        for clause, what, kind in part.written.outputs:
            key = (clause, what)
            if key not in self.buffers:
                self.buffers[key] = np.empty(part.rows, np.dtype(kind))
            arrays[key] = self.buffers[key]
            columns.append(_place(arrays[key], moves=True))
        begins = range(0, part.rows, part.step)

        def work(first: int) -> list[NDArray[np.int64]]:
            found = []
            for begin in begins[first::THREADS]:
                end = min(begin + part.step, part.rows)
                added = np.zeros(max(len(part.written.sums), 1), np.int64)
                part.kernel([*(c.address + begin * c.step for c in columns), added.ctypes.data], end - begin)
                found.append(added)
            return found

        if len(begins) == 1:
            partial = work(0)
        else:
            partial = [one for found in _threads().map(work, range(THREADS)) for one in found]
        for place, key in enumerate(part.written.sums):
            sums[key] = sums.get(key, 0) + sum(int(one[place]) for one in partial)

    def _others(
        self, task: Task, parameters: Parameters, sums: Mapping[tuple[str, str], int],
        arrays: Mapping[tuple[str, str], Array],
    ) -> OpenRows | None:  # fmt: skip
        """The rows that no kernel answers; they are only looked for where the kernel counted some."""
        name = task.clause.identifier
        if name not in self.apart and not sums.get((name, "open"), 0):
            return None
        seen = {what: array for (clause, what), array in arrays.items() if clause == name and what.startswith("earlier.")}
        task = _with_values(task, parameters.get(name, {}))
        return judge_open_rows(task, self.population, every=name in self.apart, seen=seen)

    def _clause(
        self, name: str, sums: Mapping[tuple[str, str], int], arrays: Mapping[tuple[str, str], Array],
        others: OpenRows | None,
    ) -> ClauseOutcomes:  # fmt: skip
        rows = self.population.rows
        outcome = arrays.get((name, "outcome"))
        if self.want.outcomes and outcome is None:
            outcome = np.zeros(rows, np.uint8)
        shares = {}
        low, high = {}, {}
        for tier in self.tiers:
            array = arrays.get((name, tier))
            certain = sums.get((name, tier), 0)
            extra_low, extra_high = _added(others, tier)
            low[tier] = certain + extra_low
            high[tier] = None if extra_high is None else certain + extra_high
            if self.want.shares:
                shares[tier] = _amounts(array, others, tier, rows)
        if others is not None:
            known = sum(sums.get((name, tier), 0) for tier in self.tiers)
            extra_low, extra_high = _added(others, TOTAL)
            low[TOTAL], high[TOTAL] = known + extra_low, None if extra_high is None else known + extra_high
            if self.want.shares:
                together = np.sum([a.low.astype(np.int64) for a in shares.values()], axis=0)
                shares[TOTAL] = _amounts(together, others, TOTAL, rows)
        if outcome is not None and others is not None:
            outcome[others.rows] = others.outcome
        counts = self._counts(name, sums, others)
        return ClauseOutcomes(name, outcome, shares, low, high, counts)

    def _counts(self, name: str, sums: Mapping[tuple[str, str], int], others: OpenRows | None) -> dict[int, int]:
        """Rows by outcome: the kernel's and the others'."""
        if not self.want.clause_sums:
            return {}
        rows = self.population.rows
        calculated = 0 if name in self.apart else sums.get((name, "calculated"), rows)
        entitled = sums.get((name, "entitled"), 0)
        counts = {1: entitled, NOT_ENTITLED: calculated - entitled, 3: 0}
        if others is not None:
            for code in counts:
                counts[code] += int((others.outcome == code).sum())
        return {0: rows - sum(counts.values()), **counts}


def _with_values(task: Task, values: Mapping[str, int]) -> Task:
    """The task with the numbers of this run in the clause."""
    return replace(task, clause=with_parameters(task.clause, values, task.basis.tiers)) if values else task


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where an array begins and how far one row is from the next; an array that every row reads whole stays."""

    array: Array
    address: int
    step: int


def _place(array: Array, *, moves: bool) -> _Place:
    return _Place(array, array.ctypes.data, array.itemsize if moves else 0)


def _places(part: Part) -> list[_Place]:
    """The columns of a kernel; running sums begin at nothing."""
    found = []
    for (_, name), array in zip(part.written.inputs, part.columns, strict=True):
        if name.endswith("#sum"):
            array.fill(0)
        of_items = "." in name and not name.startswith("earlier.")
        found.append(_place(array, moves=not of_items and not name.endswith("#sum")))
    return found


def _added(others: OpenRows | None, tier: str) -> tuple[int, int | None]:
    """What the other rows add: at least, and at most."""
    if others is None:
        return 0, 0
    high = others.high[tier]
    opened = bool((high < 0).any())
    return exact_sum(others.low[tier]), None if opened else exact_sum(high)


def _amounts(array: Array | None, others: OpenRows | None, tier: str, rows: int) -> Amounts:
    nothing = np.zeros(0, np.int64)
    if array is None:
        wide = others is not None and bool((others.low[tier] >= 2**32).any())
        array = np.zeros(rows, np.int64 if wide else np.uint32)
    if others is None:
        return Amounts(array, nothing, nothing)
    array[others.rows] = others.low[tier]
    return Amounts(array, others.rows, others.high[tier])


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="kernel")
