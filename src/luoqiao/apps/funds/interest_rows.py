"""贴息登记的行: as stored, as values."""

from __future__ import annotations

from luoqiao.apps.funds.models import InterestMonth
from luoqiao.core.funds.interest import MonthView


def list_months(share: int) -> tuple[MonthView, ...]:
    """Every record of a share in order of months; corrected ones say why."""
    rows = InterestMonth.objects.filter(share=share, corrects=None).select_related("correction").order_by("month", "round")
    return tuple(
        MonthView(one.pk, one.month, one.amount, one.bank, one.voucher, one.name, one.at, _why(one)) for one in rows
    )


def _why(one: InterestMonth) -> str:
    correction = getattr(one, "correction", None)
    return f"{correction.name}更正：{correction.reason}" if correction is not None else ""
