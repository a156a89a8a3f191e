"""放假通知: what the yearly notice of the State Council says: which days are off and which weekend days are worked.

Here the notices are read and looked over; what follows from them for a date is decided in `working_days`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.kernel.tables import MISSING, Row, read_tables

EARLIEST_YEAR, LATEST_YEAR = 2000, 2200
LONGEST_HOLIDAY = 31
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """一个节: off from the first day to the last, both included; the weekend days worked for it."""

    name: str
    first_on: date
    last_on: date
    work_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """一份放假通知: the year it settles, its document number, the day it was issued, its holidays.

    A later notice of the same year changes only the days that it names.
    """

    year: int
    number: str
    title: str
    issued_on: date
    holidays: tuple[Holiday, ...]


def parse_notices(data: Mapping[str, object], file: str) -> tuple[Notice, ...]:
    """The notices of one file, as written; refuses the file with every finding (UnusableTables)."""
    with read_tables(data, file) as tables:
        notices = tuple(_notice(row) for row in tables.rows("notices", "number"))
        if not notices and not tables.findings:
            tables.findings.append(Finding(MISSING, "没有写一份放假通知（[[notices]]）", Place(file)))
    return notices


def _notice(row: Row) -> Notice:
    year = row.number("year")
    if row.has("year") and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        row.fault(f"“year”是 {year}；应是四位的年份，如 2026")
    notice = Notice(
        year=year,
        number=row.pattern("number", r"\S+〔\d{4}〕\d+号", "国办发明电〔2025〕7号"),
        title=row.text("title"),
        issued_on=row.day("issued_on"),
        holidays=tuple(_holiday(inner, year) for inner in row.rows("holidays")),
    )
    if not notice.holidays:
        row.fault("没有写一个节（[[notices.holidays]]）")
    _look_over(notice, row)
    return notice


def _holiday(row: Row, year: int) -> Holiday:
    holiday = Holiday(row.text("name"), row.day("first_on"), row.day("last_on"), row.days("work_on"))
    if holiday.first_on > holiday.last_on:
        row.fault(f"“{holiday.name}”的末日 {holiday.last_on} 早于首日 {holiday.first_on}")
    elif (holiday.last_on - holiday.first_on).days >= LONGEST_HOLIDAY:
        row.fault(f"“{holiday.name}”从 {holiday.first_on} 放到 {holiday.last_on}，超过 {LONGEST_HOLIDAY} 天；请核对年份")
    for on in (holiday.first_on, holiday.last_on, *holiday.work_on):
        if on != date.min and on.year not in (year - 1, year):
            row.fault(f"{on} 不在 {year} 年，也不在前一年的年末")
    for on in holiday.work_on:
        if on.weekday() < SATURDAY:
            row.fault(f"{on} 是{weekday_name(on)}，本来就上班；调休上班日应是周六或周日")
    return holiday


def _look_over(notice: Notice, row: Row) -> None:
    """A day stands once in a notice: off for one holiday, or worked for one."""
    seen: dict[date, str] = {}
    for holiday in notice.holidays:
        for on, word in stated_days(holiday):
            if on in seen:
                row.fault(f"{on} 写了两次：{seen[on]}，又是{word}")
            seen[on] = word


def stated_days(holiday: Holiday) -> list[tuple[date, str]]:
    """Every day a holiday names, with what it is: 国庆节放假, 国庆节调休上班."""
    last = min(holiday.last_on.toordinal(), holiday.first_on.toordinal() + LONGEST_HOLIDAY)
    off = [date.fromordinal(n) for n in range(holiday.first_on.toordinal(), last + 1)]
    return [(on, f"{holiday.name}放假") for on in off] + [(on, f"{holiday.name}调休上班") for on in holiday.work_on]


def weekday_name(on: date) -> str:
    """周一 … 周日."""
    return f"周{'一二三四五六日'[on.weekday()]}"
