"""评审的问句: the rounds of a case for whoever organises, heads or audits: who was asked and how far each is; marks only of
rounds that are closed, from what was frozen then. Closed rounds of earlier times stay readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoqiao.apps.cases.candidates import list_candidates
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.models import Case, ExpertAssignment, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.rounds import sealed_round
from luoqiao.apps.cases.scope import sees_experts
from luoqiao.core.cases import events as e
from luoqiao.core.cases import expert_deeds as core
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.expert_round import Candidate, ExpertState, Round, round_number
from luoqiao.core.cases.procedure import ScoringRule, Step, StepKind
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.scoring import Average, ScoreSheet, read_rule, recompute
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """一份算进去的评分表: `left_out` when it was the single highest or lowest."""

    name: str
    sheet: ScoreSheet
    scored_at: datetime
    left_out: bool


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """已结束的一轮: from the snapshot that was frozen with the event."""

    number: int
    closed_at: datetime
    closed_by: str
    event: e.ScoringClosed
    rule: ScoringRule
    sheets: tuple[CountedSheet, ...]
    others: tuple[tuple[str, str, str], ...]
    """Who did not score: name, state, reason."""
    recomputed: Average


@dataclass(frozen=True, slots=True)
class PersonToAsk:
    """可以请的一位: `why_not` says what stands against it."""

    user: int
    name: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ScoringFile:
    """一件案件的评审: the round that runs (without marks), what is missing to close it, the closed ones, latest first."""

    row: CaseRow
    matter: Matter
    seq: int
    step: Step
    running: Round | None
    missing: tuple[str, ...]
    may_organise: bool
    closed: tuple[ClosedRound, ...]
    ended: tuple[Round, ...]
    """Rounds that ended without being closed (the case was withdrawn, or moved elsewhere): their marks stay sealed."""


def get_scoring(number: str, actor: Actor) -> ScoringFile:
    """The rounds of a case (NoSuchCase for whoever is not told of them, and for cases without a scoring step)."""
    opened = open_case(number, actor)
    matter = opened.matter
    step = scoring_step(matter)
    if step is None or matter.state.round == 0 or not sees_experts(opened.row, actor):
        raise NoSuchCase(number)
    now = round_number(matter)
    running = sealed_round(opened.row, now) if now else None
    closed = closed_rounds(opened)
    past = set(_numbers(opened.row)) - {now} - {one.number for one in closed}
    return ScoringFile(
        row=CaseRow(*Case.objects.filter(pk=opened.row.pk).values_list(*FIELDS)[0]), matter=matter, seq=matter.state.seq,
        step=step, running=running,
        missing=core.missing_to_close(step.scoring, running) if running and step.scoring else (),
        may_organise=running is not None and _may_organise(matter, actor, running), closed=closed,
        ended=tuple(sealed_round(opened.row, one) for one in sorted(past, reverse=True)),
    )  # fmt: skip


def list_people_to_ask(number: str, actor: Actor, on: date, search: str = "") -> tuple[tuple[PersonToAsk, ...], int]:
    """Experts of that day whose name contains the words, those who may be asked first; and how many there are in all."""
    opened = open_case(number, actor)
    if not sees_experts(opened.row, actor):
        raise NoSuchCase(number)
    held = sealed_round(opened.row, round_number(opened.matter))
    listed = [
        PersonToAsk(one.actor.user, one.actor.name, _why_not(opened, held, actor, one))
        for one in list_candidates(opened.row, on)
        if search.strip() in one.actor.name and held.find(one.actor.user) is None
    ]
    return tuple(sorted(listed, key=lambda one: bool(one.why_not))[:MOST_FOUND]), len(listed)


def closed_rounds(opened: Opened) -> tuple[ClosedRound, ...]:
    """Every round that was closed with its sheets, the latest first."""
    events = [(one, one.event) for one in opened.history if isinstance(one.event, e.ScoringClosed)]
    held = Snapshot.objects.filter(case=opened.row, digest__in=[event.snapshot for _, event in events if event.snapshot])
    contents = dict(held.values_list("digest", "content")) if events else {}
    return tuple(
        _closed(one, event, contents[event.snapshot]) for one, event in reversed(events) if event.snapshot in contents
    )


def scoring_step(matter: Matter) -> Step | None:
    """The step at which experts score; None where there is none."""
    return next((step for step in matter.procedure.steps if step.kind is StepKind.SCORING), None)


def _numbers(row: Case) -> Sequence[int]:
    return list(ExpertAssignment.objects.filter(case=row).order_by().values_list("round", flat=True).distinct())


def _may_organise(matter: Matter, actor: Actor, held: Round) -> bool:
    try:
        core.duty_to_organise(matter, actor, held, "")
    except DomainError:
        return False
    return True


def _why_not(opened: Opened, held: Round, actor: Actor, candidate: Candidate) -> str:
    if candidate.actor.user in actor.persons():
        return "是您自己"
    return core.why_not(opened.matter, opened.history, held, candidate)


def _closed(one: e.Recorded, event: e.ScoringClosed, content: Mapping[str, Any]) -> ClosedRound:
    again = recompute(content)
    counted = [told for told in content["experts"] if told["points"] is not None]
    return ClosedRound(
        int(content["round"]), one.at, one.name, event, read_rule(content["rule"]),
        tuple(
            CountedSheet(
                told["name"], ScoreSheet(told["points"], told["opinion"]), datetime.fromisoformat(told["scored_at"]),
                place in again.left_out,
            )
            for place, told in enumerate(counted)
        ),
        tuple(
            (told["name"], ExpertState(told["state"]).label, told["conflict"] or told["released"])
            for told in content["experts"]
            if told["points"] is None
        ),
        again,
    )  # fmt: skip
