"""凑预算: values of the free parameters at which a tier's cost just fits a budget.

One parameter is found exactly by halving; several by a search for the set nearest to today that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.design import Design
from luoqiao.core.rules.meet import CannotMeet, meet
from luoqiao.core.rules.parameter import Parameter, show_value
from luoqiao.core.rules.parameters import get_parameter
from luoqiao.core.rules.scenario import Scenario, with_readings, with_value
from luoqiao.core.rules.sweep import Runner
from luoqiao.interfaces.cli.sweep_design import parameter_clause
from luoqiao.interfaces.cli.sweep_found import CostOf, Found, valid_range


def find_values(
    runner: Runner, design: Design, tier: str, budget: int, free: Sequence[str], basis: Basis
) -> Found:
    """The free parameters' values that meet the budget; what the design fixes stays fixed. Raises CannotMeet or Invalid."""
    chosen = []
    for name in dict.fromkeys(free):
        clause, parameter_name = parameter_clause(name, runner.clauses, basis)
        parameter = get_parameter(clause, parameter_name, basis.tiers)
        if isinstance(parameter, FieldProblem):
            raise Invalid((parameter,))
        if parameter.kind is t.Kind.DATE:
            message = f"{parameter.label}是日期，不能凑；可凑的是比例、金额和月数"
            raise Invalid((FieldProblem("free", parameter.id, "比例、金额、月数", message, "LQ-4427"),))
        chosen.append((clause, parameter))
    start = _start(design, {(clause.identifier, parameter.id) for clause, parameter in chosen})

    def cost(scenario: Scenario) -> int:
        return next(iter(runner.rows([scenario]))).cost.by_tier[tier]

    if len(chosen) == 1:
        return _one(start, *chosen[0], tier, budget, basis, cost)
    from luoqiao.interfaces.cli.sweep_search import search

    return search(start, chosen, tier, budget, basis, cost)


def _start(design: Design, free: set[tuple[str, str]]) -> Scenario:
    """What every option of the command line fixes; an axis with several values cannot be met for all of them."""
    scenario = replace(design.base, name="凑预算")
    for axis in design.axes:
        if (axis.clause, axis.name) in free:
            continue
        if axis.count != 1:
            message = f"凑预算时 {axis.name} 只能写一个值"
            raise Invalid((FieldProblem(axis.name, f"{axis.count} 个值", "一个值", message, "LQ-4427"),))
        value = axis.at(0)
        if isinstance(value, str):
            scenario = with_readings(scenario, axis.clause, {axis.name: value})
        else:
            scenario = with_value(scenario, axis.clause, axis.name, value)
    return scenario


def _one(
    start: Scenario, clause: t.Clause, parameter: Parameter, tier: str, budget: int, basis: Basis, cost: CostOf
) -> Found:
    """One parameter, exactly."""
    least, most = valid_range(start, clause, parameter, basis)
    met = meet(
        lambda value: cost(with_value(start, clause.identifier, parameter.id, value)), least, most, budget, parameter.value
    )
    if met.dearest == met.cheapest:
        label = next(one.label for one in basis.tiers if one.code == tier)
        raise CannotMeet(f"{parameter.label}不影响{label}的花费（始终是 {show_short(met.cost)}），凑不了预算；请换一个参数")
    scenario = with_value(start, clause.identifier, parameter.id, met.value)
    name = f"凑预算 {parameter.id}={show_value(parameter.kind, met.value)}"
    return Found(replace(scenario, name=name), tier, budget, met.cost, met.tried, budget <= met.dearest)
