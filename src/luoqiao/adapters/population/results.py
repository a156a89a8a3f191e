"""逐家结果: the outcome and every tier's share of each row as a data frame for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from luoqiao.adapters.population.columns import Labels, Population
from luoqiao.adapters.population.frames_out import label_series, yuan_series
from luoqiao.adapters.population.summary import ClauseAnswers, TierAmounts
from luoqiao.adapters.xlsx.workbook import safe_text

ROW, OUTCOMES = "行号", ("entitled", "not_entitled", "undetermined")
MOST = "most"


def result_frame(
    population: Population, answers: Mapping[str, ClauseAnswers], tiers: Sequence[str], *, first_line: int = 1,
    as_text: bool = False,
) -> pl.DataFrame:  # fmt: skip
    """Row number and labels, then each clause's outcome and tiers; money whole fen, as text decimal yuan.

    Labels that begin with @ only told the engine which rows belong together.
    A row that takes no part has no outcome. Where facts are missing the tier holds what is certain and `<tier>.most`
    the greatest amount, null without limit; that column is there for clauses with such rows only.
    """
    numbers = population.row_numbers
    if numbers is None:
        numbers = np.arange(first_line, first_line + population.rows)
    series = [pl.Series(ROW, np.asarray(numbers, dtype=np.int64))]
    for name, labels in population.labels.items():
        if not name.startswith("@"):
            series.append(label_series(name, _safe(labels) if as_text else labels))
    for clause, answer in answers.items():
        if answer.outcome is None:
            continue
        series.append(_outcome(f"{clause}.outcome", answer, as_text=as_text))
        for tier in tiers:
            amounts: TierAmounts = answer.shares[tier]
            series.append(_money(f"{clause}.{tier}", pl.Series(amounts.low), as_text=as_text))
            if answer.counts.get(3, 0):
                series.append(_money(f"{clause}.{tier}.{MOST}", _most(amounts), as_text=as_text))
    return pl.DataFrame(series, height=population.rows)


def _safe(labels: Labels) -> Labels:
    """No label of a text file is taken for a formula."""
    return Labels(labels.codes, tuple(safe_text(name) for name in labels.names))


def _outcome(name: str, answer: ClauseAnswers, *, as_text: bool) -> pl.Series:
    known = pl.Series(name, [None, *OUTCOMES], dtype=pl.Enum(OUTCOMES))
    codes = answer.outcome if answer.outcome is not None else np.zeros(0, dtype=np.uint8)
    chosen = known.gather(pl.Series(codes.astype(np.uint32)))
    return chosen.cast(pl.String) if as_text else chosen


def _most(amounts: TierAmounts) -> pl.Series:
    high = amounts.low.astype(np.int64)
    high[amounts.open_rows] = amounts.open_high
    found = pl.Series("most", high).to_frame()
    return found.select(pl.when(pl.col("most") < 0).then(None).otherwise(pl.col("most")).alias("most")).to_series()


def _money(name: str, fen: pl.Series, *, as_text: bool) -> pl.Series:
    whole = fen.cast(pl.Int64).alias(name)
    return yuan_series(name, whole) if as_text else whole
