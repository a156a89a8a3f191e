"""一批设想的结果: every scenario against today, the front of cost and reach, and who could work it out.

What today is: the clauses as they stand, on the same day; under the same readings where the scenario turns a number, so
that the number alone makes the difference, and under the readings in force where it only reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.pareto import front
from luoqiao.core.rules.scenario import TODAY, Scenario, Turned
from luoqiao.core.rules.trial import Trial
from luoqiao.core.rules.trial_result import Change, Cost, Group, Marginal, change_of


@dataclass(frozen=True, slots=True)
class Row:
    """一个设想的结果: what it costs, what today costs, and who gains and loses between the two."""

    scenario: Scenario
    against: Scenario
    cost: Cost
    before: Cost
    change: Change
    reached: int
    """Enterprises that get something, each counted once."""


class Runner(Protocol):
    """Whoever can work out scenarios: generated functions on any machine, kernels where many enterprises are."""

    @property
    def clauses(self) -> Mapping[str, t.Clause]:
        """The clauses that somebody takes part in."""
        ...

    @property
    def tiers(self) -> tuple[str, ...]:
        """Codes of the tiers, in order."""
        ...

    def rows(self, scenarios: Sequence[Scenario]) -> Iterator[Row]:
        """Every scenario against today, in order."""
        ...

    def marginal(self, scenario: Scenario, names: Sequence[str] = ()) -> tuple[Marginal, ...]:
        """What one more step of each parameter costs from here."""
        ...

    def groups(self, scenario: Scenario, before: Scenario, labels: Sequence[str]) -> tuple[Group, ...]:
        """Who gains and loses, by label."""
        ...


def against(scenario: Scenario) -> Scenario:
    """What a scenario is compared with."""
    if not any(turned.values for turned in scenario.clauses.values()):
        return Scenario(TODAY, {}, scenario.on)
    readings = {name: Turned(turned.readings) for name, turned in scenario.clauses.items() if turned.readings}
    return Scenario(f"{TODAY}（读法相同）" if readings else TODAY, readings, scenario.on)


@dataclass(frozen=True, slots=True)
class Portable:
    """用生成的函数来算: needs nothing but Python."""

    trial: Trial

    @property
    def clauses(self) -> Mapping[str, t.Clause]:
        """The clauses that somebody takes part in."""
        return self.trial.clauses

    @property
    def tiers(self) -> tuple[str, ...]:
        """Codes of the tiers, in order."""
        return self.trial.tiers

    def rows(self, scenarios: Sequence[Scenario]) -> Iterator[Row]:
        """Every scenario against today, in order."""
        for scenario in scenarios:
            before = against(scenario)
            was, gets = self.trial.per_enterprise(before), self.trial.per_enterprise(scenario)
            change = change_of([gets[key] - was[key] for key in was])
            reached = sum(1 for amount in gets.values() if amount)
            yield Row(scenario, before, self.trial.cost(scenario), self.trial.cost(before), change, reached)

    def marginal(self, scenario: Scenario, names: Sequence[str] = ()) -> tuple[Marginal, ...]:
        """What one more step of each parameter costs from here."""
        return self.trial.marginal(scenario, names)

    def groups(self, scenario: Scenario, before: Scenario, labels: Sequence[str]) -> tuple[Group, ...]:
        """Who gains and loses, by label."""
        return self.trial.compare(scenario, before, labels=labels).groups


def best(rows: Sequence[Row]) -> tuple[int, ...]:
    """The places of the scenarios that no other beats in cost and reach, cheapest first."""
    return front([(row.cost.total, row.reached) for row in rows])
