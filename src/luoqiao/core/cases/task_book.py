"""任务书: the milestones that both sides agreed, what is proposed, reported and reached; worked out from the events alone.

An officer proposes, the enterprise confirms or returns; only what it confirmed holds. A change is a new proposal that is
confirmed again. A milestone that was reached stays reached under the new task book when it stands there word for word (name,
day and wording alike), under whatever number; one that was changed has to be reached anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from luoqiao.core.cases import events as e


class Turn(StrEnum):
    """轮到谁做什么: the officer proposes and checks, the enterprise confirms and reaches."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    REACH = "reach"
    CHECK = "check"

    @property
    def label(self) -> str:
        """What is waited for, in the words of lists."""
        return _LABELS[self.value]

    @property
    def applicants(self) -> bool:
        """Whether the enterprise has to act."""
        return self in (Turn.CONFIRM, Turn.REACH)


_LABELS = {"propose": "拟定任务书", "confirm": "确认任务书", "reach": "达到里程碑", "check": "核验里程碑"}

TaskEvent = (
    e.MilestonesProposed | e.MilestonesReturned | e.MilestonesAgreed | e.MilestoneReported | e.MilestonePassed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskBook:
    """任务书的状态: numbers count the agreed milestones from 1.

    `claimed` is the number that was reported and is not checked yet (0: none), `because` why the last proposal or report came
    back, `persons` who made the proposal or the report that is answered next, `since` when the present turn began.
    """

    agreed: tuple[e.Milestone, ...] = ()
    reached: tuple[int, ...] = ()
    proposed: e.MilestonesProposed | None = None
    claimed: int = 0
    because: str = ""
    persons: frozenset[int] = frozenset()
    since: datetime | None = None

    @property
    def turn(self) -> Turn:
        """Whose turn it is, and for what."""
        if self.proposed is not None:
            return Turn.CONFIRM
        if self.claimed:
            return Turn.CHECK
        return Turn.REACH if self.left else Turn.PROPOSE

    @property
    def left(self) -> tuple[tuple[int, e.Milestone], ...]:
        """The milestones that are not reached yet, with their numbers."""
        return tuple((number, one) for number, one in enumerate(self.agreed, 1) if number not in self.reached)

    @property
    def done(self) -> bool:
        """Whether everything that was agreed is reached."""
        return bool(self.agreed) and not self.left

    @property
    def kept(self) -> tuple[e.Milestone, ...]:
        """The milestones that are reached: no change may touch them."""
        return tuple(one for number, one in enumerate(self.agreed, 1) if number in self.reached)

    def late(self, number: int, on: date) -> bool:
        """Whether the day of a milestone has passed without its being reached or reported."""
        open_still = number not in self.reached and number != self.claimed
        return open_still and on > self.agreed[number - 1].due_on

    def after(self, recorded: e.Recorded, event: TaskEvent) -> TaskBook:
        """The task book after one more event."""
        now = replace(self, since=recorded.at, because="", persons=recorded.persons)
        match event:
            case e.MilestonesProposed():
                return replace(now, proposed=event)
            case e.MilestonesReturned():
                return replace(now, proposed=None, because=event.reason)
            case e.MilestonesAgreed():
                kept = tuple(place for place, one in enumerate(event.milestones, 1) if one in self.kept)
                return replace(now, agreed=event.milestones, reached=kept, proposed=None, claimed=0)
            case e.MilestoneReported():
                return replace(now, claimed=event.number)
            case e.MilestonePassed(passed=True):
                return replace(now, reached=(*self.reached, event.number), claimed=0)
            case e.MilestonePassed():
                return replace(now, claimed=0, because=event.note)
