"""我的评审: what an expert was asked to score. Before declaring, only whose case it is and what it asks for; with no conflict
declared and while the round runs, the papers; afterwards the own sheet and the average, never anybody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from luoqiao.apps.cases.contents import handed_in, lines_of
from luoqiao.apps.cases.expert_scope import last_review, own_reviews, perhaps_running, runs
from luoqiao.apps.cases.history import open_row
from luoqiao.apps.cases.models import Case, CaseEvent, ExpertAssignment
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.queries.case_file import AttachedDocument, list_attached
from luoqiao.apps.cases.rounds import experts_of, own_sheet
from luoqiao.core.cases.expert_round import Expert, ExpertState, round_number
from luoqiao.core.cases.procedure import ScoringRule
from luoqiao.core.cases.scoring import ScoreSheet
from luoqiao.core.parties.actor import Actor

MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """我的评审的一行: whose case, what about, how far I am; `runs` while the round is not over.

    `average` (hundredths) and `passed` once it was closed.
    """

    number: str
    title: str
    subject: str
    enterprise_name: str
    township: str
    year: int
    asked_at: datetime
    deadline_on: date | None
    state: ExpertState
    runs: bool
    scored_at: datetime | None = None
    average: int | None = None
    passed: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the expert still has to declare or to score."""
        return self.runs and not self.state.settled


@dataclass(frozen=True, slots=True)
class PaperLine:
    """申报内容的一项: its label, the kind of value, what was typed."""

    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Papers:
    """能看的材料: what was filled in, and the documents."""

    form: tuple[PaperLine, ...]
    documents: tuple[AttachedDocument, ...]


@dataclass(frozen=True, slots=True)
class MyReview:
    """我的一份评审: `papers` only with no conflict declared and while the round runs."""

    row: ReviewRow
    round: int
    rule: ScoringRule | None
    step_name: str
    expert: Expert
    sheet: ScoreSheet | None
    papers: Papers | None


def list_my_reviews(actor: Actor) -> tuple[ReviewRow, ...]:
    """Every review that this person was asked for, the latest first."""
    rows = list(own_reviews(actor).order_by("-asked_at", "-pk")[:MOST_LISTED])
    experts = experts_of(rows)
    closings = _closings(rows)
    perhaps = set(perhaps_running(own_reviews(actor)).values_list("pk", flat=True))
    return tuple(
        _row(row, experts[row.pk], closings.get(row.pk), running=row.pk in perhaps and runs(row)) for row in rows
    )


def get_my_review(number: str, actor: Actor) -> MyReview:
    """The latest review of a case that this person was asked for; NoSuchCase for everybody else."""
    assignment = last_review(number, actor)
    opened = open_row(assignment.case)
    running = round_number(opened.matter) == assignment.round
    expert = experts_of([assignment])[assignment.pk]
    reads = running and expert.state in (ExpertState.READING, ExpertState.SCORED)
    step = opened.find_step(assignment.step)
    return MyReview(
        row=_row(assignment, expert, _closings([assignment]).get(assignment.pk), running=running), round=assignment.round,
        rule=step.scoring if step else None, step_name=opened.step_name(assignment.step), expert=expert,
        sheet=own_sheet(assignment), papers=_papers(opened) if reads else None,
    )  # fmt: skip


def _row(row: ExpertAssignment, expert: Expert, closed: Mapping[str, object] | None, *, running: bool) -> ReviewRow:
    case: Case = row.case
    average = closed.get("average") if closed and expert.state is ExpertState.SCORED else None
    return ReviewRow(
        case.number, case.title, case.subject, case.enterprise_name, case.township, case.year, row.asked_at,
        case.deadline_on if running else None, expert.state, running, expert.scored_at,
        average if isinstance(average, int) else None, bool(closed and closed.get("passed")),
    )  # fmt: skip


def _closings(rows: list[ExpertAssignment]) -> dict[int, Mapping[str, object]]:
    """How the round of each review was closed, by the key of the review."""
    events = CaseEvent.objects.filter(case__in=[row.case_id for row in rows], kind="scoring_closed").order_by("seq")
    found: dict[int, Mapping[str, object]] = {}
    told = list(events.values_list("case_id", "seq", "values"))
    for row in rows:
        after = [values for case, seq, values in told if case == row.case_id and seq > row.round]
        if after:
            found[row.pk] = after[0]
    return found


def _papers(opened: Opened) -> Papers:
    given = handed_in(opened)
    lines = [PaperLine(line.label, "", str(line.adopted)) for line in lines_of(opened, given)]
    lines += [
        PaperLine(field.label, field.kind, str(given.form[field.id]))
        for field in opened.matter.procedure.fields
        if given.form.get(field.id) not in (None, "")
    ]
    return Papers(tuple(lines), list_attached(opened.row))
