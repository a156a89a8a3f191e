"""发票占用: how much of an invoice line a case uses, by whom it may be seen, and how it is said that nothing is left.

A line may be shared among cases, clauses and years, but never beyond its amount without tax (财会〔2020〕6号: the same voucher
is not used twice; X-23). Who is told which case holds it: its own enterprise and officials; all others only that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor, Role

CASE_ROLES = (
    Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.AUDITOR, Role.LEADER,
)  # fmt: skip
"""Officials who work on cases of every enterprise: they are told whose case it is."""
OTHERS_CASE = "另一家企业的案件"


class AllocationState(StrEnum):
    """占用的状态: reserved while the case is open, used once money was granted, released when it came to nothing."""

    RESERVED = "reserved"
    USED = "used"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"reserved": "占用", "used": "已用", "released": "已放开"}[self.value]


@dataclass(frozen=True, slots=True)
class Holder:
    """占用的一笔，给人看: `case_number`, `clause` are empty and `year` 0 when the reader may not know whose it is."""

    case_number: str
    clause: str
    year: int
    amount: int
    state: AllocationState
    masked: bool

    @property
    def words(self) -> str:
        """Which case it is, as far as the reader may know."""
        return OTHERS_CASE if self.masked else f"案件 {self.case_number}"


def may_see_case(actor: Actor, claimant: str) -> bool:
    """Whether somebody may be told which case of an enterprise uses an invoice."""
    return actor.user == 0 or actor.has(*CASE_ROLES) or claimant in actor.places(Role.ENTERPRISE_AGENT)


def say_used(what: str, holders: Sequence[Holder], *, left: int, asked: int) -> str:
    """Who uses it, how much is left, how much was asked for: one sentence for the reader."""
    held = "；".join(f"{show_yuan(holder.amount)} 已用于{holder.words}" for holder in merge_masked(holders))
    rest = f"还能用 {show_yuan(left)}" if left else "没有余额"
    return f"{what}：{held or '没有占用'}，{rest}，不够这次的 {show_yuan(asked)}。一张发票只用一次"


def merge_masked(holders: Sequence[Holder]) -> tuple[Holder, ...]:
    """Uses that the reader may not tell apart as one sum, after those that may be named."""
    masked = [holder for holder in holders if holder.masked]
    named = tuple(holder for holder in holders if not holder.masked)
    if not masked:
        return named
    return (*named, Holder("", "", 0, sum(one.amount for one in masked), masked[0].state, masked=True))
