"""预算: what may be ordered of a budget line, in which states an order is, and how a line is named for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan

TOTAL_CONTROL = "总额控制"


class OrderKind(StrEnum):
    """指标文的种类."""

    APPROPRIATE = "appropriate"
    CUT_BACK = "cut_back"
    CARRY_OVER = "carry_over"
    ADVANCE = "advance"
    UPSTREAM_SETTLED = "upstream_settled"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _KINDS[self]


_KINDS = {
    OrderKind.APPROPRIATE: "下达预算", OrderKind.CUT_BACK: "收回预算", OrderKind.CARRY_OVER: "结转下年",
    OrderKind.ADVANCE: "区级垫付", OrderKind.UPSTREAM_SETTLED: "上级结算垫付",
}  # fmt: skip


class OrderState(StrEnum):
    """指标文的状态: 待确认 · 已记账 · 不予确认 · 已撤回."""

    PROPOSED = "proposed"
    POSTED = "posted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"proposed": "待确认", "posted": "已记账", "refused": "不予确认"}[self.value]


@dataclass(frozen=True, slots=True)
class LineKey:
    """预算项是哪一项: empty clause or industry stands for all."""

    pack: str
    year: int
    tier: str
    clause: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """预算项: as kept, with its rule for shortage and how its money reaches enterprises."""

    id: int
    key: LineKey
    rule: QueueRule
    settlement: Settlement


class BudgetExhausted(DomainError):
    """预算不够: nothing was booked."""

    code = "LQ-6102"

    def __init__(self, line: str, asked: int = 0, left: int | None = None) -> None:
        rest = "" if left is None else f"，可用 {show_yuan(left)}"
        super().__init__(
            f"{line}的余额不够：要动用 {show_yuan(asked)}{rest}；没有记账，请先下达预算或减少金额",
            details={"line": line, "asked": asked, "left": left},
        )


def most_exact(lines: Iterable[LineView], clause: str, industry: str) -> LineView | None:
    """The line that pays a share: of those that serve its clause and industry the most exact, clause before industry."""
    serving = [
        one for one in lines if one.key.clause in ("", clause) and one.key.industry in ("", industry)
    ]
    return max(serving, key=lambda one: (bool(one.key.clause), bool(one.key.industry)), default=None)
