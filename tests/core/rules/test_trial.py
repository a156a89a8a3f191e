"""试算: what a scenario costs equals what each case is told; who gains is the difference of the two."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.parameters import parameters_of, read_values, with_parameters
from luoqiao.core.rules.scenario import (
    Scenario,
    Turned,
    check_scenario,
    read_scenario,
    scenario_data,
    with_readings,
    with_value,
    words_of,
)
from luoqiao.core.rules.trial import Taker, Trial
from luoqiao.core.rules.trial_result import change_of
from tests.core.rules.asking import TIERS, clause_named, earlier_in_json, programme, quickly
from tests.core.rules.strategies import IN_FORCE, Posed, cases
from tests.core.rules.test_laws_parameters import scenarios
from tests.oracle.luojiang import CLAUSES

WAN = 1_000_000
TODAY = Scenario("现行")
HIGHER = Scenario("三成", {"cloud_adoption": Turned({}, {"district.rate": 3000})})


def _cloud(*fees: str | None, **more: object) -> Trial:
    clause = clause_named("cloud_adoption")
    takers = [
        Taker(str(index), read_facts(clause, {"annual_service_fee": fee, **more}), {"industry": "甲" if index % 2 else "乙"})
        for index, fee in enumerate(fees)
    ]
    return Trial(programme().clauses, {"cloud_adoption": takers}, on=IN_FORCE, basis=programme().basis)


def test_a_higher_rate_costs_more_and_says_who_gains() -> None:
    trial = _cloud("4万", "10万", "20万", "40万")
    found = trial.compare(HIGHER, labels=["industry"])
    assert found.before.by_tier == {"province": 0, "city": 19 * WAN, "district": 3_800_000}
    assert found.after.by_tier == {"province": 0, "city": 19 * WAN, "district": 900_000 + 1_800_000 + 2 * WAN}
    assert (found.change.winners, found.change.gained, found.change.unchanged) == (2, 900_000, 2)
    assert dict(found.change.quantiles) == {10: 300_000, 25: 300_000, 50: 300_000, 75: 600_000, 90: 600_000}
    assert [(g.name, g.change.winners) for g in found.groups] == [("乙", 1), ("甲", 1)]
    assert [(m.key, m.gain) for m in found.largest] == [("2", 600_000), ("1", 300_000)]
    assert found.reached == (3, 3)


def test_missing_facts_count_with_their_certain_low_end() -> None:
    cost = _cloud("10万", None).cost(TODAY)
    assert (cost.total, cost.undetermined) == (3_600_000, 1)
    assert cost.high == {"province": 0, "city": 13 * WAN, "district": 2_600_000}


def test_outside_its_term_a_clause_pays_nothing_and_a_longer_term_pays() -> None:
    trial = _cloud("10万")
    late = Scenario("明年", on=date(2024, 3, 1))
    assert trial.cost(late).total == 0
    values = {"term.last": trial_value("2024-12-31")}
    assert trial.cost(Scenario("延期", {"cloud_adoption": Turned({}, values)}, date(2024, 3, 1))).total == 3_600_000


def trial_value(day: str) -> int:
    """A day as a value."""
    return read_values(clause_named("cloud_adoption"), {"term.last": day})["term.last"]


def test_an_approved_rate_is_drawn_to_a_lower_ceiling() -> None:
    clause = clause_named("technology_upgrade")
    given_facts = {
        "production_equipment_investment": "1000万", "provincial_base": "0", "provincial_leading_enterprise": False,
        "city_approved_rate": "0.07",
    }  # fmt: skip
    trial = Trial(programme().clauses, {clause.identifier: [Taker("1", read_facts(clause, given_facts))]}, on=IN_FORCE)
    lower = Scenario("五个点", {clause.identifier: Turned({}, {"市级测算.rate": 500})})
    assert trial.cost(lower).by_tier["city"] == 50 * WAN


def test_marginal_cost_is_the_cost_of_one_more_step() -> None:
    trial = _cloud("10万", "20万")
    found = {one.parameter: one for one in trial.marginal(HIGHER)}
    assert found["district.rate"].by_tier["district"] == 90_000
    assert found["condition.annual_service_fee"].helped == 0
    assert "term.last" not in found


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_a_trial_is_the_sum_of_what_each_case_is_told(clause: str) -> None:
    """试算等于逐案说明之和."""

    @quickly
    @given(st.lists(cases(clause, at_random_day=False), min_size=1, max_size=3), scenarios(clause))
    def equal(posed: list[Posed], values: dict[str, int]) -> None:
        today, basis, readings = clause_named(clause), programme().basis, posed[0].readings
        rates = {p.id for p in parameters_of(today) if p.how is not None}
        values = {n: v for n, v in values.items() if n not in rates}
        scenario = Scenario("试", {clause: Turned(readings, values)})
        try:
            changed = with_parameters(today, values)
        except Invalid:
            with pytest.raises(Invalid):
                check_scenario(scenario, programme().clauses, basis, IN_FORCE)
            return
        stated = [(read_facts(today, p.facts), read_earlier(today, earlier_in_json(p))) for p in posed]
        try:
            told = [
                explain(changed, f, on=IN_FORCE, readings=readings, earlier=e, basis=basis).shares for f, e in stated
            ]
        except Invalid:  # an approved rate that belongs to another reading
            return
        takers = [Taker(str(n), facts, earlier=earlier) for n, (facts, earlier) in enumerate(stated)]
        trial = Trial(programme().clauses, {clause: takers}, on=IN_FORCE, basis=basis)
        assert dict(trial.cost(scenario).by_tier) == {t: sum(shares[t].amount.low for shares in told) for t in TIERS}

    equal()


@given(st.lists(st.integers(-100, 100)))
def test_the_change_does_not_depend_on_the_order(gains: list[int]) -> None:
    shuffled = sorted(gains)
    found = change_of(gains)
    assert found == change_of(shuffled)
    assert found.net == sum(gains)
    assert found.winners + found.losers + found.unchanged == len(gains)
    assert all(value in gains for _, value in found.quantiles)


def test_a_scenario_is_data_and_can_be_read_back() -> None:
    clauses, basis = programme().clauses, programme().basis
    scenario = with_readings(with_value(HIGHER, "cloud_adoption", "district.cap", 3 * WAN), "cloud_adoption", {"X-12": "B"})
    data = scenario_data(scenario, clauses, basis)
    values = {"district.rate": "0.3", "district.cap": "30000.00"}
    assert data == {"name": "三成", "clauses": {"cloud_adoption": {"readings": {"X-12": "B"}, "values": values}}}
    assert read_scenario(data, clauses, basis) == scenario
    assert words_of(scenario, clauses, basis) == (
        "X-12 取 B", "区级：市级实拨的比例 20% → 30%", "区级：单家年度最高 2万元 → 3万元",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given_data", "field", "said"),
    [
        ({"name": ""}, "name", "设想要有名称"),
        ({"nme": "甲"}, "nme", "是不是“name”"),
        ({"on": "2023-02-30"}, "on", "不是一个日期"),
        ({"clauses": {"cloud_adaption": {}}}, "clauses", "是不是“cloud_adoption”"),
        ({"clauses": {"cloud_adoption": {"value": {}}}}, "clauses.cloud_adoption.value", "是不是“values”"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rat": "1"}}}}, "district.rat", "是不是“district.rate”"),
        ({"clauses": []}, "clauses", "应是一张表"),
    ],
)
def test_a_scenario_that_cannot_be_read_is_refused_in_words(given_data: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_scenario(given_data, programme().clauses, programme().basis)
    assert [p.field for p in refused.value.problems] == [field]
    assert said in refused.value.message


def test_a_scenario_of_a_reading_that_is_not_there_is_refused() -> None:
    wrong = Scenario("错", {"cloud_adoption": Turned({"X-12": "C"}, {"district.rate": 20_000})})
    with pytest.raises(Invalid) as refused:
        check_scenario(wrong, programme().clauses, programme().basis, IN_FORCE)
    assert [p.code for p in refused.value.problems] == ["LQ-2031", "LQ-4403"]
