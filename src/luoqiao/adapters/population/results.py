"""逐家结果: the outcome and every tier's share of each row as a data frame for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Population
from luoqiao.adapters.population.frames_out import label_series
from luoqiao.adapters.population.summary import ClauseAnswers, TierAmounts

ROW, OUTCOMES = "行号", ("entitled", "not_entitled", "undetermined")
MOST = "most"


def result_frame(
    population: Population, answers: Mapping[str, ClauseAnswers], tiers: Sequence[str], *, first_line: int = 1
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Row number and labels, then each clause's outcome and tiers in whole fen; and which columns are money.

    Labels that begin with @ only told the engine which rows belong together.
    A row that takes no part has no outcome. Where facts are missing the tier holds what is certain and `<tier>.most`
    the greatest amount, null without limit; that column is there for clauses with such rows only.
    """
    money: list[pl.Series] = []
    numbers = population.row_numbers
    if numbers is None:
        numbers = np.arange(first_line, first_line + population.rows)
    series = [pl.Series(ROW, np.asarray(numbers, dtype=np.int64))]
    for name, labels in population.labels.items():
        if not name.startswith("@"):
            series.append(label_series(name, labels))
    for clause, answer in answers.items():
        if answer.outcome is None:
            continue
        series.append(_outcome(f"{clause}.outcome", answer.outcome))
        for tier in tiers:
            amounts: TierAmounts = answer.shares[tier]
            money.append(pl.Series(f"{clause}.{tier}", amounts.low).cast(pl.Int64))
            series.append(money[-1])
            if answer.counts.get(3, 0):
                money.append(_most(f"{clause}.{tier}.{MOST}", amounts))
                series.append(money[-1])
    return pl.DataFrame(series, height=population.rows), tuple(one.name for one in money)


def _outcome(name: str, codes: NDArray[np.uint8]) -> pl.Series:
    known = pl.Series(name, [None, *OUTCOMES], dtype=pl.Enum(OUTCOMES))
    return known.gather(pl.Series(codes.astype(np.uint32)))


def _most(name: str, amounts: TierAmounts) -> pl.Series:
    high = amounts.low.astype(np.int64)
    high[amounts.open_rows] = amounts.open_high
    found = pl.Series(name, high).to_frame()
    return found.select(pl.when(pl.col(name) < 0).then(None).otherwise(pl.col(name)).alias(name)).to_series()
