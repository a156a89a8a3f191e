"""案件的一行: what every list of cases shows, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.kernel.working_days import Calendar

FIELDS = (
    "number", "procedure", "clause", "title", "uscc", "enterprise_name", "township", "industry", "lead_unit", "year",
    "subject", "stage", "step", "step_name", "ending", "amount", "amounts", "deadline_on", "provisional", "suspended",
    "opened_at", "submitted_at", "changed_at", "closed_at", "assisted", "round", "pack", "procedure_digest",
    "told_amounts",
)  # fmt: skip
"""Columns of `Case` in the order of `CaseRow`."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """案件的一行: amounts in fen; `deadline_on` is the last day for whoever has to act now."""

    number: str
    procedure: str
    clause: str
    title: str
    uscc: str
    enterprise_name: str
    township: str
    industry: str
    lead_unit: str
    year: int
    subject: str
    stage: str
    step: str
    step_name: str
    ending: str
    amount: int | None
    amounts: Mapping[str, int] | None
    deadline_on: date | None
    provisional: bool
    suspended: bool
    opened_at: datetime
    submitted_at: datetime | None
    changed_at: datetime
    closed_at: datetime | None
    assisted: bool
    round: int
    pack: str
    procedure_digest: str
    told_amounts: Mapping[str, int] | None

    @property
    def as_told(self) -> CaseRow:
        """The row as its applicant sees it: no figure that is not decided yet, but what was asked for."""
        told = self.told_amounts
        return replace(self, amounts=told, amount=None if told is None else sum(told.values()))

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act or time has to pass."""
        return self.stage != Stage.CLOSED

    @property
    def granted(self) -> bool:
        """Whether the case ended in support."""
        return self.ending == Ending.GRANTED

    def late(self, on: date) -> bool:
        """Whether the last day has passed; a clock that stands is never late."""
        return self.is_open and not self.suspended and self.deadline_on is not None and on > self.deadline_on

    def days_left(self, calendar: Calendar, on: date) -> int | None:
        """Working days left after this day, negative when late; None without a deadline."""
        if self.deadline_on is None:
            return None
        return working_days_left(calendar, on, self.deadline_on)


def working_days_left(calendar: Calendar, on: date, last_on: date) -> int:
    """Working days after `on` up to the last day; negative for working days that have passed since."""
    one_day = date.resolution
    if on <= last_on:
        return calendar.count_between(on + one_day, last_on)
    return -calendar.count_between(last_on + one_day, on)
