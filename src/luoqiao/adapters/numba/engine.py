"""总体的运行: any set of clauses over many enterprises, exact to the fen and equal to *explain* in every cell.

`prepare` plans, writes and compiles; `Prepared.run` calculates and may be called as often as parameters change. Complete
rows run through one fused kernel on two threads; rows that lack facts are judged apart, by what they lack.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.comparing import compare_others
from luoqiao.adapters.numba.compiler import load
from luoqiao.adapters.numba.grouping import groups
from luoqiao.adapters.numba.open_rows import OpenRows, Task, judge_open_rows
from luoqiao.adapters.numba.outcomes import NOT_ENTITLED, Amounts, ClauseOutcomes, Outcomes, exact_sum
from luoqiao.adapters.numba.plan import Arithmetic, Plan, make_plan
from luoqiao.adapters.numba.refusals import check_columns, refuse_unlimited
from luoqiao.adapters.numba.write_kernel import Want, Written, write
from luoqiao.adapters.population.columns import Column, Items, Population
from luoqiao.adapters.population.presence import skipped_lists, takes_part
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier, choose
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.parameters import with_parameters
from luoqiao.core.rules.simplify import BY_KIND
from luoqiao.core.rules.terms import PARAMETER, Program, parameter_name

THREADS = 2
MOST_ROWS = 1 << 18
"""Rows of one call: enough to forget what a call costs, few enough that the threads end together."""
EVERYTHING = Want(shares=True, outcomes=True, clause_sums=True)
Array = NDArray[Any]
Parameters = Mapping[str, Mapping[str, int]]
"""Values of the numbers left open, by clause and parameter identifier."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One compiled kernel with its columns."""

    written: Written
    function: Callable[..., None]
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
        tasks = [_with_values(task, (parameters or {}).get(task.clause.identifier, {})) for task in self.tasks]
        others = {task.clause.identifier: self._others(task, sums, arrays) for task in tasks}
        found = {task.clause.identifier: self._clause(task, sums, arrays, others[task.clause.identifier]) for task in tasks}
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
        outputs = []
        for clause, what, kind in part.written.outputs:
            key = (clause, what)
            if key not in self.buffers:
                self.buffers[key] = np.empty(part.rows, np.dtype(kind))
            outputs.append(self.buffers[key])
            arrays[key] = self.buffers[key]
        values = [parameters[clause][name.removeprefix(PARAMETER)] for clause, name in part.written.parameters]
        given = [np.array(values, _parameter_type(part))] if values else []
        begins = range(0, part.rows, part.step)

        def work(first: int) -> list[NDArray[np.int64]]:
            found = []
            for begin in begins[first::THREADS]:
                end = min(begin + part.step, part.rows)
                added = np.zeros(max(len(part.written.sums), 1), np.int64)
                part.function(*_slices(part, begin, end), *given, *(o[begin:end] for o in outputs), added)
                found.append(added)
            return found

        if len(begins) == 1:
            partial = work(0)
        else:
            partial = [one for found in _threads().map(work, range(THREADS)) for one in found]
        for place, key in enumerate(part.written.sums):
            sums[key] = sums.get(key, 0) + sum(int(one[place]) for one in partial)

    def _others(
        self, task: Task, sums: Mapping[tuple[str, str], int], arrays: Mapping[tuple[str, str], Array]
    ) -> OpenRows | None:
        """The rows that no kernel answers; they are only looked for where the kernel counted some."""
        name = task.clause.identifier
        if name not in self.apart and not sums.get((name, "open"), 0):
            return None
        seen = {what: array for (clause, what), array in arrays.items() if clause == name and what.startswith("earlier.")}
        return judge_open_rows(task, self.population, every=name in self.apart, seen=seen)

    def _clause(
        self, task: Task, sums: Mapping[tuple[str, str], int], arrays: Mapping[tuple[str, str], Array],
        others: OpenRows | None,
    ) -> ClauseOutcomes:  # fmt: skip
        name, rows = task.clause.identifier, self.population.rows
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
        if outcome is not None and others is not None:
            outcome[others.rows] = others.outcome
        counts = self._counts(task, sums, others)
        return ClauseOutcomes(name, outcome, shares, low, high, counts)

    def _counts(self, task: Task, sums: Mapping[tuple[str, str], int], others: OpenRows | None) -> dict[int, int]:
        """Rows by outcome: the kernel's and the others'."""
        if not self.want.clause_sums:
            return {}
        name, rows = task.clause.identifier, self.population.rows
        calculated = 0 if name in self.apart else sums.get((name, "calculated"), rows)
        entitled = sums.get((name, "entitled"), 0)
        counts = {1: entitled, NOT_ENTITLED: calculated - entitled, 3: 0}
        if others is not None:
            for code in counts:
                counts[code] += int((others.outcome == code).sum())
        return {0: rows - sum(counts.values()), **counts}


def prepare(
    population: Population, clauses: Sequence[t.Clause], *, on: date, readings: Mapping[str, str] | None = None,
    basis: Basis = PLAIN, cache_folder: Path, want: Want = EVERYTHING, symbols: Mapping[str, Collection[str]] | None = None,
    today: NDArray[np.int64] | None = None,
) -> Prepared:  # fmt: skip
    """Plan and compile clauses for a population on a day.

    `readings` are of any of the clauses; `symbols` names by clause the parameters whose values each run gives;
    `today` is each row's total to compare with. A clause of which the population states nothing, or that is not in force
    on the day, gives nothing. Raises Invalid for a reading no clause has, and for values that must not stand in a column.
    """
    tasks, plans = [], []
    apart = set()
    tiers = tuple(tier.code for tier in basis.tiers)
    for clause in clauses:
        if not _takes_part(clause, population, on):
            continue
        own = {question: letter for question, letter in (readings or {}).items() if question in _questions(clause, basis, on)}
        letters = {r.question: r.letter for r in choose(clause, basis, own, on)}
        names = tuple(sorted((symbols or {}).get(clause.identifier, ())))
        program = _lowered(clause, tuple(letters.items()), on, basis.tiers, basis.cap_period_question, names)
        check_columns(program, population)
        bounds = {parameter_name(name): _parameter_bounds(program, name) for name in names}
        plan = make_plan(program, population, {n: b for n, b in bounds.items() if b is not None})
        tasks.append(Task(clause, letters, on, basis, program, plan.needed))
        if plan.grouped and plan.arithmetic is Arithmetic.UNLIMITED:
            refuse_unlimited(clause, population)
        if _can_run(plan, population):
            plans.append(plan)
        else:
            apart.add(clause.identifier)
    groups = [list(group) for _, group in groupby(sorted(plans, key=_group), key=_group)]
    if today is not None and len(groups) + len(apart) > 1:
        raise ValueError("a comparison with today needs one kernel for all clauses")
    parts = [part for group in groups if (part := _part(group, population, want, tiers, cache_folder, today))]
    return Prepared(population, want, tiers, tuple(parts), tuple(tasks), frozenset(apart), today)


def run(
    population: Population, clauses: Sequence[t.Clause], *, on: date, readings: Mapping[str, str] | None = None,
    basis: Basis = PLAIN, cache_folder: Path, want: Want = EVERYTHING,
) -> Outcomes:  # fmt: skip
    """Prepare and calculate once."""
    prepared = prepare(population, clauses, on=on, readings=readings, basis=basis, cache_folder=cache_folder, want=want)
    return prepared.run()


def _group(plan: Plan) -> tuple[str, str]:
    """Clauses of one arithmetic run together; a clause with a list or with rows that count together runs alone."""
    return plan.arithmetic.value, plan.program.clause.identifier if plan.has_items or plan.grouped else ""


def _with_values(task: Task, values: Mapping[str, int]) -> Task:
    """The task with the numbers of this run in the clause."""
    return replace(task, clause=with_parameters(task.clause, values, task.basis.tiers)) if values else task


def _questions(clause: t.Clause, basis: Basis, on: date) -> set[str]:
    return {r.question for r in choose(clause, basis, {}, on)}


@lru_cache(maxsize=512)
def _lowered(
    clause: t.Clause, letters: tuple[tuple[str, str], ...], on: date, tiers: tuple[Tier, ...], question: str,
    names: tuple[str, ...],
) -> Program:  # fmt: skip
    return lower(clause, dict(letters), on, Basis(tiers, cap_period_question=question), names)


def _takes_part(clause: t.Clause, population: Population, on: date) -> bool:
    stated = any((clause.identifier, one.identifier) in population.columns for one in clause.inputs)
    return stated and clause.header.first <= on <= clause.header.last


def _parameter_bounds(program: Program, name: str) -> tuple[int, int] | None:
    column = next((c for c in program.columns if c.name == parameter_name(name)), None)
    return None if column is None else BY_KIND[column.kind]


def _can_run(plan: Plan, population: Population) -> bool:
    clause = plan.program.clause.identifier
    there = all((clause, name) in population.columns for name in plan.needed)
    return there and plan.arithmetic is not Arithmetic.UNLIMITED


def _part(
    plans: list[Plan], population: Population, want: Want, tiers: tuple[str, ...], folder: Path,
    today: NDArray[np.int64] | None,
) -> Part | None:  # fmt: skip
    written = write(plans, want)
    if not written.inputs:
        return None
    clauses = [plan.program.clause for plan in plans]
    columns = tuple(_array(population, clauses, key, today) for key in written.inputs)
    most = max((high for plan in plans for _, high in plan.share_bounds.values()), default=0) * len(tiers) * len(plans)
    step = max(1, min(MOST_ROWS, 2**62 // max(most, 1)))
    if any(plan.grouped for plan in plans):
        step = max(population.rows, 1)
    return Part(written, load(written.source, folder), columns, population.rows, step)


def _array(
    population: Population, clauses: list[t.Clause], key: tuple[str, str], today: NDArray[np.int64] | None
) -> Array:
    clause, name = key
    if not clause:
        if today is None:
            raise ValueError("today")
        return today
    column, _, part = name.partition("#")
    if name == "#part":
        part_taken = next(takes_part(one, population) for one in clauses if one.identifier == clause)
        return part_taken.astype(np.uint8)
    data = population.columns.get((clause, column))
    if isinstance(data, Items):
        if part == "offsets":
            return data.offsets
        skipped = skipped_lists(data)
        return np.zeros(population.rows, np.uint8) if skipped is None else skipped.astype(np.uint8)
    if part == "group":
        return groups(column, population)
    if part == "sum":
        return np.zeros(population.rows, np.int64)
    if data is None and name.startswith("earlier."):
        return np.zeros(population.rows, np.int64)
    if isinstance(data, Column):
        return np.maximum(data.values, 0) if data.missing and name.startswith("earlier.") else data.values
    items, _, field_name = name.partition(".")
    holder = population.columns[(clause, items)]
    if not isinstance(holder, Items):
        raise KeyError(key)
    return holder.fields[field_name].values


def _slices(part: Part, begin: int, end: int) -> list[Array]:
    found = []
    for (_, name), array in zip(part.written.inputs, part.columns, strict=True):
        if name.endswith("#offsets"):
            found.append(array[begin : end + 1])
        elif name.endswith("#sum"):
            array.fill(0)
            found.append(array)
        elif "." in name and not name.startswith("earlier."):
            found.append(array)
        else:
            found.append(array[begin:end])
    return found


def _parameter_type(part: Part) -> type[np.float64] | type[np.int64]:
    return np.float64 if part.written.double else np.int64


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
