"""贴息登记: what the bank let the enterprise off in which month, tranche by tranche; recorded here, not paid.

One case is one tranche. What was approved is the most that is recorded; the months stand in order and each counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan


class NoInterestHere(DomainError):
    """这一份不经银行兑现."""

    code = "LQ-6411"

    def __init__(self, case: str, tier: str) -> None:
        super().__init__(f"{case} 的{tier}资金不是经合作银行兑现的，或还没有办结、已经登记完；没有登记")


class MonthRecorded(DomainError):
    """这个月登记过了."""

    code = "LQ-6412"

    def __init__(self, month: date, fen: int) -> None:
        super().__init__(f"{month:%Y年}{month.month}月已经登记过 {show_yuan(fen)}；没有再记，记错了请先更正那一笔")


class BeyondApproved(DomainError):
    """登记的比审定的多."""

    code = "LQ-6413"

    def __init__(self, asked: int, left: int) -> None:
        super().__init__(f"登记 {show_yuan(asked)}，审定的只剩 {show_yuan(left)}；没有登记，请和银行核对")


class NoSuchRecord(DomainError):
    """没有这一笔, or it was corrected before."""

    code = "LQ-6414"

    def __init__(self) -> None:
        super().__init__("没有这一笔登记，或者它已经更正过；没有改动，请刷新后再看")


@dataclass(frozen=True, slots=True)
class MonthView:
    """一个月: what the bank reports for a month (its first day), by which voucher; `corrected` says why it no longer counts."""

    id: int
    month: date
    fen: int
    bank: str
    voucher: str
    name: str
    at: datetime
    corrected: str = ""


def recorded(months: Iterable[MonthView]) -> int:
    """已登记: what counts, in fen."""
    return sum(one.fen for one in months if not one.corrected)


def check_month(months: Iterable[MonthView], month: date, fen: int, approved: int) -> None:
    """Whether a month may be recorded: once, and within what was approved (MonthRecorded, BeyondApproved)."""
    known = tuple(months)
    same = next((one for one in known if one.month == month and not one.corrected), None)
    if same is not None:
        raise MonthRecorded(month, same.fen)
    left = approved - recorded(known)
    if fen > left:
        raise BeyondApproved(fen, left)
