"""资金在哪一步: every fen of a budget line stands at exactly one stage; a journal moves fen from stage to stage.

Balances are debits. Where money comes from is negative (a source), where money is or was is positive (a place): the sum over
all stages of all lines is always zero. Each stage keeps to its side, so nothing is spent that was not appropriated, nothing
is paid that was not owed, nothing comes back that was not paid.
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """资金的一步."""

    APPROPRIATION = "appropriation"
    AVAILABLE = "available"
    RESERVED = "reserved"
    PAYABLE = "payable"
    IN_TRANSIT = "in_transit"
    PAID = "paid"
    RETURNED = "returned"
    SURRENDERED = "surrendered"
    CLAWBACK_DUE = "clawback_due"
    CLAWBACK_CLAIM = "clawback_claim"
    INTEREST_EARNED = "interest_earned"
    UPSTREAM_DUE = "upstream_due"
    UPSTREAM_CLAIM = "upstream_claim"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]

    @property
    def is_source(self) -> bool:
        """Whether money comes from here: its balance is never above zero. Every other one is never below."""
        return self in SOURCES


_LABELS = {
    Stage.APPROPRIATION: "预算下达", Stage.AVAILABLE: "可用", Stage.RESERVED: "已占用", Stage.PAYABLE: "待拨付",
    Stage.IN_TRANSIT: "在途", Stage.PAID: "已到账", Stage.RETURNED: "退汇待处理", Stage.SURRENDERED: "已上缴",
    Stage.CLAWBACK_DUE: "应追回", Stage.CLAWBACK_CLAIM: "追回依据", Stage.INTEREST_EARNED: "追回利息",
    Stage.UPSTREAM_DUE: "应收上级", Stage.UPSTREAM_CLAIM: "上级应结算",
}  # fmt: skip
SOURCES = frozenset({Stage.APPROPRIATION, Stage.CLAWBACK_CLAIM, Stage.INTEREST_EARNED, Stage.UPSTREAM_CLAIM})
COMMITTED = (Stage.RESERVED, Stage.PAYABLE, Stage.IN_TRANSIT, Stage.RETURNED)
"""Promised and not yet with the enterprise."""
