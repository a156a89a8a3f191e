"""规律六：生成的函数与逐步说明一致: the function without explanation gives the same shares, to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.rules.compile_python import FactMissing, compile_clause
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from tests.core.rules.asking import ask, clause_named, earlier_in_json, programme, quickly, settled_shares
from tests.core.rules.strategies import Posed, cases
from tests.oracle.luojiang import CLAUSES, FIRST_DAY, LAST_DAY, NotKnownError, Verdict, judge


def _generated(posed: Posed) -> dict[str, int]:
    clause = clause_named(posed.clause)
    function = compile_clause(clause, on=posed.on, readings=posed.readings, basis=programme().basis)
    facts, earlier = read_facts(clause, posed.facts), read_earlier(clause, earlier_in_json(posed))
    return function.calculate(facts, earlier, programme().basis)


def _by_hand(posed: Posed) -> Verdict:
    return judge(posed.clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_the_generated_function_equals_the_explanation(clause: str) -> None:
    """同一条款两种跑法，分文不差；与验算也不差."""

    @quickly
    @given(cases(clause).filter(lambda posed: FIRST_DAY <= posed.on <= LAST_DAY))
    def equal(posed: Posed) -> None:
        shares = settled_shares(ask(posed))
        found = _generated(posed)
        assert found == {tier: shares[tier] for tier in found}
        assert sum(found.values()) == sum(shares.values())
        assert shares == _by_hand(posed).shares

    equal()


@quickly
@given(cases(at_random_day=False), st.data())
def test_the_generated_function_never_guesses_a_missing_fact(posed: Posed, data: st.DataObject) -> None:
    """缺了要用的事实，就不算."""
    name = data.draw(st.sampled_from(CLAUSES[posed.clause].needed))
    short = posed.without(name)
    try:
        shares = _generated(short)
    except FactMissing:
        return
    try:
        expected = judge(
            short.clause, short.facts, on=short.on, readings=short.readings, earlier=short.earlier
        )
    except NotKnownError:
        pytest.fail(f"answered {shares} without {name}")
    assert shares == {tier: expected.shares[tier] for tier in shares}
