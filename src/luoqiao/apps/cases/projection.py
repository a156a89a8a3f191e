"""列表用的行: the case row and its to-dos as they follow from the state. Worked out anew after every event, never set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils import timezone

from luoqiao.apps.cases.models import Case, Todo
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import follow_up
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Matter, waiting_desks
from luoqiao.core.cases.disclosure import amounts_for_applicant
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.kernel.working_days import Calendar

AFTER_DECISION = (StepKind.CONSENT, StepKind.NOTICE, StepKind.MILESTONES, StepKind.REPORTING)
"""Steps that come after the money was decided on: from here on it counts against the caps of other cases."""


@dataclass(frozen=True, slots=True)
class Projected:
    """列表的一行和待办: values of `Case` that change, and the desks that have to act; `follow_up`: whose, by when."""

    fields: Mapping[str, object]
    desks: tuple[str, ...]
    deadline: Deadline | None
    follow_up: tuple[str, date] | None = None


def project(opened: Opened, at: datetime) -> None:
    """Bring the row and the to-dos of a case to its state."""
    projected = work_out(opened.matter, policy.get_calendar(), timezone.get_default_timezone(), at)
    row = opened.row
    for name, value in projected.fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(projected.fields))
    Todo.objects.filter(case=row).delete()
    Todo.objects.bulk_create(todos_of(row, opened.matter, projected, at))


def work_out(matter: Matter, calendar: Calendar, zone: tzinfo, at: datetime) -> Projected:
    """What the row says and who has to act, from the state alone."""
    state, step = matter.state, matter.step
    deadline = deadline_of(matter.procedure, state, calendar, zone)
    closed = state.stage is Stage.CLOSED
    decided = state.ending is Ending.GRANTED or (not closed and step.kind in AFTER_DECISION)
    told = amounts_for_applicant(state, decided=decided)
    fields: dict[str, object] = {
        "stage": state.stage.value, "step": state.step, "step_name": _step_name(matter),
        "ending": state.ending.value if state.ending else "", "seq": state.seq, "round": state.round,
        "amount": state.total if state.amounts is not None else None,
        "amounts": None if state.amounts is None else dict(state.amounts), "decided": decided,
        "told_amounts": None if told is None else dict(told),
        "deadline_on": deadline.last_on if deadline else None, "provisional": bool(deadline and deadline.provisional),
        "suspended": bool(deadline and deadline.suspended), "submitted_at": state.submitted_at, "changed_at": at,
        "closed_at": state.closed_at, "reminded": state.reminded,
        "sealed": not closed and state.stage is Stage.RUNNING and step.kind is StepKind.SEALED,
    }  # fmt: skip
    if state.pack_digest:
        fields["procedure_digest"] = state.pack_digest
    due = follow_up.due_of(state, calendar, zone)
    rated_badly = (follow_up.follow_up_desk(matter.parties), due.last_on) if due else None
    return Projected(fields, waiting_desks(matter), deadline, rated_badly)


def todos_of(row: Case, matter: Matter, projected: Projected, at: datetime) -> list[Todo]:
    """A to-do for each desk that has to act, and for the head who has to follow a bad rating up."""
    since = matter.state.returned_at or (matter.state.entered.at if matter.state.entered else at)
    due = projected.deadline.last_on if projected.deadline else None
    found = [
        Todo(
            case=row, desk=desk, step=matter.state.step, step_name=str(projected.fields["step_name"]), since=since,
            deadline_on=due, suspended=bool(projected.fields["suspended"]), for_user=matter.state.next_user,
        )
        for desk in projected.desks
    ]  # fmt: skip
    if projected.follow_up:
        desk, by = projected.follow_up
        found.append(
            Todo(case=row, desk=desk, step=follow_up.FOLLOW_UP, step_name=follow_up.FOLLOW_UP_NAME, since=at, deadline_on=by)
        )
    return found


def _step_name(matter: Matter) -> str:
    state = matter.state
    match state.stage:
        case Stage.CLOSED:
            return state.ending.label if state.ending else "已办结"
        case Stage.CORRECTION:
            return "待补正"
        case Stage.DRAFT:
            return "填报中"
        case Stage.RUNNING:
            if matter.step.kind is StepKind.MILESTONES:
                return state.task_book.turn.label
            posted = matter.step.kind is StepKind.NOTICE and state.notice is not None
            return f"{matter.step.name}中" if posted else matter.step.name
