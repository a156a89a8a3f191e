"""换用新流程的预览: which open cases follow an older version of their procedure, and where each would go on under the newest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from luoqiao.apps.cases.history import open_row
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.migration import Move, plan
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.state import apply
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role

MOST = 50


@dataclass(frozen=True, slots=True)
class VersionCount:
    """一个流程的在办案件: how many follow the newest version, how many an older one; `mine`: of those, how many one may move."""

    procedure: Procedure
    newest: int
    older: int
    mine: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """预览的一件: where it stands and would go on, by when now and then; `refusal` says why it is not moved."""

    row: CaseRow
    seq: int
    move: Move | None
    due: date | None
    due_then: date | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class MovePreview:
    """预览: the newest version, at most so many cases, and how many there are."""

    procedure: Procedure
    digest: str
    version: str
    loaded_at: datetime
    lines: tuple[MoveLine, ...]
    count: int


def list_versions(actor: Actor) -> tuple[VersionCount, ...]:
    """Every procedure of the newest pack with the open cases that follow it, as far as this person sees them."""
    version = policy.get_version()
    pack = policy.get_pack_of(version.pack, version.digest)
    newest, own = Q(procedure_digest=version.digest), Q(lead_unit__in=actor.places(Role.UNIT_HEAD))
    counted = (
        _open(actor, version.pack).values_list("procedure").annotate(
            newest=Count("pk", filter=newest), older=Count("pk", filter=~newest), mine=Count("pk", filter=~newest & own)
        )
    )  # fmt: skip
    found = {name: (new, old, mine) for name, new, old, mine in counted}
    return tuple(VersionCount(one, *found.get(one.id, (0, 0, 0))) for one in pack.procedures)


def preview_moves(procedure: str, actor: Actor, at: datetime) -> MovePreview | None:
    """The cases of a procedure that follow an older version, the nearest deadline first; None for no such procedure."""
    version = policy.get_version()
    new = policy.get_pack_of(version.pack, version.digest).get_procedure(procedure)
    if new is None:
        return None
    rows = _open(actor, version.pack).filter(procedure=procedure).exclude(procedure_digest=version.digest)
    listed = rows.order_by("deadline_on", "number")[:MOST]
    lines = tuple(_line(open_row(row), new, version.digest, at) for row in listed)
    return MovePreview(new, version.digest, version.version, version.loaded_at, lines, rows.count())


def _open(actor: Actor, pack: str) -> QuerySet[Case]:
    return Case.objects.filter(case_scope(actor), pack=pack).exclude(stage="closed").order_by()


def _line(opened: Opened, new: Procedure, digest: str, at: datetime) -> MoveLine:
    row = CaseRow(*(getattr(opened.row, name) for name in FIELDS))
    seq, due = opened.matter.state.seq, row.deadline_on
    try:
        move = plan(opened.matter, new)
    except DomainError as refused:
        return MoveLine(row, seq, None, due, due, refused.message)
    return MoveLine(row, seq, move, due, _due_then(opened.matter, new, move, digest, at))


def _due_then(matter: Matter, new: Procedure, move: Move, digest: str, at: datetime) -> date | None:
    event = e.Migrated(digest, move.step.id, "", move.fresh, move.keeps)
    state = apply(new, matter.state, e.Recorded(matter.state.seq + 1, at, event))
    deadline = deadline_of(new, state, policy.get_calendar(), timezone.get_default_timezone())
    return deadline.last_on if deadline else None
