"""追回的话和表: how a claw-back stands, its instalments, what came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from luoqiao.apps.funds.queries.clawbacks import ClawbackView
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.share import ShareView
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.funds.clawback_forms import percent
from luoqiao.interfaces.portal.parts import Tag, TagKind


def state_tag(view: ClawbackView, on: date) -> Tag:
    """待决定 · 追缴中 · 有逾期 · 已追回 · 不予追回."""
    if view.overdue(on):
        return Tag("有逾期", "late")
    kinds: dict[ClawbackState, TagKind] = {ClawbackState.CLOSED: "paid", ClawbackState.PROPOSED: "undetermined"}
    return Tag(view.state.label, kinds.get(view.state, "plain"))


def facts_of(view: ClawbackView) -> Iterator[tuple[str, str]]:
    """The line under the head."""
    yield "应追回本金", show_yuan(view.principal)
    if view.interest:
        days = f"{view.interest_from} 至 {view.interest_until}"
        yield "利息", f"{show_yuan(view.interest)}（年利率 {percent(view.yearly)}，{days}）"
    yield "已追回", show_yuan(view.received)
    if view.left:
        yield "还差", show_yuan(view.left)
    yield "事由", view.ground.label
    yield "文号", view.document
    if view.excluded_until:
        yield "限制申报至", f"{view.excluded_until}（含）"


def clawback_table(found: Iterable[ClawbackView], on: date) -> RuledTable:
    """The list; amounts in yuan."""
    columns = (
        Column("企业"), Column("案件"), Column("应追回（元）", number=True), Column("已追回（元）", number=True),
        Column("到期未缴（元）", number=True), Column("状态", end=True),
    )  # fmt: skip
    return RuledTable("追回", columns, tuple(_row(one, on) for one in found), stacking=True)


def paid_table(found: Iterable[tuple[ShareView, int]]) -> RuledTable:
    """What can be clawed back."""
    columns = (
        Column("企业"), Column("案件"), Column("层级"), Column("已付（元）", number=True), Column("可追回（元）", number=True),
        Column("", end=True, bare=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=share.name, below=share.uscc), Cell(text=share.title, below=share.case), Cell(text=share.tier_label),
            Cell("yuan", fen=share.amount), Cell("yuan", fen=left),
            Cell("link", "拟办追回", href=f"{reverse('funds:clawback_new')}?share={share.id}"),
        ))
        for share, left in found
    )  # fmt: skip
    return RuledTable("已到账的资金", columns, rows, stacking=True)


def instalment_table(view: ClawbackView, on: date) -> RuledTable:
    """分期: what came in covers the earliest first."""
    columns = (
        Column("期"), Column("到期日"), Column("应缴（元）", number=True), Column("已缴（元）", number=True),
        Column("状态", end=True),
    )  # fmt: skip
    rows, left = [], view.received
    for place, one in enumerate(view.instalments, start=1):
        covered = min(left, one.fen)
        left -= covered
        rows.append(Row((
            Cell(text=f"第 {place} 期"), Cell(text=str(one.due_on)), Cell("yuan", fen=one.fen), Cell("yuan", fen=covered),
            Cell("tag", tag=_instalment_tag(view, covered == one.fen, one.due_on < on)),
        )))  # fmt: skip
    return RuledTable("分期", columns, tuple(rows), stacking=True)


def recovery_table(view: ClawbackView) -> RuledTable | None:
    """来款; None while nothing came in."""
    if not view.recoveries:
        return None
    columns = (
        Column("日期"), Column("凭证"), Column("金额（元）", number=True), Column("抵利息（元）", number=True),
        Column("抵本金（元）", number=True), Column("登记人", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=str(one.on)),
            Cell("link", one.voucher, href=reverse("cases:case", args=(one.against,))) if one.against else Cell(text=one.voucher),
            Cell("yuan", fen=one.amount), Cell("yuan", fen=one.interest), Cell("yuan", fen=one.principal), Cell(text=one.name),
        ))
        for one in view.recoveries
    )  # fmt: skip
    return RuledTable("来款", columns, rows, stacking=True)


def _row(view: ClawbackView, on: date) -> Row:
    return Row((
        Cell(text=view.share.name, href=reverse("funds:clawback", args=(view.number,)),
             below=f"{view.number}　{view.ground.label}"),
        Cell(text=view.share.title, below=f"{view.share.case}　{view.share.tier_label}"),
        Cell("yuan", fen=view.total), Cell("yuan", fen=view.received), Cell("yuan", fen=view.overdue(on) or None),
        Cell("tag", tag=state_tag(view, on)),
    ))  # fmt: skip


def _instalment_tag(view: ClawbackView, covered: bool, past: bool) -> Tag:
    if view.state is ClawbackState.PROPOSED:
        return Tag("待决定", "undetermined")
    if covered:
        return Tag("已缴", "paid")
    return Tag("逾期", "late") if past and view.state is ClawbackState.DUE else Tag("未到期")
