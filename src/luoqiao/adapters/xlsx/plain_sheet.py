"""写明细表: one plain sheet of text and exact decimals; the same rows give the same bytes.

For files that are compared by their digest: no time of writing stays in them. Long account numbers stay text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.xml.functions import tostring

from luoqiao.adapters.xlsx.workbook import FONT, MONEY_FORMAT, writable

_WHEN = datetime(1980, 1, 1, tzinfo=UTC)
_PROPERTIES = "docProps/core.xml"
_WIDTH = 22


def write_plain_sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[str | Decimal]]) -> bytes:
    """The whole workbook: a row of heads, then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(writable(name)[:31])
    sheet.freeze_panes = "A2"
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.append(_heads(sheet, heads))
    for row in rows:
        sheet.append(list(_cells(sheet, row)))
    held = BytesIO()
    book.save(held)
    return _without_time(book, held)


def _heads(sheet: WriteOnlyWorksheet, heads: Sequence[str]) -> list[object]:
    found: list[object] = []
    for head in heads:
        cell = WriteOnlyCell(sheet, writable(head))
        cell.font = Font(FONT, 10, bold=True)
        found.append(cell)
    return found


def _cells(sheet: WriteOnlyWorksheet, row: Sequence[str | Decimal]) -> Iterator[object]:
    for value in row:
        if isinstance(value, Decimal):
            cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type] # the library takes exact decimals
            cell.number_format = MONEY_FORMAT
            yield cell
        else:
            cell = WriteOnlyCell(sheet, writable(value))
            cell.data_type = "s"
            yield cell


def _without_time(book: Workbook, written: BytesIO) -> bytes:
    """The same workbook with every time of writing made one fixed instant."""
    book.properties.created = book.properties.modified = _WHEN.replace(tzinfo=None)
    held = BytesIO()
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in given.infolist():
            entry = zipfile.ZipInfo(one.filename, _WHEN.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            content = tostring(book.properties.to_tree()) if one.filename == _PROPERTIES else given.read(one)
            packed.writestr(entry, content)
    return held.getvalue()
