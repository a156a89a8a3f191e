"""按不同读法: every combination costs what the trial says; questions that move nothing are named, not listed."""

from __future__ import annotations

from itertools import product

import pytest

from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.scenario import TODAY, Scenario, Turned, with_readings
from luoqiao.core.rules.trial import Taker, Trial
from luoqiao.core.rules.trial_readings import by_readings
from luoqiao.policies import Pack, open_pack

FIVE_G, CLOUD = "five_g_demo", "cloud_adoption"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("luojiang_2022_31")


def _trial(pack: Pack, name: str, *stated: dict[str, object]) -> Trial:
    clause = pack.clauses[name]
    takers = [Taker(str(at), read_facts(clause, facts)) for at, facts in enumerate(stated)]
    return Trial({name: clause}, {name: takers}, on=pack.meta.in_force_until, basis=pack.basis)


def test_every_combination_is_the_cost_of_its_readings(pack: Pack) -> None:
    trial = _trial(pack, CLOUD, {"annual_service_fee": "80000"}, {"annual_service_fee": "40万元"})
    before, after = Scenario(TODAY), Scenario("设想", {CLOUD: Turned({}, {"district.rate": 3000})})
    found = by_readings(trial, CLOUD, before, after)
    assert found.idle == ("X-11",), "nobody had anything before, so once in the programme is as good as once a year"
    assert [dict(row.letters) for row in found.rows] == [{"X-12": "A"}, {"X-12": "B"}]
    for row in found.rows:
        assert row.after == trial.cost_of(CLOUD, with_readings(after, CLOUD, row.letters))
        assert row.before == trial.cost_of(CLOUD, with_readings(before, CLOUD, row.letters))
    assert [(row.chosen, row.default) for row in found.rows] == [(True, True), (False, False)]


def test_readings_that_matter_only_together_are_both_listed(pack: Pack) -> None:
    iot: dict[str, object] = {
        "completed_investment": "100万元", "it_investment": "50万元", "provincial_iot_demo": True,
        "provincial_iot_subsidy": "80万元",
    }  # fmt: skip
    small: dict[str, object] = {"completed_investment": "499万元", "it_investment": "50万元"}
    found = by_readings(_trial(pack, FIVE_G, iot, small), FIVE_G, Scenario(TODAY), Scenario("设想"))
    assert [tuple(row.letters.values()) for row in found.rows] == list(product("AB", "AB"))
    assert len({row.after.total for row in found.rows}) == 4


def test_too_many_combinations_are_turned_one_question_at_a_time(pack: Pack) -> None:
    facts: dict[str, object] = {
        "production_equipment_investment": "1500万元", "provincial_base": "2000万元", "production_investment": "1800万元",
        "provincial_leading_enterprise": False,
    }  # fmt: skip
    trial = _trial(pack, "technology_upgrade", facts)
    found = by_readings(trial, "technology_upgrade", Scenario(TODAY), Scenario("设想"), most=3)
    assert not found.whole
    assert sum(row.chosen for row in found.rows) == 1
    for row in found.rows:
        assert sum(letter != "A" for letter in row.letters.values()) <= 1
