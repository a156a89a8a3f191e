"""总体写成表: a population as a data frame for a file: typed for Parquet and Arrow, as text for CSV and workbooks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from luoqiao.adapters.population.columns import MISSING_CODE, Array, Column, Items, Labels, Population
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.column_values import show_value
from luoqiao.core.rules.columns import Wanted, columns_of

_HUNDREDTH, _TEN_THOUSANDTH = Decimal("0.01"), Decimal("0.0001")


def population_frame(
    population: Population, clauses: Sequence[t.Clause], *, tiers: tuple[Tier, ...] = TIERS, as_text: bool = False
) -> pl.DataFrame:
    """Labels first, then every column of the clauses under its full head; money whole fen, as text decimal yuan."""
    series = [label_series(name, labels) for name, labels in population.labels.items()]
    for clause in clauses:
        for wanted in columns_of(clause, tiers):
            one = population.columns.get(wanted.key)
            if isinstance(one, Items):
                if wanted.input is not None:
                    series.append(_list_series(wanted.head, wanted.input, one, as_text=as_text))
            elif one is not None:
                series.append(_series(wanted, one, as_text=as_text))
    return pl.DataFrame(series, height=population.rows)


def label_series(name: str, labels: Labels) -> pl.Series:
    """Labels by name; not stated is null."""
    if not labels.names:
        return pl.Series(name, [None] * len(labels.codes), dtype=pl.String)
    known = pl.Series(name, [*labels.names, None], dtype=pl.String)
    places = np.where(labels.codes < 0, len(labels.names), labels.codes)
    return known.gather(pl.Series(places.astype(np.uint32)))


def yuan_series(name: str, fen: pl.Series) -> pl.Series:
    """Fen as exact decimal yuan with two places."""
    frame = fen.alias(name).to_frame()
    return frame.select((pl.col(name).cast(pl.Decimal(38, 2)) * pl.lit(_HUNDREDTH)).cast(pl.Decimal(38, 2))).to_series()


def _series(wanted: Wanted, one: Column, *, as_text: bool) -> pl.Series:
    name, values = wanted.head, one.values
    codes = pl.Series(name, values)
    if one.missing:
        missing = MISSING_CODE if values.dtype == np.uint8 else -1
        kept = pl.when(pl.col(name) == missing).then(None).otherwise(pl.col(name))
        codes = codes.to_frame().select(kept.alias(name)).to_series()
    match wanted.kind:
        case t.Kind.MONEY:
            return yuan_series(name, codes) if as_text else codes
        case t.Kind.RATE:
            scaled = codes.cast(pl.Decimal(12, 4)).to_frame().select(pl.col(name) * pl.lit(_TEN_THOUSANDTH))
            return scaled.to_series().cast(pl.Decimal(12, 4))
        case t.Kind.DATE:
            return _days(name, values)
        case t.Kind.YES_NO:
            return codes.cast(pl.Boolean)
        case t.Kind.CHOICE if wanted.input is not None:
            options = [o.identifier for o in wanted.input.options]
            known = pl.Series(name, [*options, None], dtype=pl.Enum(options))
            places = np.where(values == MISSING_CODE, len(options), values)
            chosen = known.gather(pl.Series(places.astype(np.uint32)))
            return chosen.cast(pl.String) if as_text else chosen
        case _:
            return codes


def _days(name: str, values: Array) -> pl.Series:
    codes = np.where(values < 0, 0, values).astype(np.int64)
    months, days = np.divmod(codes, 31)
    dates = (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]") + days
    return pl.Series(name, np.where(values < 0, np.datetime64("NaT"), dates).astype("datetime64[D]"))


def _list_series(name: str, declared: t.Input, one: Items, *, as_text: bool) -> pl.Series:
    """Items as list<struct>, or as JSON text where a cell can only hold text."""
    parts = {part.identifier: part for part in declared.fields}
    absent = one.absent.tolist() if one.absent is not None else [False] * (len(one.offsets) - 1)
    offsets = one.offsets.tolist()
    columns = {field: part.values.tolist() for field, part in one.fields.items()}
    rows: list[list[dict[str, object]] | None] = []
    for row, gone in enumerate(absent):
        places = range(offsets[row], offsets[row + 1])
        rows.append(None if gone else [
            {field: _shown(parts[field], codes[at], as_text=as_text) for field, codes in columns.items()} for at in places
        ])  # fmt: skip
    if as_text:
        return pl.Series(name, [None if r is None else json.dumps(r, ensure_ascii=False) for r in rows], dtype=pl.String)
    fields = [pl.Field(n, pl.Int64 if p.kind in _WHOLE else pl.String) for n, p in parts.items()]
    return pl.Series(name, rows, dtype=pl.List(pl.Struct(fields)))


_WHOLE = (t.Kind.MONEY, t.Kind.COUNT, t.Kind.MONTHS)


def _shown(part: t.Input, code: int, *, as_text: bool) -> object:
    if code == (MISSING_CODE if part.kind in (t.Kind.YES_NO, t.Kind.CHOICE) else -1):
        return None
    if part.kind in _WHOLE and not (as_text and part.kind is t.Kind.MONEY):
        return code
    return show_value(part.kind, part, code)
