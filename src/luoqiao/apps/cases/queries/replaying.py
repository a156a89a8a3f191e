"""重放: every step of a case worked out anew from its events, what was decided on, and whether the row in the database agrees.

For officials in scope and auditors; the applicant's own page tells what the applicant is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from luoqiao.apps.cases.calculation import digest_of
from luoqiao.apps.cases.hiding import hide_rating
from luoqiao.apps.cases.history import later_versions, open_case
from luoqiao.apps.cases.models import Snapshot, Todo
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.projection import work_out
from luoqiao.apps.cases.queries.expert_rounds import closed_rounds
from luoqiao.apps.cases.scope import sees_experts, sees_inside
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Matter, waiting_desks
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.scoring import points_words
from luoqiao.core.cases.state import CaseState, follow
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor

SCORING = "scoring"
"""The kind of a snapshot that holds the sheets of experts: only for those who are told of them."""
NOT_COMPARED = ("changed_at",)
"""When a row was written last follows from no event alone."""


class NoSuchSnapshot(DomainError):
    """没有这份快照."""

    code = "LQ-5515"

    def __init__(self, digest: str) -> None:
        super().__init__(f"这件案件没有摘要为 {digest[:16]} 的快照")


@dataclass(frozen=True, slots=True)
class Replayed:
    """重放的一步: an event, the state after it, who has to act then and by when."""

    recorded: e.Recorded
    state: CaseState
    deadline: Deadline | None
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """与库内不一致的一处: what the row says and what the events give."""

    field: str
    stored: str
    replayed: str


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """一份快照: `intact` when its content still gives its digest."""

    digest: str
    at: datetime
    content: Mapping[str, Any]
    intact: bool


def replay_case(number: str, actor: Actor) -> tuple[Replayed, ...]:
    """Every step of the case replayed from its events: what an auditor looks at."""
    opened = hide_rating(_open(number, actor), actor)
    first, parties = opened.versions[0], opened.matter.parties
    calendar, zone = policy.get_calendar(), timezone.get_default_timezone()
    began = CaseState(step=first.steps[0].id)
    states = follow(first, began, opened.history, later_versions(opened.row, opened.history))
    found = []
    for recorded, (procedure, state) in zip(opened.history, states, strict=True):
        waiting = waiting_desks(Matter(procedure, parties, state))
        found.append(Replayed(recorded, state, deadline_of(procedure, state, calendar, zone), waiting))
    return tuple(found)


def compare_row(number: str, actor: Actor) -> tuple[RowDifference, ...]:
    """Where the row or the to-dos in the database are not what the events give; nothing when all is well."""
    opened = _open(number, actor)
    projected = work_out(opened.matter, policy.get_calendar(), timezone.get_default_timezone(), opened.row.changed_at)
    labels = {field.name: str(field.verbose_name) for field in opened.row._meta.fields}
    found = [
        RowDifference(labels[name], str(getattr(opened.row, name)), str(value))
        for name, value in projected.fields.items()
        if name not in NOT_COMPARED and getattr(opened.row, name) != value
    ]
    desks = sorted(Todo.objects.filter(case=opened.row).values_list("desk", flat=True))
    wanted = [*projected.desks, *([projected.follow_up[0]] if projected.follow_up else [])]
    if desks != sorted(wanted):
        found.append(RowDifference("待办", "、".join(desks), "、".join(wanted)))
    return (*found, *_averages(opened))


def get_snapshot(number: str, digest: str, actor: Actor) -> KeptSnapshot:
    """What was handed in or decided on, as it was kept. Refuses with NoSuchSnapshot."""
    opened = _open(number, actor)
    kept = Snapshot.objects.filter(case=opened.row, digest=digest[:64]).first()
    if kept is None or (kept.content.get("kind") == SCORING and not sees_experts(opened.row, actor)):
        raise NoSuchSnapshot(digest)
    return KeptSnapshot(kept.digest, kept.at, dict(kept.content), digest_of(kept.content) == kept.digest)


def _averages(opened: Opened) -> Iterator[RowDifference]:
    """Rounds of experts whose average, worked out anew from the frozen sheets, is not the one in the history."""
    for one in closed_rounds(opened):
        if one.recomputed.value != one.event.average or one.recomputed.passed != one.event.passed:
            yield RowDifference("评审均分", points_words(one.event.average), points_words(one.recomputed.value))


def _open(number: str, actor: Actor) -> Opened:
    opened = open_case(number, actor)
    if not sees_inside(opened.row, actor):
        raise NoSuchCase(number)
    return opened
