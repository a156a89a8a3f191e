"""Polars 手写: the seven items as a careful Polars user writes them, in whole fen, exact.

Two ways for the totals: expressions over all rows, and expressions over the rows that pass the clause's test first.
The second wins where few firms claim. Clips stand for caps, `//` rounds half up, missing values are nulls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Column, Population, missing_of

Cell = tuple[str, str]
Totals = tuple[int, int, int, int]
TIERS = ("province", "city", "district")

FEE = "cloud_adoption.annual_service_fee"
EQUIPMENT = "technology_upgrade.production_equipment_investment"
BASE = "technology_upgrade.provincial_base"
LEADING = "technology_upgrade.provincial_leading_enterprise"
KIND = "first_set_national.kind"
UNIT_PRICE = "first_set_national.market_unit_price"
BATCH_PRICE = "first_set_national.batch_contract_price"
COMPLETED = "five_g_demo.completed_investment"
IT = "five_g_demo.it_investment"
TRANSACTION = "supply_chain_platform.annual_transaction"
CHAMPION = "champion_national.newly_recognised"
EVENT = "little_giant.event"


def frame(population: Population) -> pl.DataFrame:
    """The columns as a data frame; missing values become nulls."""
    columns = {}
    for (clause, name), column in population.columns.items():
        if isinstance(column, Column):
            series = pl.Series(f"{clause}.{name}", column.values)
            columns[series.name] = series.set(series == missing_of(column.values), None) if column.missing else series
    return pl.DataFrame(columns)


def cloud(fee: pl.Expr) -> dict[str, pl.Expr]:
    """P-01 of fees above 50,000 yuan."""
    city = ((fee * 3 + 5) // 10).clip(upper_bound=10_000_000)
    return {"city": city, "district": ((city + 2) // 5).clip(upper_bound=2_000_000)}


def upgrade(equipment: pl.Expr, base: pl.Expr, leading: pl.Expr) -> dict[str, pl.Expr]:
    """P-02."""
    cap = pl.when(leading == 1).then(pl.lit(1_000_000_000, pl.Int64)).otherwise(500_000_000)
    province = pl.min_horizontal((base + 10) // 20, cap)
    city = ((equipment * 7 + 50) // 100).clip(upper_bound=200_000_000)
    return {"province": province, "city": city, "district": (province + city + 2) // 5}


def first_set(kind: pl.Expr, unit: pl.Expr, batch: pl.Expr) -> dict[str, pl.Expr]:
    """P-04 of firms that take part."""
    complete = kind == 0
    province = pl.when(complete).then(((unit * 3 + 2) // 5).clip(upper_bound=200_000_000)).otherwise(
        ((batch * 3 + 2) // 5).clip(upper_bound=30_000_000)
    )
    return {
        "province": province,
        "city": pl.when(complete).then(pl.lit(200_000_000, pl.Int64)).otherwise(0),
        "district": pl.when(complete).then(pl.lit(30_000_000, pl.Int64)).otherwise(0),
    }


def five_g(completed: pl.Expr, it: pl.Expr) -> dict[str, pl.Expr]:
    """P-09 of projects of five million yuan and more; the district pays a twentieth of whole hundreds of thousands."""
    def step(first: int, second: int, third: int) -> pl.Expr:
        top = pl.when(completed >= 2_000_000_000).then(pl.lit(third, pl.Int64))
        return top.when(completed >= 1_000_000_000).then(second).otherwise(first)

    return {
        "province": step(100_000_000, 200_000_000, 300_000_000),
        "city": ((it * 3 + 5) // 10).clip(upper_bound=20_000_000),
        "district": step(5_000_000, 10_000_000, 15_000_000),
    }


def supply_chain(transaction: pl.Expr) -> dict[str, pl.Expr]:
    """P-10 of platforms with five hundred million yuan a year and more."""
    def step(first: int, second: int, third: int) -> pl.Expr:
        top = pl.when(transaction >= 300_000_000_000).then(pl.lit(third, pl.Int64))
        return top.when(transaction >= 100_000_000_000).then(second).otherwise(first)

    return {"city": step(15_000_000, 30_000_000, 90_000_000), "district": step(5_000_000, 10_000_000, 30_000_000)}


def _only(test: pl.Expr, shares: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    return {tier: pl.when(test).then(share).otherwise(0) for tier, share in shares.items()}


def _awards(test: pl.Expr, **amounts: int) -> dict[str, pl.Expr]:
    return {tier: pl.when(test).then(pl.lit(fen, pl.UInt32)).otherwise(0) for tier, fen in amounts.items()}


def share_expressions() -> dict[Cell, pl.Expr]:
    """Every share over all rows, a firm that takes no part getting zero."""
    c = pl.col
    event = _awards(c(EVENT) == 0, province=50_000_000, district=30_000_000) | _awards(c(EVENT) == 1, city=5_000_000)
    by_clause = {
        "cloud_adoption": _only(c(FEE) > 5_000_000, cloud(c(FEE))),
        "technology_upgrade": upgrade(c(EQUIPMENT), c(BASE), c(LEADING)),
        "first_set_national": _only(c(KIND).is_not_null(), first_set(c(KIND), c(UNIT_PRICE), c(BATCH_PRICE))),
        "five_g_demo": _only(c(COMPLETED) >= 500_000_000, five_g(c(COMPLETED), c(IT))),
        "supply_chain_platform": _only(c(TRANSACTION) >= 50_000_000_000, supply_chain(c(TRANSACTION))),
        "champion_national": _awards(c(CHAMPION) == 1, province=100_000_000, district=30_000_000),
        "little_giant": event,
    }
    return {(clause, tier): share for clause, shares in by_clause.items() for tier, share in shares.items()}


def every_share(data: pl.DataFrame, engine: str = "in-memory") -> dict[Cell, NDArray[Any]]:
    """Every share of every row, four bytes each."""
    wanted = [share.cast(pl.UInt32).alias(f"{clause}.{tier}") for (clause, tier), share in share_expressions().items()]
    answer = data.lazy().select(wanted).collect(engine=engine)  # type: ignore[call-overload]
    return {tuple(name.split(".")): answer[name].to_numpy() for name in answer.columns}


def totals_over_all_rows(data: pl.DataFrame, engine: str = "in-memory") -> Totals:
    """Four totals, each share calculated for every row and then added."""
    return _added([data.lazy().select(_sums(shares)) for shares in (_by_tier(share_expressions()),)], engine)


def totals_of_those_that_claim(data: pl.DataFrame | pl.LazyFrame, engine: str = "in-memory") -> Totals:
    """Four totals, the rows of a clause filtered before anything is calculated, all clauses collected together."""
    c = pl.col
    clauses = [
        (c(FEE) > 5_000_000, cloud(c(FEE))),
        ((c(EQUIPMENT) > 0) | (c(BASE) > 0), upgrade(c(EQUIPMENT), c(BASE), c(LEADING))),
        (c(KIND).is_not_null(), first_set(c(KIND), c(UNIT_PRICE), c(BATCH_PRICE))),
        (c(COMPLETED) >= 500_000_000, five_g(c(COMPLETED), c(IT))),
        (c(TRANSACTION) >= 50_000_000_000, supply_chain(c(TRANSACTION))),
    ]
    plans = [data.lazy().filter(test).select(_sums({k: [v] for k, v in shares.items()})) for test, shares in clauses]
    counts = [(c(CHAMPION) == 1).sum().alias("champions")] + [(c(EVENT) == code).sum().alias(f"event{code}") for code in (0, 1)]
    counted = c("champions").cast(pl.Int64), c("event0").cast(pl.Int64), c("event1").cast(pl.Int64)
    awards = {
        "province": [counted[0] * 100_000_000 + counted[1] * 50_000_000],
        "city": [counted[2] * 5_000_000],
        "district": [counted[0] * 30_000_000 + counted[1] * 30_000_000],
    }
    plans.append(data.lazy().select(counts).select(_sums(awards)))
    return _added(plans, engine)


def _by_tier(shares: Mapping[Cell, pl.Expr]) -> dict[str, list[pl.Expr]]:
    return {tier: [share for (_, at), share in shares.items() if at == tier] for tier in TIERS}


def _sums(by_tier: Mapping[str, Sequence[pl.Expr]]) -> list[pl.Expr]:
    """One sum a share, in 64 bits, named by tier and number."""
    return [
        share.cast(pl.Int64).sum().alias(f"{tier}{number}")
        for tier, shares in by_tier.items()
        for number, share in enumerate(shares)
    ]


def _added(plans: Sequence[pl.LazyFrame], engine: str) -> Totals:
    found = dict.fromkeys(TIERS, 0)
    for answer in pl.collect_all(plans, engine=engine):  # type: ignore[call-overload]
        for name, amount in answer.row(0, named=True).items():
            found[name.rstrip("0123456789")] += amount or 0
    return found["province"], found["city"], found["district"], sum(found.values())
