"""对企业公开的经过: what the applicant is told of a case while it runs and after; what the house keeps to itself.

Told: every step and who did it, what has to be corrected, notices, what was decided and why. Kept: opinions, whom a colleague
asked to go on, proposals that nobody has confirmed, reminders to officials, who objected, which experts scored and how each
of them; the average is told. Amounts and facts that officers work on are told once they are decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from luoqiao.core.cases import events as e
from luoqiao.core.cases.procedure import Proposal
from luoqiao.core.cases.state import CaseState, Ending
from luoqiao.core.parties.actor import Role


def history_for_applicant(
    history: Iterable[e.Recorded], state: CaseState, *, decided: bool
) -> tuple[e.Recorded, ...]:
    """The events that the applicant sees, without what is kept inside; numbers and times as they are."""
    return tuple(
        replace(one, event=told)
        for one, proposed in _with_proposals(history)
        if (told := _told(one.event, state, proposed=proposed, decided=decided)) is not None
    )


def state_for_applicant(state: CaseState, *, decided: bool) -> CaseState:
    """The state without proposals, opinions and figures that are not decided yet."""
    closed = state.ending is not None
    return replace(
        state,
        proposal=state.proposal if closed else Proposal.GRANT,
        reasons=state.reasons if closed else (),
        amounts=amounts_for_applicant(state, decided=decided),
        decided_facts=state.decided_facts if decided or closed else {},
        next_user=0,
        score=_scored(state.score) if state.score else None,
        experts=frozenset(),
    )  # fmt: skip


def amounts_for_applicant(state: CaseState, *, decided: bool) -> e.Amounts | None:
    """The amounts that were decided; those that were asked for while nothing is."""
    return state.amounts if decided or state.ending is not None else state.applied


def _with_proposals(history: Iterable[e.Recorded]) -> Iterator[tuple[e.Recorded, bool]]:
    """Each event with whether a refusal had been proposed before it and not sent back."""
    proposed = False
    for one in history:
        yield one, proposed
        match one.event:
            case e.Rejected():
                proposed = True
            case e.SentBack() | e.Submitted():
                proposed = False


def _told(event: e.Event, state: CaseState, *, proposed: bool, decided: bool) -> e.Event | None:
    refused = state.ending is Ending.REJECTED
    match event:
        case e.SentBack() | e.Escalated() | e.Supervised() | e.FollowedUp():
            return None
        case e.Reminded(desk=desk):
            return event if desk.startswith(Role.ENTERPRISE_AGENT.value) else None
        case e.Rejected():
            return event if refused and event.reasons == state.reasons else None
        case e.Approved():
            return _approved(event, decided=decided) if refused or not proposed else None
        case e.FactDecided():
            return event if decided or refused else None
        case e.NoticeHeld():
            return replace(event, objection="")
        case e.ObjectionAnswered():
            return replace(event, objection="", answer="")
        case e.ScoringClosed():
            return _scored(event)
    return event


def _scored(event: e.ScoringClosed) -> e.ScoringClosed:
    """The average and whether it reached the line; neither the experts nor their sheets."""
    return replace(event, count=0, snapshot="", experts=())


def _approved(event: e.Approved, *, decided: bool) -> e.Approved:
    return replace(
        event, opinion="", snapshot="", next_user=0, credit=None,
        amounts=event.amounts if decided else None, lowered_because=event.lowered_because if decided else "",
    )  # fmt: skip
