"""内核拒绝的值: values that must not stand in a column are refused with the column and the first row, before anything runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Column, Items, Population
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.bounds import BY_KIND


def check_columns(program: w.Program, population: Population) -> None:
    """Raise Invalid for a value beyond its kind, or an approved rate beyond its limit."""
    clause = program.clause.identifier
    for column in program.columns:
        data = population.columns.get((clause, column.name))
        if isinstance(data, Items):
            for one in program.clause.get_input(column.name).fields:
                _check(f"{clause}.{column.name}.{one.identifier}", one.kind, data.fields[one.identifier], population)
        elif isinstance(data, Column):
            _check(f"{clause}.{column.name}", column.kind, data, population, len(column.options))
    for name, how, limit in program.approved:
        data = population.columns.get((clause, name))
        if isinstance(data, Column):
            values = data.values
            beyond = (values > limit) if how is t.RateHow.CEILING else (values < limit) & (values >= 0)
            if bool(beyond.any()):
                word = "不高于" if how is t.RateHow.CEILING else "不低于"
                _refuse(f"{clause}.{name}", values, beyond, f"{word} {limit / 100:g}%", "LQ-4001", population)


def refuse_unlimited(clause: t.Clause, population: Population) -> None:
    """Rows that count together cannot be calculated beyond 64 bits: name the largest amount of the clause."""
    columns = {key: one for key, one in population.columns.items() if key[0] == clause.identifier and isinstance(one, Column)}
    (_, name), largest = max(columns.items(), key=lambda pair: pair[1].most)
    values, expected = largest.values, "小一些，才能按同一家合起来算"
    _refuse(f"{clause.identifier}.{name}", values, values == largest.most, expected, "LQ-4003", population)


def _check(name: str, kind: t.Kind, data: Column, population: Population, options: int = 0) -> None:
    _, most = BY_KIND[kind]
    most = options - 1 if options else most
    if data.most > most or data.least < 0:
        values = data.values
        beyond = (values > most) & (values != 255) if values.dtype == np.uint8 else values > most
        _refuse(name, values, beyond | (values < -1), f"0 至 {most}", "LQ-4002", population)


def _refuse(
    name: str, values: NDArray[Any], beyond: NDArray[np.bool_], expected: str, code: str, population: Population
) -> None:
    place = int(np.flatnonzero(beyond)[0])
    row = place + 1 if population.row_numbers is None else int(population.row_numbers[place])
    message = f"第 {row} 行的 {name} 是 {values[place]}，应当{expected}；没有开始计算，请改正后再运行"
    raise Invalid((FieldProblem(name, str(values[place]), expected, message, code),))
