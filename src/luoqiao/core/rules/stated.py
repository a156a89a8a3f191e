"""引文里写的数: caps and rates as the quoted words of the document state them, whatever the rule below them says.

A rule that lost its cap still quotes it; claims made from the quotes catch what claims made from the rule cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from luoqiao.core.kernel.money import parse_money
from luoqiao.core.kernel.text import drop_blanks, fold_width
from luoqiao.core.rules import tree as t

_AMOUNT = r"[0-9][0-9.,]*(?:万亿元|亿元|万元|元)"
_CAP = re.compile(rf"(?:最高(?:补助|补贴|奖励)?(?:金额)?(?:不超过)?|不超过|不高于)的?((?:{_AMOUNT}[、和]?)+)")
_ONE = re.compile(_AMOUNT)
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]{1,2})?)%")


def stated_cap(quotes: Iterable[t.Quote]) -> int | None:
    """The largest amount that the quotes call a limit (最高、不超过), in fen; None when they name none."""
    found = [
        int(parse_money(amount.rstrip(".,")))
        for quote in quotes
        for listed in _CAP.findall(_plain(quote.text))
        for amount in _ONE.findall(listed)
    ]
    return max(found, default=None)


def stated_rates(quotes: Iterable[t.Quote]) -> tuple[int, ...]:
    """Every percentage in the quotes, in ten-thousandths."""
    return tuple(int(Decimal(rate) * 100) for quote in quotes for rate in _PERCENT.findall(_plain(quote.text)))


def _plain(text: str) -> str:
    return fold_width(drop_blanks(text))
