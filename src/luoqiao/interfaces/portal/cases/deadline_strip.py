"""案件的期限条: the days of the present deadline, what is left, why it is this day; the arithmetic is the core's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone

from luoqiao.core.cases.deadline import Deadline
from luoqiao.core.cases.procedure import Step, StepKind
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.kernel.working_days import Calendar, Day, DayKind
from luoqiao.interfaces.portal.cases.words import WEEKDAYS, day_words
from luoqiao.interfaces.portal.parts import DeadlineDay

LONGEST = 40
"""Beyond so many days a strip says less than a sentence."""
LATE_SHOWN = 7
NOT_COUNTED = (StepKind.REPORTING, StepKind.MILESTONES, StepKind.SEALED)
"""Steps whose last day is a date, not a number of working days."""


@dataclass(frozen=True, slots=True)
class DeadlineStrip:
    """期限条与它的理由: `left` says how much is left, `late` whether the last day has passed."""

    says: str
    left: str
    late: bool
    days: tuple[DeadlineDay, ...]
    note: str
    reasons: tuple[str, ...]


def deadline_strip(
    deadline: Deadline | None, step: Step, state: CaseState, calendar: Calendar, on: date
) -> DeadlineStrip | None:
    """The deadline of whoever has to act now, for the day on which the page is read."""
    if deadline is None:
        return None
    counted = state.stage is Stage.CORRECTION or step.kind not in NOT_COUNTED
    days = tuple(_days(deadline, state, calendar, on)) if counted else ()
    return DeadlineStrip(
        says=_says(deadline, step, state),
        left=left_words(deadline, calendar, on),
        late=deadline.late(on),
        days=days if len(days) <= LONGEST else (),
        note=_note(deadline, state, calendar) if counted else "",
        reasons=tuple(f"{one.text}，到 {day_words(one.last_on)}。" for one in deadline.reasons),
    )


def left_words(deadline: Deadline, calendar: Calendar, on: date) -> str:
    """还剩 6 个工作日 · 今天到期 · 逾期 2 个工作日 · 停止计时."""
    if deadline.suspended:
        return "停止计时"
    return days_left_words(deadline.left(calendar, on), late=deadline.late(on))


def days_left_words(left: int, *, late: bool) -> str:
    """The same from the number of working days left."""
    if late:
        return f"逾期 {-left} 个工作日" if left else "已过期限"
    return f"还剩 {left} 个工作日" if left else "今天到期"


def _says(deadline: Deadline, step: Step, state: CaseState) -> str:
    until = f"{day_words(deadline.last_on)}止"
    if state.stage is Stage.CORRECTION and state.returned is not None:
        return f"企业补正期限 {state.returned.days} 个工作日，{until}"
    if step.kind is StepKind.NOTICE and state.notice is not None:
        return f"公示到 {until}"
    if step.kind is StepKind.MILESTONES:
        return f"{deadline.reasons[0].text}，{until}"
    return f"{step.name}期限 {step.days} 个工作日，{until}" if step.days else f"{step.name}，{until}"


def _days(deadline: Deadline, state: CaseState, calendar: Calendar, on: date) -> Iterator[DeadlineDay]:
    """From the day that counts as the start to the last day, or some days beyond it when it is late."""
    late_until = min(on, deadline.last_on + timedelta(days=LATE_SHOWN)) if deadline.late(on) else deadline.last_on
    counted = 0
    for day in calendar.days_of(deadline.first_on, max(deadline.last_on, late_until)):
        begins = day.on == deadline.first_on and state.notice is None
        pause = _paused(day.on, state)
        off = not day.working or pause
        beyond = day.on > deadline.last_on
        counted += not off and not begins and not beyond
        count = "起" if begins else "停" if pause and day.working else "休" if off else "逾" if beyond else str(counted)
        yield DeadlineDay(
            WEEKDAYS[day.on.weekday()], day.on.day, count, _spoken(day, count), off=off and not begins,
            today=day.on == on, last=day.on == deadline.last_on, late=beyond and not off,
        )  # fmt: skip


def _paused(on: date, state: CaseState) -> bool:
    """The day of return is counted, the days after it up to the new submission are not."""
    if state.stage is Stage.CORRECTION:
        return False
    for pause in state.pauses:
        since = timezone.localdate(pause.since)
        until = timezone.localdate(pause.until) if pause.until else date.max
        if since < on <= until:
            return True
    return False


def _spoken(day: Day, count: str) -> str:
    said = {"起": "起算日", "休": f"不上班（{day.label}）", "停": "停止计时", "逾": "已逾期"}.get(count, f"第 {count} 个工作日")
    return f"{day.on.month}月{day.on.day}日，{said}"


def _note(deadline: Deadline, state: CaseState, calendar: Calendar) -> str:
    """Which holidays lie in between, and whether the year still waits for its notice."""
    days = calendar.days_of(deadline.first_on, deadline.last_on)
    said = [] if state.notice else ["从次日起算"]
    for (kind, holiday), group in groupby(days, key=lambda day: (day.kind, day.holiday)):
        listed = list(group)
        span = str(listed[0].on.day) if len(listed) == 1 else f"{listed[0].on.day} 至 {listed[-1].on.day}"
        if kind is DayKind.HOLIDAY:
            said.append(f"{span} 日{holiday}放假")
        elif kind is DayKind.ADJUSTED_WORKDAY:
            said.append(f"{span} 日调休上班")
    if deadline.provisional:
        said.append("放假安排还没有公布，日期暂定")
    return "；".join(said)
