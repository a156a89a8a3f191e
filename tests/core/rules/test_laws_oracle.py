"""规律一：与验算一致到分: the engine and the hand calculation agree on every case whose facts are known."""

from datetime import timedelta

import pytest
from hypothesis import given

from tests.core.rules.asking import ask, clause_named, settled_shares, thoroughly
from tests.core.rules.strategies import IN_FORCE, LIMITS, Posed, cases, written
from tests.oracle.luojiang import CLAUSES, FIRST_DAY, LAST_DAY, judge


def _agree(posed: Posed) -> None:
    expected = judge(posed.clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)
    answer = ask(posed)
    assert answer.outcome == expected.outcome
    assert settled_shares(answer) == expected.shares
    assert (answer.total.low, answer.total.high) == (expected.total, expected.total)
    assert not answer.open_questions


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_the_engine_agrees_with_the_hand_calculation_to_the_fen(clause: str) -> None:
    """全部读法、日期、此前已得、实拨."""

    @thoroughly
    @given(cases(clause))
    def agree(posed: Posed) -> None:
        _agree(posed)

    agree()


SINGLE_AMOUNT = {
    "cloud_adoption": "annual_service_fee",
    "industrial_internet_demo": "it_investment",
    "supply_chain_platform": "annual_transaction",
}


@pytest.mark.parametrize("clause", sorted(SINGLE_AMOUNT))
def test_each_fen_around_each_limit_agrees(clause: str) -> None:
    """每个界限上下各 20 分，逐分."""
    name = SINGLE_AMOUNT[clause]
    for limit in LIMITS[name]:
        for step in range(-20, 21):
            _agree(Posed(clause, {name: written(int(limit) + step)}, IN_FORCE))


def test_the_first_and_the_last_day_are_in_force() -> None:
    """期限首尾两日都算."""
    for clause, event in (("champion_national", {"newly_recognised": True}), ("srdi", {"event": "new"})):
        for end in (FIRST_DAY, LAST_DAY):
            for step in (-1, 0, 1):
                _agree(Posed(clause, dict(event), end + timedelta(step)))


def test_the_strategies_know_every_input_of_every_clause() -> None:
    """条款新增的输入不会漏测."""
    for name, entry in CLAUSES.items():
        clause = clause_named(name)
        stated = {one.identifier for one in clause.inputs}
        spoken = {fact for fact in (*entry.needed, *entry.optional) if not fact.startswith("granted_")}
        assert stated == spoken, name
