"""好差评的问句: one case to be rated or followed up; counts by unit with what they are counted of; open follow-ups.

Counts name nobody: neither who handled a case nor who rated it. Who handled a case does not come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone

from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.models import Case, CaseEvent, FollowUp
from luoqiao.apps.cases.scope import follow_up_scope
from luoqiao.core.cases import follow_up as core
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.satisfaction import Grade
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ToRate:
    """可以评价的一件: what it was, how it ended; `grade` once it was rated."""

    number: str
    title: str
    enterprise: str
    ending: str
    closed_on: date | None
    seq: int
    ratable: bool
    grade: Grade | None
    text: str


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """一件差评整改: the rating, by when, what was done; `refusal` says why this person may not do it."""

    number: str
    title: str
    enterprise: str
    uscc: str
    ending: str
    unit: str
    seq: int
    grade: Grade
    text: str
    opened_on: date
    due_on: date
    done: str = ""
    answer: str = ""
    handled_name: str = ""
    closed_on: date | None = None
    refusal: str = ""

    def late(self, on: date) -> bool:
        """Whether its day has passed before it was closed."""
        return (self.closed_on or on) > self.due_on


@dataclass(frozen=True, slots=True)
class UnitRatings:
    """一个单位的好差评: of so many closed cases so many were rated, by grade; follow-ups by how they stand."""

    unit: str
    closed: int
    grades: Mapping[Grade, int] = field(default_factory=dict)
    in_time: int = 0
    late: int = 0
    running: int = 0

    @property
    def rated(self) -> int:
        """How many were rated."""
        return sum(self.grades.values())

    @property
    def bad(self) -> int:
        """How many of them badly."""
        return sum(many for grade, many in self.grades.items() if grade.bad)


def get_to_rate(number: str, actor: Actor) -> ToRate:
    """The case as its applicant rates it (NoSuchCase for everybody else)."""
    opened = open_case(number, actor)
    if actor.holds(Role.ENTERPRISE_AGENT, opened.row.uscc) is None:
        raise NoSuchCase(number)
    state, row = opened.matter.state, opened.row
    closed_on = timezone.localdate(state.closed_at) if state.closed_at else None
    grade, text = (Grade(state.rated.grade), state.rated.text) if state.rated else (None, "")
    return ToRate(
        row.number, row.title, row.enterprise_name, row.step_name, closed_on, state.seq, core.ratable(state), grade, text
    )


def get_follow_up(number: str, actor: Actor) -> FollowUpSeen:
    """A bad rating and its follow-up, for those who are told of it (NoSuchCase else); officers who may do it are told too."""
    opened = open_case(number, actor)
    row = FollowUp.objects.filter(follow_up_scope(actor), case=opened.row).first()
    state = opened.matter.state
    if row is None or state.rated is None or actor.user in core.handlers(opened.history):
        raise NoSuchCase(number)
    refusal = ""
    if row.closed_at is None:
        try:
            core.duty_to_follow_up(opened.matter, opened.history, actor)
        except DomainError as refused:
            refusal = refused.message
    return _seen(row, opened.row, state.seq, state.rated.grade, state.rated.text, refusal)


def list_follow_ups(actor: Actor, *, running: bool = True) -> tuple[FollowUpSeen, ...]:
    """The follow-ups of one's unit: those still to be done, or those that are done; the most urgent first."""
    rows = FollowUp.objects.filter(follow_up_scope(actor, heads_only=True), closed_at__isnull=running).select_related("case")
    listed = list(rows.order_by("due_on" if running else "-closed_at", "pk")[:MOST_LISTED])
    rated = CaseEvent.objects.filter(kind="rated", case__in=[row.case_id for row in listed])
    said = {case: (grade, text) for case, grade, text in rated.values_list("case_id", "values__grade", "values__text")}
    return tuple(_seen(row, row.case, row.case.seq, *said[row.case_id]) for row in listed)


def count_ratings(actor: Actor, first_on: date, last_on: date) -> tuple[UnitRatings, ...]:
    """Ratings of the cases that were closed from one day to another, by lead unit; four queries."""
    cases = Case.objects.filter(
        follow_up_scope(actor, "lead_unit", heads_only=True), stage="closed", round__gt=0,
        closed_at__date__gte=first_on, closed_at__date__lte=last_on,
    )  # fmt: skip
    closed = dict(cases.values_list("lead_unit").annotate(many=Count("pk")).order_by("lead_unit"))
    by_grade: dict[str, dict[Grade, int]] = {}
    rated = CaseEvent.objects.filter(kind="rated", case__in=cases)
    for unit, grade, many in rated.values_list("case__lead_unit", "values__grade").annotate(many=Count("pk")):
        by_grade.setdefault(unit, {})[Grade(grade)] = many
    followed: dict[str, list[tuple[date, date | None]]] = {}
    for unit, due, closed_at in FollowUp.objects.filter(case__in=cases).values_list("unit", "due_on", "closed_at"):
        followed.setdefault(unit, []).append((due, timezone.localdate(closed_at) if closed_at else None))
    return tuple(_counted(unit, many, by_grade.get(unit, {}), followed.get(unit, [])) for unit, many in closed.items())


def _counted(unit: str, closed: int, grades: Mapping[Grade, int], followed: list[tuple[date, date | None]]) -> UnitRatings:
    in_time = sum(core.kept_in_time(due, closed_on) for due, closed_on in followed)
    running = sum(closed_on is None for _, closed_on in followed)
    return UnitRatings(unit, closed, grades, in_time, len(followed) - in_time - running, running)


def _seen(row: FollowUp, case: Case, seq: int, grade: str, text: str, refusal: str = "") -> FollowUpSeen:
    return FollowUpSeen(
        case.number, case.title, case.enterprise_name, case.uscc, case.step_name, row.unit, seq, Grade(grade), text,
        timezone.localdate(row.opened_at), row.due_on, row.text, row.answer, row.handled_name,
        timezone.localdate(row.closed_at) if row.closed_at else None, refusal,
    )  # fmt: skip
