"""总体的速度: five million firms under seven items and under all fourteen clauses, beside others on the same work.

Every answer is counted cell by cell against the one taken row by row; the machine's own bandwidth is measured in the same
run. `ROWS=200000 make bench AREA=population` is a quick look. The method stands in docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Row, of_durations, show, usual_environment
from benchmarks.peers.contest import Goal
from benchmarks.population_data import SEVEN, make_all_columns, make_columns

os.environ.setdefault("POLARS_MAX_THREADS", "2")
ROWS = int(os.environ.get("ROWS", "5000000"))
ROUNDS = int(os.environ.get("ROUNDS", "9"))
SEED = 20230630
COUNTED = 500_000
"""Rows of the fourteen clauses that are counted cell by cell: row by row all of them would take minutes."""
MB = 1_000_000


def rows() -> list[Row]:
    """Every measurement of this area."""
    from benchmarks import population_files_rows, population_sweep

    found, triad = _bandwidth()
    for dense in (False, True):
        found += _seven(dense, triad)
    found += _fourteen()
    found += _memory()
    found += _starts()
    found += population_files_rows.rows_of_files(ROWS, SEED, ROUNDS)
    found += population_sweep.rows_of_sweep(ROUNDS)
    return found


def _bandwidth() -> tuple[list[Row], float]:
    from benchmarks.peers import bandwidth

    load = os.getloadavg()[0]
    measured = bandwidth.measure()
    found = [
        Row("load of the machine before the run", 0, 0.0, 0.0, 0.0, goal="≤ 0.5", met="yes" if load <= 0.5 else "NO",
            baseline=f"{load:.2f} processes in the last minute"),
    ]  # fmt: skip
    found += [
        of_durations(f"bandwidth {name}: Numba loop, 2 threads, float64", one.durations, baseline=_speed(one.per_second))
        for name, one in measured.items()
    ]
    return found, measured["triad"].per_second


def _speed(bytes_a_second: float) -> str:
    return f"{bytes_a_second / 1e9:.1f} GB/s"


def _seven(dense: bool, triad: float) -> list[Row]:
    from benchmarks import ours
    from benchmarks.peers import seven_items
    from benchmarks.peers.reference import kept_shares

    population = make_columns(ROWS, SEED, dense=dense)
    name = "every firm claims" if dense else "as firms are"
    field = seven_items.Field(name, population, kept_shares(population, SEVEN, name), ROUNDS)
    for_totals = ours.prepared(population, SEVEN, ours.TOTALS)
    for_shares = ours.prepared(population, SEVEN, ours.SHARES)
    our_totals = field.way_of_totals("ours", lambda: ours.totals_of(for_totals.run()))
    our_shares = field.way_of_shares("ours", lambda: ours.shares_of(for_shares.run()))
    of_totals = seven_items.rows_of_totals(field, our_totals, _goal(0.030))
    of_shares = seven_items.rows_of_shares(field, our_shares, _goal(0.045))
    marks = seven_items.median_of(of_totals), seven_items.median_of(of_shares)
    return [
        *of_totals,
        _share_of_triad(of_totals[0], 68 * ROWS, triad),
        *of_shares,
        *seven_items.rows_of_openfisca(field, *marks),
    ]


def _goal(seconds: float) -> Goal:
    """The goal for five million firms, in proportion for another number."""
    scaled = seconds * ROWS / 5e6
    return Goal(f"≤ {show(scaled)}", scaled)


def _share_of_triad(row: Row, size: int, triad: float) -> Row:
    """How much of the triad bandwidth the totals reach: each input byte is read once."""
    reached = size / row.median / triad
    return Row(
        f"{row.work}, of the triad bandwidth", 0, 0.0, 0.0, 0.0, goal="≥ 80 %", met="yes" if reached >= 0.8 else "NO",
        baseline=f"{_speed(size / row.median)}, {reached:.0%} of {_speed(triad)}",
    )  # fmt: skip


def _fourteen() -> list[Row]:
    from benchmarks import ours
    from benchmarks.peers.contest import Way, contest
    from benchmarks.peers.reference import PACK, first_rows, kept_shares, wrong_cells
    from luoqiao.policies import open_pack

    clauses = tuple(open_pack(PACK).clauses)
    population = make_all_columns(ROWS, SEED)
    counted = first_rows(population, min(COUNTED, ROWS))
    right = kept_shares(counted, clauses, "fourteen")
    wrong = wrong_cells(ours.shares_of(ours.prepared(counted, clauses, ours.SHARES).run()), right)
    found = []
    for name, want in (("four totals", ours.TOTALS), ("every share", ours.SHARES)):
        ready = ours.prepared(population, clauses, want)
        way = Way("ours", ready.run, lambda _: wrong, len(right) * counted.rows, f"counted on {counted.rows:,} rows")
        found += contest(f"{name}, all fourteen clauses", way, [], rounds=ROUNDS, goal=_goal(0.120))
    return found


def _child(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.population_children", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=usual_environment())
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _memory() -> list[Row]:
    """Peak of a process that holds the inputs and calculates every share."""
    import numpy as np

    from benchmarks import ours

    population = make_columns(ROWS, SEED)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "columns.npz"
        arrays: dict[str, Any] = {".".join(key): getattr(c, "values", None) for key, c in population.columns.items()}
        np.savez(file, **arrays)
        found = _child("memory", str(file), str(ours.cache_folder()))
    said = ", ".join(f"{name} {size / MB:.0f}" for name, size in found.items())
    beyond = {
        "memory beyond inputs and outputs, Python and libraries too": found["peak"] - found["inputs"] - found["outputs"],
        "memory beyond inputs and outputs, of the run alone": found["peak"] - found["before"] - found["outputs"],
    }
    return [
        Row(name, 0, 0.0, 0.0, 0.0, goal="≤ 100 MB", met="yes" if extra <= 100 * MB else "NO",
            baseline=f"{extra / MB:.0f} MB (MB: {said})")
        for name, extra in beyond.items()
    ]  # fmt: skip


def _starts() -> list[Row]:
    """The first call on a machine, and a later start that finds its kernels."""

    first, later = Goal("≤ 5 s", 5.0), Goal("≤ 200 ms", 0.2)
    with tempfile.TemporaryDirectory() as folder:
        _child("start", tempfile.mkdtemp(dir=folder))
        one = _child("start", folder)
        others = [_child("start", folder) for _ in range(7)]
    calls = of_durations("later start, kernels kept on disk", [x["call"] for x in others], goal=later.words)
    imports = f"after {sorted(x['imports'] for x in others)[3]:.2f} s of imports"
    found = partial(Row, "first call, nothing kept", 1, one["call"], one["call"], one["call"], goal=first.words)
    return [
        found(met=first.verdict(one["call"]), baseline=f"after {one['imports']:.2f} s of imports"),
        Row(calls.work, calls.n, calls.median, calls.least, calls.most, goal=calls.goal, met=later.verdict(calls.median),
            baseline=imports),
    ]  # fmt: skip
