"""The workbook of a checkup: five sheets, exact yuan, nothing that a spreadsheet would run."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook, load_workbook

from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.interfaces.portal.checkup_book import checkup_book, disposition, file_name
from luoqiao.policies.pack import Pack
from tests.interfaces.portal.checkup_builder import a_checkup, a_programme

CLOUD = "cloud_adoption.annual_service_fee"


def opened(pack: Pack, sent: dict[str, str]) -> Workbook:
    page = a_checkup(pack, sent, aside=["srdi"])
    return load_workbook(BytesIO(write_book(checkup_book(a_programme(pack), page))))


def cells(book: Workbook, sheet: str) -> list[object]:
    return [value for row in book[sheet].iter_rows(values_only=True) for value in row if value is not None]


def test_the_sheets_hold_the_three_parts_and_what_they_rest_on(pack: Pack) -> None:
    book = opened(
        pack, {CLOUD: "50000.15", f"unit:{CLOUD}": "元", "champion_national.newly_recognised": "no"}
    )
    assert book.sheetnames == ["汇总", "可享", "待答", "不符合", "依据与读法"]
    had = cells(book, "可享")
    assert "上云上平台补助" in had
    assert 15000.05 in had
    assert 3000.01 in had
    assert 18000.06 in had
    assert "“新认定”答的是“否”" in cells(book, "不符合")
    assert "企业答“不涉及”" in cells(book, "不符合")
    assert "未裁定，按默认" in cells(book, "依据与读法")


def test_the_open_sheet_holds_both_ends_by_tier_with_sentence_and_every_question(pack: Pack) -> None:
    book = opened(pack, {"technology_upgrade.production_equipment_investment": "3000"})
    lines = list(book["待答"].iter_rows(values_only=True))
    head = next(list(line) for line in lines if line[0] == "条款")
    row = next(dict(zip(head, line, strict=True)) for line in lines if line[0] == "技术改造投资补助")
    assert (row["至少（元）"], row["最多（元）"]) == (2_400_000, 14_400_000)
    assert (row["市级至少（元）"], row["市级最多（元）"]) == (2_000_000, 2_000_000)
    assert (row["区级至少（元）"], row["区级最多（元）"]) == (400_000, 2_400_000)
    assert "不高于 7% 的比例" in str(row["原文"])
    assert len(str(row["还要回答"]).splitlines()) == 2
    loan = next(dict(zip(head, line, strict=True)) for line in lines if line[0] == "技改贷款贴息")
    assert len(str(loan["还要回答"]).splitlines()) == 6
    assert 2_400_000 in cells(book, "汇总")


def test_a_name_that_looks_like_a_formula_stays_text(pack: Pack) -> None:
    book = opened(pack, {CLOUD: "40", "firm.name": '=HYPERLINK("http://example.invalid")'})
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in every)


def test_the_file_is_named_in_chinese_and_in_ascii(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40", "firm.name": '泉州/某某"机械'})
    assert file_name(page) == "政策体检_泉州某某机械_2023-12-31.xlsx"
    header = disposition(page)
    assert header.isascii()
    assert "filename*=UTF-8''%E6%94%BF%E7%AD%96" in header
