"""数量: the number a target states, exact: a rate, an amount of money, or a count with its measure word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import parse_money, show_short

RATE_SCALE = 10_000
"""A rate is a whole number of ten-thousandths: 78% is 7800."""

_RATE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%")
_COUNT = re.compile(r"(\d{1,9})([家个条项])")


class Measure(StrEnum):
    """What is counted: `rate` in ten-thousandths, `money` in fen, `count` in pieces."""

    RATE = "rate"
    MONEY = "money"
    COUNT = "count"


class NotQuantity(DomainError):
    """不是数量: the text is neither a rate, nor money, nor a count."""

    code = "LQ-3210"


@dataclass(frozen=True, slots=True)
class Quantity:
    """数量: `number` in the base unit of its measure, `unit` as printed (`%`, `亿元`, `家`)."""

    measure: Measure
    number: int
    unit: str

    def __str__(self) -> str:
        if self.measure is Measure.MONEY:
            return show_short(self.number)
        if self.measure is Measure.COUNT:
            return f"{self.number} {self.unit}"
        whole, part = divmod(self.number, RATE_SCALE // 100)
        return f"{whole}.{part:02d}%" if part else f"{whole}%"


def parse_quantity(text: str) -> Quantity:
    """Read `78%`, `200亿元`, `38家`; refuses anything else."""
    if match := _RATE.fullmatch(text):
        return Quantity(Measure.RATE, int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")), "%")
    if match := _COUNT.fullmatch(text):
        return Quantity(Measure.COUNT, int(match[1]), match[2])
    if text.endswith("元"):
        return Quantity(Measure.MONEY, parse_money(text), re.sub(r"[\d.,]", "", text))
    raise NotQuantity(f"“{text}”读不成数量；请写成 78%、200亿元 或 38家")
