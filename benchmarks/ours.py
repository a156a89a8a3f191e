"""我们的内核: the generated kernel on the same columns, asked for totals or for every share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.reference import ON, PACK, TIERS, Cell, Shares
from luoqiao.adapters.numba.engine import Prepared, prepare
from luoqiao.adapters.numba.outcomes import TOTAL, Outcomes
from luoqiao.adapters.numba.write_kernel import Want
from luoqiao.adapters.population.columns import Population
from luoqiao.policies import open_pack

TOTALS = Want(tier_sums=True)
SHARES = Want(shares=True)


def cache_folder() -> Path:
    """Where compiled kernels are kept between runs."""
    return Path(os.environ.get("DATA", "var")).resolve() / "kernels"


def prepared(population: Population, clauses: Sequence[str], want: Want, folder: Path | None = None) -> Prepared:
    """Clauses planned and compiled for a population."""
    pack = open_pack(PACK)
    wanted = [pack.clauses[name] for name in clauses]
    return prepare(population, wanted, on=ON, basis=pack.basis, cache_folder=folder or cache_folder(), want=want)


def totals_of(found: Outcomes) -> tuple[int, int, int, int]:
    """Province, city, district, all."""
    province, city, district = (found.totals[tier] for tier in TIERS)
    return province, city, district, province + city + district


def shares_of(found: Outcomes) -> Shares:
    """Every share by clause and tier; rows are settled, so low is the amount."""
    shares: dict[Cell, object] = {}
    for name, clause in found.clauses.items():
        for tier, amounts in clause.shares.items():
            if tier == TOTAL:
                continue
            shares[name, tier] = amounts.low
    return shares  # type: ignore[return-value] # arrays of fen
