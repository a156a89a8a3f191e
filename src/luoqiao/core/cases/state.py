"""案件状态: worked out from its events alone; nobody sets it. The same events give the same state for ever.

`replay` folds the history under the procedure that the case is pinned to. It decides nothing and refuses nothing: whether
an event was allowed is asked before it is recorded (`decide.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from luoqiao.core.cases import events as e
from luoqiao.core.cases.procedure import Procedure, Proposal, Step, StepKind
from luoqiao.core.cases.task_book import TaskBook


class Stage(StrEnum):
    """阶段: 填报中 · 办理中 · 待补正 · 已办结."""

    DRAFT = "draft"
    RUNNING = "running"
    CORRECTION = "correction"
    CLOSED = "closed"


class Ending(StrEnum):
    """怎样办结: 予以支持 · 不予支持 · 撤回 · 放弃 · 移出名单."""

    GRANTED = "granted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _ENDINGS[self.value]


_ENDINGS = {"granted": "予以支持", "rejected": "不予支持", "withdrawn": "已撤回", "declined": "已放弃", "removed": "已移出名单"}


@dataclass(frozen=True, slots=True)
class Approval:
    """一个同意: still valid; those after a return or an upheld objection are not."""

    step: str
    desk: str
    seq: int
    at: datetime
    persons: frozenset[int]
    name: str
    proposal: Proposal
    snapshot: str


@dataclass(frozen=True, slots=True)
class Entered:
    """进入环节: when the present step began and by which event."""

    step: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Pause:
    """停计: the clock of the step stood still from this moment to that; `until` None: it still stands."""

    since: datetime
    until: datetime | None
    seq: int


@dataclass(frozen=True, slots=True)
class OnNotice:
    """公示中: the notice, its days, and the objections that are not answered yet."""

    notice: str
    first_on: date
    last_on: date
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseState:
    """案件状态. `amounts` are those decided last (fen by tier), `ceiling` what the rule gave when they were."""

    stage: Stage = Stage.DRAFT
    step: str = ""
    round: int = 0
    seq: int = 0
    entered: Entered | None = None
    pauses: tuple[Pause, ...] = ()
    proposal: Proposal = Proposal.GRANT
    reasons: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    makers: frozenset[int] = frozenset()
    amounts: Mapping[str, int] | None = None
    applied: Mapping[str, int] | None = None
    snapshot: str = ""
    decided_facts: Mapping[str, str] = field(default_factory=dict)
    returned: e.Returned | None = None
    returned_at: datetime | None = None
    notice: OnNotice | None = None
    reported: tuple[date, ...] = ()
    missed: tuple[date, ...] = ()
    missed_in_row: int = 0
    says_done: bool = False
    """The enterprise reported that the project is done; an officer has not answered yet."""
    sealed_until: date | None = None
    task_book: TaskBook = field(default_factory=TaskBook)
    score: e.ScoringClosed | None = None
    experts: frozenset[int] = frozenset()
    """Who was asked as an expert in a round that was closed: they decide nothing on this case."""
    rated: e.Rated | None = None
    rated_at: datetime | None = None
    followed_up: e.FollowedUp | None = None
    ending: Ending | None = None
    opened_at: datetime | None = None
    submitted_at: datetime | None = None
    closed_at: datetime | None = None
    pack_digest: str = ""
    """The version of the procedure that the case was moved to; empty while it follows the one that it began with."""
    next_user: int = 0
    reminded: int = 0
    """Of the present step: 0 nobody was reminded yet, 1 that the deadline is near, 2 that it has passed."""

    @property
    def total(self) -> int:
        """The amount over all tiers in fen; 0 while nothing is known."""
        return sum((self.amounts or {}).values())

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.stage is not Stage.CLOSED


Versions = Mapping[str, Procedure]
"""Later versions of a procedure by the digest of their pack, for cases that were moved to them."""


def replay(procedure: Procedure, events: Iterable[e.Recorded], later: Versions | None = None) -> CaseState:
    """The state after these events."""
    began = CaseState(step=procedure.steps[0].id)
    states = [state for _, state in follow(procedure, began, events, later)]
    return states[-1] if states else began


def follow(
    procedure: Procedure, state: CaseState, events: Iterable[e.Recorded], later: Versions | None = None
) -> Iterator[tuple[Procedure, CaseState]]:
    """After each event: the version that the case follows from then on, and its state."""
    for recorded in events:
        if isinstance(recorded.event, e.Migrated):
            procedure = (later or {}).get(recorded.event.pack_digest, procedure)
        state = _after(procedure, state, recorded)
        yield procedure, state


def apply(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    """The state after one more event; `procedure` is the version that the case follows from then on."""
    return _after(procedure, state, recorded)


def open_desks(step: Step, state: CaseState, desks: tuple[str, ...]) -> tuple[str, ...]:
    """Of the desks of a review, those that have not given all their approvals yet."""
    given = [a.desk for a in state.approvals if a.step == step.id]
    return tuple(desk for desk in desks if given.count(desk) < step.persons)


def _after(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    state = replace(state, seq=recorded.seq)
    match recorded.event:
        case e.Opened():
            return replace(state, opened_at=recorded.at, entered=_entered(procedure.steps[0].id, recorded))
        case e.Submitted() as event:
            return _submitted(procedure, state, recorded, event)
        case e.Withdrawn():
            return _closed(state, Ending.WITHDRAWN, recorded)
        case e.Declined():
            return _closed(state, Ending.DECLINED, recorded)
        case e.Consented() as event:
            return _advance(procedure, state, event.step, recorded)
        case e.Migrated() as event:
            return _migrated(state, recorded, event)
        case e.Arranged() as event:
            return replace(state, amounts=dict(event.amounts))
        case e.Rated() as event:
            return replace(state, rated=event, rated_at=recorded.at)
        case e.FollowedUp() as event:
            return replace(state, followed_up=event)
        case e.Reminded() as event:
            return replace(state, reminded=2 if event.overdue else max(1, state.reminded))
        case e.FactDecided() | e.Approved() | e.Rejected() | e.Returned() | e.SentBack():
            return _after_review(procedure, state, recorded)
    return _after_special(procedure, state, recorded)


def _after_review(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    """What officers decide."""
    match recorded.event:
        case e.FactDecided() as event:
            kept = {key: value for key, value in state.decided_facts.items() if key != event.key}
            return replace(state, decided_facts=kept if event.value is None else kept | {event.key: event.value})
        case e.Approved() as event:
            return _approved(procedure, state, recorded, event)
        case e.Rejected() as event:
            state = _with_approval(state, recorded, event.step, event.desk, Proposal.REJECT, state.snapshot)
            state = replace(state, proposal=Proposal.REJECT, reasons=event.reasons)
            return _enter(state, procedure.step(event.step).confirmed_by, recorded)
        case e.Returned() as event:
            pauses = (*state.pauses, Pause(recorded.at, None, recorded.seq))
            return replace(
                state, stage=Stage.CORRECTION, returned=event, returned_at=recorded.at, pauses=pauses, next_user=0,
                reminded=0,
            )  # fmt: skip
        case e.SentBack() as event:
            return _back_to(procedure, replace(state, proposal=Proposal.GRANT, reasons=()), event.to, recorded)
    return state


def _after_special(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    """What is sealed, experts and reports; else task books."""
    match recorded.event:
        case e.Sealed() as event:
            return replace(state, sealed_until=event.until)
        case e.Unsealed() as event:
            return _advance(procedure, state, event.step, recorded)
        case e.ScoringClosed() as event:
            scored = replace(state, score=event, experts=state.experts | frozenset(event.experts))
            return _advance(procedure, scored, event.step, recorded)
        case e.Reported() as event:
            return _reported(state, event)
        case e.Continued():
            return replace(_enter(state, state.step, recorded), missed_in_row=state.missed_in_row)
        case e.ReportMissed() as event:
            return _missed(procedure, state, recorded, event)
        case e.Finished():
            return _advance(procedure, state, state.step, recorded)
    return _after_task_book(procedure, state, recorded)


def _after_task_book(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    """What both sides agree on, report and check; the step is done when everything is reached. Else notices."""
    match recorded.event:
        case (
            e.MilestonesProposed() | e.MilestonesReturned() | e.MilestonesAgreed() | e.MilestoneReported()
            | e.MilestonePassed()
        ) as event:  # fmt: skip
            state = replace(state, task_book=state.task_book.after(recorded, event), reminded=0)
            ends = isinstance(event, e.MilestonesAgreed | e.MilestonePassed) and state.task_book.done
            return _advance(procedure, state, event.step, recorded) if ends else state
    return _after_notice(procedure, state, recorded)


def _after_notice(procedure: Procedure, state: CaseState, recorded: e.Recorded) -> CaseState:
    """What happens to a posted case."""
    match recorded.event:
        case e.NoticePosted() as event:
            return replace(state, notice=OnNotice(event.notice, event.first_on, event.last_on))
        case e.NoticeHeld() as event if state.notice:
            objections = (*state.notice.objections, event.objection)
            return replace(state, notice=replace(state.notice, objections=objections))
        case e.ObjectionAnswered() as event if state.notice:
            left = tuple(one for one in state.notice.objections if one != event.objection)
            rule = procedure.step(state.step).notice
            if event.upheld and rule and rule.upheld_to:
                return _back_to(procedure, replace(state, notice=None), rule.upheld_to, recorded)
            return replace(state, notice=replace(state.notice, objections=left))
        case e.NoticeWithdrawn() as event if state.notice:
            rule = procedure.step(state.step).notice
            if event.back and rule and rule.upheld_to:
                return _back_to(procedure, state, rule.upheld_to, recorded)
            return _enter(state, state.step, recorded)
        case e.NoticeEnded():
            return _advance(procedure, state, state.step, recorded)
    return state


def _submitted(procedure: Procedure, state: CaseState, recorded: e.Recorded, event: e.Submitted) -> CaseState:
    returned = state.returned
    state = replace(
        state, stage=Stage.RUNNING, round=state.round + 1, snapshot=event.snapshot, amounts=event.amounts,
        applied=event.amounts, submitted_at=state.submitted_at or recorded.at, returned=None, returned_at=None,
        makers=state.makers | recorded.persons, proposal=Proposal.GRANT, reasons=(),
        decided_facts={},
    )  # fmt: skip
    if returned is None:
        first = next(s for s in procedure.way(state.total) if s.kind is not StepKind.SUBMISSION)
        return _enter(state, first.id, recorded)
    pauses = tuple(p if p.until else replace(p, until=recorded.at) for p in state.pauses)
    state = replace(state, pauses=pauses, reminded=0)
    state = _without_approvals_from(procedure, state, returned.resume_at)
    if returned.resume_at == state.step and procedure.step(state.step) in procedure.way(state.total):
        return state
    on_way = procedure.step(returned.resume_at) in procedure.way(state.total)
    following = None if on_way else procedure.after(returned.resume_at, state.total)
    return _enter(state, following.id if following else returned.resume_at, recorded)


def _approved(procedure: Procedure, state: CaseState, recorded: e.Recorded, event: e.Approved) -> CaseState:
    snapshot = event.snapshot or state.snapshot
    state = _with_approval(state, recorded, event.step, event.desk, state.proposal, snapshot)
    state = replace(
        state, snapshot=snapshot, next_user=event.next_user,
        amounts=state.amounts if event.amounts is None else event.amounts,
    )  # fmt: skip
    step = procedure.step(event.step)
    given = [a.desk for a in state.approvals if a.step == step.id]
    if len(given) < step.persons * len(step.seats):
        return state
    match state.proposal:
        case Proposal.GRANT:
            return _advance(procedure, state, step.id, recorded)
        case Proposal.REJECT:
            return _closed(state, Ending.REJECTED, recorded)
        case Proposal.REMOVE:
            return _closed(state, Ending.REMOVED, recorded)


def _reported(state: CaseState, event: e.Reported) -> CaseState:
    """A report that comes after it was missed stays missed."""
    in_row = state.missed_in_row if event.month in state.missed else 0
    return replace(
        state, reported=(*state.reported, event.month), missed_in_row=in_row, says_done=event.done, reminded=0
    )


def _missed(procedure: Procedure, state: CaseState, recorded: e.Recorded, event: e.ReportMissed) -> CaseState:
    state = replace(state, missed=(*state.missed, event.month), missed_in_row=state.missed_in_row + 1, reminded=0)
    step = procedure.step(state.step)
    if step.report is None or state.missed_in_row < step.report.most_missed or not step.confirmed_by:
        return state
    reasons = (f"连续 {state.missed_in_row} 个月没有报告进度",)
    return _enter(replace(state, proposal=Proposal.REMOVE, reasons=reasons), step.confirmed_by, recorded)


def _migrated(state: CaseState, recorded: e.Recorded, event: e.Migrated) -> CaseState:
    """Nothing is submitted, decided or spared by it: a draft stays a draft, and who has to correct still has to."""
    kept = tuple(one for one in state.approvals if one.seq in event.keeps)
    state = replace(state, pack_digest=event.pack_digest, approvals=kept, next_user=0)
    returned = None if state.returned is None else replace(state.returned, resume_at=event.step)
    state = replace(state, returned=returned)
    if not event.fresh:
        return state
    entered = _entered(event.step, recorded)
    match state.stage:
        case Stage.RUNNING:
            return _enter(state, event.step, recorded)
        case Stage.CORRECTION:
            stopped = (Pause(recorded.at, None, recorded.seq),)
            return replace(state, step=event.step, entered=entered, pauses=stopped, reminded=0)
    return replace(state, step=event.step, entered=entered)


def _with_approval(
    state: CaseState, recorded: e.Recorded, step: str, desk: str, proposal: Proposal, snapshot: str
) -> CaseState:
    given = Approval(step, desk, recorded.seq, recorded.at, recorded.persons, recorded.name, proposal, snapshot)
    return replace(state, approvals=(*state.approvals, given))


def _without_approvals_from(procedure: Procedure, state: CaseState, step: str) -> CaseState:
    """Later approvals are void: what they agreed to is no longer what lies before them."""
    at = procedure.position(step)
    kept = tuple(one for one in state.approvals if procedure.position(one.step) < at)
    return replace(state, approvals=kept)


def _back_to(procedure: Procedure, state: CaseState, step: str, recorded: e.Recorded) -> CaseState:
    return _enter(_without_approvals_from(procedure, state, step), step, recorded)


def _advance(procedure: Procedure, state: CaseState, step: str, recorded: e.Recorded) -> CaseState:
    following = procedure.after(step, state.total)
    if following is None:
        return _closed(state, Ending.GRANTED, recorded)
    return _enter(state, following.id, recorded)


def _enter(state: CaseState, step: str, recorded: e.Recorded) -> CaseState:
    return replace(
        state, stage=Stage.RUNNING, step=step, entered=_entered(step, recorded), pauses=(), notice=None,
        missed_in_row=0, says_done=False, reminded=0, sealed_until=None,
    )  # fmt: skip


def _entered(step: str, recorded: e.Recorded) -> Entered:
    return Entered(step, recorded.at, recorded.seq)


def _closed(state: CaseState, ending: Ending, recorded: e.Recorded) -> CaseState:
    return replace(
        state, stage=Stage.CLOSED, ending=ending, closed_at=recorded.at, entered=None, pauses=(), returned=None,
        next_user=0,
    )  # fmt: skip
