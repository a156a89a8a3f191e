"""工作日: known periods of the years with notices, the way back, and what is said where no notice is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.holiday_notices import Holiday, Notice
from luoqiao.core.kernel.working_days import Calendar, DayKind, PeriodOutOfRange
from luoqiao.policies.calendar_reader import read_calendar

CALENDAR = read_calendar()
DAYS = st.dates(date(2020, 6, 1), date(2028, 6, 1))
LENGTHS = st.integers(1, 400)


@pytest.mark.parametrize(
    ("start", "days", "count_first", "last_on"),
    [
        ("2026-09-28", 5, True, "2026-10-09"),
        ("2026-09-28", 5, False, "2026-10-10"),
        ("2026-02-13", 5, True, "2026-02-26"),
        ("2026-04-30", 7, True, "2026-05-12"),
        ("2022-06-30", 5, True, "2022-07-06"),
        ("2023-12-25", 5, False, "2024-01-02"),
    ],
)
def test_known_periods_end_on_the_known_day(start: str, days: int, count_first: bool, last_on: str) -> None:
    counted = CALENDAR.add(date.fromisoformat(start), days, count_first=count_first)
    assert counted.last_on == date.fromisoformat(last_on)
    assert not counted.provisional
    assert counted.days == days


def test_every_day_agrees_with_the_published_package() -> None:
    import chinese_calendar

    on = date(2022, 1, 1)
    while on.year < 2027:
        assert CALENDAR.is_working_day(on) == chinese_calendar.is_workday(on), on
        on += timedelta(days=1)


def test_days_off_inside_a_period_say_why() -> None:
    counted = CALENDAR.add(date(2026, 9, 18), 8, count_first=True)
    said = [(str(day.on), day.reason) for day in counted.skipped]
    assert said == [
        ("2026-09-19", "周六"), ("2026-09-25", "中秋节"), ("2026-09-26", "中秋节"), ("2026-09-27", "中秋节"),
    ]  # fmt: skip
    assert counted.last_on == date(2026, 9, 29)


def test_a_day_says_what_it_is_and_by_which_notice() -> None:
    days = CALENDAR.days_of(date(2026, 10, 7), date(2026, 10, 11))
    assert [day.label for day in days] == ["国庆节", "周四", "周五", "国庆节调休上班", "周日"]
    assert [day.working for day in days] == [False, True, True, True, False]
    assert days[0].source == days[3].source == "国办发明电〔2025〕7号"
    assert days[3].kind is DayKind.ADJUSTED_WORKDAY
    assert CALENDAR.reason_off(date(2026, 10, 7)) == "国庆节"
    assert CALENDAR.reason_off(date(2026, 10, 10)) == ""


def test_a_year_without_a_notice_counts_weekends_and_says_so() -> None:
    assert CALENDAR.years == (2022, 2023, 2024, 2025, 2026)
    assert CALENDAR.knows(date(2026, 12, 31))
    assert not CALENDAR.knows(date(2027, 1, 1))
    counted = CALENDAR.add(date(2026, 12, 30), 3)
    assert counted.last_on == date(2027, 1, 4)
    assert counted.provisional
    assert CALENDAR.day(date(2027, 10, 1)).provisional
    assert not CALENDAR.add(date(2026, 12, 24), 5).provisional
    assert CALENDAR.add(date(2021, 12, 30), 5).provisional
    assert not CALENDAR.add(date(2021, 12, 31), 5).provisional


def test_a_start_that_is_off_never_counts() -> None:
    saturday = date(2026, 3, 7)
    assert CALENDAR.add(saturday, 1).last_on == date(2026, 3, 9)
    counted = CALENDAR.add(saturday, 1, count_first=True)
    assert counted.last_on == date(2026, 3, 9)
    assert [day.on.day for day in counted.skipped] == [7, 8]


def test_no_days_end_on_the_start_and_impossible_ones_are_refused() -> None:
    assert CALENDAR.add(date(2026, 10, 1), 0).last_on == date(2026, 10, 1)
    for start, days in ((date(2026, 1, 1), -1), (date(9999, 12, 31), 1), (date(2026, 1, 1), 10**9)):
        with pytest.raises(PeriodOutOfRange):
            CALENDAR.add(start, days)
    with pytest.raises(PeriodOutOfRange):
        CALENDAR.back(date(1, 1, 8), 6)
    assert CALENDAR.add(date(9999, 12, 31), 1, count_first=True).last_on == date(9999, 12, 31)


def test_a_notice_reaches_into_the_december_before_and_a_later_one_changes_the_days_it_names() -> None:
    first = Notice(2030, "国办发明电〔2029〕1号", "甲", date(2029, 11, 1), (
        Holiday("元旦", date(2029, 12, 31), date(2030, 1, 1), (date(2029, 12, 29),)),))  # fmt: skip
    later = Notice(2030, "国办发明电〔2030〕2号", "乙", date(2030, 1, 20), (
        Holiday("元旦", date(2029, 12, 29), date(2029, 12, 29)),))  # fmt: skip
    calendar = Calendar((later, first))
    assert not calendar.is_working_day(date(2029, 12, 31))
    assert not calendar.is_working_day(date(2029, 12, 29))
    assert Calendar((first,)).is_working_day(date(2029, 12, 29))
    assert not calendar.knows(date(2029, 12, 31))


def test_without_notices_it_counts_weekdays() -> None:
    counted = Calendar(()).add(date(2026, 9, 28), 5, count_first=True)
    assert counted.last_on == date(2026, 10, 2)
    assert counted.provisional


def slowly(start: date, days: int, count_first: bool) -> date:
    """Day by day, as one counts on a wall calendar."""
    on = start if count_first else start + timedelta(days=1)
    while True:
        days -= CALENDAR.is_working_day(on)
        if days == 0:
            return on
        on += timedelta(days=1)


@given(DAYS, LENGTHS, st.booleans())
def test_it_counts_as_on_a_wall_calendar(start: date, days: int, count_first: bool) -> None:
    counted = CALENDAR.add(start, days, count_first=count_first)
    assert counted.last_on == slowly(start, days, count_first)
    first = start if count_first else start + timedelta(days=1)
    off = [day.on for day in CALENDAR.days_of(first, counted.last_on) if not day.working]
    assert [day.on for day in counted.skipped] == off
    assert all(day.reason == CALENDAR.reason_off(day.on) for day in counted.skipped)


@given(DAYS, LENGTHS)
def test_what_was_added_is_counted_again(start: date, days: int) -> None:
    last = CALENDAR.add(start, days).last_on
    assert CALENDAR.is_working_day(last)
    assert CALENDAR.count_between(start + timedelta(days=1), last) == days
    assert CALENDAR.count_between(last, last - timedelta(days=1)) == 0


@given(DAYS, st.integers(0, 40), LENGTHS)
def test_a_later_start_or_a_longer_period_never_ends_earlier(start: date, wait: int, days: int) -> None:
    last = CALENDAR.last_day(start, days)
    assert CALENDAR.last_day(start + timedelta(days=wait), days) >= last
    assert CALENDAR.last_day(start, days + 1) > last
    assert CALENDAR.last_day(start, days, count_first=True) <= last


@given(DAYS, LENGTHS)
def test_the_way_back_meets_the_way_there(end: date, days: int) -> None:
    begun = CALENDAR.back(end, days)
    assert CALENDAR.is_working_day(begun)
    assert CALENDAR.count_between(begun, end - timedelta(days=1)) == days
