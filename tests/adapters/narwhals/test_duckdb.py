"""DuckDB 与 Polars 同一个答案: the whole programme over one Parquet file, every cell equal to *explain*."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from luoqiao.adapters.narwhals.engine import run
from luoqiao.adapters.narwhals.frames import FrameUnknown
from luoqiao.adapters.narwhals.totals import totals
from tests.adapters.narwhals.asked_rows import frame_of, programme_rows, wrong_cells
from tests.core.rules.asking import programme

ON = date(2023, 6, 30)
READINGS: tuple[dict[str, str], ...] = ({}, {"X-01": "A", "X-03": "B", "X-05": "C", "X-06": "C", "X-22": "B"})


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize("readings", READINGS)
def test_every_cell_of_the_programme_equals_the_explanation(tmp_path: Path, connection: Any, readings: dict[str, str]) -> None:
    clauses, basis = list(programme().clauses.values()), programme().basis
    rows = programme_rows(clauses, 40, seed=len(readings))
    frame_of(clauses, rows, basis).write_parquet(tmp_path / "in.parquet")
    given = connection.read_parquet(str(tmp_path / "in.parquet"))
    found = run(given, clauses, on=ON, readings=readings, basis=basis, key="row")
    found.write_parquet(str(tmp_path / "out.parquet"))
    written = pl.read_parquet(tmp_path / "out.parquet")
    assert wrong_cells(clauses, rows, written.to_dicts(), on=ON, readings=readings, basis=basis) == []
    same = run(pl.scan_parquet(tmp_path / "in.parquet"), clauses, on=ON, readings=readings, basis=basis)
    assert same.collect().equals(written.sort("row"))
    assert totals(found, clauses, basis.tiers) == totals(same, clauses, basis.tiers)


def test_lists_need_a_key_where_rows_have_no_order(tmp_path: Path, connection: Any) -> None:
    clause, basis = programme().clauses["industrial_app"], programme().basis
    frame_of([clause], programme_rows([clause], 3, 1), basis).write_parquet(tmp_path / "in.parquet")
    given = connection.read_parquet(str(tmp_path / "in.parquet"))
    with pytest.raises(FrameUnknown, match="key"):
        run(given, [clause], on=ON, basis=basis)
