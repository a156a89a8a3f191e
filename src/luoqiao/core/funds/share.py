"""各级的一份: what one tier gives under one case, from the approval to the account of the enterprise.

Its state says where the money is; the ledger says the same in fen, and the two are compared (`luoqiao ledger check`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError


class Settlement(StrEnum):
    """兑现方式: how the money of a budget line reaches the enterprise."""

    OWN = "own"
    TRANSFER = "transfer"
    ADVANCE = "advance"
    DIRECT = "direct"
    BANK = "bank"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _SETTLEMENTS[self]

    @property
    def paid_here(self) -> bool:
        """Whether the district pays it out; else it is only recorded."""
        return self not in (Settlement.DIRECT, Settlement.BANK)


_SETTLEMENTS = {
    Settlement.OWN: "本级预算拨付", Settlement.TRANSFER: "上级下达后由区拨付", Settlement.ADVANCE: "区级先垫付，上级后结算",
    Settlement.DIRECT: "上级直接兑现，只记录", Settlement.BANK: "经合作银行，只记录",
}  # fmt: skip


class ShareState(StrEnum):
    """一份的状态."""

    UNBUDGETED = "unbudgeted"
    QUEUED = "queued"
    RESERVED = "reserved"
    AWAITING = "awaiting"
    PAYABLE = "payable"
    LISTED = "listed"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    RELEASED = "released"
    OUTSIDE = "outside"
    RECORDED = "recorded"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]

    @property
    def funded(self) -> bool:
        """Whether fen of a budget line stand behind it."""
        return self in STAGES


_LABELS = {
    ShareState.UNBUDGETED: "未列预算", ShareState.QUEUED: "排队等预算", ShareState.RESERVED: "已占用预算",
    ShareState.AWAITING: "待上级兑现", ShareState.PAYABLE: "待拨付", ShareState.LISTED: "已列入批次", ShareState.SENT: "已送银行",
    ShareState.PAID: "已到账", ShareState.RETURNED: "银行退回", ShareState.RELEASED: "已放开", ShareState.OUTSIDE: "由上级兑现",
    ShareState.RECORDED: "已记录兑现",
}  # fmt: skip
STAGES: dict[ShareState, Stage] = {
    ShareState.RESERVED: Stage.RESERVED, ShareState.AWAITING: Stage.RESERVED, ShareState.PAYABLE: Stage.PAYABLE,
    ShareState.LISTED: Stage.PAYABLE, ShareState.SENT: Stage.IN_TRANSIT, ShareState.PAID: Stage.PAID,
    ShareState.RETURNED: Stage.RETURNED,
}  # fmt: skip
"""At which stage the fen of a funded share stand."""
_NEXT: dict[ShareState, frozenset[ShareState]] = {
    ShareState.UNBUDGETED: frozenset({ShareState.QUEUED, ShareState.RESERVED, ShareState.RELEASED, ShareState.OUTSIDE}),
    ShareState.QUEUED: frozenset({ShareState.RESERVED, ShareState.RELEASED}),
    ShareState.RESERVED: frozenset({ShareState.AWAITING, ShareState.PAYABLE, ShareState.RELEASED}),
    ShareState.AWAITING: frozenset({ShareState.PAYABLE, ShareState.RELEASED}),
    ShareState.PAYABLE: frozenset({ShareState.LISTED, ShareState.PAID, ShareState.AWAITING}),
    ShareState.LISTED: frozenset({ShareState.PAYABLE, ShareState.SENT}),
    ShareState.SENT: frozenset({ShareState.PAID, ShareState.RETURNED}),
    ShareState.PAID: frozenset({ShareState.RETURNED}),
    ShareState.RETURNED: frozenset({ShareState.PAYABLE}),
    ShareState.RELEASED: frozenset({ShareState.QUEUED, ShareState.RESERVED, ShareState.UNBUDGETED, ShareState.OUTSIDE}),
    ShareState.OUTSIDE: frozenset({ShareState.RECORDED, ShareState.RELEASED}),
    ShareState.RECORDED: frozenset(),
}
UNPAID = frozenset(ShareState) - {ShareState.PAID, ShareState.RELEASED, ShareState.RECORDED}


class ShareMovedOn(DomainError):
    """这一份已经不在这一步."""

    code = "LQ-6103"

    def __init__(self, case: str, tier: str, now: ShareState, wanted: ShareState) -> None:
        super().__init__(
            f"{case} 的{tier}资金现在是“{now.label}”，不能变为“{wanted.label}”；没有改动，请刷新后再看",
            details={"case": case, "tier": tier, "state": now.value},
        )


def check_step(case: str, tier: str, now: ShareState, wanted: ShareState) -> None:
    """Refuse a step that the table does not have (ShareMovedOn)."""
    if wanted not in _NEXT[now]:
        raise ShareMovedOn(case, tier, now, wanted)


@dataclass(frozen=True, slots=True)
class ShareView:
    """一份资金: as kept. `wanted` is what was approved, `amount` what is to be paid (less when the budget was short or the
    upper tier gave less), both in fen; `awaiting` the tiers whose grants it waits for.
    """

    id: int
    case: str
    title: str
    tier: str
    tier_label: str
    clause: str
    year: int
    industry: str
    uscc: str
    name: str
    wanted: int
    amount: int
    state: ShareState
    awaiting: tuple[str, ...]
    line: int | None
    since: datetime
    granted_at: datetime | None
    because: str = ""
