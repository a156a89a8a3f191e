"""公示的话: days, dates and states of a notice in words, and its strip of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from luoqiao.apps.cases.queries.notices import NoticeFile
from luoqiao.core.cases.notice import NoticeState, RowState, Span
from luoqiao.core.cases.procedure import NoticeRule
from luoqiao.core.kernel.working_days import Calendar, Day
from luoqiao.interfaces.portal.parts import DeadlineDay, Tag

WEEKDAYS = "一二三四五六日"
LONGEST = 40
"""Beyond so many days a strip says less than a sentence."""


def rule_words(rule: NoticeRule) -> str:
    """5 个工作日，从发布的次日起算."""
    kind = "工作日" if rule.working else "自然日"
    return f"{rule.days} 个{kind}，从发布{'当日' if rule.count_first else '的次日'}起算"


def day_words(on: date) -> str:
    """2023-06-29（周四）."""
    return f"{on:%Y-%m-%d}（周{WEEKDAYS[on.weekday()]}）"


def span_words(first_on: date, last_on: date) -> str:
    """2023-06-14（周三）至 2023-06-20（周二）."""
    return f"{day_words(first_on)}至 {day_words(last_on)}"


def left_words(notice: NoticeFile, calendar: Calendar, on: date) -> str:
    """还剩 3 个工作日, 今天是最后一天, 公示期满 … of a posted notice."""
    if notice.state is not NoticeState.POSTED or notice.last_on is None:
        return "按今天发布算" if notice.state is NoticeState.DRAFT else notice.state.label
    if on > notice.last_on:
        return "公示期满，有异议的核实中"
    if on == notice.last_on:
        return "今天是最后一天"
    if notice.rule.working:
        return f"还剩 {calendar.count_between(on + date.resolution, notice.last_on)} 个工作日"
    return f"还剩 {(notice.last_on - on).days} 天"


def state_tag(state: NoticeState) -> Tag:
    """The state of a notice as a word in a box."""
    return Tag(state.label, "entitled" if state is NoticeState.POSTED else "plain")


def row_tag(state: RowState) -> Tag | None:
    """What the public is told of a row that is not simply on the list."""
    return None if state is RowState.LISTED else Tag(state.label, "by-default" if state is RowState.HELD else "plain")


def strip_of(span: Span, rule: NoticeRule, calendar: Calendar, on: date) -> tuple[DeadlineDay, ...]:
    """The days from the first to the last, counted as the rule counts them; nothing when they are too many."""
    days = calendar.days_of(span.first_on, span.last_on)
    return tuple(_strip(days, span, rule, on)) if len(days) <= LONGEST else ()


def _strip(days: tuple[Day, ...], span: Span, rule: NoticeRule, on: date) -> Iterator[DeadlineDay]:
    counted = 0
    for day in days:
        counts = day.working or not rule.working
        counted += counts
        said = f"第 {counted} 日" if counts else f"不计（{day.label}）"
        yield DeadlineDay(
            WEEKDAYS[day.on.weekday()], day.on.day, str(counted) if counts else "休",
            f"{day.on.month}月{day.on.day}日，{said}", off=not counts, today=day.on == on, last=day.on == span.last_on,
        )  # fmt: skip
