"""划型: large, medium, small and micro industrial enterprises, by staff and yearly revenue together.

工信部联企业〔2011〕300号, industry; 统计上大中小微型企业划分办法（2017）keeps the same numbers.
"""

from __future__ import annotations

from enum import StrEnum

from luoqiao.core.kernel.money import wan

ABOVE_DESIGNATED = wan(2000)
"""规上: industrial legal entities with this yearly main revenue or more are counted above designated size."""


class SizeClass(StrEnum):
    """大型 · 中型 · 小型 · 微型."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}[self.value]


def size_class(staff: int, revenue: int) -> SizeClass:
    """The class of an industrial enterprise; both lower limits must hold, else it falls a class. `revenue` in fen."""
    for least_staff, least_revenue, found in (
        (1000, wan(40000), SizeClass.LARGE), (300, wan(2000), SizeClass.MEDIUM), (20, wan(300), SizeClass.SMALL),
    ):  # fmt: skip
        if staff >= least_staff and revenue >= least_revenue:
            return found
    return SizeClass.MICRO
