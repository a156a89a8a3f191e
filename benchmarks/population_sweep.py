"""一千个设想: thresholds, rates and caps of one clause turned over a hundred thousand firms, against today's rule.

One kernel is compiled with the turned numbers left open; each scenario gives the cost by tier and who gains and loses.
Some scenarios are worked out a second time, firm by firm, from the clause with its numbers rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Row
from benchmarks.ours import SHARES, cache_folder, prepared, shares_of
from benchmarks.peers.contest import Goal, Way, contest
from benchmarks.peers.reference import ON, PACK, TIERS, Shares, shares_under
from benchmarks.population_data import WAN, make_columns
from luoqiao.adapters.numba.engine import Prepared, prepare
from luoqiao.adapters.numba.outcomes import Outcomes
from luoqiao.adapters.numba.write_kernel import Want
from luoqiao.adapters.population.columns import Population
from luoqiao.core.rules.parameters import with_parameters
from luoqiao.policies import open_pack

CLAUSE = "cloud_adoption"
FIRMS, SEED = 100_000, 20230630
THRESHOLDS, RATES, CAPS = range(1 * WAN, 11 * WAN, WAN), range(2000, 4000, 200), range(5 * WAN, 15 * WAN, WAN)
CHECKED = 20
Values = Mapping[str, int]


def scenarios() -> list[dict[str, int]]:
    """Ten thresholds, ten rates, ten caps."""
    names = ("condition.annual_service_fee", "city.rate", "city.cap")
    return [dict(zip(names, values, strict=True)) for values in product(THRESHOLDS, RATES, CAPS)]


def rows_of_sweep(rounds: int) -> list[Row]:
    """The kernel over every scenario; the planning is part of each round, the compiled code is kept."""
    population, tried = make_columns(FIRMS, SEED), scenarios()
    checked = tried[:: len(tried) // CHECKED]
    today = _total(_shares(population, {}), population.rows)
    right = [_answer(population, values, today) for values in checked]

    def sweep() -> list[tuple[int, ...]]:
        ready = _ready(population)
        return [_found(ready.run({CLAUSE: values})) for values in tried]

    def wrong(found: list[tuple[int, ...]]) -> int:
        chosen = found[:: len(tried) // CHECKED]
        return sum(a != b for one, other in zip(chosen, right, strict=True) for a, b in zip(one, other, strict=True))

    ours = Way("ours", sweep, wrong, sum(map(len, right)), f"counted in {CHECKED} scenarios: cost by tier, gain, loss")
    goal = Goal("≤ 1.5 s", 1.5)
    return contest(f"{len(tried):,} scenarios × {FIRMS:,} firms", ours, [], rounds=rounds, goal=goal)


def _total(shares: Shares, rows: int) -> NDArray[np.int64]:
    total = np.zeros(rows, np.int64)
    for values in shares.values():
        total += values
    return total


def _ready(population: Population) -> Prepared:
    pack = open_pack(PACK)
    want = Want(tier_sums=True, against=True)
    today = _total(shares_of(prepared(population, (CLAUSE,), SHARES).run()), population.rows)
    return prepare(
        population, [pack.clauses[CLAUSE]], on=ON, basis=pack.basis, cache_folder=cache_folder(), want=want,
        symbols={CLAUSE: tuple(scenarios()[0])}, today=today,
    )  # fmt: skip


def _found(outcomes: Outcomes) -> tuple[int, ...]:
    compared = outcomes.compared
    return *(outcomes.totals[tier] for tier in TIERS), compared["gain"], compared["loss"]


def _answer(population: Population, values: Values, today: NDArray[np.int64]) -> tuple[int, ...]:
    """The same, firm by firm, from the clause with these numbers in its text."""
    shares = _shares(population, values)
    change = _total(shares, population.rows) - today
    by_tier = (int(shares[CLAUSE, t].sum(dtype=np.int64)) if (CLAUSE, t) in shares else 0 for t in TIERS)
    return *by_tier, int(change[change > 0].sum()), -int(change[change < 0].sum())


def _shares(population: Population, values: Values) -> Shares:
    return shares_under(population, with_parameters(open_pack(PACK).clauses[CLAUSE], values))
