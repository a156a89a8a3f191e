"""另一个进程: reads columns, runs the seven items in OpenFisca-Core, writes shares in fen and the seconds of each round.

Usage: measure.py columns.npz result.npz rounds. Columns are named by input; money is fen, codes are uint8 with 255 missing.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
import time

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from rules import FORMULAS, EquipmentKind, Event, system

PERIOD = "2023"
CHOICES = {"kind": EquipmentKind, "event": Event}


def inputs(columns):
    """The columns as OpenFisca keeps them: float32 yuan, booleans, enumerations with `none` first."""
    found = {}
    for name, values in columns.items():
        if name in CHOICES:
            found[name] = CHOICES[name].encode(np.where(values == 255, 0, values + 1).astype(np.uint8))
        elif values.dtype == np.uint8:
            found[name] = values == 1
        else:
            found[name] = (np.maximum(values, 0) / 100).astype(np.float32)
    return found


def run(built, given, rows):
    """One round: seconds for every share and the four totals, and the shares."""
    simulation = SimulationBuilder().build_default_simulation(built, rows)
    for name, values in given.items():
        simulation.set_input(name, PERIOD, values)
    start = time.perf_counter()
    shares = {name: simulation.calculate(name, PERIOD) for name in FORMULAS}
    calculated = time.perf_counter()
    by_tier = dict.fromkeys(("province", "city", "district"), 0.0)
    for name, values in shares.items():
        by_tier[name.split("__")[1]] += float(values.sum(dtype=np.float64))
    return calculated - start, time.perf_counter() - start, shares, by_tier


def main(columns_file, result_file, rounds):
    """Measure and write."""
    with np.load(columns_file) as stored:
        columns = {name: stored[name] for name in stored.files}
    rows = columns["annual_service_fee"].size
    built, given = system(), inputs(columns)
    shares_seconds, totals_seconds = [], []
    for number in range(rounds + 1):
        every_share, with_totals, shares, by_tier = run(built, given, rows)
        if number:
            shares_seconds.append(every_share)
            totals_seconds.append(with_totals)
    facts = {
        "version": importlib.metadata.version("openfisca-core"),
        "python": platform.python_version(),
        "dtype": str(shares["cloud_adoption__city"].dtype),
        "shares_seconds": shares_seconds,
        "totals_seconds": totals_seconds,
        "totals_fen": [round(by_tier[tier] * 100) for tier in ("province", "city", "district")],
    }
    fen = {name: np.rint(values.astype(np.float64) * 100).astype(np.int64) for name, values in shares.items()}
    np.savez(result_file, facts=np.array(json.dumps(facts)), **fen)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
