"""案件的消息: whom an event tells what; one arm an event. The words themselves are the wording table's (`core/messages`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoqiao.apps.cases.message_parts import (
    applicant_of,
    lead_of,
    make_notice,
    notice_of,
    project_of,
    said_day,
)
from luoqiao.apps.cases.messages_after import asked_to_rate, notices_after_decision
from luoqiao.apps.cases.milestone_messages import notices_of_task_book
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import waiting_desks
from luoqiao.core.cases.procedure import Begin, StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk, person

__all__ = ("applicant_of", "make_notice", "notices_of")
REMEDY = "对决定不服，可以在 60 日内申请行政复议，或在六个月内提起行政诉讼"


def notices_of(opened: Opened, recorded: Sequence[e.Recorded]) -> tuple[Notice, ...]:
    """What the events of one deed tell, the state being the one after them."""
    return tuple(notice for one in recorded for notice in _of(opened, one))


def _of(opened: Opened, one: e.Recorded) -> Iterator[Notice]:
    state = opened.matter.state
    match one.event:
        case e.Submitted():
            kind = Kind.SUBMITTED if state.round == 1 else Kind.RESUBMITTED
            if opened.matter.procedure.begin is Begin.APPLICATION:
                yield from _to_desks(opened, kind, one)
                if kind is Kind.SUBMITTED:
                    yield notice_of(opened, kind, [applicant_of(opened)], one, "own")
        case e.Returned() as event:
            lines = "\n".join(f"{number}. {item.name}：{item.reason}" for number, item in enumerate(event.items, 1))
            yield notice_of(opened, Kind.RETURN_FOR_CORRECTION, [applicant_of(opened)], one, values={"corrections": lines})
        case e.Approved() as event:
            yield from _approved(opened, one, event)
        case e.Rejected() | e.SentBack() | e.ObjectionAnswered(upheld=True) | e.NoticeWithdrawn():
            yield from _to_desks(opened, Kind.APPROVED_STEP, one)
        case e.NoticeEnded() | e.Finished() | e.Consented() | e.ScoringClosed():
            yield from _moved_on(opened, one)
        case e.Supervised() as event:
            to = [desk(name) for name in waiting_desks(opened.matter)] or [lead_of(opened)]
            due = said_day(event.due_on) if event.due_on else ""
            values = {"ordered_by": one.name, "instruction": event.text, "step": opened.row.step_name, "deadline": due}
            yield notice_of(opened, Kind.SUPERVISED, to, one, values=values)
        case e.Unsealed():
            yield from _to_desks(opened, Kind.SUBMITTED, one)
        case e.MilestonePassed():
            yield from notices_of_task_book(opened, one)
            if opened.matter.step.kind is not StepKind.MILESTONES:
                yield from _moved_on(opened, one)
        case _:
            yield from notices_after_decision(opened, one)
            yield from notices_of_task_book(opened, one)


def _approved(opened: Opened, one: e.Recorded, event: e.Approved) -> Iterator[Notice]:
    state = opened.matter.state
    if state.ending is Ending.REJECTED:
        values = {"reason": "；".join(state.reasons), "remedy": REMEDY}
        yield notice_of(opened, Kind.REJECTED, [applicant_of(opened)], one, values=values)
        yield asked_to_rate(opened, one)
        return
    if state.ending is Ending.REMOVED:
        values = {"project": project_of(opened), "reason": "；".join(state.reasons), "remedy": REMEDY}
        yield notice_of(opened, Kind.REMOVED_FROM_LIST, [applicant_of(opened)], one, values=values)
        return
    if any(step.id == event.step and step.accepts for step in opened.matter.procedure.steps):
        yield notice_of(opened, Kind.ACCEPTED, [applicant_of(opened)], one, "own")
    yield from _moved_on(opened, one, event.next_user)


def _moved_on(opened: Opened, one: e.Recorded, next_user: int = 0) -> Iterator[Notice]:
    state = opened.matter.state
    if state.ending is Ending.GRANTED:
        tiers = "，".join(
            f"{tier.label} {show_yuan((state.amounts or {}).get(tier.code, 0))}"
            for tier in opened.pack.meta.tiers
            if (state.amounts or {}).get(tier.code)
        )
        amount = show_yuan(state.total) if state.amounts else "（不涉及金额）"
        yield notice_of(opened, Kind.GRANTED, [applicant_of(opened)], one, values={"amount": amount, "tiers": tiers})
        yield asked_to_rate(opened, one)
        return
    if state.stage is not Stage.RUNNING:
        return
    if opened.matter.step.kind is StepKind.CONSENT:
        values = {"amount": show_yuan(state.total), "basis": opened.pack.meta.number}
        yield notice_of(opened, Kind.CONSENT_ASKED, [applicant_of(opened)], one, "consent", values)
        return
    if next_user:
        yield notice_of(opened, Kind.APPROVED_STEP, [person(next_user)], one, "next", _step_values(opened, one))
    else:
        yield from _to_desks(opened, Kind.APPROVED_STEP, one)


def _to_desks(opened: Opened, kind: Kind, one: e.Recorded) -> Iterator[Notice]:
    to = [desk(name) for name in waiting_desks(opened.matter)]
    if to:
        yield notice_of(opened, kind, to, one, "desk", _step_values(opened, one))


def _step_values(opened: Opened, one: e.Recorded) -> dict[str, str]:
    done = getattr(one.event, "step", "")
    name = opened.step_name(done) if done else opened.row.step_name
    return {"step": name, "next_step": opened.matter.step.name}
