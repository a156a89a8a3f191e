"""讲一轮评审: rounds of experts told from their beginning by the same decisions as any other, with the rows written at the end.

Beside `telling.py`: there a case grows by events; here experts are asked, declare and score, which no event says before the
round is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from luoqiao.apps.audit.services import Deed, Told
from luoqiao.apps.cases.models import Case, ExpertAssignment, ExpertDeclaration, ExpertSheet
from luoqiao.core.cases import events as e
from luoqiao.core.cases import expert_deeds as core
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.expert_round import Candidate, Expert, Round
from luoqiao.core.cases.scoring import ScoreSheet, read_sheet
from luoqiao.core.parties.actor import Actor, Role


@dataclass(slots=True)
class ToldExpert:
    """一位专家在一轮里做过的."""

    actor: Actor
    asked_at: datetime
    asked_by: Actor
    declared: list[tuple[bool, str, datetime]] = field(default_factory=list)
    sheets: list[tuple[ScoreSheet, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class ToldRound:
    """讲的一轮: grows deed by deed; `audit` holds an entry for each."""

    number: int
    step: str
    experts: list[ToldExpert] = field(default_factory=list)
    audit: list[Told] = field(default_factory=list)

    def held(self) -> Round:
        """The round as the core knows it, with the sheets."""
        return Round(self.number, tuple(_expert(one) for one in self.experts))

    def ask(
        self, matter: Matter, history: Sequence[e.Recorded], officer: Actor, expert: Actor, *, case: str, at: datetime
    ) -> None:
        """请专家."""
        post = core.assign(matter, history, self.held(), officer, Candidate(expert))
        self.experts.append(ToldExpert(expert, at, officer))
        self._note(officer, post.desk, case, "expert_asked", {"expert": expert.user, "name": expert.name}, at)

    def declare(self, expert: Actor, *, case: str, at: datetime, conflict: bool = False, reason: str = "") -> None:
        """声明利害关系."""
        told = core.declare(self.held(), expert, conflict=conflict, reason=reason)
        self._of(expert).declared.append((conflict, told, at))
        self._note(expert, f"{Role.EXPERT.value}@", case, "expert_declared", {"conflict": conflict}, at)

    def score(self, matter: Matter, expert: Actor, given: Mapping[str, object], *, case: str, at: datetime) -> None:
        """打分."""
        core.score(self.held(), expert)
        sheets = self._of(expert).sheets
        sheets.append((read_sheet(core.scoring_rule(matter), given), at))
        self._note(expert, f"{Role.EXPERT.value}@", case, "expert_scored", {"number": len(sheets)}, at)

    def _of(self, expert: Actor) -> ToldExpert:
        return next(one for one in self.experts if one.actor.user == expert.user)

    def _note(self, actor: Actor, desk: str, case: str, action: str, detail: Mapping[str, object], at: datetime) -> None:
        deed = Deed(f"case.{action}", f"case:{case}", {"round": self.number, **detail})
        self.audit.append(Told(at, actor.user, actor.name, deed, desk))


def write_rounds(told: Sequence[tuple[Case, Sequence[ToldRound]]]) -> None:
    """Write the rows of many told rounds; inside the caller's transaction."""
    listed = [(case, one, expert) for case, rounds in told for one in rounds for expert in one.experts]
    rows = ExpertAssignment.objects.bulk_create(_assignment(*each) for each in listed)
    pairs = [(row, expert) for row, (_, _, expert) in zip(rows, listed, strict=True)]
    ExpertDeclaration.objects.bulk_create(one for row, expert in pairs for one in _declarations(row, expert))
    ExpertSheet.objects.bulk_create(one for row, expert in pairs for one in _sheets(row, expert))


def _expert(one: ToldExpert) -> Expert:
    conflict, reason, declared_at = one.declared[-1] if one.declared else (None, "", None)
    sheet, scored_at = one.sheets[-1] if one.sheets else (None, None)
    return Expert(
        one.actor.user, one.actor.name, one.asked_at, one.asked_by.name, conflict, reason, declared_at, len(one.sheets), sheet,
        scored_at,
    )  # fmt: skip


def _assignment(case: Case, told: ToldRound, one: ToldExpert) -> ExpertAssignment:
    return ExpertAssignment(
        case=case, round=told.number, step=told.step, user=one.actor.user, name=one.actor.name, asked_at=one.asked_at,
        asked_by=one.asked_by.user, asked_name=one.asked_by.name,
    )  # fmt: skip


def _declarations(row: ExpertAssignment, one: ToldExpert) -> Iterator[ExpertDeclaration]:
    for number, (conflict, reason, at) in enumerate(one.declared, 1):
        yield ExpertDeclaration(assignment=row, number=number, conflict=conflict, reason=reason, declared_at=at)


def _sheets(row: ExpertAssignment, one: ToldExpert) -> Iterator[ExpertSheet]:
    for number, (sheet, at) in enumerate(one.sheets, 1):
        yield ExpertSheet(
            assignment=row, number=number, points=dict(sheet.points), total=sheet.total, opinion=sheet.opinion, scored_at=at
        )
