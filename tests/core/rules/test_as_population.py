"""行变成列再读回来: nothing is lost between the rows of a clause and its columns."""

from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.adapters.population.columns import Column, Items, Population, missing_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS
from luoqiao.core.rules.facts import Facts, FactValue
from tests.core.rules.as_population import as_population
from tests.core.rules.random_cases import Row, complete_facts, random_facts, seeded_rows
from tests.core.rules.random_clauses import seeded_clause


def _stated(one: t.Input, column: Column, row: int) -> FactValue | None:
    code = int(column.values[row])
    if code == missing_of(column.values):
        return None
    assert column.least <= code <= column.most
    if one.kind is t.Kind.CHOICE:
        return one.options[code].label
    return bool(code) if one.kind is t.Kind.YES_NO else code


def _read(one: t.Input, column: Column | Items, row: int) -> FactValue | None:
    if isinstance(column, Column):
        return _stated(one, column, row)
    if column.absent is not None and column.absent[row]:
        return None
    first, last = column.offsets[row : row + 2]
    found = []
    for place in range(first, last):
        item = {f.label: _stated(f, column.fields[f.identifier], place) for f in one.fields}
        found.append({label: value for label, value in item.items() if value is not None})
    return tuple(found)


def _row(clause: t.Clause, population: Population, row: int) -> Row:
    own = {name: column for (_, name), column in population.columns.items()}
    values = {one.label: _read(one, own.pop(one.identifier), row) for one in clause.inputs}
    amounts = {name: int(column.values[row]) for name, column in own.items() if isinstance(column, Column)}
    granted = {tier.label: amounts.get(f"granted_{tier.code}", -1) for tier in TIERS}
    earlier = {
        (name.split(".")[1], name.split(".")[2]): fen
        for name, fen in amounts.items()
        if name.startswith("earlier.")
    }
    return Row(
        Facts(
            {k: v for k, v in values.items() if v is not None}, {k: v for k, v in granted.items() if v >= 0}
        ),
        {k: v for k, v in earlier.items() if v},
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_columns_say_what_the_rows_said(seed: int, data: st.DataObject) -> None:
    clause = seeded_clause(seed)
    rows = [
        *seeded_rows(clause, 3, seed),
        data.draw(complete_facts(clause)),
        data.draw(random_facts(clause, most=10**11)),
    ]
    population = as_population(clause, rows)
    for number, row in enumerate(rows):
        found = _row(clause, population, number)
        assert found.facts == row.facts
        assert found.earlier == {key: fen for key, fen in row.earlier.items() if fen}
