"""合成总体: the same plan makes the same enterprises for ever, to the stated numbers, and changing one moves little."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from luoqiao.core.kernel.money import parse_money
from luoqiao.core.parties.draws import SCALE, in_turn, log_ratio, normal, spread
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.size_class import SizeClass, size_class
from luoqiao.core.parties.synthetic import Enterprise, synthesise
from luoqiao.core.rules.answer import Outcome
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.policies import Pack, open_pack

CLOUD = "cloud_adoption"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("luojiang_2022_31")


@pytest.fixture(scope="module")
def plan(pack: Pack) -> PopulationPlan:
    assert pack.population is not None
    return pack.population


def _stated(firms: tuple[Enterprise, ...]) -> dict[str, object]:
    return {one.key: {name: dict(facts) for name, facts in one.facts.items()} for one in firms}


def _fees(firms: tuple[Enterprise, ...]) -> dict[str, object]:
    return {one.key: one.facts[CLOUD] for one in firms if CLOUD in one.facts}


def test_draws_are_the_same_on_every_machine() -> None:
    assert [normal(f"1/{n}") for n in range(3)] == [-693457, 757697, -418]
    assert spread(4_200_000, 12_000_000, normal("1/0")) == 1_978_940
    assert log_ratio(2, 1) == 693_147


def test_five_of_six_stay_below_the_stated_amount() -> None:
    drawn = [spread(100_000, 300_000, normal(f"law/{n}")) for n in range(6000)]
    assert abs(sum(one < 100_000 for one in drawn) - 3000) < 120
    assert abs(sum(one < 300_000 for one in drawn) - 5000) < 120
    assert max(normal(f"law/{n}") for n in range(6000)) < 6 * SCALE


def test_options_go_round_so_that_a_few_keep_the_shares() -> None:
    turns = in_turn((11, 2), 13)
    assert Counter(turns) == {0: 11, 1: 2}
    assert in_turn((11, 2), 5) == turns[:5]


@pytest.mark.parametrize(
    ("staff", "revenue", "expected"),
    [
        (1000, "3.9999亿元", SizeClass.MEDIUM), (300, "1999万元", SizeClass.SMALL), (19, "5亿元", SizeClass.MICRO),
        (1000, "4亿元", SizeClass.LARGE), (20, "300万元", SizeClass.SMALL),
    ],
)  # fmt: skip
def test_a_size_needs_both_limits(staff: int, revenue: str, expected: SizeClass) -> None:
    assert size_class(staff, parse_money(revenue)) is expected


def test_the_same_seed_gives_the_same_enterprises_for_ever(plan: PopulationPlan) -> None:
    firms = synthesise(plan)
    synthesise.cache_clear()
    again = synthesise(replace(plan))
    assert again == firms
    assert again is not firms
    other = synthesise(replace(plan, seed=2))
    assert _fees(other) != _fees(firms)


def test_numbers_of_enterprises_and_outputs_are_as_stated(plan: PopulationPlan) -> None:
    firms = synthesise(plan)
    assert sum(one.above_designated_size for one in firms) == 244
    for industry in plan.industries:
        ours = [one for one in firms if one.industry == industry.id]
        above = [one for one in ours if one.above_designated_size]
        assert (len(above), len(ours) - len(above)) == (industry.above, industry.other)
        assert sum(one.output for one in above) == industry.output
        assert min(one.output for one in above) >= parse_money("2000万元")
    assert {one.township for one in firms} == {place.code for place in plan.places}
    assert len({one.name for one in firms}) == len(firms)


def test_every_statement_can_be_judged_under_every_reading(pack: Pack, plan: PopulationPlan) -> None:
    for planned in plan.clauses:
        clause = pack.clauses[planned.id]
        taking = [one for one in synthesise(plan) if planned.id in one.facts]
        assert len(taking) == planned.count
        for one in taking:
            facts = read_facts(clause, one.facts[planned.id], pack.basis.tiers)
            answer = explain(clause, facts, on=pack.meta.in_force_until, basis=pack.basis)
            assert answer.outcome is not Outcome.UNDETERMINED, one.facts[planned.id]


def test_cloud_adoption_reaches_the_targets_of_the_document(pack: Pack, plan: PopulationPlan) -> None:
    clause = pack.clauses[CLOUD]
    helped: Counter[str] = Counter()
    for one in synthesise(plan):
        if CLOUD in one.facts:
            facts = read_facts(clause, one.facts[CLOUD])
            answer = explain(clause, facts, on=pack.meta.in_force_until, basis=pack.basis)
            helped[one.industry] += answer.outcome is Outcome.ENTITLED
    stated = {"machinery": 30, "textiles_footwear": 3, "crafts": 2, "paper_hygiene": 3}
    assert all(helped[industry] >= least for industry, least in stated.items())
    assert sum(helped[industry] for industry in stated) <= 45


def test_more_takers_leave_the_others_as_they_were(plan: PopulationPlan) -> None:
    before = _fees(synthesise(plan))
    cloud = plan.clauses[0]
    more = replace(cloud, takers=tuple((name, count + 3) for name, count in cloud.takers))
    after = _fees(synthesise(replace(plan, clauses=(more, *plan.clauses[1:]))))
    assert before.items() <= after.items()
    assert len(after) == len(before) + 3 * len(cloud.takers)


def test_amounts_are_whole_steps_within_their_limits(plan: PopulationPlan) -> None:
    fee = plan.clauses[0].inputs[0]
    for facts in _fees(synthesise(plan)).values():
        assert isinstance(facts, dict)
        amount = parse_money(str(facts["annual_service_fee"]))
        assert fee.least <= amount <= fee.most
        assert amount % fee.step == 0


def test_nothing_is_stated_by_firms_that_may_not_take_part(plan: PopulationPlan) -> None:
    above_only = {clause.id for clause in plan.clauses if clause.above_only}
    below = [one for one in synthesise(plan) if not one.above_designated_size]
    assert not any(above_only & set(one.facts) for one in below)
    assert _stated(tuple(below)) != {}
