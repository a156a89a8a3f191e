"""写工作簿: a `Book` as the bytes of an .xlsx file, ready to print on A4.

Text is always text: a cell that begins with = + - @ or a control character is never a formula, whoever typed it.
Money is a decimal number of yuan with two places: never a float on the way in, exact to the fen in the file.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.core.kernel.text import display_width

MONEY_FORMAT = "#,##0.00"
DATE_FORMAT = "yyyy-mm-dd"
LONGEST_TEXT = 32_767
FONT = "等线"
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""What XML does not allow, and what is no character in any script: it is left out, wherever text goes."""
_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")

_INK, _HAIR = Side("medium", "1D1C1A"), Side("hair", "BDB7AA")
_THIN = Side("thin", "1D1C1A")


def write_book(book: Book) -> bytes:
    """The whole file."""
    workbook = Workbook()
    first = workbook.active
    if first is not None:
        workbook.remove(first)
    for sheet in book.sheets:
        _write_sheet(workbook.create_sheet(_BAD_NAME.sub(" ", writable(sheet.name))[:31]), sheet, book.footer)
    workbook.properties.title = writable(book.title)
    workbook.properties.subject = writable(book.subject)
    workbook.properties.creator = "洛桥"
    kept = BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def writable(text: str) -> str:
    """Text without what the file cannot hold."""
    return _UNWRITABLE.sub("", text)


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it was saved as CSV: a leading trigger gets a quote mark."""
    clean = writable(text)[: LONGEST_TEXT - 1]
    return f"'{clean}" if clean.startswith(_TRIGGERS) else clean


def _write_sheet(page: Worksheet, sheet: Sheet, footer: str) -> None:
    at = 1
    if sheet.title:
        _line(page, at, sheet.title, sheet, Font(FONT, 16, bold=True))
        at += 1
    for text in sheet.above:
        _line(page, at, text, sheet, Font(FONT, 10, color="4B4842"))
        at += 1
    at += 1 if at > 1 else 0
    head = at
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(head, number, safe_text(column.head))
        cell.font = Font(FONT, 10, bold=True)
        cell.alignment = _aligned(column)
        cell.border = Border(top=_INK, bottom=_THIN)
        page.column_dimensions[get_column_letter(number)].width = column.width
    for row in sheet.rows:
        at += 1
        _row(page, at, row, sheet.columns, Border(bottom=_HAIR), bold=False)
    if sheet.foot:
        at += 1
        _row(page, at, sheet.foot, sheet.columns, Border(top=_THIN, bottom=_INK), bold=True)
    at += 1
    for text in sheet.below:
        at += 1
        _line(page, at, text, sheet, Font(FONT, 9, color="6A665D"))
    _for_paper(page, sheet, head, footer)


def _row(
    page: Worksheet,
    at: int,
    row: tuple[Value, ...],
    columns: tuple[Column, ...],
    border: Border,
    *,
    bold: bool,
) -> None:
    if len(row) != len(columns):
        raise ValueError(f"row of {len(row)} cells for {len(columns)} columns")
    for number, (value, column) in enumerate(zip(row, columns, strict=True), 1):
        cell = page.cell(at, number)
        _put(cell, value)
        cell.font = Font(FONT, 10, bold=bold)
        cell.alignment = _aligned(column)
        cell.border = border


def _put(cell: Any, value: Value) -> None:
    match value:
        case None:
            cell.value = None
        case Money(fen=fen):
            cell.value = _yuan(fen)
            cell.number_format = MONEY_FORMAT
        case str():
            cell.value = safe_text(value)
        case date():
            cell.value = value
            cell.number_format = DATE_FORMAT
        case int():
            cell.value = value


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _line(page: Worksheet, at: int, text: str, sheet: Sheet, font: Font) -> None:
    """A line across the table. Merged cells do not grow by themselves, so the height is told."""
    cell = page.cell(at, 1)
    _put(cell, text)
    cell.font = font
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if len(sheet.columns) > 1:
        page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(sheet.columns))
    room = sum(column.width for column in sheet.columns) * 10
    lines = -(-display_width(text) * int(font.size) // room) or 1
    page.row_dimensions[at].height = lines * int(font.size) * 3 // 2


def _aligned(column: Column) -> Alignment:
    across = {"money": "right", "count": "right"}.get(column.kind, "left")
    return Alignment(horizontal=across, vertical="top", wrap_text=column.kind == "text")


def _for_paper(page: Worksheet, sheet: Sheet, head: int, footer: str) -> None:
    page.freeze_panes = page.cell(head + 1, 1).coordinate
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if sum(c.width for c in sheet.columns) > 100 else "portrait"
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    if page.sheet_properties.pageSetUpPr is not None:
        page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    if page.oddFooter is not None:
        page.oddFooter.left.text = writable(footer).replace("&", "&&")
        page.oddFooter.right.text = "第 &P 页，共 &N 页"
    page.sheet_view.showGridLines = False
