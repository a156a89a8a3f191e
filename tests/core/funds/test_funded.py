"""按预算拨付: to the fen, and a tier that pays less takes the tier below with it."""

from __future__ import annotations

from luoqiao.core.funds.funded import funded
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.scenario import Scenario
from luoqiao.core.rules.trial import Taker, Trial
from tests.core.rules.asking import clause_named, programme
from tests.core.rules.strategies import IN_FORCE

WAN = 1_000_000
TODAY = Scenario("现行")


def _cloud(*fees: str) -> Trial:
    clause = clause_named("cloud_adoption")
    takers = [Taker(str(n), read_facts(clause, {"annual_service_fee": fee})) for n, fee in enumerate(fees)]
    return Trial(programme().clauses, {"cloud_adoption": takers}, on=IN_FORCE, basis=programme().basis)


def test_a_tier_that_pays_less_takes_the_tier_below_with_it() -> None:
    found = funded(_cloud("10万", "20万", "4万"), TODAY, {"city": 6 * WAN})
    assert (found.claimed["city"], found.paid["city"]) == (9 * WAN, 6 * WAN)
    assert found.paid["district"] == 6 * WAN // 5


def test_each_budget_is_kept_to_the_fen() -> None:
    found = funded(_cloud("10万", "20万", "4万"), TODAY, {"city": 6 * WAN, "district": 1_000_001})
    assert (found.claimed["district"], found.paid["district"]) == (1_200_000, 1_000_001)


def test_a_budget_that_suffices_changes_nothing() -> None:
    trial = _cloud("10万", "20万", "4万")
    assert funded(trial, TODAY, {"city": 100 * WAN}).paid == dict(trial.cost(TODAY).by_tier)
