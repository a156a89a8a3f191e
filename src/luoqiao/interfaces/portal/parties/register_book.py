"""名录的文件: the list as a workbook; its columns are those of the import, so that it can be corrected and sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.enterprise_fields import LABELS, RegisterWords
from luoqiao.core.parties.title import HeldTitle

_COLUMNS = (
    Column(LABELS["uscc"], 22), Column(LABELS["name"], 36), Column(LABELS["industry"], 14), Column(LABELS["industry_code"], 10),
    Column(LABELS["township"], 12), Column(LABELS["park"], 18), Column(LABELS["address"], 40),
    Column(LABELS["staff"], 10, "count"), Column("营业收入（元）", 18, "money"), Column(LABELS["size_year"], 8, "count"),
    Column("划型", 8), Column("规上", 8), Column("现有称号", 30), Column("状态", 8),
)  # fmt: skip


def book_of(
    rows: Sequence[EnterpriseView], words: RegisterWords, above: frozenset[str],
    titles: Mapping[str, tuple[HeldTitle, ...]], on: date,
) -> Book:  # fmt: skip
    """The workbook of a list of enterprises on a day."""
    told = (f"截至 {on}，共 {len(rows):,} 家；规上和称号是这一天的。",)
    below = ("营业收入以元计，导入时不读这一列；要改营业收入，请用模板里以万元计的列。",)
    sheet = Sheet(
        "企业名录",
        _COLUMNS,
        tuple(_row(row, words, above, titles) for row in rows),
        "企业名录",
        told,
        below=below,
    )
    return Book((sheet,), "企业名录", footer="洛桥 · 企业名录")


def _row(
    row: EnterpriseView,
    words: RegisterWords,
    above: frozenset[str],
    titles: Mapping[str, tuple[HeldTitle, ...]],
) -> tuple[Value, ...]:
    return (
        row.uscc, row.name, words.industries.get(row.industry, row.industry), row.industry_code,
        words.townships.get(row.township, row.township), words.parks.get(row.park, row.park), row.address, row.staff,
        Money(row.revenue) if row.revenue is not None else None, row.size_year, row.size.label if row.size else "",
        "规上" if row.uscc in above else "", "、".join(title.kind.label for title in titles.get(row.uscc, ())),
        "存续" if row.active else "已注销",
    )  # fmt: skip
