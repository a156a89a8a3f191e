"""问总体: the same rows asked of the engine and, one by one, of explain; every cell side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from luoqiao.adapters.numba.engine import prepare
from luoqiao.adapters.numba.outcomes import OPEN, TOTAL
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.explain import explain
from tests.core.rules.as_population import as_population
from tests.core.rules.random_cases import Row

CODES = {Outcome.ENTITLED: 1, Outcome.NOT_ENTITLED: 2, Outcome.UNDETERMINED: 3}
Cell = tuple[int, dict[str, tuple[int, int]]]
"""Outcome code, and low and high of each tier and of the total (OPEN without limit)."""


def asked(
    clause: t.Clause, rows: Sequence[Row], on: date, readings: Mapping[str, str], basis: Basis, folder: Path
) -> list[Cell]:
    """What the engine says of every row."""
    population = as_population(clause, rows, basis.tiers)
    found = prepare(population, [clause], on=on, readings=readings, basis=basis, cache_folder=folder).run()
    nothing = {**{tier.code: (0, 0) for tier in basis.tiers}, TOTAL: (0, 0)}
    if clause.identifier not in found.clauses:
        return [(0, nothing)] * len(rows)
    one = found.clauses[clause.identifier]
    assert one.outcome is not None
    highs = {code: amounts.high for code, amounts in one.shares.items()}
    cells: list[Cell] = []
    for place in range(len(rows)):
        shares = {code: (int(a.low[place]), int(highs[code][place])) for code, a in one.shares.items()}
        shares.setdefault(TOTAL, (sum(low for low, _ in shares.values()), sum(high for _, high in shares.values())))
        cells.append((int(one.outcome[place]), shares))
    for code in highs:
        assert one.low[code] == sum(cell[1][code][0] for cell in cells)
        high = [cell[1][code][1] for cell in cells]
        assert one.high[code] == (None if OPEN in high else sum(high))
    for outcome in range(4):
        assert one.counts[outcome] == sum(cell[0] == outcome for cell in cells)
    return cells


def answered(clause: t.Clause, rows: Sequence[Row], on: date, readings: Mapping[str, str], basis: Basis) -> list[Cell]:
    """What explain says of every row; a row that states no input takes no part."""
    cells: list[Cell] = []
    for row in rows:
        if not any(i.label in row.facts.values for i in clause.inputs if i.need is not t.Need.KEPT):
            cells.append((0, {**{tier.code: (0, 0) for tier in basis.tiers}, TOTAL: (0, 0)}))
            continue
        answer = explain(clause, row.facts, on=on, readings=readings, earlier=row.earlier, basis=basis)
        shares = {c: (s.amount.low, OPEN if s.amount.high is None else s.amount.high) for c, s in answer.shares.items()}
        shares[TOTAL] = answer.total.low, OPEN if answer.total.high is None else answer.total.high
        cells.append((CODES[answer.outcome], shares))
    return cells
