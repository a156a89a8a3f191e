"""逐格读的表: workbooks and small text files, each cell read exactly; the slow way that every fast way must equal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from luoqiao.adapters.population.columns import Labels
from luoqiao.adapters.population.csv_text import Dialect
from luoqiao.adapters.population.faults import BadCell, FileBroken, WrongEncoding
from luoqiao.adapters.population.gathered import CellReader, Gathered, code_cells, labels_of, labels_of_column
from luoqiao.adapters.population.plan import Plan, Request
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.columns import Matched, match_heads

ROW_NUMBER = "行号"


@dataclass(frozen=True, slots=True)
class Table:
    """一张表: its heads, its rows of cells, the line of the first row; further sheets by name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    first_line: int
    sheets: dict[str, Table] = field(default_factory=dict)
    short: tuple[tuple[int, int], ...] = ()
    """Rows with another number of cells than the head, and how many."""
    blank: tuple[int, ...] = ()
    """Rows that are no rows: a blank line of text, a row of a sheet without any cell."""


def read_workbook(path: Path) -> Table:
    """The first sheet of a workbook, the others beside it; values as they were last calculated. Raises FileBroken."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as fault:
        raise FileBroken(path.name, f"不是完好的 xlsx 工作簿（{type(fault).__name__}）") from None
    try:
        tables = [(sheet.title, _sheet(list(sheet.iter_rows(values_only=True)))) for sheet in book.worksheets]
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as fault:
        raise FileBroken(path.name, f"工作簿残缺，读到一半读不下去（{type(fault).__name__}）") from None
    finally:
        book.close()
    if not tables or not tables[0][1].heads:
        raise FileBroken(path.name, "第一张表是空的，没有表头")
    first = tables[0][1]
    return Table(first.heads, first.rows, first.first_line, dict(tables[1:]), blank=first.blank)


def _sheet(rows: list[tuple[Any, ...]]) -> Table:
    """Heads are in the first row that is not blank; columns without a head are left out at the end."""
    at = next((n for n, row in enumerate(rows) if any(cell is not None for cell in row)), None)
    if at is None:
        return Table((), (), 1)
    head = rows[at]
    width = max(n + 1 for n, cell in enumerate(head) if cell is not None)
    heads = tuple("" if cell is None else str(cell).strip() for cell in head[:width])
    body = tuple((tuple(row[:width]) + (None,) * (width - len(row)))[:width] for row in rows[at + 1 :])
    blank = tuple(n for n, row in enumerate(body) if all(cell is None for cell in row))
    return Table(heads, body, at + 2, blank=blank)


def read_small_csv(path: Path, dialect: Dialect) -> Table:
    """A text file row by row, for files too small to be worth starting the fast reader."""
    raw = path.read_bytes()[dialect.data_at :]
    try:
        text = raw.decode(dialect.encoding)
    except UnicodeDecodeError:
        if dialect.certain:
            raise WrongEncoding(path.name, f"有不是 {dialect.encoding.upper()} 的文字") from None
        return read_small_csv(path, dialect.in_gb18030())
    rows: list[tuple[object, ...]] = []
    short: list[tuple[int, int]] = []
    blank: list[int] = []
    width = len(dialect.heads)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator):
        if len(row) not in (0, width):
            short.append((len(rows), len(row)))
        if not row:
            blank.append(len(rows))
        rows.append(tuple([*row, *[None] * width][:width]))
    return Table(dialect.heads, tuple(rows), 2, short=tuple(short), blank=tuple(blank))


def read_table(file: str, table: Table, plan: Plan) -> Gathered:
    """Every cell of a plan's columns, read exactly."""
    gathered = Gathered(file, plan, len(table.rows), {}, {}, first_line=table.first_line)
    gathered.blank = list(table.blank)
    for row, cells in table.short:
        said = f"这一行有 {cells} 列，表头有 {len(table.heads)} 列"
        gathered.bad.append(BadCell(row, "", f"{cells} 列", f"{len(table.heads)} 列", said, "LQ-4320"))
    for matched in plan.columns:
        if matched.position < 0:
            continue
        reader = CellReader(matched, plan)
        cells_read = [_plain(row[matched.position], matched.wanted.kind) for row in table.rows]
        found, bad = code_cells(reader, cells_read)
        gathered.columns[matched.wanted.key] = found
        gathered.bad.extend(bad)
    for name, position in plan.labels.items():
        gathered.labels[name] = _labels(table, plan, gathered, position)
    return gathered


def _labels(table: Table, plan: Plan, gathered: Gathered, position: int) -> Labels:
    matched = next((m for m in plan.columns if m.position == position), None)
    if matched is not None:
        return labels_of_column(matched.wanted, gathered.columns[matched.wanted.key])
    return labels_of([as_text(row[position]) for row in table.rows])


def as_text(cell: object) -> object:
    """A cell as text; a number has the fifteen digits that a workbook keeps, a day loses its empty time."""
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}').normalize():f}" if abs(cell) < 1e18 else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell


def _plain(cell: object, kind: t.Kind) -> object:
    """A cell of a workbook in the form of single facts: numbers as decimal text, days as days."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, datetime):
        return cell.date() if kind is t.Kind.DATE else str(cell)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return as_text(cell) if isinstance(cell, float) else str(cell)
    return cell


def list_sheets(table: Table, request: Request) -> tuple[Matched, ...]:
    """The sheets of a workbook that are lists of a clause, as columns of the main sheet; position -1 - sheet."""
    found = []
    for number, name in enumerate(table.sheets):
        named = match_heads([name], request.clauses, tiers=request.basis.tiers).columns
        found += [Matched(-1 - number, name, m.wanted) for m in named if m.wanted.kind is t.Kind.LIST]
    return tuple(found)


def join_sheets(table: Table, plan: Plan, gathered: Gathered) -> None:
    """Lists that stand on a sheet of their own, one row an item, its first column the key of the row it belongs to."""
    for matched in plan.columns:
        if matched.position < 0:
            lists = _lists(matched.head, table.sheets[matched.head], matched, table, gathered)
            found, bad = code_cells(CellReader(matched, plan), [lists.get(row) for row in range(len(table.rows))])
            gathered.columns[matched.wanted.key] = found
            gathered.bad.extend(bad)


def _lists(name: str, sheet: Table, matched: Matched, table: Table, gathered: Gathered) -> dict[int, Sequence[object]]:
    key = sheet.heads[0] if sheet.heads else ""
    if key == ROW_NUMBER:
        rows = {str(n + table.first_line): n for n in range(len(table.rows))}
    elif key in table.heads:
        at = table.heads.index(key)
        rows = {}
        for n, row in enumerate(table.rows):
            if row[at] not in (None, "") and rows.setdefault(str(as_text(row[at])), n) != n:
                text = str(as_text(row[at]))
                said = f"“{key}”{text[:40]} 与第 {rows[text] + table.first_line} 行相同，“{name}”表分不清属于哪一行"
                gathered.bad.append(BadCell(n, key, text[:40], "每行不同的值", said, "LQ-4323"))
    else:
        raise FileBroken(gathered.file, f"“{name}”表的第一列“{key}”不是主表的列；写主表里每行不同的一列，或写 {ROW_NUMBER}")
    return dict(_items(name, sheet, matched, rows, gathered))


def _items(
    name: str, sheet: Table, matched: Matched, rows: dict[str, int], gathered: Gathered
) -> Iterator[tuple[int, list[object]]]:
    fields = matched.wanted.input.fields if matched.wanted.input is not None else ()
    parts = {n: part for n, head in enumerate(sheet.heads[1:], 1) for part in fields if head in (part.label, part.identifier)}
    if not parts:
        listed = "、".join(f"{p.label}（{p.identifier}）" for p in fields)
        raise FileBroken(gathered.file, f"“{name}”表没有清单的列；应有 {listed}")
    found: dict[int, list[object]] = {}
    for n, cells in enumerate(sheet.rows):
        if all(cell in (None, "") for cell in cells):
            continue
        key = str(as_text(cells[0]))
        if key not in rows:
            where = f"“{name}”表第 {n + sheet.first_line} 行"
            raise FileBroken(gathered.file, f"{where}的“{sheet.heads[0]}”{key[:40]} 在主表里没有")
        item = {part.identifier: _plain(cells[at], part.kind) for at, part in parts.items()}
        found.setdefault(rows[key], []).append(item)
    yield from found.items()

