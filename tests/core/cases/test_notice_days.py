"""公示的起止：whatever day a list is posted on, its days are counted as its rule says; holidays and 调休 move the last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.cases.deadline import notice_days
from luoqiao.core.cases.procedure import NoticeRule
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.policies.calendar_reader import open_calendar

CALENDAR: Calendar = open_calendar()
DAYS = st.dates(date(2022, 1, 1), date(2026, 11, 30))
RULES = st.builds(NoticeRule, st.integers(1, 30), st.booleans(), st.booleans())


@pytest.mark.parametrize(
    ("posted_on", "rule", "first_on", "last_on"),
    [
        (date(2026, 9, 28), NoticeRule(5, count_first=True), date(2026, 9, 28), date(2026, 10, 9)),
        (date(2026, 9, 28), NoticeRule(5), date(2026, 9, 29), date(2026, 10, 10)),
        (date(2026, 2, 13), NoticeRule(5, count_first=True), date(2026, 2, 13), date(2026, 2, 26)),
        (date(2026, 4, 30), NoticeRule(7, count_first=True), date(2026, 4, 30), date(2026, 5, 12)),
        (date(2022, 6, 30), NoticeRule(5, count_first=True), date(2022, 6, 30), date(2022, 7, 6)),
        (date(2023, 12, 25), NoticeRule(5), date(2023, 12, 26), date(2024, 1, 2)),
        (date(2023, 9, 28), NoticeRule(5), date(2023, 9, 29), date(2023, 10, 11)),
        (date(2023, 6, 21), NoticeRule(7, working=False), date(2023, 6, 22), date(2023, 6, 28)),
    ],
)
def test_days_over_holidays(posted_on: date, rule: NoticeRule, first_on: date, last_on: date) -> None:
    assert notice_days(rule, posted_on, CALENDAR) == (first_on, last_on, False)


@given(DAYS, RULES)
def test_a_list_stands_for_exactly_its_days(posted_on: date, rule: NoticeRule) -> None:
    first, last, provisional = notice_days(rule, posted_on, CALENDAR)
    assert first == posted_on + timedelta(days=not rule.count_first)
    if rule.working:
        assert CALENDAR.count_between(first, last) == rule.days
        assert CALENDAR.is_working_day(last)
        assert provisional == CALENDAR.is_provisional(first, last)
    else:
        assert (last - first).days + 1 == rule.days


@given(DAYS, RULES, st.integers(0, 20))
def test_who_posts_later_never_ends_earlier(posted_on: date, rule: NoticeRule, later: int) -> None:
    _, last, _ = notice_days(rule, posted_on, CALENDAR)
    _, other, _ = notice_days(rule, posted_on + timedelta(days=later), CALENDAR)
    assert other >= last


def test_a_year_without_a_notice_is_provisional() -> None:
    assert notice_days(NoticeRule(5), date(2026, 12, 29), CALENDAR)[2] is True
