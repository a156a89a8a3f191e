"""工作日: which days the offices work, by the notices of the State Council, and periods counted in working days.

Monday to Friday are worked, unless a notice gives the day off; Saturday and Sunday are not, unless a notice has them
worked (调休上班). A year without a notice is counted by weekends alone and the result is marked 暂定.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.holiday_notices import SATURDAY, Notice, stated_days, weekday_name

WEEK, WORKED = 7, 5
LAST_DAY = date.max.toordinal()


class PeriodOutOfRange(DomainError):
    """期限超出日历: a number of days that leads nowhere."""

    code = "LQ-5111"

    def __init__(self, start: date, days: int) -> None:
        super().__init__(f"从 {start} 起数不到 {days} 个工作日；个数应是 0 以上、落在公元 9999 年以内的整数")


class DayKind(StrEnum):
    """What a day is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ADJUSTED_WORKDAY = "adjusted_workday"

    @property
    def working(self) -> bool:
        """Whether the offices work."""
        return self in (DayKind.WORKDAY, DayKind.ADJUSTED_WORKDAY)


@dataclass(frozen=True, slots=True)
class Day:
    """一天: what it is, the holiday it is off or worked for, the notice that says so; `provisional` without one."""

    on: date
    kind: DayKind
    holiday: str = ""
    source: str = ""
    provisional: bool = False

    @property
    def working(self) -> bool:
        """Whether the offices work on it."""
        return self.kind.working

    @property
    def label(self) -> str:
        """国庆节 · 周六 · 周三 · 国庆节调休上班."""
        if self.kind is DayKind.HOLIDAY:
            return self.holiday
        if self.kind is DayKind.ADJUSTED_WORKDAY:
            return f"{self.holiday}调休上班"
        return weekday_name(self.on)


@dataclass(frozen=True, slots=True)
class Skipped:
    """跳过的一天: a day off inside a period, and why it does not count."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Counted:
    """数出来的期限: the last day; `provisional` 暂定 when a day of it lies in a year without a notice."""

    last_on: date
    provisional: bool
    skipped: tuple[Skipped, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """工作日历: everything that follows from the notices it is made of, later ones over earlier ones."""

    notices: tuple[Notice, ...]
    _stated: dict[int, Day] = field(init=False, repr=False, compare=False)
    _worked: Sequence[int] = field(init=False, repr=False, compare=False)
    _off: Sequence[int] = field(init=False, repr=False, compare=False)
    _passed: Sequence[Skipped] = field(init=False, repr=False, compare=False)
    _span: tuple[int, int] = field(init=False, repr=False, compare=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        stated: dict[int, Day] = {}
        for notice in sorted(self.notices, key=lambda one: (one.issued_on, one.number)):
            stated.update(_days_of_notice(notice))
        years = frozenset(notice.year for notice in self.notices)
        first = min((*years, *(day.on.year for day in stated.values())), default=1)
        last = max(years, default=0)
        span = (date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()) if years else (1, 0)
        worked = [n for n in range(span[0], span[1] + 1) if _works(n, stated)]
        off = [n for n in range(span[0], span[1] + 1) if not _works(n, stated)]
        for name, value in (("_stated", stated), ("_worked", worked), ("_off", off), ("_span", span), ("_years", years)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_passed", [self._pass(n) for n in off])

    def knows(self, on: date) -> bool:
        """Whether the notice for the year of this day is among those loaded; if not, what is said of it is 暂定."""
        return on.year in self._years

    @property
    def years(self) -> tuple[int, ...]:
        """The years with a notice, in order."""
        return tuple(sorted(self._years))

    def day(self, on: date) -> Day:
        """What a day is."""
        stated = self._stated.get(on.toordinal())
        if stated is not None:
            return stated
        kind = DayKind.WEEKEND if on.weekday() >= SATURDAY else DayKind.WORKDAY
        return Day(on, kind, provisional=not self.knows(on))

    def is_working_day(self, on: date) -> bool:
        """Whether the offices work on a day."""
        return _works(on.toordinal(), self._stated)

    def reason_off(self, on: date) -> str:
        """国庆节, 周六: why a day is off; empty for a working day."""
        day = self.day(on)
        return "" if day.working else day.label

    def days_of(self, first: date, last: date) -> tuple[Day, ...]:
        """Each day from the first to the last, both included: what the strip of a period shows."""
        return tuple(self.day(date.fromordinal(n)) for n in range(first.toordinal(), last.toordinal() + 1))

    def count_between(self, first: date, last: date) -> int:
        """How many working days there are from the first to the last, both included; 0 when the last is earlier."""
        return max(0, self._rank(last.toordinal()) - self._rank(first.toordinal() - 1))

    def last_day(self, start: date, days: int, *, count_first: bool = False) -> date:
        """The last of so many working days: the answer of `add` alone, for long lists."""
        if days == 0:
            return start
        if days < 0:
            raise PeriodOutOfRange(start, days)
        found = self._unrank(self._rank(start.toordinal() - count_first) + days)
        if found > LAST_DAY:
            raise PeriodOutOfRange(start, days)
        return date.fromordinal(found)

    def add(self, start: date, days: int, *, count_first: bool = False) -> Counted:
        """The period of so many working days after `start`, or from it on when it counts itself (首日计入).

        A start that is a day off never counts; 0 days end on the start. Refuses a negative number (PeriodOutOfRange).
        """
        last_on = self.last_day(start, days, count_first=count_first)
        first, last = start.toordinal() + (not count_first), last_on.toordinal()
        counted_from = date.fromordinal(min(first, last))
        return Counted(last_on, self.is_provisional(counted_from, last_on), self._skipped(first, last), days)

    def back(self, end: date, days: int) -> date:
        """The working day so many working days before `end`, which does not count itself: when to remind."""
        if days <= 0:
            if days == 0:
                return end
            raise PeriodOutOfRange(end, days)
        found = self._unrank(self._rank(end.toordinal() - 1) - days + 1)
        if found < 1:
            raise PeriodOutOfRange(end, days)
        return date.fromordinal(found)

    def is_provisional(self, first: date, last: date) -> bool:
        """暂定: whether a day from the first to the last lies in a year without a notice."""
        return any(year not in self._years for year in range(first.year, last.year + 1))

    def _skipped(self, first: int, last: int) -> tuple[Skipped, ...]:
        """The days off from the first to the last; from the table where it reaches."""
        if self._span[0] <= first and last <= self._span[1]:
            return tuple(self._passed[bisect_left(self._off, first) : bisect_right(self._off, last)])
        return tuple(self._pass(n) for n in range(first, last + 1) if not _works(n, self._stated))

    def _pass(self, ordinal: int) -> Skipped:
        day = self.day(date.fromordinal(ordinal))
        return Skipped(day.on, day.label)

    def _rank(self, ordinal: int) -> int:
        """How many working days lie in the table up to this day, weekdays before and after it counted on."""
        first, last = self._span
        if ordinal < first:
            return _weekdays(ordinal) - _weekdays(first - 1)
        if ordinal <= last:
            return bisect_right(self._worked, ordinal)
        return len(self._worked) + _weekdays(ordinal) - _weekdays(last)

    def _unrank(self, rank: int) -> int:
        """The day that is the working day of this rank: the inverse of `_rank`."""
        first, last = self._span
        if rank < 1:
            return _weekday_number(rank + _weekdays(first - 1))
        if rank <= len(self._worked):
            return self._worked[rank - 1]
        return _weekday_number(rank - len(self._worked) + _weekdays(last))


def _days_of_notice(notice: Notice) -> dict[int, Day]:
    found = {}
    for holiday in notice.holidays:
        for on, _ in stated_days(holiday):
            kind = DayKind.ADJUSTED_WORKDAY if on in holiday.work_on else DayKind.HOLIDAY
            found[on.toordinal()] = Day(on, kind, holiday.name, notice.number)
    return found


def _works(ordinal: int, stated: dict[int, Day]) -> bool:
    day = stated.get(ordinal)
    return (ordinal - 1) % WEEK < WORKED if day is None else day.kind.working


def _weekdays(ordinal: int) -> int:
    """Days from Monday to Friday since 1 January of year 1, a Monday, up to this day."""
    weeks, rest = divmod(ordinal, WEEK)
    return weeks * WORKED + min(rest, WORKED)


def _weekday_number(count: int) -> int:
    """The day that is the weekday of this number: the inverse of `_weekdays`."""
    weeks, rest = divmod(count - 1, WORKED)
    return weeks * WEEK + rest + 1
