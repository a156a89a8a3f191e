"""读工作簿: the first sheet with anything in it, as rows of text, without running anything that the file may hold.

Numbers come as they are shown without a format: 5 and not 5.0; days as 2023-06-30. A formula gives the value that was
saved with it. What would unpack to more than the platform takes is refused before it is unpacked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.import_table import MOST_ROWS, SheetRow

MOST_UNPACKED = 300_000_000
MOST_COLUMNS = 200
HEADER_ROOM = 20


class UnreadableBook(DomainError):
    """不是能读的工作簿."""

    code = "LQ-5346"


def read_rows(content: bytes) -> Iterator[SheetRow]:
    """The rows with the numbers that a spreadsheet shows. UnreadableBook says what is wrong and what to do."""
    _check(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as fault:
        raise _unreadable() from fault
    return _rows(book)


def _rows(book: Any) -> Iterator[SheetRow]:
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            anything = False
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS, max_row=MOST_ROWS + HEADER_ROOM)
            for number, cells in enumerate(rows, 1):
                row = SheetRow(number, tuple(map(_text, cells)))
                anything = anything or any(row.cells)
                yield row
            if anything:
                return
    except DomainError:
        raise
    except Exception as fault:
        raise _unreadable() from fault
    finally:
        book.close()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case int() | str():
            return str(value)
        case _:
            shown = str(value)
            return shown.removesuffix(".0")


def _check(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableBook("这是旧格式的 xls，或加了密码的工作簿；请另存为没有密码的 xlsx 后再导入")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
            is_book = "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise _unreadable() from fault
    if not is_book:
        raise _unreadable()
    if unpacked > MOST_UNPACKED:
        raise UnreadableBook(f"工作簿展开后超过 {MOST_UNPACKED // 1_000_000} MB；请删掉多余的工作表和图片后再导入")


def _unreadable() -> UnreadableBook:
    return UnreadableBook("这个文件不是完好的 xlsx 工作簿；请在表格软件里打开，另存为 xlsx 后再导入")
