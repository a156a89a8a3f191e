"""很多设想 × 很多企业: the kernels say of every scenario what the generated functions say, to the fen."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoqiao.adapters.numba.sweep import Fast
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.design import Design, lay_out
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.read_design import read_axis, read_reading
from luoqiao.core.rules.scenario import Scenario, Turned
from luoqiao.core.rules.sweep import Portable, Row
from luoqiao.core.rules.trial import Taker, Trial
from tests.core.rules.as_population import as_population, joined
from tests.core.rules.asking import clause_named, earlier_in_json, programme
from tests.core.rules.random_cases import Row as Case
from tests.core.rules.strategies import IN_FORCE, LIMITS, Posed, written

KERNELS = Path("var/cache/kernels")
BASIS = programme().basis
DESIGNS = {
    "cloud_adoption": {"district.rate": "0.1..0.3/0.1", "condition.annual_service_fee": "3万,5万", "X-12": "*"},
    "technology_upgrade": {"市级测算.rate": "5%,7%,9%", "city.cap": "100万,200万"},
    "five_g_demo": {"bracket.completed_investment.1": "800万,1000万"},
    "supply_chain_platform": {"市级奖励.award.1": "15万,20万", "term.last": "2022-12-31,2023-12-31"},
    "industrial_app": {"补助总额.rate": "20%,30%", "city.parts": "1,2"},
}


def _scenarios(clause: str) -> tuple[Scenario, ...]:
    one = clause_named(clause)
    axes = [
        (read_reading if name.startswith("X-") else read_axis)(one, name, raw, BASIS) for name, raw in DESIGNS[clause].items()
    ]
    return lay_out(Design(tuple(axes)), programme().clauses, BASIS, IN_FORCE).scenarios


def _both(posed: dict[str, list[Posed]]) -> tuple[Portable, Fast]:
    takers, populations = {}, []
    for name, rows in posed.items():
        clause = clause_named(name)
        stated = [(read_facts(clause, p.facts), read_earlier(clause, earlier_in_json(p))) for p in rows]
        takers[name] = [Taker(str(n), facts, earlier=earlier) for n, (facts, earlier) in enumerate(stated)]
        populations.append(as_population(clause, [Case(facts, earlier) for facts, earlier in stated]))
    trial = Trial(programme().clauses, takers, on=IN_FORCE, basis=BASIS)
    clauses = {name: clause_named(name) for name in posed}
    return Portable(trial), Fast(joined(*populations), clauses, on=IN_FORCE, basis=BASIS, cache_folder=KERNELS)


def _told(row: Row) -> tuple[object, ...]:
    change = row.change
    moved = (change.winners, change.gained, change.losers, change.lost, change.unchanged)
    return row.scenario.name, dict(row.cost.by_tier), row.cost.helped, dict(row.before.by_tier), moved, row.reached


def _crowd(clause: str) -> list[Posed]:
    """Cases at the limits of the clause and a fen around them, some with a fact left out."""
    one = clause_named(clause)
    rows = []
    for place in range(24):
        facts: dict[str, object] = {}
        for number, asked in enumerate(one.inputs):
            if asked.need is not t.Need.NEEDED:
                continue
            limits = LIMITS.get(asked.identifier, (1_000_000,))
            amount = int(limits[(place + number) % len(limits)]) + (place * (number + 3)) % 5 - 2
            facts[asked.identifier] = {
                t.Kind.MONEY: written(max(amount, 0)), t.Kind.YES_NO: place % 3 > 0,
                t.Kind.LIST: [{"last_year_service_expenditure": written(amount)}] * (place % 3),
            }[asked.kind]  # fmt: skip
        if place % 8 == 7:
            facts.pop(one.inputs[0].identifier)
        if facts:
            rows.append(Posed(clause, facts, IN_FORCE))
    return rows


@pytest.mark.parametrize("clause", sorted(DESIGNS))
def test_kernels_and_functions_say_the_same_of_every_scenario(clause: str) -> None:
    """内核与生成的函数逐个设想分文不差."""
    portable, fast = _both({clause: _crowd(clause)})
    scenarios = _scenarios(clause)
    assert [_told(row) for row in fast.rows(scenarios)] == [_told(row) for row in portable.rows(scenarios)]
    assert fast.marginal(scenarios[-1]) == portable.marginal(scenarios[-1])


def _fees(*amounts: str | None) -> list[Posed]:
    return [Posed("cloud_adoption", {} if a is None else {"annual_service_fee": a}, IN_FORCE) for a in amounts]


def _deals(*amounts: str) -> list[Posed]:
    return [Posed("supply_chain_platform", {"annual_transaction": a}, IN_FORCE) for a in amounts]


def test_what_other_clauses_give_is_not_lost_or_counted_twice() -> None:
    given_cases = {
        "cloud_adoption": _fees("10万", "4万", "40万", "4万"), "supply_chain_platform": _deals("6亿", "6亿", "1亿", "1亿"),
    }  # fmt: skip
    portable, fast = _both(given_cases)
    both = {"cloud_adoption": Turned({}, {"district.rate": 3000}), "supply_chain_platform": Turned({}, {"市级奖励.award.1": 1})}
    scenarios = [*_scenarios("cloud_adoption"), *_scenarios("supply_chain_platform"), Scenario("两条", both)]
    assert [_told(row) for row in fast.rows(scenarios)] == [_told(row) for row in portable.rows(scenarios)]


def test_a_grant_known_and_an_approved_rate_follow_a_turned_limit() -> None:
    facts = {
        "production_equipment_investment": "1000万", "provincial_base": "0", "provincial_leading_enterprise": False,
        "city_approved_rate": "0.07",
    }  # fmt: skip
    portable, fast = _both({"technology_upgrade": [Posed("technology_upgrade", facts, IN_FORCE)]})
    lower = Scenario("五个点", {"technology_upgrade": Turned({}, {"市级测算.rate": 500})})
    higher = Scenario("不低于八个点", {"technology_upgrade": Turned({"X-01": "B"}, {"市级测算.rate": 800})})
    for runner in (portable, fast):
        assert [row.cost.by_tier["city"] for row in runner.rows([lower, higher])] == [50_000_000, 80_000_000]
