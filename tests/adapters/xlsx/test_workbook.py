"""The workbook: exact money, text that is never a formula, ready for paper."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.adapters.xlsx.workbook import safe_text, write_book

COLUMNS = (Column("条款", 30), Column("合计（元）", 18, "money"), Column("日期", 12, "date"))


def written(*rows: tuple[Value, ...], foot: tuple[Value, ...] = ()) -> Worksheet:
    sheet = Sheet("可享", COLUMNS, rows, title="可以享受", above=("说明",), foot=foot, below=("脚注",))
    book = load_workbook(BytesIO(write_book(Book((sheet,), "政策体检单", footer="核验码 A & B"))))
    page = book["可享"]
    assert isinstance(page, Worksheet)
    return page


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (1, "0.01"), (1_500_002, "15000.02"), (10**15 - 1, "9999999999999.99")],
)
def test_money_is_exact_to_the_fen_in_the_file(fen: int, text: str) -> None:
    sheet = Sheet("可享", COLUMNS, (("上云", Money(fen), None),))
    with ZipFile(BytesIO(write_book(Book((sheet,), "政策体检单")))) as packed:
        written_numbers = re.findall(r"<v>([^<]+)</v>", packed.read("xl/worksheets/sheet1.xml").decode())
    assert Decimal(text) in [Decimal(number) for number in written_numbers]


def test_money_is_shown_with_two_places() -> None:
    assert written(("上云", Money(10), None)).cell(5, 2).number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-甲", "@sum", "\t=1", '=HYPERLINK("x")'])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    cell = written((text, None, None)).cell(5, 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_control_characters_are_left_out() -> None:
    assert safe_text("甲\x00乙\x1b") == "甲乙"


@pytest.mark.parametrize("bad", ["\x01", "\x0b", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0", "\ud800"])
def test_what_the_file_cannot_hold_is_left_out_wherever_it_stands(bad: str) -> None:
    text = f"甲{bad}乙"
    columns = (Column(text, 30),)
    sheet = Sheet(text, columns, ((text,),), title=text, above=(text,), foot=(text,), below=(text,))
    book = load_workbook(BytesIO(write_book(Book((sheet,), text, text, text))))
    page = book["甲乙"]
    assert {str(cell.value) for line in page.iter_rows() for cell in line if cell.value} == {"甲乙"}
    assert book.properties.title == "甲乙"


def test_nothing_is_an_empty_cell_and_a_day_is_a_day() -> None:
    page = written(("上云", None, date(2023, 12, 31)))
    assert page.cell(5, 2).value is None
    assert str(page.cell(5, 3).value).startswith("2023-12-31")


def test_a_sheet_is_ready_for_a4_paper() -> None:
    page = written(("上云", Money(1), None), foot=("合计", Money(1), None))
    assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"
    assert "核验码 A && B" in str(page.oddFooter.left.text)
    assert page.column_dimensions["A"].width == 30


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 3 columns"):
        written(("上云", Money(1)))
