"""合成总体自查: do the clauses, inputs, options, industries and townships that it names exist, of the right kind?"""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.parties.population_plan import ClausePlan, How, InputPlan, PopulationPlan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import UNIT_WORDS
from luoqiao.policies.pack import Pack

UNKNOWN_NAME = "LQ-3008"
FILE = "population.toml"

_KINDS = {
    How.AMOUNT: t.Kind.MONEY, How.PART: t.Kind.MONEY, How.YES_NO: t.Kind.YES_NO, How.CHOICE: t.Kind.CHOICE,
    How.DAY: t.Kind.DATE, How.MONTHS: t.Kind.MONTHS, How.ITEMS: t.Kind.LIST,
}  # fmt: skip


_UNITS = {unit.value for unit in UNIT_WORDS.values()}


def check_population(pack: Pack) -> Iterator[Finding]:
    """What the plan of the synthetic population names and the pack does not have."""
    plan = pack.population
    if plan is None:
        return
    yield from _names(plan, pack)
    for one in plan.clauses:
        clause = pack.clauses.get(one.id)
        if clause is None:
            yield Finding(UNKNOWN_NAME, f"条款“{one.id}”还没有编入", Place(FILE), one.id, serious=False)
        else:
            yield from _inputs(one, clause, {tier.code for tier in pack.meta.tiers})


def _names(plan: PopulationPlan, pack: Pack) -> Iterator[Finding]:
    industries, places = {one.id for one in pack.industries}, {one.code for one in pack.townships.members}
    for industry in plan.industries:
        if industry.id not in industries:
            yield _finding(industry.id, f"没有产业“{industry.id}”")
    for place in plan.places:
        if place.code not in places:
            yield _finding(place.code, f"没有镇街“{place.code}”")
    planned = {one.id: one for one in plan.industries}
    for clause in plan.clauses:
        for name, count in clause.takers:
            if name not in planned:
                yield _finding(clause.id, f"takers 里的产业“{name}”没有写在 industries 里")
                continue
            most = planned[name].above + (0 if clause.above_only else planned[name].other)
            if count > most:
                yield _finding(clause.id, f"takers.{name} 是 {count} 家，能参加的只有 {most} 家")


def _inputs(plan: ClausePlan, clause: t.Clause, tiers: set[str]) -> Iterator[Finding]:
    yield from _same(plan.id, plan.inputs, clause.inputs)
    for before in plan.before:
        if before.tier not in tiers:
            yield _finding(plan.id, f"before 里没有“{before.tier}”这一级；可写 {'、'.join(sorted(tiers))}")
        if before.unit not in _UNITS:
            yield _finding(plan.id, f"before 的 unit 是“{before.unit}”；可写 {'、'.join(sorted(_UNITS))}")
    stated = {one.id for one in plan.inputs}
    for one in clause.inputs:
        if one.need is t.Need.NEEDED and one.identifier not in stated:
            yield _finding(plan.id, f"少了输入“{one.identifier}”（{one.label}）")


def _same(subject: str, plans: tuple[InputPlan, ...], inputs: tuple[t.Input, ...]) -> Iterator[Finding]:
    """Every planned input exists, is of the kind that its `how` makes, and has the options named."""
    known = {one.identifier: one for one in inputs}
    for plan in plans:
        one = known.get(plan.id)
        if one is None:
            yield _finding(subject, f"没有输入“{plan.id}”；可写 {'、'.join(known)}")
            continue
        if one.kind is not _KINDS[plan.how]:
            yield _finding(subject, f"“{plan.id}”不是 how = \"{plan.how.value}\" 能抽的（{one.label}）")
        if plan.how is How.CHOICE:
            options = {option.identifier for option in one.options}
            for name in (name for name, _ in plan.options if name not in options):
                yield _finding(subject, f"“{plan.id}”没有选项“{name}”；可写 {'、'.join(sorted(options))}")
        yield from _same(f"{subject} {plan.id}", plan.fields, one.fields)


def _finding(subject: str, message: str) -> Finding:
    return Finding(UNKNOWN_NAME, message, Place(FILE), subject)
