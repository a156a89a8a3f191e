"""名单的表: a file as rows of text, its header found, each row given by column; free of any file format.

Readers of formats hand over `SheetRow`s; the number is the one that the reader's own program shows beside the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.text import drop_blanks, fold_all_width
from luoqiao.core.parties.import_kind import COLUMNS, ImportColumn, ImportKind

HEADER_WITHIN = 10
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """一行: its number and the text of its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedTable:
    """一张表: where each known column stands (from 0), which headings nobody asked for, and the rows with anything in them."""

    columns: tuple[ImportColumn, ...]
    places: Mapping[str, int]
    unused: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    def given(self, row: SheetRow) -> dict[str, str]:
        """The cells of a row by column."""
        return {key: row.cells[at] for key, at in self.places.items() if at < len(row.cells)}

    def cell_name(self, number: int, key: str) -> str:
        """单元格: “第 7 行 统一社会信用代码（B7）”; without the letter when the file has no such column."""
        label = next(column.label for column in self.columns if column.key == key)
        at = self.places.get(key)
        return f"第 {number} 行 {label}" + (f"（{column_letter(at)}{number}）" if at is not None else "")


@dataclass(frozen=True, slots=True)
class ImportTable:
    """名录的一张表: the same for one of the kinds of list that the register takes."""

    kind: ImportKind
    places: Mapping[str, int]
    unused: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def listed(self) -> ListedTable:
        """The table by its columns."""
        return ListedTable(COLUMNS[self.kind], self.places, self.unused, self.rows)

    def given(self, row: SheetRow) -> dict[str, str]:
        """The cells of a row by column."""
        return self.listed.given(row)

    def cell_name(self, number: int, key: str) -> str:
        """单元格: “第 7 行 统一社会信用代码（B7）”; without the letter when the file has no such column."""
        return self.listed.cell_name(number, key)


class NoHeader(DomainError):
    """找不到表头."""

    code = "LQ-5341"

    def __init__(self, what: str, missing: Sequence[str]) -> None:
        listed = "”“".join(missing)
        said = f"前 {HEADER_WITHIN} 行里没有找到表头，缺“{listed}”列；请用{what}的模板，或把表头改成模板里的列名"
        super().__init__(said, details={"missing": tuple(missing)})


class TwoColumns(DomainError):
    """两列是同一项."""

    code = "LQ-5342"

    def __init__(self, label: str, letters: Sequence[str]) -> None:
        super().__init__(f"“{label}”有两列（{'、'.join(letters)}）；请只留一列")


class NoRows(DomainError):
    """表里没有一行数据."""

    code = "LQ-5343"

    def __init__(self) -> None:
        super().__init__("表头下面没有一行数据；请填好后再导入")


class TooManyRows(DomainError):
    """行数太多."""

    code = "LQ-5344"

    def __init__(self) -> None:
        super().__init__(f"超过 {MOST_ROWS:,} 行；请分成几个文件导入")


def read_table(kind: ImportKind, rows: Iterable[SheetRow]) -> ImportTable:
    """Find the header among the first rows and keep the rows below it. NoHeader, TwoColumns, NoRows, TooManyRows."""
    listed = read_listed(COLUMNS[kind], kind.label, rows)
    return ImportTable(kind, listed.places, listed.unused, listed.rows)


def read_listed(columns: tuple[ImportColumn, ...], what: str, rows: Iterable[SheetRow]) -> ListedTable:
    """The same for any columns; `what` names the list in a refusal."""
    iterator = iter(rows)
    needed = [column.label for column in columns if column.needed]
    best: tuple[dict[str, list[int]], SheetRow] | None = None
    for _, row in zip(range(HEADER_WITHIN), iterator, strict=False):
        found = _columns(columns, row.cells)
        if best is None or len(found) > len(best[0]):
            best = (found, row)
        if all(column.key in found for column in columns if column.needed):
            return _table(columns, found, row, iterator)
    found = best[0] if best else {}
    missing = [column.label for column in columns if column.needed and column.key not in found]
    raise NoHeader(what, missing or needed)


def column_letter(at: int) -> str:
    """列号: 0 is A, 25 Z, 26 AA."""
    letters = ""
    at += 1
    while at:
        at, last = divmod(at - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _table(
    columns: tuple[ImportColumn, ...], found: dict[str, list[int]], header: SheetRow, rest: Iterable[SheetRow]
) -> ListedTable:
    for column in columns:
        if len(found.get(column.key, ())) > 1:
            raise TwoColumns(column.label, [column_letter(at) for at in found[column.key]])
    places = {key: at[0] for key, at in found.items()}
    unused = tuple(text.strip() for at, text in enumerate(header.cells) if text.strip() and at not in places.values())
    kept: list[SheetRow] = []
    for row in rest:
        if any(row.cells[at].strip() for at in places.values() if at < len(row.cells)):
            kept.append(row)
        if len(kept) > MOST_ROWS:
            raise TooManyRows
    if not kept:
        raise NoRows
    return ListedTable(columns, places, unused, tuple(kept))


def _columns(columns: tuple[ImportColumn, ...], cells: Sequence[str]) -> dict[str, list[int]]:
    """The columns that headings answer to. An amount under another unit (元、千元) is not taken for the one asked for."""
    headings = {heading: column.key for column in columns for heading in _headings(column)}
    found: dict[str, list[int]] = {}
    for at, text in enumerate(cells):
        bare, _, unit = _plain(text).partition("(")
        key = headings.get(_plain(text)) or (headings.get(bare) if "元" not in unit else None)
        if key is not None:
            found.setdefault(key, []).append(at)
    return found


def _headings(column: ImportColumn) -> Iterable[str]:
    for text in (column.label, *column.known_as):
        yield _plain(text)
        yield _plain(text).partition("(")[0]


def _plain(text: str) -> str:
    return drop_blanks(fold_all_width(text)).strip("*:").lower()
