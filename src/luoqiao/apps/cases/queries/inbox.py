"""待办: what lies on the desks of a person, the nearest deadline first. The number of queries does not depend on how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q

from luoqiao.apps.cases.models import Todo
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.core.parties.actor import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxRow:
    """待办的一行: the case, the desk it lies on, since when, and whether it was meant for this very person."""

    case: CaseRow
    desk: str
    since: datetime
    for_user: int


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
    overdue = Q(deadline_on__lt=on, case__suspended=False)
    counts = todos.aggregate(
        late=Count("pk", filter=overdue), today=Count("pk", filter=Q(deadline_on=on)), every=Count("pk")
    )
    by_step = dict(todos.values_list("case__step_name").annotate(many=Count("pk")).order_by("-many"))
    chosen = todos.filter(case__step_name=step) if step else todos
    chosen = chosen.filter(overdue) if late_only else chosen
    many = by_step.get(step, 0) if step else counts["late"] if late_only else counts["every"]
    pages = max(1, -(-many // PAGE))
    page = min(max(1, page), pages)
    columns = [f"case__{name}" for name in FIELDS]
    listed = chosen.order_by(F("deadline_on").asc(nulls_last=True), "since", "case_id")
    rows = listed.values_list("desk", "since", "for_user", *columns)[(page - 1) * PAGE : page * PAGE]
    return Inbox(
        tuple(InboxRow(CaseRow(*values), desk, since, for_user) for desk, since, for_user, *values in rows),
        many, counts["late"], counts["today"], by_step, page, pages,
    )  # fmt: skip


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
