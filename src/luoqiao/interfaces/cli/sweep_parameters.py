"""可调的参数: the list that `luoqiao sweep --parameters` prints."""

from __future__ import annotations

from argparse import Namespace

from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.present_parameters import parameter_data
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.sweep_crowd import chosen_clauses
from luoqiao.interfaces.cli.sweep_result import aligned
from luoqiao.policies.pack import Pack


def print_parameters(pack: Pack, arguments: Namespace) -> None:
    """Every number that may be turned, by clause: identifier, today's value, what it is."""
    clauses = chosen_clauses(pack, arguments)
    tiers = pack.basis.tiers
    if arguments.json:
        listed = {name: [parameter_data(one) for one in parameters_of(clause, tiers)] for name, clause in clauses.items()}
        common.print_json({"clauses": listed})
        return
    for number, clause in enumerate(clauses.values()):
        print("" if number == 0 else "\n", end="")
        print(f"{clause.title} · {clause.identifier}")
        rows = [[f"  {one.id}", one.shown, one.label] for one in parameters_of(clause, tiers)]
        heads = aligned([[name, shown] for name, shown, _ in rows])
        for head, (_, _, label) in zip(heads, rows, strict=True):
            print(f"{head}  {label}")
