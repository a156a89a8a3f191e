"""依法公开的已付名单: who was paid how much under which policy, and when; nothing else of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from luoqiao.apps.funds.models import PaymentLine
from luoqiao.core.funds.batch import LineState

PAGE = 100


@dataclass(frozen=True, slots=True)
class PaidRow:
    """名单的一行: what every tier together paid under one case on one day."""

    name: str
    uscc: str
    policy: str
    amount: int
    on: date | None


@dataclass(frozen=True, slots=True)
class PaidYear:
    """一年的名单: how many rows and which sum there are, and those of the page."""

    year: int
    years: tuple[int, ...]
    count: int
    total: int
    rows: tuple[PaidRow, ...]
    pages: int


def get_paid_year(year: int = 0, *, text: str = "", page: int = 1, size: int = PAGE) -> PaidYear:
    """The payments that arrived in a year (the last there is, when none is named), the newest first; sought by name or code."""
    rows: QuerySet[PaymentLine] = PaymentLine.objects.filter(state=LineState.PAID.value, answered_on__isnull=False)
    by_year = rows.annotate(year=ExtractYear("answered_on")).order_by("-year").values_list("year", flat=True)
    years = tuple(by_year.distinct())
    if not years:
        return PaidYear(0, (), 0, 0, (), 1)
    chosen = year if year in years else years[0]
    found = rows.filter(answered_on__year=chosen)
    words = text.strip()[:100]
    if words:
        found = found.filter(Q(name__icontains=words) | Q(uscc=words.upper()))
    grouped = found.values("case_number", "name", "uscc", "title", "answered_on").annotate(sum=Sum("amount"))
    total = found.aggregate(total=Sum("amount"))["total"]
    count = grouped.count()
    start = (max(1, page) - 1) * size
    shown = grouped.order_by("-answered_on", "case_number")[start : start + size]
    return PaidYear(
        chosen, years, count, int(total or 0),
        tuple(PaidRow(one["name"], one["uscc"], one["title"], int(one["sum"]), one["answered_on"]) for one in shown),
        max(1, -(-count // size)),
    )  # fmt: skip
