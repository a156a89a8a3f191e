"""凑预算的几个参数: a search proposes values near today, then one of them is turned exactly until the budget is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from luoqiao.adapters.cmaes.nearest import OptimiserMissing, Span, distance, nearest
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.meet import CannotMeet, meet
from luoqiao.core.rules.parameter import Parameter, show_value
from luoqiao.core.rules.parameters import check_values
from luoqiao.core.rules.scenario import Scenario, with_value
from luoqiao.interfaces.cli.sweep_found import CostOf, Found, valid_range

CostAt = Callable[[tuple[int, ...]], int | None]
FARTHEST = 4
"""A number goes no further than so many times today's value."""


class SearchMissing(DomainError):
    """没有装寻优的包: with the command that installs it."""

    code = "LQ-4430"


def search(
    start: Scenario, chosen: Sequence[tuple[t.Clause, Parameter]], tier: str, budget: int, basis: Basis, cost: CostOf
) -> Found:
    """Values of several parameters, near to today, at which the tier's cost just fits the budget. Raises CannotMeet."""
    known: dict[tuple[int, ...], int | None] = {}

    def turned(values: Sequence[int]) -> Scenario:
        scenario = start
        for (clause, parameter), value in zip(chosen, values, strict=True):
            scenario = with_value(scenario, clause.identifier, parameter.id, value)
        return scenario

    def cost_at(values: tuple[int, ...]) -> int | None:
        if values not in known:
            known[values] = cost(turned(values)) if _stands(turned(values), chosen, basis) else None
        return known[values]

    spans = [_span(start, clause, parameter, basis) for clause, parameter in chosen]
    try:
        proposed = nearest(cost_at, spans, budget)
    except OptimiserMissing as missing:
        raise SearchMissing(f"同时凑几个参数要用 {missing}；运行 scripts/setup compute 安装，或 --free 只写一个") from None
    best = _polished(proposed, spans, budget, cost_at)
    if best is None:
        raise CannotMeet(f"在每个参数不超过现行 {FARTHEST} 倍的范围里，凑不成 {show_short(budget)}；请放宽预算或换参数")
    words = " ".join(
        f"{p.id}={show_value(p.kind, value)}" for (_, p), value in zip(chosen, best, strict=True)
    )
    dearest = max((known[at] or 0 for at in known if known[at] is not None), default=0)
    return Found(replace(turned(best), name=f"凑预算 {words}"), tier, budget, known[best] or 0, len(known), budget <= dearest)


def _span(start: Scenario, clause: t.Clause, parameter: Parameter, basis: Basis) -> Span:
    least, most = valid_range(start, clause, parameter, basis)
    most = min(most, max(FARTHEST * parameter.value, parameter.step * 10))
    return Span(parameter.value, least, most, max(parameter.value, parameter.step))


def _polished(proposed: tuple[int, ...], spans: Sequence[Span], budget: int, cost_at: CostAt) -> tuple[int, ...] | None:
    """Of the ways to turn one number exactly, the one that leaves least of the budget, then the nearest to today."""
    ways: list[tuple[int, float, tuple[int, ...]]] = []
    for place, span in enumerate(spans):

        def at(value: int, place: int = place) -> tuple[int, ...]:
            return (*proposed[:place], value, *proposed[place + 1 :])

        def cost(value: int, at: Callable[[int], tuple[int, ...]] = at) -> int:
            return cost_at(at(value)) or 0

        if None in (cost_at(proposed), cost_at(at(span.least)), cost_at(at(span.most))):
            continue
        try:
            met = meet(cost, span.least, span.most, budget, proposed[place])
        except CannotMeet:
            continue
        ways.append((budget - met.cost, distance(at(met.value), spans), at(met.value)))
    return min(ways)[2] if ways else None


def _stands(scenario: Scenario, chosen: Sequence[tuple[t.Clause, Parameter]], basis: Basis) -> bool:
    try:
        for clause, _ in chosen:
            check_values(clause, scenario.turned(clause.identifier).values, basis.tiers)
    except Invalid:
        return False
    return True
