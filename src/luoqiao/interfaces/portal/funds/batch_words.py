"""拨付批次的话和表: batches, what may be paid, lines with their checks, the rows of a bank's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.funds.queries.batches import BatchFile, BatchSummary, LineSeen
from luoqiao.apps.funds.queries.results import FileSummary, ResultsFile, RowSeen
from luoqiao.core.funds.batch import BatchState, Check, LineState, Verdict, blocked
from luoqiao.core.funds.reconcile import Outcome
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag, TagKind

BATCH_KINDS: Mapping[BatchState, TagKind] = {
    BatchState.PREPARED: "undetermined", BatchState.CHECKED: "undetermined", BatchState.SENT: "plain",
    BatchState.CLOSED: "paid", BatchState.WITHDRAWN: "not_entitled",
}  # fmt: skip
LINE_KINDS: Mapping[LineState, TagKind] = {
    LineState.LISTED: "plain", LineState.TAKEN_OUT: "not_entitled", LineState.SENT: "undetermined", LineState.PAID: "paid",
    LineState.RETURNED: "late",
}  # fmt: skip


def local(at: datetime) -> str:
    """2023-06-19 16:48, in the time of the place."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def batch_tag(state: BatchState) -> Tag:
    """待复核 · 待签批 · 已送银行 · 已对清 · 已撤销."""
    return Tag(state.label, BATCH_KINDS[state])


def batch_table(found: Iterable[BatchSummary]) -> RuledTable:
    """The list of batches."""
    columns = (
        Column("批次"), Column("笔数", number=True), Column("合计（元）", number=True), Column("已到账（元）", number=True),
        Column("退回（元）", number=True), Column("等回执（元）", number=True), Column("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.number, href=reverse("funds:batch", args=(one.number,)),
                 below=f"{one.prepared_name} {local(one.prepared_at)[:10]} 编制"),
            Cell(text=str(one.count)), Cell("yuan", fen=one.sum), Cell("yuan", fen=one.paid or None),
            Cell("yuan", fen=one.returned or None), Cell("yuan", fen=one.unanswered or None),
            Cell("tag", tag=batch_tag(one.state)),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("拨付批次", columns, rows, stacking=True)


def lines_to_show(batch: BatchFile, checks: Mapping[int, tuple[Check, ...]], most: int) -> tuple[LineSeen, ...]:
    """The lines in order; of more than `most` those first that cannot be paid or came back."""
    if len(batch.lines) <= most:
        return batch.lines
    looked_at = sorted(batch.lines, key=lambda one: (not (blocked(checks.get(one.place, ())) or one.state is LineState.RETURNED)))
    return tuple(looked_at[:most])


def line_table(batch: BatchFile, lines: Iterable[LineSeen], checks: Mapping[int, tuple[Check, ...]]) -> RuledTable:
    """Lines of a batch: before they are sent with what the check says, afterwards with what the bank says."""
    columns = (
        Column("序"), Column("收款企业"), Column("事项"), Column("账户"), Column("金额（元）", number=True),
        Column("核对" if batch.state.open else "银行", end=True),
    )  # fmt: skip
    return RuledTable("明细", columns, tuple(_line(one, checks.get(one.place, ())) for one in lines), stacking=True)


def results_table(file: ResultsFile) -> RuledTable:
    """The rows of a bank's answer, those to look at first."""
    return row_table(file.rows)


def row_table(rows: Iterable[RowSeen]) -> RuledTable:
    """Rows of a bank's answer; one that waits leads to where it is settled."""
    columns = (
        Column("行"), Column("流水号"), Column("金额（元）", number=True), Column("银行说"), Column("对上", end=True),
    )  # fmt: skip
    return RuledTable("回执的行", columns, tuple(_row(one) for one in rows), stacking=True)


def file_table(found: Iterable[FileSummary]) -> RuledTable:
    """Files that came."""
    columns = (Column("回执"), Column("行数", number=True), Column("待处理", number=True), Column("状态", end=True))
    rows = tuple(
        Row((
            Cell(text=one.name, href=reverse("funds:results_file", args=(one.id,)),
                 below=f"{one.received_name} {local(one.received_at)} 导入"),
            Cell(text=str(one.rows)), Cell(text=str(one.waiting) if one.waiting else "—"),
            Cell("tag", tag=Tag("已入账", "paid") if one.applied_at else Tag("待入账", "undetermined")),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("银行回执", columns, rows, stacking=True)


def outcome_counts(file: ResultsFile) -> tuple[tuple[str, str], ...]:
    """How many rows of each kind, and their sum."""
    return tuple(
        (outcome.label, f"{many} 笔 {show_yuan(fen)}")
        for outcome in Outcome if (found := file.counts.get(outcome)) for many, fen in (found,)
    )  # fmt: skip


def _line(one: LineSeen, checks: tuple[Check, ...]) -> Row:
    account = f"{one.bank} 尾号 {one.account_tail}"
    return Row((
        Cell(text=str(one.place)), Cell(text=one.name, below=one.uscc),
        Cell("link", one.title, href=reverse("cases:case", args=(one.case,)), below=f"{one.case}　{one.tier}"),
        Cell(text=account, below=one.holder if one.holder != one.name else ""),
        Cell("yuan", fen=one.amount, struck=one.state is LineState.TAKEN_OUT), _verdict(one, checks),
    ), state="is-refused" if any(check.verdict is Verdict.BLOCKED for check in checks) else "",
       identifier=f"line-{one.place}")  # fmt: skip


def _verdict(one: LineSeen, checks: tuple[Check, ...]) -> Cell:
    if one.state is LineState.LISTED:
        wrong = [check.said for check in checks if check.verdict is Verdict.BLOCKED]
        warned = [check.said for check in checks if check.verdict is Verdict.WARNED]
        tag = Tag("不能拨付", "late") if wrong else Tag("请核对", "undetermined") if warned else Tag("通过", "entitled")
        return Cell("tag", tag=tag, below="；".join([*wrong, *warned]))
    said = one.because if one.state is LineState.TAKEN_OUT else one.answer_reason
    told = [f"{one.answered_on:%Y-%m-%d}" if one.answered_on else "", one.voucher, said]
    return Cell("tag", tag=Tag(one.state.label, LINE_KINDS[one.state]), below=" ".join(part for part in told if part))


def _row(one: RowSeen) -> Row:
    said = "到账" if one.paid else f"退回{f'：{one.reason}' if one.reason else ''}"
    kind: TagKind = "late" if one.waits or one.outcome.open else "entitled" if one.outcome.moves else "plain"
    href = reverse("funds:result_row", args=(one.id,)) if one.waits else ""
    below = one.settled or one.said
    return Row((
        Cell(text=str(one.number)), Cell("link" if href else "text", one.reference or "没有流水号", href=href, below=one.line),
        Cell("yuan", fen=one.amount), Cell(text=said, below=" ".join(filter(None, (str(one.on or ""), one.voucher)))),
        Cell("tag", tag=Tag("已处理", "plain") if one.settled else Tag(one.outcome.label, kind), below=below),
    ))  # fmt: skip
