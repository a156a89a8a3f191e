"""标准答案: every share of every row, one row after another, through the generated functions; a sample through *explain*.

The generated functions are held equal to *explain* by the tests of the rules; here both stand beside each other once
more, so that wrong cells of a peer are counted against the words of the document.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Array, Column, Items, Population, missing_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.compile_python import Compiled, compile_clause
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, FactValue
from luoqiao.policies import open_pack

PACK, ON = "luojiang_2022_31", date(2023, 6, 30)
TIERS = ("province", "city", "district")
Cell = tuple[str, str]
Shares = Mapping[Cell, NDArray[Any]]
"""Clause and tier to the fen of every row; a tier that never pays is left out."""

SEVEN_CELLS: tuple[Cell, ...] = (
    ("cloud_adoption", "city"), ("cloud_adoption", "district"),
    ("technology_upgrade", "province"), ("technology_upgrade", "city"), ("technology_upgrade", "district"),
    ("first_set_national", "province"), ("first_set_national", "city"), ("first_set_national", "district"),
    ("five_g_demo", "province"), ("five_g_demo", "city"), ("five_g_demo", "district"),
    ("supply_chain_platform", "city"), ("supply_chain_platform", "district"),
    ("champion_national", "province"), ("champion_national", "district"),
    ("little_giant", "province"), ("little_giant", "city"), ("little_giant", "district"),
)  # fmt: skip
"""The eighteen shares of the seven items that can be above zero."""

ROWS_AT_A_TIME = 250_000


def every_share(population: Population, clauses: Sequence[str]) -> dict[Cell, NDArray[np.uint32]]:
    """Every share of these clauses, row after row. Slow on purpose: nothing here is shared with a peer or a kernel."""
    found: dict[Cell, NDArray[np.uint32]] = {}
    for name in clauses:
        found |= shares_under(population, open_pack(PACK).clauses[name])
    return found


def shares_under(population: Population, clause: t.Clause) -> dict[Cell, NDArray[np.uint32]]:
    """Every share of one clause, which need not be the pack's own."""
    return _shares_of(population, clause.identifier, compile_clause(clause, on=ON, basis=open_pack(PACK).basis))


def _shares_of(population: Population, name: str, compiled: Compiled) -> dict[Cell, NDArray[np.uint32]]:
    shares = np.zeros((population.rows, len(TIERS)), np.uint32)
    part = takes_part(population, name)
    for start in range(0, population.rows, ROWS_AT_A_TIME):
        rows = start + np.flatnonzero(part[start : start + ROWS_AT_A_TIME])
        if rows.size:
            arguments = [_argument(population, name, column.name, rows) for column in compiled.program.columns]
            shares[rows] = np.fromiter(map(compiled.function, *arguments), dtype=(np.uint32, len(TIERS)), count=rows.size)
    order = [compiled.tiers.index(tier) for tier in TIERS]
    return {(name, tier): np.ascontiguousarray(shares[:, i]) for tier, i in zip(TIERS, order, strict=True) if shares[:, i].any()}


def takes_part(population: Population, clause: str) -> NDArray[np.bool_]:
    """Rows with any value for the clause."""
    part = np.zeros(population.rows, np.bool_)
    for key, column in population.columns.items():
        if key[0] == clause:
            part |= _present(population.rows, column)
    return part


def _present(rows: int, column: Column | Items) -> NDArray[np.bool_]:
    if isinstance(column, Items):
        return np.ones(rows, np.bool_) if column.absent is None else ~column.absent
    present: NDArray[np.bool_] = column.values != missing_of(column.values)
    return present


def _argument(population: Population, clause: str, name: str, rows: NDArray[np.int64]) -> list[object]:
    """One argument of the generated function for these rows: grants are not known, nothing was paid before."""
    column = population.columns.get((clause, name))
    if column is None:
        return [0 if name.startswith("earlier.") else None] * rows.size
    if isinstance(column, Items):
        (field,) = column.fields.values()
        return [tuple((value,) for value in one) for one in _lists(column, field.values, rows)]
    missing = missing_of(column.values)
    return [None if value == missing else value for value in column.values[rows].tolist()]


def _lists(items: Items, values: Array, rows: NDArray[np.int64]) -> Iterator[list[int]]:
    for begin, end in zip(items.offsets[rows].tolist(), items.offsets[rows + 1].tolist(), strict=True):
        yield values[begin:end].tolist()


def first_rows(population: Population, rows: int) -> Population:
    """The population's first rows."""
    found: dict[tuple[str, str], Column | Items] = {}
    for key, column in population.columns.items():
        if isinstance(column, Column):
            found[key] = Column(column.values[:rows], column.least, column.most, column.missing)
        else:
            offsets = column.offsets[: rows + 1]
            fields = {n: Column(f.values[: offsets[-1]], f.least, f.most, f.missing) for n, f in column.fields.items()}
            found[key] = Items(offsets, fields, None if column.absent is None else column.absent[:rows])
    return Population(rows, found)


def explained(population: Population, clause: str, row: int) -> dict[str, int]:
    """The shares of one row as *explain* answers it; every share must be settled."""
    pack = open_pack(PACK)
    one = pack.clauses[clause]
    answer = explain(one, Facts(dict(_facts(population, one, row))), on=ON, basis=pack.basis)
    amounts = {tier: answer.shares[tier].amount.exact for tier in TIERS}
    open_ones = [tier for tier, amount in amounts.items() if amount is None]
    if open_ones:
        raise ValueError(f"row {row} of {clause} is not settled: {open_ones}")
    return {tier: amount for tier, amount in amounts.items() if amount is not None}


def _facts(population: Population, clause: t.Clause, row: int) -> Iterator[tuple[str, FactValue]]:
    for one in clause.inputs:
        column = population.columns.get((clause.identifier, one.identifier))
        if isinstance(column, Column) and column.values[row] != missing_of(column.values):
            yield one.label, _decoded(one, int(column.values[row]))
        elif isinstance(column, Items):
            (field,) = one.fields
            values = column.fields[field.identifier].values[column.offsets[row] : column.offsets[row + 1]]
            yield one.label, tuple({field.label: value} for value in values.tolist())


def _decoded(one: t.Input, code: int) -> FactValue:
    if one.kind is t.Kind.YES_NO:
        return bool(code)
    return one.options[code].label if one.kind is t.Kind.CHOICE else code


# -- kept between runs -----------------------------------------------------------------------------------------


def kept_shares(population: Population, clauses: Sequence[str], name: str) -> dict[Cell, NDArray[np.uint32]]:
    """The same, kept under var/bench for the next run of the same rules on the same facts."""
    sources = [compile_clause(open_pack(PACK).clauses[n], on=ON, basis=open_pack(PACK).basis).source for n in clauses]
    mark = hashlib.sha256("\n".join([*sources, *_sums_of_facts(population)]).encode()).hexdigest()[:16]
    folder = Path(os.environ.get("DATA", "var")) / "bench"
    stem = f"reference-{name.replace(' ', '-')}-{population.rows}"
    path = folder / f"{stem}-{mark}.npz"
    if path.exists():
        with np.load(path) as kept:
            return {(clause, tier): kept[stored] for stored in kept.files for clause, tier in [tuple(stored.split("."))]}
    found = every_share(population, clauses)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{stem}-*.npz"):
        old.unlink()
    arrays: dict[str, Any] = {f"{clause}.{tier}": values for (clause, tier), values in found.items()}
    np.savez(path, **arrays)
    return found


def _sums_of_facts(population: Population) -> Iterator[str]:
    """A check sum of every column, so that an answer is never taken for other firms."""
    for key, column in sorted(population.columns.items()):
        fields = {"": column} if isinstance(column, Column) else column.fields
        arrays = {name: field.values for name, field in fields.items()}
        if isinstance(column, Items):
            arrays["offsets"] = column.offsets
        yield from (f"{key} {name} {zlib.crc32(np.ascontiguousarray(values))}" for name, values in sorted(arrays.items()))


def wrong_cells(found: Shares, right: Shares) -> int:
    """How many shares differ from the standard answer, a share left out counted as zero."""
    cells = right.keys() | found.keys()
    return sum(int(np.count_nonzero(_values(found, c) != _values(right, c))) for c in cells)


def _values(shares: Shares, cell: Cell) -> NDArray[Any] | int:
    return shares.get(cell, 0)


def totals(shares: Shares) -> tuple[int, int, int, int]:
    """Province, city, district, all."""
    by_tier = [sum(int(v.sum(dtype=np.int64)) for (_, at), v in shares.items() if at == tier) for tier in TIERS]
    return by_tier[0], by_tier[1], by_tier[2], sum(by_tier)
