"""另开进程的测量: peak memory of one run, and how long the first and a later start take. Prints JSON.

`python -m benchmarks.population_children memory columns.npz cache` · `… start cache`
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np


def memory(columns: Path, cache: Path) -> dict[str, int]:
    """Bytes in use once the inputs stand, and at the peak of calculating every share; a share that never pays is no output."""
    from benchmarks import ours
    from benchmarks.peers.reference import SEVEN_CELLS
    from luoqiao.adapters.population.columns import Column, Population, missing_of

    with np.load(columns) as stored:
        arrays = {name: stored[name] for name in stored.files}
    found = {}
    for name, values in arrays.items():
        clause, column = name.split(".")
        missing = missing_of(values)
        present = values[values != missing] if (values == missing).any() else values
        found[clause, column] = Column(values, int(present.min()), int(present.max()), present.size < values.size)
    rows = next(iter(arrays.values())).size
    inputs = sum(values.nbytes for values in arrays.values())
    start_peak()
    before = status("VmRSS")
    run = ours.prepared(Population(rows, found), ours_clauses(found), ours.SHARES, cache).run()
    shares = ours.shares_of(run)
    outputs = sum(shares[cell].nbytes for cell in SEVEN_CELLS)
    return {"inputs": inputs, "outputs": outputs, "before": before, "peak": status("VmHWM")}


def ours_clauses(columns: dict[tuple[str, str], object]) -> tuple[str, ...]:
    """The clauses that the columns belong to."""
    return tuple(dict.fromkeys(clause for clause, _ in columns))


def start_peak() -> None:
    """Let the peak begin anew, so that reading the inputs does not count."""
    Path("/proc/self/clear_refs").write_text("5")


def status(name: str) -> int:
    """A size of this process in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)


def start(cache: Path) -> dict[str, float]:
    """Seconds to import, and from asking for the seven items to the first four totals of a thousand firms."""
    began = time.perf_counter()
    from benchmarks import ours
    from benchmarks.population_data import SEVEN, make_columns

    imported = time.perf_counter()
    population = make_columns(1_000, 1)
    ours.open_pack(ours.PACK)
    asked = time.perf_counter()
    ours.totals_of(ours.prepared(population, SEVEN, ours.TOTALS, cache).run())
    return {"imports": imported - began, "call": time.perf_counter() - asked}


def main(arguments: list[str]) -> int:
    """Run one measurement."""
    if arguments[0] == "memory":
        print(json.dumps(memory(Path(arguments[1]), Path(arguments[2]))))
    else:
        print(json.dumps(start(Path(arguments[1]))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
