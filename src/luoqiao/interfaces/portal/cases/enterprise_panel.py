"""一页通的案件: every case of an enterprise that the person may see, the newest first."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.listing import cases_of
from luoqiao.core.cases.state import Ending
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.cases.words import short_day
from luoqiao.interfaces.portal.enterprise_panel import Panel
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag

MOST_SHOWN = 20


def cases_panel(actor: Actor, firm: EnterpriseView, on: date) -> Panel | None:
    """The panel; also without a case, to say what will be here."""
    found = cases_of(firm.uscc, actor)
    more = f"，这里列最近 {MOST_SHOWN} 件" if len(found) > MOST_SHOWN else ""
    note = f"{len(found)} 件{more}" if found else ""
    return Panel("案件", "cases", "pages/cases/enterprise_panel.html", {"table": _table(found[:MOST_SHOWN], on)}, note)


def _table(rows: tuple[CaseRow, ...], on: date) -> RuledTable | None:
    columns = (
        Column("事项", bare=True), Column("案件号"), Column("年度"), Column("金额（元）", number=True), Column("到哪一步"),
        Column("最近变动"),
    )  # fmt: skip
    return RuledTable("案件", columns, tuple(_row(row, on) for row in rows), stacking=True, dense=True) if rows else None


def _row(row: CaseRow, on: date) -> Row:
    red = row.late(on) or row.ending == Ending.REJECTED.value
    return Row((
        Cell("key", row.title, below=row.subject), Cell(text=row.number, href=reverse("cases:case", args=(row.number,))),
        Cell(text=str(row.year)), Cell("yuan", fen=row.amount if row.clause else None),
        Cell("tag", tag=Tag(row.step_name, "late" if red else "plain")), Cell(text=short_day(row.changed_at, on)),
    ))  # fmt: skip
