"""待办: what lies on the desks of a person, the nearest deadline first. The number of queries does not depend on how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from luoqiao.apps.cases.models import Todo
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.core.cases.follow_up import FOLLOW_UP, FOLLOW_UP_NAME
from luoqiao.core.parties.actor import Actor

PAGE = 50


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
    todos = Todo.objects.filter(desk__in=actor.desks)
    overdue = Q(deadline_on__lt=on, suspended=False)
    counted = list(
        todos.values_list("step_name").order_by().annotate(
            many=Count("*"), late=Count("desk", filter=overdue), today=Count("desk", filter=Q(deadline_on=on))
        )
    )  # fmt: skip
    by_step = {name: many for name, many, *_ in sorted(counted, key=lambda one: (-one[1], one[0]))}
    late, today, every = (sum(row[place] for row in counted) for place in (2, 3, 1))
    chosen = todos.filter(step_name=step) if step else todos
    chosen = chosen.filter(overdue) if late_only else chosen
    many = by_step.get(step, 0) if step else late if late_only else every
    pages = max(1, -(-many // PAGE))
    page = min(max(1, page), pages)
    columns = [f"case__{name}" for name in FIELDS]
    listed = chosen.order_by(F("deadline_on").asc(nulls_last=True), "since", "case_id")
    rows = listed.values_list("desk", "since", "for_user", "step", "deadline_on", *columns)[(page - 1) * PAGE : page * PAGE]
    return Inbox(
        tuple(_row(*row) for row in rows),
        many, late, today, by_step, page, pages,
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
        .annotate(many=Count("*"), late=Count("desk", filter=Q(deadline_on__lt=on, suspended=False)))
    )
    by_desk = {desk: (many, late) for desk, many, late in found}
    return tuple((desk, *by_desk.get(desk, (0, 0))) for desk in desks)
