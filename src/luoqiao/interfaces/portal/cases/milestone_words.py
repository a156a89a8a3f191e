"""任务书的话: whose turn it is in one sentence, how a milestone stands, what the link to it says."""

from __future__ import annotations

from datetime import date

from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.task_book import Turn
from luoqiao.interfaces.portal.cases.words import desks_words
from luoqiao.interfaces.portal.parts import Tag
from luoqiao.policies.pack import Pack


def turn_sentence(matter: Matter, pack: Pack, *, own: bool) -> str:
    """现在轮到谁做什么; `own`: said to the enterprise itself."""
    book, firm = matter.state.task_book, "贵单位" if own else "企业"
    office = desks_words(matter.step.desks(matter.parties), pack)
    match book.turn:
        case Turn.PROPOSE:
            return f"由{office}拟定任务书" if not book.because else f"任务书已退回，由{office}重新拟定"
        case Turn.CONFIRM:
            return f"{'请' if own else '等企业'}确认任务书{'的变更' if book.agreed else ''}"
        case Turn.REACH:
            _, first = min(book.left, key=lambda one: one[1].due_on)
            return f"{firm}应在 {first.due_on} 前达到“{first.name}”"
        case Turn.CHECK:
            return f"{firm}报“{book.agreed[book.claimed - 1].name}”已达到，由{office}核验"


def turn_link_words(matter: Matter, *, applicant: bool, officer: bool) -> str:
    """What the link to the page says: the deed for whoever has to act, its name for everybody else."""
    turn = matter.state.task_book.turn
    if applicant and turn.applicants:
        return "确认任务书" if turn is Turn.CONFIRM else "报里程碑"
    if officer and not turn.applicants:
        return "拟定任务书" if turn is Turn.PROPOSE else "核验里程碑"
    return "任务书与里程碑"


def state_tag(matter: Matter, number: int, on: date) -> Tag:
    """How one milestone stands on a day; a day that has passed is told in red."""
    book = matter.state.task_book
    if number in book.reached:
        return Tag("已通过", "entitled")
    if number == book.claimed:
        return Tag("待核验", "undetermined")
    due = book.agreed[number - 1].due_on
    if book.late(number, on):
        return Tag(f"过了约定日 {(on - due).days} 天", "late")
    left = (due - on).days
    return Tag("今天到期" if left == 0 else f"还有 {left} 天")


def deadline_left(matter: Matter, last_on: date, on: date) -> str:
    """还剩 3 个工作日 to propose, to confirm or to check; of the day of a milestone only that it has passed."""
    if matter.state.task_book.turn is Turn.REACH:
        return f"已经过了 {(on - last_on).days} 天" if on > last_on else ""
    calendar = get_calendar()
    if on > last_on:
        return f"应在 {last_on} 前办，已逾期"
    left = calendar.count_between(on + date.resolution, last_on)
    return f"{last_on} 前办，{f'还剩 {left} 个工作日' if left else '今天到期'}"
