"""余额: what stands where, now and at any past instant; frozen values in fen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from luoqiao.apps.funds.lines import list_views
from luoqiao.apps.funds.models import Account, Posting
from luoqiao.core.funds.budget import LineView
from luoqiao.core.funds.stage import COMMITTED, Stage


@dataclass(frozen=True, slots=True)
class LineBalance:
    """预算项和它的余额: fen by stage; what is zero is zero."""

    line: LineView
    stages: Mapping[Stage, int]

    @property
    def budget(self) -> int:
        """预算: what was appropriated, with what was carried over or advanced to it and without what was taken away."""
        parts = (Stage.AVAILABLE, *COMMITTED, Stage.PAID, Stage.SURRENDERED, Stage.INTEREST_EARNED)
        return sum(self.stages[stage] for stage in parts)

    @property
    def committed(self) -> int:
        """已承诺未付."""
        return sum(self.stages[stage] for stage in COMMITTED)

    @property
    def paid(self) -> int:
        """已付净额."""
        return self.stages[Stage.PAID]

    @property
    def available(self) -> int:
        """可用."""
        return self.stages[Stage.AVAILABLE]


def list_balances(
    *, pack: str = "", year: int | None = None, tiers: Iterable[str] | None = None
) -> tuple[LineBalance, ...]:
    """Every budget line with what stands where, in order of year, tier and clause."""
    lines = list_views(pack=pack, year=year, tiers=tiers)
    found: dict[int, dict[Stage, int]] = {one.id: dict.fromkeys(Stage, 0) for one in lines}
    for line, stage, balance in Account.objects.filter(line__in=list(found)).values_list("line", "stage", "balance"):
        found[line][Stage(stage)] = balance
    return tuple(LineBalance(one, found[one.id]) for one in lines)


def balances_at(*, pack: str, year: int, at: datetime) -> tuple[tuple[LineView, Mapping[Stage, int]], ...]:
    """Every budget line of a year with what stood at each stage at an instant, from the postings alone."""
    lines = list_views(pack=pack, year=year)
    return tuple((one, {stage: balance_at(one.id, stage, at) for stage in Stage}) for one in lines)


def balance_at(line: int, stage: Stage, at: datetime) -> int:
    """What stood at a stage of a line at an instant, bookings of that instant included: one look into the index."""
    last = (
        Posting.objects.filter(account__line=line, account__stage=stage.value, booked_at__lte=at)
        .order_by("-booked_at", "-seq")
        .values_list("balance", flat=True)
        .first()
    )
    return last or 0
