"""追回的查询: what has to come back, what came in, who may not apply for now; frozen values in fen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from luoqiao.apps.funds.models import Clawback, Recovery, Share
from luoqiao.apps.funds.shares import view_of
from luoqiao.core.funds.clawback import (
    ClawbackState,
    Ground,
    Instalment,
    NoSuchClawback,
    StillExcluded,
    overdue,
)
from luoqiao.core.funds.share import ShareState, ShareView


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """追回来款的一笔; `against` is the case that it was set off against."""

    on: date
    amount: int
    interest: int
    principal: int
    voucher: str
    against: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClawbackView:
    """一件追回."""

    number: str
    share: ShareView
    principal: int
    interest: int
    yearly: str
    interest_from: date | None
    interest_until: date | None
    ground: Ground
    reason: str
    document: str
    instalments: tuple[Instalment, ...]
    excluded_until: date | None
    state: ClawbackState
    received_principal: int
    received_interest: int
    proposed_by: int
    proposed_persons: frozenset[int]
    proposed_name: str
    proposed_at: datetime
    settled_name: str
    settled_at: datetime | None
    because: str
    recoveries: tuple[RecoveryView, ...] = ()

    @property
    def total(self) -> int:
        """应追回 with interest."""
        return self.principal + self.interest

    @property
    def received(self) -> int:
        """已追回."""
        return self.received_principal + self.received_interest

    @property
    def left(self) -> int:
        """还差多少; nothing while it is not decided."""
        return self.total - self.received if self.state is ClawbackState.DUE else 0

    def overdue(self, on: date) -> int:
        """到期未缴 on that day."""
        return overdue(self.instalments, self.received, on) if self.state is ClawbackState.DUE else 0


def list_clawbacks(*, state: ClawbackState | None = None, case: str = "", most: int = 500) -> tuple[ClawbackView, ...]:
    """Claw-backs, the newest first; their receipts are not read."""
    rows: QuerySet[Clawback] = Clawback.objects.select_related("share")
    if state is not None:
        rows = rows.filter(state=state.value)
    if case:
        rows = rows.filter(share__case_number=case)
    return tuple(_view(one) for one in rows[:most])


def get_clawback(number: str) -> ClawbackView:
    """One of them with what came in (NoSuchClawback)."""
    row = Clawback.objects.select_related("share").filter(number=number).first()
    if row is None:
        raise NoSuchClawback(number)
    return _view(row, row.recoveries.select_related("against"))


def list_paid(text: str = "", *, most: int = 50) -> tuple[tuple[ShareView, int], ...]:
    """What was paid and is not on its way back already, with how much of that is left; the newest first."""
    live = Sum("clawbacks__principal", filter=~Q(clawbacks__state=ClawbackState.REFUSED.value))
    rows = Share.objects.filter(state=ShareState.PAID.value).annotate(back=Coalesce(live, 0, output_field=BigIntegerField()))
    words = text.strip()[:100]
    if words:
        rows = rows.filter(Q(case_number__icontains=words) | Q(name__icontains=words) | Q(uscc=words))
    rows = rows.filter(amount__gt=F("back")).order_by("-changed_at", "-pk")
    return tuple((view_of(one), one.amount - one.back) for one in rows[:most])


def get_paid(share: int) -> tuple[ShareView, int] | None:
    """One of them; None when nothing of it can be clawed back."""
    row = Share.objects.filter(pk=share, state=ShareState.PAID.value).first()
    if row is None:
        return None
    live = Clawback.objects.filter(share=row).exclude(state=ClawbackState.REFUSED.value)
    left = row.amount - int(live.aggregate(sum=Sum("principal"))["sum"] or 0)
    return (view_of(row), left) if left > 0 else None


def list_to_set_off(view: ClawbackView) -> tuple[ShareView, ...]:
    """What the same enterprise would be paid now, no more than it still owes."""
    rows = Share.objects.filter(uscc=view.share.uscc, state=ShareState.PAYABLE.value, amount__lte=view.left).exclude(
        pk=view.share.id
    )
    return tuple(view_of(one) for one in rows.order_by("since", "pk"))


def refuse_excluded(uscc: str, on: date) -> None:
    """不得申报: refuses while a decision to claw back keeps this enterprise out (StillExcluded)."""
    decided = (ClawbackState.DUE.value, ClawbackState.CLOSED.value)
    rows = Clawback.objects.filter(share__uscc=uscc, state__in=decided, excluded_until__gte=on)
    found = rows.order_by("-excluded_until").values_list("excluded_until", "number", "document").first()
    if found is not None and found[0] is not None:
        raise StillExcluded(found[0], found[1], found[2])


def _view(row: Clawback, recoveries: Iterable[Recovery] = ()) -> ClawbackView:
    return ClawbackView(
        row.number, view_of(row.share), row.principal, row.interest, row.yearly_rate, row.interest_from, row.interest_until,
        Ground(row.ground), row.reason, row.document,
        tuple(Instalment(date.fromisoformat(on), fen) for on, fen in row.instalments), row.excluded_until,
        ClawbackState(row.state), row.received_principal, row.received_interest, row.proposed_by,
        frozenset(row.proposed_persons), row.proposed_name, row.proposed_at, row.settled_name, row.settled_at, row.because,
        tuple(
            RecoveryView(one.on, one.amount, one.interest, one.principal, one.voucher,
                         one.against.case_number if one.against else "", one.name, one.at)
            for one in recoveries
        ),
    )  # fmt: skip
