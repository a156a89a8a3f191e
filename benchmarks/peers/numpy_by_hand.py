"""NumPy 手写: the seven items over pieces that stay in the cache, two threads, whole fen.

Two ways as with Polars: every row, or only the rows that pass the clause's test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import MISSING_CODE, Column, Population

Cell = tuple[str, str]
Totals = tuple[int, int, int, int]
Fen = NDArray[np.int64]
Codes = NDArray[np.uint8]
PIECE = 65_536
"""Rows at a time: small enough for the last cache, large enough that two threads seldom wait for each other."""
THREADS = 2

SUPPLY_EDGES = np.array([50_000_000_000, 100_000_000_000, 300_000_000_000])
SUPPLY_CITY = np.array([0, 15_000_000, 30_000_000, 90_000_000])
SUPPLY_DISTRICT = np.array([0, 5_000_000, 10_000_000, 30_000_000])
FIVE_G_EDGES = np.array([500_000_000, 1_000_000_000, 2_000_000_000])
FIVE_G_PROVINCE = np.array([0, 100_000_000, 200_000_000, 300_000_000])
UPGRADE_CAPS = np.array([500_000_000, 1_000_000_000])


class Piece:
    """Some rows of the twelve columns, as views."""

    def __init__(self, population: Population, start: int, stop: int) -> None:
        found: dict[Cell, Any] = {
            key: column.values[start:stop] for key, column in population.columns.items() if isinstance(column, Column)
        }
        self.fee: Fen = found["cloud_adoption", "annual_service_fee"]
        self.equipment: Fen = found["technology_upgrade", "production_equipment_investment"]
        self.base: Fen = found["technology_upgrade", "provincial_base"]
        self.leading: Codes = found["technology_upgrade", "provincial_leading_enterprise"]
        self.kind: Codes = found["first_set_national", "kind"]
        self.unit: Fen = found["first_set_national", "market_unit_price"]
        self.batch: Fen = found["first_set_national", "batch_contract_price"]
        self.completed: Fen = found["five_g_demo", "completed_investment"]
        self.it: Fen = found["five_g_demo", "it_investment"]
        self.transaction: Fen = found["supply_chain_platform", "annual_transaction"]
        self.champion: Codes = found["champion_national", "newly_recognised"]
        self.event: Codes = found["little_giant", "event"]


def cloud(fee: Fen) -> tuple[Fen, Fen]:
    """P-01 of fees above the threshold."""
    city = np.minimum((fee * 3 + 5) // 10, 10_000_000)
    return city, np.minimum((city + 2) // 5, 2_000_000)


def upgrade(equipment: Fen, base: Fen, leading: Codes) -> tuple[Fen, Fen, Fen]:
    """P-02."""
    province = np.minimum((base + 10) // 20, UPGRADE_CAPS[leading])
    city = np.minimum((equipment * 7 + 50) // 100, 200_000_000)
    return province, city, (province + city + 2) // 5


def first_set_province(complete: NDArray[np.bool_], unit: Fen, batch: Fen) -> Fen:
    """P-04, the province's share; the others are whole awards."""
    price, cap = np.where(complete, unit, batch), np.where(complete, 200_000_000, 30_000_000)
    found: Fen = np.minimum((price * 3 + 2) // 5, cap)
    return found


def _fen_of_all_rows(p: Piece) -> Iterator[tuple[Cell, NDArray[Any]]]:
    """Every share of every row of a piece."""
    over = p.fee > 5_000_000
    city, district = cloud(p.fee)
    yield ("cloud_adoption", "city"), city * over
    yield ("cloud_adoption", "district"), district * over
    province, city, district = upgrade(p.equipment, p.base, p.leading)
    yield ("technology_upgrade", "province"), province
    yield ("technology_upgrade", "city"), city
    yield ("technology_upgrade", "district"), district
    complete = p.kind == 0
    yield ("first_set_national", "province"), first_set_province(complete, p.unit, p.batch) * (p.kind != MISSING_CODE)
    yield ("first_set_national", "city"), complete * np.int64(200_000_000)
    yield ("first_set_national", "district"), complete * np.int64(30_000_000)
    stage = np.searchsorted(FIVE_G_EDGES, p.completed, side="right")
    province = FIVE_G_PROVINCE[stage]
    yield ("five_g_demo", "province"), province
    yield ("five_g_demo", "city"), np.minimum((p.it * 3 + 5) // 10, 20_000_000) * (stage > 0)
    yield ("five_g_demo", "district"), province // 20
    stage = np.searchsorted(SUPPLY_EDGES, p.transaction, side="right")
    yield ("supply_chain_platform", "city"), SUPPLY_CITY[stage]
    yield ("supply_chain_platform", "district"), SUPPLY_DISTRICT[stage]
    new = p.champion == 1
    yield ("champion_national", "province"), new * np.int64(100_000_000)
    yield ("champion_national", "district"), new * np.int64(30_000_000)
    new = p.event == 0
    yield ("little_giant", "province"), new * np.int64(50_000_000)
    yield ("little_giant", "city"), (p.event == 1) * np.int64(5_000_000)
    yield ("little_giant", "district"), new * np.int64(30_000_000)


def _fen_of_those_that_claim(p: Piece) -> Iterator[tuple[int, int, int]]:
    """Province, city and district of each clause in a piece; counts where the award is one amount."""
    city, district = cloud(p.fee[p.fee > 5_000_000])
    yield 0, int(city.sum()), int(district.sum())
    claims = (p.equipment > 0) | (p.base > 0)
    yield _sums(*upgrade(p.equipment[claims], p.base[claims], p.leading[claims]))
    part = np.flatnonzero(p.kind != MISSING_CODE)
    complete = p.kind[part] == 0
    sets = int(np.count_nonzero(complete))
    province = int(first_set_province(complete, p.unit[part], p.batch[part]).sum())
    yield province, sets * 200_000_000, sets * 30_000_000
    projects = p.completed >= 500_000_000
    by_stage = FIVE_G_PROVINCE[np.searchsorted(FIVE_G_EDGES, p.completed[projects], side="right")]
    province = int(by_stage.sum())
    yield province, int(np.minimum((p.it[projects] * 3 + 5) // 10, 20_000_000).sum()), province // 20
    stage = np.searchsorted(SUPPLY_EDGES, p.transaction[p.transaction >= SUPPLY_EDGES[0]], side="right")
    yield 0, int(SUPPLY_CITY[stage].sum()), int(SUPPLY_DISTRICT[stage].sum())
    champions, new, again = (int(np.count_nonzero(x)) for x in (p.champion == 1, p.event == 0, p.event == 1))
    yield champions * 100_000_000 + new * 50_000_000, again * 5_000_000, (champions + new) * 30_000_000


def _sums(province: Fen, city: Fen, district: Fen) -> tuple[int, int, int]:
    return int(province.sum()), int(city.sum()), int(district.sum())


def _bounds(rows: int) -> list[tuple[int, int]]:
    return [(start, min(start + PIECE, rows)) for start in range(0, rows, PIECE)]


def every_share(population: Population) -> dict[Cell, NDArray[Any]]:
    """Every share of every row, four bytes each."""
    names = [cell for cell, _ in _fen_of_all_rows(Piece(population, 0, 1))]
    out = {cell: np.empty(population.rows, np.uint32) for cell in names}

    def fill(bounds: tuple[int, int]) -> None:
        for cell, fen in _fen_of_all_rows(Piece(population, *bounds)):
            out[cell][slice(*bounds)] = fen

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fill, _bounds(population.rows)))
    return dict(out)


def totals_over_all_rows(population: Population) -> Totals:
    """Four totals, each share calculated for every row."""
    def of(bounds: tuple[int, int]) -> tuple[int, int, int]:
        found = {"province": 0, "city": 0, "district": 0}
        for (_, tier), fen in _fen_of_all_rows(Piece(population, *bounds)):
            found[tier] += int(fen.sum())
        return found["province"], found["city"], found["district"]

    return _total(population.rows, of)


def totals_of_those_that_claim(population: Population) -> Totals:
    """Four totals, the rows of a clause picked before anything is calculated."""
    def of(bounds: tuple[int, int]) -> tuple[int, int, int]:
        parts = list(_fen_of_those_that_claim(Piece(population, *bounds)))
        return sum(x[0] for x in parts), sum(x[1] for x in parts), sum(x[2] for x in parts)

    return _total(population.rows, of)


def _total(rows: int, of: Callable[[tuple[int, int]], tuple[int, int, int]]) -> Totals:
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(of, _bounds(rows)))
    province, city, district = (sum(part[i] for part in parts) for i in range(3))
    return province, city, district, province + city + district
