"""期间: half-open stretches of days, `[from_on, until_on)`; without an end they go on. A year is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from luoqiao.core.kernel.errors import DomainError


class PeriodBackwards(DomainError):
    """期间颠倒: it ends before it begins, or on the same day."""

    code = "LQ-5416"

    def __init__(self, from_on: date, until_on: date) -> None:
        super().__init__(f"期间的止日 {until_on} 不在起日 {from_on} 之后")


@dataclass(frozen=True, slots=True)
class Period:
    """一段日子; `until_on` is the first day no longer in it, None when no end is known. Raises PeriodBackwards."""

    from_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.from_on:
            raise PeriodBackwards(self.from_on, self.until_on)

    def __contains__(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    @property
    def year(self) -> int | None:
        """The year when it is exactly one."""
        return self.from_on.year if self == year_period(self.from_on.year) else None

    @property
    def words(self) -> str:
        """`2023 年度`, `2023-06-01 起`, `2023-05-20 至 2023-06-18` (the last day named is in it)."""
        if self.year is not None:
            return f"{self.year} 年度"
        if self.until_on is None:
            return f"{self.from_on} 起"
        last = self.until_on - timedelta(days=1)
        return f"{self.from_on}" if last == self.from_on else f"{self.from_on} 至 {last}"


def year_period(year: int) -> Period:
    """A whole year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))
