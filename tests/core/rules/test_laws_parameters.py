"""规律：调了数的条款，三种跑法一致: left open and given afterwards, rebuilt, and explained, to the fen."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.compile_python import compile_clause
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import BadFacts, read_facts
from luoqiao.core.rules.parameters import Parameter, parameters_of, with_parameters
from tests.core.rules.asking import clause_named, earlier_in_json, programme, quickly, settled_shares
from tests.core.rules.strategies import Posed, cases
from tests.oracle.luojiang import CLAUSES

T = TypeVar("T")


def turned(one: Parameter) -> st.SearchStrategy[int]:
    """A value near today's, at the ends, or anywhere around."""
    near = st.integers(-2, 2).map(lambda step: min(one.most, max(one.least, one.value + step)))
    wide = st.integers(one.least, min(one.most, 3 * one.value + 10)) if one.kind is not t.Kind.DATE else near
    return st.one_of(st.just(one.value), near, wide, wide)


@st.composite
def scenarios(draw: st.DrawFn, clause: str) -> dict[str, int]:
    """Some parameters with other values; those that choose the rule stay as they are."""
    known = [p for p in parameters_of(clause_named(clause)) if p.symbolic]
    chosen = draw(st.lists(st.sampled_from(known), unique=True, max_size=4))
    return {one.id: draw(turned(one)) for one in chosen}


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_a_number_left_open_equals_a_number_written_in(clause: str) -> None:
    """留作变量、写进规则、逐步说明，分文不差."""

    @quickly
    @given(cases(clause, at_random_day=False), scenarios(clause))
    def equal(posed: Posed, values: dict[str, int]) -> None:
        today, basis = clause_named(clause), programme().basis
        try:
            changed = with_parameters(today, values)
        except Invalid:
            assume(False)
        facts, earlier = read_facts(today, posed.facts), read_earlier(today, earlier_in_json(posed))
        asked = {"on": posed.on, "readings": posed.readings, "basis": basis}
        left_open = compile_clause(today, symbols=values, **asked)
        written_in = compile_clause(changed, **asked)
        answer = _answer(lambda: explain(changed, facts, earlier=earlier, **asked))
        if isinstance(answer, tuple):
            assert _answer(lambda: left_open.calculate(facts, earlier, basis, values)) == answer
            return
        shares = settled_shares(answer)
        assert written_in.calculate(facts, earlier, basis) == shares
        assert left_open.calculate(facts, earlier, basis, values) == shares

    equal()


def _answer(run: Callable[[], T]) -> T | tuple[FieldProblem, ...]:
    """What a run gives, or the problems by which it refuses an approved rate."""
    try:
        return run()
    except BadFacts as refused:
        return refused.problems


def test_what_chooses_the_rule_cannot_be_left_open() -> None:
    with pytest.raises(Invalid) as refused:
        compile_clause(clause_named("cloud_adoption"), on=clause_named("cloud_adoption").header.last, symbols=["term.last"])
    assert refused.value.problems[0].code == "LQ-4405"
