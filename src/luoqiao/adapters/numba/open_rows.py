"""缺项的行: rows that state some facts of a clause and lack others, judged as *explain* judges them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.outcomes import ENTITLED, NOT_ENTITLED, OPEN, TOTAL, UNDETERMINED
from luoqiao.adapters.population.columns import Column, Items, Population, missing_of
from luoqiao.adapters.population.evaluate import Env, ItemRows
from luoqiao.adapters.population.presence import absent_rows, skipped_lists, takes_part
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.bounds import Known
from luoqiao.core.rules.lower_open import OpenProgram, lower_open
from luoqiao.core.rules.simplify import Folding
from luoqiao.core.rules.term_walk import terms_below

Rows = NDArray[np.int64]
NOTHING_SEEN: Mapping[str, NDArray[np.int64]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class OpenRows:
    """Which rows, their outcome, and low and high of each share, in fen (high OPEN without limit).

    The total is among them: it can be narrower than its shares together, for they may lean on the same missing fact.
    """

    rows: Rows
    outcome: NDArray[np.uint8]
    low: Mapping[str, NDArray[np.int64]]
    high: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Task:
    """The clause as it is asked."""

    clause: t.Clause
    letters: Mapping[str, str]
    on: date
    basis: Basis
    program: w.Program
    """As lowered for complete rows."""
    needed: tuple[str, ...]
    """Inputs without which a row is not complete."""


def inputs_read(task: Task) -> tuple[t.Input, ...]:
    """The inputs whose absence changes the judgment; an approved rate may always be absent."""
    approved = {name for name, _, _ in task.program.approved}
    read = {c.name for c in task.program.columns} - approved
    return tuple(i for i in task.clause.inputs if i.identifier in read)


def judge_open_rows(
    task: Task, population: Population, *, every: bool = False, seen: Mapping[str, NDArray[np.int64]] = NOTHING_SEEN
) -> OpenRows | None:
    """Every row that takes part and lacks something (`every`: that takes part at all); None when there is none.

    `seen` are earlier amounts as they stood before each row, where rows of one group count together.
    """
    inputs = inputs_read(task)
    chosen = _rows(task, population, inputs, every)
    if not chosen.size:
        return None
    pattern = np.zeros(chosen.size, np.int64)
    for bit, one in enumerate(inputs):
        absent = absent_rows(population, (task.clause.identifier, one.identifier))
        if absent is not None:
            pattern |= absent[chosen].astype(np.int64) << bit
    found = []
    for code in np.unique(pattern):
        missing = frozenset(one.identifier for bit, one in enumerate(inputs) if (int(code) >> bit) & 1)
        program = lower_open(task.clause, task.letters, task.on, missing, task.basis)
        found.append(_judge(program, population, chosen[pattern == code], seen))
    tiers = (*(tier.code for tier in task.basis.tiers), TOTAL)
    return OpenRows(
        np.concatenate([one.rows for one in found]),
        np.concatenate([one.outcome for one in found]),
        {code: np.concatenate([one.low[code] for one in found]) for code in tiers},
        {code: np.concatenate([one.high[code] for one in found]) for code in tiers},
    )


def _rows(task: Task, population: Population, inputs: tuple[t.Input, ...], every: bool) -> Rows:
    """The rows that the kernel leaves, in order."""
    clause = task.clause.identifier
    lacking = np.full(population.rows, every, np.bool_)
    for one in inputs:
        if one.identifier not in task.needed:
            continue
        absent = absent_rows(population, (clause, one.identifier))
        if absent is not None:
            lacking |= absent
        data = population.columns.get((clause, one.identifier))
        ragged = skipped_lists(data) if isinstance(data, Items) else None
        if ragged is not None:
            lacking |= ragged
    if not lacking.any():
        return np.zeros(0, np.int64)
    return np.flatnonzero(lacking & takes_part(task.clause, population))


def _judge(program: OpenProgram, population: Population, rows: Rows, seen: Mapping[str, NDArray[np.int64]]) -> OpenRows:
    env = _environment(program, population, rows, seen)
    for name, term in program.assignments:
        env.assign(name, term)
    low, high = {}, {}
    settled = np.ones(len(rows), np.bool_)
    for code, span in (*program.shares, (TOTAL, program.total)):
        opened = env.flags(span.open)
        low[code] = env.evaluate(span.low).astype(np.int64)
        high[code] = np.where(opened, OPEN, env.evaluate(span.high)).astype(np.int64)
        settled &= (low[code] == high[code]) | (code == TOTAL)
    nothing = high[TOTAL] == 0
    refused = ~env.flags(program.entitled.possibly) | nothing
    certain = env.flags(program.entitled.surely) & settled
    outcome = np.where(refused, NOT_ENTITLED, np.where(certain, ENTITLED, UNDETERMINED)).astype(np.uint8)
    return OpenRows(rows, outcome, low, high)


def _environment(
    program: OpenProgram, population: Population, rows: Rows, seen: Mapping[str, NDArray[np.int64]]
) -> Env:
    clause = program.clause.identifier
    values: dict[str, NDArray[Any]] = {}
    given: dict[str, NDArray[np.bool_]] = {}
    items: dict[str, ItemRows] = {}
    for column in program.columns:
        data = population.columns.get((clause, column.name))
        if column.name in seen:
            values[column.name] = seen[column.name][rows]
        elif isinstance(data, Items):
            items[column.name] = _items(data, rows, values, given)
        elif isinstance(data, Column):
            values[column.name] = data.values[rows].astype(np.int64)
            given[column.name] = data.values[rows] != missing_of(data.values)
        else:
            values[column.name] = np.zeros(len(rows), np.int64)
            given[column.name] = np.zeros(len(rows), np.bool_)
        if column.name.startswith("earlier."):
            values[column.name] = np.maximum(values[column.name], 0)
    exact: type[np.int64] | type[object] = np.int64
    if _largest(program, values, items) >= 2**63:
        exact = object
        values = {name: value.astype(object) for name, value in values.items()}
    return Env(len(rows), exact, values, given, items)


def _items(
    data: Items, rows: Rows, values: dict[str, NDArray[Any]], given: dict[str, NDArray[np.bool_]]
) -> ItemRows:
    """The items of these rows, their fields put among the values as `item.<field>`."""
    begins, lengths = data.offsets[rows], data.offsets[rows + 1] - data.offsets[rows]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    owner = np.repeat(np.arange(len(rows), dtype=np.int64), lengths)
    places = np.arange(int(offsets[-1]), dtype=np.int64) - offsets[owner] + begins[owner]
    for name, field in data.fields.items():
        picked = field.values[places]
        values[f"item.{name}"] = picked.astype(np.int64)
        given[f"item.{name}"] = picked != missing_of(field.values)
    return ItemRows(offsets, owner)


def _largest(program: OpenProgram, values: Mapping[str, NDArray[Any]], items: Mapping[str, ItemRows]) -> int:
    """The largest magnitude that any step can reach with these values."""
    bounds = {n: (int(v.min()), int(v.max())) if v.size else (0, 0) for n, v in values.items()}
    longest = max([int(np.diff(i.offsets).max()) for i in items.values() if len(i.offsets) > 1], default=0)
    folding = Folding(program, Known(bounds, {}, most_items=max(longest, 1)))
    largest = 0
    for term in _all_terms(program, folding):
        low, high = folding.range(term)
        largest = max(largest, abs(low), abs(high))
    return largest * max(sum(len(i.owner) for i in items.values()), 1) if items else largest


def _all_terms(program: OpenProgram, folding: Folding) -> Iterator[w.Term]:
    for name, term in program.assignments:
        yield from terms_below(term)
        folding.bounds[name] = folding.range(term)
    for _, span in (*program.shares, ("", program.total)):
        for root in (span.low, span.high, span.open):
            yield from terms_below(root)
