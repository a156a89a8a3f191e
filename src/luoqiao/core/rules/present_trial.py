"""试算给程序: costs, changes, groups and marginal costs in JSON form; money is a string of yuan with two decimals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.parameter import value_text
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.trial_result import Change, Cost, Group, Marginal


def cost_data(cost: Cost) -> dict[str, Any]:
    """A cost by tier with its counts; the range only where something is undetermined."""
    data: dict[str, Any] = {tier: yuan_text(fen) for tier, fen in cost.by_tier.items()}
    data |= {"total": yuan_text(cost.total), "taking_part": cost.taking_part, "helped": cost.helped}
    data["undetermined"] = cost.undetermined
    if cost.high:
        data["high"] = {tier: None if fen is None else yuan_text(fen) for tier, fen in cost.high.items()}
    return data


def change_data(change: Change) -> dict[str, Any]:
    """Winners, losers, sums and quantiles."""
    return {
        "winners": change.winners, "gained": yuan_text(change.gained), "losers": change.losers,
        "lost": yuan_text(change.lost), "unchanged": change.unchanged, "net": yuan_text(change.net),
        "quantiles": {str(rank): yuan_text(fen) for rank, fen in change.quantiles},
    }  # fmt: skip


def marginal_data(one: Marginal, clauses: Mapping[str, t.Clause], basis: Basis) -> dict[str, Any]:
    """What one more step of a parameter costs."""
    parameter = next(p for p in parameters_of(clauses[one.clause], basis.tiers) if p.id == one.parameter)
    return {
        "clause": one.clause, "parameter": one.parameter, "label": parameter.label,
        "step": value_text(parameter.kind, one.step), "cost": {tier: yuan_text(fen) for tier, fen in one.by_tier.items()},
        "helped": one.helped,
    }  # fmt: skip


def group_data(group: Group) -> dict[str, Any]:
    """One group before and after."""
    return {
        "label": group.label, "name": group.name, "before": cost_data(group.before), "after": cost_data(group.after),
        "change": change_data(group.change),
    }  # fmt: skip
