"""读 Parquet 与 Arrow: columns of a typed file as coded arrays; whole money is fen, decimal or written money yuan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Column, Items, Labels, column
from luoqiao.adapters.population.faults import BadCell, FileBroken
from luoqiao.adapters.population.gathered import CellReader, Gathered, coded, items_of, labels_of_column
from luoqiao.adapters.population.plan import Plan
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import Item, bounds_of, out_of_bounds, yuan_fen
from luoqiao.core.rules.columns import Matched

_NOTHING = t.Input("", "", t.Need.KEPT, t.Kind.LIST, t.At(0))
_PLAIN_YUAN = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"


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
        return scan_file(path).select(names).collect().rechunk()
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise FileBroken(path.name, _why(fault)) from None


def read_frame(path: Path, plan: Plan) -> Gathered:
    """Read the columns of a plan and nothing else."""
    names = [plan.heads[m.position] for m in plan.columns] + [plan.heads[p] for p in plan.labels.values()]
    frame = read_columns(path, list(dict.fromkeys(names)))
    gathered = Gathered(path.name, plan, frame.height, {}, {})
    for matched in plan.columns:
        gathered.columns[matched.wanted.key] = _Column(matched, plan, frame[matched.head], gathered.bad).read()
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


class _Column:
    """One column of the file on its way to codes."""

    def __init__(self, matched: Matched, plan: Plan, series: pl.Series, bad: list[BadCell]) -> None:
        self.matched, self.series, self.bad = matched, series, bad
        self.wanted, self.kind = matched.wanted, matched.wanted.kind
        self.limit = plan.limit(matched)
        self.reader = CellReader(matched, plan)
        self.missing = 0 if self.wanted.name.startswith("earlier.") else -1

    def read(self) -> Column | Items:
        kind, dtype = self.kind, self.series.dtype
        if kind is t.Kind.LIST:
            return self.lists()
        if dtype == pl.Null:
            return coded(kind, np.full(len(self.series), self.missing, dtype=np.int64))
        if kind is t.Kind.MONEY and dtype.is_integer():
            return self.checked(self.whole(max(self.matched.unit, 1)))
        if kind is t.Kind.MONEY and dtype.is_decimal():
            return self.checked(self.decimals(yuan_fen(self.matched.unit)))
        if kind is t.Kind.MONEY and dtype.is_float():
            return self.checked(self.floats(yuan_fen(self.matched.unit)))
        if kind is t.Kind.RATE and dtype.is_decimal():
            return self.checked(self.decimals(t.RATE_SCALE))
        if kind is t.Kind.RATE and dtype.is_float():
            return self.checked(self.floats(t.RATE_SCALE))
        if kind in (t.Kind.COUNT, t.Kind.MONTHS) and dtype.is_integer():
            return self.checked(self.whole(1))
        if kind is t.Kind.YES_NO and (dtype == pl.Boolean or dtype.is_integer()):
            return self.yes_no()
        if kind is t.Kind.DATE and dtype in (pl.Date, pl.Datetime):
            return self.days()
        if kind is t.Kind.MONEY and dtype == pl.String and not self.matched.unit:
            return self.written_yuan()
        return self.distinct()

    # typed columns

    def yes_no(self) -> Column:
        if self.series.dtype == pl.Boolean:
            return column(self.kind, self.series.cast(pl.UInt8).fill_null(255).to_numpy())
        return self.checked(self.whole(1))

    def whole(self, size: int) -> NDArray[np.int64]:
        """Whole numbers; what does not fit is answered below zero and judged like any number out of bounds."""
        series = self.series
        if series.dtype != pl.Int64:
            series = series.cast(pl.Int64, strict=False)
        codes = series.fill_null(self.missing).to_numpy() if series.null_count() else series.to_numpy()
        if size != 1:
            codes = np.where(np.abs(codes) < 2**62 // size, codes * size, -2)
        return codes

    def decimals(self, scale: int) -> NDArray[np.int64]:
        places = getattr(self.series.dtype, "scale", 0) or 0
        exact = self.series.to_physical().cast(pl.Int64, strict=False)
        codes = exact.fill_null(-2).to_numpy().copy()
        if scale >= 10**places:
            factor = scale // 10**places
            codes = np.where((codes >= 0) & (codes < 2**62 // factor), codes * factor, -2)
        else:
            whole, rest = np.divmod(codes, 10**places // scale)
            codes = np.where((rest == 0) & (codes >= 0), whole, -2)
        return self.with_missing(codes)

    def floats(self, scale: int) -> NDArray[np.int64]:
        """Accepted where it is the nearest number of its kind to a whole number of the smallest unit."""
        given = self.series.cast(pl.Float64).fill_null(0.0).to_numpy()
        with np.errstate(invalid="ignore", over="ignore"):
            sane = (given >= 0) & (given < 2**52 / scale)
            codes = np.rint(np.where(sane, given, 0.0) * scale).astype(np.int64)
            narrow = np.float32 if self.series.dtype == pl.Float32 else np.float64
            same = (codes / scale).astype(narrow) == given.astype(narrow)
        return self.with_missing(np.where(sane & same, codes, -2))

    def with_missing(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.series.null_count():
            codes[self.series.is_null().to_numpy()] = self.missing
        return codes

    def days(self) -> Column:
        frame = self.series.to_frame("day").select(
            year=pl.col("day").dt.year().cast(pl.Int64), month=pl.col("day").dt.month().cast(pl.Int64),
            day=pl.col("day").dt.day().cast(pl.Int64))  # fmt: skip
        codes = frame.select((pl.col("year") * 12 + pl.col("month") - 1) * 31 + pl.col("day") - 1).to_series()
        outside = frame.select(~pl.col("year").is_between(1, 9999).fill_null(value=True)).to_series()
        found = codes.fill_null(self.missing).to_numpy().copy()
        found[outside.to_numpy()] = -2
        return self.checked(found)

    def checked(self, codes: NDArray[np.int64]) -> Column:
        """Codes within the bounds of the column; any other is a bad cell."""
        least, most = bounds_of(self.wanted, self.limit)
        lowest, highest = (int(codes.min()), int(codes.max())) if codes.size else (0, 0)
        nulls = self.series.null_count()
        gaps = bool(nulls) and self.missing < 0
        if highest <= most and lowest >= (-1 if gaps and least == 0 else least):
            return self.quick(codes, lowest, highest, missing=gaps)
        beyond = (codes > most) | ((codes < least) & ((codes != -1) | self.series.is_not_null().to_numpy()))
        if nulls:
            beyond &= self.series.is_not_null().to_numpy()
        rows = np.flatnonzero(beyond)
        for row in rows.tolist():
            self.bad.append(self.beyond(row))
        if rows.size:
            codes = codes.copy()
            codes[rows] = -1
        return coded(self.kind, codes)

    def quick(self, codes: NDArray[np.int64], lowest: int, highest: int, *, missing: bool) -> Column:
        if self.kind is not t.Kind.MONEY or missing:
            return coded(self.kind, codes)
        return Column(np.ascontiguousarray(codes), lowest, highest, missing=False)

    def beyond(self, row: int) -> BadCell:
        raw: Any = self.series[row]
        if isinstance(raw, float | int) and not self.series.dtype.is_integer():
            from decimal import Decimal

            raw = f"{Decimal(repr(raw)):f}" if abs(raw) < 1e20 else str(raw)
        if not self.series.dtype.is_integer():
            found = self.reader.read(str(raw))
            if isinstance(found, Invalid):
                return self.reader.bad(row, found)
        return self.reader.bad(row, out_of_bounds(self.wanted, str(raw), self.limit))

    # text, and anything else judged value by value

    def written_yuan(self) -> Column:
        """Plain decimal numbers of yuan at once, whatever else is written by the exact reader."""
        text = self.series
        plain = text.str.contains(_PLAIN_YUAN).fill_null(value=False)
        frame = pl.DataFrame({"text": text, "plain": plain})
        exact = frame.select(pl.when("plain").then("text").otherwise(None).cast(pl.Decimal(18, 2))).to_series()
        codes = exact.to_physical().cast(pl.Int64).fill_null(self.missing).to_numpy().copy()
        rest = np.flatnonzero(~plain.to_numpy() & text.is_not_null().to_numpy())
        _, most = bounds_of(self.wanted)
        rest = np.union1d(rest, np.flatnonzero(codes > most))
        self.read_rows(rest, codes)
        return coded(self.kind, codes)

    def read_rows(self, rows: NDArray[np.int64], codes: NDArray[np.int64]) -> None:
        """Read these rows one by one, each different value once."""
        for row, raw in zip(rows.tolist(), self.series.gather(rows).to_list(), strict=True):
            found = self.reader.read(raw if isinstance(raw, str | bool | int) else str(raw))
            codes[row] = self.missing
            if isinstance(found, Invalid):
                self.bad.append(self.reader.bad(row, found))
            elif isinstance(found, int):
                codes[row] = found

    def distinct(self) -> Column:
        """Each different value is read once: choices, words, written dates and rates."""
        text = self.series.cast(pl.String, strict=False)
        if self.series.dtype.is_integer() and self.kind is t.Kind.RATE:
            text = self.series.cast(pl.String)
        frame = pl.DataFrame({"text": text})
        different = frame.unique(maintain_order=False)["text"].drop_nulls().to_list()
        known: dict[str, int] = {}
        wrong: dict[str, Invalid] = {}
        for raw in different:
            found = self.reader.read(raw)
            if isinstance(found, Invalid):
                wrong[raw] = found
            else:
                known[raw] = found if isinstance(found, int) else self.missing
        table = pl.DataFrame({"text": list(known), "code": list(known.values())}, schema={"text": pl.String, "code": pl.Int64})
        codes = frame.join(table, on="text", how="left", maintain_order="left")["code"].fill_null(self.missing).to_numpy()
        if wrong:
            rows = frame.with_row_index().filter(pl.col("text").is_in(list(wrong)))
            for row, raw in rows.iter_rows():
                self.bad.append(self.reader.bad(row, wrong[raw]))
        return coded(self.kind, codes)

    def lists(self) -> Items:
        one = self.wanted.input or _NOTHING
        lists: dict[int, tuple[Item, ...]] = {}
        stated = np.flatnonzero(self.series.is_not_null().to_numpy()) if self.series.dtype != pl.Null else np.zeros(0, np.int64)
        for row, raw in zip(stated.tolist(), self.series.gather(stated).to_list(), strict=True):
            found = self.reader.read(raw if isinstance(raw, str) else _plain_items(one, raw, self.series.dtype))
            if isinstance(found, Invalid):
                self.bad.append(self.reader.bad(row, found))
            elif isinstance(found, tuple):
                lists[row] = found
        return items_of(one, len(self.series), lists)


def _plain_items(one: t.Input, raw: Any, dtype: pl.DataType) -> Any:
    """Items of a list column in the form of single facts: whole money is fen there too."""
    from decimal import Decimal

    kinds = {name: part.kind for part in one.fields for name in (part.identifier, part.label)}

    def plain(name: str, value: Any) -> Any:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int) and kinds.get(name) is t.Kind.MONEY:
            return f"{Decimal(value).scaleb(-2):f}"
        return f"{Decimal(repr(value)):f}" if isinstance(value, float) else value

    if not isinstance(raw, list):
        return str(raw)
    only = one.fields[0].identifier if len(one.fields) == 1 else ""
    items = []
    for item in raw:
        if isinstance(item, dict):
            items.append({name: plain(name, value) for name, value in item.items()})
        else:
            items.append({only: plain(only, item)} if only else item)
    return items
