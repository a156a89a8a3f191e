"""名单的表：表头在前十行里找得到，单元格说得准，单位不对的列不读。"""

import pytest

from luoqiao.core.parties.import_kind import COLUMNS, ImportKind
from luoqiao.core.parties.import_table import (
    NoHeader,
    NoRows,
    SheetRow,
    TooManyRows,
    TwoColumns,
    column_letter,
    read_table,
)


def sheet(*rows: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(rows, 1)]


def test_the_header_may_stand_below_a_title_and_its_columns_anywhere() -> None:
    table = read_table(
        ImportKind.ENTERPRISES,
        sheet(
            ("某区企业名录",),
            (),
            ("序号", "单位名称", " 统一社会\n信用代码*"),
            ("1", "甲", "X"),
            ("", "", ""),
        ),
    )
    assert [table.given(row) for row in table.rows] == [{"uscc": "X", "name": "甲"}]
    assert table.cell_name(4, "uscc") == "第 4 行 统一社会信用代码（C4）"
    assert table.cell_name(4, "staff") == "第 4 行 从业人员数"
    assert table.unused == ("序号",)


@pytest.mark.parametrize(
    ("heading", "read"),
    [("营业收入（万元）", True), ("营业收入", True), ("营业收入（元）", False), ("营业收入(千元)", False)],
)
def test_an_amount_under_another_unit_is_not_taken_for_the_one_asked_for(heading: str, read: bool) -> None:
    table = read_table(
        ImportKind.ENTERPRISES, sheet(("统一社会信用代码", "企业名称", heading), ("X", "甲", "5"))
    )
    assert ("revenue" in table.places) == read
    assert (heading in table.unused) != read


def test_what_is_no_list_is_refused_with_what_lacks() -> None:
    with pytest.raises(NoHeader, match="缺“统一社会信用代码”列"):
        read_table(ImportKind.ENTERPRISES, sheet(("企业名称", "镇街"), ("甲", "万安街道")))
    with pytest.raises(NoHeader):
        read_table(ImportKind.ENTERPRISES, sheet(*[("说明",)] * 10, ("统一社会信用代码", "企业名称")))
    with pytest.raises(TwoColumns, match="A、C"):
        read_table(ImportKind.TITLES, sheet(("信用代码", "称号", "统一社会信用代码"), ("X", "y", "z")))
    with pytest.raises(NoRows):
        read_table(ImportKind.TITLES, sheet(("信用代码",), ("",)))
    with pytest.raises(TooManyRows):
        read_table(ImportKind.TITLES, sheet(("信用代码",), *[("X",)] * 50_001))


def test_every_template_reads_as_its_own_kind() -> None:
    for kind, columns in COLUMNS.items():
        head, example = tuple(column.label for column in columns), tuple(column.example for column in columns)
        assert set(read_table(kind, sheet(head, example)).places) == {column.key for column in columns}


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
