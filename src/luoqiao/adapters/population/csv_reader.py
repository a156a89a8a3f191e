"""读 CSV: large text files by several threads, each a stretch of rows at a time, kept in the order of the file."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population import csv_kernel as kernel
from luoqiao.adapters.population.columns import Array, Column, Items, Labels
from luoqiao.adapters.population.csv_store import Layout, OddCell, Segment, Worker, layout_for
from luoqiao.adapters.population.csv_text import LONGEST_ROW, Dialect, decode_cell
from luoqiao.adapters.population.faults import BadCell, FileBroken, WrongEncoding
from luoqiao.adapters.population.gathered import CellReader, Gathered, items_of, labels_of_column
from luoqiao.adapters.population.plan import Plan
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import Item
from luoqiao.core.rules.columns import Matched

STRETCH = 2 * 1024 * 1024
PADDING = kernel.PADDING
MOST_THREADS = 8
_ARRAYS = {kernel.MONEY: "money", kernel.WORD: "words"}


def read_csv(path: Path, plan: Plan, dialect: Dialect, threads: int = 0) -> Gathered:
    """Read a whole file for a plan; text that turns out not to be UTF-8 is read again as GB18030."""
    try:
        return _Reading(path, plan, dialect, threads).run()
    except UnicodeDecodeError:
        if dialect.certain:
            raise WrongEncoding(path.name, f"有不是 {dialect.encoding.upper()} 的文字") from None
    try:
        return _Reading(path, plan, dialect.in_gb18030(), threads).run()
    except UnicodeDecodeError:
        raise WrongEncoding(path.name, "既不是 UTF-8，也不是 GB18030") from None


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Rows read together: where they stand and who read them."""

    buffer: NDArray[np.uint8]
    end: int
    offset: int
    rows: int
    segment: Segment
    local: int
    first: int


class _Reading:
    """One reading of one file: the stretches still to come and the segments filled so far."""

    def __init__(self, path: Path, plan: Plan, dialect: Dialect, threads: int) -> None:
        self.path, self.plan, self.dialect = path, plan, dialect
        self.layout: Layout = layout_for(plan, dialect.encoding)
        self.threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self.segments: list[Segment] = []
        self.read_by: list[tuple[Segment, int, int, int]] = []
        self.lock = Lock()
        self.carry, self.offset, self.rows, self.ended = b"", dialect.data_at, 0, False
        self.size = path.stat().st_size

    def run(self) -> Gathered:
        workers = [Worker(self.layout) for _ in range(self.threads)]
        with self.path.open("rb", buffering=0) as stream:
            stream.seek(self.dialect.data_at)
            if self.threads == 1 or self.size < STRETCH:
                self.work(stream, workers[0], 0)
            else:
                with ThreadPoolExecutor(self.threads) as pool:
                    for done in [pool.submit(self.work, stream, worker, n) for n, worker in enumerate(workers)]:
                        done.result()
        return self.gather(workers)

    # taking stretches

    def work(self, stream: Any, worker: Worker, number: int) -> None:
        buffer = np.zeros(STRETCH + PADDING, dtype=np.uint8)
        while True:
            with self.lock:
                taken = self.take(stream, buffer, number)
            if taken is None:
                return
            buffer = taken.buffer
            worker.read(buffer, taken.end, self.dialect.separator, taken.segment, taken.local, taken.first, taken.offset)

    def take(self, stream: Any, buffer: NDArray[np.uint8], number: int) -> _Stretch | None:
        """The next whole rows of the file and room for them; None at its end."""
        held = len(self.carry)
        if held + STRETCH // 2 > len(buffer):
            buffer = np.zeros(held + STRETCH, dtype=np.uint8)
        buffer[:held] = np.frombuffer(self.carry, dtype=np.uint8)
        while not self.ended:
            got = stream.readinto(memoryview(buffer.data)[held : len(buffer) - PADDING])
            held += got or 0
            if not got:
                self.ended = True
            else:
                rows, end = self.whole_rows(buffer, held)
                if rows:
                    self.carry = buffer[end:held].tobytes()
                    return self.place(buffer, end, rows, number)
                buffer = self.larger(buffer, held)
        self.carry = b""
        if held == 0:
            return None
        if buffer[held - 1] != 10:
            buffer[held] = 10
            held += 1
        rows, end = self.whole_rows(buffer, held)
        return self.place(buffer, held, rows + (end < held), number)

    def whole_rows(self, buffer: NDArray[np.uint8], held: int) -> tuple[int, int]:
        """How many rows end in the first bytes, and where the last of them ends."""
        text = buffer[:held]
        if (text == ord('"')).any():
            rows, end = kernel.count_quoted_rows(buffer, 0, held, ord(self.dialect.separator))
            return int(rows), int(end)
        rows = np.count_nonzero(text == ord("\n"))
        tail = max(0, held - 65536)
        found = buffer[tail:held].tobytes().rfind(b"\n")
        if found < 0 < tail:
            tail, found = 0, buffer[:held].tobytes().rfind(b"\n")
        return int(rows), tail + found + 1

    def larger(self, buffer: NDArray[np.uint8], held: int) -> NDArray[np.uint8]:
        if held < len(buffer) - PADDING:
            return buffer
        if held > LONGEST_ROW:
            raise FileBroken(self.path.name, f"第 {self.rows + 2} 行过长，可能是引号没有配对")
        grown = np.zeros(2 * len(buffer), dtype=np.uint8)
        grown[:held] = buffer[:held]
        return grown

    def place(self, buffer: NDArray[np.uint8], end: int, rows: int, number: int) -> _Stretch:
        """Reserve room for rows in the order of the file."""
        if not self.segments or self.segments[-1].room - self.segments[-1].used < rows:
            expected = (self.size - self.offset) * rows // end
            self.segments.append(Segment(self.layout, rows + expected + expected // 20))
        segment = self.segments[-1]
        stretch = _Stretch(buffer, end, self.offset, rows, segment, segment.used, self.rows)
        self.read_by.append((segment, segment.used, rows, number))
        segment.used += rows
        self.rows += rows
        self.offset += end
        return stretch

    # gathering

    def gather(self, workers: list[Worker]) -> Gathered:
        bounds = np.stack([w.bounds for w in workers])
        self.least, self.most = bounds[:, :, 0].min(axis=0), bounds[:, :, 1].max(axis=0)
        self.missing = bounds[:, :, 2].max(axis=0) > 0
        gathered = Gathered(self.path.name, self.plan, self.rows, {}, {}, first_line=2)
        odd = sorted((o for w in workers for o in w.found), key=lambda o: o.row)
        self.rows_out(odd, gathered)
        by_column: dict[int, list[OddCell]] = {}
        for one in odd:
            by_column.setdefault(one.column, []).append(one)
        for matched in self.plan.columns:
            gathered.columns[matched.wanted.key] = self.column(matched, by_column.get(matched.position, []), gathered)
        for name, position in self.plan.labels.items():
            gathered.labels[name] = self.labels(position, workers, by_column.get(position, []), gathered)
        return gathered

    def rows_out(self, odd: list[OddCell], gathered: Gathered) -> None:
        """Blank rows and rows with another number of cells."""
        blank = {o.row for o in odd if o.column == kernel.ROW_BLANK}
        gathered.blank = sorted(blank)
        width = len(self.plan.heads)
        for one in odd:
            if one.row in blank or one.column not in (kernel.ROW_TOO_SHORT, kernel.ROW_QUOTES):
                continue
            if one.column == kernel.ROW_QUOTES:
                said, given = "这一行的引号没有配对，分不清各列", "引号没有配对"
                gathered.bad.append(BadCell(one.row, "", given, "引号成对", said, "LQ-4321", one.offset))
            else:
                said = f"这一行有 {one.cells} 列，表头有 {width} 列"
                gathered.bad.append(BadCell(one.row, "", f"{one.cells} 列", f"{width} 列", said, "LQ-4320", one.offset))

    def bank(self, arrays: str, place: int) -> Any:
        """A column over all segments."""
        parts = [getattr(s, arrays)[place, : s.used] for s in self.segments]
        if len(parts) == 1:
            return parts[0]
        empty = {"money": np.int64, "whole": np.int32, "words": np.uint8, "labels": np.int32}[arrays]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=empty)

    def column(self, matched: Matched, odd: list[OddCell], gathered: Gathered) -> Column | Items:
        position, wanted, reader = matched.position, matched.wanted, CellReader(matched, self.plan)
        how, place = self.layout.columns[position, :2].tolist()
        values: Array = np.zeros(self.rows, dtype=np.int64) if how == kernel.ODD else self.bank(_ARRAYS.get(how, "whole"), place)
        lists: dict[int, tuple[Item, ...]] = {}
        missing = bool(self.missing[position])
        for one in odd:
            found = reader.read(decode_cell(one.raw, self.dialect.encoding))
            if isinstance(found, Invalid):
                gathered.bad.append(reader.bad(one.row, found, one.offset))
                missing = True
            elif isinstance(found, tuple):
                lists[one.row] = found
            elif found is not None:
                values[one.row] = found
                self.least[position] = min(self.least[position], found)
                self.most[position] = max(self.most[position], found)
            else:
                missing = True
        if wanted.kind is t.Kind.LIST and wanted.input is not None:
            return items_of(wanted.input, self.rows, lists)
        least, most = int(self.least[position]), int(self.most[position])
        if most < 0:
            least = most = 0
        if wanted.name.startswith("earlier.") and missing:
            values[values < 0] = 0
            least, missing = 0, False
        return Column(values, least, most, missing)

    def labels(self, position: int, workers: list[Worker], odd: list[OddCell], gathered: Gathered) -> Labels:
        how, place = self.layout.columns[position, :2].tolist()
        if how != kernel.LABEL:
            matched = next(m for m in self.plan.columns if m.position == position)
            return labels_of_column(matched.wanted, gathered.columns[matched.wanted.key])
        names: dict[str, int] = {}
        renumber = []
        for worker in workers:
            texts = worker.label_texts(place, self.dialect.encoding)
            codes = [names.setdefault(text, len(names)) if text else -1 for text in texts]
            renumber.append(np.array([*codes, -1], dtype=np.int32))
        for segment, start, rows, number in self.read_by:
            part = segment.labels[place, start : start + rows]
            part[:] = renumber[number][part]
        codes_read = self.bank("labels", place)
        for one in odd:
            text = decode_cell(one.raw, self.dialect.encoding).strip()
            if text:
                codes_read[one.row] = names.setdefault(text, len(names))
        return Labels(codes_read, tuple(names))
