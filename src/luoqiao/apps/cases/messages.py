"""案件的消息: whom an event tells what; one arm an event. The words themselves are the wording table's (`core/messages`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import timezone

from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.decide import waiting_desks
from luoqiao.core.cases.procedure import Begin, StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, Recipient, desk, person
from luoqiao.core.parties.actor import Role

REMEDY = "对决定不服，可以在 60 日内申请行政复议，或在六个月内提起行政诉讼"


def notices_of(opened: Opened, recorded: Sequence[e.Recorded]) -> tuple[Notice, ...]:
    """What the events of one deed tell, the state being the one after them."""
    return tuple(notice for one in recorded for notice in _of(opened, one))


def applicant_of(opened: Opened) -> Recipient:
    """Everybody who acts for the enterprise."""
    return desk(f"{Role.ENTERPRISE_AGENT.value}@{opened.row.uscc}")


def make_notice(
    opened: Opened, kind: Kind, to: Iterable[Recipient], key: str, values: Mapping[str, str], link: str = ""
) -> Notice:
    """A notice about a case: the values that every kind asks for are filled in here; the others are the caller's."""
    row = opened.row
    common = {"case_number": row.number, "matter": row.title, "enterprise": row.enterprise_name}
    slots = {slot.value for slot in kind.described.slots}
    given = {name: text for name, text in {**common, **values}.items() if name in slots}
    given |= {slot.value: "" for slot in kind.described.may if slot.value not in given}
    about = f"case:{row.number}"
    return Notice(kind, tuple(to), given, link or f"/cases/{row.number}/", about, f"{about}:{key}", row.pack)


def _of(opened: Opened, one: e.Recorded) -> Iterator[Notice]:
    state = opened.matter.state
    match one.event:
        case e.Submitted():
            kind = Kind.SUBMITTED if state.round == 1 else Kind.RESUBMITTED
            if opened.matter.procedure.begin is Begin.APPLICATION:
                yield from _to_desks(opened, kind, one)
                if kind is Kind.SUBMITTED:
                    yield _notice(opened, kind, [applicant_of(opened)], one, "own")
        case e.Returned() as event:
            lines = "；".join(f"{item.name}：{item.reason}" for item in event.items)
            yield _notice(opened, Kind.RETURN_FOR_CORRECTION, [applicant_of(opened)], one, values={"corrections": lines})
        case e.Approved() as event:
            yield from _approved(opened, one, event)
        case e.Rejected() | e.SentBack() | e.ObjectionAnswered(upheld=True) | e.NoticeWithdrawn():
            yield from _to_desks(opened, Kind.APPROVED_STEP, one)
        case e.NoticeEnded() | e.Finished() | e.Consented() | e.ScoringClosed():
            yield from _moved_on(opened, one)
        case e.Supervised() as event:
            to = [desk(name) for name in waiting_desks(opened.matter)] or [_lead(opened)]
            due = _said(event.due_on) if event.due_on else ""
            values = {"ordered_by": one.name, "instruction": event.text, "step": opened.row.step_name, "deadline": due}
            yield _notice(opened, Kind.SUPERVISED, to, one, values=values)
        case e.ReportMissed() as event:
            values = {
                "project": opened.row.subject or opened.row.title, "period": f"{event.month.year}年{event.month.month}月",
                "missed": str(state.missed_in_row or len(state.missed)),
            }  # fmt: skip
            yield _notice(opened, Kind.REPORT_MISSED, [applicant_of(opened), _lead(opened)], one, values=values)


def _approved(opened: Opened, one: e.Recorded, event: e.Approved) -> Iterator[Notice]:
    state = opened.matter.state
    if state.ending is Ending.REJECTED:
        values = {"reason": "；".join(state.reasons), "remedy": REMEDY}
        yield _notice(opened, Kind.REJECTED, [applicant_of(opened)], one, values=values)
        return
    if state.ending is Ending.REMOVED:
        values = {"project": opened.row.subject or opened.row.title, "reason": "；".join(state.reasons), "remedy": REMEDY}
        yield _notice(opened, Kind.REMOVED_FROM_LIST, [applicant_of(opened)], one, values=values)
        return
    if event.step == "accept":
        yield _notice(opened, Kind.ACCEPTED, [applicant_of(opened)], one, "own")
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
        yield _notice(opened, Kind.GRANTED, [applicant_of(opened)], one, values={"amount": amount, "tiers": tiers})
        yield _notice(opened, Kind.SATISFACTION_ASKED, [applicant_of(opened)], one, "rate")
        return
    if state.stage is not Stage.RUNNING:
        return
    if opened.matter.step.kind is StepKind.CONSENT:
        values = {"amount": show_yuan(state.total), "basis": opened.pack.meta.number}
        yield _notice(opened, Kind.CONSENT_ASKED, [applicant_of(opened)], one, "consent", values)
        return
    if next_user:
        yield _notice(opened, Kind.APPROVED_STEP, [person(next_user)], one, "next", _step_values(opened, one))
    else:
        yield from _to_desks(opened, Kind.APPROVED_STEP, one)


def _to_desks(opened: Opened, kind: Kind, one: e.Recorded) -> Iterator[Notice]:
    to = [desk(name) for name in waiting_desks(opened.matter)]
    if to:
        yield _notice(opened, kind, to, one, "desk", _step_values(opened, one))


def _step_values(opened: Opened, one: e.Recorded) -> dict[str, str]:
    done = getattr(one.event, "step", "")
    name = opened.matter.procedure.step(done).name if done else opened.row.step_name
    return {"step": name, "next_step": opened.matter.step.name}


def _notice(
    opened: Opened, kind: Kind, to: Iterable[Recipient], one: e.Recorded, suffix: str = "",
    values: Mapping[str, str] | None = None,
) -> Notice:  # fmt: skip
    deadline = deadline_of(
        opened.matter.procedure, opened.matter.state, policy.get_calendar(), timezone.get_default_timezone()
    )
    said = _said(deadline.last_on) if deadline else "（没有期限）"
    key = f"{one.event.kind}:{one.seq}{':' + suffix if suffix else ''}"
    return make_notice(opened, kind, to, key, {"deadline": said, **(values or {})})


def _lead(opened: Opened) -> Recipient:
    return desk(f"{Role.OFFICER.value}@{opened.row.lead_unit}")


def _said(on: object) -> str:
    return f"{on:%Y-%m-%d}"
