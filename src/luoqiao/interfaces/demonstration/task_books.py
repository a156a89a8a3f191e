"""示例的任务书: what is agreed, returned once in a while, reported and checked, each through the real decisions."""

from __future__ import annotations

from datetime import date, timedelta

from luoqiao.core.cases import events as e
from luoqiao.core.cases import milestones
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.task_book import TaskBook, Turn
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.draws import part

STEPS = (
    ("方案定型", 60, "设计方案和仿真报告通过专家审查"), ("样机试制", 150, "样机试制完成，连续运行 72 小时无故障"),
    ("指标验证", 240, "第三方检测，全部验收指标达到榜单要求"),
)  # fmt: skip
"""Name, days after the signing, what is checked."""
FIRST, SECOND = "按揭榜方案拟定", "已按企业意见后延"
RETURNS = "样机试制的时间太紧，进口轴承交货要三个月，请后延一个月"
REPORTED = "已按任务书完成，检测记录和现场照片备查"
NOT_YET, PASSED = "检测报告还没有加盖检测单位公章，请补齐后再报", "现场核验，指标达到"
SLOW = 35
"""So many of a hundred projects are reported on long after the day."""


def reported_on(book: TaskBook, subject: str, key: str) -> date:
    """The day on which the next milestone is reported: mostly in the last days before it is due."""
    _, first = min(book.left, key=lambda one: one[1].due_on)
    slow = part(f"{subject}/slow", 1, 100) <= SLOW
    return first.due_on + timedelta(days=part(f"{key}/late", 40, 90) if slow else -part(f"{key}/early", 0, 9))


def task_book_deed(matter: Matter, actor: Actor, on: date, key: str) -> tuple[e.Event, ...]:
    """What this person does now that it is the turn of this person's side."""
    book = matter.state.task_book
    drawn = part(f"{key}/how", 1, 100)
    match book.turn:
        case Turn.PROPOSE:
            shift = 30 if book.because else 0
            rows = [
                {"name": name, "due_on": (on + timedelta(days=days + (shift if days > 60 else 0))).isoformat(), "words": words}
                for name, days, words in STEPS
            ]
            return milestones.propose(matter, actor, rows=rows, on=on, note=SECOND if shift else FIRST)
        case Turn.CONFIRM:
            if book.proposed and book.proposed.note == FIRST and drawn <= 45:
                return milestones.give_back(matter, actor, reason=RETURNS)
            return milestones.confirm(matter, actor)
        case Turn.REACH:
            return milestones.report(matter, actor, number=book.left[0][0], words=REPORTED)
        case Turn.CHECK:
            passed = drawn > 25
            note = PASSED if passed else NOT_YET
            return milestones.check(matter, actor, number=book.claimed, passed=passed, note=note)
