"""坏行: rows that could not be read, as a table of the same columns with what is wrong beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from luoqiao.adapters.population.cell_tables import as_text, read_small_csv, read_workbook
from luoqiao.adapters.population.csv_text import Dialect, find_dialect, read_records
from luoqiao.adapters.population.frame_reader import scan_file
from luoqiao.adapters.population.gathered import Gathered
from luoqiao.adapters.population.read import kind_of

ROW, ERROR, EXTRA = "行号", "错误", "多出的格"


def bad_frame(path: Path, gathered: Gathered, *, encoding: str = "") -> tuple[pl.DataFrame, str]:
    """The bad rows as they stand in the file with their number and every error; and the encoding of a text file."""
    rows = gathered.bad_rows
    used = ""
    if kind_of(path) == "csv":
        dialect = find_dialect(path, encoding)
        frame, used = _text_rows(path, gathered, rows, dialect), dialect.encoding
        if dialect.marked:
            used = "utf-8-sig"
    elif kind_of(path) == "xlsx":
        table = read_workbook(path)
        frame = _frame(table.heads, [[as_text(cell) for cell in table.rows[row]] for row in rows])
    else:
        chosen = scan_file(path).with_row_index("__row").filter(pl.col("__row").is_in(list(rows)))
        frame = chosen.drop("__row").collect()
    errors: dict[int, list[str]] = {}
    for cell in gathered.bad:
        errors.setdefault(cell.row, []).append(f"{cell.head}：{cell.message}" if cell.head else cell.message)
    said = ["；".join(dict.fromkeys(errors[row])) for row in rows]
    numbers = [row + gathered.first_line for row in rows]
    beside = [pl.Series(_free(frame, ROW), numbers, dtype=pl.Int64), pl.Series(_free(frame, ERROR), said, dtype=pl.String)]
    return frame.with_columns(beside), used


def _text_rows(path: Path, gathered: Gathered, rows: Sequence[int], dialect: Dialect) -> pl.DataFrame:
    offsets = {cell.row: cell.offset for cell in gathered.bad}
    if any(offset < 0 for offset in offsets.values()):
        table = read_small_csv(path, dialect)
        return _frame(dialect.heads, [list(table.rows[row]) for row in rows])
    records = read_records(path, [offsets[row] for row in rows], dialect.separator)
    return _frame(dialect.heads, list(_cells(records, dialect)))


def _cells(records: Iterator[bytes], dialect: Dialect) -> Iterator[list[object]]:
    for raw in records:
        try:
            text = raw.decode(dialect.encoding)
        except UnicodeDecodeError:
            text = raw.decode("gb18030", "replace")
        yield list(next(csv.reader([text], delimiter=dialect.separator), []))


def _frame(heads: Sequence[str], rows: list[list[object]]) -> pl.DataFrame:
    """Cells as text under heads made different; what stands beyond the heads goes to a column of its own."""
    width = len(heads)
    names: list[str] = []
    for head in heads:
        names.append(head if head not in names else f"{head}_{len(names) + 1}")
    columns = {name: [row[at] if at < len(row) else None for row in rows] for at, name in enumerate(names)}
    if any(len(row) > width for row in rows):
        columns[EXTRA] = [",".join(str(cell) for cell in row[width:]) or None for row in rows]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String), strict=False)


def _free(frame: pl.DataFrame, name: str) -> str:
    while name in frame.columns:
        name += "_"
    return name
