"""测量用的文件: the population as Parquet and CSV, as a bureau would hand them over.

Parquet keeps money as whole fen, CSV writes yuan with two decimals; choices stand by identifier, yes/no as true and
false, missing values are empty. Written once and kept under var/bench for the next run.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl

from benchmarks import population_data
from luoqiao.adapters.population.columns import Column, Population, missing_of
from luoqiao.core.rules import tree as t
from luoqiao.policies import open_pack

PACK = "luojiang_2022_31"


def frame(population: Population) -> pl.DataFrame:
    """Columns named `<clause>.<input>`: fen, yes/no, choices by identifier; nulls where nothing is known."""
    clauses = open_pack(PACK).clauses
    columns = []
    for (clause, name), column in population.columns.items():
        if not isinstance(column, Column):
            raise TypeError(f"{clause}.{name} is a list")
        one = next(i for i in clauses[clause].inputs if i.identifier == name)
        columns.append(_series(f"{clause}.{name}", one, column))
    return pl.DataFrame(columns)


def _series(name: str, one: t.Input, column: Column) -> pl.Series:
    series = pl.Series(name, column.values)
    series = series.set(series == missing_of(column.values), None) if column.missing else series
    if one.kind is t.Kind.YES_NO:
        return series == 1
    if one.kind is t.Kind.CHOICE:
        words = [option.identifier for option in one.options]
        return series.replace_strict(dict(enumerate(words)), return_dtype=pl.Enum(words)).alias(name)
    return series


def in_yuan(data: pl.DataFrame) -> pl.DataFrame:
    """Fen columns as text in yuan with two decimals."""
    money = [name for name, kind in data.schema.items() if kind == pl.Int64]
    return data.with_columns(
        ((pl.col(name) // 100).cast(pl.String) + "." + (pl.col(name) % 100).cast(pl.String).str.zfill(2)).alias(name)
        for name in money
    )


def kept_files(population: Population, seed: int) -> tuple[Path, Path]:
    """Parquet and CSV of this population under var/bench."""
    made_by = Path(population_data.__file__).read_bytes() + Path(__file__).read_bytes()
    folder = Path(os.environ.get("DATA", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"firms-{population.rows}-{seed}-{hashlib.sha256(made_by).hexdigest()[:12]}"
    parquet, csv = folder / f"{stem}.parquet", folder / f"{stem}.csv"
    if not csv.exists():
        for old in folder.glob(f"firms-{population.rows}-*"):
            old.unlink()
        data = frame(population)
        data.write_parquet(parquet)
        half_written = csv.with_suffix(".part")
        in_yuan(data).write_csv(half_written)
        half_written.rename(csv)
    return parquet, csv
