"""行变成列: rows of one clause as the typed columns of `adapters.population.columns`, for tests of the backends.

Every input of the clause, each grant and each earlier amount that it can speak of is a column; what a row does not
state stands as missing in the array, an earlier amount that is not stated is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from luoqiao.adapters.population.columns import DTYPES, Column, Items, Key, Population, column, missing_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.facts import FactValue
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.terms import earlier_name
from tests.core.rules.random_cases import Row, marks_of


def as_population(clause: t.Clause, rows: Sequence[Row], tiers: Sequence[Tier] = TIERS) -> Population:
    """总体: the rows as columns, in their order."""
    columns: dict[Key, Column | Items] = {}
    for one in clause.inputs:
        values = [row.facts.values.get(one.label) for row in rows]
        columns[clause.identifier, one.identifier] = (
            _items(one, values) if one.kind is t.Kind.LIST else _column(one, values)
        )
    spoken_of = set(grants_of(clause))
    for tier in tiers:
        if tier.label in spoken_of:
            granted = [row.facts.granted.get(tier.label) for row in rows]
            columns[clause.identifier, f"granted_{tier.code}"] = _coded(t.Kind.MONEY, granted)
    before = {*marks_of(clause).used_before, *(key for row in rows for key in row.earlier)}
    for name, unit in sorted(before):
        paid = [row.earlier.get((name, unit), 0) for row in rows]
        columns[clause.identifier, earlier_name(name, unit)] = _coded(t.Kind.MONEY, paid)
    return Population(len(rows), columns)


def joined(*populations: Population) -> Population:
    """Populations of the same rows under different clauses as one."""
    rows = {population.rows for population in populations}
    assert len(rows) == 1, "the same rows under every clause"
    columns: dict[Key, Column | Items] = {}
    for population in populations:
        columns |= population.columns
    return Population(rows.pop(), columns)


def code_of(one: t.Input, value: FactValue | None) -> int | None:
    """A fact as the number that its column holds: 否 0, 是 1, a choice by its place in the declaration."""
    if value is None:
        return None
    if one.kind is t.Kind.CHOICE:
        return [option.label for option in one.options].index(str(value))
    assert isinstance(value, int)
    return int(value)


def _column(one: t.Input, values: Sequence[FactValue | None]) -> Column:
    return _coded(one.kind, [code_of(one, value) for value in values])


def _coded(kind: t.Kind, codes: Sequence[int | None]) -> Column:
    missing = missing_of(np.empty(0, DTYPES[kind]))
    return column(kind, np.array([missing if code is None else code for code in codes], DTYPES[kind]))


def _items(one: t.Input, values: Sequence[FactValue | None]) -> Items:
    lists: list[tuple[Mapping[str, FactValue], ...]] = [
        value if isinstance(value, tuple) else () for value in values
    ]
    absent = np.array([value is None for value in values], np.bool_)
    offsets = np.concatenate([[0], np.cumsum([len(items) for items in lists])]).astype(np.int64)
    every = [item for items in lists for item in items]
    fields = {f.identifier: _column(f, [item.get(f.label) for item in every]) for f in one.fields}
    return Items(offsets, fields, absent if absent.any() else None)
