"""预算的查询: orders, arrangements and the journal of a budget line, with what waits for a second person; frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from luoqiao.apps.funds.lines import get_row, view_of
from luoqiao.apps.funds.models import Arrangement, BudgetLine, BudgetOrder, Posting, Share
from luoqiao.core.funds.budget import LineView, OrderKind, OrderState
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.stage import Stage


@dataclass(frozen=True, slots=True)
class OrderView:
    """指标文: `other` is the line on the other side, if there is one."""

    number: str
    kind: OrderKind
    line: LineView
    other: LineView | None
    amount: int
    document: str
    note: str
    state: OrderState
    proposed_by: int
    proposed_persons: frozenset[int]
    proposed_name: str
    proposed_at: datetime
    settled_name: str
    settled_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class ArrangedPart:
    """安排的一份: case, enterprise, what was approved and what it gets."""

    case: str
    name: str
    wanted: int
    given: int


@dataclass(frozen=True, slots=True)
class ArrangementView:
    """预算安排 as it was previewed."""

    number: str
    line: LineView
    available: int
    wanted: int
    given: int
    state: OrderState
    proposed_by: int
    proposed_persons: frozenset[int]
    proposed_name: str
    proposed_at: datetime
    settled_name: str
    settled_at: datetime | None
    because: str
    parts: tuple[ArrangedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class PostingView:
    """预算项的一笔分录: what moved at which stage, and what stood there afterwards."""

    journal: int
    at: datetime
    move: Move
    stage: Stage
    amount: int
    balance: int
    case: str
    name: str
    reason: str


def get_line(line: int) -> LineView:
    """One budget line (NoSuchLine)."""
    return view_of(get_row(line))


def list_orders(*, line: int | None = None, waiting: bool = False, most: int = 200) -> tuple[OrderView, ...]:
    """Orders, the newest first: of one line (either side), or all that wait."""
    rows: QuerySet[BudgetOrder] = BudgetOrder.objects.select_related("line", "other")
    if line is not None:
        rows = rows.filter(Q(line=line) | Q(other=line))
    if waiting:
        rows = rows.filter(state=OrderState.PROPOSED.value)
    return tuple(_order(one) for one in rows[:most])


def list_arrangements(*, line: int | None = None, waiting: bool = False, most: int = 50) -> tuple[ArrangementView, ...]:
    """Arrangements, the newest first; their parts are not read."""
    rows: QuerySet[Arrangement] = Arrangement.objects.select_related("line")
    if line is not None:
        rows = rows.filter(line=line)
    if waiting:
        rows = rows.filter(state=OrderState.PROPOSED.value)
    return tuple(_arrangement(one) for one in rows[:most])


def get_arrangement_parts(number: str) -> tuple[ArrangedPart, ...]:
    """Who gets what in an arrangement, in the order of the queue."""
    made = Arrangement.objects.filter(number=number).first()
    rows = made.rows if made else []
    shares = Share.objects.in_bulk([share for share, _, _ in rows])
    return tuple(
        ArrangedPart(shares[share].case_number, shares[share].name, wanted, given) for share, wanted, given in rows
    )


def list_postings(
    line: int, *, until: datetime | None = None, page: int = 1, size: int = 50
) -> tuple[PostingView, ...]:
    """The postings of a line, the newest first; until an instant, that instant included."""
    rows = Posting.objects.filter(account__line=line).select_related("journal", "account")
    if until is not None:
        rows = rows.filter(booked_at__lte=until)
    start = (page - 1) * size
    return tuple(
        PostingView(
            one.journal_id, one.booked_at, Move(one.journal.move), Stage(one.account.stage), one.amount, one.balance,
            one.journal.case_number, one.journal.name, one.journal.reason,
        )
        for one in rows.order_by("-journal", "pk")[start : start + size]
    )  # fmt: skip


def count_postings(line: int) -> int:
    """How many postings a line has."""
    return Posting.objects.filter(account__line=line).count()


def _line(row: BudgetLine | None) -> LineView | None:
    return view_of(row) if row is not None else None


def _order(one: BudgetOrder) -> OrderView:
    return OrderView(
        one.number, OrderKind(one.kind), view_of(one.line), _line(one.other), one.amount, one.document, one.note,
        OrderState(one.state), one.proposed_by, frozenset(one.proposed_persons), one.proposed_name, one.proposed_at,
        one.settled_name, one.settled_at, one.because,
    )  # fmt: skip


def _arrangement(one: Arrangement) -> ArrangementView:
    return ArrangementView(
        one.number, view_of(one.line), one.available, one.wanted, one.given, OrderState(one.state), one.proposed_by,
        frozenset(one.proposed_persons), one.proposed_name, one.proposed_at, one.settled_name, one.settled_at, one.because,
    )  # fmt: skip
