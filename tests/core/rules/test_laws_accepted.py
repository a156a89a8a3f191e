"""规律十一：检查放行的，都算得出: what the checker lets pass is judged by every run, and alike.

A sound random clause with a slip of the pen is refused with a sentence, or it is a clause like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.compile_python import compile_clause
from luoqiao.core.rules.declarations import check_inputs
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.kinds import KindChecker
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.problems import ClauseUnreadable
from luoqiao.core.rules.resolve import TIER_LABELS
from luoqiao.core.rules.shape import check_shape
from tests.core.rules.asking import settled_shares
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_asking import quickly
from tests.core.rules.random_cases import Rows
from tests.core.rules.random_clauses import written_clause
from tests.core.rules.random_faults import faulty

Letters = Mapping[str, tuple[str, ...]]


def accepted(text: str, letters: Letters) -> t.Clause | None:
    """The clause, unless it is refused."""
    try:
        clause = parse_clause(text, "random.md")
    except ClauseUnreadable:
        return None
    checker = KindChecker(clause, TIER_LABELS)
    checker.statements(clause.statements)
    found = [*checker.problems, *check_inputs(clause, checker.used, TIER_LABELS)]
    found += check_shape(clause, letters, TIER_LABELS)
    assert all(problem.message for problem in found)
    return None if any(problem.serious for problem in found) else clause


@settings(quickly, max_examples=150, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**40))
def test_a_clause_with_a_slip_of_the_pen_is_refused_or_judged(seed: int) -> None:
    """写错一笔的条款：或者说明不行，或者每种读法、每段日子都算得出."""
    choose = Choosing.seeded(seed)
    written = written_clause(choose)
    letters = switches(parse_clause(written, "random.md"), "")
    clause = accepted(faulty(written, choose), letters)
    if clause is not None:
        _judged(clause, letters, Rows(clause, choose))


def _judged(clause: t.Clause, letters: Letters, rows: Rows) -> None:
    first, last = clause.header.first, clause.header.last
    edges = {d for s in t.statements_of(clause) if isinstance(s, t.During) for d in (s.first, s.last)}
    used = [question for question in switches(clause, "") if question]
    for chosen in product(*(letters[question] for question in used)):
        readings = dict(zip(used, chosen, strict=True))
        for on in {first, last, *(day for day in edges if first <= day <= last)}:
            compiled = compile_clause(clause, on=on, readings=readings)
            for row in (rows.whole(), rows.whole()):
                answer = explain(clause, row.facts, on=on, readings=readings, earlier=row.earlier)
                assert compiled.calculate(row.facts, row.earlier) == settled_shares(answer)
                part = rows.open(row)
                explain(clause, part.facts, on=on, readings=readings, earlier=part.earlier)
