"""读工作簿：数字、日期、公式、隐藏的表；坏文件说为什么，不展开大得出奇的。"""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from luoqiao.adapters.xlsx import reading
from luoqiao.adapters.xlsx.reading import UnreadableBook, read_rows


def book_of(*rows: tuple[object, ...], hidden_first: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden_first:
        sheet["A1"], sheet.sheet_state = "藏着的", "hidden"
        sheet = book.create_sheet("名单")
    for row in rows:
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_cells_are_read_as_a_person_sees_them() -> None:
    content = book_of(
        (
            "码",
            5,
            5.0,
            12.5,
            True,
            date(2023, 6, 30),
            datetime.fromisoformat("2023-06-30T08:00:00"),
            None,
            "=1+1",
        )
    )
    cells = next(read_rows(content)).cells
    assert cells[:8] == ("码", "5", "5", "12.5", "是", "2023-06-30", "2023-06-30 08:00:00", "")
    assert cells[8] == ""


def test_rows_keep_their_numbers_and_hidden_sheets_are_left_alone() -> None:
    rows = list(read_rows(book_of(("一",), (), ("三",), hidden_first=True)))
    assert [(row.number, row.cells[0]) for row in rows if any(row.cells)] == [(1, "一"), (3, "三")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0", "旧格式"),
        (b"PK\x03\x04", "不是完好的"),
        (b"", "不是完好的"),
        (b"text", "不是完好的"),
    ],
)
def test_what_is_no_workbook_says_so(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableBook, match=why):
        list(read_rows(content))


def test_a_zip_that_is_no_workbook_and_one_that_unpacks_too_large_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(UnreadableBook, match="不是完好的"):
        list(read_rows(kept.getvalue()))
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100)
    with pytest.raises(UnreadableBook, match="展开后超过"):
        list(read_rows(book_of(("一",))))
