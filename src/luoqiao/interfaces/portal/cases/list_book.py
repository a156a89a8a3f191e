"""案件列表的工作簿: one row a case, exact yuan by tier."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.interfaces.portal.cases.words import industry_name, township_name
from luoqiao.policies.pack import Pack


def case_book(rows: tuple[CaseRow, ...], pack: Pack, at: datetime) -> Book:
    """The workbook of a list of cases."""
    tiers = pack.meta.tiers
    columns = (
        Column("案件号", 16), Column("企业", 34), Column("统一社会信用代码", 22), Column("镇街", 12), Column("产业", 14),
        Column("事项", 24), Column("项目或产品", 24), Column("年度", 8, "count"), Column("环节或结果", 14),
        *(Column(f"{tier.label}（元）", 16, "money") for tier in tiers), Column("合计（元）", 16, "money"),
        Column("提交日", 12, "date"), Column("期限", 12, "date"), Column("办结日", 12, "date"),
    )  # fmt: skip
    total = sum(row.amount or 0 for row in rows)
    foot: tuple[Value, ...] = (f"共 {len(rows)} 件", *("" for _ in range(8 + len(tiers))), Money(total), "", "", "")
    said = f"{timezone.localtime(at):%Y-%m-%d %H:%M} 导出；没有审定的按测算"
    sheet = Sheet("案件", columns, tuple(_row(row, pack) for row in rows), title="案件", above=(said,), foot=foot)
    return Book((sheet,), "案件", pack.meta.title, f"洛桥 · {pack.meta.number}")


def _row(row: CaseRow, pack: Pack) -> tuple[Value, ...]:
    amounts = row.amounts or {}
    paid = bool(row.clause)
    return (
        row.number, row.enterprise_name, row.uscc, township_name(row.township, pack), industry_name(row.industry, pack),
        row.title, row.subject, row.year, row.step_name,
        *(Money(amounts.get(tier.code, 0)) if paid else None for tier in pack.meta.tiers),
        Money(row.amount or 0) if paid else None, timezone.localdate(row.submitted_at) if row.submitted_at else None,
        row.deadline_on if row.is_open else None, timezone.localdate(row.closed_at) if row.closed_at else None,
    )  # fmt: skip
