"""换用新流程: where an open case goes on when it is moved to another version of its procedure.

Nobody is moved by loading a new version; it is an act of the lead unit's head, with a reason, for cases one looks at first.
It spares nothing: the case goes on at the first step of the new version that it has not passed. A step is passed when the old
version had it too, of the same kind, the case has left it behind, and its approvals satisfy the new version: the same desks, as
many persons, no check that nobody made, nobody on both sides of a new rule of four eyes. What does not hold is done again;
experts who score by another table begin anew.
The amounts, the facts and the rule that gives the money stay those of the version that the case began with.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import STAGES, Matter
from luoqiao.core.cases.procedure import Procedure, Proposal, Step, StepKind
from luoqiao.core.cases.refusals import NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import Approval, Stage
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role

DEED = "换用新流程"


class NothingLeft(DomainError):
    """新流程里没有要办的环节了."""

    code = "LQ-5561"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”的新流程里，这一件已经没有要办的环节；换了就等于不经决定就办结，请按原流程办完")


class NoNewVersion(DomainError):
    """没有新流程可换."""

    code = "LQ-5562"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”没有更新的版本，这一件已在最新的流程上")


@dataclass(frozen=True, slots=True)
class Move:
    """换到哪里: the step of the new version at which the case goes on, the approvals that still hold, what is done again.

    `fresh`: that step begins anew. `again`: steps up to where the case stood that have to be done, or done once more.
    """

    step: Step
    fresh: bool
    keeps: tuple[int, ...]
    again: tuple[Step, ...]
    void: tuple[Approval, ...]


def plan(matter: Matter, new: Procedure) -> Move:
    """Where the case would go on. Refuses (NotAtThisStep, NothingLeft) what would spare or cut off something that runs."""
    _check_movable(matter)
    state = matter.state
    if state.stage is Stage.DRAFT:
        first = new.steps[0]
        return Move(first, first.id != state.step, (), (), ())
    way = [step for step in new.way(state.total) if step.kind is not StepKind.SUBMISSION]
    target = next((step for step in way if not _passed(matter, new, step)), None)
    if target is None:
        raise NothingLeft(new.name)
    same = target.id == state.step and target.kind is matter.step.kind and target.scoring == matter.step.scoring
    keeps = tuple(one for one in state.approvals if _kept(matter, new, one, target, same=same))
    return Move(
        target, not same, tuple(one.seq for one in keeps), _again(matter, new, target),
        tuple(one for one in state.approvals if one not in keeps),
    )  # fmt: skip


def migrate(matter: Matter, actor: Actor, new: Procedure, *, digest: str, reason: str) -> tuple[e.Event, Post]:
    """换用新流程: by the head of the lead unit, with a reason; refuses as `plan` does."""
    post = actor.holds(Role.UNIT_HEAD, matter.parties.lead_unit)
    if post is None:
        raise NotYourDuty("牵头部门负责人")
    if not reason.strip():
        raise ReasonMissing(DEED)
    move = plan(matter, new)
    return e.Migrated(digest, move.step.id, reason.strip(), move.fresh, move.keeps), post


def _check_movable(matter: Matter) -> None:
    state = matter.state
    if state.stage is Stage.CLOSED:
        raise NotAtThisStep(DEED, STAGES[state.stage])
    if state.stage is Stage.RUNNING and matter.step.kind is StepKind.SEALED:
        raise NotAtThisStep(f"{DEED}，拆封以后再换", f"{matter.step.name}中")
    if state.notice is not None:
        raise NotAtThisStep(f"{DEED}，公示期满后再换", f"{matter.step.name}中")
    if state.proposal is not Proposal.GRANT:
        raise NotAtThisStep(f"{DEED}，这个意见确认或退回以后再换", "等待确认不予支持")


def _passed(matter: Matter, new: Procedure, step: Step) -> bool:
    """Whether the case has left this step of the new version behind."""
    if step.kind is StepKind.SEALED:
        return True  # whoever is past handing in was seen already; sealing it now would hide nothing
    old = _old(matter, step)
    if old is None or matter.procedure.position(old.id) >= _reached(matter):
        return False
    if step.kind is not StepKind.REVIEW:
        return old in matter.procedure.way(matter.state.total)
    if _checks_added(matter, step):
        return False
    desks = [one.desk for one in matter.state.approvals if one.step == step.id and _holds(matter, new, one)]
    return all(desks.count(desk) >= step.persons for desk in step.desks(matter.parties))


def _reached(matter: Matter) -> int:
    """How far the case has come in the old version; what was returned goes on where the return says."""
    here = matter.procedure.position(matter.state.step)
    returned = matter.state.returned
    return here if returned is None else min(here, matter.procedure.position(returned.resume_at))


def _old(matter: Matter, step: Step) -> Step | None:
    return next((one for one in matter.procedure.steps if one.id == step.id and one.kind is step.kind), None)


def _checks_added(matter: Matter, step: Step) -> bool:
    """Whether the new version asks for a check at this step that the old one did not ask for."""
    old = _old(matter, step)
    return old is None or bool(set(step.checks) - set(old.checks))


def _holds(matter: Matter, new: Procedure, given: Approval) -> bool:
    """Whether an approval is one of the new version: its step, its desk, apart from those it must be kept apart from."""
    step = next((one for one in new.steps if one.id == given.step), None)
    if step is None or _old(matter, step) is None or given.desk not in step.desks(matter.parties):
        return False
    others = [one for one in matter.state.approvals if one.step in step.apart_from and one.seq != given.seq]
    return not any(given.persons & one.persons for one in others)


def _kept(matter: Matter, new: Procedure, given: Approval, target: Step, *, same: bool) -> bool:
    """Whether an approval still holds after the move: before the step at which it goes on, or at it when it only goes on."""
    if not _holds(matter, new, given):
        return False
    if given.step == target.id:
        return same and not _checks_added(matter, target)
    return new.position(given.step) < new.position(target.id)


def _again(matter: Matter, new: Procedure, target: Step) -> tuple[Step, ...]:
    """The steps of the new version from where it goes on up to the one at which the case stood."""
    here = next((one for one in new.steps if one.id == matter.state.step), None)
    last = new.position(here.id) if here else new.position(target.id)
    way = new.way(matter.state.total)
    return tuple(step for step in new.steps[new.position(target.id) : last] if step in way)
