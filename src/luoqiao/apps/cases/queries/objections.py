"""异议的查询: masked for those who deal with them; for the objector, how it stands, by the mark of the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from luoqiao.apps.cases.models import Objection
from luoqiao.apps.cases.notice_rows import live_values
from luoqiao.apps.cases.scope import objection_scope
from luoqiao.core.cases.objection import (
    OPEN,
    NoSuchObjection,
    ObjectionState,
    mask_contact,
    mask_objector,
)
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """一件异议: who objects is masked; `live`: whether the row is still on the list."""

    receipt: str
    notice: str
    notice_title: str
    place: int
    enterprise_name: str
    case: str
    live: bool
    name: str
    contact: str
    reason: str
    state: ObjectionState
    received_at: datetime
    answer_due_on: date
    accepted_name: str
    accepted_at: datetime | None
    upheld: bool | None
    answer: str
    answered_name: str
    answered_at: datetime | None
    answered_persons: frozenset[int]
    sent_back_because: str
    confirmed_name: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectionStatus:
    """回执上看到的: how the objection stands; the answer once it is confirmed. No name, no contact."""

    receipt: str
    notice: str
    notice_title: str
    enterprise_name: str
    state: ObjectionState
    received_at: datetime
    answer_due_on: date
    upheld: bool | None
    answer: str
    closed_at: datetime | None


def list_objections(actor: Actor, *, notice: str = "", open_only: bool = False) -> tuple[ObjectionView, ...]:
    """The objections that this person may see, open ones first, the nearest deadline first."""
    rows = Objection.objects.filter(objection_scope(actor))
    if notice:
        rows = rows.filter(notice__number=notice)
    if open_only:
        rows = rows.filter(state__in=_open_values())
    listed = sorted(_views(rows), key=lambda one: (one.state not in OPEN, one.answer_due_on, one.receipt))
    return tuple(listed)


def get_objection(receipt: str, actor: Actor) -> ObjectionView:
    """One objection, if this person may see it (NoSuchObjection else)."""
    found = _views(Objection.objects.filter(objection_scope(actor), receipt=receipt))
    if not found:
        raise NoSuchObjection(receipt)
    return found[0]


def get_objection_status(token: UUID) -> ObjectionStatus:
    """What whoever holds the receipt sees; NoSuchObjection."""
    row = Objection.objects.select_related("notice", "row").filter(token=token).first()
    if row is None:
        raise NoSuchObjection
    state = ObjectionState(row.state)
    closed = state not in OPEN
    shown = state if closed or state is not ObjectionState.PROPOSED else ObjectionState.ACCEPTED
    return ObjectionStatus(
        row.receipt, row.notice.number, row.notice.title, row.row.enterprise_name, shown, row.received_at, row.answer_due_on,
        row.upheld if closed else None, row.answer if closed else "", row.closed_at,
    )  # fmt: skip


def count_open_objections(actor: Actor) -> int:
    """How many objections wait for the own unit."""
    return Objection.objects.filter(objection_scope(actor), state__in=_open_values()).count()


def _open_values() -> list[str]:
    return [one.value for one in OPEN]


def _views(rows: QuerySet[Objection]) -> list[ObjectionView]:
    listed = rows.select_related("notice", "row", "row__case").order_by("received_at", "pk")
    return [_view(row) for row in listed]


def _view(row: Objection) -> ObjectionView:
    return ObjectionView(
        row.receipt, row.notice.number, row.notice.title, row.row.place, row.row.enterprise_name, row.row.case.number,
        row.row.state in live_values(), mask_objector(row.name), mask_contact(row.contact), row.reason,
        ObjectionState(row.state), row.received_at, row.answer_due_on, row.accepted_name, row.accepted_at, row.upheld,
        row.answer, row.answered_name, row.answered_at, frozenset(row.answered_persons), row.sent_back_because,
        row.confirmed_name, row.closed_at,
    )  # fmt: skip
