"""Numba 手写: one fused loop for the four totals and one for every share, as an expert writes this one programme by hand.

It is the mark for the generated kernel, not a way to run a programme: a changed sentence means writing it again.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.reference import SEVEN_CELLS
from luoqiao.adapters.population.columns import Array, Column, Population

Cell = tuple[str, str]
Totals = tuple[int, int, int, int]
Fen = NDArray[np.int64]
Codes = NDArray[np.uint8]
ORDER = (
    ("cloud_adoption", "annual_service_fee"), ("technology_upgrade", "production_equipment_investment"),
    ("technology_upgrade", "provincial_base"), ("technology_upgrade", "provincial_leading_enterprise"),
    ("first_set_national", "kind"), ("first_set_national", "market_unit_price"),
    ("first_set_national", "batch_contract_price"), ("five_g_demo", "completed_investment"),
    ("five_g_demo", "it_investment"), ("supply_chain_platform", "annual_transaction"),
    ("champion_national", "newly_recognised"), ("little_giant", "event"),
)  # fmt: skip
PIECE = 16_384


@numba.njit(inline="always", cache=True)
def _cloud(fee):  # type: ignore[no-untyped-def] # typed by the compiler
    if fee <= 5_000_000:
        return 0, 0
    city = min((fee * 3 + 5) // 10, 10_000_000)
    return city, min((city + 2) // 5, 2_000_000)


@numba.njit(inline="always", cache=True)
def _upgrade(equipment, base, leading):  # type: ignore[no-untyped-def] # typed by the compiler
    province = min((base + 10) // 20, 1_000_000_000 if leading == 1 else 500_000_000)
    city = min((equipment * 7 + 50) // 100, 200_000_000)
    return province, city, (province + city + 2) // 5


@numba.njit(inline="always", cache=True)
def _first_set(kind, unit, batch):  # type: ignore[no-untyped-def] # typed by the compiler
    if kind == 0:
        return min((unit * 3 + 2) // 5, 200_000_000), 200_000_000, 30_000_000
    if kind == 1:
        return min((batch * 3 + 2) // 5, 30_000_000), 0, 0
    return 0, 0, 0


@numba.njit(inline="always", cache=True)
def _five_g(completed, it):  # type: ignore[no-untyped-def] # typed by the compiler
    if completed < 500_000_000:
        return 0, 0, 0
    province = 300_000_000 if completed >= 2_000_000_000 else 200_000_000 if completed >= 1_000_000_000 else 100_000_000
    return province, min((it * 3 + 5) // 10, 20_000_000), province // 20


@numba.njit(inline="always", cache=True)
def _supply(transaction):  # type: ignore[no-untyped-def] # typed by the compiler
    if transaction < 50_000_000_000:
        return 0, 0
    if transaction >= 300_000_000_000:
        return 90_000_000, 30_000_000
    return (30_000_000, 10_000_000) if transaction >= 100_000_000_000 else (15_000_000, 5_000_000)


@numba.njit(parallel=True, cache=True)
def _totals(a, b, c, d, e, f, g, h, i, j, k, m):  # type: ignore[no-untyped-def] # typed by the compiler
    rows = a.size
    province, city, district = 0, 0, 0
    for p in numba.prange((rows + PIECE - 1) // PIECE):
        x, y, z = 0, 0, 0
        for r in range(p * PIECE, min(rows, (p + 1) * PIECE)):
            c1, d1 = _cloud(a[r])
            p2, c2, d2 = _upgrade(b[r], c[r], d[r])
            p3, c3, d3 = _first_set(e[r], f[r], g[r])
            p4, c4, d4 = _five_g(h[r], i[r])
            c5, d5 = _supply(j[r])
            new, event = k[r] == 1, m[r]
            x += p2 + p3 + p4 + new * 100_000_000 + (event == 0) * 50_000_000
            y += c1 + c2 + c3 + c4 + c5 + (event == 1) * 5_000_000
            z += d1 + d2 + d3 + d4 + d5 + new * 30_000_000 + (event == 0) * 30_000_000
        province += x
        city += y
        district += z
    return province, city, district


@numba.njit(parallel=True, cache=True)
def _shares(a, b, c, d, e, f, g, h, i, j, k, m, out):  # type: ignore[no-untyped-def] # typed by the compiler
    rows = a.size
    for p in numba.prange((rows + PIECE - 1) // PIECE):
        for r in range(p * PIECE, min(rows, (p + 1) * PIECE)):
            out[0][r], out[1][r] = _cloud(a[r])
            out[2][r], out[3][r], out[4][r] = _upgrade(b[r], c[r], d[r])
            out[5][r], out[6][r], out[7][r] = _first_set(e[r], f[r], g[r])
            out[8][r], out[9][r], out[10][r] = _five_g(h[r], i[r])
            out[11][r], out[12][r] = _supply(j[r])
            out[13][r], out[14][r] = (100_000_000, 30_000_000) if k[r] == 1 else (0, 0)
            out[15][r], out[17][r] = (50_000_000, 30_000_000) if m[r] == 0 else (0, 0)
            out[16][r] = 5_000_000 if m[r] == 1 else 0


def _arguments(population: Population) -> list[Array]:
    columns = [population.columns[key] for key in ORDER]
    return [column.values for column in columns if isinstance(column, Column)]


def totals(population: Population) -> Totals:
    """Four totals."""
    province, city, district = _totals(*_arguments(population))
    return province, city, district, province + city + district


def every_share(population: Population, out: NDArray[np.uint32]) -> dict[Cell, NDArray[Any]]:
    """Every share of every row into `out` (eighteen rows of four-byte fen)."""
    _shares(*_arguments(population), tuple(out))
    return dict(zip(SEVEN_CELLS, out, strict=True))
