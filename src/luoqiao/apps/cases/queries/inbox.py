"""待办: what lies on the desks of a person, the nearest deadline first. The number of queries does not depend on how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When

from luoqiao.apps.cases.models import Todo
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.core.cases.follow_up import FOLLOW_UP, FOLLOW_UP_NAME
from luoqiao.core.parties.actor import Actor

PAGE = 50
STEP_NAME = Case(When(step=FOLLOW_UP, then=Value(FOLLOW_UP_NAME)), default=F("case__step_name"), output_field=CharField())
"""环节 of a to-do in words: that of the case, or the follow-up of a bad rating."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """待办的一行: the case, the desk it lies on, since when, and whether it was meant for this very person."""

    case: CaseRow
    desk: str
    since: datetime
    for_user: int
    follow_up: bool = False
    """A bad rating of the closed case has to be followed up: the row's step and deadline are those of the follow-up."""

    def late(self, on: date) -> bool:
        """Whether the last day has passed."""
        due = self.case.deadline_on
        return self.case.late(on) or (self.follow_up and due is not None and on > due)


@dataclass(frozen=True, slots=True)
class Inbox:
    """待办: one page, how many there are, how many late and due today, and how many at each step."""

    rows: tuple[InboxRow, ...]
    count: int
    late: int
    due_today: int
    by_step: Mapping[str, int]
    page: int
    pages: int


def inbox(actor: Actor, on: date, *, step: str = "", late_only: bool = False, page: int = 1) -> Inbox:
    """What this person has to do, by deadline; cases without one stand last."""
    todos = Todo.objects.filter(desk__in=actor.desks).annotate(step_name=STEP_NAME)
    overdue = Q(deadline_on__lt=on, case__suspended=False)
    counts = todos.aggregate(
        late=Count("pk", filter=overdue), today=Count("pk", filter=Q(deadline_on=on)), every=Count("pk")
    )
    by_step = dict(todos.values_list("step_name").annotate(many=Count("pk")).order_by("-many"))
    chosen = todos.filter(step_name=step) if step else todos
    chosen = chosen.filter(overdue) if late_only else chosen
    many = by_step.get(step, 0) if step else counts["late"] if late_only else counts["every"]
    pages = max(1, -(-many // PAGE))
    page = min(max(1, page), pages)
    columns = [f"case__{name}" for name in FIELDS]
    listed = chosen.order_by(F("deadline_on").asc(nulls_last=True), "since", "case_id")
    rows = listed.values_list("desk", "since", "for_user", "step", "deadline_on", *columns)[(page - 1) * PAGE : page * PAGE]
    return Inbox(
        tuple(_row(*row) for row in rows),
        many, counts["late"], counts["today"], by_step, page, pages,
    )  # fmt: skip


def _row(
    desk: str, since: datetime, for_user: int, step: str, deadline_on: date | None, *columns: Any
) -> InboxRow:  # fmt: skip
    case = CaseRow(*columns)
    if step != FOLLOW_UP:
        return InboxRow(case, desk, since, for_user)
    return InboxRow(replace(case, step_name=FOLLOW_UP_NAME, deadline_on=deadline_on), desk, since, for_user, follow_up=True)


def count_todos(actor: Actor) -> int:
    """How much lies on the desks of a person: for the header."""
    return Todo.objects.filter(desk__in=actor.desks).count() if actor.posts else 0


def workload(desks: tuple[str, ...], on: date) -> tuple[tuple[str, int, int], ...]:
    """工作量: each desk with how much lies there and how much of it is late."""
    found = (
        Todo.objects.filter(desk__in=desks)
        .values_list("desk")
        .annotate(many=Count("pk"), late=Count("pk", filter=Q(deadline_on__lt=on, case__suspended=False)))
    )
    by_desk = {desk: (many, late) for desk, many, late in found}
    return tuple((desk, *by_desk.get(desk, (0, 0))) for desk in desks)
