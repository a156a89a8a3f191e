"""有没有: which rows state an input, which lists are whole, and who takes part in a clause."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Items, Key, Population, missing_of
from luoqiao.core.rules import tree as t


def takes_part(clause: t.Clause, population: Population) -> NDArray[np.bool_]:
    """Rows that state at least one input of the clause."""
    part = np.zeros(population.rows, np.bool_)
    for one in clause.inputs:
        if one.need is not t.Need.KEPT and (clause.identifier, one.identifier) in population.columns:
            absent = absent_rows(population, (clause.identifier, one.identifier))
            if absent is None:
                part[:] = True
                return part
            part |= ~absent
    return part


def absent_rows(population: Population, key: Key) -> NDArray[np.bool_] | None:
    """Rows without this input; None when every row has it."""
    data = population.columns.get(key)
    if data is None:
        return np.ones(population.rows, np.bool_)
    if isinstance(data, Items):
        return data.absent
    if not data.missing:
        return None
    absent: NDArray[np.bool_] = data.values == missing_of(data.values)
    return absent


def skipped_lists(items: Items) -> NDArray[np.bool_] | None:
    """Rows whose list is missing or has an item that lacks something; None when there is none."""
    lacking = [field.values == missing_of(field.values) for field in items.fields.values() if field.missing]
    if not lacking:
        return items.absent
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.logical_or.reduce(lacking))])
    ragged: NDArray[np.bool_] = running[items.offsets[1:]] > running[items.offsets[:-1]]
    return ragged if items.absent is None else ragged | items.absent
