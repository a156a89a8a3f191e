"""任务书与里程碑的问句: one case's task book with what was reported and checked, and what this person may do with it now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases import milestones
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Procedure, Step, StepKind
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.task_book import TaskBook, Turn
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Attempt:
    """一次报里程碑: what the enterprise said and showed, and how it was answered; `passed` None while it is not."""

    words: str
    documents: tuple[int, ...]
    reported_at: datetime
    reported_name: str
    passed: bool | None = None
    note: str = ""
    checked_at: datetime | None = None
    checked_name: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneSeen:
    """任务书里的一个里程碑: how it stands, and every time that it was reported, the last one last."""

    number: int
    milestone: e.Milestone
    reached: bool
    claimed: bool
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class TaskBookFile:
    """一件的任务书 whole, for its page; the last three say what this person may do now."""

    row: CaseRow
    matter: Matter
    pack: Pack
    parent: str
    book: TaskBook
    milestones: tuple[MilestoneSeen, ...]
    document: int
    """The document of the task book that holds; 0: none."""
    agreed_at: datetime | None
    proposed_at: datetime | None
    proposed_name: str
    refused_last: bool
    """Whether the last thing that happened to the task book is a milestone that did not pass."""
    deadline: Deadline | None
    running: bool
    may_propose: bool
    may_answer: bool
    may_report: bool
    may_check: bool


def get_task_book(number: str, actor: Actor) -> TaskBookFile:
    """The task book of a case (NoSuchCase for cases that this person may not see, and for those that have none)."""
    opened = open_case(number, actor)
    matter = opened.matter
    step = task_book_step(matter.procedure)
    if step is None or not _arrived(matter, step, opened.history):
        raise NoSuchCase(number)
    book, running = matter.state.task_book, milestones.at_task_book(matter)
    applicant = _allowed(lambda: milestones.duty_of_applicant(matter, actor, ""))
    officer = _allowed(lambda: milestones.duty_of_officer(matter, actor, ""))
    agreed = [one for one in opened.history if isinstance(one.event, e.MilestonesAgreed)]
    proposed = [one for one in opened.history if isinstance(one.event, e.MilestonesProposed)] if book.proposed else []
    return TaskBookFile(
        row=CaseRow(*(getattr(opened.row, name) for name in FIELDS)), matter=matter, pack=opened.pack,
        parent=opened.row.parent.number if opened.row.parent else "", book=book,
        milestones=tuple(_seen(book, opened.history)), document=_document(agreed[-1].event) if agreed else 0,
        agreed_at=agreed[-1].at if agreed else None, proposed_at=proposed[-1].at if proposed else None,
        proposed_name=proposed[-1].name if proposed else "", refused_last=_refused_last(opened.history),
        deadline=deadline_of(matter.procedure, matter.state, policy.get_calendar(), timezone.get_default_timezone()),
        running=running, may_propose=officer and book.turn is not Turn.CHECK,
        may_answer=applicant and book.turn is Turn.CONFIRM, may_report=applicant and book.turn is Turn.REACH,
        may_check=officer and book.turn is Turn.CHECK,
    )  # fmt: skip


def task_book_step(procedure: Procedure) -> Step | None:
    """The step at which a task book is agreed and kept; None where there is none."""
    return next((step for step in procedure.steps if step.kind is StepKind.MILESTONES), None)


def _arrived(matter: Matter, step: Step, history: Iterable[e.Recorded]) -> bool:
    """Whether the case is there, or ever wrote something into its task book."""
    return milestones.at_task_book(matter) or any(getattr(one.event, "milestones", None) for one in history)


def _seen(book: TaskBook, history: Iterable[e.Recorded]) -> Iterable[MilestoneSeen]:
    attempts = _attempts(history)
    for number, one in enumerate(book.agreed, 1):
        yield MilestoneSeen(number, one, number in book.reached, number == book.claimed, tuple(attempts.get(one.name, ())))


def _attempts(history: Iterable[e.Recorded]) -> dict[str, list[Attempt]]:
    """By name: a change may give a milestone another number."""
    found: dict[str, list[Attempt]] = {}
    book = TaskBook()
    for one in history:
        match one.event:
            case e.MilestoneReported() as event:
                attempt = Attempt(event.words, event.documents, one.at, one.name)
                found.setdefault(book.agreed[event.number - 1].name, []).append(attempt)
            case e.MilestonePassed() as event if told := found.get(book.agreed[event.number - 1].name):
                told[-1] = replace(
                    told[-1], passed=event.passed, note=event.note, checked_at=one.at, checked_name=one.name
                )
        match one.event:
            case (
                e.MilestonesProposed() | e.MilestonesReturned() | e.MilestonesAgreed() | e.MilestoneReported()
                | e.MilestonePassed()
            ) as told_of:  # fmt: skip
                book = book.after(one, told_of)
    return found


def _refused_last(history: Iterable[e.Recorded]) -> bool:
    told = [one.event for one in history if isinstance(one.event, e.MilestonesReturned | e.MilestonePassed)]
    return bool(told) and isinstance(told[-1], e.MilestonePassed) and not told[-1].passed


def _document(event: object) -> int:
    text = str(getattr(event, "document", ""))
    return int(text) if text.isdecimal() else 0


def _allowed(asked: Callable[[], object]) -> bool:
    try:
        asked()
    except DomainError:
        return False
    return True
