"""办理期限: by when the present step of a case must be done, and why: each date can explain itself.

Working days count from the day after the step began. While the applicant corrects, the clock stands: the day of return is
counted, the day of the new submission is not. A period that reaches a year without a notice is 暂定.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from luoqiao.core.cases.procedure import NoticeRule, Procedure, Step, StepKind
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.cases.task_book import Turn
from luoqiao.core.kernel.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Reason:
    """一段理由: since when, the sentence, and the date it leads to."""

    on: date
    text: str
    last_on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限: the last day, whether it is 暂定, whether the clock stands, why, and who is waited for."""

    last_on: date
    first_on: date
    provisional: bool
    reasons: tuple[Reason, ...]
    suspended: bool = False

    def left(self, calendar: Calendar, on: date) -> int:
        """Working days left after this day; negative when late."""
        if on <= self.last_on:
            return calendar.count_between(on + timedelta(days=1), self.last_on)
        return -calendar.count_between(self.last_on + timedelta(days=1), on)

    def late(self, on: date) -> bool:
        """Whether the last day has passed; a clock that stands is never late."""
        return not self.suspended and on > self.last_on


def deadline_of(procedure: Procedure, state: CaseState, calendar: Calendar, zone: tzinfo) -> Deadline | None:
    """The deadline of whoever has to act now; None when the document sets none."""
    if state.stage is Stage.CLOSED or state.entered is None:
        return None
    if state.stage is Stage.CORRECTION:
        return _correction(state, calendar, zone)
    step = procedure.step(state.step)
    match step.kind:
        case StepKind.NOTICE if state.notice:
            text = f"公示 {_span(step.notice)}"
            return Deadline(
                state.notice.last_on, state.notice.first_on, not calendar.knows(state.notice.last_on),
                (Reason(state.notice.first_on, text, state.notice.last_on),),
            )  # fmt: skip
        case StepKind.REPORTING if step.report:
            return _next_report(step, state, zone)
        case StepKind.SEALED:
            return _sealed(state, zone)
        case StepKind.MILESTONES:
            return _of_task_book(step, state, calendar, zone)
    return _of_step(step, state, calendar, zone)


def notice_days(rule: NoticeRule, posted_on: date, calendar: Calendar) -> tuple[date, date, bool]:
    """First and last day of a notice posted on this day, and whether they are 暂定."""
    first = posted_on if rule.count_first else posted_on + timedelta(days=1)
    if rule.working:
        counted = calendar.add(posted_on, rule.days, count_first=rule.count_first)
        return first, counted.last_on, counted.provisional
    last = first + timedelta(days=rule.days - 1)
    return first, last, False


def _of_step(step: Step, state: CaseState, calendar: Calendar, zone: tzinfo) -> Deadline | None:
    if not step.days or state.entered is None:
        return None
    began = _day(state.entered.at, zone)
    counted = calendar.add(began, step.days)
    reasons = [Reason(began, f"{_said(began)}进入“{step.name}”，次日起算 {step.days} 个工作日", counted.last_on)]
    start, left = began, step.days
    suspended = False
    for pause in state.pauses:
        stopped = _day(pause.since, zone)
        left -= min(left, calendar.count_between(start + timedelta(days=1), stopped)) if stopped > start else 0
        if pause.until is None:
            suspended = True
            reasons.append(Reason(stopped, f"{_said(stopped)}告知补正，停止计时，还剩 {left} 个工作日", counted.last_on))
            break
        resumed = _day(pause.until, zone)
        counted = calendar.add(resumed, left) if left else calendar.add(resumed, 0)
        text = f"{_said(stopped)}告知补正停计，{_said(resumed)}重新提交，次日起续算剩余 {left} 个工作日"
        reasons.append(Reason(resumed, text, counted.last_on))
        start = resumed
    return Deadline(counted.last_on, began, counted.provisional, tuple(reasons), suspended)


def _correction(state: CaseState, calendar: Calendar, zone: tzinfo) -> Deadline | None:
    if state.returned is None or state.returned_at is None:
        return None
    told = _day(state.returned_at, zone)
    counted = calendar.add(told, state.returned.days)
    text = f"{_said(told)}一次性告知，次日起 {state.returned.days} 个工作日内补正"
    return Deadline(counted.last_on, told, counted.provisional, (Reason(told, text, counted.last_on),))


def next_month_to_report(step: Step, state: CaseState, zone: tzinfo) -> date | None:
    """The month (its first day) whose report is due next: the one after the last that was reported or missed."""
    if step.report is None or state.entered is None:
        return None
    began = _day(state.entered.at, zone).replace(day=1)
    known = [month for month in (*state.reported, *state.missed) if month >= began]
    return next_month(max(known)) if known else began


def report_due_on(step: Step, month: date) -> date:
    """The day by which the report about a month is due: the stated day of the month after."""
    following = next_month(month)
    return following.replace(day=step.report.due_day if step.report else 1)


def _next_report(step: Step, state: CaseState, zone: tzinfo) -> Deadline | None:
    month = next_month_to_report(step, state, zone)
    if month is None:
        return None
    due = report_due_on(step, month)
    return Deadline(due, month, False, (Reason(month, f"{month:%Y}年{month.month}月的进度，次月 {due.day} 日前报告", due),))


def _sealed(state: CaseState, zone: tzinfo) -> Deadline | None:
    """Until when it is sealed: a day of the calendar, nobody has to act before."""
    if state.entered is None or state.sealed_until is None:
        return None
    began = _day(state.entered.at, zone)
    reason = Reason(began, "截止以前封存，谁也看不到内容", state.sealed_until)
    return Deadline(state.sealed_until, began, False, (reason,))


_TURNS = {Turn.PROPOSE: "轮到拟定任务书", Turn.CONFIRM: "任务书交企业确认", Turn.CHECK: "企业报里程碑已达到"}


def _of_task_book(step: Step, state: CaseState, calendar: Calendar, zone: tzinfo) -> Deadline | None:
    """The day of the next milestone; while somebody has to propose, to confirm or to check, the working days of the step."""
    book = state.task_book
    if state.entered is None:
        return None
    began = _day(max(book.since or state.entered.at, state.entered.at), zone)
    if book.turn is Turn.REACH:
        _, first = min(book.left, key=lambda one: one[1].due_on)
        return Deadline(first.due_on, began, False, (Reason(began, f"任务书约定“{first.name}”", first.due_on),))
    if not step.days:
        return None
    counted = calendar.add(began, step.days)
    text = f"{_said(began)}{_TURNS[book.turn]}，次日起算 {step.days} 个工作日"
    return Deadline(counted.last_on, began, counted.provisional, (Reason(began, text, counted.last_on),))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _span(rule: NoticeRule | None) -> str:
    if rule is None:
        return ""
    return f"{rule.days} 个{'工作日' if rule.working else '自然日'}，{'当日' if rule.count_first else '次日'}起算"


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _said(on: date) -> str:
    return f"{on.month}月{on.day}日"
