"""数据框的行: cases as rows of a frame, and what *explain* answers for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts

CODES = {"entitled": 1, "not_entitled": 2, "undetermined": 3}
DTYPES: Mapping[t.Kind, Any] = {
    t.Kind.MONEY: pl.Int64, t.Kind.RATE: pl.Int32, t.Kind.COUNT: pl.Int32, t.Kind.MONTHS: pl.Int32,
    t.Kind.DATE: pl.Date, t.Kind.YES_NO: pl.Boolean, t.Kind.CHOICE: pl.String,
}  # fmt: skip
Cells = tuple[int, dict[str, tuple[int, int | None]]]


@dataclass(frozen=True, slots=True)
class Row:
    """一行: what one enterprise states for one clause."""

    facts: Facts
    earlier: Earlier = field(default_factory=dict)


def frame_of(clauses: Sequence[t.Clause], rows: Sequence[Mapping[str, Row]], basis: Basis) -> pl.DataFrame:
    """The rows as a frame; a clause that a row leaves out is null in it."""
    columns: dict[str, pl.Series] = {"row": pl.Series(range(len(rows)), dtype=pl.Int64)}
    for clause in clauses:
        here = [row.get(clause.identifier) for row in rows]
        for one in clause.inputs:
            head = f"{clause.identifier}.{one.identifier}"
            columns[head] = _series(one, [row.facts.values.get(one.label) if row else None for row in here])
        for tier in basis.tiers:
            granted = [row.facts.granted.get(tier.label) if row else None for row in here]
            if any(amount is not None for amount in granted):
                columns[f"{clause.identifier}.granted_{tier.code}"] = pl.Series(granted, dtype=pl.Int64)
        for key in dict.fromkeys(key for row in here if row for key in row.earlier):
            paid = [row.earlier.get(key) if row else None for row in here]
            columns[f"{clause.identifier}.earlier.{key[0]}.{key[1]}"] = pl.Series(paid, dtype=pl.Int64)
    return pl.DataFrame(columns)


def _series(one: t.Input, values: Sequence[Any]) -> pl.Series:
    if one.kind is not t.Kind.LIST:
        return pl.Series([_value(one, value) for value in values], dtype=DTYPES[one.kind])
    fields = {f.identifier: DTYPES[f.kind] for f in one.fields}
    lists = [
        None if items is None else [{f.identifier: _value(f, item.get(f.label)) for f in one.fields} for item in items]
        for items in values
    ]
    return pl.Series(lists, dtype=pl.List(pl.Struct(fields)))


def _value(one: t.Input, value: Any) -> Any:
    if value is None:
        return None
    if one.kind is t.Kind.DATE:
        return date.fromisoformat(show_code(value))
    if one.kind is t.Kind.CHOICE:
        return next(o.identifier for o in one.options if o.label == value)
    return value


def expected(
    clause: t.Clause, row: Row | None, *, on: date, readings: Mapping[str, str], basis: Basis
) -> Cells:
    """What *explain* answers, as cells; a row that states no input takes no part."""
    nothing: dict[str, tuple[int, int | None]] = {tier.code: (0, 0) for tier in basis.tiers}
    if row is None or not row.facts.values:
        return 0, nothing
    answer = explain(clause, row.facts, on=on, readings=readings, earlier=row.earlier, basis=basis)
    return CODES[answer.outcome], {code: tuple(share.amount) for code, share in answer.shares.items()}


def cells_of(clause: t.Clause, row: Mapping[str, Any], basis: Basis) -> Cells:
    """The cells of a clause in a row of a result."""
    head = clause.identifier
    return row[f"{head}.outcome"], {
        tier.code: (row[f"{head}.{tier.code}.low"], row[f"{head}.{tier.code}.high"]) for tier in basis.tiers
    }
