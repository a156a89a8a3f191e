"""台账核对: everything that the books claim of themselves, added up anew from the postings alone; what does not agree is listed.

The database refuses most of this when it happens; here it is proved afterwards, also against a database that was meddled with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from luoqiao.apps.funds.models import BudgetLine, Journal, Posting, Share
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.share import STAGES, ShareState
from luoqiao.core.funds.stage import SOURCES, Stage
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.money import show_yuan

_OF_SHARES = (Stage.RESERVED, Stage.PAYABLE, Stage.IN_TRANSIT, Stage.PAID, Stage.RETURNED)


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """核对结果: how much was looked at, and what does not agree."""

    lines: int
    journals: int
    postings: int
    shares: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether everything agrees."""
        return not self.findings


def check_ledger() -> LedgerReport:
    """Check the whole ledger at one instant (one snapshot of the database), however much is being booked meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            _set_snapshot()
        lines, journals, postings, shares = (one.objects.count() for one in (BudgetLine, Journal, Posting, Share))
        findings = (*_journals(), *_postings(), *_accounts(), *_shares(), *_orders())
    return LedgerReport(lines, journals, postings, shares, findings)


def _set_snapshot() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _journals() -> Iterator[Finding]:
    rows = _rows("""
        SELECT j.id, j.reference, coalesce(sum(p.amount), 0), count(p.id)
          FROM funds_journal j LEFT JOIN funds_posting p ON p.journal_id = j.id
         GROUP BY j.id HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.id) < 2 ORDER BY j.id""")
    for number, reference, off, many in rows:
        said = f"第 {number} 笔账（{reference}）借贷相差 {show_yuan(int(off))}，有 {many} 条分录"
        yield _found("LQ-6121", f"journal:{number}", said)
    orphans = _one("SELECT count(*) FROM funds_posting p LEFT JOIN funds_journal j ON j.id = p.journal_id WHERE j.id IS NULL")
    if orphans:
        yield _found("LQ-6121", "postings", f"有 {orphans} 条分录不属于任何一笔账")


def _postings() -> Iterator[Finding]:
    rows = _rows("""
        SELECT account_id, min(seq) FROM (
            SELECT account_id, seq, balance, booked_at,
                   row_number() OVER w AS seq_due, sum(amount) OVER w AS balance_due,
                   lag(booked_at) OVER w AS before
              FROM funds_posting WINDOW w AS (PARTITION BY account_id ORDER BY seq)) p
         WHERE seq <> seq_due OR balance <> balance_due OR booked_at < before GROUP BY account_id ORDER BY account_id""")
    for account, seq in rows:
        yield _found("LQ-6122", f"account:{account}", f"账户 {account} 从第 {seq} 条分录起，序号、余额或时间接不上")


def _accounts() -> Iterator[Finding]:
    rows = _rows("""
        SELECT a.id, a.line_id, a.stage, a.balance, a.seq, coalesce(sum(p.amount), 0), count(p.id)
          FROM funds_account a LEFT JOIN funds_posting p ON p.account_id = a.id GROUP BY a.id ORDER BY a.id""")
    total = 0
    for account, line, stage, balance, seq, added, many in rows:
        total += balance
        name = f"预算项 {line} 的“{Stage(stage).label}”"
        if balance != added or seq != many:
            said = f"{name}记着余额 {show_yuan(balance)}，分录合计 {show_yuan(int(added))}"
            yield _found("LQ-6123", f"account:{account}", said)
        if (balance > 0) if Stage(stage) in SOURCES else (balance < 0):
            yield _found("LQ-6124", f"account:{account}", f"{name}余额 {show_yuan(balance)}，越过了界限")
    if total:
        yield _found("LQ-6123", "accounts", f"全部账户合计不是零，相差 {show_yuan(total)}")


def _shares() -> Iterator[Finding]:
    booked: dict[int, dict[str, int]] = {}
    for share, stage, added in _rows("""
        SELECT j.share_id, a.stage, sum(p.amount) FROM funds_posting p
          JOIN funds_journal j ON j.id = p.journal_id JOIN funds_account a ON a.id = p.account_id
         WHERE j.share_id IS NOT NULL GROUP BY 1, 2"""):
        booked.setdefault(share, {})[stage] = int(added)
    back: dict[int, int] = {}
    for share, received in _rows(
        "SELECT share_id, sum(received_principal) FROM funds_clawback WHERE state IN (%s, %s) GROUP BY 1",
        [ClawbackState.DUE.value, ClawbackState.CLOSED.value],
    ):
        back[share] = int(received)
    for number, case, tier, state, amount in _rows("SELECT id, case_number, tier, state, amount FROM funds_share ORDER BY id"):
        due = _due(ShareState(state), amount, back.get(number, 0))
        found = {stage.value: booked.get(number, {}).get(stage.value, 0) for stage in _OF_SHARES}
        if found != due:
            stands = "，".join(f"{Stage(stage).label} {show_yuan(fen)}" for stage, fen in found.items() if fen) or "没有记账"
            said = f"{case} 的 {tier} 资金状态是“{ShareState(state).label}”、金额 {show_yuan(amount)}，账上却是：{stands}"
            yield _found("LQ-6125", f"case:{case}", said)


def _due(state: ShareState, amount: int, back: int) -> Mapping[str, int]:
    due = {stage.value: 0 for stage in _OF_SHARES}
    stage = STAGES.get(state)
    if stage is not None:
        due[stage.value] = amount - (back if state is ShareState.PAID else 0)
    return due


def _orders() -> Iterator[Finding]:
    rows = _rows("""
        SELECT o.number, o.state, j.id FROM funds_budgetorder o
          LEFT JOIN funds_journal j ON j.reference = 'order:' || o.number
         WHERE (o.state = 'posted') <> (j.id IS NOT NULL) ORDER BY o.number""")
    for number, state, journal in rows:
        said = "已记账却没有账" if journal is None else f"状态是“{state}”却有第 {journal} 笔账"
        yield _found("LQ-6126", f"order:{number}", f"指标文 {number} {said}")


def _found(code: str, subject: str, message: str) -> Finding:
    return Finding(code, message, subject=subject)


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])
        return list(cursor.fetchall())


def _one(statement: str) -> int:
    return int(_rows(statement)[0][0])
