"""有类型的一列: a column of a Parquet or Arrow file as codes; whole money is fen, decimal or written money yuan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import MISSING_CODE, Column, Items, column
from luoqiao.adapters.population.faults import BadCell
from luoqiao.adapters.population.frame_lists import NO_LIST, plain_items, whole_items
from luoqiao.adapters.population.gathered import CellReader, coded, items_of
from luoqiao.adapters.population.plan import Plan
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import Item, bounds_of, out_of_bounds, yuan_fen
from luoqiao.core.rules.columns import Matched

_PLAIN_YUAN = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"


class FrameColumn:
    """文件的一列: one column of a typed file on its way to codes."""

    def __init__(self, matched: Matched, plan: Plan, series: pl.Series, bad: list[BadCell]) -> None:
        self.matched, self.series, self.bad = matched, series, bad
        self.wanted, self.kind = matched.wanted, matched.wanted.kind
        self.limit = plan.limit(matched)
        self.reader = CellReader(matched, plan)
        self.missing = 0 if self.wanted.name.startswith("earlier.") else -1
        self.lowest = self.highest = 0

    def read(self) -> Column | Items:
        """The column as codes; what cannot be read is added to the bad cells."""
        dtype = self.series.dtype
        if self.kind is t.Kind.LIST:
            return self.lists()
        if dtype == pl.Null:
            return coded(self.kind, np.full(len(self.series), self.missing, dtype=np.int64))
        if self.kind is t.Kind.MONEY:
            return self.money()
        if self.kind is t.Kind.RATE and (dtype.is_decimal() or dtype.is_float()):
            return self.checked(self.fractions(t.RATE_SCALE))
        if self.kind in (t.Kind.COUNT, t.Kind.MONTHS) and dtype.is_integer():
            return self.checked(self.whole(1))
        if self.kind is t.Kind.YES_NO and (dtype == pl.Boolean or dtype.is_integer()):
            return self.yes_no()
        if self.kind is t.Kind.DATE and dtype in (pl.Date, pl.Datetime):
            return self.days()
        if self.kind in (t.Kind.CHOICE, t.Kind.YES_NO):
            return self.words()
        return self.distinct()

    def money(self) -> Column:
        dtype, unit = self.series.dtype, self.matched.unit
        if dtype == pl.Int64 and unit in (0, 1) and self.within():
            return self.as_it_is()
        if dtype.is_integer():
            return self.checked(self.whole(max(unit, 1)))
        if dtype.is_decimal() or dtype.is_float():
            return self.checked(self.fractions(yuan_fen(unit)))
        if dtype == pl.String and not unit:
            return self.written_yuan()
        return self.distinct()

    def fractions(self, scale: int) -> NDArray[np.int64]:
        return self.decimals(scale) if self.series.dtype.is_decimal() else self.floats(scale)

    # typed columns

    def within(self) -> bool:
        """Whether every whole number stands within the bounds of the column."""
        least, most = bounds_of(self.wanted)
        self.lowest, self.highest = (int(found or 0) for found in (self.series.min(), self.series.max()))  # type: ignore[arg-type]  # whole numbers
        return least <= self.lowest and self.highest <= most

    def as_it_is(self) -> Column:
        """Whole fen within bounds: the array of the file itself where nothing is missing."""
        gaps = bool(self.series.null_count())
        values = self.series.fill_null(self.missing).to_numpy() if gaps else self.series.to_numpy()
        lowest = min(self.lowest, 0) if gaps and self.missing == 0 else self.lowest
        return Column(values, lowest, self.highest, gaps and self.missing < 0)

    def yes_no(self) -> Column:
        if self.series.dtype != pl.Boolean:
            return self.checked(self.whole(1))
        values = self.series.cast(pl.UInt8).fill_null(MISSING_CODE).to_numpy()
        lowest, highest = (int(bool(found)) for found in (self.series.min(), self.series.max()))
        return Column(values, lowest, highest, bool(self.series.null_count()))

    def words(self) -> Column:
        """Choices and yes/no in words: each different word is read once; words not foreseen go the slow way."""
        series, one = self.series, self.wanted.input
        foreseen = ["是", "否", "true", "false", "1", "0"] if one is None or one.kind is t.Kind.YES_NO else [
            word for option in one.options for word in dict.fromkeys((option.identifier, option.label))]  # fmt: skip
        if isinstance(series.dtype, pl.Enum):
            foreseen = series.dtype.categories.to_list()
        else:
            coded_words = series.cast(pl.String, strict=False).cast(pl.Enum(foreseen), strict=False)
            if coded_words.null_count() != series.null_count():
                return self.distinct()
            series = coded_words
        codes = [self.reader.read(word) for word in foreseen]
        if any(isinstance(code, Invalid) for code in codes):
            return self.distinct()
        table = np.array([code if isinstance(code, int) else MISSING_CODE for code in codes] + [MISSING_CODE], dtype=np.uint8)
        places = series.to_physical().cast(pl.UInt32).fill_null(len(foreseen)).to_numpy()
        return column(self.kind, table[places])

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
        beyond = (codes > most) | (codes < least)
        if self.series.null_count():
            beyond &= self.series.is_not_null().to_numpy()
        rows = np.flatnonzero(beyond)
        for row in rows.tolist():
            self.bad.append(self.beyond(row))
        if rows.size:
            codes = codes.copy()
            codes[rows] = -1
        return coded(self.kind, codes)

    def beyond(self, row: int) -> BadCell:
        raw: Any = self.series[row]
        if isinstance(raw, float | int) and not self.series.dtype.is_integer():
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
        one = self.wanted.input or NO_LIST
        whole = whole_items(one, self.series)
        if whole is not None:
            return whole
        lists: dict[int, tuple[Item, ...]] = {}
        rows = np.flatnonzero(self.series.is_not_null().to_numpy()).tolist()
        for row, raw in zip(rows, self.series.gather(rows).to_list(), strict=True):
            found = self.reader.read(raw if isinstance(raw, str) else plain_items(one, raw))
            if isinstance(found, Invalid):
                self.bad.append(self.reader.bad(row, found))
            elif isinstance(found, tuple):
                lists[row] = found
        return items_of(one, len(self.series), lists)
