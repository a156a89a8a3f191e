"""示例的世界: what every story of the demonstration is told in: the calendar, who works where, up to when it has happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.people import Desks

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class World:
    """示例的世界: the calendar, who works where, and up to when things have happened."""

    calendar: Calendar
    desks: Desks
    now: datetime
    losing: set[str] = field(default_factory=set)
    """Numbers of bids that are not selected: another one for the same challenge is."""


def working_moment(calendar: Calendar, after: datetime, days: int, key: str) -> datetime:
    """A moment in office hours so many working days after another; on the same day later than it."""
    day = calendar.add(after.astimezone(ZONE).date(), days).last_on if days else after.astimezone(ZONE).date()
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    moment = datetime.combine(day, time(8 + part(f"{key}/hour", 0, 8), part(f"{key}/minute", 0, 59)), ZONE)
    return moment if moment > after else after + timedelta(minutes=part(f"{key}/later", 3, 50))
