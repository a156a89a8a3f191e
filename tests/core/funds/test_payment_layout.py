"""拨付文件的格式：read with every fault, written cell by cell; no cell is a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.adapters.delimited.writing import write_delimited
from luoqiao.adapters.xlsx.plain_sheet import write_plain_sheet
from luoqiao.adapters.xlsx.reading import read_rows
from luoqiao.core.funds.payment_layout import TRIGGERS, PaymentLayout, PayRow, cells_of, guarded
from luoqiao.core.funds.plan_reader import parse_funds
from luoqiao.core.kernel.tables import UnusableTables

ROW = PayRow(
    7, "ZF-2023-0001", "ZF-2023-0001-0007", "泉州示例机械有限公司", "91350504MA2000019C", "中国建设银行", "洛江支行",
    "泉州示例机械有限公司", "35050166000000010001", 18_640_050, "2023年上云上平台补助（区级资金）", "区级", "LQ-2023-0001",
    date(2023, 6, 12),
)  # fmt: skip
COLUMNS = [{"head": name, "field": name} for name in ("reference", "holder", "account", "amount")]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


def parsed(layouts: list[dict[str, object]], **more: object) -> tuple[PaymentLayout, ...]:
    return parse_funds({"duties": {}, "recorded": {"payees": []}, "payment_layouts": layouts, **more}).layouts


def layout(**told: object) -> dict[str, object]:
    return {"id": "bank_csv", "name": "批量付款", "kind": "csv", "columns": COLUMNS, **told}


def test_cells_are_text_and_exact_yuan_in_the_order_of_the_columns() -> None:
    told = [
        *COLUMNS[:3], {"head": "金额", "field": "amount", "format": "yuan"},
        {"head": "分", "field": "amount", "format": "fen"}, {"head": "日期", "field": "sent_on", "format": "compact"},
        {"head": "日", "field": "sent_on"},
    ]  # fmt: skip
    (made,) = parsed([layout(columns=told)])
    assert cells_of(made, ROW) == (
        "ZF-2023-0001-0007", "泉州示例机械有限公司", "35050166000000010001", Decimal("186400.50"), "18640050", "20230612",
        "2023-06-12",
    )  # fmt: skip


def test_every_fault_of_a_layout_is_listed() -> None:
    wrong = layout(kind="pdf", encoding="latin", columns=[
        {"head": "流水号", "field": "reference"}, {"head": "流水号", "field": "holder"},
        {"head": "日期", "field": "sent_on", "format": "yuan"}, {"head": "甲", "field": "colour"},
    ])  # fmt: skip
    results = {"columns": [{"head": "流水号", "field": "reference"}], "success": ["成功"], "failure": ["成功"]}
    with pytest.raises(UnusableTables) as refused:
        parsed([wrong], results_layout=results)
    for part in (
        "pdf", "latin", "写了两次", "不能写成", "colour", "缺“account”一列", "没有一列是“amount”", "不能既表示到账又表示退回",
    ):  # fmt: skip
        assert part in refused.value.message


@given(WORDS)
def test_no_text_of_a_row_is_run_by_a_spreadsheet(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(TRIGGERS)
    assert cell.removeprefix("'") in (" ".join(text.split()), " ".join(text.split()).removeprefix("'"))


@given(st.lists(st.tuples(WORDS, WORDS), max_size=20), st.sampled_from(["utf-8-sig", "gb18030"]))
def test_a_csv_reads_back_as_it_was_written_and_has_one_form(rows: list[tuple[str, str]], encoding: str) -> None:
    cells = [("流水号", "户名"), *((guarded(one), guarded(other)) for one, other in rows)]
    content = write_delimited(cells, encoding)
    assert content == write_delimited(cells, encoding)
    if encoding == "utf-8-sig":
        assert [row.cells for row in read_delimited(content)] == cells


def test_a_workbook_has_one_form_and_keeps_every_figure() -> None:
    heads, rows = ("流水号", "账号", "金额"), [("ZF-2023-0001-0001", "35050166000000010001", Decimal("123456789.01"))] * 3
    content = write_plain_sheet("批量付款", heads, rows)
    assert content == write_plain_sheet("批量付款", heads, rows)
    found = [row.cells for row in read_rows(content)]
    assert found[0][:3] == heads
    assert found[1][:2] == ("ZF-2023-0001-0001", "35050166000000010001")
    assert Decimal(found[1][2]) == Decimal("123456789.01")
    packed = ZipFile(BytesIO(content))
    assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed.read("docProps/core.xml").count(b"1980-01-01") == 2


def test_a_name_like_a_formula_stays_a_name() -> None:
    (made,) = parsed([layout()])
    assert cells_of(made, replace(ROW, holder='=HYPERLINK("x")\n|cmd'))[1] == '\'=HYPERLINK("x") |cmd'
