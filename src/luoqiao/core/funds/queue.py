"""排队: what those who wait for money get when a budget line is short: first come first served, or in proportion.

First come: whole amounts in the order of approval; the first that does not fit stops the queue, nobody overtakes.
In proportion: `pro_rata`, exact to the fen and independent of the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoqiao.core.funds.pro_rata import pro_rata


class QueueRule(StrEnum):
    """预算不足时: 先到先得 · 同比例."""

    FIRST_COME = "first_come"
    PRO_RATA = "pro_rata"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"first_come": "先到先得", "pro_rata": "同比例"}[self.value]


@dataclass(frozen=True, slots=True)
class Waiting:
    """排队的一份: its id, what was approved in fen, since when it waits, and what it may get at most."""

    share: int
    wanted: int
    since: datetime
    most: int | None = None

    @property
    def limit(self) -> int:
        """What it may get at most."""
        return self.wanted if self.most is None else min(self.most, self.wanted)


def arrange(waiting: Iterable[Waiting], available: int, rule: QueueRule) -> dict[int, int]:
    """What each share gets from what is available, in fen; shares that get nothing now are left out.

    First come gives whole amounts only. In proportion gives everybody a part at once, so it is applied once for a queue.
    """
    queue = sorted(waiting, key=lambda one: (one.since, one.share))
    if rule is QueueRule.PRO_RATA:
        claims = {one.share: one.wanted for one in queue}
        given = pro_rata(claims, max(0, available), {one.share: one.limit for one in queue})
        return {share: fen for share, fen in given.items() if fen}
    found: dict[int, int] = {}
    for one in queue:
        if one.limit > available:
            break
        found[one.share] = one.limit
        available -= one.limit
    return {share: fen for share, fen in found.items() if fen}
