"""金额: money is a whole number of 分 (fen); 元, 万元, 亿元 are only ways to write it.

No float ever holds money. A written amount is read exactly, a fraction of a fen is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NewType

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.text import fold_width

Money = NewType("Money", int)
"""Integer fen. 1 元 = 100 分."""

YUAN = 100
WAN = 10_000 * YUAN
YI = 10_000 * WAN
MOST = Money(100_000 * YI)
"""The largest amount the platform accepts: 10 万亿元."""

_UNITS = {"": YUAN, "元": YUAN, "万": WAN, "万元": WAN, "亿": YI, "亿元": YI, "万亿": 10_000 * YI, "万亿元": 10_000 * YI, "分": 1}
_WRITTEN = re.compile(r"(?P<sign>-?)(?P<number>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(?P<unit>万亿元?|亿元?|万元?|元|分)?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


class NotMoney(DomainError):
    """不是金额: the text cannot be read as an amount of money."""

    code = "LQ-2010"


def wan(number: int | str) -> Money:
    """So many 万元, exactly: `wan(5)` is 50,000 yuan."""
    return exact_fen(Decimal(number) * WAN)


def exact_fen(fen: Decimal) -> Money:
    """Turn an exact number of fen into Money; refuse a fraction of a fen."""
    if fen != fen.to_integral_value():
        raise NotMoney("金额不能细于分")
    return Money(int(fen))


def parse_money(text: str) -> Money:
    """Read `1,234.56元`, `5万元`, `３亿元`, `50000.05` (yuan when no unit is written).

    Full-width and half-width digits and punctuation are read alike. Raises NotMoney with the reason.
    """
    shown = text.strip()[:40]
    folded = re.sub(r"(?<=[0-9]) +(?=[分元万亿])", "", fold_width(text).strip().lstrip("¥￥").lstrip())
    match = _WRITTEN.fullmatch(folded) if len(folded) <= 40 else None
    if match is None:
        raise NotMoney(f"“{shown}”读不成金额；请写成 50000、50,000.05 元 或 5万元")
    number = match["number"]
    if "," in number and not _GROUPED.fullmatch(number):
        raise NotMoney(f"“{shown}”的逗号位置不对；三位一节，如 1,234,567.89")
    try:
        fen = Decimal(number.replace(",", "")) * _UNITS[match["unit"] or ""]
    except InvalidOperation:
        raise NotMoney(f"“{shown}”读不成金额；请写成 50000、50,000.05 元 或 5万元") from None
    if match["sign"]:
        raise NotMoney(f"“{shown}”是负数；金额不能小于 0 元")
    if fen != fen.to_integral_value():
        raise NotMoney(f"“{shown}”细于分；金额最多写到分，即两位小数的元")
    if fen > MOST:
        raise NotMoney(f"“{shown}”超过 10 万亿元；请核对单位是元、万元还是亿元")
    return Money(int(fen))


def yuan_text(money: int) -> str:
    """Two decimals, no grouping, as in JSON: 1500002 → `15000.02`."""
    sign, fen = ("-", -money) if money < 0 else ("", money)
    return f"{sign}{fen // YUAN}.{fen % YUAN:02d}"


def show_yuan(money: int) -> str:
    """For people, to the fen: 1500002 → `15,000.02 元`."""
    sign, fen = ("-", -money) if money < 0 else ("", money)
    return f"{sign}{fen // YUAN:,}.{fen % YUAN:02d} 元"


def show_wan(money: int) -> str:
    """For lists, in 万元 with two decimals, half up: 291060000 → `291.06`. The exact amount stands beside it."""
    hundredths = (2 * abs(money) + YUAN * 100) // (2 * YUAN * 100)
    return f"{'-' if money < 0 else ''}{hundredths // 100:,}.{hundredths % 100:02d}"


def show_short(money: int) -> str:
    """As a document would write it, exact: 5万元, 33.33万元, 1.5亿元, 333,333.34元."""
    for size, unit in ((YI, "亿元"), (WAN, "万元")):
        if money >= size and money % (size // 10_000) == 0:
            number = Decimal(money) / size
            return f"{number.normalize():f}{unit}"
    if money % YUAN == 0:
        return f"{money // YUAN:,}元"
    return f"{money // YUAN:,}.{money % YUAN:02d}元"
