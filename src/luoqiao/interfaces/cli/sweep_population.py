"""命令行的总体: the enterprises of a file, or the synthetic ones of the pack; the result always says which."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.synthetic import synthesise
from luoqiao.core.parties.trial_takers import LABELS, takers_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.scenario import Scenario
from luoqiao.core.rules.sweep import Portable, Runner
from luoqiao.core.rules.trial import Trial
from luoqiao.core.rules.trial_result import Group, Marginal
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack

MOST_LOOKED_AT = 10_000
"""Enterprises of a file that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """参加试算的: who works it out, what the population is, how many enterprises, their labels with words."""

    runner: Runner
    title: str
    synthetic: bool
    enterprises: int
    labels: Mapping[str, str]
    on: date
    trial: Trial | None = None
    """The trial where it is small enough to look at every enterprise."""

    def small_trial(self) -> Trial:
        """The trial over single enterprises. Raises Invalid where there are too many."""
        if self.trial is None:
            message = f"{self.enterprises:,} 家太多，按预算逐家分配最多 {MOST_LOOKED_AT:,} 家；请先筛选"
            raise Invalid((FieldProblem("budget", f"{self.enterprises}", f"最多 {MOST_LOOKED_AT}", message, "LQ-4428"),))
        return self.trial

    def marginal(self, scenario: Scenario, names: Sequence[str]) -> tuple[Marginal, ...]:
        """What one more step of each parameter of these clauses costs."""
        return self.runner.marginal(scenario, names) if names else ()

    def groups(self, scenario: Scenario, before: Scenario, by: Sequence[str]) -> tuple[Group, ...]:
        """Who gains, by label."""
        return self.runner.groups(scenario, before, by)


def get_crowd(pack: Pack, arguments: Namespace, on: date) -> Crowd:
    """The population that the command line names. Raises Invalid when it names none or two."""
    clauses = chosen_clauses(pack, arguments)
    if bool(arguments.file) == arguments.synthetic:
        message = "写一个企业文件，或写 --synthetic 用合成总体；两样只写一样"
        raise Invalid((FieldProblem("file", arguments.file[:60], "文件或 --synthetic", message, "LQ-4426"),))
    if arguments.file:
        from luoqiao.interfaces.cli.sweep_file import file_crowd

        return file_crowd(pack, clauses, arguments, on)
    return synthetic_crowd(pack, clauses, on)


def synthetic_crowd(pack: Pack, clauses: Mapping[str, t.Clause], on: date) -> Crowd:
    """The enterprises made from the pack's figures."""
    plan = pack.population
    if plan is None:
        raise Invalid((FieldProblem("synthetic", pack.meta.name, "企业文件", "这个方案包没有合成总体；请给企业文件", "LQ-4426"),))
    names = {one.id: one.name for one in pack.industries} | {one.code: one.name for one in pack.townships.members}
    firms = synthesise(plan)
    trial = Trial(clauses, takers_of(firms, clauses, pack.basis.tiers, names), on=on, basis=pack.basis)
    return Crowd(Portable(trial), f"合成总体（示例，种子 {plan.seed}）", True, len(firms), LABELS, on, trial)


def chosen_clauses(pack: Pack, arguments: Namespace) -> dict[str, t.Clause]:
    """The clauses of --clause, all of them where it is not written."""
    names = [word.strip() for word in arguments.clause.replace("，", ",").split(",") if word.strip()]
    chosen = [common.get_clause(pack, name) for name in names] or list(pack.clauses.values())
    return {clause.identifier: clause for clause in chosen}
