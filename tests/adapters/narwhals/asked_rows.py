"""数据框的行: cases as rows of a frame, and what *explain* answers for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_cases import Rows

DTYPES: Mapping[t.Kind, Any] = {
    t.Kind.MONEY: pl.Int64, t.Kind.RATE: pl.Int32, t.Kind.COUNT: pl.Int32, t.Kind.MONTHS: pl.Int32,
    t.Kind.DATE: pl.Date, t.Kind.YES_NO: pl.Boolean, t.Kind.CHOICE: pl.String,
}  # fmt: skip
Cells = tuple[str | None, dict[str, tuple[int, int | None]]]


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
    nothing: dict[str, tuple[int, int | None]] = dict.fromkeys([*(tier.code for tier in basis.tiers), "total"], (0, 0))
    stated = {i.label for i in clause.inputs if i.need is not t.Need.KEPT}
    if row is None or not stated & set(row.facts.values):
        return None, nothing
    answer = explain(clause, row.facts, on=on, readings=readings, earlier=row.earlier, basis=basis)
    shares = {code: tuple(share.amount) for code, share in answer.shares.items()}
    return str(answer.outcome), {**shares, "total": tuple(answer.total)}


def cells_of(clause: t.Clause, row: Mapping[str, Any], basis: Basis) -> Cells:
    """The cells of a clause in a row of a result; where nothing is open there is no column of the most."""
    head = clause.identifier
    low = {tier.code: row[f"{head}.{tier.code}"] for tier in basis.tiers}
    low["total"] = row.get(f"{head}.total", sum(low.values()))
    most = {code: row.get(f"{head}.{code}.most", amount) for code, amount in low.items()}
    return row[f"{head}.outcome"], {code: (low[code], most[code]) for code in low}


def programme_rows(clauses: Sequence[t.Clause], many: int, seed: int) -> list[dict[str, Row]]:
    """Rows of the programme: whole ones, ones that lack a fact, and ones that take no part in some clauses."""
    found: list[dict[str, Row]] = [{} for _ in range(many)]
    for number, clause in enumerate(clauses):
        rows = Rows(clause, Choosing.seeded(seed + number), most=10**13)
        asked = [one.label for one in clause.inputs if rows.askable(one)]
        lacking = rows.choose.one(asked)
        for place, one in enumerate(found):
            if rows.choose.once_in(4):
                continue
            made = rows.whole()
            left = {label: value for label, value in made.facts.values.items() if place % 2 or label != lacking}
            one[clause.identifier] = Row(Facts(left, made.facts.granted), made.earlier)
    return found


def wrong_cells(
    clauses: Sequence[t.Clause], rows: Sequence[Mapping[str, Row]], found: Sequence[Mapping[str, Any]], *,
    on: date, readings: Mapping[str, str], basis: Basis,
) -> list[tuple[str, Row | None, Cells, Cells]]:  # fmt: skip
    """Cells of a result (in any order, with the column `row`) that differ from *explain*; each row must be there once."""
    assert sorted(cells["row"] for cells in found) == list(range(len(rows)))
    wrong = []
    for cells in found:
        for clause in clauses:
            row = rows[cells["row"]].get(clause.identifier)
            own = {q: letter for q, letter in readings.items() if q in switches(clause, basis.cap_period_question)}
            right = expected(clause, row, on=on, readings=own, basis=basis)
            given = cells_of(clause, cells, basis)
            if given != right:
                wrong.append((clause.identifier, row, given, right))
    return wrong
