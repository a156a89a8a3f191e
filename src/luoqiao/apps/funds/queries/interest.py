"""贴息的查询: what the bank reported month by month, and which tranches are still under way."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Coalesce

from luoqiao.apps.funds.interest_rows import list_months
from luoqiao.apps.funds.models import Share
from luoqiao.apps.funds.shares import view_of
from luoqiao.core.funds.share import ShareState, ShareView

__all__ = ["TrancheView", "list_months", "list_tranches"]


@dataclass(frozen=True, slots=True)
class TrancheView:
    """一笔提款的一级贴息: what was approved stands in the share; `recorded` fen the bank has reported."""

    share: ShareView
    recorded: int

    @property
    def left(self) -> int:
        """还没有登记的."""
        return self.share.amount - self.recorded


def list_tranches(*, done: bool = False, case: str = "") -> tuple[TrancheView, ...]:
    """Shares that reach the enterprise through the bank: under way, or all recorded (`done`); of one case both."""
    rows = Share.objects.filter(through_bank=True)
    if case:
        rows = rows.filter(case_number=case)
    else:
        rows = rows.filter(state=(ShareState.RECORDED if done else ShareState.OUTSIDE).value)
    rows = rows.annotate(sum=Coalesce(Sum("interest_months__amount"), 0, output_field=BigIntegerField()))
    return tuple(TrancheView(view_of(one), one.sum) for one in rows.order_by("since", "pk"))
