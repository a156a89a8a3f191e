"""一千个设想: thresholds, rates and caps of one clause turned over a hundred thousand firms, against today's rule.

One kernel is compiled with the turned numbers left open; each scenario gives the cost by tier and who gains and loses.
Some scenarios are worked out a second time, firm by firm, from the clause with its numbers rewritten.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Row, usual_environment
from benchmarks.ours import SHARES, cache_folder, prepared, shares_of
from benchmarks.peers.contest import Goal, Way, contest
from benchmarks.peers.reference import ON, PACK, TIERS, Shares, shares_under
from benchmarks.population_data import WAN, make_columns
from benchmarks.population_files import frame
from luoqiao.adapters.numba.engine import Prepared, prepare
from luoqiao.adapters.numba.outcomes import Outcomes
from luoqiao.adapters.numba.write_kernel import Want
from luoqiao.adapters.population.columns import Column, Population
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
    work, goal = f"{len(tried):,} scenarios × {FIRMS:,} firms", Goal("≤ 1.5 s", 1.5)
    by_hand = Way("NumPy by hand", partial(_by_hand, population, tried), wrong, ours.cells)
    found = contest(work, ours, [by_hand], rounds=rounds, goal=goal)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "firms.parquet"
        frame(Population(FIRMS, {k: c for k, c in population.columns.items() if k[0] == CLAUSE})).write_parquet(file)
        command = Way("luoqiao sweep, whole command", partial(_command, file, tried), wrong, ours.cells, "quantiles too")
        try:
            return [*found, *contest(work, command, [], rounds=min(rounds, 3), goal=goal)]
        except subprocess.CalledProcessError as error:
            return [*found, Row(f"{work}: {command.name}", 0, 0.0, 0.0, 0.0, met="NO", baseline=error.stderr.strip()[-200:])]


def _command(file: Path, tried: Sequence[Values]) -> list[tuple[int, ...]]:
    """The same through the command: cost by tier, gain and loss of each scenario."""
    turned = (
        "condition.annual_service_fee=1万..10万/1万", "city.rate=0.2..0.38/0.02", "city.cap=5万..14万/1万",
    )  # fmt: skip
    program = Path(sys.executable).with_name("luoqiao")
    asked = [str(program), "sweep", str(file), "--clause", CLAUSE, "--on", ON.isoformat(), "--json"]
    asked += [word for one in turned for word in ("--set", one)]
    answer = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True, env=usual_environment()).stdout)
    found = {}
    for row in answer["scenarios"]:
        values = row["turned"][CLAUSE]["values"]
        key = tuple(Decimal(values[name]) * (10_000 if name.endswith("rate") else 100) for name in tried[0])
        amounts = [*(row["cost"][tier] for tier in TIERS), row["change"]["gained"], row["change"]["lost"]]
        found[key] = tuple(int(Decimal(amount) * 100) for amount in amounts)
    return [found[tuple(Decimal(value) for value in values.values())] for values in tried]


def _by_hand(population: Population, tried: Sequence[Values]) -> list[tuple[int, ...]]:
    """As a NumPy user writes it: the firms that can get anything picked once, then a few operations a scenario."""
    column = population.columns[CLAUSE, "annual_service_fee"]
    fee = column.values[column.values > min(THRESHOLDS)].astype(np.int64) if isinstance(column, Column) else np.zeros(0, np.int64)

    def of(threshold: int, rate: int, cap: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        city = np.minimum((fee * rate + 5_000) // 10_000, cap) * (fee > threshold)
        return city, np.minimum((city + 2) // 5, 2 * WAN)

    today = np.add(*of(5 * WAN, 3_000, 10 * WAN))
    found: list[tuple[int, ...]] = []
    for values in tried:
        city, district = of(*values.values())
        change = city + district - today
        gain, loss = int(change[change > 0].sum()), -int(change[change < 0].sum())
        found.append((0, int(city.sum()), int(district.sum()), gain, loss))
    return found


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
