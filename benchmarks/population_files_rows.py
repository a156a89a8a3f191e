"""从文件到总额: `luoqiao simulate` on Parquet and CSV, the whole command, beside Polars by hand."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, of_durations, usual_environment
from benchmarks.peers import files_by_polars
from benchmarks.peers.contest import Goal, Way, best_of, contest
from benchmarks.peers.reference import ON, kept_shares, totals
from benchmarks.population_data import SEVEN, make_columns
from benchmarks.population_files import kept_files
from luoqiao.interfaces.cli.main import main

PROGRAM = Path(sys.executable).with_name("luoqiao")


def rows_of_files(rows: int, seed: int, rounds: int) -> list[Row]:
    """Both kinds of file; the goals are rows a second of the whole command."""
    population = make_columns(rows, seed)
    right = totals(kept_shares(population, SEVEN, "as firms are"))
    parquet, csv = kept_files(population, seed)
    goals = {"Parquet": Goal("≥ 10 M rows/s", rows / 10e6), "CSV": Goal("≥ 5 M rows/s", rows / 5e6)}
    try:
        found = [_bare(rounds)]
    except subprocess.CalledProcessError as error:
        return [Row("luoqiao simulate, whole command", 0, 0.0, 0.0, 0.0, met="NO", baseline=error.stderr.strip()[-200:])]
    for kind, path, peer in (
        ("Parquet", parquet, files_by_polars.totals_of_parquet),
        ("CSV", csv, files_by_polars.totals_of_csv),
    ):
        def wrong(answer: tuple[int, ...]) -> int:
            return sum(a != b for a, b in zip(answer, right, strict=True))

        ours = Way("luoqiao simulate, in process", partial(simulate_here, path), wrong, 4, "start and imports not counted")
        command = Way("luoqiao simulate, whole command", partial(simulate, path), wrong, 4)
        ways = [Way("Polars by hand, in process", partial(peer, path, eager=eager), wrong, 4) for eager in (False, True)]
        work, goal = f"{kind} to totals, {rows:,} rows", goals[kind]
        found += contest(work, ours, [best_of(ways), command], rounds=rounds, goal=goal)
        found[-1] = replace(found[-1], goal=goal.words, met=goal.verdict(found[-1].median))
    return found


def simulate(path: Path) -> tuple[int, int, int, int]:
    """The four totals in fen as the command answers them."""
    answer = subprocess.run([str(PROGRAM), *_asked(path)], check=True, capture_output=True, text=True, env=usual_environment())
    return _totals(answer.stdout)


def simulate_here(path: Path) -> tuple[int, int, int, int]:
    """The same by the same code in this process."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = main(_asked(path))
    if status:
        raise RuntimeError(f"luoqiao simulate ended with {status}")
    return _totals(printed.getvalue())


def _asked(path: Path) -> list[str]:
    return ["simulate", str(path), "--clauses", ",".join(SEVEN), "--on", ON.isoformat(), "--json"]


def _totals(printed: str) -> tuple[int, int, int, int]:
    found = json.loads(printed)["totals"]
    province, city, district, every = (_fen(found[name]) for name in ("province", "city", "district", "total"))
    return province, city, district, every


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


def _bare(rounds: int) -> Row:
    """What the command costs before it reads a file."""
    durations = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([str(PROGRAM), "simulate", "--help"], check=True, capture_output=True, text=True, env=usual_environment())
        durations.append(time.perf_counter() - start)
    return of_durations("luoqiao simulate --help, whole command", durations)
