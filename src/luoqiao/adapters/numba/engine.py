"""总体的运行: any set of clauses over many enterprises, exact to the fen and equal to *explain* in every cell.

`prepare` plans, writes and compiles; what it gives may be run as often as parameters change. Complete rows run through one
fused kernel, a clause with a list or with rows that count together through its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.compiler import load
from luoqiao.adapters.numba.grouping import groups
from luoqiao.adapters.numba.open_rows import Task
from luoqiao.adapters.numba.outcomes import Outcomes
from luoqiao.adapters.numba.plan import Arithmetic, Plan, make_plan
from luoqiao.adapters.numba.prepared import Array, Part, Prepared
from luoqiao.adapters.numba.refusals import check_columns, refuse_unlimited
from luoqiao.adapters.numba.write_kernel import Want, write
from luoqiao.adapters.population.columns import Column, Items, Population
from luoqiao.adapters.population.presence import skipped_lists, takes_part
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier, choose
from luoqiao.core.rules.bounds import BY_KIND
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.terms import Program, parameter_name

__all__ = ["EVERYTHING", "Prepared", "Want", "prepare", "run"]

MOST_ROWS = 1 << 18
"""Rows of one call: enough to forget what a call costs, few enough that the threads end together."""
EVERYTHING = Want(shares=True, outcomes=True, clause_sums=True)


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
    moves = any(bounds != (0, 0) for bounds in plan.share_bounds.values())
    return there and moves and plan.arithmetic is not Arithmetic.UNLIMITED


def _part(
    plans: list[Plan], population: Population, want: Want, tiers: tuple[str, ...], folder: Path,
    today: NDArray[np.int64] | None,
) -> Part | None:  # fmt: skip
    written = write(plans, want)
    if not written.inputs:
        return None
    clauses = [plan.program.clause for plan in plans]
    columns = tuple(np.ascontiguousarray(_array(population, clauses, key, today)) for key in written.inputs)
    most = max((high for plan in plans for _, high in plan.share_bounds.values()), default=0) * len(tiers) * len(plans)
    step = max(1, min(MOST_ROWS, 2**62 // max(most, 1)))
    if any(plan.grouped for plan in plans):
        step = max(population.rows, 1)
    types = [column.dtype.name for column in columns] + ([written.type] if written.parameters else [])
    types += [kind for _, _, kind in written.outputs]
    return Part(written, load(written.source, (*types, "int64"), folder), columns, population.rows, step)


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
