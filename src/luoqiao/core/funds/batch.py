"""拨付批次: in which states a batch and its lines are, what each line is checked for, and what refuses an approval.

A batch is prepared by one person and approved by two others; the bank answers line by line. A line that the bank returned is
never sent again: its money becomes payable anew and stands in another batch under another reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan

MOST_LINES = 10_000
NAMED = 5
"""How many lines a refusal names one by one."""


class BatchState(StrEnum):
    """批次的状态."""

    PREPARED = "prepared"
    CHECKED = "checked"
    SENT = "sent"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STATES[self.value]

    @property
    def open(self) -> bool:
        """Whether its lines may still be changed: nothing has gone to the bank."""
        return self in (BatchState.PREPARED, BatchState.CHECKED)


_STATES = {
    "prepared": "待复核", "checked": "待签批", "sent": "已送银行", "closed": "已对清", "withdrawn": "已撤销",
}  # fmt: skip


class LineState(StrEnum):
    """明细的状态."""

    LISTED = "listed"
    TAKEN_OUT = "taken_out"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LINES[self.value]


_LINES = {"listed": "待拨付", "taken_out": "已移出", "sent": "等银行回执", "paid": "已到账", "returned": "银行退回"}
LIVE = (LineState.LISTED, LineState.SENT, LineState.PAID)
"""A share stands in one such line at most: this is what keeps anything from being paid twice."""
GONE_OUT = (LineState.SENT, LineState.PAID, LineState.RETURNED)
"""Lines that were sent to the bank."""
_NEXT = {
    LineState.LISTED: frozenset({LineState.TAKEN_OUT, LineState.SENT}),
    LineState.SENT: frozenset({LineState.PAID, LineState.RETURNED}),
    LineState.PAID: frozenset({LineState.RETURNED}),
    LineState.TAKEN_OUT: frozenset(),
    LineState.RETURNED: frozenset(),
}


class CheckKind(StrEnum):
    """核对什么, in the order in which they are shown."""

    CLOSED = "closed"
    OBJECTION = "objection"
    ACCOUNT = "account"
    HOLDER = "holder"
    CREDIT = "credit"
    ONCE = "once"
    AMOUNT = "amount"
    BUDGET = "budget"
    OWES = "owes"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _CHECKS[self.value]


_CHECKS = {
    "closed": "公示办结", "objection": "无异议", "account": "账户可用", "holder": "户名一致", "credit": "信用复核",
    "once": "未重复拨付", "amount": "金额未变", "budget": "预算到位",
    "owes": "无应追回",
}  # fmt: skip


class Verdict(StrEnum):
    """核对的结果: 通过 · 提醒 · 不能拨付."""

    OK = "ok"
    WARNED = "warned"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Check:
    """一项核对: what came out, and the sentence that says it; empty when there is nothing to say."""

    kind: CheckKind
    verdict: Verdict
    said: str = ""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """一笔明细的事实: everything that is looked up for it on the day of the check.

    `objection` is what the keeper of the cases says against paying it, empty when nothing; `account` the id of the account
    usable today; `credit` "" not looked up, "clear" or "blocked"; `alike` earlier payments of the same sum to the same payee
    under the same clause.
    """

    reference: str
    granted: bool
    objection: str
    listed_account: int
    account: int | None
    holder: str
    payee: str
    holder_reason: str
    credit: str
    credit_note: str
    paid_before: str
    alike: tuple[str, ...]
    amount: int
    amount_now: int
    still_listed: bool
    short_by: int
    owes: int = 0
    """What the payee still has to pay back."""


def check_line(facts: LineFacts) -> tuple[Check, ...]:
    """核对一笔: every check with its sentence, in order."""
    return (
        _said(CheckKind.CLOSED, "" if facts.granted else "案件还没有公示办结"),
        _said(CheckKind.OBJECTION, facts.objection),
        _said(CheckKind.ACCOUNT, _account(facts)), _holder(facts), _credit(facts), _once(facts),
        _said(CheckKind.AMOUNT, _amount(facts)),
        _said(CheckKind.BUDGET, f"台账上的待拨付少 {show_yuan(facts.short_by)}" if facts.short_by > 0 else ""), _owes(facts),
    )  # fmt: skip


def blocked(checks: Iterable[Check]) -> tuple[Check, ...]:
    """What keeps a line from being paid."""
    return tuple(one for one in checks if one.verdict is Verdict.BLOCKED)


def _said(kind: CheckKind, against: str) -> Check:
    return Check(kind, Verdict.BLOCKED if against else Verdict.OK, against)


def _account(facts: LineFacts) -> str:
    if facts.account is None:
        return "今天没有可用的收款账户"
    return "收款账户在编制以后换过" if facts.account != facts.listed_account else ""


def _holder(facts: LineFacts) -> Check:
    if facts.holder == facts.payee:
        return Check(CheckKind.HOLDER, Verdict.OK)
    if facts.holder_reason:
        said = f"户名“{facts.holder}”与企业名称不同：{facts.holder_reason}"
        return Check(CheckKind.HOLDER, Verdict.WARNED, said)
    return _said(CheckKind.HOLDER, f"户名“{facts.holder}”与企业名称“{facts.payee}”不同，要写明理由")


def _credit(facts: LineFacts) -> Check:
    if facts.credit == "clear":
        return Check(CheckKind.CREDIT, Verdict.OK)
    return _said(CheckKind.CREDIT, f"信用复核不通过：{facts.credit_note}" if facts.credit else "还没有做信用复核")


def _once(facts: LineFacts) -> Check:
    if facts.paid_before:
        return _said(CheckKind.ONCE, f"这一份已在 {facts.paid_before} 拨付")
    if facts.alike:
        said = f"同一企业、同一条款、同一金额在 {'、'.join(facts.alike[:3])} 拨付过，请核对是不是两件"
        return Check(CheckKind.ONCE, Verdict.WARNED, said)
    return Check(CheckKind.ONCE, Verdict.OK)


def _owes(facts: LineFacts) -> Check:
    if not facts.owes:
        return Check(CheckKind.OWES, Verdict.OK)
    said = f"这家企业还有应追回 {show_yuan(facts.owes)} 没有缴，可以先抵扣"
    return Check(CheckKind.OWES, Verdict.WARNED, said)


def _amount(facts: LineFacts) -> str:
    if not facts.still_listed:
        return "这一份已经不在这个批次"
    if facts.amount != facts.amount_now:
        return f"应付金额现在是 {show_yuan(facts.amount_now)}，与明细不同"
    return ""


class LineMovedOn(DomainError):
    """明细已经不在这一步."""

    code = "LQ-6201"

    def __init__(self, reference: str, now: LineState, wanted: LineState) -> None:
        super().__init__(
            f"{reference} 现在是“{now.label}”，不能变为“{wanted.label}”；没有改动，请刷新后再看",
            details={"reference": reference, "state": now.value},
        )


class BatchMovedOn(DomainError):
    """批次已经不在这一步."""

    code = "LQ-6202"

    def __init__(self, number: str, now: BatchState, deed: str) -> None:
        super().__init__(
            f"{number} 现在是“{now.label}”，不能{deed}；没有改动，请刷新后再看",
            details={"number": number, "state": now.value},
        )


class LinesBlocked(DomainError):
    """有明细不能拨付: named one by one, as far as a sentence goes."""

    code = "LQ-6203"

    def __init__(self, number: str, found: Iterable[tuple[str, Check]]) -> None:
        listed = tuple(found)
        lines = dict.fromkeys(reference for reference, _ in listed)
        named = "；".join(f"{reference} {check.said}" for reference, check in listed[:NAMED])
        rest = f"；等共 {len(lines)} 笔" if len(listed) > NAMED else ""
        super().__init__(
            f"{number} 有 {len(lines)} 笔不能拨付：{named}{rest}。没有批准，请先移出这些明细或把情况办好",
            details={"lines": tuple(lines)},
        )


def check_line_step(reference: str, now: LineState, wanted: LineState) -> None:
    """Refuse a step that the table does not have (LineMovedOn)."""
    if wanted not in _NEXT[now]:
        raise LineMovedOn(reference, now, wanted)


def check_batch(number: str, now: BatchState, wanted: Iterable[BatchState], deed: str) -> None:
    """Refuse a deed on a batch that is not in one of these states (BatchMovedOn)."""
    if now not in tuple(wanted):
        raise BatchMovedOn(number, now, deed)


def is_answered(states: Iterable[LineState]) -> bool:
    """对清: whether the bank has answered for every line that was sent."""
    return all(state is not LineState.SENT for state in states)


def reference_of(number: str, place: int) -> str:
    """流水号: `ZF-2023-0001-0007`, given once and for ever."""
    return f"{number}-{place:04d}"


def purpose_of(year: int, title: str, tier: str) -> str:
    """用途: what the payee reads on its statement."""
    return f"{year}年{title}（{tier}资金）"[:60]
