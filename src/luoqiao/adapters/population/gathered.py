"""收齐的列: what a reader has taken from a file, and how it becomes a population once bad and blank rows are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import (
    Array,
    Column,
    Items,
    Key,
    Labels,
    Population,
    column,
    missing_of,
)
from luoqiao.adapters.population.faults import BadCell
from luoqiao.adapters.population.plan import Plan
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import Item, read_cell, show_value
from luoqiao.core.rules.columns import Matched, Wanted

MOST_REMEMBERED = 100_000
"""So many different odd cells of a column are remembered, so that a repeated one is judged once."""


@dataclass(slots=True)
class Gathered:
    """A file as it was read: all its rows, with what is wrong and which rows are blank."""

    file: str
    plan: Plan
    rows: int
    columns: dict[Key, Column | Items]
    labels: dict[str, Labels]
    bad: list[BadCell] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    first_line: int = 1
    """The number a reader of the file sees beside its first row of data: 2 under a line of heads.

    Row numbers of the population are such numbers; where it has none, row i stands at `first_line + i`.
    """

    def population(self) -> Population:
        """The rows that can be calculated; bad and blank rows are left out."""
        out = sorted({*self.blank, *(cell.row for cell in self.bad)})
        if not out:
            return Population(self.rows, self.columns, self.labels)
        keep = np.ones(self.rows, dtype=np.bool_)
        keep[out] = False
        kinds = {m.wanted.key: m.wanted.kind for m in self.plan.columns}
        columns = {key: _kept(one, keep, kinds[key]) for key, one in self.columns.items()}
        labels = {name: Labels(one.codes[keep], one.names) for name, one in self.labels.items()}
        return Population(int(keep.sum()), columns, labels, np.flatnonzero(keep) + self.first_line)

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """Rows that hold something that cannot be read, from 0, each once."""
        return tuple(sorted({cell.row for cell in self.bad}))

    def problems(self) -> tuple[FieldProblem, ...]:
        """Every bad cell with file, line and column, in the order of the file."""
        ordered = sorted(self.bad, key=lambda cell: cell.row)
        return tuple(cell.problem(self.file, cell.row + self.first_line) for cell in ordered)


def _kept(one: Column | Items, keep: NDArray[np.bool_], kind: t.Kind) -> Column | Items:
    if isinstance(one, Column):
        return column(kind, one.values[keep])
    sizes = np.diff(one.offsets)
    chosen = np.repeat(keep, sizes)
    offsets = np.concatenate(([0], np.cumsum(sizes[keep]))).astype(np.int64)
    fields = {name: Column(part.values[chosen], part.least, part.most, part.missing) for name, part in one.fields.items()}
    return Items(offsets, fields, None if one.absent is None else one.absent[keep])


class CellReader:
    """一列的逐格读法: reads odd cells of one column exactly, each different one once."""

    def __init__(self, matched: Matched, plan: Plan) -> None:
        self.matched, self.plan = matched, plan
        self.limit = plan.limit(matched)
        self.known: dict[object, int | tuple[Item, ...] | Invalid | None] = {}

    def read(self, raw: object) -> int | tuple[Item, ...] | Invalid | None:
        """The code, the items of a list, None for not known, or what is wrong."""
        known = self.known.get(raw, self) if isinstance(raw, str | int) and not isinstance(raw, bool) else self
        if known is not self:
            return known  # type: ignore[return-value]  # self only marks that nothing is known
        try:
            found: int | tuple[Item, ...] | Invalid | None = read_cell(
                self.matched.wanted, raw, unit=self.matched.unit, limit=self.limit, tiers=self.plan.request.basis.tiers)
        except Invalid as invalid:
            found = invalid
        if isinstance(raw, str | int) and not isinstance(raw, bool) and len(self.known) < MOST_REMEMBERED:
            self.known[raw] = found
        return found

    def bad(self, row: int, invalid: Invalid, offset: int = -1) -> BadCell:
        """The cell of this row as a problem."""
        first = invalid.problems[0]
        label = f"{self.matched.wanted.label}："
        said = "；".join(p.message.removeprefix(label) for p in invalid.problems)
        return BadCell(row, self.matched.head, first.given, first.expected, said, first.code, offset)


def code_cells(reader: CellReader, cells: Sequence[object]) -> tuple[Column | Items, list[BadCell]]:
    """A column of single cells, each read exactly."""
    wanted = reader.matched.wanted
    bad: list[BadCell] = []
    lists: dict[int, tuple[Item, ...]] = {}
    codes = np.full(len(cells), 0 if wanted.name.startswith("earlier.") else -1, dtype=np.int64)
    for row, raw in enumerate(cells):
        found = reader.read(raw)
        if isinstance(found, Invalid):
            bad.append(reader.bad(row, found))
        elif isinstance(found, tuple):
            lists[row] = found
        elif found is not None:
            codes[row] = found
    if wanted.kind is t.Kind.LIST and wanted.input is not None:
        return items_of(wanted.input, len(cells), lists), bad
    return coded(wanted.kind, codes), bad


def coded(kind: t.Kind, codes: NDArray[np.int64]) -> Column:
    """A column from codes with -1 for missing."""
    values: Array = codes
    if kind in (t.Kind.YES_NO, t.Kind.CHOICE):
        values = np.where(codes < 0, 255, codes).astype(np.uint8)
    elif kind is not t.Kind.MONEY:
        values = codes.astype(np.int32)
    return column(kind, values)


def items_of(one: t.Input, rows: int, lists: Mapping[int, Sequence[Item]]) -> Items:
    """A list column from the items of the rows that state one; any other row's list is not known."""
    sizes, absent = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=np.bool_)
    stated = sorted(lists)
    sizes[stated] = [len(lists[row]) for row in stated]
    absent[stated] = False
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    flat = [item for row in stated for item in lists[row]]
    fields = {}
    for part in one.fields:
        codes = [item.get(part.identifier) for item in flat]
        fields[part.identifier] = coded(part.kind, np.array([-1 if c is None else c for c in codes], dtype=np.int64))
    return Items(offsets, fields, absent if absent.any() else None)


def labels_of(texts: Sequence[object]) -> Labels:
    """Label codes in order of first appearance; empty is not stated."""
    codes = np.full(len(texts), -1, dtype=np.int32)
    names: dict[str, int] = {}
    for row, raw in enumerate(texts):
        text = "" if raw is None else str(raw).strip()
        if text:
            codes[row] = names.setdefault(text, len(names))
    return Labels(codes, tuple(names))


def labels_of_column(wanted: Wanted, one: Column | Items) -> Labels:
    """An input as a label: its values as they are written."""
    if isinstance(one, Items):
        return Labels(np.full(len(one.offsets) - 1, -1, dtype=np.int32), ())
    missing = missing_of(one.values)
    found, codes = np.unique(one.values, return_inverse=True)
    known = found != missing
    numbers = np.where(known, np.cumsum(known) - 1, -1).astype(np.int32)
    return Labels(numbers[codes], tuple(show_value(wanted.kind, wanted.input, int(value)) for value in found[known]))
