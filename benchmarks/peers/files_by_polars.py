"""Polars 手写，从文件到总额: the four totals straight from Parquet or CSV, as a careful Polars user writes it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.peers import polars_by_hand
from benchmarks.peers.polars_by_hand import CHAMPION, EVENT, KIND, LEADING, Totals


def totals_of_parquet(path: Path, *, eager: bool = False) -> Totals:
    """Fen as they stand; choices and yes/no become codes. Eager reads the file whole before it calculates."""
    return _totals(pl.scan_parquet(path), eager)


def totals_of_csv(path: Path, *, eager: bool = False) -> Totals:
    """Yuan read as doubles and rounded back to fen, which is exact for amounts of this size."""
    plain = {LEADING: pl.Boolean, KIND: pl.String, CHAMPION: pl.Boolean, EVENT: pl.String}
    names = pl.scan_csv(path).collect_schema().names()
    money = [name for name in names if name not in plain]
    data = pl.scan_csv(path, schema_overrides={**dict.fromkeys(money, pl.Float64), **plain})
    return _totals(data.with_columns((pl.col(name) * 100).round().cast(pl.Int64) for name in money), eager)


def _totals(data: pl.LazyFrame, eager: bool) -> Totals:
    coded = data.with_columns(
        pl.col(LEADING).cast(pl.UInt8),
        pl.col(CHAMPION).cast(pl.UInt8),
        _code(KIND, "complete", "key_component"),
        _code(EVENT, "new", "recheck_passed"),
    )
    whole = coded.collect(engine="streaming").lazy() if eager else coded
    return polars_by_hand.totals_of_those_that_claim(whole, "streaming")


def _code(name: str, first: str, second: str) -> pl.Expr:
    word = pl.col(name).cast(pl.String)
    return pl.when(word == first).then(0).when(word == second).then(1).cast(pl.UInt8).alias(name)
