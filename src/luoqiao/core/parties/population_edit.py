"""改合成总体: the figures of a plan that matter for one clause, each editable by name; a figure that cannot stand is refused.

What can be read is applied, the rest is reported by name: one slip of the pen leaves every other figure in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import MOST, NotMoney, parse_money, show_short
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.parties.population_plan import (
    MOST_FIRMS,
    ClausePlan,
    How,
    IndustryPlan,
    InputPlan,
    PopulationPlan,
)
from luoqiao.core.parties.size_class import ABOVE_DESIGNATED

CODE = "LQ-4510"
Group = Literal["seed", "takers", "amounts", "before", "above", "other", "output"]


@dataclass(frozen=True, slots=True)
class Figure:
    """可改的一个数: its name, whose it is (industry, input or tier), today's value, its ground and its range."""

    name: str
    group: Group
    subject: str
    kind: Literal["count", "percent", "money"]
    value: int
    basis: str
    least: int
    most: int

    @property
    def shown(self) -> str:
        """The value as it is typed: 66, 35%, 4.2万元."""
        return show_short(self.value) if self.kind == "money" else str(self.value)


def figures_of(plan: PopulationPlan, clause: str) -> tuple[Figure, ...]:
    """The figures that move what one clause costs, in the order in which a form shows them."""
    return tuple(_figures(plan, plan.find_clause(clause)))


def _figures(plan: PopulationPlan, clause: ClausePlan | None) -> Iterator[Figure]:
    yield Figure("seed", "seed", "", "count", plan.seed, "换一个数，就换一批同样分布的企业", 0, 999_999)
    if clause is not None:
        for industry, count in clause.takers:
            yield Figure(f"takers.{industry}", "takers", industry, "count", count, clause.basis, 0, MOST_FIRMS)
        for path, one in _amounts(clause.inputs):
            for word, value in (("median", one.median), ("upper", one.upper)):
                yield Figure(f"{word}.{path}", "amounts", path, "money", value, one.basis, max(one.least, 1), one.most)
        for before in clause.before:
            yield Figure(f"before.{before.tier}", "before", before.tier, "percent", before.share, before.basis, 0, 100)
    for planned in plan.industries:
        yield Figure(f"above.{planned.id}", "above", planned.id, "count", planned.above, planned.basis, 0, MOST_FIRMS)
        yield Figure(f"other.{planned.id}", "other", planned.id, "count", planned.other, planned.basis, 0, MOST_FIRMS)
        yield Figure(f"output.{planned.id}", "output", planned.id, "money", planned.output, planned.basis, 1, MOST)


def _amounts(inputs: tuple[InputPlan, ...], before: str = "") -> Iterator[tuple[str, InputPlan]]:
    for one in inputs:
        if one.how is How.AMOUNT:
            yield f"{before}{one.id}", one
        yield from _amounts(one.fields, f"{before}{one.id}.")


def edit(
    plan: PopulationPlan, clause: str, given: Mapping[str, str]
) -> tuple[PopulationPlan, tuple[FieldProblem, ...]]:
    """The plan with the figures given, and what is wrong with those that could not be taken."""
    figures = {figure.name: figure for figure in figures_of(plan, clause)}
    problems: list[FieldProblem] = []
    waiting: list[tuple[Figure, int, str]] = []
    for name, text in given.items():
        figure = figures.get(name)
        if figure is None:
            problems.append(FieldProblem(name[:60], text[:40], "表里的项", f"合成总体没有“{name[:60]}”这一项", CODE))
            continue
        value = _read(figure, text)
        if isinstance(value, FieldProblem):
            problems.append(value)
        else:
            waiting.append((figure, value, text))
    plan, refused = _take(plan, clause, waiting)
    return plan, (*problems, *refused)


def _take(
    plan: PopulationPlan, clause: str, waiting: list[tuple[Figure, int, str]]
) -> tuple[PopulationPlan, list[FieldProblem]]:
    """Figures that need another one first (a median above the old upper amount) are tried again after it."""
    while True:
        refused: list[tuple[Figure, int, str]] = []
        problems: list[FieldProblem] = []
        for figure, value, text in waiting:
            changed = _with(plan, clause, figure, value)
            said = _refused(changed, clause, figure)
            if said:
                refused.append((figure, value, text))
                problems.append(FieldProblem(figure.name, text[:40], "与其他各项相合的数", said, CODE))
            else:
                plan = changed
        if len(refused) == len(waiting):
            return plan, problems
        waiting = refused


def _read(figure: Figure, text: str) -> int | FieldProblem:
    shown = text.strip()[:40]
    if figure.kind == "money":
        try:
            value = int(parse_money(text))
        except NotMoney as refused:
            return FieldProblem(figure.name, shown, "金额，如 4.2万元", refused.message, CODE)
        ends = f"{show_short(figure.least)} 到 {show_short(figure.most)}"
    else:
        folded = fold_width(text).strip().removesuffix("家").removesuffix("%").strip()
        ends = f"{figure.least} 到 {figure.most} 的整数"
        if not re.fullmatch(r"\d{1,9}", folded):
            return FieldProblem(figure.name, shown, ends, f"“{shown}”不是整数；应为 {ends}", CODE)
        value = int(folded)
    if not figure.least <= value <= figure.most:
        return FieldProblem(figure.name, shown, ends, f"不能是 {shown}；可取 {ends}", CODE)
    return value


def _with(plan: PopulationPlan, clause: str, figure: Figure, value: int) -> PopulationPlan:
    """The plan with one figure replaced."""
    match figure.group:
        case "seed":
            return replace(plan, seed=value)
        case "above" | "other" | "output":
            changed = tuple(
                _in_industry(one, figure, value) if one.id == figure.subject else one for one in plan.industries
            )
            return replace(plan, industries=changed)
    return replace(
        plan, clauses=tuple(_in_clause(one, figure, value) if one.id == clause else one for one in plan.clauses)
    )


def _in_industry(one: IndustryPlan, figure: Figure, value: int) -> IndustryPlan:
    match figure.group:
        case "above":
            return replace(one, above=value)
        case "other":
            return replace(one, other=value)
    return replace(one, output=value)


def _in_clause(one: ClausePlan, figure: Figure, value: int) -> ClausePlan:
    match figure.group:
        case "takers":
            return replace(one, takers=tuple((k, value if k == figure.subject else n) for k, n in one.takers))
        case "before":
            had = tuple(replace(b, share=value) if b.tier == figure.subject else b for b in one.before)
            return replace(one, before=had)
    word = figure.name.partition(".")[0]
    return replace(one, inputs=_in_inputs(one.inputs, figure.subject, word, value))


def _in_inputs(inputs: tuple[InputPlan, ...], path: str, word: str, value: int) -> tuple[InputPlan, ...]:
    head, _, rest = path.partition(".")
    return tuple(
        one if one.id != head
        else replace(one, fields=_in_inputs(one.fields, rest, word, value)) if rest
        else replace(one, median=value) if word == "median"
        else replace(one, upper=value)
        for one in inputs
    )  # fmt: skip


def _refused(plan: PopulationPlan, clause: str, figure: Figure) -> str:
    """Why a figure cannot stand beside the others; empty when it can."""
    if plan.count > MOST_FIRMS:
        return f"合计 {plan.count} 家；合成总体最多 {MOST_FIRMS} 家"
    for industry in plan.industries:
        if industry.id == figure.subject and industry.output < industry.above * ABOVE_DESIGNATED:
            return f"{industry.above} 家规上企业的产值合计至少 {show_short(industry.above * ABOVE_DESIGNATED)}"
        for one in plan.clauses:
            most = industry.above + (0 if one.above_only else industry.other)
            taking = dict(one.takers).get(industry.id, 0)
            if taking > most and industry.id == figure.subject:
                whose = "" if one.id == clause else f"（{one.id}）"
                return f"参加的 {taking} 家{whose}多于能参加的 {most} 家"
    planned = plan.find_clause(clause)
    amounts = dict(_amounts(planned.inputs)) if planned else {}
    one_amount = amounts.get(figure.subject)
    if one_amount is not None and one_amount.median > one_amount.upper:
        return "一半企业低于的数，不能大于六家有五家低于的数"
    return ""
