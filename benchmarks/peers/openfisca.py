"""OpenFisca 对照: hands the columns to benchmarks/openfisca/measure.py in its own environment and reads the shares back.

Nothing of OpenFisca is imported here; see benchmarks/openfisca/README.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Column, Population

Cell = tuple[str, str]
SCRIPT = Path(__file__).resolve().parents[1] / "openfisca" / "measure.py"
HOW = "benchmarks/setup-openfisca"


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What the other process measured."""

    version: str
    dtype: str
    shares_seconds: tuple[float, ...]
    totals_seconds: tuple[float, ...]
    totals: tuple[int, int, int]
    shares: dict[Cell, NDArray[np.int64]]


def environment() -> Path | None:
    """The Python that has OpenFisca-Core, when it has been set up."""
    python = Path(os.environ.get("DATA", "var")).resolve() / "bench" / "openfisca" / "bin" / "python"
    return python if python.exists() else None


def measure(python: Path, population: Population, rounds: int) -> Measured:
    """Run the comparison in the other environment."""
    with tempfile.TemporaryDirectory() as folder:
        columns, result = Path(folder) / "columns.npz", Path(folder) / "result.npz"
        arrays: dict[str, Any] = {
            name: column.values for (_, name), column in population.columns.items() if isinstance(column, Column)
        }
        np.savez(columns, **arrays)
        subprocess.run([python, SCRIPT, columns, result, str(rounds)], check=True)
        with np.load(result) as found:
            facts = json.loads(str(found["facts"]))
            shares = {_cell(name): found[name] for name in found.files if name != "facts"}
    province, city, district = facts["totals_fen"]
    return Measured(
        facts["version"], facts["dtype"], tuple(facts["shares_seconds"]), tuple(facts["totals_seconds"]),
        (province, city, district), shares,
    )  # fmt: skip


def _cell(name: str) -> Cell:
    clause, tier = name.split("__")
    return clause, tier
