"""一批设想的结果: as data with exact yuan, and as a table to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoqiao.core.funds.funded import Funded, funded
from luoqiao.core.kernel.money import show_short, show_wan, yuan_text
from luoqiao.core.kernel.text import display_width
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.design import Laid
from luoqiao.core.rules.parameter import show_value, value_text
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.present_trial import change_data, cost_data, group_data, marginal_data
from luoqiao.core.rules.scenario import TODAY, Scenario, words_of
from luoqiao.core.rules.sweep import Row, best
from luoqiao.core.rules.trial_result import Change, Cost, Group, Marginal
from luoqiao.interfaces.cli.sweep_crowd import Crowd
from luoqiao.interfaces.cli.sweep_found import Found

MOST_LISTED = 40
"""Rows of a table on the screen; all of them are in the JSON and in the workbook."""
MOST_LOOKED_INTO = 20
"""Scenarios whose marginal cost and groups are worked out."""


@dataclass(frozen=True, slots=True)
class Result:
    """全部结果: every scenario against today, budgets, groups and marginal costs of the first, the front."""

    crowd: Crowd
    today: Cost
    rows: tuple[Row, ...]
    laid: Laid
    met: Found | None = None
    front: tuple[int, ...] | None = None
    budgets: Mapping[str, int] | None = None
    funded: tuple[Funded, ...] = ()
    marginal: tuple[tuple[Marginal, ...], ...] = ()
    groups: tuple[tuple[Group, ...], ...] = ()

    @property
    def shown(self) -> int:
        """The scenario that a table looks closer at: the first that moves anything, of those looked into."""
        looked = self.rows[:MOST_LOOKED_INTO]
        return next((place for place, row in enumerate(looked) if row.change.winners or row.change.losers), 0)


def work_out(
    crowd: Crowd, scenarios: Sequence[Scenario], laid: Laid, met: Found | None, budgets: Mapping[str, int], *,
    pareto: bool, by: Sequence[str],
) -> Result:  # fmt: skip
    """Run every scenario; look closer at the first twenty."""
    first, *rows = crowd.runner.rows([Scenario(TODAY), *scenarios])
    looked = scenarios[:MOST_LOOKED_INTO]
    turned = [[name for name in crowd.runner.clauses if name in one.clauses] for one in looked]
    marginal = tuple(crowd.marginal(one, names) for one, names in zip(looked, turned, strict=True))
    groups = tuple(crowd.groups(row.scenario, row.against, by) for row in rows[:MOST_LOOKED_INTO]) if by else ()
    paid = tuple(funded(crowd.small_trial(), one, budgets) for one in scenarios) if budgets else ()
    return Result(
        crowd, first.cost, tuple(rows), laid, met, best(rows) if pareto else None, budgets or None, paid, marginal, groups
    )


# -- data ----------------------------------------------------------------------------------------------------


def as_data(result: Result, basis: Basis) -> dict[str, Any]:
    """For programs; money as strings of yuan."""
    crowd = result.crowd
    data: dict[str, Any] = {
        "population": {"title": crowd.title, "synthetic": crowd.synthetic, "enterprises": crowd.enterprises},
        "on": crowd.on.isoformat(),
        "clauses": list(crowd.runner.clauses),
        "today": cost_data(result.today),
        "scenarios": [_row_data(result, place, basis) for place in range(len(result.rows))],
        "left_out": {"count": result.laid.left_out, "reason": result.laid.reason or None},
    }
    if result.front is not None:
        data["pareto"] = [result.rows[place].scenario.name for place in result.front]
    if result.met is not None:
        found = result.met
        data["met"] = {
            "scenario": found.scenario.name, "tier": found.tier, "budget": yuan_text(found.budget),
            "cost": yuan_text(found.cost), "left": yuan_text(found.budget - found.cost), "tried": found.tried,
            "used_up": found.used_up,
        }  # fmt: skip
    return data


def _row_data(result: Result, place: int, basis: Basis) -> dict[str, Any]:
    row, clauses = result.rows[place], result.crowd.runner.clauses
    scenario = row.scenario
    kinds = {(name, p.id): p.kind for name in scenario.clauses for p in parameters_of(clauses[name], basis.tiers)}
    data: dict[str, Any] = {
        "name": scenario.name,
        "words": list(words_of(scenario, clauses, basis)),
        "turned": {
            name: {
                "readings": dict(turned.readings),
                "values": {key: value_text(kinds[name, key], value) for key, value in turned.values.items()},
            }
            for name, turned in scenario.clauses.items()
        },
        "cost": cost_data(row.cost),
        "against": {"name": row.against.name, "cost": cost_data(row.before)},
        "change": change_data(row.change),
        "reached": row.reached,
    }
    if result.budgets and result.funded:
        paid = result.funded[place]
        data["budget"] = {
            tier: {"budget": yuan_text(fen), "claimed": yuan_text(paid.claimed[tier]), "paid": yuan_text(paid.paid[tier])}
            for tier, fen in result.budgets.items()
        }
        data["paid"] = {tier: yuan_text(fen) for tier, fen in paid.paid.items()}
    if place < len(result.marginal):
        data["marginal"] = [marginal_data(one, clauses, basis) for one in result.marginal[place]]
    if place < len(result.groups):
        data["groups"] = [group_data(group) for group in result.groups[place]]
    return data


# -- text ----------------------------------------------------------------------------------------------------


def as_text(result: Result, basis: Basis) -> str:
    """A table in 万元, what the words mean, and what was left out."""
    crowd = result.crowd
    lines = [
        f"{crowd.title}，{crowd.enterprises:,} 家；{len(crowd.runner.clauses)} 条政策，参加 {result.today.taking_part:,} 件；"
        f"按 {crowd.on} 的规则，金额单位万元", ""
    ]  # fmt: skip
    heads = ["设想", *(tier.label for tier in basis.tiers), "合计", "比现行", "受益", "减少", "得到的家数"]
    table = [_cells(TODAY, result.today, None, None, basis)]
    marked = set(result.front or ())
    for place, row in enumerate(result.rows[:MOST_LISTED]):
        name = f"{'* ' if place in marked else ''}{row.scenario.name}"
        table.append(_cells(name, row.cost, row.change, row, basis))
    lines += aligned([heads, *table])
    if len(result.rows) > MOST_LISTED:
        lines.append(f"……共 {len(result.rows):,} 个设想；用 --json 或 --out 看全部")
    lines += _notes(result, basis)
    return "\n".join(lines)


def _cells(name: str, cost: Cost, change: Change | None, row: Row | None, basis: Basis) -> list[str]:
    cells = [name, *(show_wan(cost.by_tier[tier.code]) for tier in basis.tiers), show_wan(cost.total)]
    if change is None or row is None:
        return [*cells, "", "", "", ""]
    more = show_wan(row.cost.total - row.before.total)
    return [*cells, more, f"{change.winners:,}", f"{change.losers:,}", f"{row.reached:,}"]


def _notes(result: Result, basis: Basis) -> list[str]:
    lines = []
    labels = {tier.code: tier.label for tier in basis.tiers}
    if result.front is not None:
        lines.append("带 * 的设想：没有别的设想花得不多而得到的家数更多")
    if result.laid.left_out:
        lines.append(f"略去 {result.laid.left_out:,} 个不成立的组合：{result.laid.reason}")
    if result.met is not None:
        found = result.met
        left = found.budget - found.cost
        lines.append(f"凑预算：{labels[found.tier]} {show_short(found.budget)} → {found.scenario.name.removeprefix('凑预算 ')}，"
                     f"花 {show_short(found.cost)}，余 {show_short(left)}（试了 {found.tried} 次）")  # fmt: skip
        lines += [] if found.used_up else ["这些参数放到头也用不完这笔预算。"]
    if result.budgets:
        for row, paid in list(zip(result.rows, result.funded, strict=False))[:MOST_LISTED]:
            words = "；".join(
                f"{labels[tier]} 应付 {show_short(paid.claimed[tier])}，实付 {show_short(paid.paid[tier])}" for tier in labels
            )
            lines.append(f"按预算拨付 {row.scenario.name}：{words}")
    shown = result.shown
    if result.marginal and result.marginal[shown]:
        lines += ["", f"再进一步要多少钱（{result.rows[shown].scenario.name}）"]
        lines += aligned([["参数", "一步", *labels.values(), "多受益"], *_marginal_cells(result, basis)])
    if result.groups:
        moved = [group for group in result.groups[shown] if group.change.winners or group.change.losers]
        moved.sort(key=lambda group: (group.label, group.change.lost - group.change.gained))
        lines += ["", f"谁受益（{result.rows[shown].scenario.name}）", *map(_group_line, moved)]
        lines += [] if moved else ["各组都没有变化"]
    return lines


def _marginal_cells(result: Result, basis: Basis) -> list[list[str]]:
    clauses = result.crowd.runner.clauses
    rows = []
    for one in result.marginal[result.shown]:
        parameter = next(p for p in parameters_of(clauses[one.clause], basis.tiers) if p.id == one.parameter)
        costs = [show_wan(one.by_tier[tier.code]) for tier in basis.tiers]
        rows.append([parameter.label, f"+{show_value(parameter.kind, one.step)}", *costs, f"{one.helped:+,}"])
    return rows


def _group_line(group: Group) -> str:
    change = group.change
    gained = f"{change.winners:,} 家受益，共 {show_short(change.gained)}" if change.winners else "没有受益"
    lost = f"，{change.losers:,} 家减少，共 {show_short(change.lost)}" if change.losers else ""
    return f"{group.name or '未填'}：{gained}{lost}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns in line on a terminal: the first to the left, the others to the right."""
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - display_width(cell)) if column == 0 else " " * (width - display_width(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
