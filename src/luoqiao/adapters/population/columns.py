"""列: facts of many enterprises as typed arrays, one array an input, checked before anything is calculated.

Money is int64 fen; days, months, counts and rates (ten-thousandths) are int32 codes; yes/no and choices are uint8 codes.
A missing value stands in the array itself: -1, or 255 for uint8. One read then gives the value and whether it is there;
a bitmap beside the column would be a second stream through memory and a bit to shift out for every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.core.rules import tree as t

Array = NDArray[np.integer[Any]]
"""int64, int32 or uint8, as DTYPES says for the kind."""
Key = tuple[str, str]
"""Clause identifier and column: an input's identifier, `granted_<tier>`, or `earlier.<name>.<unit>`."""

DTYPES: Mapping[t.Kind, type[np.integer[Any]]] = {
    t.Kind.MONEY: np.int64, t.Kind.RATE: np.int32, t.Kind.COUNT: np.int32, t.Kind.MONTHS: np.int32,
    t.Kind.DATE: np.int32, t.Kind.YES_NO: np.uint8, t.Kind.CHOICE: np.uint8,
}  # fmt: skip
MISSING_CODE = 255
"""What stands for a missing yes/no or choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One input over all rows; `least` and `most` of the values that are there bound every later step."""

    values: Array
    least: int
    most: int
    missing: bool
    """Whether any row has no value."""


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A list input: row r holds the items offsets[r] to offsets[r+1]; a missing list is no empty list."""

    offsets: NDArray[np.int64]
    fields: Mapping[str, Column]
    absent: NDArray[np.bool_] | None = None
    """Rows whose list is missing; None when every row has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """分组的标签: what a summary is by: industry, township; code -1 is not stated."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """企业总体: rows, columns by clause and input, labels by name, and the row numbers of the file they came from."""

    rows: int
    columns: Mapping[Key, Column | Items]
    labels: Mapping[str, Labels] = field(default_factory=dict)
    row_numbers: NDArray[np.int64] | None = None
    """Row in the file, from 1, where rows were left out; None when row i is row i + 1."""


def missing_of(values: Array) -> int:
    """What stands for a missing value in an array of this type."""
    return MISSING_CODE if values.dtype == np.uint8 else -1


def column(kind: t.Kind, values: Array) -> Column:
    """A column of this kind over values already coded; finds its bounds in one pass."""
    kept: Array = np.ascontiguousarray(values, dtype=DTYPES[kind])
    if kept.size == 0:
        return Column(kept, 0, 0, missing=False)
    if kept.dtype == np.uint8:
        present = kept[kept != MISSING_CODE]
        if present.size == 0:
            return Column(kept, 0, 0, missing=True)
        return Column(kept, int(present.min()), int(present.max()), missing=present.size < kept.size)
    least, most = int(kept.min()), int(kept.max())
    if least >= 0:
        return Column(kept, least, most, missing=False)
    present = kept[kept >= 0]
    return Column(kept, int(present.min()) if present.size else 0, max(most, 0), missing=True)
