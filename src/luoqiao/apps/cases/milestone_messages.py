"""任务书与里程碑的消息: each side is told when it is its turn, with what the other one said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.apps.cases.message_parts import applicant_of, make_notice, notice_of, project_of, said_day
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases import events as e
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.task_book import Turn
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, Recipient, desk


def notices_of_task_book(opened: Opened, one: e.Recorded) -> Iterator[Notice]:
    """What one event tells, the state being the one after it; nothing for events of other kinds."""
    match one.event:
        case e.MilestonesProposed() as event:
            changed = "（变更）" if opened.matter.state.task_book.agreed else ""
            values = {"count": str(len(event.milestones)), "note": f"{changed}{event.note}"}
            yield _of(opened, one, Kind.TASK_BOOK_PROPOSED, applicant_of(opened), values)
        case e.MilestonesReturned() as event:
            yield from _to_officers(opened, one, Kind.TASK_BOOK_RETURNED, {"reason": event.reason})
        case e.MilestonesAgreed() as event:
            values = {"count": str(len(event.milestones))}
            yield from _to_officers(opened, one, Kind.TASK_BOOK_AGREED, values)
        case e.MilestoneReported() as event:
            values = {"milestone": _name(opened, event.number)}
            yield from _to_officers(opened, one, Kind.MILESTONE_REPORTED, values)
        case e.MilestonePassed() as event:
            result = "通过" if event.passed else "没有通过"
            values = {"milestone": _name(opened, event.number), "result": result, "note": event.note}
            yield _of(opened, one, Kind.MILESTONE_CHECKED, applicant_of(opened), values)


def notice_of_milestone_day(
    opened: Opened, event: e.Reminded, key: str, values: Mapping[str, str]
) -> Notice | None:
    """催报里程碑 to the enterprise: which milestone is near or past; None where something else is waited for."""
    book = opened.matter.state.task_book
    if opened.matter.step.kind is not StepKind.MILESTONES or book.turn is not Turn.REACH:
        return None
    _, first = min(book.left, key=lambda one: one[1].due_on)
    kind = Kind.MILESTONE_LATE if event.overdue else Kind.MILESTONE_DUE
    said = {**values, "project": project_of(opened), "milestone": first.name, "deadline": said_day(first.due_on)}
    return make_notice(opened, kind, [desk(event.desk)], key, said, _link(opened))


def _of(opened: Opened, one: e.Recorded, kind: Kind, to: Recipient, values: Mapping[str, str]) -> Notice:
    about = {"project": project_of(opened), **values}
    return notice_of(opened, kind, [to], one, values=about, link=_link(opened))


def _to_officers(opened: Opened, one: e.Recorded, kind: Kind, values: Mapping[str, str]) -> Iterator[Notice]:
    """To the desks of the step, whoever's turn it is now."""
    for name in opened.matter.procedure.step(getattr(one.event, "step", "")).desks(opened.matter.parties):
        yield _of(opened, one, kind, desk(name), values)


def _name(opened: Opened, number: int) -> str:
    return opened.matter.state.task_book.agreed[number - 1].name


def _link(opened: Opened) -> str:
    """Where the task book is read and answered."""
    return f"/cases/{opened.row.number}/milestones/"
