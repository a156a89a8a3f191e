"""收款账户: proposed by one person, confirmed by another, usable after a cooling period; the old one serves until then.

Which day the cooling period ends is worked out by the caller over the calendar (`COOLING_WORKING_DAYS`); a day that
could not be that many working days away is refused here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

COOLING_WORKING_DAYS = 3
"""冷静期: working days after the day of the confirmation, for a change as for a first account."""


class AccountPurpose(StrEnum):
    """作什么用: 补助奖励资金 · 项目专户."""

    SUBSIDY = "subsidy"
    PROJECT_FUND = "project_fund"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"subsidy": "补助奖励资金", "project_fund": "项目专户"}[self.value]


class AccountState(StrEnum):
    """状态: 待确认 · 已确认 · 已撤回 · 不予确认 · 已被取代."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _STATES[self.value]


_STATES = {
    "proposed": "待确认", "confirmed": "已确认", "withdrawn": "已撤回", "refused": "不予确认", "replaced": "未启用即被取代",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountView:
    """账户: as kept; `number` whole, so whoever shows it masks it. Usable on days from `usable_from` to `usable_until`."""

    id: int
    uscc: str
    purpose: AccountPurpose
    bank: str
    branch: str
    holder: str
    number: str
    state: AccountState
    proposed_by: int
    proposed_by_name: str
    proposed_at: datetime
    confirmed_by_name: str = ""
    confirmed_at: datetime | None = None
    usable_from: date | None = None
    usable_until: date | None = None
    reason: str = ""
    refused_because: str = ""

    def usable_on(self, on: date) -> bool:
        """Whether money may be sent there on that day."""
        if self.state is not AccountState.CONFIRMED or self.usable_from is None:
            return False
        return self.usable_from <= on and (self.usable_until is None or on < self.usable_until)


def cooled(confirmed_on: date, usable_from: date) -> bool:
    """Whether that many working days can lie between: each takes at least one day, and use begins on the next."""
    return usable_from - confirmed_on > timedelta(days=COOLING_WORKING_DAYS)


def same_person(one: Iterable[int], other: Iterable[int]) -> bool:
    """四眼: whether anybody stands on both sides, in person or by delegation; 0 (the system) is nobody."""
    return bool((set(one) & set(other)) - {0})
