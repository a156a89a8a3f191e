"""读 Parquet 与 Arrow: columns of a typed file as coded arrays; whole money is fen, decimal or written money yuan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from luoqiao.adapters.population.columns import Labels
from luoqiao.adapters.population.faults import FileBroken
from luoqiao.adapters.population.frame_column import FrameColumn
from luoqiao.adapters.population.gathered import Gathered, labels_of_column
from luoqiao.adapters.population.plan import Plan


def heads_of(path: Path) -> tuple[str, ...]:
    """The columns of a Parquet or Arrow file, in order."""
    return tuple(scan_file(path).collect_schema().names())


def scan_file(path: Path) -> pl.LazyFrame:
    """The file, nothing read yet. Raises FileBroken."""
    try:
        frame = pl.scan_parquet(path, glob=False) if path.suffix.lower() == ".parquet" else pl.scan_ipc(path, glob=False)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise FileBroken(path.name, _why(fault)) from None
    return frame


def _why(fault: BaseException) -> str:
    return f"残缺，或不是这种文件（{str(fault).splitlines()[0][:80]}）"


def read_columns(path: Path, names: list[str]) -> pl.DataFrame:
    """These columns of a file."""
    try:
        return scan_file(path).select(names).collect(engine="streaming").rechunk()
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise FileBroken(path.name, _why(fault)) from None


def read_frame(path: Path, plan: Plan) -> Gathered:
    """Read the columns of a plan and nothing else."""
    names = [plan.heads[m.position] for m in plan.columns] + [plan.heads[p] for p in plan.labels.values()]
    frame = read_columns(path, list(dict.fromkeys(names)))
    gathered = Gathered(path.name, plan, frame.height, {}, {})
    for matched in plan.columns:
        gathered.columns[matched.wanted.key] = FrameColumn(matched, plan, frame[matched.head], gathered.bad).read()
    for name, position in plan.labels.items():
        gathered.labels[name] = _labels(frame[plan.heads[position]], gathered, position)
    return gathered


def _labels(series: pl.Series, gathered: Gathered, position: int) -> Labels:
    matched = next((m for m in gathered.plan.columns if m.position == position), None)
    if matched is not None:
        return labels_of_column(matched.wanted, gathered.columns[matched.wanted.key])
    text = series.cast(pl.String, strict=False).str.strip_chars()
    frame = pl.DataFrame({"code": text.cast(pl.Categorical).to_physical(), "text": text})
    found = frame.drop_nulls().filter(pl.col("text") != "").unique("code", maintain_order=True)
    numbers = np.full(int(found["code"].max() or 0) + 2, -1, dtype=np.int32)  # type: ignore[arg-type]  # codes are numbers
    numbers[found["code"].to_numpy()] = np.arange(found.height, dtype=np.int32)
    least = len(numbers) - 1
    codes = frame["code"].cast(pl.UInt32).fill_null(least).to_numpy()
    return Labels(numbers[np.minimum(codes, least)], tuple(found["text"].to_list()))
