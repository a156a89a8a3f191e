"""命令行的总体: the enterprises of a file, or the synthetic ones of the pack; the result always says which."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.synthetic import synthesise
from luoqiao.core.parties.trial_takers import LABELS, takers_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.sweep import Portable
from luoqiao.core.rules.trial import Trial
from luoqiao.interfaces.cli.sweep_crowd import Crowd, chosen_clauses
from luoqiao.interfaces.cli.sweep_file import file_crowd
from luoqiao.policies.pack import Pack


def get_crowd(pack: Pack, arguments: Namespace, on: date) -> Crowd:
    """The population that the command line names. Raises Invalid when it names none or two."""
    clauses = chosen_clauses(pack, arguments)
    if bool(arguments.file) == arguments.synthetic:
        message = "写一个企业文件，或写 --synthetic 用合成总体；两样只写一样"
        raise Invalid((FieldProblem("file", arguments.file[:60], "文件或 --synthetic", message, "LQ-4426"),))
    if arguments.file:
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
