"""一轮评审: who was asked, how far each is, who may read the papers. Who may do what in it stands in `expert_deeds.py`.

A case may be scored more than once: a round belongs to one entering of the scoring step, by the number of the event that
entered it. Nobody sees marks of others before the round is closed, so a round is usually known here without its sheets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.scoring import ScoreSheet
from luoqiao.core.cases.state import Stage
from luoqiao.core.parties.actor import Actor


class ExpertState(StrEnum):
    """专家到了哪一步."""

    ASKED = "asked"
    READING = "reading"
    SCORED = "scored"
    CONFLICTED = "conflicted"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STATES[self.value]

    @property
    def settled(self) -> bool:
        """Whether nothing more is waited for from this expert."""
        return self in (ExpertState.SCORED, ExpertState.CONFLICTED, ExpertState.RELEASED)


_STATES = {
    "asked": "待声明", "reading": "待打分", "scored": "已打分", "conflicted": "已回避", "released": "已解除",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expert:
    """一位专家在一轮里: `sheets` says how often a sheet was handed in, `sheet` is the last one where the reader may see it.

    `conflict` is None while nothing was declared.
    """

    user: int
    name: str
    asked_at: datetime
    asked_by: str = ""
    conflict: bool | None = None
    conflict_reason: str = ""
    declared_at: datetime | None = None
    sheets: int = 0
    sheet: ScoreSheet | None = None
    scored_at: datetime | None = None
    released_because: str = ""
    released_at: datetime | None = None

    @property
    def state(self) -> ExpertState:
        """Where this expert is."""
        if self.released_at is not None:
            return ExpertState.RELEASED
        if self.conflict is None:
            return ExpertState.ASKED
        if self.conflict:
            return ExpertState.CONFLICTED
        return ExpertState.SCORED if self.sheets else ExpertState.READING


@dataclass(frozen=True, slots=True)
class Round:
    """一轮评审: `number` is that of the event by which the case entered the step."""

    number: int
    experts: tuple[Expert, ...] = ()

    def find(self, user: int) -> Expert | None:
        """The expert with this account."""
        return next((one for one in self.experts if one.user == user), None)

    @property
    def scored(self) -> tuple[Expert, ...]:
        """Those whose sheets count."""
        return tuple(one for one in self.experts if one.state is ExpertState.SCORED)

    @property
    def persons(self) -> frozenset[int]:
        """Everybody who was ever asked in this round."""
        return frozenset(one.user for one in self.experts)


@dataclass(frozen=True, slots=True)
class Candidate:
    """可以请的人: an account with its posts of the day, and what else ties it to a firm that the case is about."""

    actor: Actor
    agent_once: bool = False
    """Acts, or acted before, for a firm that the case is about."""
    contact: bool = False
    """Has the name or the telephone of a contact of such a firm."""


def round_number(matter: Matter) -> int:
    """The number of the round that runs now; 0 while the case is not being scored."""
    state = matter.state
    running = state.stage is Stage.RUNNING and matter.step.kind is StepKind.SCORING
    return state.entered.seq if running and state.entered else 0


def may_read(held: Round, user: int) -> bool:
    """Whether this expert may open the papers: declared no conflict, not released."""
    one = held.find(user)
    return one is not None and one.state in (ExpertState.READING, ExpertState.SCORED)


def totals_of(held: Round) -> list[int]:
    """The totals of the sheets that count, in the order of the experts. Raises ValueError for a round known without them."""
    totals = [one.sheet.total for one in held.scored if one.sheet is not None]
    if len(totals) != len(held.scored):
        raise ValueError("the sheets of this round were not read")
    return totals
