"""目标合计: does the number of the district agree with the rows of its industries?

Only what can be added is added: counts and money. Rates of industries never make a district rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.core.targets.quantity import Measure
from luoqiao.core.targets.target import Comparison, Target


@dataclass(frozen=True, slots=True)
class SumCheck:
    """一项合计: the district's target, the industries' rows, their sum, and the verdict.

    `agrees` is None where the district sets no number or there are no rows: nothing can be compared.
    """

    indicator: str
    district: Target | None
    rows: tuple[Target, ...]
    total: int
    agrees: bool | None


def check_sums(targets: Iterable[Target]) -> tuple[SumCheck, ...]:
    """One check for each indicator that is counted or in money, in the order of the document."""
    by_indicator: dict[str, list[Target]] = {}
    for target in targets:
        if target.value is not None and target.value.measure is not Measure.RATE:
            by_indicator.setdefault(target.indicator, []).append(target)
    return tuple(_check(indicator, held) for indicator, held in by_indicator.items())


def _check(indicator: str, held: list[Target]) -> SumCheck:
    district = next((t for t in held if not t.industry), None)
    rows = tuple(t for t in held if t.industry and t.is_annex)
    total = sum(t.value.number for t in rows if t.value is not None)
    if district is None or not rows:
        return SumCheck(indicator, district, rows, total, agrees=None)
    return SumCheck(indicator, district, rows, total, agrees=_within(district, total))


def _within(district: Target, total: int) -> bool:
    low = district.value.number if district.value else 0
    high = district.goal.number if district.comparison is Comparison.RANGE and district.goal else low
    return low <= total <= high
