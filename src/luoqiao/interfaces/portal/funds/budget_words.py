"""预算的话和表: how a line is called, its balances, its queue, its orders and its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.funds.queries.balances import LineBalance
from luoqiao.apps.funds.queries.budgets import ArrangementView, OrderView, PostingView
from luoqiao.apps.funds.services.queueing import Preview
from luoqiao.core.funds.budget import LineView, OrderState
from luoqiao.core.funds.stage import Stage
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag, TagKind
from luoqiao.policies.pack import Pack

KINDS: Mapping[OrderState, TagKind] = {
    OrderState.PROPOSED: "undetermined", OrderState.POSTED: "paid", OrderState.REFUSED: "not_entitled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StageSum:
    """一步的余额: its words and fen."""

    label: str
    fen: int
    note: str = ""


def line_name(line: LineView, pack: Pack) -> str:
    """2023 年 区级 上云上平台补助, by the words of the programme."""
    return f"{line.key.year} 年{tier_name(line.key.tier, pack)} {serves(line, pack)}"


def tier_name(tier: str, pack: Pack) -> str:
    """区级."""
    return next((one.label for one in pack.basis.tiers if one.code == tier), tier)


def serves(line: LineView, pack: Pack) -> str:
    """Which clause and industry a line serves."""
    clause = pack.clauses.get(line.key.clause)
    what = clause.title if clause else line.key.clause or "全部条款"
    industry = next((one.name for one in pack.industries if one.id == line.key.industry), line.key.industry)
    return f"{what}（{industry}）" if industry else what


def balance_table(found: Iterable[LineBalance], pack: Pack) -> RuledTable:
    """预算 · 占用 · 待拨付 · 在途 · 已付 · 可用 of every line, with their sum; every figure leads to what is behind it."""
    columns = (
        Column("预算项"), Column("预算（元）", number=True), Column("已占用（元）", number=True),
        Column("待拨付（元）", number=True), Column("在途、退回（元）", number=True), Column("已到账（元）", number=True),
        Column("可用（元）", number=True),
    )  # fmt: skip
    listed = sorted(found, key=lambda one: _order(one.line, pack))
    foot = (Cell(text="合计", strong=True), *(
        Cell("yuan", fen=sum(_figure(one, at) for one in listed), strong=True) for at in range(6)
    ))  # fmt: skip
    return RuledTable("预算执行", columns, tuple(_balance_row(one, pack) for one in listed), foot, stacking=True, dense=True)


def stage_sums(line: LineBalance) -> tuple[StageSum, ...]:
    """Every place at which something stands, in the order in which money goes; where it came from is the other side."""
    return tuple(StageSum(stage.label, fen) for stage in Stage if not stage.is_source and (fen := line.stages[stage]))


def queue_table(plan: Preview, pack: Pack) -> RuledTable:
    """Who waits, in order, and what each would get by the rule of the line now."""
    columns = (
        Column("序"), Column("企业"), Column("案件"), Column("审定（元）", number=True), Column("按规则得（元）", number=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=str(place)), Cell(text=one.name), Cell("link", one.case, href=reverse("cases:case", args=(one.case,))),
            Cell("yuan", fen=one.wanted), Cell("yuan", fen=one.given),
        ))
        for place, one in enumerate(plan.parts, 1)
    )  # fmt: skip
    foot = (Cell(text=""), Cell(text="合计", strong=True), Cell(text=""), Cell("yuan", fen=plan.wanted, strong=True),
            Cell("yuan", fen=plan.given, strong=True))  # fmt: skip
    return RuledTable("排队", columns, rows, foot, stacking=True)


def order_table(found: Iterable[OrderView], pack: Pack) -> RuledTable:
    """Orders of a line."""
    columns = (
        Column("指标文"), Column("种类"), Column("金额（元）", number=True), Column("拟办"), Column("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.document, below=one.number if not one.note else f"{one.number}　{one.note}"),
            Cell(text=one.kind.label, below=f"对方：{line_name(one.other, pack)}" if one.other else ""),
            Cell("yuan", fen=one.amount), Cell(text=one.proposed_name, below=f"{timezone.localtime(one.proposed_at):%Y-%m-%d}"),
            Cell("tag", tag=Tag(one.state.label, KINDS[one.state]), below=one.because or one.settled_name),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("指标文", columns, rows, stacking=True)


def arrangement_table(found: Iterable[ArrangementView]) -> RuledTable:
    """Arrangements of a line."""
    columns = (
        Column("安排"), Column("可用（元）", number=True), Column("申请（元）", number=True), Column("安排（元）", number=True),
        Column("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.number, below=f"{one.proposed_name} {timezone.localtime(one.proposed_at):%Y-%m-%d} 拟定"),
            Cell("yuan", fen=one.available), Cell("yuan", fen=one.wanted), Cell("yuan", fen=one.given),
            Cell("tag", tag=Tag(one.state.label, KINDS[one.state]), below=one.because or one.settled_name),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("预算安排", columns, rows, stacking=True)


def posting_table(found: Iterable[PostingView]) -> RuledTable:
    """The journal of a line, the newest first."""
    columns = (
        Column("时间"), Column("记账"), Column("科目"), Column("发生（元）", number=True), Column("余额（元）", number=True),
        Column("依据", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", below=f"第 {one.journal} 号凭证"),
            Cell(text=one.move.label, below=one.name), Cell(text=one.stage.label), Cell("yuan", fen=one.amount),
            Cell("yuan", fen=one.balance),
            Cell("link", one.case, href=reverse("cases:case", args=(one.case,)), below=one.reason) if one.case
            else Cell(text=one.reason or "—"),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("分录", columns, rows, stacking=True, dense=True)


def _order(line: LineView, pack: Pack) -> tuple[int, int, str]:
    """The tiers as the programme names them, within each the clauses as it does."""
    tiers, clauses = [one.code for one in pack.basis.tiers], list(pack.clauses)
    key = line.key
    tier = tiers.index(key.tier) if key.tier in tiers else len(tiers)
    return tier, clauses.index(key.clause) if key.clause in clauses else -1, key.industry


def _figure(one: LineBalance, at: int) -> int:
    stages = one.stages
    figures = (
        one.budget, stages[Stage.RESERVED], stages[Stage.PAYABLE], stages[Stage.IN_TRANSIT] + stages[Stage.RETURNED],
        one.paid, one.available,
    )  # fmt: skip
    return figures[at]


_STATES = ("", "reserved,awaiting", "payable,listed", "sent,returned", "paid", "")
"""Which shares are behind each figure."""


def _balance_row(one: LineBalance, pack: Pack) -> Row:
    key = one.line.key
    name = f"{tier_name(key.tier, pack)} {serves(one.line, pack)}"
    below = f"{one.line.rule.label}；{one.line.settlement.label}"
    cells = [Cell(text=name, href=reverse("funds:line", args=(one.line.id,)), below=below)]
    for at, states in enumerate(_STATES):
        fen = _figure(one, at)
        address = f"{reverse('funds:shares')}?{urlencode({'line': one.line.id, 'state': states})}" if states and fen else ""
        cells.append(Cell("yuan", fen=fen, href=address))
    return Row(tuple(cells))
