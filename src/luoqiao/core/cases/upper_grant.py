"""上级实拨: what a tier above really granted, put into a running case while its amount may still change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Proposal, StepKind
from luoqiao.core.cases.state import Stage


@dataclass(frozen=True, slots=True)
class Verdict:
    """记不记得进: now, later, or not any more; `why` in words."""

    now: bool = False
    later: bool = False
    why: str = ""


def may_record(matter: Matter) -> Verdict:
    """Before the notice, and not while one of several persons has already agreed to other figures."""
    state = matter.state
    if state.stage is Stage.CLOSED:
        return Verdict(why=f"案件已经办结（{state.ending.label if state.ending else ''}）")
    if state.stage is not Stage.RUNNING:
        return Verdict(later=True, why="企业还没有提交或正在补正，提交后记入")
    if matter.step.kind is not StepKind.REVIEW:
        return Verdict(why=f"案件已到“{matter.step.name}”")
    if state.proposal is not Proposal.GRANT:
        return Verdict(later=True, why="正在确认不予支持的意见，退回重审时记入")
    if any(given.step == state.step for given in state.approvals):
        return Verdict(later=True, why=f"“{matter.step.name}”已有人同意，这一步办完或退回后再看")
    return Verdict(now=True)


def grants_recorded(matter: Matter, grants: Mapping[str, str], reason: str) -> tuple[e.Event, ...]:
    """What is new to the case: the grants (`granted_city`: yuan) that it does not have, or has with another amount."""
    known = matter.state.decided_facts
    return tuple(
        e.FactDecided(matter.state.step, "", key, value, reason) for key, value in grants.items() if known.get(key) != value
    )
