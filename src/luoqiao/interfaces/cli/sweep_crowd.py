"""参加试算的: who works the scenarios out, over which enterprises, under which clauses."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.scenario import Scenario
from luoqiao.core.rules.sweep import Runner
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


def chosen_clauses(pack: Pack, arguments: Namespace) -> dict[str, t.Clause]:
    """The clauses of --clause, all of them where it is not written."""
    names = [word.strip() for word in arguments.clause.replace("，", ",").split(",") if word.strip()]
    chosen = [common.get_clause(pack, name) for name in names] or list(pack.clauses.values())
    return {clause.identifier: clause for clause in chosen}
