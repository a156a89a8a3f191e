"""公示的名单: the only columns that may be published: name, credit code, policy, amount by tier. In yuan with fen."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from luoqiao.apps.cases.queries.notices import NoticeFile, NoticeLine
from luoqiao.core.cases.notice import RowState
from luoqiao.core.rules.tiers import Tier
from luoqiao.interfaces.portal.cases.notice_words import row_tag
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Link


def notice_table(notice: NoticeFile, tiers: Sequence[Tier], *, editing: bool = False) -> RuledTable:
    """The list as a table; `editing`: with the case behind each row and the link that takes it off."""
    paying = paying_tiers(notice, tiers)
    money = notice.total is not None
    marks = any(line.state is not RowState.LISTED for line in notice.lines)
    named = not one_policy(notice)
    columns = [Column("序", bare=True), Column("企业名称", bare=True), Column("统一社会信用代码")]
    columns += [Column("政策")] if named else []
    columns += [Column(f"{tier.label}（元）", number=True) for tier in paying]
    columns += [Column("合计（元）", number=True)] if money else []
    columns += [Column("状态")] if marks else []
    columns += [Column("案件"), Column("更正", end=True)] if editing else []
    rows = tuple(
        Row(
            tuple(_cells(notice, line, paying, named=named, money=money, marks=marks, editing=editing)),
            identifier=f"row-{line.place}",
        )
        for line in notice.lines
    )
    foot = _foot(notice, paying, len(columns), named=named) if money and len(notice.listed) > 1 else ()
    return RuledTable(f"公示名单 {notice.number}", tuple(columns), rows, foot, stacking=True)


def paying_tiers(notice: NoticeFile, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """The tiers that give something to a row of the list, in the order of the document."""
    return tuple(tier for tier in tiers if any((line.amounts or {}).get(tier.code) for line in notice.lines))


def sum_of(notice: NoticeFile, tier: Tier) -> int:
    """What a tier gives to all rows that are not taken off."""
    return sum((line.amounts or {}).get(tier.code, 0) for line in notice.listed)


def one_policy(notice: NoticeFile) -> str:
    """The policy of a list that is about one: it stands over the table, not in each row; empty when there are several."""
    titles = {line.title for line in notice.lines}
    return titles.pop() if len(titles) == 1 else ""


def _cells(
    notice: NoticeFile, line: NoticeLine, paying: Sequence[Tier], *, named: bool, money: bool, marks: bool, editing: bool
) -> list[Cell]:
    off = line.state is RowState.REMOVED
    cells = [Cell(text=str(line.place)), Cell("key", line.enterprise_name), Cell(text=line.uscc)]
    cells += [Cell(text=line.title)] if named else []
    cells += [Cell("yuan", fen=(line.amounts or {}).get(tier.code), struck=off) for tier in paying]
    cells += [Cell("yuan", fen=line.amount, struck=off, strong=True)] if money else []
    tag = row_tag(line.state)
    if marks:
        cells.append(Cell("tag", tag=tag, below=line.because) if tag else Cell(text="公示中"))
    if editing:
        cells.append(Cell(text=line.case, href=f"/cases/{line.case}/"))
        href = reverse("cases:notice_row", args=(notice.number, line.case))
        cells.append(Cell(links=(Link("撤下", href),)) if line.live else Cell(text="—"))
    return cells


def _foot(notice: NoticeFile, paying: Sequence[Tier], width: int, *, named: bool) -> tuple[Cell, ...]:
    cells = [Cell(), Cell("key", f"合计 {len(notice.listed)} 件"), Cell(), *([Cell()] if named else [])]
    cells += [Cell("yuan", fen=sum_of(notice, tier)) for tier in paying]
    cells.append(Cell("yuan", fen=notice.total, strong=True))
    return (*cells, *(Cell() for _ in range(width - len(cells))))
