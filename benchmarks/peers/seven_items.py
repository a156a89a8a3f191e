"""七项条款的各种写法: every peer on the same twelve columns, for the four totals and for every share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Row
from benchmarks.peers import numba_by_hand, numpy_by_hand, openfisca, polars_by_hand
from benchmarks.peers.contest import Goal, Way, best_of, contest, row_of
from benchmarks.peers.reference import SEVEN_CELLS, Shares, totals, wrong_cells
from luoqiao.adapters.population.columns import Population

ENGINES = ("in-memory", "streaming")


@dataclass(frozen=True, slots=True)
class Field:
    """The population, the exact answer, and the names and rounds of a comparison."""

    name: str
    population: Population
    right: Shares
    rounds: int

    @property
    def cells(self) -> int:
        """Shares that are counted."""
        return len(SEVEN_CELLS) * self.population.rows

    def wrong_totals(self, found: tuple[int, ...]) -> int:
        """How many of the four totals differ."""
        return sum(a != b for a, b in zip(found, totals(self.right), strict=True))

    def way_of_totals(self, name: str, call: Callable[[], tuple[int, ...]], note: str = "") -> Way:
        """A way to the four totals."""
        return Way(name, call, self.wrong_totals, 4, note)

    def way_of_shares(self, name: str, call: Callable[[], Shares], note: str = "") -> Way:
        """A way to every share."""
        return Way(name, call, lambda found: wrong_cells(found, self.right), self.cells, note)


def rows_of_totals(field: Field, ours: Way | None, goal: Goal) -> list[Row]:
    """Four totals, ours beside Polars, NumPy and Numba by hand."""
    population, data = field.population, polars_by_hand.frame(field.population)
    polars = [
        field.way_of_totals(f"Polars by hand ({form}, {engine})", partial(of, data, engine))
        for form, of in (
            ("all rows", polars_by_hand.totals_over_all_rows),
            ("filtered first", polars_by_hand.totals_of_those_that_claim),
        )
        for engine in ENGINES
    ]
    numpy = [
        field.way_of_totals("NumPy by hand (all rows)", lambda: numpy_by_hand.totals_over_all_rows(population)),
        field.way_of_totals("NumPy by hand (picked first)", lambda: numpy_by_hand.totals_of_those_that_claim(population)),
    ]
    numba = field.way_of_totals("Numba by hand", lambda: numba_by_hand.totals(population))
    return contest(f"four totals, {field.name}", ours, [best_of(polars), best_of(numpy), numba], rounds=field.rounds, goal=goal)


def rows_of_shares(field: Field, ours: Way | None, goal: Goal) -> list[Row]:
    """Every share of every firm, ours beside Polars, NumPy and Numba by hand."""
    population, data = field.population, polars_by_hand.frame(field.population)
    out: NDArray[np.uint32] = np.empty((len(SEVEN_CELLS), population.rows), np.uint32)
    polars = [
        field.way_of_shares(f"Polars by hand ({engine})", partial(polars_by_hand.every_share, data, engine))
        for engine in ENGINES
    ]
    numpy = field.way_of_shares("NumPy by hand", lambda: numpy_by_hand.every_share(population))
    numba = field.way_of_shares("Numba by hand", lambda: numba_by_hand.every_share(population, out), "into arrays kept")
    return contest(f"every share, {field.name}", ours, [best_of(polars), numpy, numba], rounds=field.rounds, goal=goal)


def rows_of_openfisca(field: Field, totals_mark: float, shares_mark: float) -> list[Row]:
    """OpenFisca-Core in its own process; without it, one row that says how to set it up."""
    python = openfisca.environment()
    if python is None:
        return [Row(f"OpenFisca-Core, {field.name}", 0, 0.0, 0.0, 0.0, baseline=f"not set up; run {openfisca.HOW}")]
    found = openfisca.measure(python, field.population, field.rounds)
    name = f"OpenFisca-Core {found.version} ({found.dtype})"
    four = (*found.totals, sum(found.totals))
    of_totals = field.way_of_totals(name, lambda: four, "own process, inputs set before")
    of_shares = field.way_of_shares(name, lambda: found.shares, "own process, inputs set before")
    return [
        row_of(f"four totals, {field.name}", of_totals, found.totals_seconds, field.wrong_totals(four), totals_mark),
        row_of(f"every share, {field.name}", of_shares, found.shares_seconds, of_shares.wrong(found.shares), shares_mark),
    ]


def median_of(rows: Sequence[Row]) -> float:
    """The median of the first row, which is ours."""
    return rows[0].median
