"""清单列: list columns of a typed file: whole fen at once where that is all they hold, else item by item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from luoqiao.adapters.population.columns import Column, Items
from luoqiao.adapters.population.gathered import coded
from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import MOST_COUNT
from luoqiao.core.rules.facts import MOST_ITEMS

NO_LIST = t.Input("", "", t.Need.KEPT, t.Kind.LIST, t.At(0))


def whole_items(one: t.Input, series: pl.Series) -> Items | None:
    """Items whose fields are all whole numbers within bounds, without looking at each; None where that cannot be."""
    dtype = series.dtype
    if not isinstance(dtype, pl.List) or not isinstance(dtype.inner, pl.Struct):
        return None
    names = {name: part for part in one.fields for name in (part.identifier, part.label)}
    held = {field.name: field.dtype for field in dtype.inner.fields}
    bounds = {t.Kind.MONEY: MOST, t.Kind.COUNT: MOST_COUNT}
    if not held or any(name not in names or names[name].kind not in bounds or kind != pl.Int64 for name, kind in held.items()):
        return None
    if len({names[name].identifier for name in held}) != len(held):
        return None
    lengths = series.list.len().fill_null(0).cast(pl.Int64).to_numpy()
    if lengths.size and lengths.max() > MOST_ITEMS:
        return None
    items = series.filter(series.list.len() > 0).explode()
    fields: dict[str, Column] = {}
    for part in one.fields:
        name = next((n for n in (part.identifier, part.label) if n in held), "")
        values = items.struct.field(name) if name else pl.Series([None] * len(items), dtype=pl.Int64)
        lowest, highest = values.min(), values.max()
        if isinstance(lowest, int) and isinstance(highest, int) and (lowest < 0 or highest > bounds[part.kind]):
            return None
        fields[part.identifier] = coded(part.kind, values.fill_null(-1).to_numpy())
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
    return Items(offsets, fields, series.is_null().to_numpy() if series.null_count() else None)


def plain_items(one: t.Input, raw: Any) -> Any:
    """Items of a list in the form of single facts: whole money is fen there too, other numbers decimal text."""
    kinds = {name: part.kind for part in one.fields for name in (part.identifier, part.label)}

    def plain(name: str, value: Any) -> Any:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int) and kinds.get(name) is t.Kind.MONEY:
            return f"{Decimal(value).scaleb(-2):f}"
        return f"{Decimal(repr(value)):f}" if isinstance(value, float) else value

    if not isinstance(raw, list):
        return str(raw)
    only = one.fields[0].identifier if len(one.fields) == 1 else ""
    items = []
    for item in raw:
        if isinstance(item, dict):
            items.append({name: plain(name, value) for name, value in item.items()})
        else:
            items.append({only: plain(only, item)} if only else item)
    return items
