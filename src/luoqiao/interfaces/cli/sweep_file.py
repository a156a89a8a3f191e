"""企业文件的总体: read as `luoqiao simulate` reads it; worked out by kernels."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.trial import Taker, Trial
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.sweep_crowd import MOST_LOOKED_AT, Crowd
from luoqiao.policies.pack import Pack

KERNELS = "kernels"


def file_crowd(pack: Pack, clauses: Mapping[str, t.Clause], arguments: Namespace, on: date) -> Crowd:
    """The enterprises of a file, a row each; rows that cannot be read are left out and counted in the title.

    Raises Invalid, or what the reader refuses; ExtraMissing where the compute extra is not installed.
    """
    from luoqiao.adapters.population.faults import ExtraMissing

    try:
        from luoqiao.adapters.numba.sweep import Fast
        from luoqiao.adapters.population.plan import Request, limits_for
        from luoqiao.adapters.population.read import read_file
    except ModuleNotFoundError as missing:
        raise ExtraMissing(missing.name or "numba") from None
    labels = {word: word for word in arguments.by.replace("，", ",").split(",") if word.strip()}
    chosen = tuple(clauses.values())
    request = Request(chosen, labels, limits_for(chosen, on, {}, pack.basis), pack.basis)
    path = Path(arguments.file)
    gathered = read_file(path, request)
    population = gathered.population()
    fast = Fast(population, clauses, on=on, basis=pack.basis, cache_folder=common.cache_folder() / KERNELS)
    bad = len(gathered.bad_rows)
    title = f"导入：{path.name}" + (f"（{bad:,} 行读不成，已略去）" if bad else "")
    trial = _trial(path, pack, clauses, on) if arguments.budget and population.rows <= MOST_LOOKED_AT else None
    return Crowd(fast, title, False, population.rows, {name: name for name in labels}, on, trial)


def _trial(path: Path, pack: Pack, clauses: Mapping[str, t.Clause], on: date) -> Trial:
    """The enterprises one by one, for what is paid to each from a budget."""
    from luoqiao.adapters.population.stated_rows import read_stated

    takers: dict[str, list[Taker]] = {name: [] for name in clauses}
    for number, row in enumerate(read_stated(path, tuple(clauses.values()), pack.basis).rows):
        for name, stated in row.facts.items():
            facts = read_facts(clauses[name], stated, pack.basis.tiers)
            earlier = read_earlier(clauses[name], row.earlier.get(name, {}), pack.basis.tiers)
            takers[name].append(Taker(f"{number:08d}", facts, earlier=earlier))
    return Trial(clauses, takers, on=on, basis=pack.basis)
