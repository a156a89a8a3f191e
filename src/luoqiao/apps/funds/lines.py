"""找预算项: which line pays a share, and lines as frozen values."""

from __future__ import annotations

from collections.abc import Iterable

from luoqiao.apps.funds.models import BudgetLine
from luoqiao.core.funds.budget import LineKey, LineView, most_exact
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.kernel.errors import DomainError

_FIELDS = ("id", "pack", "year", "tier", "clause", "industry", "rule", "settlement")


class NoSuchLine(DomainError):
    """没有这个预算项."""

    code = "LQ-6106"

    def __init__(self, line: int) -> None:
        super().__init__(f"没有编号为 {line} 的预算项；它可能属于别的方案", details={"line": line})


def view_of(row: BudgetLine) -> LineView:
    """The line as a value."""
    key = LineKey(row.pack, row.year, row.tier, row.clause, row.industry)
    return LineView(row.pk, key, QueueRule(row.rule), Settlement(row.settlement))


def list_views(*, pack: str = "", year: int | None = None, tiers: Iterable[str] | None = None) -> tuple[LineView, ...]:
    """The lines of a programme, year and tiers; everything left out counts as all."""
    rows = BudgetLine.objects.all()
    if pack:
        rows = rows.filter(pack=pack)
    if year is not None:
        rows = rows.filter(year=year)
    if tiers is not None:
        rows = rows.filter(tier__in=list(tiers))
    return tuple(
        LineView(pk, LineKey(pack, year, tier, clause, industry), QueueRule(rule), Settlement(settlement))
        for pk, pack, year, tier, clause, industry, rule, settlement in rows.order_by("pk").values_list(*_FIELDS)
    )


def paying_line(lines: Iterable[LineView], tier: str, clause: str, industry: str) -> LineView | None:
    """The line that pays a share of this tier, clause and industry."""
    return most_exact((one for one in lines if one.key.tier == tier), clause, industry)


def get_row(line: int) -> BudgetLine:
    """The row of a line; refuses with NoSuchLine."""
    row = BudgetLine.objects.filter(pk=line).first()
    if row is None:
        raise NoSuchLine(line)
    return row
