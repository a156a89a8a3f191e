"""读 CSV 的存放: how each column is read, room for what was read, and what one thread keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population import csv_kernel as kernel
from luoqiao.adapters.population.plan import Plan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import bounds_of
from luoqiao.core.rules.columns import Matched

_HOW = {
    t.Kind.MONEY: kernel.MONEY, t.Kind.RATE: kernel.RATE, t.Kind.COUNT: kernel.WHOLE, t.Kind.MONTHS: kernel.WHOLE,
    t.Kind.DATE: kernel.DAY, t.Kind.YES_NO: kernel.WORD, t.Kind.CHOICE: kernel.WORD, t.Kind.LIST: kernel.ODD,
}  # fmt: skip
_DECIMALS = {1: 0, 100: 2, 10**6: 6, 10**10: 10}
_YES, _NO = ("1", "是", "true", "True", "TRUE"), ("0", "否", "false", "False", "FALSE")
_MONEY, _WHOLE, _WORD, _LABEL = range(4)
_BANK = {kernel.MONEY: _MONEY, kernel.WORD: _WORD, kernel.LABEL: _LABEL}
FIRST_LABELS = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How the kernel reads each column of the file: kind, place, decimals, least, most, first and past word."""

    columns: NDArray[np.int64]
    word_bytes: NDArray[np.uint8]
    word_places: NDArray[np.int64]
    sizes: tuple[int, int, int, int]
    """Numbers of money, whole, word and label columns."""


def layout_for(plan: Plan, encoding: str) -> Layout:
    """Lay out the columns of a plan for text in this encoding."""
    columns = np.zeros((len(plan.heads), 7), dtype=np.int64)
    sizes, text = [0, 0, 0, 0], bytearray()
    places: list[tuple[int, int, int, int]] = []
    for matched in plan.columns:
        how, first = _HOW[matched.wanted.kind], len(places)
        for word, code in _words(matched):
            encoded = word.encode(encoding)
            places.append((len(text), len(encoded), code, int.from_bytes(encoded[:8], "little", signed=False)))
            text += encoded
        bank = _BANK.get(how, _WHOLE)
        least, most = bounds_of(matched.wanted, plan.limit(matched))
        columns[matched.position] = (how, sizes[bank], _DECIMALS[matched.unit or 100], least, most, first, len(places))
        sizes[bank] += how != kernel.ODD
    for position in plan.labels.values():
        if columns[position, 0] == kernel.SKIP:
            columns[position, :2] = (kernel.LABEL, sizes[_LABEL])
            sizes[_LABEL] += 1
    table = np.array(places or [(0, 0, 0, 0)], dtype=np.uint64).astype(np.int64)
    return Layout(columns, np.frombuffer(bytes(text) or b" ", dtype=np.uint8).copy(), table,
                  (sizes[0], sizes[1], sizes[2], sizes[3]))  # fmt: skip


def _words(matched: Matched) -> list[tuple[str, int]]:
    one = matched.wanted.input
    if one is None or one.kind not in (t.Kind.YES_NO, t.Kind.CHOICE):
        return []
    if one.kind is t.Kind.YES_NO:
        return [(word, 1) for word in _YES] + [(word, 0) for word in _NO]
    return [(word, code) for code, o in enumerate(one.options) for word in dict.fromkeys((o.identifier, o.label))]


class Segment:
    """一段地方: room for a number of rows; one is enough unless rows get shorter along the file."""

    def __init__(self, layout: Layout, rows: int) -> None:
        money, whole, words, labels = layout.sizes
        self.room, self.used = rows, 0
        self.money = np.empty((money, rows), dtype=np.int64)
        self.whole = np.empty((whole, rows), dtype=np.int32)
        self.words = np.empty((words, rows), dtype=np.uint8)
        self.labels = np.empty((labels, rows), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class OddCell:
    """一格不寻常: row of the data, column (or what is wrong with the row), text, where the row begins in the file."""

    row: int
    column: int
    raw: bytes
    offset: int
    cells: int


@dataclass(slots=True, eq=False)
class Worker:
    """一个线程: the odd cells it met, the labels it saw, the bounds of what it read."""

    layout: Layout
    found: list[OddCell] = field(default_factory=list)

    odds: NDArray[np.int64] = field(init=False)
    bounds: NDArray[np.int64] = field(init=False)
    table: NDArray[np.int32] = field(init=False)
    hashes: NDArray[np.uint64] = field(init=False)
    spans: NDArray[np.int64] = field(init=False)
    arena: NDArray[np.uint8] = field(init=False)
    counts: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        width = len(self.layout.columns)
        self.odds = np.empty((max(4096, 4 * (width + 2)), 5), dtype=np.int64)
        self.bounds = np.zeros((width, 3), dtype=np.int64)
        self.bounds[:, 0], self.bounds[:, 1] = np.iinfo(np.int64).max, -1
        self._make_labels(FIRST_LABELS)

    def _make_labels(self, room: int) -> None:
        labels = self.layout.sizes[_LABEL]
        self.table = np.full((labels, 2 * room), -1, dtype=np.int32)
        self.hashes = np.zeros((labels, room), dtype=np.uint64)
        self.spans = np.zeros((labels, room, 2), dtype=np.int64)
        self.arena = np.zeros((labels, 64 * room), dtype=np.uint8)
        self.counts = np.zeros((labels, 2), dtype=np.int64)

    def grow_labels(self) -> None:
        """Twice the room, the labels kept."""
        hashes, spans, arena, counts = self.hashes, self.spans, self.arena, self.counts
        self._make_labels(2 * hashes.shape[1])
        self.hashes[:, : hashes.shape[1]] = hashes
        self.spans[:, : spans.shape[1]] = spans
        self.arena[:, : arena.shape[1]] = arena
        self.counts[:] = counts
        kernel.fill_table(self.table, self.hashes, self.counts)

    def label_texts(self, one: int, encoding: str) -> list[str]:
        """The labels of a column by code."""
        raw = self.arena[one, : self.counts[one, 1]].tobytes()
        spans = self.spans[one, : self.counts[one, 0]].tolist()
        return [raw[start : start + size].decode(encoding).strip() for start, size in spans]

    def read(self, buffer: NDArray[np.uint8], end: int, separator: str, segment: Segment, local: int, first: int,
             offset: int) -> None:  # fmt: skip
        """Read the rows of a buffer to `local` rows into a segment; `first` is their row in the file."""
        at, row, layout = 0, local, self.layout
        view = memoryview(buffer.data)
        while True:
            row, at, odd, why = kernel.read_rows(
                buffer, at, end, ord(separator), row, layout.columns, layout.word_bytes, layout.word_places,
                segment.money, segment.whole, segment.words, segment.labels,
                self.table, self.hashes, self.spans, self.arena, self.counts, self.odds, self.bounds,
            )  # fmt: skip
            for where, column, start, size, row_at in self.odds[:odd].tolist():
                raw = bytes(view[start : start + size]) if column >= 0 else b""
                self.found.append(OddCell(first + where - local, column, raw, offset + row_at, size))
            if why == kernel.DONE:
                return
            if why == kernel.LABELS_FULL:
                self.grow_labels()
