"""问随机条款: a random clause with its readings, a day and a row, put to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import FactValue
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_cases import Row, Rows, day_for, letters_for
from tests.core.rules.random_clauses import random_clauses, seeded_clause

quickly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True, slots=True)
class Posed:
    """一案: a random clause, its readings, a day, a whole row, and what else may be chosen."""

    clause: t.Clause
    letters: Mapping[str, str]
    on: date
    row: Row
    seed: int

    def rows(self, many: int) -> tuple[list[Row], Rows]:
        """The row and more of them, and their maker; seeded, for a drawn row costs as much as ten of them."""
        rows = Rows(self.clause, Choosing.seeded(self.seed))
        return [self.row, *(rows.whole() for _ in range(many - 1))], rows

    def ask(self, row: Row) -> Answer:
        """The answer for a row."""
        return explain(self.clause, row.facts, on=self.on, readings=self.letters, earlier=row.earlier)


@st.composite
def posed(draw: st.DrawFn) -> tuple[Posed, Rows]:
    """A clause with a whole row, and the maker of more rows."""
    clause = draw(random_clauses())
    choose = Choosing.drawn(draw)
    rows = Rows(clause, choose)
    letters, on = letters_for(clause, choose), day_for(clause, choose)
    return Posed(clause, letters, on, rows.whole(), choose.number(10**6)), rows


def without(row: Row, labels: set[str]) -> Row:
    """The row without some facts."""
    kept = {label: value for label, value in row.facts.values.items() if label not in labels}
    return replace(row, facts=replace(row.facts, values=kept))


def with_facts(row: Row, more: Mapping[str, FactValue]) -> Row:
    """The row with more facts."""
    return replace(row, facts=replace(row.facts, values={**row.facts.values, **more}))


def seeded_case(seed: int) -> Posed:
    """一案, made from a seed: three in the time of one that is drawn, but it does not shrink."""
    clause, choose = seeded_clause(seed), Choosing.seeded(seed)
    letters, on = letters_for(clause, choose), day_for(clause, choose)
    return Posed(clause, letters, on, Rows(clause, choose).whole(), seed)
