"""凑成的设想: what a search for a budget gives, and how far a number may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.meet import last_that
from luoqiao.core.rules.parameter import Parameter
from luoqiao.core.rules.parameters import check_values
from luoqiao.core.rules.scenario import Scenario, with_value

CostOf = Callable[[Scenario], int]


@dataclass(frozen=True, slots=True)
class Found:
    """凑成的设想: the scenario, the tier and its budget, what it costs then, how many scenarios were tried.

    `used_up` is false where the free numbers alone cannot spend the whole budget, however far they go.
    """

    scenario: Scenario
    tier: str
    budget: int
    cost: int
    tried: int
    used_up: bool = True


def valid_range(start: Scenario, clause: t.Clause, parameter: Parameter, basis: Basis) -> tuple[int, int]:
    """From where to where a number may go while the others stand as in `start`: arms may not overlap."""

    def stands(value: int) -> bool:
        turned = with_value(start, clause.identifier, parameter.id, value).turned(clause.identifier)
        try:
            check_values(clause, turned.values, basis.tiers)
        except Invalid:
            return False
        return True

    least = parameter.least if stands(parameter.least) else last_that(stands, parameter.value, parameter.least)
    most = parameter.most if stands(parameter.most) else last_that(stands, parameter.value, parameter.most)
    return least, most
