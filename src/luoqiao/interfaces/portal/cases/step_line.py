"""案件的环节线: every step of this case in order, which are done and when, where it is now, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases import events as e
from luoqiao.core.cases.procedure import Step, StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.interfaces.portal.cases.words import short_day

State = Literal["done", "current", "ahead", "refused"]


@dataclass(frozen=True, slots=True)
class StepMark:
    """环节线上的一步."""

    name: str
    note: str
    state: State


def step_line(file: CaseFile, today: date) -> tuple[StepMark, ...]:
    """The steps that a case of this amount goes through; the one that it stands at is among them."""
    steps = list(file.way)
    here = file.matter.step
    if here not in steps:
        steps.append(here)
        steps.sort(key=lambda step: file.procedure.position(step.id))
    finished = dict(_finished(file))
    at = steps.index(here)
    marks = [_mark(file, step, place, at, finished.get(step.id), today) for place, step in enumerate(steps)]
    return (*marks, _end(file, today))


def _mark(file: CaseFile, step: Step, place: int, at: int, done: datetime | None, today: date) -> StepMark:
    state = file.state
    day = short_day(done, today) if done else ""
    if place < at or (state.ending is Ending.GRANTED):
        return StepMark(step.name, day or "—", "done")
    if place > at:
        return StepMark(step.name, _ahead(step), "ahead")
    if state.stage is Stage.CLOSED:
        return StepMark(step.name, day, "done" if state.ending is Ending.REJECTED and done else "ahead")
    if state.stage is Stage.CORRECTION and state.returned_at:
        return StepMark(step.name, f"{short_day(state.returned_at, today)} 告知补正", "current")
    since = state.entered.at if state.entered else None
    return StepMark(step.name, f"{short_day(since, today)} 起" if since else "现在", "current")


def _end(file: CaseFile, today: date) -> StepMark:
    state = file.state
    if state.ending is None:
        return StepMark("办结", "", "ahead")
    closed = short_day(state.closed_at, today) if state.closed_at else ""
    return StepMark(state.ending.label, closed, "done" if state.ending is Ending.GRANTED else "refused")


def _ahead(step: Step) -> str:
    if step.kind is StepKind.NOTICE and step.notice:
        return f"{step.notice.days} 个{'工作日' if step.notice.working else '自然日'}"
    return f"{step.days} 个工作日" if step.days else ""


def _finished(file: CaseFile) -> Iterator[tuple[str, datetime]]:
    """When each step was done, by what still holds."""
    for first in file.procedure.steps:
        if first.kind is StepKind.SUBMISSION and file.state.submitted_at:
            yield first.id, file.state.submitted_at
    for given in file.state.approvals:
        yield given.step, given.at
    at = ""
    for one in file.history:
        match one.event:
            case e.Consented(step=step) | e.Declined(step=step) | e.ScoringClosed(step=step) | e.NoticePosted(step=step):
                at = step
                yield step, one.at
            case e.Unsealed(step=step) | e.MilestonePassed(step=step, passed=True):
                yield step, one.at
            case e.NoticeEnded() if at:
                yield at, one.at
