"""记账的种类: each kind of journal is a move of fen between two stages; what a journal may contain is this table, nothing else.

A journal is a list of entries that add up to zero. Corrections are journals the other way round; nothing is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError


class Move(StrEnum):
    """一种记账."""

    APPROPRIATE = "appropriate"
    CUT_BACK = "cut_back"
    CARRY_OVER = "carry_over"
    RESERVE = "reserve"
    RELEASE = "release"
    OBLIGATE = "obligate"
    REDUCE = "reduce"
    SEND = "send"
    SETTLE = "settle"
    BOUNCE = "bounce"
    BOUNCE_LATER = "bounce_later"
    RETRY = "retry"
    ADVANCE = "advance"
    UPSTREAM_SETTLED = "upstream_settled"
    CLAW_BACK = "claw_back"
    RECOVER = "recover"
    SET_OFF = "set_off"
    FORGIVE = "forgive"
    REVERSE = "reverse"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Move.APPROPRIATE: "下达预算", Move.CUT_BACK: "收回预算", Move.CARRY_OVER: "结转下年", Move.RESERVE: "占用预算",
    Move.RELEASE: "放开占用", Move.OBLIGATE: "转待拨付", Move.REDUCE: "调减待拨付", Move.SEND: "送银行",
    Move.SETTLE: "银行回执到账", Move.BOUNCE: "银行退汇", Move.BOUNCE_LATER: "到账后退汇", Move.RETRY: "重新拨付",
    Move.ADVANCE: "区级垫付", Move.UPSTREAM_SETTLED: "上级结算", Move.CLAW_BACK: "决定追回", Move.RECOVER: "追回到账",
    Move.SET_OFF: "抵扣追回", Move.FORGIVE: "核减追回", Move.REVERSE: "冲正",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """分录的一笔: on a stage of a budget line (its id) so many fen, debit positive, never zero."""

    line: int
    stage: Stage
    fen: int


Entries = tuple[Entry, ...]

STEPS: dict[Move, tuple[Stage, Stage]] = {
    Move.APPROPRIATE: (Stage.APPROPRIATION, Stage.AVAILABLE),
    Move.CUT_BACK: (Stage.AVAILABLE, Stage.APPROPRIATION),
    Move.RESERVE: (Stage.AVAILABLE, Stage.RESERVED),
    Move.RELEASE: (Stage.RESERVED, Stage.AVAILABLE),
    Move.OBLIGATE: (Stage.RESERVED, Stage.PAYABLE),
    Move.REDUCE: (Stage.PAYABLE, Stage.AVAILABLE),
    Move.SEND: (Stage.PAYABLE, Stage.IN_TRANSIT),
    Move.SETTLE: (Stage.IN_TRANSIT, Stage.PAID),
    Move.BOUNCE: (Stage.IN_TRANSIT, Stage.RETURNED),
    Move.BOUNCE_LATER: (Stage.PAID, Stage.RETURNED),
    Move.RETRY: (Stage.RETURNED, Stage.PAYABLE),
    Move.CLAW_BACK: (Stage.CLAWBACK_CLAIM, Stage.CLAWBACK_DUE),
    Move.FORGIVE: (Stage.CLAWBACK_DUE, Stage.CLAWBACK_CLAIM),
}
"""From which stage to which, for the moves within one line."""


class NotBalanced(DomainError):
    """借贷不平: a mistake of the programme; nothing was kept."""

    code = "LQ-6101"

    def __init__(self, off: int) -> None:
        super().__init__(f"这笔分录借贷不平，相差 {off} 分；没有记账，请告知技术支持", details={"off": off})


def moved(move: Move, line: int, fen: int) -> Entries:
    """The entries of a move within one line; `fen` above zero."""
    source, target = STEPS[move]
    return balanced([Entry(line, source, -fen), Entry(line, target, fen)])


def carried_over(old: int, new: int, fen: int) -> Entries:
    """结转: what is left of the old year's line is available in the new year's."""
    return balanced([Entry(old, Stage.AVAILABLE, -fen), Entry(new, Stage.AVAILABLE, fen)])


def advanced(district: int, upper: int, fen: int) -> Entries:
    """垫付: the district's money is available for the upper tier's share; the upper tier owes it from now on."""
    return balanced([
        Entry(district, Stage.AVAILABLE, -fen), Entry(upper, Stage.AVAILABLE, fen),
        Entry(upper, Stage.UPSTREAM_CLAIM, -fen), Entry(district, Stage.UPSTREAM_DUE, fen),
    ])  # fmt: skip


def upstream_settled(district: int, upper: int, fen: int) -> Entries:
    """上级结算: the upper tier's money has come; what the district had advanced is available to it again."""
    return balanced([
        Entry(upper, Stage.APPROPRIATION, -fen), Entry(district, Stage.AVAILABLE, fen),
        Entry(district, Stage.UPSTREAM_DUE, -fen), Entry(upper, Stage.UPSTREAM_CLAIM, fen),
    ])  # fmt: skip


def recovered(line: int, *, principal: int, interest: int, same_year: bool) -> Entries:
    """追回到账: principal goes back to the line it was paid from, once its year is over to the treasury, as interest does."""
    back = Stage.AVAILABLE if same_year else Stage.SURRENDERED
    found = [
        Entry(line, Stage.CLAWBACK_DUE, -principal - interest), Entry(line, Stage.CLAWBACK_CLAIM, principal + interest),
        Entry(line, Stage.PAID, -principal), Entry(line, back, principal),
        Entry(line, Stage.INTEREST_EARNED, -interest), Entry(line, Stage.SURRENDERED, interest),
    ]  # fmt: skip
    return balanced(found)


def balanced(entries: Iterable[Entry]) -> Entries:
    """The entries added up by line and stage, in the order in which accounts are locked; refuses with NotBalanced."""
    sums: dict[tuple[int, Stage], int] = {}
    for one in entries:
        sums[one.line, one.stage] = sums.get((one.line, one.stage), 0) + one.fen
    off = sum(sums.values())
    if off:
        raise NotBalanced(off)
    return tuple(Entry(line, stage, fen) for (line, stage), fen in sorted(sums.items()) if fen)


def reversed_entries(entries: Iterable[Entry]) -> Entries:
    """冲正: the same entries the other way round."""
    return balanced(Entry(one.line, one.stage, -one.fen) for one in entries)
